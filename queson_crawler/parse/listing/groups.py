"""Lists found by repeated structure: links that stand alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice, pairwise
from operator import attrgetter

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze, text_of
from queson_crawler.parse.evidence import Sign
from queson_crawler.parse.listing.candidate import Candidate
from queson_crawler.parse.listing.item_signs import MIN_TITLE
from queson_crawler.parse.listing.items import Links, firsts, home_of, is_aside, listed_url
from queson_crawler.parse.listing.place import FRAME_TAGS, Place
from queson_crawler.parse.listing.shape import alike, signature
from queson_crawler.parse.pager.controls import kind_of
from queson_crawler.parse.words import HOME
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ancestors
from queson_crawler.urls import clean

_LISTS = frozenset(("ul", "ol", "dl"))
_BOXES = _LISTS | {"table"}
_MARKED = re.compile("^[«‹←]|[»›→]$")
MAX_GROUPS = 150
MAX_STEP = 16
MAX_LEADING = 3
"""A list may show so many of its first items in another dress than the rest."""

Groups = dict[tuple[str, html.HtmlElement | None], Links]
"""Links by how they stand and the list or table that holds them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A list: its links by address, the element that holds them, and how they stand."""

    links: Links
    home: html.HtmlElement
    shape: str
    signs: tuple[Sign, ...] = ()
    """The evidence for and against it, where structure chose it among others."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link that may lead to an article, how it stands, and the lists and tables that it stands in."""

    element: html.HtmlElement
    url: str
    shape: str
    boxes: tuple[html.HtmlElement, ...]


def groups_of(doc: Document, root: html.HtmlElement, platform: Platform) -> Groups:
    """The links that may lead to articles, by how and where they stand."""
    found = list(_links(doc, root, platform))
    held: dict[tuple[str, html.HtmlElement], set[str]] = defaultdict(set)
    for link in found:
        for box in link.boxes:
            held[link.shape, box].add(link.url)
    groups: Groups = {}
    for link in found:
        # Links of two boxes are two lists, however alike; but a table may hold one item.
        whole = None
        for box in link.boxes:
            if box.tag in _LISTS or len(held[link.shape, box]) > 1:
                whole = box
                break
        group = groups.setdefault((link.shape, whole), {})
        group.setdefault(link.url, []).append(link.element)
    return groups


def _links(doc: Document, root: html.HtmlElement, platform: Platform) -> Iterator[_Link]:
    own = clean(doc.url)
    for element in islice(root.iter("a"), MAX_LINKS):
        url = listed_url(doc, platform, element.get("href"))
        if url in ("", own) or _turns_page(element):
            continue
        boxes = tuple(step for step in islice(element.iterancestors(), 7) if step.tag in _BOXES)
        yield _Link(element, url, signature(element), boxes)


def _turns_page(link: html.HtmlElement) -> bool:
    """Whether a link leads to another page of a list, to the article before or after, or home."""
    text = squeeze("".join(islice(link.itertext(), 4)))
    if len(text) > MAX_STEP:
        return _MARKED.search(text) is not None
    return kind_of(text) is not None or text.casefold() in HOME


def by_structure(
    doc: Document, root: html.HtmlElement, platform: Platform, shape: str, *, least: int = 2
) -> Found | None:
    """The group of at least `least` like-standing links that most looks like the list of articles of a page.

    With a `shape` only links that stand so are the list, and one of them is enough; one is enough, too, where it stands
    first below the name of the page.
    """
    groups = groups_of(doc, root, platform)
    place = Place(doc, root, platform)
    candidates = _candidates(place, groups, shape)
    first, following = _named(place, filter(attrgetter("worth"), candidates))
    scores: dict[Candidate, float] = {}
    for one in candidates:
        named = one.start in first
        score = one.score(named=named)
        is_enough = named or len(one.links) >= least or one.leads_on
        if shape or (is_enough and score > 0):
            scores[one] = score
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None:
        return None
    best = following.get(best.start, best)
    leading = _leading(place, groups, best)
    reasons = best.reasons(named=best.start in first)
    return Found({**leading, **best.links}, best.home, best.shape, reasons)


def _candidates(place: Place, groups: Groups, shape: str) -> list[Candidate]:
    """The largest groups; with a shape those of them that stand so."""
    wanted = alike(shape) if shape else ""
    largest = sorted(groups.items(), key=_size, reverse=True)
    candidates: list[Candidate] = []
    for (stands, _), links in largest[:MAX_GROUPS]:
        if wanted in ("", stands):
            home = home_of(firsts(links))
            home = _alone(home) if len(links) == 1 else home
            candidates.append(Candidate(place, links, home, stands))
    return candidates


def _size(group: tuple[object, Links]) -> int:
    return len(group[1])


def _named(place: Place, candidates: Iterable[Candidate]) -> tuple[frozenset[int], Mapping[int, Candidate]]:
    """Where the groups begin that stand first below the page's name; one of a few items shares it with the next in the
    same element, whose first items it may show: by the start of the former, the latter."""
    ordered = sorted(candidates, key=attrgetter("start"))
    first = place.below_names([one.start for one in ordered])
    rest: dict[int, Candidate] = {}
    for one, following in pairwise(ordered):
        if len(one.links) <= MAX_LEADING and _adjoins(one, following.home):
            rest[one.start] = following
            if one.start in first:
                first |= {following.start}
    return first, rest


def _adjoins(one: Candidate, home: html.HtmlElement) -> bool:
    """Whether what stands just before an element, or first in it, is of a group."""
    own = set(chain.from_iterable(one.links.values()))
    nearest = home
    for step in islice(ancestors(home, _around(one.home)), 4):
        before = next(filter(text_of, step.itersiblings(preceding=True)), None)
        if before is not None:
            nearest = before
            break
    return not own.isdisjoint(nearest.iter("a"))


def _around(home: html.HtmlElement) -> html.HtmlElement:
    """What a group stands in, but for the frame of the page."""
    parent = home.getparent()
    return home if parent is None or parent.tag in ("body", "form") else parent


def _leading(place: Place, groups: Groups, best: Candidate) -> Links:
    """The first items of a list where they stand otherwise than the rest: just before it, no more than three."""
    around = _around(best.home)
    before = _links_before(best, around)
    found: Links = {}
    for (stands, _), links in groups.items():
        if stands == best.shape or len(links) > MAX_LEADING:
            continue
        for url, elements in links.items():
            if elements[0] not in before or is_aside(elements[0], around):
                continue
            words = max(map(text_of, elements), key=len)
            if len(words) >= MIN_TITLE and place.fits(url, best.links):
                found.setdefault(url, []).extend(elements)
    return found if len(found) <= MAX_LEADING else {}


def _links_before(best: Candidate, around: html.HtmlElement) -> set[html.HtmlElement]:
    """The links inside `around` that stand before the first of a group; none where the group has links elsewhere."""
    links = list(around.iter("a"))
    order = dict(zip(links, count(), strict=False))
    start = min(order.get(link, 0) for link in chain.from_iterable(best.links.values()))
    return set(links[:start])


def _alone(home: html.HtmlElement) -> html.HtmlElement:
    """What belongs to the only link of a group: as far up as no other link joins it."""
    current = home
    for element in islice(home.iterancestors(), 4):
        hrefs = {link.get("href") for link in islice(element.iter("a"), 8)} - {None, ""}
        if element.tag in FRAME_TAGS or len(hrefs) > 1:
            break
        current = element
    return current
