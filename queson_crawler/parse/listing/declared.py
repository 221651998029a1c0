"""How many articles a list says it has, and which of them it says it shows: `Hiển thị 21 - 40 trong 812`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from queson_crawler.parse.results import Pager

_GROUPED = r"\d{1,3}(?:[.,]\d{3})+|\d+"
_RANGE = re.compile(
    rf"(?:hiển thị|showing|kết quả|từ)\D{{0,20}}({_GROUPED})\s*(?:-|–|đến|to)\s*({_GROUPED})\s*"
    rf"(?:of|trong|/|trên|out of)\D{{0,25}}({_GROUPED})",
    re.I,
)
_TOTAL = re.compile(
    rf"tổng\s{{0,9}}(?:số|cộng)?\s{{0,9}}:?\s{{0,9}}({_GROUPED})\s{{0,9}}(?:tin|bài|kết quả|mục|bản ghi)"
    rf"|có\s{{1,9}}({_GROUPED})\s{{1,9}}(?:tin|bài)(?:\s{{1,9}}(?:bài|viết))?\s{{1,9}}(?:trong|thuộc)\s{{1,9}}"
    r"(?:chuyên mục|danh mục|mục này)",
    re.I,
)
MAX_TOTAL = 300_000
"""A larger number beside a list counts visitors, not articles."""
MAX_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of its list: that it shows the articles `first` to `last` of `total`.

    `total` is 0 where the page tells none, `first` and `last` are 0 where it tells no range.
    """

    total: int = 0
    first: int = 0
    last: int = 0

    @property
    def range(self) -> tuple[int, int] | None:
        """First and last article shown, counted from 1, or None."""
        return (self.first, self.last) if self.first else None

    @property
    def size(self) -> int:
        """How many articles the page shows by its range."""
        return self.last - self.first + 1

    @property
    def is_last_page(self) -> bool:
        """Whether these are the last articles: their page may be shorter than the others."""
        return self.last == self.total and self.first > 1

    @property
    def number(self) -> int:
        """The number of the page by its range, or 0: `Hiển thị 21 - 40` is page 2."""
        if not self.first or self.is_last_page:
            return 0
        before, rest = divmod(self.first - 1, self.size)
        return 0 if rest else before + 1


NOTHING_DECLARED = Declared()


def declared_in(text: str) -> Declared:
    """The range and the total that a text declares."""
    return _range_in(text) or _total_in(text)


def _range_in(text: str) -> Declared | None:
    """The range and the total, where a text declares both."""
    match = _RANGE.search(text)
    if match is None:
        return None
    first, last, total = map(_figure, match.groups())
    if 0 < first <= last <= total:
        return Declared(total, first, last)
    return None


def _total_in(text: str) -> Declared:
    """The total alone."""
    match = _TOTAL.search(text)
    if match is None:
        return NOTHING_DECLARED
    total = _figure(match[1] or match[2])
    if 0 < total <= MAX_TOTAL:
        return Declared(total)
    return NOTHING_DECLARED


def _figure(written: str) -> int:
    """A number that may be grouped: `1.234` is 1234."""
    return int(re.sub(r"\D", "", written)[:MAX_DIGITS])


def with_last(pager: Pager, declared: Declared) -> Pager:
    """The pager with the number of pages that total and range together declare, where that is more."""
    if not declared.first:
        return pager
    size = declared.size
    if declared.is_last_page:
        # The last page may be shorter, so its size follows from how many articles the pages before it show.
        pages_before = (pager.current or 0) - 1
        if pages_before < 1:
            return pager
        size = max(size, (declared.first - 1) // pages_before)
    last = max(pager.last or 0, -(-declared.total // size))
    current = pager.current or (declared.first - 1) // size + 1
    return replace(pager, current=current, last=last)
