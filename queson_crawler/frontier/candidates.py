"""The pages that may be lists: which are looked at, and which wait until the lists were read. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter
from urllib.parse import urlsplit

from archive.records import Entry
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.parse.links import Candidate, list_url
from queson_crawler.parse.listing.item_signs import LONG_TITLE
from queson_crawler.parse.pager.ways import may_lead_on
from queson_crawler.parse.results import PageLink, Pager, Way
from queson_crawler.platforms import Platform
from queson_crawler.understand.tasks import MAX_DEPTH, PageTask
from queson_crawler.urls import folder_of

MAX_CANDIDATES = 600
"""At most this many pages are looked at in search of lists; a portal has tens, an endless space has more."""


@dataclass(frozen=True, slots=True)
class _OwnList:
    """A list, by the name of its address, against which the links in its pager are held."""

    platform: Platform
    name: str

    def other(self, url: str) -> str:
        """The name of what an address leads to; "" where that is the list itself."""
        name = self.platform.name_of(list_url(self.platform, url))
        if name == self.name:
            return ""
        return name


@dataclass(slots=True)
class Candidates:
    """Each candidate of one run by the name that the platform gives its address. With `patient`, pages that no menu
    leads to wait in `later`: most of them are articles of the lists that are still to be read."""

    patient: bool = True
    names: set[str] = field(default_factory=set)
    later: dict[str, PageTask] = field(default_factory=dict)
    further: set[str] = field(default_factory=set)
    """The names of further pages of lists: they begin none of their own."""
    archives: dict[str, PageTask] = field(default_factory=dict)
    """Archives of months, authors and tags: they are asked only where a portal has no other lists."""
    on_trial: dict[str, PageTask | None] = field(default_factory=dict)
    """The names of pages to which controls beside lists lead, that may belong to those: they wait, too."""

    def __len__(self) -> int:
        return len(self.names)

    @property
    def is_waiting(self) -> bool:
        """Whether any page waits."""
        if self.later:
            return True
        return any(self.on_trial.values())

    def look(
        self, found: Iterable[Candidate], depth: int, platform: Platform, lists: Lists, revisit: Revisit
    ) -> list[PageTask]:
        """What to ask for of the pages that a page at a `depth` (clicks from the start page) leads to."""
        tasks: list[PageTask] = []
        if depth > MAX_DEPTH:
            return tasks
        for candidate in found:
            name = platform.name_of(candidate.url)
            if self._is_decided(name):
                continue
            if lists.is_page(candidate.url):
                continue
            self.names.add(name)
            revisit.prepare(platform.name_of)
            if revisit.is_superfluous(name):
                continue
            task = _task(candidate, depth, revisit.home_named(name))
            if not self._waits(candidate, name, task):
                tasks.append(task)
        return tasks

    def _is_decided(self, name: str) -> bool:
        """Whether nothing more is asked under a name: it was met, or there are enough."""
        if len(self.names) >= MAX_CANDIDATES:
            return True
        if name in self.further:
            return True
        return name in self.names

    def _waits(self, candidate: Candidate, name: str, task: PageTask) -> bool:
        """Whether a page is kept for later. One that was a list before never is."""
        if task.category:
            return False
        if candidate.archive:
            self.archives[name] = task
            return True
        if candidate.menu or not self.patient:
            return False
        self._wait(name, task)
        return True

    def _wait(self, name: str, task: PageTask) -> None:
        """Keep a page until the lists were read."""
        if name in self.on_trial:
            self.on_trial[name] = task
        else:
            self.later[name] = task

    def of_this_list(self, pager: Pager, home: str, platform: Platform) -> Pager:
        """A pager without the ways to pages that menus name as lists of their own; the pages of the others are noted as
        pages of this list."""
        own = _OwnList(platform, platform.name_of(home))
        links = self._of_this(own, pager.links)
        following = self._of_this(own, filter(None, [pager.following]))
        ways = tuple(way for way in pager.ways if not self._is_another(own, way.link))
        self._put_on_trial(own, ways)
        for link in links + following:
            self._note_further(own, link)
        kept = replace(pager, links=links, following=next(iter(following), None), ways=ways)
        is_cut = kept != pager
        if is_cut and not links:
            return replace(kept, template=None)  # the links that told it lead elsewhere
        return kept

    def _of_this(self, own: _OwnList, links: Iterable[PageLink]) -> tuple[PageLink, ...]:
        """The links that lead to no other list."""
        return tuple(link for link in links if not self._is_another(own, link))

    def _is_another(self, own: _OwnList, link: PageLink) -> bool:
        """Whether a menu names what a link leads to, as a list beside this one; what no menu names waits."""
        if link.postback is not None or link.press:
            return False
        name = own.other(link.url)
        if name in self.further or name in self.later:
            return False
        return name in self.names

    def _note_further(self, own: _OwnList, link: PageLink) -> None:
        """What a pager's link leads to is a further page of its list."""
        name = own.other(link.url)
        if name and link.postback is None:
            self.further.add(name)
            self.later.pop(name, None)

    def _put_on_trial(self, own: _OwnList, ways: Iterable[Way]) -> None:
        for way in ways:
            name = own.other(way.link.url)
            if name and may_lead_on(way):
                self.on_trial[name] = self.later.pop(name, self.on_trial.get(name))

    def belongs_to_a_list(self, url: str, platform: Platform) -> None:
        """A page that was tried turned out to be a further one of its list."""
        self.further.add(platform.name_of(list_url(platform, url)))

    def take_archives(self) -> list[PageTask]:
        """The archives of months, authors and tags that were met."""
        tasks = list(self.archives.values())
        self.archives.clear()
        return tasks

    def take_later(self) -> list[PageTask]:
        """The pages that waited; none waits any more."""
        open_trials = [name for name in self.on_trial if name not in self.further]
        on_trial = map(self.on_trial.get, open_trials)
        tasks = [*self.later.values(), *filter(None, on_trial)]
        self.later.clear()
        self.on_trial.clear()
        return tasks


def _task(candidate: Candidate, depth: int, home: str) -> PageTask:
    """The task of a candidate; `home` is the list that it was before."""
    task = PageTask(candidate.url, home, title=candidate.title, parent=candidate.parent_url, depth=depth)
    if candidate.frame:
        return replace(task, frame=depth == 1)
    return replace(task, menu=candidate.menu)


def articles_may_be_among(
    found: Iterable[Candidate], list_url: str = "", entries: Iterable[Entry] = ()
) -> Iterator[Candidate]:
    """The pages that a page leads to, which may be the list at `list_url` with these `entries`. What its menu names
    below the address of that, or by words as long as a title below the address of another entry, waits: a tree of the
    portal names articles there, too. So do its entries, where what holds them only seems a menu."""
    candidates = tuple(found)
    listed = set(map(attrgetter("url"), entries))
    own = folder_of(list_url)
    folders = {folder_of(candidate.url) for candidate in candidates if candidate.menu}
    for candidate in candidates:
        above = _folders_above(candidate.url)
        is_below_entry = len(candidate.title) >= LONG_TITLE and not folders.isdisjoint(above)
        if candidate.menu and (own in above or is_below_entry or candidate.url in listed):
            yield replace(candidate, menu=False)
        else:
            yield candidate


def _folders_above(url: str) -> set[str]:
    """The folders, but for the whole portal, in which the page of an address lies."""
    steps = urlsplit(url).path.strip("/").split("/")
    return {f"/{'/'.join(steps[:depth])}/" for depth in range(1, len(steps))}
