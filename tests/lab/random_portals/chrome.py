"""What stands around lists and articles: head, banner, menu, side boxes, footer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from random import Random

from tests.lab.random_portals import dates, words
from tests.lab.random_portals.skins import Skin
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Category

FOOTERS = (
    "Bản quyền thuộc Ủy ban nhân dân huyện {0}. Địa chỉ: số {1} đường Trung Tâm. Điện thoại: 0{2}",
    "CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN {0} - Cơ quan quản lý: Ủy ban nhân dân huyện - Số {1} phố Chính - ĐT: 0{2}",
    "Chịu trách nhiệm: Văn phòng huyện {0}. Email: vanphong{1}@example.vn. Điện thoại: 0{2}",
)


class Chrome:
    """The frame that all pages of a portal share."""

    def __init__(self, traits: Traits, random: Random, lists: list[Category], skin: Skin) -> None:
        self.skin = skin
        self.traits, self.lists = traits, lists
        self.place = words.place(random)
        self.name = f"Cổng thông tin điện tử huyện {self.place}"
        self.footer = random.choice(FOOTERS).format(
            self.place, random.randint(1, 99), random.randint(200_000_000, 999_999_999)
        )
        self.counter = random.choice((True, False))
        self.visits = random.randint(100_000, 9_999_999)
        self.side_left = random.choice((True, False))
        self.ids = {name: words.token(random) for name in ("head", "main", "side", "menu", "foot")}
        self.standing = [("Giới thiệu", "/gioi-thieu.html"), ("Liên hệ", "/lien-he.html")]
        self.own_intro = [words.paragraph(random, 3, 5) for _ in range(3)]
        self.styled = random.random() < 0.5
        self.charset = traits["charset"]

    def page(self, title: str, main: str, side: str = "", head: str = "", form: str = "") -> str:
        """A whole page; `form` are hidden fields of a form around everything."""
        meta = {"undeclared": "", "utf-8": "", "nfd": ""}.get(self.charset, f'<meta charset="{self._declared()}">')
        shown = f"{escape(title)} - {self.name}" if title and self.traits["page_title"] == "both" else self.name
        middle = f'<div id="{self.ids["main"]}" style="float:left;width:66%">{main}</div>'
        edge = f'<div id="{self.ids["side"]}" style="float:right;width:30%">{side}{self._counter()}</div>'
        inner = edge + middle if self.side_left else middle + edge
        body = f'{self._banner(bool(form))}{self.menu()}{inner}<div style="clear:both"></div>{self._foot()}'
        skinned = self.skin.frame(
            self.name, self._banner(bool(form)), self.menu(), main, side + self._counter(), self._foot()
        )
        if skinned and not form:
            body = skinned
        if form:
            body = f'<form method="post" action="" id="aspnetForm">{form}{body}</form>{POSTBACK_SCRIPT}'
        top = f"{meta}<title>{shown}</title>{head}"
        return f'<!DOCTYPE html>\n<html lang="vi"><head>{top}</head>\n<body>\n{body}\n</body></html>'

    def _declared(self) -> str:
        return {"utf-16": "utf-16", "windows-1258": "windows-1258"}.get(self.charset, "utf-8")

    def _banner(self, in_form: bool) -> str:
        """Logo, clock and search; a form never stands inside another."""
        clock = ""
        if self.traits["clock"] != "none":
            now = datetime.now(UTC) + timedelta(hours=7)
            form = "%d/%m/%Y %H:%M" if self.traits["clock"] == "header-minute" else "%d/%m/%Y"
            clock = f"<div>{dates.WEEKDAYS[now.weekday()]}, {now:{form}}</div>"
        search = '<input name="tukhoa"><button>Tìm kiếm</button>'
        if not in_form:
            search = f'<form action="/tim-kiem" method="get">{search}</form>'
        logo = f'<a href="/"><img src="/anh/logo.png" alt="{self.name}"></a>'
        return f'<div id="{self.ids["head"]}">{logo}{clock}{search}</div>'

    def _counter(self) -> str:
        if not self.counter:
            return ""
        self.visits += 1
        return (
            f"<div><b>Thống kê truy cập</b><p>Đang online: 12</p><p>Tổng số lượt truy cập: {self.visits:012d}</p></div>"
        )

    def _foot(self) -> str:
        return f'<div id="{self.ids["foot"]}"><p>{self.footer}</p></div>'

    # the menu

    def entries(self) -> list[tuple[str, str]]:
        """Home, standing pages and lists: words and address."""
        lists = [(category.title, category.address) for category in self.lists]
        return [("Trang chủ", "/"), self.standing[0], *lists, self.standing[1]]

    def menu(self, inside: bool = False) -> str:
        """The menu as a page shows it; where it stands in a frame, only the frame's own page holds it."""
        kind = self.traits["menu"]
        if kind == "iframe" and not inside:
            return '<iframe src="/khung/menu.html" width="100%" height="60"></iframe>'
        if kind == "frameset" and not inside:
            return ""
        return MENUS.get(kind, _plain)(self)


