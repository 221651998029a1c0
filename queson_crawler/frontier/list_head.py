"""Reading a known list once more: from its head until only known entries come, and what has left it. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from statistics import median_high

from archive.memory import KnownArticle, KnownList
from archive.records import Entry
from queson_crawler.frontier.list_order import is_newest_first, risen
from queson_crawler.frontier.list_state import ListState
from queson_crawler.frontier.route import leads_beyond
from queson_crawler.parse.results import Listing, PageLink
from queson_crawler.text import normalise
from queson_crawler.understand.tasks import ListTask

MAX_RISEN = 3
"""Where more entries than that have risen on a page, the list has another order."""
MAX_LEFT = 10
"""Where more articles than that seem to have left the part of a list that was read, its order has changed."""
UNCOUNTED = -1
"""The total of a list whose last page is not where it should be: nothing adds up to it, so the list is read whole."""
MAX_RETITLED, MIN_MET = 0.5, 4
"""The greatest share of known entries of a page (of at least MIN_MET) whose titles change at once; where more do, the
list writes something else with them."""


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
        places = dict(zip(known.order, range(len(known.order)), strict=True))
        may_be_enough = known.whole and not whole
        if not may_be_enough:
            return cls(known, places, newest_first=False)
        return cls(known, places, is_newest_first(known.order, articles))

    @property
    def has_changed(self) -> bool:
        """Whether the list has changed beside what it names anew."""
        return bool(self.retitled or self.lost)

    def read(self, listing: Listing) -> None:
        """Take in a page of the list."""
        self.last_page = listing.ids
        self.fresh |= set(self.last_page) - self.places.keys()
        self._note_retitled(listing.entries)
        self._note_risen()

    @property
    def _known_on_page(self) -> list[str]:
        """The entries of the last page that stood in the list before."""
        return list(filter(self.places.__contains__, self.last_page))

    def _note_retitled(self, entries: Iterable[Entry]) -> None:
        """Take in which entries of a page have another title than before; none is none."""
        retitled: set[str] = set()
        for entry in entries:
            before = self.known.titles.get(entry.native_id, "")
            titles = {before, normalise(entry.title)}
            if len(titles - {""}) > 1:
                retitled.add(entry.native_id)
        known = len(self._known_on_page)
        is_usual = len(retitled) <= MAX_RETITLED * known
        if is_usual or known < MIN_MET:
            self.retitled |= retitled

    def _note_risen(self) -> None:
        """Take in which entries of a page have risen; where many have, the list has another order."""
        if not self.newest_first:
            return
        found = risen(self._known_on_page, self.places)
        if len(found) <= MAX_RISEN:
            self.risen |= found

    def no_longer_named(self, walk: ListState, *, whole: bool) -> tuple[str, ...]:
        """The known entries that were not met up to the place that was read: all of them where it was read whole.

        Entries that are pinned to the top of a page stand at no place of their own: the middle one tells it.
        """
        passed = self.known.order
        if not whole:
            passed = passed[: self._reached()]
        return tuple(filterfalse(walk.seen.__contains__, passed))

    def _reached(self) -> int:
        places = list(map(self.places.__getitem__, self._known_on_page))
        if not places:
            return 0
        return median_high(places)

    def is_enough(self, walk: ListState) -> bool:
        """Whether the list need not be read on: its last page held nothing new, and its totals are accounted for."""
        if not self.newest_first:
            return False
        if walk.gaps:
            return False
        if not self.last_page:
            return False
        if not (self.fresh | self.retitled).isdisjoint(self.last_page):
            return False
        gone = len(self.no_longer_named(walk, whole=False))
        if gone > MAX_LEFT:
            return False
        return self._adds_up(walk, len(self.fresh) - gone)

    def _adds_up(self, walk: ListState, grown: int) -> bool:
        """Whether what the list declares has grown by what was found, and by nothing else."""
        articles = _growth(self.known.declared, walk.declared)
        if articles is not None:
            return articles == grown
        if self.total is not None:
            return self.total - len(self.known.order) == grown
        pages = _growth(self.known.last, walk.route.last or None)
        if pages is None or not walk.page_size:
            was_declared = self.known.declared is not None
            return was_declared == (walk.declared is not None)
        least, most = grown // walk.page_size, _pages(grown, walk.page_size)
        return least <= pages <= most

    def last_page_to_count(self, walk: ListState) -> list[ListTask]:
        """The last page of a list that was read from its head and declares no total: it tells how many entries it has.

        Without that nobody sees that an article was taken down from the middle.
        """
        if self.counted:
            return []
        if not _can_be_counted(walk):
            return []
        link = self._link_to_last(walk)
        if link is None:
            return []
        if link.number <= walk.furthest:
            return []
        self.counted = True
        return [replace(walk.page_at(link, is_guess=True), counts_only=True)]

    def _link_to_last(self, walk: ListState) -> PageLink | None:
        """How the page is reached that should be the last one, as the list tells it, else by what was found."""
        grown = len(self.fresh) - len(self.no_longer_named(walk, whole=False))
        entries = len(self.known.order) + grown
        last = walk.route.last or _pages(entries, walk.page_size)
        return walk.route.link_to_last(last)

    def count(self, walk: ListState, number: int, listing: Listing) -> bool:
        """Take in what should be the last page; whether the list must be read on, since its total is not accounted
        for."""
        ids = frozenset(listing.ids)
        is_first_again = ids == walk.first
        if is_first_again or leads_beyond(listing.pager, number):
            self.total = UNCOUNTED  # it was not the last one
            return True
        self.total = (number - 1) * walk.page_size + len(ids)
        return not self.is_enough(walk)

    def is_end(self, walk: ListState) -> bool:
        """Whether a list that was read to its end has shown all that it declares; what is short is believed twice."""
        if not walk.is_short:
            return True
        return self.known.tried == (walk.declared, len(walk.seen))


def _growth(before: int | None, now: int | None) -> int | None:
    """By how much a number has grown; None where it is not known both times."""
    if before is None:
        return None
    if now is None:
        return None
    return now - before


def _pages(entries: int, page_size: int) -> int:
    """How many pages so many entries fill, the last of them perhaps in part."""
    return -(-entries // page_size)


def _can_be_counted(walk: ListState) -> bool:
    """Whether the last page of a list tells how many entries it has, and nothing else does."""
    if walk.declared is not None:
        return False
    if walk.rendering:
        return False
    return walk.page_size > 0
