"""Whom a page's markup calls the author: `rel=author`, `itemprop=author`, an element of that class, a link to his
page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.document import squeeze
from queson_crawler.parse.flow import Flow

_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|tac-?_?gia|by-?line)(?:[\s_-]|$)", re.I)
_AUTHOR_PAGE = re.compile(r"/(?:authors?|tac-?gia)/[^/?#]+/?$", re.I)
"""The address of the page of one author."""
_BY = re.compile(r"^(?:bởi|by|viết bởi|đăng bởi|posted by|tác giả)\s*:?\s+", re.I)
_NAME = re.compile(r"\D{2,60}(?<![:.])")
MAX_AHEAD = 3
"""Blocks above the title in which an author may be named."""


def author_by_markup(flow: Flow, title: int, end: int) -> str | None:
    """The name in the first element, from just above the title to a little below the text, that is called the author's.

    `rel=author` and `itemprop=author` go before class names, and these before links to an author's page. Never raises.
    """
    near = list(_lines_between(flow, title - MAX_AHEAD, end + MAX_AHEAD))
    named = chain(filter(_is_author, near), filter(_is_author_by_class, near))
    linked = filter(is_person, map(_name, filter(_leads_to_author, near)))
    return next(chain(filter(None, map(_name, named)), linked), None)


def _lines_between(flow: Flow, first: int, last: int) -> Iterator[html.HtmlElement]:
    """The elements that begin between two blocks and hold one block at most."""
    for element, (start, stop) in flow.spans.items():
        if first <= start <= last and stop - start <= 1:
            yield element


def _is_author(element: html.HtmlElement) -> bool:
    return "author" in (element.get("rel"), element.get("itemprop", "").lower())


def _is_author_by_class(element: html.HtmlElement) -> bool:
    return _AUTHOR_CLASS.search(element.get("class", "")) is not None


def _leads_to_author(element: html.HtmlElement) -> bool:
    """Whether an element is a link to the page of one author."""
    return _AUTHOR_PAGE.search(element.get("href", "")) is not None


def _name(element: html.HtmlElement) -> str:
    """The words of an element as a name, "" where they are none."""
    said = labels.before_date(_BY.sub("", squeeze("".join(element.itertext())) + " "))
    text = said.strip(" -–|,")
    if not _NAME.fullmatch(text):
        return ""
    if labels.is_tool(text) or labels.cut(text):
        return ""
    return text
