"""The lists of one run: which is walked, which only repeats another, and where gaps can be filled from. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.events import Conclusion, ListPageMissing, ListPageRepeated, ListRepeats, ListWalked
from archive.memory import NOTHING, KnownList, Memory
from archive.records import Extent
from queson_crawler.frontier.list_head import UNCOUNTED, Head
from queson_crawler.frontier.pagination import Walk
from queson_crawler.parse.links import list_url
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import Platform
from queson_crawler.understand.tasks import LIST, Task
from queson_crawler.urls import local, without_language

MIN_TWIN = 3


@dataclass(slots=True)
class Lists:
    """The walks of one run, by the address of their lists. `twins` are lists that repeat another; what was concluded
    about several pages waits in `decided`."""

    known: Memory = NOTHING
    """What was known of the lists before; of those only the heads are read, as long as nothing else has changed."""
    short: bool = False
    """Whether lists are read only until they name nothing new."""
    anew: frozenset[str] = frozenset()
    """Known lists that are read to their end nevertheless."""
    walks: dict[str, Walk] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    decided: list[Conclusion] = field(default_factory=list)
    _heads: dict[tuple[object, ...], str] = field(default_factory=dict)
    _asides: dict[str, Walk] = field(default_factory=dict)
    _filled: set[tuple[str, int]] = field(default_factory=set)
    _homes: set[str] = field(default_factory=set)

    def take(self, task: Task, url: str, listing: Listing, platform: Platform) -> list[Task] | None:
        """Take in a page of a list; the pages to ask next. None where it belongs to no list that is being read, or
        begins one that was read already."""
        if task.role == LIST:
            walk = self.walks.get(task.category) or self._asides.get(task.category)
            if walk is not None and task.tail:
                return self._count(walk, task.number, listing)
            return None if walk is None else self._read(walk, task.number, listing, task)
        home = task.category or list_url(platform, url)
        name = platform.name_of(home)
        if name in self._homes:
            return None
        self._homes.add(name)
        walk = Walk(home, task.title or listing.title, rendering=task.render)
        if twin := self._twin_of(home, listing):
            self.twins[home] = twin
            self.decided.append(ListRepeats(home, twin))
            walk.read(1, listing)
            self._asides[home] = walk
            return self._fill(self.walks[twin])
        self.walks[home] = walk
        return self._read(walk, 1, listing, None)

    def miss(self, task: Task) -> list[Task]:
        """A page of a list could not be read."""
        walk = self.walks.get(task.category)
        if walk is None:
            return []
        if task.tail:  # the list has become shorter
            self._head(walk).total = UNCOUNTED
            return self._after(walk, walk.go_on())
        return self._after(walk, walk.miss(task.number, task))

    def is_page(self, url: str) -> bool:
        """Whether an address is that of a page of a list that is being read."""
        templates = (walk.template for walk in (*self.walks.values(), *self._asides.values()) if walk.template)
        return any(
            url.startswith(rule.before)
            and url.endswith(rule.after)
            and url[len(rule.before) : len(url) - len(rule.after)].isdigit()
            for rule in templates
        )

    def _read(self, walk: Walk, number: int, listing: Listing, task: Task | None) -> list[Task]:
        following, _ = walk.read(number, listing, task)
        if walk.url in self._asides:
            return []  # a twin is only asked for the pages that its list could not give; it is not walked itself
        self._head(walk).read(listing)
        return self._after(walk, following)

    def _head(self, walk: Walk) -> Head:
        if walk.url not in self.heads:
            known = self.known.lists.get(walk.url) or KnownList(walk.url, walk.title, None, walk.url)
            self.heads[walk.url] = Head.of(known, self.known.articles, whole=walk.url in self.anew)
        return self.heads[walk.url]

    def _after(self, walk: Walk, following: list[Task]) -> list[Task]:
        self.decided += [ListPageMissing(walk.url, number) for number in walk.unreachable]
        self.decided += [ListPageRepeated(walk.url, number) for number in walk.repeated]
        walk.unreachable, walk.repeated = [], []
        if following and self.short and self._head(walk).is_enough(walk):
            return self._close(walk, Extent.HEAD)
        if walk.ended and not following and not walk.gaps and self._head(walk).is_end(walk):
            return self._close(walk, Extent.WHOLE)
        return following or self._fill(walk)

    def _close(self, walk: Walk, extent: Extent) -> list[Task]:
        """The list was read as far as it had to be: note it, and what it no longer names."""
        walk.ended = True
        head = self._head(walk)
        left = head.lost = head.left(walk, whole=extent is Extent.WHOLE)
        self.decided.append(ListWalked(walk.url, extent, left))
        return []

    def tails(self, most: int) -> list[Task]:
        """The last pages of lists that were read from their heads and do not declare their totals: of those with
        something new, and of at most so many others."""
        tasks = []
        for url, head in self.heads.items():
            if (head.fresh or most > 0) and (task := head.tail(self.walks[url])):
                tasks.append(task)
                most -= not head.fresh
        return tasks

    def _count(self, walk: Walk, number: int, listing: Listing) -> list[Task]:
        return self._after(walk, walk.go_on()) if self._head(walk).count(walk, number, listing) else []

    def unlisted(self) -> list[str]:
        """The articles that lists no longer name and none of the others does, as far as is known."""
        lost = {one for head in self.heads.values() for one in head.lost}
        for walk in self.walks.values():
            lost -= walk.seen
        for known in self.known.lists.values() if lost else ():
            head = self.heads.get(known.url)
            if not known.same_as:
                lost.difference_update(one for one in known.order if not head or one not in head.lost)
        return sorted(lost)

    @property
    def changed(self) -> bool:
        """Whether a list has changed beside what it names anew."""
        return any(head.retitled or head.lost for head in self.heads.values())

    def _fill(self, walk: Walk) -> list[Task]:
        """When a list ended with gaps: ask for the missing pages at the same list's other addresses."""
        if not walk.ended:
            return []
        others = (self._asides[url] for url, twin in self.twins.items() if twin == walk.url)
        tasks = [task for other in others for task in walk.missing_from(other)]
        tasks = [task for task in tasks if (task.category, task.number) not in self._filled]
        self._filled.update((task.category, task.number) for task in tasks)
        return tasks

    def _twin_of(self, home: str, listing: Listing) -> str | None:
        """The category whose first page this one repeats entry by entry: with the same totals, or as the same page
        with and without the language in its address."""
        ids = tuple(entry.native_id for entry in listing.entries)
        heads: list[tuple[object, ...]] = [(ids, without_language(local(home)))]
        if len(ids) >= MIN_TWIN and (listing.declared_total or listing.pager.last):
            heads.append((ids, listing.declared_total, listing.pager.last))
        twins = [self._heads.setdefault(head, home) for head in heads]
        return next((twin for twin in twins if twin != home), None)
