"""How a list leads on: addresses of its pages, and the control that a page shows."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from html import escape
from random import Random
from urllib.parse import parse_qsl, urlsplit

from tests.lab.random_portals.addresses import Grammar
from tests.lab.random_portals.skins.pagers import SHAPES as MORE_SHAPES
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Category
from tests.lab.random_portals.words import token

WORDS = (
    ("Trang kế tiếp", "Trang trước"),
    ("Tin cũ hơn", "Tin mới hơn"),
    ("Older Posts →", "← Newer Posts"),
    ("Next", "Previous"),
    ("Next page", "Previous page"),
    ("Tiếp ›", "‹ Trước"),
    ("Sau", "Trước"),
    ("»", "«"),
    (">>", "<<"),
    ("Trang sau »", "« Trang trước"),
    ("Các tin trước đó", "Các tin sau đó"),
    ("Xem các tin cũ hơn", "Về các tin mới"),
    ("Tiếp theo", "Quay lại"),
    ("Trang tiếp", "Trang trước"),
    ("Bài cũ", "Bài mới"),
    ("More news", "Latest news"),
    ("Kế tiếp", "Kế trước"),
)
MORE = ("Xem thêm", "Xem thêm tin", "Tải thêm tin", "Load more", "Xem tiếp…", "Hiển thị thêm")
NUMBERS = frozenset("numbers numbers-next window window-dots last-only onclick".split())
PATH_FORMS = frozenset("path path-page path-file page-dash segment trang-file".split())
POSTED = frozenset("post-buttons post-select postback postback-window".split())


class Pager:
    """One kind of control for all lists of a portal."""

    def __init__(self, traits: Traits, grammar: Grammar, random: Random) -> None:
        self.kind = traits["pager"]
        self.form = traits["pager_address"]
        self.always = traits["beyond"] == "always-next"
        self.declared = traits["declared"]
        self.parameter = token(random, 2) if self.form == "odd-param" else grammar.page_parameter
        if self.form == "offset":
            self.parameter = random.choice(("start", "limitstart", "offset", "from"))
        self.next_words, self.previous_words = random.choice(WORDS)
        self.more = random.choice(MORE)
        self.box = random.choice(("phantrang", "pg", "trangso", "paging-area", token(random)))
        self.tag = random.choice(("div", "ul", "p", "nav", "table"))
        self.icon = random.choice(("fa fa-angle-right", "ic-next", "bi bi-chevron-right", token(random)))
        self.position = random.choice(("below", "below", "below", "inside", "outside", "both", "above"))
        self.button = random.choice(("Xem", "Đi", "Go", "Chuyển trang"))
        self.control = f"ctl00$cph{random.randint(1, 9)}$pg{token(random)}"

    # addresses

    def address(self, category: Category, page: int) -> str:
        """Where page `page` (from 1) of a list is asked for by GET."""
        if page == 1:
            return category.address
        base = category.address
        if "?" not in base and self.form in PATH_FORMS:
            stem = base.removesuffix("/").removesuffix(".html").removesuffix(".aspx")
            ending = ".html" if base.endswith(".html") else ""
            return {
                "path": f"{stem}/trang-{page}{ending}",
                "path-page": f"{stem}/page/{page}/",
                "path-file": f"{stem}-p{page}.html",
                "page-dash": f"{stem}/page-{page}{ending or '/'}",
                "segment": f"{stem}/currentpage/{page}",
                "trang-file": f"{stem}/trang-{page}.html",
            }[self.form]
        joint = "&" if "?" in base else "?"
        return f"{base}{joint}{self.parameter}={self.value(category, page)}"

    def value(self, category: Category, page: int) -> int:
        """What the parameter says for a page."""
        if self.form == "offset":
            return (page - 1) * category.size
        return page - 1 if self.form == "zero" else page

    # state of a form

    def state(self, category: Category, page: int) -> str:
        return base64.b64encode(json.dumps([category.number, page, "s" * 40]).encode()).decode()

    def posted(self, category: Category, fields: dict[str, str]) -> int | None:
        """The page a form asks for; None where a server would refuse it."""
        if self.kind in ("post-buttons", "post-select"):
            wanted = fields.get("trang", "1")
            if fields.get("cat") != str(category.number) or not wanted.isdigit():
                return None
            return int(wanted)
        try:
            number, page, _ = json.loads(base64.b64decode(fields.get("__VIEWSTATE", "")))
        except ValueError:
            return None
        if number != category.number or "__EVENTVALIDATION" not in fields:
            return None
        return self._targets(category, page).get(fields.get("__EVENTTARGET", ""))

    def _targets(self, category: Category, page: int) -> dict[str, int]:
        """Which control of page `page` leads where."""
        if self.kind == "postback":
            return {f"{self.control}$n{number}": number for number in range(1, category.pages + 1)}
        first = (page - 1) // 5 * 5 + 1
        last = min(first + 4, category.pages)
        targets = {f"{self.control}$ctl{number - first:02d}": number for number in range(first, last + 1)}
        if last < category.pages:
            targets[f"{self.control}$ctlMore"] = last + 1
        if first > 1:
            targets[f"{self.control}$ctlLess"] = first - 1
        return targets

    # what is shown

    def head(self, category: Category, page: int) -> str:
        """A tag for the page's head, or nothing."""
        if self.kind == "head-rel" and page < category.pages:
            return f'<link rel="next" href="{escape(self.address(category, page + 1))}">'
        return ""

    def html(self, category: Category, page: int) -> str:
        """The control under (or above) a list; empty where the list has one page."""
        if category.pages == 1 and not (self.always and self.kind not in NUMBERS):
            return ""
        shape = MORE_SHAPES.get(self.kind) or SHAPES[self.kind]
        inside = shape(self, category, page)
        if self.tag == "ul" and self.kind not in POSTED and self.kind != "select":
            parts = [f"<li>{part}</li>" for part in inside]
            return f'<ul class="{self.box}">{"".join(parts)}</ul>'
        joined = " ".join(inside)
        if self.tag == "table":
            return f'<table class="{self.box}"><tr><td align="center">{joined}</td></tr></table>'
        tag = "div" if self.kind in POSTED or self.kind == "select" else self.tag.replace("ul", "div")
        return f'<{tag} class="{self.box}">{joined}</{tag}>'

    def words(self, category: Category, page: int) -> str:
        """What the list declares about its size."""
        total = len(category.members)
        first = (page - 1) * category.size + 1
        last = min(page * category.size, total)
        said = {
            "total": f"Tổng số: {total} bài viết",
            "total-colon": f"Có {total} tin trong chuyên mục",
            "pages": f"Trang {page}/{category.pages}",
            "showing": f"Hiển thị {first} - {last} trong tổng số {total}",
        }.get(self.declared)
        return f'<div class="tk-{self.box}">{said}</div>' if said else ""

    def link(self, category: Category, page: int, inner: str, more: str = "") -> str:
        address = escape(self.address(category, page))
        return f'<a href="{address}"{more}>{inner}</a>'

    def has_next(self, category: Category, page: int) -> bool:
        return self.always or page < category.pages


