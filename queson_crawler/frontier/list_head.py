"""Reading a known list once more: from its head until only known entries come, and what has left it. Pure state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from archive.memory import KnownArticle, KnownList
from queson_crawler.frontier.pagination import Walk
from queson_crawler.parse.results import Listing, PageLink
from queson_crawler.text import normalise
from queson_crawler.understand.tasks import LIST, Task

IN_ORDER = 0.8
"""Of neighbours in a list that differ in date, so many stand newest first in a list of news; pinned ones do not."""
MIN_PASSED, MAX_RISEN = 2, 3
"""An entry has risen when it passed so many on a page; more such entries on a page are another order of the list."""
MAX_LEFT = 10
"""More articles than that seem to have left the part of a list that was read only where its order changed."""
UNCOUNTED = -1
"""The total of a list whose last page is not where it should be: nothing adds up to it, so the list is read whole."""
UNSTEADY, MIN_UNSTEADY = 0.5, 4
"""Titles of so many known entries of a page do not change at once: this list writes something else with them."""


@dataclass(slots=True)
class Head:
    """One list that was read without a gap before. Pages in, whether the rest is known out."""

    known: KnownList
    places: dict[str, int]
    newest_first: bool
    fresh: set[str] = field(default_factory=set)
    retitled: set[str] = field(default_factory=set)
    risen: set[str] = field(default_factory=set)
    """Known entries that stand before some that stood before them: published once more, it seems."""
    last_page: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What it no longer names, once it was read."""
    total: int | None = None
    """How many entries it has, counted by its last page, where it does not declare them."""
    counted: bool = False

    @classmethod
    def of(cls, known: KnownList, articles: Mapping[str, KnownArticle], *, whole: bool = False) -> Head:
        """The list, to be read to its end where it was never read so, where it is not in order, or with `whole`."""
        places = {native_id: place for place, native_id in enumerate(known.order)}
        return cls(known, places, known.whole and not whole and is_newest_first(known.order, articles))

    def read(self, listing: Listing) -> None:
        """Take in a page of the list."""
        ids = tuple(entry.native_id for entry in listing.entries)
        changed = {
            entry.native_id
            for entry in listing.entries
            if (title := self.known.titles.get(entry.native_id)) and normalise(entry.title) not in ("", title)
        }
        met = sum(native_id in self.places for native_id in ids)
        if met < MIN_UNSTEADY or len(changed) <= UNSTEADY * met:
            self.retitled |= changed
        self.fresh.update(native_id for native_id in ids if native_id not in self.places)
        known = [native_id for native_id in ids if native_id in self.places]
        risen = {
            one
            for at, one in enumerate(known)
            if sum(self.places[later] < self.places[one] for later in known[at + 1 :]) >= MIN_PASSED
        }
        if self.newest_first and len(risen) <= MAX_RISEN:
            self.risen |= risen
        self.last_page = ids

    def left(self, walk: Walk, *, whole: bool) -> tuple[str, ...]:
        """The known entries that were not met up to the place that was read: all of them where it was read whole.

        Entries that are pinned to the top of a page stand at no place of their own: the middle one tells it.
        """
        end = len(self.known.order) if whole else self._reached()
        return tuple(native_id for native_id in self.known.order[:end] if native_id not in walk.seen)

    def _reached(self) -> int:
        places = sorted(self.places[native_id] for native_id in self.last_page if native_id in self.places)
        return places[len(places) // 2] if places else 0

    def is_enough(self, walk: Walk) -> bool:
        """Whether the list need not be read on: its last page held nothing new, and its totals are accounted for."""
        if not self.newest_first or walk.gaps or not self.last_page:
            return False
        if any(one in self.fresh or one in self.retitled for one in self.last_page):
            return False
        left = len(self.left(walk, whole=False))
        return left <= MAX_LEFT and self._adds_up(walk, len(self.fresh) - left)

    def _adds_up(self, walk: Walk, grown: int) -> bool:
        """Whether what the list declares has grown by what was found, and by nothing else."""
        if walk.declared is not None and self.known.declared is not None:
            return walk.declared - self.known.declared == grown
        if self.total is not None:
            return self.total - len(self.known.order) == grown
        if walk.last is None or self.known.last is None or not walk.page_size:
            return (walk.declared is None) == (self.known.declared is None)
        more = walk.last - self.known.last
        return grown // walk.page_size <= more <= -(-grown // walk.page_size)

    def tail(self, walk: Walk) -> Task | None:
        """The last page of a list that was read from its head and declares no total: it tells how many entries it has.

        Without that nobody sees that an article was taken down from the middle.
        """
        if self.counted or walk.declared is not None or walk.rendering or not walk.page_size:
            return None
        grown = len(self.fresh) - len(self.left(walk, whole=False))
        last = walk.last or -(-(len(self.known.order) + grown) // walk.page_size)
        way = self._way(walk, last)
        if last <= walk.furthest or way is None:
            return None
        self.counted = True
        return Task(LIST, way.url, walk.url, last, shape=walk.shape, probe=True, tail=True, postback=way.postback)

    @staticmethod
    def _way(walk: Walk, last: int) -> PageLink | None:
        """How the last page is reached from the one that was read: made, or shown there as the last of all."""
        if walk.template is not None:
            return PageLink(last, walk.template.url(last))
        shown = max(walk.pager.links, key=lambda link: link.number, default=None)
        return shown if shown is not None and shown.number == last and not shown.press else None

    def count(self, walk: Walk, number: int, listing: Listing) -> bool:
        """Take in what should be the last page; whether the list must be read on, since its total is not accounted
        for."""
        ids = frozenset(entry.native_id for entry in listing.entries)
        more = any(link.number > number for link in listing.pager.links) or (listing.pager.last or 0) > number
        if ids == walk.first or more or listing.pager.following is not None:
            self.total = UNCOUNTED  # it was not the last one
            return True
        self.total = (number - 1) * walk.page_size + len(ids)
        return not self.is_enough(walk)

    def is_end(self, walk: Walk) -> bool:
        """Whether a list that was read to its end has shown all that it declares; what is short is believed twice."""
        seen = len(walk.seen)
        return walk.declared is None or seen >= walk.declared or self.known.tried == (walk.declared, seen)


def is_newest_first(order: tuple[str, ...], articles: Mapping[str, KnownArticle]) -> bool:
    """Whether the order of a list is that of its articles' dates, else of their numbers; one that cannot be told is
    not."""
    days = [articles[one].published_at[:10] if one in articles else "" for one in order]
    pairs = [(a, b) for a, b in pairwise(days) if a and b and a != b]
    if not pairs:
        numbers = [int(one) for one in order if one.isdecimal()]
        pairs_of_numbers = list(pairwise(numbers))
        falling = sum(a > b for a, b in pairs_of_numbers)
        return bool(falling) and falling >= IN_ORDER * len(pairs_of_numbers)
    return sum(a > b for a, b in pairs) >= IN_ORDER * len(pairs)
