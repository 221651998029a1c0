"""Content panes and whole pages of a shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from queson_crawler.demo.model import Category, Content, Story
from queson_crawler.demo.skin_dnn.body import body_html, text_html
from queson_crawler.demo.skin_dnn.links import Links
from tests.lab.skin_shapes.shape import Markup, Shape, look

NEIGHBOURS = 3
SCRIPTS = {
    "more": """<script>
const more = document.querySelector('.btn-more');
if (more) more.addEventListener('click', async () => {
  const told = await (await fetch(more.dataset.url)).json();
  more.insertAdjacentHTML('beforebegin', told.html);
  if (told.next) more.dataset.url = told.next; else more.remove();
});
</script>""",
    "button": """<script>
const box = document.querySelector('.news-list'), pager = document.querySelector('.paging');
async function goPage(page) {
  const told = await (await fetch(box.dataset.api + page)).json();
  box.innerHTML = told.items.map(one => `<div class="news-card"><h4><a href="${one.url}">${one.title}</a></h4>` +
    `<span class="post-date">${one.date}</span><p>${one.lead}</p></div>`).join('');
  pager.innerHTML = told.pager;
}
</script>""",
}


def dated(story: Story, form: str) -> str:
    return datetime.fromisoformat(story.article.published).strftime(form)


def item_html(shape: Shape, story: Story, path: str) -> str:
    """One item of a list."""
    article = story.article
    thumb = "".join(f'<img src="{image}" alt="" />' for image, _ in article.images[:1])
    return Markup(look(shape.look).item).substitute(
        href=escape(path),
        title=escape(article.title),
        date=dated(story, shape.item_date),
        lead=escape(article.lead),
        thumb=thumb,
    )


def list_html(shape: Shape, category: Category, items: str, pager: str) -> str:
    """The content pane of a page of a list."""
    return Markup(look(shape.look).list).substitute(title=escape(category.title), items=items, pager=pager)


def labelled(markup: str, value: str | None) -> str:
    """`value` in its label; nothing without either."""
    return Markup(markup).substitute(value=escape(value)) if markup and value else ""


def article_html(shape: Shape, story: Story, views: int, links: Links) -> str:
    """The content pane of an article, without what is around it."""
    article = story.article
    return Markup(look(shape.look).article).substitute(
        title=text_html(story, article.title),
        lead=text_html(story, article.lead),
        date=labelled(shape.dated, dated(story, shape.date)),
        body=body_html(story, links),
        author=labelled(shape.author, article.author),
        poster=labelled(shape.poster, article.poster),
        source=labelled(shape.source, article.source),
        views=labelled(shape.views, str(views)),
        files=_files(story, links),
    )


def _files(story: Story, links: Links) -> str:
    if "files-below" not in story.quirks:
        return ""
    rows = (f"<a {links.href(path)}>{path.rsplit('/', 1)[-1]}</a>" for path in story.article.attachments)
    return f"<div class='files'>File đính kèm: {'<br />'.join(rows)}</div>"


def box_html(title: str, rows: Mapping[str, str]) -> str:
    """A box of links: address → words."""
    links = "".join(f'<li><a href="{escape(path)}">{escape(words)}</a></li>' for path, words in rows.items())
    return f'<div class="box other-news"><div class="box-title">{title}</div><ul>{links}</ul></div>' if rows else ""


FRAME = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">§mark
<title>§title - Cổng thông tin điện tử §district</title>
</head><body>§opening<div id="header"><a href="§home"><img src="/banner.png" alt=""></a><h3>§slogan</h3>
<div class="tools"><a href="/login">Đăng nhập</a> <a href="/?theme=blue">Blue</a>
<a href="/search?q=">Tìm kiếm</a></div></div>
<ul class="menu nav" id="menu">§menu</ul>
<div id="wrapper"><div id="content">§main</div><div id="sidebar">§side
<div class="counter">Tổng số lượt truy cập: §visits</div></div></div>
<div id="footer"><p>CỔNG THÔNG TIN ĐIỆN TỬ §upper</p><p>Địa chỉ: §address</p><p>Điện thoại: §phone</p></div>
§closing§script</body></html>"""


def frame_html(shape: Shape, content: Content, title: str, slots: Mapping[str, str]) -> str:
    """A whole page."""
    site = content.site
    return Markup(FRAME).substitute(
        slots,
        mark=shape.mark,
        title=escape(title),
        district=site.district,
        upper=site.district.upper(),
        home=shape.home,
        slogan=site.slogan,
        address=escape(site.address),
        phone=site.phone,
    )
