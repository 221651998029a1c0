"""A group of links as a candidate for the list that a page is about: by its items, and by where it stands. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile
from math import sqrt
from operator import attrgetter

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.document import parent_of, text_of
from queson_crawler.parse.evidence import Evidence, Sign, factors, holds_any, multiply, signs, weigh
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.listing.heading import heading_above
from queson_crawler.parse.listing.item_signs import (
    HALF,
    ITEMS,
    LONG_TITLE,
    MIN_TITLE,
    MOST,
    TITLE,
    Items,
    are_headings,
    items_of,
)
from queson_crawler.parse.listing.items import Links, firsts, is_beside, is_marked_aside, is_named_aside, item_of
from queson_crawler.parse.listing.place import Place
from queson_crawler.parse.menu_names import are_counted
from queson_crawler.urls import local, without_language

MIN_ITEMS, MIN_LISTS = 3, 2
MAX_COUNTED = 12
"""More items make a list no likelier the one that a page is about: boxes beside it may hold more."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a group stands on its page."""

    paged: bool
    """The pager stands with it."""
    named: bool
    """The page's name stands above it."""
    own_heading: bool
    """The words just above it are the page's name."""
    heading: str
    """The words just above it where they are another's name."""
    beside: bool
    """The names of what it stands in say that it is beside the list."""
    held: float
    """The share of its addresses that stand below the page's own."""

    @property
    def is_apart(self) -> bool:
        """Whether it is beside the list, and neither the page's name nor the pager stands with it."""
        return self.beside and not (self.own_heading or self.paged)


STANDING: tuple[Evidence[_Standing], ...] = (
    Evidence("the pager stands with it", 3, lambda one: one.paged),
    Evidence("the page's name stands above it", 3.5, lambda one: one.named),
    Evidence("its addresses stand below the page's", 1.5, lambda one: one.held),
    Evidence("the name of a box stands above it", 0.4, lambda one: labels.is_box(one.heading)),
    Evidence("its class says that it is beside the list", 0.3, lambda one: one.beside),
    Evidence("with neither name nor pager", 0, lambda one: one.is_apart),
    Evidence("the words above it head other news", 0, lambda one: labels.ends_article(one.heading)),
)
"""By what the worth of a group is multiplied because of where it stands."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """Links of a page that stand alike, and the element that holds them."""

    place: Place
    links: Links
    home: html.HtmlElement
    shape: str

    @cached_property
    def elements(self) -> frozenset[html.HtmlElement]:
        """All its links."""
        return frozenset(chain.from_iterable(self.links.values()))

    @cached_property
    def end(self) -> int:
        """Where its last link stands."""
        return max(map(self.place.at, self.elements))

    @cached_property
    def around(self) -> html.HtmlElement:
        """What it stands in, but for the frame of the page."""
        parent = parent_of(self.home)
        if parent.tag in ("body", "form"):
            return self.home
        return parent

    @cached_property
    def start(self) -> int:
        """Where the group begins in the order of the page."""
        return min(map(self.place.at, firsts(self.links)))

    @cached_property
    def leads_on(self) -> bool:
        """Whether the pager stands with the group."""
        return self.place.leads_on(self.home)

    @cached_property
    def worth(self) -> float:
        """How much the group by itself looks like a list of articles: long titles, dates, summaries, ids; 0 for no."""
        if holds_any(_NO_LIST, self) or not holds_any(_LIST, self):
            return 0
        return weigh(ITEMS, self._items) * sqrt(min(self._items.count, MAX_COUNTED))

    def score(self, *, named: bool) -> float:
        """The worth of the group, given where it stands: below the page's name, with the pager, or beside the list."""
        if not self.worth:
            return 0
        if self._speaks_for_itself or (named and self._is_below_name):
            return self.worth * multiply(STANDING, self._standing(named=named))
        return 0

    def reasons(self, *, named: bool) -> tuple[Sign, ...]:
        """The evidence for and against the group."""
        return (*signs(ITEMS, self._items), *factors(STANDING, self._standing(named=named)))

    @cached_property
    def _items(self) -> Items:
        return items_of(self.links, self.home, self.place.platform)

    @cached_property
    def _held(self) -> float:
        """The share of the group's addresses that stand below the page's own."""
        below = [url for url in self.links if without_language(local(url)).startswith(self.place.path)]
        return len(below) / len(self.links)

    @property
    def _is_way_on(self) -> bool:
        """Whether it is the way to the next page of a list."""
        return firsts(self.links) == [self.place.second]

    @property
    def _has_short_titles(self) -> bool:
        return self._items.title < MIN_TITLE

    @property
    def _is_marked_aside(self) -> bool:
        return is_marked_aside(self.home, self.place.root)

    @property
    def _is_undated_aside(self) -> bool:
        """Whether its names say that it is a menu or the like, and its items have no dates."""
        return self._items.dated < HALF and is_named_aside(self.home, self.place.root)

    @cached_property
    def _speaks_for_itself(self) -> bool:
        """Whether the group looks like a list of articles wherever it stands; headings or long titles alone do not,
        unless the page's name stands above them."""
        items = self._items
        if max(items.dated, items.summarised) >= HALF:
            return True
        if items.title < TITLE:
            return False
        if items.title >= LONG_TITLE and items.with_id >= MOST and items.count > 2:
            return True
        return self.leads_on or self._held >= MOST

    @property
    def _are_lists(self) -> bool:
        """Whether the items are no articles but lists, by short names and the count of articles behind each."""
        items = self._items
        if items.count < MIN_LISTS or items.dated or items.title >= LONG_TITLE:
            return False
        return are_counted(firsts(self.links))

    @property
    def _shows_headings(self) -> bool:
        return self._items.title >= TITLE and are_headings(self.links)

    @property
    def _shows_long_titles(self) -> bool:
        """Whether several items, each for itself, are long titles."""
        items = self._items
        if items.count < MIN_ITEMS or items.title < LONG_TITLE:
            return False
        return len({item_of(link, self.home) for link in firsts(self.links)}) == items.count

    @property
    def _is_below_name(self) -> bool:
        """Whether the last heading before the group is the page's name."""
        first = set(firsts(self.links))
        last = ""
        for heading in takewhile(self._is_after, self.place.root.iter(*HEADINGS)):
            if next(heading.iter("a"), None) not in first:
                last = text_of(heading)
        return self.place.is_name(last)

    def _is_after(self, element: html.HtmlElement) -> bool:
        return self.place.at(element) < self.start

    def _standing(self, *, named: bool) -> _Standing:
        heading = heading_above(self.home)
        is_own = self.place.is_name(heading)
        return _Standing(
            paged=self.leads_on,
            named=named or is_own,
            own_heading=is_own,
            heading="" if is_own else heading,
            beside=is_beside(self.home, self.place.root),
            held=self._held,
        )


_NO_LIST: tuple[Callable[[Candidate], bool], ...] = (
    attrgetter("_is_way_on"),
    attrgetter("_has_short_titles"),
    attrgetter("_is_marked_aside"),
    attrgetter("_is_undated_aside"),
    attrgetter("_are_lists"),
)
"""What rules a group out, whatever else it looks like."""
_LIST: tuple[Callable[[Candidate], bool], ...] = (
    attrgetter("_speaks_for_itself"),
    attrgetter("_shows_headings"),
    attrgetter("_shows_long_titles"),
)
"""By what a group looks like a list of articles: one of these."""
