"""What the items of a group of links show: titles, dates, summaries, ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml import html

from queson_crawler.parse.document import squeeze, text_of
from queson_crawler.parse.evidence import Evidence
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.items import Links, items_in, title_beside
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import is_any_of
from queson_crawler.text import find_date

MIN_TITLE, TITLE, LONG_TITLE, SUMMARY = 14, 20, 30, 50
"""Characters: no title is shorter; so many may be one, are one for sure; so much beside it is a summary."""
MOST, HALF = 0.8, 0.5
MAX_ITEM, MAX_FOLLOWING, MAX_TIMES = 800, 3, 3
_MACHINE_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Items:
    """What the items of a group show: the average length of their titles in characters, and the share (0 to 1) of them
    that bears a date, a summary, an article's id."""

    count: int
    title: float
    dated: float = 0
    summarised: float = 0
    with_id: float = 0


ITEMS: tuple[Evidence[Items], ...] = (
    Evidence("links that stand alike", 1, lambda items: 1),
    Evidence("its items show dates", 0.8, lambda items: items.dated),
    Evidence("its items have summaries", 1, lambda items: items.summarised),
    Evidence("its addresses carry articles' ids", 0.5, lambda items: items.with_id),
    Evidence("its titles are long", 0.5, lambda items: items.title >= LONG_TITLE),
)
"""What makes a group of links look like a list of articles."""


def items_of(links: Links, home: html.HtmlElement, platform: Platform) -> Items:
    """What the items inside `home` show; of those whose titles are too short, only that."""
    count, letters = len(links), 0
    for elements in links.values():
        length = max(map(len, map(text_of, elements)))
        if length < MIN_TITLE:
            length = max(length, *map(len, map(title_beside, elements)))
        letters += length
    title = letters / count
    if title < MIN_TITLE:
        return Items(count, title)
    shown = list(_items_shown(links, home))
    dated = [item for item in shown if item.is_dated]
    summarised = [item for item in shown if len(item.text) > title + SUMMARY]
    with_id = list(filter(platform.native_id, links))
    return Items(count, title, len(dated) / len(shown), len(summarised) / len(shown), len(with_id) / count)


def are_headings(links: Links) -> bool:
    """Whether most links of a group are headings, as the titles of articles are."""
    headed = [elements for elements in links.values() if any(map(_is_heading, elements))]
    return len(links) > 1 and len(headed) >= MOST * len(links)


def _is_heading(link: html.HtmlElement) -> bool:
    if is_any_of(islice(link.iterancestors(), 2), HEADINGS):
        return True
    return next(link.iter(*HEADINGS), None) is not None


@dataclass(frozen=True, slots=True)
class _Item:
    """What an item says, and whether a date is among it, in words or for machines (`<time datetime="2025-04-07">`)."""

    text: str
    is_dated: bool


def _goes_to_end(following: list[html.HtmlElement], home: html.HtmlElement) -> bool:
    """Whether what follows an item is all that follows it in what holds the items, or too much to tell."""
    return len(following) == MAX_FOLLOWING or following[-1:] == [home[-1]]


def _items_shown(links: Links, home: html.HtmlElement) -> Iterator[_Item]:
    """Each item: the child of `home` it stands in, and what follows before the next."""
    items = set(items_in(links, home))
    for item in items:
        following = list(takewhile(lambda each: each not in items, islice(item.itersiblings(), MAX_FOLLOWING)))
        # A space parts the elements: a title may end in a year, and a date stand just behind it.
        parts = list(item.itertext())
        is_last = len(items) == 1 or _goes_to_end(following, home)
        if not is_last:  # what follows the last item may be anything
            parts.extend(map(_words_outside_links, following))
        text = squeeze(" ".join(parts))[:MAX_ITEM]
        yield _Item(text, find_date(text) is not None or _has_machine_date(item))


def _has_machine_date(item: html.HtmlElement) -> bool:
    times = islice(item.iter("time"), MAX_TIMES)
    return any(_MACHINE_DATE.match(element.get("datetime", "")) for element in times)


def _words_outside_links(element: html.HtmlElement) -> str:
    """What an element says beside its links: a summary, or nothing where other links stand below a heading."""
    linked = sum(map(len, map(text_of, element.iter("a"))))
    text = text_of(element)
    return text if linked * 2 < len(text) else ""
