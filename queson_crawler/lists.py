"""The lists of one run: which is walked, which only repeats another, and where gaps can be filled from. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field

from queson_crawler.parse.links import list_url
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import Platform
from queson_crawler.tasks import LIST, Decision, Task
from queson_crawler.urls import local, without_language
from queson_crawler.walk import Walk

LEAST_TWIN = 3


@dataclass(slots=True)
class Lists:
    """The walks of one run, by the address of their lists. `twins` are lists that repeat another; what was concluded
    about several pages waits in `decided`."""

    walks: dict[str, Walk] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    decided: list[Decision] = field(default_factory=list)
    _heads: dict[tuple[object, ...], str] = field(default_factory=dict)
    _asides: dict[str, Walk] = field(default_factory=dict)
    _filled: set[tuple[str, int]] = field(default_factory=set)
    _homes: set[str] = field(default_factory=set)

    def take(self, task: Task, url: str, listing: Listing, platform: Platform) -> list[Task] | None:
        """Take in a page of a list; the pages to ask next. None where it belongs to no list that is being read, or
        begins one that was read already."""
        if task.role == LIST:
            walk = self.walks.get(task.category) or self._asides.get(task.category)
            return None if walk is None else self._read(walk, task.number, listing, task)
        home = list_url(platform, url)
        name = platform.name_of(home)
        if name in self._homes:
            return None
        self._homes.add(name)
        walk = Walk(home, task.title or listing.title, rendering=task.render)
        if twin := self._twin_of(home, listing):
            self.twins[home] = twin
            self.decided.append(Decision(home, same_as=twin))
            walk.read(1, listing)
            self._asides[home] = walk
            return self._fill(self.walks[twin])
        self.walks[home] = walk
        return self._read(walk, 1, listing, None)

    def miss(self, task: Task) -> list[Task]:
        """A page of a list could not be read."""
        walk = self.walks.get(task.category)
        return [] if walk is None else self._after(walk, walk.miss(task.number, task))

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
        # A twin is only asked for the pages that its list could not give; it is not walked itself.
        return [] if walk.url in self._asides else self._after(walk, following)

    def _after(self, walk: Walk, following: list[Task]) -> list[Task]:
        self.decided += [Decision(walk.url, missing=number) for number in walk.unreachable]
        self.decided += [Decision(walk.url, repeated=number) for number in walk.repeated]
        walk.unreachable, walk.repeated = [], []
        return following or self._fill(walk)

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
        if len(ids) >= LEAST_TWIN and (listing.declared_total or listing.pager.last):
            heads.append((ids, listing.declared_total, listing.pager.last))
        twins = [self._heads.setdefault(head, home) for head in heads]
        return next((twin for twin in twins if twin != home), None)
