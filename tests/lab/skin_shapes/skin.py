"""The demo portal in any shape of the table; see `Skin`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from queson_crawler.demo.counters import Counters
from queson_crawler.demo.media import media_of
from queson_crawler.demo.model import Category, Content, Story
from queson_crawler.demo.skin_dnn import standing
from queson_crawler.demo.skin_dnn.article import DENIED
from queson_crawler.demo.skin_dnn.links import Links
from queson_crawler.demo.skin_dnn.state import StateError
from queson_crawler.demo.wire import Request, Response
from tests.lab.options import Demand, LabOptions
from tests.lab.skin_shapes import feeds, pages, render
from tests.lab.skin_shapes.posting import SESSION, Forms, long_way
from tests.lab.skin_shapes.retold import retell
from tests.lab.skin_shapes.routes import ArticlePage, ListPage, aliases, key, routes
from tests.lab.skin_shapes.shape import shape

LOST = "<h1>Thông báo</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>"
THEMED = "/?theme=blue"
HOME_ITEMS = 3
SIDE_ITEMS = 5


class ShapeSkin:
    """Answers requests for the pages of one shape. `content` is what a perfect reader finds there."""

    def __init__(self, content: Content, options: LabOptions) -> None:
        self._shape, self._options = shape(options.shape), options
        self.content = retell(content, self._shape, options)
        self._routes = routes(self._shape, self.content, options.per_page)
        self._stories, self._files = self.content.by_id(), self.content.file_paths()
        self._by_id = {one.id: one for one in self.content.categories}
        demands: set[Demand] = {*options.demands, *(("exact",) if self._shape.strict else ())}
        self._counters, self._forms = Counters(), Forms(frozenset(demands))
        self._late = self.content.stories[0].article.native_id if options.shift else ""

    def category_path(self, category_id: str) -> str:
        return self._shape.list_path(self._by_id[category_id])

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        story = self._stories[native_id]
        own = [self._by_id[one] for one in story.category_ids]
        return aliases(self._shape, story, own, native_id == self.content.aliased)

    def answer(self, request: Request) -> Response:
        self._counters.visit()
        if request.path in self._files:
            return Response(200, *media_of(request.path))
        if fed := feeds.answer(request, self._shape, self._options, self._published()):
            return fed
        if request.path == "/login":
            return self._whole("Đăng nhập", standing.LOGIN, request)
        if key(request.target) in (key("/"), key(THEMED), key(self._shape.home)):
            return self._whole("Trang chủ", self._home(), request)
        try:
            return self._routed(request)
        except StateError as error:
            return Response.page(standing.state_error(str(error)), 500)

    def _published(self) -> list[tuple[Story, str]]:
        """What anyone may read, newest first, with its address."""
        open_to_all = [story for story in self.content.stories if not story.login_only]
        return [(one, self.article_paths(one.article.native_id)[0]) for one in open_to_all]

    def _routed(self, request: Request) -> Response:
        match self._routes.get(key(request.target)):
            case ListPage() as found:
                return self._listing(found, request)
            case ArticlePage(story=story, category=category):
                return self._article(story, category, request)
            case _:
                return self._lost(request)

    def _lost(self, request: Request) -> Response:
        if self._options.soft_404:
            return self._whole("Thông báo", LOST, request)
        return Response.page(standing.NOT_FOUND, 404)

    def _home(self) -> str:
        blocks = []
        for one in self.content.categories:
            ids = [each for each in self.content.listings[one.id] if each != self._late][:HOME_ITEMS]
            blocks.append(render.list_html(self._shape, one, self._items(one, ids), ""))
        return "\n".join(blocks)

    def _items(self, category: Category, ids: Iterable[str]) -> str:
        shown = (self._stories[one] for one in ids if one in self._stories)
        return "".join(render.item_html(self._shape, one, self._shape.article_path(one, category)) for one in shown)

    def _article(self, story: Story, category: Category, request: Request) -> Response:
        if story.login_only:
            return self._whole("Thông báo", DENIED, request)
        native_id = story.article.native_id
        views = self._counters.view(native_id)
        main = render.article_html(self._shape, story, views, Links(request.base, request.path))
        ids = [one for one in self.content.listings[category.id] if one in self._stories and one != self._late]
        at = ids.index(native_id) if native_id in ids else 0
        others = [self._stories[one] for one in ids[at + 1 : at + 1 + render.NEIGHBOURS]]
        box = {self._shape.article_path(one, category): one.article.title for one in others}
        return self._whole(story.article.title, main + render.box_html("Các tin khác", box), request)

    def _ids(self, category: Category) -> tuple[str, ...]:
        return tuple(one for one in self.content.listings[category.id] if one != self._late)

    def _listing(self, found: ListPage, request: Request) -> Response:
        category, per_page = found.category, self._options.per_page
        ids = self._ids(category)
        last = max(1, -(-len(ids) // per_page))
        page = self._posted(request, category, last) if self._shape.link == "postback" else found.page
        if page > last:
            match self._options.beyond:
                case "404":
                    return self._lost(request)
                case "redirect-base":
                    return Response(302, b"", headers=(("Location", self._shape.list_path(category)),))
                case "empty":
                    ids = ()
                case "repeat-first":
                    page = 1
                case _:
                    page = last
        shown = ids[(page - 1) * per_page : page * per_page]
        if page == 1 and category == self.content.categories[0]:
            self._late = ""  # shift: what was published meanwhile stands at the top from now on
        return self._told(found, shown, page, last) if found.bare else self._shown(found, shown, page, last, request)

    def _shown(self, found: ListPage, ids: tuple[str, ...], page: int, last: int, request: Request) -> Response:
        category = found.category
        items = "" if self._shape.scripted else self._items(category, ids)
        pager = "" if self._shape.scripted else self._pager(category, page, last)
        main = render.list_html(self._shape, category, items, pager)
        if self._shape.link == "button":
            api = escape(self._shape.numbered_path(category, 0, 1).removesuffix("0"))
            main = main.replace('class="news-list"', f'class="news-list" data-api="{api}"', 1)
        script = render.SCRIPTS.get(self._shape.link, "")
        script += "<script>goPage(1)</script>" if self._shape.scripted else ""
        return self._whole(category.title, main, request, page, script)

    def _told(self, found: ListPage, ids: tuple[str, ...], page: int, last: int) -> Response:
        """A page of a list as JSON."""
        category = found.category
        following = self._shape.numbered_path(category, page + 1, 1) if page < last else None
        if self._shape.link == "more":
            told: dict[str, object] = {"html": self._items(category, ids), "next": following}
        else:
            stories = [self._stories[one] for one in ids if one in self._stories]
            items = [
                {
                    "title": one.article.title,
                    "url": self._shape.article_path(one, category),
                    "date": render.dated(one, self._shape.item_date),
                    "lead": one.article.lead,
                }
                for one in stories
            ]
            told = {"items": items, "page": page, "pages": last, "pager": self._pager(category, page, last)}
        return Response(200, json.dumps(told, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _pager(self, category: Category, page: int, last: int) -> str:
        def href(number: int) -> str:
            plain = number == 1 and self._shape.link not in ("more", "button")
            form = self._shape.list_path if plain else self._shape.numbered_path
            return form(category, number, self._options.per_page)

        written = pages.pager_html(self._shape, page, last, href)
        return long_way(written) if "options" in self._options.demands else written

    def _posted(self, request: Request, category: Category, last: int) -> int:
        """The page that a postback asks for, which the page last shown must have made possible."""
        if request.method != "POST":
            return 1
        form = request.form
        page = self._forms.open(request, self._shape.list_path(category))
        asked = (form.get("__EVENTTARGET", ""), form.get("__EVENTARGUMENT", ""))
        possible = pages.posts(self._shape, page, last)
        if asked not in possible:
            raise StateError("Invalid postback or callback argument")
        return possible[asked]

    def _whole(self, title: str, main: str, request: Request, page: int = 1, script: str = "") -> Response:
        found = self._routes.get(key(request.target))
        place = self._shape.list_path(found.category) if isinstance(found, ListPage) else request.path
        opening, closing = "", ""
        headers: tuple[tuple[str, str], ...] = ()
        if self._shape.state:
            headers = self._forms.cookie(request)
            session = request.cookies.get(SESSION) or self._forms.session_of(headers)
            opening, closing = self._forms.html(request.target, place, page, session)
        menu = {self._shape.home: "Trang chủ"} | {self.category_path(o.id): o.title for o in self.content.categories}
        slots = {
            "main": main,
            "side": render.box_html("Tin mới nhất", self._side()),
            "menu": "".join(f'<li><a href="{escape(path)}">{word}</a></li>' for path, word in menu.items()),
            "opening": opening,
            "closing": closing,
            "script": script,
            "visits": str(self._counters.visits),
        }
        return replace(Response.page(render.frame_html(self._shape, self.content, title, slots)), headers=headers)

    def _side(self) -> dict[str, str]:
        """A side box: the newest, and the aliased article under each of its addresses."""
        newest = [one for one in self.content.stories if one.article.native_id != self._late][:SIDE_ITEMS]
        box = {self.article_paths(one.article.native_id)[0]: one.article.title for one in newest}
        title = self._stories[self.content.aliased].article.title
        return box | dict.fromkeys(self.article_paths(self.content.aliased), title)
