"""Reading the pager of a list: numbered links, next and last, postbacks, and how further addresses are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import html

from queson_crawler.parse.document import Document
from queson_crawler.parse.pager.controls import Kind
from queson_crawler.parse.pager.current import current_page
from queson_crawler.parse.pager.forms import FormPages, form_pages
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
    ways = ways_on(doc, root, listed)
    offered = _offered(doc, root, links, ways)
    numbered, following = offered.numbered, offered.following
    template = _template(numbered, listed.page_size)
    current, last = _declared(text) or (listed.current, 0)
    current = current or offered.current or current_page(doc, root, numbered, links, template)
    if following is not None:
        following = replace(following, number=(current or 0) + 1)
        if current:
            numbered.setdefault(following.number, following)
        template = template or _template(numbered, listed.page_size)
    else:
        numbered.update(_beyond_window(links, [*numbered, current or 0]))
    last = last or _last([*numbered, current or 1], links, template)
    shown = tuple(numbered[number] for number in sorted(numbered) if number <= MAX_PAGES)
    return Pager(shown, current, last if 0 < last <= MAX_PAGES else None, template, following, ways)


def _offered(doc: Document, root: html.HtmlElement, links: list[PagerLink], ways: tuple[Way, ...]) -> FormPages:
    """The pages that links or a drop-down lead to by number, and the next; else what forms lead to, else the likeliest
    way on."""
    numbered = _numbered(links) if links else options_of(doc, root)
    following = next((link.way for link in links if link.kind is Kind.NEXT), None)
    if numbered or following is not None:
        return FormPages(numbered, following=following)
    forms = form_pages(doc, root)
    if forms.numbered:
        return FormPages(forms.numbered, forms.current)
    return replace(forms, following=forms.following or _likeliest(ways) or more_of(doc, root))


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


def _beyond_window(links: list[PagerLink], numbers: Iterable[int]) -> dict[int, PageLink]:
    """The way to the pages behind those shown, by number: an event under the marks `…` that end a pager."""
    if len(links) < 2 or links[-1].kind is not Kind.NUMBER:
        return {}
    way = links[-1].way
    if way.postback is None or way.number:
        return {}
    number = max(numbers) + 1
    return {number: replace(way, number=number)}


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
