"""What a menu calls a page: the words of its link without the count of articles behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml import html

from queson_crawler.parse.document import text_of, texts_of

_COUNT = re.compile(r"(?![\[(]?(?:19|20)\d\d[\])]?\Z)[\[(]?\d{1,6}[\])]?")
"""A number, perhaps in brackets, that is no year."""
MAX_TEXTS = 40
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
        said = text_of(other)
        before = _without_count(other, said)
        if before not in (said, name):
            return name
    return words


def are_counted(links: Iterable[html.HtmlElement]) -> bool:
    """Whether each of some links ends with a count: they lead to lists."""
    return all(_without_count(link, text_of(link)) != text_of(link) for link in links)


def _without_count(link: html.HtmlElement, words: str) -> str:
    """The words of a link before the count they end with; all where they end with none."""
    count = _count_of(link, words)
    if not count:
        return words
    return words.removesuffix(count).rstrip() or words


def _count_of(link: html.HtmlElement, words: str) -> str:
    """The count that ends the words of a link: its last text, or in brackets the last word of its only one; else ""."""
    *before, last = texts_of(link, MAX_TEXTS) or [""]
    if not last or not words.endswith(last):
        return ""
    if not before:
        last = words.rpartition(" ")[2]
        if last.isdigit():
            return ""
    if _COUNT.fullmatch(last):
        return last
    return ""


def _neighbours(link: html.HtmlElement) -> list[html.HtmlElement]:
    """The links of the smallest element around a link that holds others."""
    for above in islice(link.iterancestors(), MAX_LEVELS):
        others = [each for each in islice(above.iter("a"), MAX_NEIGHBOURS) if each is not link]
        if others:
            return others
    return []
