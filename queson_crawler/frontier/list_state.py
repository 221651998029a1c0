"""What the pages of one list have shown until now, and which of them are missing. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from queson_crawler.frontier.route import Route
from queson_crawler.parse.results import Listing, PageLink, Pager, Way
from queson_crawler.understand.tasks import ListTask


@dataclass(frozen=True, slots=True)
class Sight:
    """Page `number` of a list as it came: the `ids` on it, which of them are `fresh` (on no page before), and whether
    it `is_further` than every page before."""

    number: int
    ids: frozenset[str]
    fresh: frozenset[str]
    is_further: bool

    @property
    def shows_nothing_new(self) -> bool:
        """Whether a page that was not read before only names what others did."""
        return self.is_further and not self.fresh

    @property
    def shows_only_new(self) -> bool:
        """Whether nothing on it stood on another page."""
        return bool(self.fresh) and self.fresh == self.ids


@dataclass(slots=True)
class ListState:
    """One list being read. `gaps` are the numbers of pages that could not be read (`unreachable` those of them to which
    no way led, `repeated` those that showed another page once more), `seen` the ids listed; `declared` the
    number of articles that the list itself tells."""

    url: str
    title: str = ""
    shape: str = ""
    seen: set[str] = field(default_factory=set)
    gaps: list[int] = field(default_factory=list)
    unreachable: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    pages: int = 0
    furthest: int = 0
    """The highest number that was read."""
    declared: int | None = None
    page_size: int = 0
    route: Route = field(default_factory=Route)
    has_shifted: bool = False
    """Whether an entry was met on two neighbouring pages: one that came in at the top pushed it on."""
    rendering: bool = False
    may_render: bool = True
    lacks_browser: bool = False
    """Whether further pages would have been read with a browser, if one might be used."""
    first: frozenset[str] = frozenset()
    """The ids on the first page."""
    before: frozenset[str] = frozenset()
    """The ids on the page read last."""
    repeated_in_a_row: int = 0
    offered: set[int] = field(default_factory=set)
    """The numbers of pages to which pagers of the list lead; beyond its end they may say anything."""
    asked: set[int] = field(default_factory=set)
    """The numbers of pages that were asked for, whatever came."""
    idle: list[int] = field(default_factory=list)
    """The numbers of the pages read last, one after another, that only named what others did though the list has shown
    more numbers."""
    ways: tuple[Way, ...] = ()
    """The controls on the furthest page that may lead on."""
    heading: str = ""
    """The title on the first page."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.url

    def first_page(self) -> ListTask:
        """The task of the first page, once more."""
        return self.page_at(PageLink(1, self.url))

    def page_at(self, link: PageLink, *, is_guess: bool = False) -> ListTask:
        """The task of a page that is reached so."""
        return ListTask(
            link.url,
            self.url,
            link.number,
            shape=self._shape_at(link.number),
            is_guess=is_guess,
            postback=link.postback,
            render=self.rendering,
            press=link.press,
        )

    def _shape_at(self, number: int) -> str:
        """How the links stand on a page, as far as is known: a browser shows the first otherwise than others."""
        if self.rendering and number == 1:
            return ""
        return self.shape

    def sight(self, number: int, listing: Listing) -> Sight:
        """Page `number`, held against those before it."""
        ids = frozenset(listing.ids)
        return Sight(number, ids, ids - self.seen, number > self.furthest)

    def learn(self, page: Sight, listing: Listing) -> None:
        """Take in what a page shows."""
        self._note_shift(page)
        self.pages += page.is_further
        self.seen |= page.ids
        self.before = page.ids
        self.repeated_in_a_row = 0
        self.route.learn(page.number, listing.pager)
        if page.fresh:
            self._note_offered(page.number, listing.pager)
        if listing.declared_total is not None:
            self.declared = listing.declared_total
        if page.number == 1:
            self._learn_first(page, listing)
        elif self.rendering:
            self.shape = listing.shape or self.shape  # scripts dress later pages otherwise than the first
        if page.number >= self.furthest:
            self.furthest = page.number
            self.ways = listing.pager.ways

    def _note_offered(self, number: int, pager: Pager) -> None:
        """To which pages the pager of page `number` leads."""
        self.offered.update(link.number for link in pager.links)
        if pager.following is not None:
            self.offered.add(number + 1)

    def _note_shift(self, page: Sight) -> None:
        """Whether the next page names something of the page before once more, beside what is new."""
        if page.number != self.furthest + 1:
            return
        if page.fresh and not page.ids.isdisjoint(self.before):
            self.has_shifted = True

    def _learn_first(self, page: Sight, listing: Listing) -> None:
        self.page_size = len(listing.entries)
        self.shape = listing.shape
        self.first = self.first or page.ids
        self.heading = self.heading or listing.title

    def note_gap(self, number: int) -> None:
        """Page `number` could not be read."""
        if number not in self.gaps:
            self.gaps.append(number)

    def note_repeated(self, number: int) -> None:
        """Page `number` only showed another once more: it counts as read, and is missing."""
        self.repeated.append(number)
        self.gaps.append(number)
        self.furthest = number
        self.repeated_in_a_row += 1

    def note_rest_missing(self, number: int) -> None:
        """Pages from `number` on that are declared but to which no way leads are missing."""
        promised = set(self.route.promised_from(number))
        self.unreachable = sorted(promised.difference(self.gaps))
        self.gaps += self.unreachable

    def name_anew(self, renamed: Mapping[str, str]) -> None:
        """Take up other ids for the entries that were read: old id → new id."""
        self.seen = _renamed(self.seen, renamed)
        self.first = frozenset(_renamed(self.first, renamed))
        self.before = frozenset(_renamed(self.before, renamed))

    @property
    def is_left_open(self) -> bool:
        """Whether pagers of the list lead to a page that was never asked for."""
        return not self.offered <= self.asked.union(self.gaps)

    @property
    def is_short(self) -> bool:
        """Whether the list declares more articles than it has shown."""
        return self.declared is not None and len(self.seen) < self.declared

    @property
    def shows_all_declared(self) -> bool:
        """Whether the list declares how many articles it has, and has shown as many."""
        return self.declared is not None and not self.is_short

    @property
    def is_counted(self) -> bool:
        """Whether numbers of the portal's own say that the list ends where it was read to."""
        if self.declared is not None:
            return self.shows_all_declared
        if self.is_left_open:
            return False
        return self.route.ends_by(self.furthest)


def _renamed(ids: Iterable[str], renamed: Mapping[str, str]) -> set[str]:
    return {renamed.get(each, each) for each in ids}
