"""What a menu calls a page: the words of its link without the count of articles behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml import html

from queson_crawler.parse.document import squeeze, text_of

_COUNT = re.compile(r"[\[(]?\d{1,6}[\])]?")
_YEAR = re.compile(r"[\[(]?(?:19|20)\d\d[\])]?")
MAX_LEVELS, MAX_NEIGHBOURS = 4, 60
"""Other links of a menu are looked for in so many elements around a link, and at most so many of them."""


def menu_name(link: html.HtmlElement, words: str) -> str:
    """The words of a link without the count that it ends with: `(65)`, or a number in an element of its own.

    A number is a count only where another link beside it ends with one too, behind other words: `Khóa 12` and
    `Khóa 13` keep theirs, and a year is none.
    """
    name = _without_count(link, words)
    if name == words:
        return words
    for other in _neighbours(link):
        said = squeeze("".join(other.itertext()))
        before = _without_count(other, said)
        if before not in (said, name):
            return name
    return words


def are_counted(links: Iterable[html.HtmlElement]) -> bool:
    """Whether each of some links ends with a count: they lead to lists."""
    return all(_without_count(link, text_of(link)) != text_of(link) for link in links)


def _without_count(link: html.HtmlElement, words: str) -> str:
    """The words before the last text of a link, where that is a count; else all."""
    parts = [part for part in map(squeeze, islice(link.itertext(), 40)) if part]
    if not parts or not words.endswith(parts[-1]):
        return words
    last = parts[-1] if len(parts) > 1 else words.rpartition(" ")[2]
    is_count = _COUNT.fullmatch(last) and not _YEAR.fullmatch(last)
    if not is_count or (len(parts) == 1 and last.isdigit()):
        return words
    return words.removesuffix(last).rstrip() or words


def _neighbours(link: html.HtmlElement) -> list[html.HtmlElement]:
    """The links of the smallest element around a link that holds others."""
    for above in islice(link.iterancestors(), MAX_LEVELS):
        others = [each for each in islice(above.iter("a"), MAX_NEIGHBOURS) if each is not link]
        if others:
            return others
    return []
