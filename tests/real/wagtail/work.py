"""What is done inside a Wagtail CRX site, by its own models: `work.py fill` or `change`, JSON in and JSON out."""

import base64
import datetime
import html
import json
import os
import sys

import django

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings.dev"
django.setup()

from coderedcms.models import LayoutSettings, Navbar, NavbarOrderable  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.documents.models import Document  # noqa: E402
from wagtail.images.models import Image  # noqa: E402
from wagtail.models import Page, PageViewRestriction, Site  # noqa: E402
from website.models import ArticleIndexPage, ArticlePage, WebPage  # noqa: E402


def fill(asked):
    """An empty site with its categories as lists of articles, all of them in the menu."""
    site = Site.objects.get()
    site.site_name, site.hostname, site.port = asked["title"], "127.0.0.1", asked["port"]
    site.save()
    home = site.root_page.specific
    home.title = asked["title"]
    home.body = json.dumps([{"type": "html", "value": "<p>Chào mừng đến với trang tin của huyện.</p>"}])
    home.save_revision().publish()
    about = WebPage(title="Giới thiệu", slug="gioi-thieu", body="[]")
    home.add_child(instance=about)
    links = [about]
    for category in asked["categories"]:
        page = ArticleIndexPage(title=category["name"], slug=category["slug"], body="[]")
        page.index_show_subpages, page.index_num_per_page = True, asked["per_page"]
        page.index_order_by = "-first_published_at"
        home.add_child(instance=page)
        links.append(page)
    _menu(site, links)
    for name in asked["authors"]:
        get_user_model().objects.create_user(name, last_name=name)
    return {news["number"]: publish(news) for news in asked["news"]}


def publish(news):
    """The article below its category's list; its id and address."""
    parent = ArticleIndexPage.objects.get(slug=news["categories"][0])
    page = ArticlePage(title=news["title"], slug=news["slug"], caption=news["lead"], body=_body(news))
    page.author_display = news["author"]
    if news["picture"]:
        page.cover_image = Image.objects.create(
            title=news["slug"], file=ContentFile(base64.b64decode(news["picture"]), f"{news['slug']}.png")
        )
    page.live = news["state"] not in ("scheduled", "draft")
    moment = timezone.make_aware(datetime.datetime.fromisoformat(news["published"]))
    if news["state"] == "scheduled":
        page.go_live_at = moment
    parent.add_child(instance=page)
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    if news["state"] in ("private", "password"):
        _restrict(page, news["state"])
    return [page.pk, page.url]


def change(asked):
    """Edits, deletions, withdrawals and new articles, each as an editor's button does it."""
    for native, (old, new) in asked["edit"].items():
        page = ArticlePage.objects.get(pk=native)
        body = json.dumps(page.body.get_prep_value())
        page.body = body.replace(json.dumps(html.escape(old))[1:-1], json.dumps(html.escape(new))[1:-1])
        page.save_revision().publish()
    for native in asked["delete"]:
        ArticlePage.objects.get(pk=native).delete()
    for native in asked["private"]:
        ArticlePage.objects.get(pk=native).unpublish()
    for native in asked["password"]:
        _restrict(ArticlePage.objects.get(pk=native), "password")
    return {news["number"]: publish(news) for news in asked["add"]}


def _restrict(page, kind):
    kinds = {"private": PageViewRestriction.LOGIN, "password": PageViewRestriction.PASSWORD}
    PageViewRestriction.objects.create(page=page, restriction_type=kinds[kind], password="bi-mat")


def _menu(site, pages):
    items = [
        {"type": "page_link", "value": {"page": page.pk, "display_text": page.title, "image": None, "sub_links": []}}
        for page in pages
    ]
    for item in items:
        item["value"]["settings"] = {"custom_css_class": "", "custom_id": "", "custom_template": ""}
    navbar = Navbar.objects.create(name="Trình đơn", menu_items=json.dumps(items))
    layout = LayoutSettings.for_site(site)
    layout.save()
    NavbarOrderable.objects.create(navbar_chooser=layout, navbar=navbar)


def _body(news):
    blocks = []
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in news["paragraphs"])
    blocks.append({"type": "text", "value": text})
    settings = {"custom_css_class": "", "custom_id": "", "custom_template": ""}
    if news["rows"]:
        data = [row.split(" | ") for row in news["rows"]]
        table = {"data": data, "first_row_is_table_header": True, "first_col_is_header": False}
        blocks.append({"type": "table", "value": {"table": table, "settings": settings}})
    if news["file"]:
        content = ContentFile(base64.b64decode(news["file"]), f"bao-cao-{news['number']}.pdf")
        document = Document.objects.create(title=f"Báo cáo số {news['number']}", file=content)
        value = {"button_title": document.title, "downloadable_file": document.pk, "settings": settings}
        value |= {"button_style": "btn-primary", "button_size": ""}
        blocks.append({"type": "download", "value": value})
    return json.dumps(blocks)


if __name__ == "__main__":
    told = {"fill": fill, "change": change}[sys.argv[1]](json.load(sys.stdin))
    json.dump(told, sys.stdout)
