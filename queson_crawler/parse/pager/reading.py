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
from queson_crawler.parse.pager.links import PagerLink, links_of, more_of, options_of, ways_of
from queson_crawler.parse.pager.template import number_of, template_of
from queson_crawler.parse.pager.ways import ENOUGH, NOTHING_LISTED, Listed, event_on, ways_on
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
    current, last = _declared(text, listed.current)
    current = current or offered.current or current_page(doc, root, numbered.keys() - {0}, links, template)
    if following is None:
        numbered.update(_beyond_window(links, max([*numbered, current])))
    else:
        following = replace(following, number=current + 1)
        if current:
            numbered.setdefault(following.number, following)
        template = template or _template(numbered, listed.page_size)
    last = last or _last({*numbered, max(current, 1)}, links, template)
    return Pager(_shown(numbered), current or None, _possible(last), template, following, ways)


def _shown(numbered: dict[int, PageLink]) -> tuple[PageLink, ...]:
    """The pages in their order, but for numbers that no list has."""
    return tuple(numbered[number] for number in sorted(numbered) if number <= MAX_PAGES)


def _possible(last: int) -> int | None:
    """The number of the last page, where a list may have so many."""
    if 0 < last <= MAX_PAGES:
        return last
    return None


def _offered(doc: Document, root: html.HtmlElement, links: list[PagerLink], ways: tuple[Way, ...]) -> FormPages:
    """The pages that links or a drop-down lead to by number, and the next; else what forms lead to, else the likeliest
    way on."""
    if links:
        numbered = _numbered(links)
    else:
        numbered = options_of(doc, root)
    following = next(iter(ways_of(links, Kind.NEXT)), None)
    if numbered or following is not None:
        return FormPages(numbered, following=following)
    forms = form_pages(doc, root)
    if forms.numbered:
        return FormPages(forms.numbered, forms.current)
    following = forms.following or _likeliest(ways) or event_on(doc, root) or more_of(doc, root)
    return replace(forms, following=following)


def _likeliest(ways: tuple[Way, ...]) -> PageLink | None:
    """The way on that the evidence speaks for, where any does enough."""
    return next((way.link for way in ways if way.points >= ENOUGH), None)


def _declared(text: str, current: int) -> tuple[int, int]:
    """The page one is on and the number of pages, as words tell them; else what is known, and 0."""
    match = _PAGE_OF.search(text)
    if match is None:
        return current, 0
    here, last = filter(None, match.groups())
    return int(here), int(last)


def _numbered(links: list[PagerLink]) -> dict[int, PageLink]:
    numbered = {way.number: way for way in ways_of(links, Kind.NUMBER)}
    numbered.pop(0, None)
    return numbered


def _beyond_window(links: list[PagerLink], highest: int) -> dict[int, PageLink]:
    """The way to the pages behind those shown, by number: an event under the marks `…` that end a pager."""
    if len(links) < 2 or links[-1].kind is not Kind.NUMBER:
        return {}
    way = links[-1].way
    if way.postback is None or way.number:
        return {}
    return {highest + 1: replace(way, number=highest + 1)}


def _template(numbered: dict[int, PageLink], page_size: int) -> PageTemplate | None:
    urls = {number: way.url for number, way in numbered.items() if way.postback is None}
    return template_of(urls, page_size)


def _last(numbers: Iterable[int], links: list[PagerLink], template: PageTemplate | None) -> int:
    """The number the last-link leads to, or the highest number shown where it stands apart from its window; or 0."""
    found = [0]
    ordered = sorted(numbers)
    if len(ordered) > 2 and ordered[-1] - ordered[-2] > 1:
        found.append(ordered[-1])
    for way in ways_of(links, Kind.LAST):
        found.append(_number_of(way, template))
    return max(found)


def _number_of(way: PageLink, template: PageTemplate | None) -> int:
    """The number of the page to which a way leads: that of its event, else that in its address."""
    if way.postback is not None:
        return way.number
    return number_of(way.url, template)
