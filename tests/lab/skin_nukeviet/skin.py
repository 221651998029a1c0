"""The NukeViet site as a whole: which page answers which request."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from queson_crawler.demo.counters import Counters
from queson_crawler.demo.media import media_of, pdf
from queson_crawler.demo.model import Category, Content, Story
from queson_crawler.demo.skin_dnn.links import Links
from queson_crawler.demo.wire import Request, Response
from tests.lab.options import LabOptions
from tests.lab.skin_nukeviet import feeds, tree
from tests.lab.skin_nukeviet.adapt import adapted, alias
from tests.lab.skin_nukeviet.address import ID, PAGE, Addresses, Place
from tests.lab.skin_nukeviet.article import NO_PERMISSION, article_html
from tests.lab.skin_nukeviet.flood import Flood
from tests.lab.skin_nukeviet.frame import Frame, View, missing
from tests.lab.skin_nukeviet.listing import category_html, front_html
from tests.lab.skin_nukeviet.pager import pager_html

ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /cache/\nDisallow: /data/\nDisallow: /includes/\n"
HIDDEN = (("7001", "Lịch tiếp công dân hẹn giờ đăng"), ("7002", "Thông báo đã hết hạn"))
STANDING = {"about": "Giới thiệu", "contact": "Liên hệ", "statistics": "Thống kê", "voting": "Thăm dò"}
WALL = ("nv4_wall", "1")
VARIANTS = ("print", "savefile", "sendmail")


class NukeVietSkin:
    """Answers requests for the pages of a NukeViet site; see `Skin`."""

    def __init__(self, content: Content, options: LabOptions) -> None:
        self._options = options.nukeviet
        self._per_page = options.per_page
        grown = tree.grown(content, self._options)
        self.content = with_downloads(adapted(grown), Addresses(grown, self._options))
        self._external = tree.external_id(content, self._options)
        self._places = Addresses(self.content, self._options)
        self._stories = self.content.by_id()
        self._files = self.content.file_paths()
        self._flood = Flood(self._options)
        self._counters = Counters()
        first = self.content.categories[0]
        hidden = [(self._hidden_path(first, *each), each[1]) for each in HIDDEN] if self._options.hidden else []
        self._frame = Frame(self.content, self._places, hidden)

    def _hidden_path(self, one: Category, native_id: str, title: str) -> str:
        return self._places.of(
            self._places.news, alias(one.title), f"{alias(title)}-{native_id}", end=self._places.ending
        )

    def category_path(self, category_id: str) -> str:
        return self._places.category(next(one for one in self.content.categories if one.id == category_id))

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        story = self._stories[native_id]
        return tuple(self._places.article(story, one) for one in story.category_ids)

    def answer(self, request: Request) -> Response:
        self._counters.visit()
        if request.target in self._files or request.path in self._files:
            return self._file(request)
        if request.path == "/robots.txt":
            return Response(200, f"{ROBOTS}Sitemap: {request.base}/sitemap.xml\n".encode(), "text/plain")
        if (refusal := self._flood.refusal()) is not None:
            return refusal
        if self._options.wall and WALL[0] not in request.cookies:
            return Response(302, b"", headers=(("Location", request.target), ("Set-Cookie", "=".join(WALL))))
        if (feed := feeds.answer(self.content, self._places, request)) is not None:
            return feed
        if request.target == "/" and self._options.rewrite and self._options.language:
            return _moved(self._places.home())
        place = self._places.read(request.target)
        return self._missing() if place is None else self._page(place, request)

    def _file(self, request: Request) -> Response:
        if request.query:
            return Response(200, pdf(f"Tai lieu {request.path}"), "application/pdf")
        return Response(200, *media_of(request.path))

    def _page(self, place: Place, request: Request) -> Response:
        if place.module == "home":
            return self._teasers("Trang chủ", request)
        if place.module == "users":
            view = View("Đăng nhập thành viên", "<form><input name='nv_login'></form>", "users", "login")
            return self._whole(view, request)
        if place.module != self._places.news:
            title = STANDING.get(place.module, "Tìm kiếm")
            main = "".join(f"<p>{escape(text)}</p>" for text in self.content.about) if place.module == "about" else ""
            return self._whole(View(title, f"<h2>{title}</h2>{main}", place.module, "main"), request)
        return self._news(place.op, request)

    def _news(self, op: tuple[str, ...], request: Request) -> Response:
        page = int(match.group(1)) if op and (match := PAGE.match(op[-1])) else 1
        names = op[:-1] if page > 1 else op
        if not names:
            return self._front(page, request)
        if names[0] in ("topic", "tag") and len(names) == 2:
            main = front_html(replace(self.content, categories=self.content.categories[:1]), self._places)
            return self._whole(View("Theo dòng sự kiện", main, self._places.news, names[0]), request)
        if names[0] in VARIANTS:
            return self._variant(names, request)
        one = next((one for one in self.content.categories if alias(one.title) == names[0]), None)
        if one is None:
            return self._missing()
        if len(names) == 1:
            return self._category(one, page, request)
        return self._article(one, names[1], request)

    def _teasers(self, title: str, request: Request) -> Response:
        return self._whole(View(title, front_html(self.content, self._places), self._places.news, "main"), request)

    def _front(self, page: int, request: Request) -> Response:
        if self._options.front == "teasers":
            return self._teasers("Tin tức", request)
        ids = tuple(story.article.native_id for story in self.content.stories)
        stories = (self._stories[each] for each in ids[(page - 1) * self._per_page : page * self._per_page])
        items = "".join(
            f'<h3><a href="{escape(self._places.article(each))}">{each.article.title}</a></h3>' for each in stories
        )
        if not items:
            return _moved(self._places.of(self._places.news))
        pages = -(-len(ids) // self._per_page)
        base = self._places.of(self._places.news)
        pager = pager_html(page, pages, "Tin tức", lambda number: f"{base}page-{number}/" if number > 1 else base)
        return self._whole(View("Tin tức", items + pager, self._places.news, "main"), request)

    def _category(self, one: Category, page: int, request: Request) -> Response:
        listing, size = self.content.listings[one.id], self._per_page
        ids, rest = listing[(page - 1) * size : page * size], listing[page * size :]
        if page > 1 and (not ids or self._options.list_view == "two-column"):
            return _moved(self._places.category(one))
        title = one.title if page == 1 else f"{one.title} - Trang {page}"
        pager = pager_html(page, -(-len(listing) // size), one.title, lambda n: escape(self._places.category(one, n)))
        main = category_html(self.content, one, ids, rest, self._places)
        columns = self._options.list_view == "two-column"
        main += "" if columns else f'<div class="text-center">{pager}</div>'
        below = tree.children(self.content, one, self._options)
        main += tree.boxes(self.content, below, self._places, columns=columns)
        return self._whole(View(title, main, self._places.news, "viewcat"), request)

    def _article(self, one: Category, name: str, request: Request) -> Response:
        match = ID.search(name)
        story = self._stories.get(match.group(1)) if match else None
        if story is None:
            return self._missing()  # gone, scheduled, or expired: all are answered alike
        if story.article.native_id == self._external:
            return _moved(tree.OTHER_SITE)
        if story.login_only:
            return self._whole(View("Tin tức", NO_PERMISSION, self._places.news, "detail"), request)
        if one.id != story.category_ids[0] or name != f"{alias(story.article.title)}-{story.article.native_id}":
            return _moved(self._places.article(story))
        self._counters.view(story.article.native_id)
        main = article_html(self.content, story, self._places, Links(request.base, request.path))
        metas = self._metas(story, one, request)
        return self._whole(View(story.article.title, main, self._places.news, "detail", metas), request)

    def _metas(self, story: Story, one: Category, request: Request) -> str:
        if self._options.theme == "v3":
            return ""
        article = story.article
        # What PHP's date('Y-m-dTH:i:s') makes of it: T is the name of the zone.
        when = f"{article.published[:10]}+07{article.published[11:13]}:{article.published[14:16]}:00"
        return (
            f'<meta property="og:title" content="{escape(article.title)}"><meta property="og:type" content="article">'
            f'<meta property="article:published_time" content="{when}">'
            f'<meta property="article:section" content="{one.title}">'
            f'<link rel="canonical" href="{request.base}{escape(self._places.article(story))}">'
        )

    def _variant(self, names: tuple[str, ...], request: Request) -> Response:
        match = ID.search(names[-1])
        story = self._stories.get(match.group(1)) if match else None
        if story is None or story.login_only:
            return self._missing()
        links = Links(request.base, request.path)
        main = article_html(self.content, story, self._places, links)
        headers = (("Content-Disposition", "attachment"),) if names[0] == "savefile" else ()
        return replace(Response.page(f"<html><body>{main}</body></html>"), headers=headers)

    def _missing(self) -> Response:
        return Response.page(missing(self._places.of(self._places.news)), 200 if self._options.theme == "v3" else 404)

    def _whole(self, view: View, request: Request) -> Response:
        return Response.page(self._frame.page(view, request.target))


def with_downloads(content: Content, places: Addresses) -> Content:
    """The files below an article are handed out under the article's own address."""

    def story(one: Story) -> Story:
        if "files-below" not in one.quirks or not one.article.attachments:
            return one
        path = places.article(one)
        path += ("&" if "?" in path else "?") + "download=1&id=0"
        return replace(one, article=replace(one.article, attachments=(path,)))

    return replace(content, stories=tuple(map(story, content.stories)))


def _moved(path: str) -> Response:
    return Response(301, b"", headers=(("Location", path),))
