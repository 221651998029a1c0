"""Reading the pager of a list: numbered links, next and last, postbacks, and how further addresses are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import html

from queson_crawler.parse.document import Document
from queson_crawler.parse.pager.controls import Kind
from queson_crawler.parse.pager.current import current_page
from queson_crawler.parse.pager.forms import form_pages
from queson_crawler.parse.pager.links import PagerLink, links_of, more_of, options_of
from queson_crawler.parse.pager.template import number_of, template_of
from queson_crawler.parse.pager.ways import ENOUGH, NOTHING_LISTED, Listed, ways_on
from queson_crawler.parse.results import PageLink, Pager, PageTemplate, Way

_PAGE_OF = re.compile(
    r"(?:trang|page)\s{0,9}:?\s{0,9}(\d{1,9})\s{0,9}(?:/|of|trên|trong)\s{0,9}(?:tổng\s{1,9}số\s{1,9})?"
    r"(\d{1,9})(?![\d./-])"
    r"|(?<![\d/.-])(\d{1,9})\s{0,9}/\s{0,9}(\d{1,9})\s{0,9}trang",
    re.I,
)
MAX_PAGES = 100_000


def read_pager(doc: Document, root: html.HtmlElement, text: str, listed: Listed = NOTHING_LISTED) -> Pager:
    """The pager inside `root`; `text` is what stands around it, with `trang 3/811` or the like."""
    links = links_of(doc, root)
    numbered = _numbered(links) if links else options_of(doc, root)
    following = next((link.way for link in links if link.kind is Kind.NEXT), None)
    current, last = _declared(text) or (listed.current, None)
    ways = ways_on(doc, root, listed)
    if not numbered and following is None:
        forms = form_pages(doc, root)
        numbered, current = forms.numbered, current or forms.current
        if not numbered:
            following = forms.following or _likeliest(ways) or more_of(doc, root)
    template = _template(numbered, listed.page_size)
    current = current or current_page(doc, root, numbered, links, template)
    beyond = _beyond_window(links, [*numbered, current or 0])
    if following is not None:
        following = replace(following, number=(current or 0) + 1)
        if current:
            numbered.setdefault(following.number, following)
            template = template or _template(numbered, listed.page_size)
    elif beyond is not None:
        numbered[beyond.number] = beyond
    last = last or _last([*numbered, current or 1], links, template)
    shown = tuple(link for number, link in sorted(numbered.items()) if number <= MAX_PAGES)
    return Pager(shown, current, last if 0 < last <= MAX_PAGES else None, template, following, ways)


def _declared(text: str) -> tuple[int, int] | None:
    """The page one is on and the number of pages, as words tell them."""
    match = _PAGE_OF.search(text)
    if match is None:
        return None
    current, last = filter(None, match.groups())
    return int(current), int(last)


def _numbered(links: Iterable[PagerLink]) -> dict[int, PageLink]:
    numbered: dict[int, PageLink] = {}
    for link in links:
        if link.kind is Kind.NUMBER and link.way.number:
            numbered[link.way.number] = link.way
    return numbered


def _beyond_window(links: list[PagerLink], numbers: Iterable[int]) -> PageLink | None:
    """The way to the pages behind those shown: an event under the marks `…` that end a pager."""
    if len(links) < 2 or links[-1].kind is not Kind.NUMBER:
        return None
    way = links[-1].way
    if way.postback is None or way.number:
        return None
    return replace(way, number=max(numbers) + 1)


def _likeliest(ways: tuple[Way, ...]) -> PageLink | None:
    """The way on that the evidence speaks for, where any does enough."""
    return ways[0].link if ways and ways[0].points >= ENOUGH else None


def _template(numbered: dict[int, PageLink], page_size: int) -> PageTemplate | None:
    urls = {number: way.url for number, way in numbered.items() if way.postback is None}
    return template_of(urls, page_size)


def _last(numbers: Iterable[int], links: Iterable[PagerLink], template: PageTemplate | None) -> int:
    """The number the last-link leads to, or the highest number shown where it stands apart from its window; or 0."""
    found = [0]
    ordered = sorted(set(numbers))
    if len(ordered) > 2 and ordered[-1] - ordered[-2] > 1:
        found.append(ordered[-1])
    for link in links:
        if link.kind is not Kind.LAST:
            continue
        if link.way.postback is not None:
            found.append(link.way.number)
        elif template is not None:
            found.append(number_of(link.way.url, template))
    return max(found)
