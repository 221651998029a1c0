"""The pager of a list: which pages it links to, and its HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

WINDOW = 5
TARGET = "dnn$ctr812$View$Pager"
Href = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Pager:
    """The pager on page `page` of `pages`."""

    page: int
    pages: int

    @property
    def window(self) -> range:
        """The page numbers shown: 1-5, 6-10, …"""
        first = (self.page - 1) // WINDOW * WINDOW + 1
        return range(first, min(first + WINDOW, self.pages + 1))

    def targets(self) -> list[tuple[str, int]]:
        """Link words and the pages they lead to, in reading order; a word without its page (0) is shown dimmed."""
        window, on = self.window, self.page < self.pages
        before = [("…", window.start - 1)] if window.start > 1 else []
        after = [("…", window.stop)] if window.stop <= self.pages else []
        return [
            ("Đầu tiên", 1 if self.page > 1 else 0),
            ("Trước", self.page - 1),
            *before,
            *((str(number), number) for number in window),
            *after,
            ("Tiếp", self.page + 1 if on else 0),
            ("Cuối cùng", self.pages if on else 0),
        ]

    def reaches(self, page: int) -> bool:
        """Whether this pager shows a link to `page`."""
        return page > 0 and page != self.page and page in (target for _, target in self.targets())

    def render(self, href: Href, total: int) -> str:
        """The pager as HTML; `href` gives the attribute of a link to a page."""
        links = "\n".join(self._link(word, page, href) for word, page in self.targets())
        return (
            '<table class="PagingTable" id="dnn_ctr812_View_Pager" border="0"><tr>'
            f'<td align="left" class="Normal">Trang {self.page}/{self.pages}&nbsp;&nbsp;Tổng số: {total} tin</td>\n'
            f'<td class="Normal" align=right>{links if self.pages > 1 else ""}</td></tr></table>'
        )

    def _link(self, word: str, page: int, href: Href) -> str:
        if word == str(self.page):
            return f'<span class="NormalDisabled">[{word}]</span>'
        if not page:
            return f'<span class="NormalDisabled">{word}</span>'
        return f"<a {href(page)} class='CommandButton'>{word}</a>"


def postback(page: int) -> str:
    """The attribute of a link that posts the form back for a page, its quotes as entities, as ASP.NET writes them."""
    return f'href="javascript:__doPostBack(&#39;{TARGET}&#39;,&#39;Page_{page}&#39;)"'


def asked_page(argument: str) -> int:
    """The page a postback's argument asks for; 0 when it asks for none."""
    word, _, digits = argument.partition("_")
    return number(digits) if word == "Page" else 0


def number(digits: str) -> int:
    """A page number as an address or argument spells it; 0 for what is none."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
