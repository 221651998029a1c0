"""Menus that nothing names so: a few links of few words, the first of which leads home. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from lxml import html

from queson_crawler.parse.document import text_of
from queson_crawler.parse.words import HOME

_BOXES = frozenset("ul ol table tr td div nav p".split())
_ROOTS = frozenset(("/", "./", "/index.php", "/index.html", "/default.aspx"))
MIN_LINKS, MAX_LINKS = 4, 60
MAX_USUAL, MAX_WORDS = 25, 60
"""Characters of the entries of a menu on an average, and of any: titles of articles have more."""


def stands_with_home(around: Iterable[html.HtmlElement]) -> bool:
    """Whether one of the elements around a link, the nearest first, is a menu by what its links say."""
    for element in around:
        if element.tag not in _BOXES:
            continue
        links = list(islice(element.iter("a"), MAX_LINKS + 1))
        if len(links) > MAX_LINKS:
            return False  # what is around it holds these, too
        lengths = [len(text_of(link)) for link in links]
        if max(lengths, default=0) > MAX_WORDS:
            return False
        if _are_short(lengths) and _leads_home(links[0]) and _are_distinct(links):
            return True
    return False


def _are_short(lengths: list[int]) -> bool:
    """Whether there are as many entries as in a menu, and as short on an average."""
    return len(lengths) >= MIN_LINKS and sum(lengths) <= MAX_USUAL * len(lengths)


def _are_distinct(links: list[html.HtmlElement]) -> bool:
    """Whether each link says something, and leads elsewhere: an article of a list is linked by its title, its picture
    and `Xem tiếp`."""
    said = [link for link in links if text_of(link)]
    return len({link.get("href") for link in said}) == len(links)


def _leads_home(link: html.HtmlElement) -> bool:
    if text_of(link).casefold() in HOME:
        return True
    return link.get("href", "").strip().casefold() in _ROOTS
