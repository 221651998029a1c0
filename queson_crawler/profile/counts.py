"""Where the pages of a portal's articles say how often they were read, and which number is the portal's own counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.sightings import CountSeen
from queson_crawler.profile.counted import MOST, agreed, most_agree, share_of

Counts: TypeAlias = Sequence[CountSeen]
"""The numbers of views on one page."""
Place: TypeAlias = tuple[str, str]
MIN_COUNTER = 1000
"""A portal's counter tells this at least."""
MAX_STEP = 20
"""By so much a counter grows between two pages that are fetched one after another, at most."""


def learn_counts(pages: Sequence[Counts], known: Fields) -> Iterator[FieldPlace]:
    """The counters of the portal among the numbers of these pages, then the place of the articles' own."""
    own = {(each.path, each.form) for each in known.of(FieldRole.VIEWS)}
    none = {(each.path, each.form) for each in known.of(FieldRole.NO_VIEWS)}
    for place, numbers in _by_place(pages).items():
        if place not in own and most_agree(len(numbers), len(pages)) and is_counter(numbers):
            none.add(place)
            yield FieldPlace(FieldRole.NO_VIEWS, *place)
    votes: list[Place] = []
    for page in pages:
        ranked = [count for count in page if count.rank is not None and place_of(count) not in none]
        if ranked:
            votes.append(place_of(ranked[0]))
    views = agreed(votes, len(votes))
    if views is not None:
        yield FieldPlace(FieldRole.VIEWS, *views)


def place_of(count: CountSeen) -> Place:
    """Where a number stands."""
    return count.path, count.form


def _by_place(pages: Sequence[Counts]) -> dict[Place, list[int]]:
    """The first number of each page at each place, in the order of the pages."""
    found: dict[Place, list[int]] = {}
    for page in pages:
        firsts: dict[Place, int] = {}
        for count in page:
            firsts.setdefault(place_of(count), count.number)
        for place, number in firsts.items():
            found.setdefault(place, []).append(number)
    return found


def is_counter(numbers: Sequence[int]) -> bool:
    """Whether numbers of pages that were fetched one after another are those of one counter: large, and each little
    more than the one before. Answers that overtake each other may stand in another order."""
    if min(numbers) < MIN_COUNTER or len(set(numbers)) == 1:
        return min(numbers) >= MIN_COUNTER
    near = [abs(after - before) <= MAX_STEP for before, after in pairwise(numbers)]
    return share_of(near) >= MOST
