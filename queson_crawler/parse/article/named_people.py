"""Whom a page's markup calls the author: `rel=author`, `itemprop=author`, an element of that class."""

from __future__ import annotations

import re

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.document import squeeze
from queson_crawler.parse.flow import Flow

_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|tac-?_?gia|by-?line)(?:[\s_-]|$)", re.I)
_BY = re.compile(r"^(?:bởi|by|viết bởi|đăng bởi|posted by|tác giả)\s*:?\s+", re.I)
MAX_NAME = 60
MAX_AHEAD = 3
"""Blocks above the title in which an author may be named."""


def author_by_markup(flow: Flow, title: int, end: int) -> str | None:
    """The name in the first element, from just above the title to a little below the text, that is called the author's.

    `rel=author` and `itemprop=author` go before class names. Never raises.
    """
    by_class = ""
    for element, (start, stop) in flow.spans.items():
        if not title - MAX_AHEAD <= start <= end + MAX_AHEAD or stop - start > 1:
            continue
        if element.get("rel") == "author" or (element.get("itemprop") or "").lower() == "author":
            if name := _name(element):
                return name
        elif not by_class and _AUTHOR_CLASS.search(element.get("class") or ""):
            by_class = _name(element)
    return by_class or None


def _name(element: html.HtmlElement) -> str:
    """The words of an element as a name, "" where they are none."""
    text = _BY.sub("", squeeze("".join(element.itertext())) + " ").strip(" -–|,")
    if not 2 <= len(text) <= MAX_NAME or labels.is_tool(text) or any(character.isdigit() for character in text):
        return ""
    return "" if labels.cut(text) or text.endswith((":", ".")) else text
