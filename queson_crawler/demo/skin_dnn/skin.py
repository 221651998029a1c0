"""The demo portal as a DNN 5/6 site would show it: one form around every page, postback pager, many addresses."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from queson_crawler.demo.counters import Counters
from queson_crawler.demo.media import media_of
from queson_crawler.demo.model import Content
from queson_crawler.demo.options import DemoOptions
from queson_crawler.demo.skin_dnn import address, pager, standing
from queson_crawler.demo.skin_dnn.article import DENIED, article_html, print_html
from queson_crawler.demo.skin_dnn.frame import Frame
from queson_crawler.demo.skin_dnn.links import Links
from queson_crawler.demo.skin_dnn.listing import home_html, listing_html, search_html
from queson_crawler.demo.skin_dnn.looks import look_of
from queson_crawler.demo.skin_dnn.state import StateError, StateKey
from queson_crawler.demo.wire import Request, Response

ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
SEARCH_TARGET = "dnn$dnnSEARCH$cmdSearchNew"
SEARCH_FIELD = "dnn$dnnSEARCH$txtSearchNew"
NOT_FOUND = Response.page(standing.NOT_FOUND, 404)


class DnnSkin:
    """Answers requests for the pages of a DNN site; see `Skin`."""

    def __init__(self, content: Content, options: DemoOptions) -> None:
        self._content, self._options = content, options
        self._stories = content.by_id()
        self._files = content.file_paths()
        self._counters = Counters()
        self._frame = Frame(content, self._counters)
        self._states = StateKey(secrets.token_bytes(32))

    def category_path(self, category_id: str) -> str:
        return address.category_path(category_id)

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        story = self._stories[native_id]
        paths = tuple(address.article_path(story, one) for one in story.category_ids)
        return paths + (address.alias_paths(story) if native_id == self._content.aliased else ())

    def answer(self, request: Request) -> Response:
        self._counters.visit()
        path = request.path
        if path == "/robots.txt":
            return Response(200, ROBOTS, "text/plain")
        if path in self._files:
            return Response(200, *media_of(path))
        look = look_of(path)
        if look is not None:
            return Response(200, *look)
        keys = address.read(request.target)
        if keys is None:
            return NOT_FOUND
        try:
            page = self._states.open(request.form, address.place(keys)) if request.method == "POST" else 1
            return self._page(keys, page, request)
        except StateError as error:
            return Response.page(standing.state_error(str(error)), 500)

    def _page(self, keys: dict[str, str], page: int, request: Request) -> Response:
        if request.form.get("__EVENTTARGET") == SEARCH_TARGET:
            found = address.tab_path(address.SEARCH) + "&" + urlencode({"Search": request.form.get(SEARCH_FIELD, "")})
            return Response(302, b"", headers=(("Location", found),))
        if keys["tabid"] == address.NEWS:
            return self._article(keys, request) if "nid" in keys else self._listing(keys, page, request)
        title, main = self._standing(keys, Links(request.base, request.path))
        return self._whole(title, main, keys, 1, request) if title else NOT_FOUND

    def _standing(self, keys: dict[str, str], links: Links) -> tuple[str, str]:
        """Title and content pane of a page that is neither list nor article; both empty when there is no such page."""
        if keys.get("ctl", "").lower() == "register":
            return "Đăng ký", standing.REGISTER
        match keys["tabid"]:
            case address.HOME:
                return "Trang chủ", home_html(self._content, links)
            case address.ABOUT:
                return "Giới thiệu", standing.about_html(self._content)
            case address.CONTACT:
                return "Liên hệ", standing.contact_html(self._content)
            case address.LOGIN:
                return "Đăng nhập", standing.LOGIN
            case address.SEARCH:
                return "Search Results", search_html(self._content, keys.get("search", ""), links)
            case _:
                return "", ""

    def _article(self, keys: dict[str, str], request: Request) -> Response:
        story = self._stories.get(keys["nid"])
        if request.form.get("__EVENTTARGET") == pager.TARGET:
            raise StateError("Invalid postback or callback argument: an article has no pager")
        if story is None:
            return NOT_FOUND
        if story.login_only:
            return self._whole("Thông báo", DENIED, keys, 1, request)
        group = keys.get("group", "")
        group = group if group in story.category_ids else story.category_ids[0]
        views = self._counters.view(keys["nid"])
        if "dnnprintmode" in keys:
            main = print_html(story, views)
        else:
            main = article_html(self._content, story, group, views, Links(request.base, request.path))
        return self._whole(story.article.title, main, keys, 1, request)

    def _listing(self, keys: dict[str, str], page: int, request: Request) -> Response:
        group = keys.get("group", "")
        listing = self._content.listings.get(group)
        if listing is None:
            return NOT_FOUND
        pages = -(-len(listing) // self._options.per_page)
        page = self._wanted(keys, pager.Pager(page, pages), request)
        ids = self.items(group, page)
        if ids is None:
            return NOT_FOUND
        links = Links(request.base, request.path)
        shown = pager.Pager(min(page, pages), pages)
        main = listing_html(self._content, group, ids, shown, self._pager_href(group, links), links)
        title = next(one.title for one in self._content.categories if one.id == group)
        return self._whole(title, main, keys, page, request)

    def items(self, group: str, page: int) -> tuple[str, ...] | None:
        """The native ids on one page of a list; None where that page does not answer."""
        per_page = self._options.per_page
        return self._content.listings[group][(page - 1) * per_page : page * per_page]

    def _wanted(self, keys: dict[str, str], shown: pager.Pager, request: Request) -> int:
        """The page asked for: by query, or by a postback that the page last shown makes possible."""
        if self._options.pager == "query":
            return max(pager.number(keys.get("page", "")), 1)
        if request.form.get("__EVENTTARGET", "") != pager.TARGET:
            return shown.page
        wanted = pager.asked_page(request.form.get("__EVENTARGUMENT", ""))
        if not shown.reaches(wanted):
            raise StateError(f"Invalid postback or callback argument: page {wanted} is not linked on page {shown.page}")
        return wanted

    def _pager_href(self, group: str, links: Links) -> pager.Href:
        if self._options.pager == "postback":
            return pager.postback
        return lambda page: links.href(f"{address.category_path(group)}&page={page}")

    def _whole(self, title: str, main: str, keys: dict[str, str], page: int, request: Request) -> Response:
        state = self._states.seal(address.place(keys), page)
        return Response.page(self._frame.page(title, main, keys, state, request))
