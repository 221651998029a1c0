"""The first items of a list where they are dressed otherwise than the rest. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, count, islice

from lxml import html

from queson_crawler.parse.document import text_of
from queson_crawler.parse.listing.candidate import Candidate
from queson_crawler.parse.listing.groups import Groups
from queson_crawler.parse.listing.item_signs import MIN_TITLE
from queson_crawler.parse.listing.items import Links, firsts, is_aside
from queson_crawler.parse.listing.place import Place
from queson_crawler.parse.pager.steps import step_between
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import clean

MAX_LEADING = 3
"""A list may show so many of its first items in another dress than the rest."""


def adjoins(one: Candidate, home: html.HtmlElement) -> bool:
    """Whether what stands just before an element, or first in it, is of a group."""
    siblings = (step.itersiblings(preceding=True) for step in islice(ancestors(home, one.around), 4))
    before = next(filter(text_of, chain.from_iterable(siblings)), home)
    return not one.elements.isdisjoint(before.iter("a"))


def leading_items(place: Place, groups: Groups, best: Candidate, known: Collection[str] = ()) -> dict[str, Links]:
    """The first items of a list where they stand otherwise than the rest, just before it and no more than three: by how
    they stand. Those that stand as is `known` of its first page are items whatever their address."""
    before = _links_before(best)
    found: dict[str, Links] = {}
    urls: set[str] = set()
    for stands, links in _few_others(groups, best):
        for url, elements in links.items():
            if elements[0] in before and _may_be_item(place, best, url, elements, is_known=stands in known):
                found.setdefault(stands, {}).setdefault(url, []).extend(elements)
                urls.add(url)
    if len(urls) > MAX_LEADING:
        return {}
    return found


def items_behind(place: Place, groups: Groups, best: Candidate, known: Collection[str]) -> Links:
    """The items behind others that stand otherwise, as is `known` of the first page of their list."""
    found: Links = {}
    for stands, links in _few_others(groups, best):
        if stands in known and _are_behind(place, best, links):
            found |= links
    return found


def _few_others(groups: Groups, best: Candidate) -> Iterator[tuple[str, Links]]:
    """The groups of a few links that stand otherwise than the list, and how they stand."""
    for (stands, _), links in groups.items():
        if stands != best.shape and len(links) <= MAX_LEADING:
            yield stands, links


def _are_behind(place: Place, best: Candidate, links: Links) -> bool:
    """Whether links stand behind a list, within what it stands in."""
    first = firsts(links)
    if min(map(place.at, first)) <= best.end:
        return False
    return all(best.around in link.iterancestors() for link in first)


def _may_be_item(place: Place, best: Candidate, url: str, elements: list[html.HtmlElement], *, is_known: bool) -> bool:
    """Whether a link has the words of a title, an address of the same kind as those of a list, is in no menu, and leads
    to no other page of the list."""
    words = max(map(text_of, elements), key=len)
    if len(words) < MIN_TITLE or _turns_page(place, best, url):
        return False
    if is_aside(elements[0], best.around):
        return False
    start = place.at(elements[0])
    if place.below_names([start, best.start]) == {best.start}:
        return False  # only the rest stands below the name of the page
    return is_known or place.fits(url, best.links)


def _turns_page(place: Place, best: Candidate, url: str) -> bool:
    """Whether an address is that of another page of the list: where articles are numbered below its address as pages
    may be, it is not."""
    own, size = clean(place.doc.url), len(best.links)
    if not step_between(own, url, size):
        return False
    return not any(step_between(own, each, size) for each in best.links)


def _links_before(best: Candidate) -> set[html.HtmlElement]:
    """The links around a group that stand before its first; none where the group has links elsewhere."""
    links = list(best.around.iter("a"))
    order = dict(zip(links, count(), strict=False))
    start = min(order.get(link, 0) for link in best.elements)
    return set(links[:start])