def _plain(chrome: Chrome) -> str:
    items = [f'<li><a href="{escape(address)}">{escape(words)}</a></li>' for words, address in chrome.entries()]
    return f'<div id="{chrome.ids["menu"]}"><ul>{"".join(items)}</ul></div>'


def _nested(chrome: Chrome) -> str:
    """Lists below their parents."""
    items = ['<li><a href="/">Trang chủ</a></li>']
    for category in chrome.lists:
        if category.parent is not None:
            continue
        below = [child for child in chrome.lists if child.parent == category.number]
        inner = "".join(f'<li><a href="{escape(child.address)}">{escape(child.title)}</a></li>' for child in below)
        nested = f"<ul>{inner}</ul>" if inner else ""
        items.append(f'<li><a href="{escape(category.address)}">{escape(category.title)}</a>{nested}</li>')
    for name, address in chrome.standing:
        items.append(f'<li><a href="{address}">{name}</a></li>')
    return f'<div id="{chrome.ids["menu"]}"><ul>{"".join(items)}</ul></div>'


def _select(chrome: Chrome) -> str:
    options = [f'<option value="{escape(address)}">{escape(words)}</option>' for words, address in chrome.entries()]
    return f'<select onchange="location.href=this.value">{"".join(options)}</select>'


def _onclick(chrome: Chrome) -> str:
    items = [
        f'<td onclick="location.href=\'{escape(address)}\'" style="cursor:pointer">{escape(words)}</td>'
        for words, address in chrome.entries()
    ]
    return f'<table id="{chrome.ids["menu"]}"><tr>{"".join(items)}</tr></table>'


def _area(chrome: Chrome) -> str:
    areas = [
        f'<area shape="rect" coords="{place * 90},0,{place * 90 + 88},30" '
        f'href="{escape(address)}" alt="{escape(words)}">'
        for place, (words, address) in enumerate(chrome.entries())
    ]
    return f'<img src="/anh/menu.png" usemap="#bando" alt=""><map name="bando">{"".join(areas)}</map>'


def _table(chrome: Chrome) -> str:
    cells = [f'<td><a href="{escape(address)}"><b>{escape(words)}</b></a></td>' for words, address in chrome.entries()]
    return f'<table width="100%"><tr>{"".join(cells)}</tr></table>'


def _javascript(chrome: Chrome) -> str:
    items = [
        f"<li><a href=\"javascript:window.location='{escape(address)}'\">{escape(words)}</a></li>"
        for words, address in chrome.entries()
    ]
    return f"<ul>{''.join(items)}</ul>"


MENUS = {
    "nested": _nested,
    "select": _select,
    "onclick": _onclick,
    "area": _area,
    "table": _table,
    "javascript": _javascript,
}
POSTBACK_SCRIPT = """<script>
function __doPostBack(target, argument) {
  var form = document.getElementById('aspnetForm');
  form.__EVENTTARGET.value = target; form.__EVENTARGUMENT.value = argument; form.submit();
}
</script>"""
