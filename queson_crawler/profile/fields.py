"""Where the pages of a portal's articles have their fields: what sibling pages tell of date, views and others. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import FurnitureKey
from queson_crawler.parse.article.sightings import Sightings
from queson_crawler.profile.counts import learn_counts
from queson_crawler.profile.dates import learn_dates
from queson_crawler.profile.leads import learn_leads
from queson_crawler.profile.people import learn_people
from queson_crawler.profile.regions import MIN_PAGES, Region, distinct_pages

MAX_PLACES = 6
"""Places that are kept for a role."""


def learn_fields(
    pages: Sequence[Region], seen: Sequence[Sightings], furniture: frozenset[FurnitureKey], known: Fields
) -> tuple[FieldPlace, ...]:
    """The places of fields on these pages, `seen` the dates and counts of each, that are not known yet; none where
    fewer than MIN_PAGES pages have texts of their own."""
    distinct = distinct_pages(pages)
    if len(distinct) < MIN_PAGES:
        return ()
    chosen = {id(page) for page in distinct}
    own = [each for page, each in zip(pages, seen, strict=False) if id(page) in chosen]
    found = chain(
        learn_dates([each.dates for each in own], known),
        learn_counts([each.counts for each in own], known),
        learn_leads(distinct, furniture),
        learn_people(distinct, furniture),
    )
    return tuple(_fresh(found, known))


def _fresh(found: Iterable[FieldPlace], known: Fields) -> Iterator[FieldPlace]:
    """The places that are not known yet, as many as are kept of a role."""
    counted: Counter[FieldRole] = Counter(place.role for place in known.places)
    for place in found:
        if place not in known.places and counted[place.role] < MAX_PLACES:
            counted[place.role] += 1
            yield place
