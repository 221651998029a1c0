"""Lists found by repeated structure: the group of like-standing links that a page is most likely about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from lxml import html

from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import Sign
from queson_crawler.parse.listing.candidate import Candidate
from queson_crawler.parse.listing.groups import Groups, groups_of
from queson_crawler.parse.listing.home import home_of_group
from queson_crawler.parse.listing.in_parts import with_parts_joined
from queson_crawler.parse.listing.items import Links
from queson_crawler.parse.listing.leading import MAX_LEADING, adjoins, items_behind, leading_items
from queson_crawler.parse.listing.place import Place
from queson_crawler.parse.listing.shape import joined, several
from queson_crawler.parse.listing.trailing import trailing_items
from queson_crawler.platforms.base import Platform

MAX_GROUPS = 150


@dataclass(frozen=True, slots=True)
class Found:
    """A list: its links by address, the element that holds them, and how they stand."""

    links: Links
    home: html.HtmlElement
    shape: str
    signs: tuple[Sign, ...] = ()
    """The evidence for and against it, where structure chose it among others."""


def by_structure(
    doc: Document, root: html.HtmlElement, platform: Platform, shape: str, *, least: int = 2
) -> Found | None:
    """The group of at least `least` like-standing links that most looks like the list of articles of a page.

    With a `shape` only links that stand so are the list, and one of them is enough: as most of the first page stood,
    else as its first ones did. One is enough, too, where it stands first below the name of the page.
    """
    place = Place(doc, root, platform)
    groups = with_parts_joined(place, groups_of(doc, root, platform))
    candidates = _candidates(place, groups, shape)
    first, following = _named(place, filter(attrgetter("worth"), candidates))
    best = _best(candidates, first, least, is_known=shape != "")
    if best is None:
        return None
    best = following.get(best.start, best)
    leading = leading_items(place, groups, best, several(shape))
    reasons = best.reasons(named=best.start in first)
    links: Links = {}
    for ahead in leading.values():
        links |= ahead
    links |= best.links
    links |= items_behind(place, groups, best, several(shape))
    links |= trailing_items(place, groups, best)
    return Found(links, best.home, joined((best.shape, *leading)), reasons)


def _best(candidates: Iterable[Candidate], first: frozenset[int], least: int, *, is_known: bool) -> Candidate | None:
    """The candidate with the highest score, of those that are enough to be a list; of a list whose shape `is_known`
    any is."""
    scores: dict[Candidate, float] = {}
    for one in candidates:
        named = one.start in first
        score = one.score(named=named)
        if is_known or (score > 0 and _is_enough(one, least, named=named)):
            scores[one] = score
    return max(scores, key=scores.__getitem__, default=None)


def _is_enough(one: Candidate, least: int, *, named: bool) -> bool:
    """Whether a group may be a list: by its name, by its pager, or by how many links it has."""
    return named or len(one.links) >= least or one.leads_on


def _candidates(place: Place, groups: Groups, shape: str) -> list[Candidate]:
    """The largest groups; with a shape those of them that stand so."""
    largest = sorted(groups.items(), key=_size, reverse=True)[:MAX_GROUPS]
    for wanted in several(shape) or ("",):
        candidates: list[Candidate] = []
        for (stands, _), links in largest:
            if wanted in ("", stands):
                candidates.append(Candidate(place, links, home_of_group(links), stands))
        if candidates:
            return candidates
    return []


def _size(group: tuple[object, Links]) -> int:
    return len(group[1])


def _named(place: Place, candidates: Iterable[Candidate]) -> tuple[frozenset[int], Mapping[int, Candidate]]:
    """Where the groups begin that stand first below the page's name; one of a few items shares it with the next in the
    same element, whose first items it may show: by the start of the former, the latter."""
    ordered = sorted(candidates, key=attrgetter("start"))
    first = place.below_names([one.start for one in ordered])
    rest: dict[int, Candidate] = {}
    for one, following in pairwise(ordered):
        if len(one.links) <= MAX_LEADING and adjoins(one, following.home):
            rest[one.start] = following
            if one.start in first:
                first |= {following.start}
    return first, rest