def _number(pager: Pager, category: Category, number: int, page: int) -> str:
    if number == page:
        return f'<span class="hien-tai"><b>{number}</b></span>'
    return pager.link(category, number, str(number))


def _range(pager: Pager, category: Category, page: int, numbers: range) -> list[str]:
    return [_number(pager, category, number, page) for number in numbers]


def _numbers(pager: Pager, category: Category, page: int) -> list[str]:
    return _range(pager, category, page, range(1, category.pages + 1))


def _numbers_next(pager: Pager, category: Category, page: int) -> list[str]:
    return [*_back(pager, category, page), *_numbers(pager, category, page), *_on(pager, category, page)]


def _window(pager: Pager, category: Category, page: int) -> list[str]:
    near = range(max(1, page - 2), min(category.pages, page + 2) + 1)
    return [*_back(pager, category, page), *_range(pager, category, page, near), *_on(pager, category, page)]


def _window_dots(pager: Pager, category: Category, page: int) -> list[str]:
    near = range(max(1, page - 1), min(category.pages, page + 1) + 1)
    parts = _range(pager, category, page, near)
    if near[0] > 1:
        dots = ["<span>…</span>"] if near[0] > 2 else []
        parts = [pager.link(category, 1, "1"), *dots, *parts]
    if near[-1] < category.pages:
        dots = ["<span>…</span>"] if near[-1] < category.pages - 1 else []
        parts = [*parts, *dots, pager.link(category, category.pages, str(category.pages))]
    return parts


def _last_only(pager: Pager, category: Category, page: int) -> list[str]:
    near = range(page, min(category.pages, page + 2) + 1)
    parts = _range(pager, category, page, near)
    if page > 1:
        parts.insert(0, pager.link(category, 1, "Đầu"))
    if near[-1] < category.pages:
        parts.append(pager.link(category, category.pages, "Cuối"))
    return parts


def _on(pager: Pager, category: Category, page: int) -> list[str]:
    if not pager.has_next(category, page):
        return []
    return [pager.link(category, page + 1, escape(pager.next_words))]


def _back(pager: Pager, category: Category, page: int) -> list[str]:
    return [] if page == 1 else [pager.link(category, page - 1, escape(pager.previous_words))]


def _next_words(pager: Pager, category: Category, page: int) -> list[str]:
    return [*_back(pager, category, page), *_on(pager, category, page)]


