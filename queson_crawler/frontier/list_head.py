"""Reading a known list once more: from its head until only known entries come, and what has left it. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_high
from typing import TypeVar

from archive.memory import KnownArticle, KnownList
from archive.records import Entry
from queson_crawler.frontier.pagination import Walk
from queson_crawler.parse.results import Listing, PageLink, Pager
from queson_crawler.text import normalise
from queson_crawler.understand.tasks import ListTask

IN_ORDER = 0.8
"""The least share of neighbours (of those that differ in date) that stand newest first in a list of news: pinned
entries do not."""
MIN_PASSED, MAX_RISEN = 2, 3
"""An entry has risen when it passed at least MIN_PASSED others on a page; more than MAX_RISEN such entries on a page
are another order of the list."""
MAX_LEFT = 10
"""Where more articles than that seem to have left the part of a list that was read, its order has changed."""
UNCOUNTED = -1
"""The total of a list whose last page is not where it should be: nothing adds up to it, so the list is read whole."""
MAX_RETITLED, MIN_MET = 0.5, 4
"""The greatest share of known entries of a page (of at least MIN_MET) whose titles change at once; where more do, the
list writes something else with them."""

Value = TypeVar("Value", int, str)


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
        self.last_page = tuple(entry.native_id for entry in listing.entries)
        self.fresh |= set(self.last_page) - self.places.keys()
        known = [native_id for native_id in self.last_page if native_id in self.places]
        retitled = self._retitled(listing.entries)
        if len(known) < MIN_MET or len(retitled) <= MAX_RETITLED * len(known):
            self.retitled |= retitled
        risen = self._risen(known)
        if self.newest_first and len(risen) <= MAX_RISEN:
            self.risen |= risen

    def _retitled(self, entries: Iterable[Entry]) -> set[str]:
        """The entries of a page that have another title than before; none is none."""
        retitled: set[str] = set()
        for entry in entries:
            before = self.known.titles.get(entry.native_id)
            if before and normalise(entry.title) not in ("", before):
                retitled.add(entry.native_id)
        return retitled

    def _risen(self, known: list[str]) -> set[str]:
        """Of the known entries of a page those that stand before several which stood before them."""
        risen: set[str] = set()
        for at, native_id in enumerate(known):
            passed = 0
            for later in known[at + 1 :]:
                passed += self.places[later] < self.places[native_id]
            if passed >= MIN_PASSED:
                risen.add(native_id)
        return risen

    def no_longer_named(self, walk: Walk, *, whole: bool) -> tuple[str, ...]:
        """The known entries that were not met up to the place that was read: all of them where it was read whole.

        Entries that are pinned to the top of a page stand at no place of their own: the middle one tells it.
        """
        passed = self.known.order
        if not whole:
            passed = passed[: self._reached()]
        return tuple(native_id for native_id in passed if native_id not in walk.seen)

    def _reached(self) -> int:
        places = [self.places[native_id] for native_id in self.last_page if native_id in self.places]
        if not places:
            return 0
        return median_high(places)

    def is_enough(self, walk: Walk) -> bool:
        """Whether the list need not be read on: its last page held nothing new, and its totals are accounted for."""
        if not self.newest_first or walk.gaps or not self.last_page:
            return False
        if not (self.fresh | self.retitled).isdisjoint(self.last_page):
            return False
        gone = len(self.no_longer_named(walk, whole=False))
        return gone <= MAX_LEFT and self._adds_up(walk, len(self.fresh) - gone)

    def _adds_up(self, walk: Walk, grown: int) -> bool:
        """Whether what the list declares has grown by what was found, and by nothing else."""
        if walk.declared is not None and self.known.declared is not None:
            return walk.declared - self.known.declared == grown
        if self.total is not None:
            return self.total - len(self.known.order) == grown
        last = walk.route.last
        if last is None or self.known.last is None or not walk.page_size:
            return (walk.declared is None) == (self.known.declared is None)
        more = last - self.known.last
        return grown // walk.page_size <= more <= -(-grown // walk.page_size)

    def last_page_to_count(self, walk: Walk) -> ListTask | None:
        """The last page of a list that was read from its head and declares no total: it tells how many entries it has.

        Without that nobody sees that an article was taken down from the middle.
        """
        if self.counted or walk.declared is not None or walk.rendering or not walk.page_size:
            return None
        grown = len(self.fresh) - len(self.no_longer_named(walk, whole=False))
        last = walk.route.last or -(-(len(self.known.order) + grown) // walk.page_size)
        way = self._way(walk, last)
        if last <= walk.furthest or way is None:
            return None
        self.counted = True
        return ListTask(
            way.url, walk.url, last, shape=walk.shape, is_guess=True, counts_only=True, postback=way.postback
        )

    @staticmethod
    def _way(walk: Walk, last: int) -> PageLink | None:
        """How the last page is reached from the one that was read: made, or shown there as the last of all."""
        template = walk.route.template
        if template is not None:
            return PageLink(last, template.url(last))
        shown = max(walk.route.pager.links, key=lambda link: link.number, default=None)
        if shown is None or shown.number != last or shown.press:
            return None
        return shown

    def count(self, walk: Walk, number: int, listing: Listing) -> bool:
        """Take in what should be the last page; whether the list must be read on, since its total is not accounted
        for."""
        ids = frozenset(entry.native_id for entry in listing.entries)
        if ids == walk.first or _leads_on(listing.pager, number):
            self.total = UNCOUNTED  # it was not the last one
            return True
        self.total = (number - 1) * walk.page_size + len(ids)
        return not self.is_enough(walk)

    def is_end(self, walk: Walk) -> bool:
        """Whether a list that was read to its end has shown all that it declares; what is short is believed twice."""
        seen = len(walk.seen)
        if walk.declared is None or seen >= walk.declared:
            return True
        return self.known.tried == (walk.declared, seen)


def _leads_on(pager: Pager, number: int) -> bool:
    """Whether the pager of a page tells of a further one."""
    numbers = [link.number for link in pager.links]
    return pager.following is not None or max([*numbers, pager.last or 0]) > number


def is_newest_first(order: tuple[str, ...], articles: Mapping[str, KnownArticle]) -> bool:
    """Whether the order of a list is that of its articles' dates, else of their numbers; one that cannot be told is
    not."""
    days: list[str] = []
    for native_id in order:
        known = articles.get(native_id)
        days.append(known.published_at[:10] if known else "")
    changes = [pair for pair in pairwise(days) if pair[0] != pair[1] and "" not in pair]
    if changes:
        return _falling(changes) >= IN_ORDER * len(changes)
    numbers = [int(native_id) for native_id in order if native_id.isdecimal()]
    falling = _falling(pairwise(numbers))
    return falling > 0 and falling >= IN_ORDER * (len(numbers) - 1)


def _falling(pairs: Iterable[tuple[Value, Value]]) -> int:
    """How many pairs have the greater value first."""
    return sum(one > following for one, following in pairs)
