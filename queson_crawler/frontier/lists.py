"""The lists of one run: which is walked, which only repeats another, and where gaps can be filled from. Pure state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from archive.events import Conclusion, ListPageMissing, ListPageRepeated, ListRepeats, ListWalked, PageNotRendered
from archive.memory import NOTHING, KnownList, Memory
from archive.records import Extent
from queson_crawler.frontier.list_head import UNCOUNTED, Head
from queson_crawler.frontier.pagination import NOT_ASKED, Walk
from queson_crawler.frontier.trials import Trials
from queson_crawler.parse.results import Listing, Why
from queson_crawler.understand.reading import ListPlace, Reading
from queson_crawler.understand.tasks import AGAIN, ListTask
from queson_crawler.urls import local, without_language

MIN_TWIN = 3


@dataclass(slots=True)
class Lists:
    """The walks of one run, by the address of their lists. `twins` are lists that repeat another; what was concluded
    about several pages waits in `concluded`."""

    known: Memory = NOTHING
    """What was known of the lists before; of those only the heads are read, as long as nothing else has changed."""
    short: bool = False
    """Whether lists are read only until they name nothing new."""
    anew: frozenset[str] = frozenset()
    """Known lists that are read to their end nevertheless."""
    no_browser: str = ""
    """Why no list can be read with a browser; empty where lists can."""
    walks: dict[str, Walk] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    concluded: list[Conclusion] = field(default_factory=list)
    _heads: dict[tuple[object, ...], str] = field(default_factory=dict)
    _twin_walks: dict[str, Walk] = field(default_factory=dict)
    _filled: set[tuple[str, int]] = field(default_factory=set)
    _homes: set[str] = field(default_factory=set)
    _trials: Trials = field(default_factory=Trials)

    def take(self, reading: Reading, place: ListPlace, listing: Listing) -> list[ListTask] | None:
        """Take in a page of a list; the pages to ask next. None where it belongs to no list that is being read, or
        begins one that was read already."""
        if isinstance(reading.task, ListTask):
            return self._further_page(reading.task, listing)
        name = reading.profile.platform.name_of(place.home)
        if name in self._homes:
            return None
        self._homes.add(name)
        walk = Walk(
            place.home,
            place.title,
            rendering=reading.task.render,
            may_render=not self.no_browser,
            trials=self._trials,
        )
        twin = self._twin_of(place.home, listing)
        if twin is not None:
            return self._take_twin(walk, self.walks[twin], listing)
        self.walks[place.home] = walk
        return self._read(walk, listing, NOT_ASKED)

    def _take_twin(self, walk: Walk, main: Walk, listing: Listing) -> list[ListTask]:
        """A list repeats another: it is only asked for the pages that the other could not give."""
        self.twins[walk.url] = main.url
        self._twin_walks[walk.url] = walk
        self.concluded.append(ListRepeats(walk.url, main.url))
        walk.read(1, listing)
        if main.ended:
            return self._fill(main)
        return []

    def _further_page(self, task: ListTask, listing: Listing) -> list[ListTask] | None:
        twin = self._twin_walks.get(task.category)
        if twin is not None:
            twin.read(task.number, listing, task)
            return []
        walk = self.walks.get(task.category)
        if walk is None:
            return None
        if task.counts_only:
            return self._count(walk, task.number, listing)
        return self._read(walk, listing, task)

    def name_anew(self, renamed: Mapping[str, str]) -> None:
        """Take up other ids for the entries that were read: old id → new id."""
        for walk in self._all_walks():
            walk.name_anew(renamed)

    def _all_walks(self) -> list[Walk]:
        return [*self.walks.values(), *self._twin_walks.values()]

    def miss(self, task: ListTask, why: Why) -> list[ListTask]:
        """A page of a list could not be read."""
        walk = self.walks.get(task.category)
        if walk is None:
            return []
        if task.counts_only:  # the list has become shorter
            self._head(walk).total = UNCOUNTED
            return self._after(walk, walk.go_on())
        if why is Why.NO_MORE:
            return self._after(walk, walk.shows_no_more(task))
        return self._after(walk, walk.miss(task, is_answered=why not in AGAIN))

    def is_page(self, url: str) -> bool:
        """Whether an address is that of a page of a list that is being read."""
        return any(walk.route.makes(url) for walk in self._all_walks())

    def _read(self, walk: Walk, listing: Listing, task: ListTask) -> list[ListTask]:
        following = walk.read(task.number, listing, task)
        self._head(walk).read(listing)
        return self._after(walk, following)

    def _head(self, walk: Walk) -> Head:
        if walk.url not in self.heads:
            known = self.known.lists.get(walk.url, KnownList(walk.url, walk.title, None, walk.url))
            self.heads[walk.url] = Head.of(known, self.known.articles, whole=walk.url in self.anew)
        return self.heads[walk.url]

    def _after(self, walk: Walk, following: list[ListTask]) -> list[ListTask]:
        """What to ask when a page was read or missed, and its list gives these pages to ask next."""
        self._conclude_gaps(walk)
        if following:
            return self._unless_enough(walk, following)
        if not walk.ended:
            return []
        if walk.gaps:
            return self._fill(walk)
        if not self._head(walk).is_end(walk):
            return self._fill(walk)
        if walk.is_proved:
            return self._close(walk, Extent.WHOLE)
        return self._close(walk, Extent.UNPROVEN)

    def _unless_enough(self, walk: Walk, following: list[ListTask]) -> list[ListTask]:
        """Read on, unless the head of a known list is enough."""
        if self.short and self._head(walk).is_enough(walk):
            return self._close(walk, Extent.HEAD)
        return following

    def _conclude_gaps(self, walk: Walk) -> None:
        for number in walk.unreachable:
            self.concluded.append(ListPageMissing(walk.url, number))
        for number in walk.repeated:
            self.concluded.append(ListPageRepeated(walk.url, number))
        if walk.lacks_browser:
            self.concluded.append(PageNotRendered(walk.url, self.no_browser))
        walk.unreachable, walk.repeated, walk.lacks_browser = [], [], False

    def _close(self, walk: Walk, extent: Extent) -> list[ListTask]:
        """The list was read as far as it had to be: note it, and what it no longer names."""
        walk.ended = True
        head = self._head(walk)
        head.lost = head.no_longer_named(walk, whole=extent is Extent.WHOLE)
        self.concluded.append(ListWalked(walk.url, extent, head.lost))
        return []

    def last_pages(self, most: int) -> list[ListTask]:
        """The last pages of lists that were read from their heads and do not declare their totals: of those with
        something new, and of at most so many others."""
        tasks: list[ListTask] = []
        if not self.short:
            return tasks
        for url, head in self.heads.items():
            if head.fresh:
                tasks += head.last_page_to_count(self.walks[url])
            elif most > 0:
                pages = head.last_page_to_count(self.walks[url])
                tasks += pages
                most -= len(pages)
        return tasks

    def _count(self, walk: Walk, number: int, listing: Listing) -> list[ListTask]:
        must_go_on = self._head(walk).count(walk, number, listing)
        if not must_go_on:
            return []
        return self._after(walk, walk.go_on())

    def named(self) -> frozenset[str]:
        """The ids that lists have named in this run."""
        seen = map(attrgetter("seen"), self.walks.values())
        return frozenset[str]().union(*seen)

    def unlisted(self) -> list[str]:
        """The articles that lists no longer name and none of the others does, as far as is known."""
        lost = set[str]().union(*map(attrgetter("lost"), self.heads.values()))
        lost -= self.named()
        for known in self.known.lists.values():
            lost -= self._still_named_by(known)
        return sorted(lost)

    def _still_named_by(self, known: KnownList) -> set[str]:
        """What a list named when it was read last, without what it was found to name no longer."""
        if known.same_as:
            return set()
        named = set(known.order)
        head = self.heads.get(known.url)
        if head is not None:
            named.difference_update(head.lost)
        return named

    @property
    def changed(self) -> bool:
        """Whether a list has changed beside what it names anew."""
        return any(head.has_changed for head in self.heads.values())

    def _fill(self, walk: Walk) -> list[ListTask]:
        """When a list ended with gaps: ask for the missing pages at the same list's other addresses."""
        tasks: list[ListTask] = []
        for task in chain.from_iterable(map(walk.missing_from, self._twins_of(walk))):
            page = (task.category, task.number)
            if page not in self._filled:
                self._filled.add(page)
                tasks.append(task)
        return tasks

    def _twins_of(self, walk: Walk) -> list[Walk]:
        """The walks of the lists that repeat a list."""
        return [self._twin_walks[url] for url, main in self.twins.items() if main == walk.url]

    def _twin_of(self, home: str, listing: Listing) -> str | None:
        """The category whose first page this one repeats entry by entry: with the same totals, or as the same page
        with and without the language in its address."""
        ids = listing.ids
        heads: list[tuple[object, ...]] = [(ids, without_language(local(home)))]
        has_total = listing.declared_total or listing.pager.last
        if has_total and len(ids) >= MIN_TWIN:
            heads.append((ids, listing.declared_total, listing.pager.last))
        firsts = [self._heads.setdefault(head, home) for head in heads]
        return next(filter(home.__ne__, firsts), None)