def _marked(inner: str, more: str, back: str) -> Callable[[Pager, Category, int], list[str]]:
    """A next link that is told by an attribute or a picture; `back` is what leads back."""

    def shape(pager: Pager, category: Category, page: int) -> list[str]:
        parts = []
        if page > 1:
            parts.append(pager.link(category, page - 1, back.format(icon=pager.icon.replace("right", "left"))))
        if pager.has_next(category, page):
            parts.append(pager.link(category, page + 1, inner.format(icon=pager.icon), more))
        return parts

    return shape


def _more(pager: Pager, category: Category, page: int) -> list[str]:
    return [pager.link(category, page + 1, pager.more)] if pager.has_next(category, page) else []


def _trang_x(pager: Pager, category: Category, page: int) -> list[str]:
    parts = [f"Trang {page}/{category.pages}"]
    if page > 1:
        parts.insert(0, pager.link(category, page - 1, "‹"))
    if page < category.pages:
        parts.append(pager.link(category, page + 1, "›"))
    return parts


def _options(category: Category, page: int, value: Callable[[int], int]) -> str:
    options = []
    for number in range(1, category.pages + 1):
        chosen = " selected" if number == page else ""
        options.append(f'<option value="{value(number)}"{chosen}>Trang {number}</option>')
    return "".join(options)


def _select(pager: Pager, category: Category, page: int) -> list[str]:
    parts = urlsplit(category.address)
    hidden = [f'<input type="hidden" name="{name}" value="{value}">' for name, value in parse_qsl(parts.query)]
    options = _options(category, page, lambda number: pager.value(category, number))
    choice = f'<select name="{pager.parameter}">{options}</select><button>{pager.button}</button>'
    return [f'<form action="{parts.path}" method="get">{"".join(hidden)}{choice}</form>']


def _post(pager: Pager, category: Category, page: int) -> list[str]:
    hidden = f'<input type="hidden" name="cat" value="{category.number}">'
    if pager.kind == "post-select":
        options = _options(category, page, int)
        inner = f'<select name="trang">{options}</select><input type="submit" value="{pager.button}">'
    else:
        buttons = []
        for number in range(1, category.pages + 1):
            off = " disabled" if number == page else ""
            buttons.append(f'<input type="submit" name="trang" value="{number}"{off}>')
        inner = " ".join(buttons)
    return [f'<form action="{escape(category.address)}" method="post">{hidden}{inner}</form>']


def _postback(pager: Pager, category: Category, page: int) -> list[str]:
    parts = []
    for target, number in pager._targets(category, page).items():
        shown = "..." if target.endswith(("ctlMore", "ctlLess")) else str(number)
        if number == page:
            parts.append(f"<span>{number}</span>")
        else:
            parts.append(f'<a href="javascript:__doPostBack(&#39;{target}&#39;,&#39;&#39;)">{shown}</a>')
    return parts


def _onclick(pager: Pager, category: Category, page: int) -> list[str]:
    parts = []
    for number in range(1, category.pages + 1):
        address = escape(pager.address(category, number))
        action = f"location.href='{address}'; return false;"
        parts.append(f"<b>{number}</b>" if number == page else f'<a href="#" onclick="{action}">{number}</a>')
    return parts


def _button(pager: Pager, category: Category, page: int) -> list[str]:
    if not pager.has_next(category, page):
        return []
    address = escape(pager.address(category, page + 1))
    return [f'<button type="button" onclick="window.location=\'{address}\'">{escape(pager.next_words)}</button>']


SHAPES: dict[str, Callable[[Pager, Category, int], list[str]]] = {
    "numbers": _numbers,
    "numbers-next": _numbers_next,
    "window": _window,
    "window-dots": _window_dots,
    "last-only": _last_only,
    "next-words": _next_words,
    "next-icon": _marked('<i class="{icon}"></i>', "", '<i class="{icon}"></i>'),
    "head-rel": _marked('<i class="{icon}"></i>', "", '<i class="{icon}"></i>'),
    "next-rel": _marked("Đi tới", ' rel="next"', "Trở lui"),
    "next-aria": _marked('<i class="{icon}"></i>', ' aria-label="Trang sau"', '<i class="{icon}"></i>'),
    "next-title": _marked("&rarr;", ' title="Xem trang tiếp theo"', "&larr;"),
    "next-image": _marked(
        '<img src="/anh/sau.gif" alt="" width="12">', "", '<img src="/anh/truoc.gif" alt="" width="12">'
    ),
    "more": _more,
    "trang-x": _trang_x,
    "select": _select,
    "post-buttons": _post,
    "post-select": _post,
    "postback": _postback,
    "postback-window": _postback,
    "onclick": _onclick,
    "button-onclick": _button,
}
