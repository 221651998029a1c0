"""Which of a portal's addresses a crawl that keeps all of it asks for next, and why others are left out. Pure.

How much is asked for is bounded in number, bytes, clicks, for each host, and for addresses of one shape. What is asked
for counts over all crawls of a portal, so that a second one goes on and does not begin anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from archive.page_records import Bound, PagesLeftOut, RestOfPortal
from archive.portal_pages import MAX_ROWS, KnownPage
from queson_crawler.frontier.page_shapes import calendar_of, folder_of, shape_of, trap_of
from queson_crawler.urls import host

MAX_PAGES = 3000
"""Pages of one portal that are asked for."""
MAX_MEGABYTES = 500
"""Of their answers in WARC."""
MAX_CLICKS = 8
"""Clicks from the start page."""
HOST_SHARE = 0.8
"""Of the number of pages one host may have this share, where a portal has several."""
MAX_OF_SHAPE = 400
"""Pages whose addresses differ in numbers and values of parameters alone."""
MAX_OF_CALENDAR = 40
"""Pages of one calendar: it has no end in either direction."""
MAX_OF_FOLDER = 1000
"""Pages of one folder: names may be made up without end, too."""
MAX_IDLE = 8
"""Once this many pages of a shape in a row told nothing new, no more of it are asked for."""
MAX_AT_ONCE = 20
MAX_OF_SHAPE_AT_ONCE = 4
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a portal is asked for: pages, bytes, clicks from the start page, pages of one host."""

    pages: int = MAX_PAGES
    bytes: int = MAX_MEGABYTES * MEGABYTE
    clicks: int = MAX_CLICKS
    of_host: int = int(MAX_PAGES * HOST_SHARE)

    @classmethod
    def of(cls, pages: int, megabytes: int, hosts: int) -> Bounds:
        """The bounds that a keeper gives, for a portal of so many hosts."""
        of_host = pages if hosts < 2 else max(1, int(pages * HOST_SHARE))
        return cls(pages, megabytes * MEGABYTE, MAX_CLICKS, of_host)


