"""The words just above a group of links. Pure."""

from __future__ import annotations

from itertools import islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.document import squeeze, text_of
from queson_crawler.platforms.selectors import ancestors

MAX_HEADING = 200


def heading_above(home: html.HtmlElement) -> str:
    """The words just before a group, within three steps of it."""
    for element in islice(ancestors(home, home.getroottree().getroot()), 3):
        for before in islice(element.itersiblings(preceding=True), 2):
            said = text_of(before)[:MAX_HEADING] or squeeze(before.tail)
            if said:
                return said
    return ""


def is_under_related(home: html.HtmlElement) -> bool:
    """Whether the words just before a group say that it is a list beside an article."""
    return labels.ends_article(heading_above(home))
