"""Which pager of a page is that of its list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import html

from archive.records import Entry
from queson_crawler.parse.document import Document
from queson_crawler.parse.listing.place import enclosing
from queson_crawler.parse.pager.controls import number_by
from queson_crawler.parse.pager.press import press_pager
from queson_crawler.parse.pager.reading import read_pager
from queson_crawler.parse.pager.steps import step_between
from queson_crawler.parse.pager.ways import Listed
from queson_crawler.parse.results import PageLink, Pager, PostBack
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean

_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,6})$")
MAX_WIDER = 3
"""Steps away from a list in which its pager is looked for before the whole page is."""
MAX_WINDOW, MAX_FIRST_SHOWN = 20, 2
"""The numbers that a pager shows at most, and the greatest number that it may begin with."""


def pager_of(
    doc: Document,
    platform: Platform,
    around: html.HtmlElement,
    text: str,
    entries: Sequence[Entry],
    number: int,
) -> Pager:
    """The pager of a list: around it, else apart from it where it leads on, else the controls a browser presses.

    `text` is what stands around the list, `number` the page's own where its range tells it, else 0.
    """
    urls = tuple(entry.url for entry in entries)
    listed = Listed(urls, lambda url: platform.native_id(url) is not None, number)
    pager = read_pager(doc, around, text, listed)
    if pager.links or pager.following is not None:
        return pager
    # The pager may stand apart from the list; what then tells it from a calendar is a way on.
    for wider in _wider(around, doc.body):
        apart = read_pager(doc, wider, text, listed)
        if apart.following is not None or _numbers_this_list(doc, apart, len(entries)):
            return apart
    return press_pager(doc, around) or press_pager(doc, doc.body) or pager


def _wider(around: html.HtmlElement, body: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What an element stands in, the nearest first, and the whole page last: the nearest pager is that of the list."""
    if around is body:
        return
    yield from enclosing(around, MAX_WIDER)
    yield body


def _numbers_this_list(doc: Document, pager: Pager, page_size: int) -> bool:
    """Whether the numbers of a pager lead to further pages of the list at the page's own address."""
    own = clean(doc.url)
    if any(_is_page_of(own, link, page_size) for link in pager.links):
        return True
    return _are_events_of_pages(pager, own)


def _is_page_of(own: str, link: PageLink, page_size: int) -> bool:
    """Whether a link leads to the list's own address but for the number, or is a button of a form of its own that is
    sent there."""
    url = clean(link.url)
    if link.postback is None:
        return step_between(own, url, page_size) != 0
    return not link.postback.target and url == own


def _are_events_of_pages(pager: Pager, own: str) -> bool:
    """Whether the numbers of a pager are events of the page's own form, one for each page: its number is the argument,
    or each has a control of its own. The days of a calendar share one control, and their arguments count from long ago.
    """
    events = _events(pager, own)
    if not 0 < len(events) <= MAX_WINDOW or min(events) > MAX_FIRST_SHOWN:
        return False
    if list(events) == [2] and pager.current == 1:
        return True  # a list of two pages, on its first
    return _have_own_targets(events) or _tell_their_numbers(events)


def _have_own_targets(events: dict[int, PostBack]) -> bool:
    """Whether each of several events has a control of its own."""
    targets = {event.target for event in events.values()}
    return len(targets) == len(events) > 1


def _tell_their_numbers(events: dict[int, PostBack]) -> bool:
    """Whether the argument of each event is the number of its page."""
    return all(number_by(_LAST_NUMBER, event.argument) == number for number, event in events.items())


def _events(pager: Pager, own: str) -> dict[int, PostBack]:
    """The events of forms that are sent to the page's own address, by the number of the page."""
    links = [link for link in pager.links if clean(link.url) == own]
    return {link.number: link.postback for link in links if link.postback is not None}