@dataclass(slots=True)
class PageChoice:
    """One choice among `known` addresses. `is_other` tells those that are pages of lists, or articles; `asked` were
    asked for in this run; with `full` those that are kept are asked for again."""

    bounds: Bounds
    known: list[KnownPage]
    is_other: Callable[[str], bool]
    asked: set[str]
    full: bool = False
    _count: int = 0
    _bytes: int = 0
    _hosts: Counter[str] = field(default_factory=Counter)
    _shapes: Counter[str] = field(default_factory=Counter)
    _calendars: Counter[str] = field(default_factory=Counter)
    _folders: Counter[str] = field(default_factory=Counter)
    _idle: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for each in sorted(self.known, key=attrgetter("capture", "url")):
            if each.is_asked:
                self._take(each)
                self._bytes += each.bytes
                self._note_yield(each)

    def _note_yield(self, known: KnownPage) -> None:
        """Count how many pages of a shape told nothing new since one last did."""
        shape = shape_of(known.url)
        if known.is_new:
            self._idle[shape] = 0
        else:
            self._idle[shape] += 1

    def _take(self, known: KnownPage) -> None:
        """An address was asked for, or is."""
        self._count += 1
        self._hosts[host(known.url)] += 1
        self._shapes[shape_of(known.url)] += 1
        self._calendars[calendar_of(known.url)] += 1
        self._folders[folder_of(known.url)] += 1

    def next(self) -> list[KnownPage]:
        """The addresses to ask for next: those in menus first, then by clicks, of each shape in turn."""
        chosen: list[KnownPage] = []
        at_once: Counter[str] = Counter()
        for each in self._in_order():
            if len(chosen) == MAX_AT_ONCE:
                break
            shape = shape_of(each.url)
            if at_once[shape] >= MAX_OF_SHAPE_AT_ONCE:
                continue
            if not each.is_asked:
                if self._reason(each):
                    continue
                self._take(each)
            at_once[shape] += 1
            chosen.append(each)
        return chosen

    def _in_order(self) -> list[KnownPage]:
        """What may be asked for at all, in the order of asking."""
        wanted = [each for each in self.known if self._is_wanted(each)]
        wanted.sort(key=lambda each: (not each.in_menu, each.depth, each.url))
        places: Counter[str] = Counter()
        ranks: dict[str, int] = {}
        for each in wanted:
            shape = shape_of(each.url)
            ranks[each.url] = places[shape]
            places[shape] += 1
        wanted.sort(key=lambda each: (not each.in_menu, each.depth, ranks[each.url], each.url))
        return wanted

    def _is_wanted(self, known: KnownPage) -> bool:
        if known.url in self.asked or self._is_elsewhere(known):
            return False
        if not known.state:
            return True
        return known.may_be_tried or (known.is_kept and (self.full or known.is_old))

    def _is_elsewhere(self, known: KnownPage) -> bool:
        """Whether an address is that of something that other tables hold."""
        if known.state:
            return not known.is_asked
        return known.is_other or self.is_other(known.url)

    def _reason(self, known: KnownPage) -> str:
        """Why an address is left out; "" where it is not."""
        trap = trap_of(known.url)
        if trap is not None:
            return trap
        for bound, is_reached in _BOUNDS:
            if is_reached(self, known):
                return bound
        return ""

    def left_out(self) -> RestOfPortal:
        """The bounds, and what was left out."""
        reasons: dict[str, list[str]] = defaultdict(list)
        for each in self.known:
            if each.state or each.url in self.asked or self._is_elsewhere(each):
                continue
            reason = self._reason(each)
            if reason:
                reasons[reason].append(each.url)
        left = [PagesLeftOut(reason, len(urls), min(urls)) for reason, urls in sorted(reasons.items())]
        if len(self.known) >= MAX_ROWS:
            left.append(PagesLeftOut(Bound.NOTED, 1, max(each.url for each in self.known)))
        bounds = self.bounds
        return RestOfPortal(bounds.pages, bounds.bytes, bounds.clicks, bounds.of_host, tuple(left))

    def _is_too_many(self, known: KnownPage) -> bool:
        return self._count >= self.bounds.pages

    def _is_too_much(self, known: KnownPage) -> bool:
        return self._bytes >= self.bounds.bytes

    def _is_too_deep(self, known: KnownPage) -> bool:
        return known.depth > self.bounds.clicks

    def _is_host_full(self, known: KnownPage) -> bool:
        return self._hosts[host(known.url)] >= self.bounds.of_host

    def _is_calendar_full(self, known: KnownPage) -> bool:
        calendar = calendar_of(known.url)
        return bool(calendar) and self._calendars[calendar] >= MAX_OF_CALENDAR

    def _is_shape_idle(self, known: KnownPage) -> bool:
        return self._idle[shape_of(known.url)] >= MAX_IDLE

    def _is_shape_full(self, known: KnownPage) -> bool:
        return self._shapes[shape_of(known.url)] >= MAX_OF_SHAPE

    def _is_folder_full(self, known: KnownPage) -> bool:
        return self._folders[folder_of(known.url)] >= MAX_OF_FOLDER


_BOUNDS: Iterable[tuple[Bound, Callable[[PageChoice, KnownPage], bool]]] = (
    (Bound.CLICKS, PageChoice._is_too_deep),
    (Bound.CALENDAR, PageChoice._is_calendar_full),
    (Bound.IDLE, PageChoice._is_shape_idle),
    (Bound.SHAPE, PageChoice._is_shape_full),
    (Bound.FOLDER, PageChoice._is_folder_full),
    (Bound.NUMBER, PageChoice._is_too_many),
    (Bound.BYTES, PageChoice._is_too_much),
    (Bound.HOST, PageChoice._is_host_full),
)
"""Why addresses are left out, the particular first."""
