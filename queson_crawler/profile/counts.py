"""Where the pages of a portal's articles say how often they were read, and which number is the portal's own counter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.sightings import CountSeen
from queson_crawler.profile.counted import MOST, agreed, most_agree, share_of
from queson_crawler.profile.places_seen import by_place, known_places, outside, votes

Counts: TypeAlias = Sequence[CountSeen]
"""The numbers of views on one page."""
MIN_COUNTER = 1000
"""A portal's counter tells this at least."""
MAX_STEP = 20
"""By so much a counter grows between two pages that are fetched one after another, at most."""


def learn_counts(pages: Sequence[Counts], known: Fields) -> Iterator[FieldPlace]:
    """The counters of the portal among the numbers of these pages, then the place of the articles' own."""
    own = known_places(known, FieldRole.VIEWS)
    none = known_places(known, FieldRole.NO_VIEWS)
    for place, counts in by_place(pages).items():
        if place not in own and _is_of_portal(counts.values(), len(pages)):
            none.add(place)
            yield FieldPlace(FieldRole.NO_VIEWS, *place)
    voted = votes(outside(none, pages))
    views = agreed(voted, len(voted))
    if views is not None:
        yield FieldPlace(FieldRole.VIEWS, *views)


def _is_of_portal(counts: Collection[CountSeen], pages: int) -> bool:
    """Whether most pages show a number at a place, and these are those of one counter."""
    return most_agree(len(counts), pages) and is_counter([count.number for count in counts])


def is_counter(numbers: Sequence[int]) -> bool:
    """Whether numbers of pages that were fetched one after another are those of one counter: large, and each little
    more than the one before. Answers that overtake each other may stand in another order."""
    if min(numbers) < MIN_COUNTER:
        return False
    near = [abs(after - before) <= MAX_STEP for before, after in pairwise(numbers)]
    return share_of(near) >= MOST
