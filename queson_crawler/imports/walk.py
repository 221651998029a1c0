"""One portal of a file, walked as the live crawl walks a portal: the same frontier, the same reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import heappop, heappush, nsmallest
from itertools import count

from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.pagination import Walk
from queson_crawler.frontier.rendering import Rendering
from queson_crawler.imports.answers import Answers
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.files import Files
from queson_crawler.imports.held import Held
from queson_crawler.imports.resources import Resources
from queson_crawler.imports.sites import looks_like_home
from queson_crawler.parse.results import Listing, Why
from queson_crawler.portals import Portal
from queson_crawler.understand.guess import guess_of, task_of_orphan
from queson_crawler.understand.reading import Kind, ListPlace, Reading
from queson_crawler.understand.tasks import MAX_FLOODED, ArticleTask, ListTask, PageTask, Role, Task
from queson_crawler.urls import host, is_foreign, is_refused

_PRIORITY = {Role.LIST: 0, Role.PAGE: 1, Role.ARTICLE: 2, Role.FEED: 3, Role.FILE: 4, Role.RESOURCE: 5}
NOT_HELD = "the imported file does not hold it"


class Walked:
    """Reads the pages of one portal out of a file and stores them as one run; `mine` are its records."""

    def __init__(self, copier: Copier, portal: Portal, mine: list[Held]) -> None:
        self.copier, self.portal, self.mine = copier, portal, mine
        self.answers = Answers(copier, portal)
        self.frontier = Frontier(portal, rendering=Rendering(_no_rendering(mine)))
        self._waiting: list[tuple[int, int, Task]] = []
        self._order = count()

    def steps(self) -> Iterator[int]:
        """Take in everything; yields how many records were done."""
        self._ask(self.frontier.start())
        yield from self._drain()
        self._start_that_is_a_list()
        yield from self._drain()
        yield from self._orphans()
        yield from Files(self.copier, self.portal).steps()
        if self.portal.files != "none":
            yield from Resources(self.copier, self.portal).steps()
        for one in self.mine:
            self.copier.keep(one)
            yield len(self.copier.done)

    def _is_done(self, one: Held) -> bool:
        return id(one) in self.copier.done

    def _ask(self, tasks: list[Task]) -> None:
        for task in tasks:
            heappush(self._waiting, (_PRIORITY[task.role], next(self._order), task))

    def _drain(self) -> Iterator[int]:
        ahead = self.answers.ahead
        while self._waiting:
            if ahead.is_due:
                self._look_ahead([task for _, _, task in nsmallest(ahead.most, self._waiting)])
            self._answer(heappop(self._waiting)[2])
            yield len(self.copier.done)
            if not self._waiting:
                self._ask(self.frontier.idle())
                self._decide()

    def _look_ahead(self, tasks: Iterable[Task]) -> None:
        """Have the pages parsed elsewhere that are asked for next."""
        self.answers.ahead.look(self._held_ahead(tasks))

    def _held_ahead(self, tasks: Iterable[Task]) -> Iterator[tuple[Held, Task]]:
        for task in tasks:
            asked = self._asked(task)
            for one in self._held_for(asked):
                yield one, asked

    def _asked(self, task: Task) -> Task:
        """A task as it is asked of a file, which gives the same answer every time."""
        return replace(self.frontier.as_of_now(task), attempt=MAX_FLOODED)

    def _answer(self, task: Task) -> None:
        """What the file has to say to a task: every capture of its address is read, and the newest page with content
        is followed: the last one of a portal that was switched off has none."""
        task = self._asked(task)
        several = self._held_for(task)
        if not several or (task.is_start and self._begins_with_an_article()):
            self._absent(task)
            return
        followed, best = None, (False, False)
        for one in several:
            reading = self.answers.read(one, task)
            worth = _worth(one, reading)
            if worth >= best:
                followed, best = reading, worth
        if followed is None:
            self._ask(self.frontier.refused(task, Why.NO_ANSWER))
            return
        self._ask(self.frontier.take(followed))
        self._decide()

    def _held_for(self, task: Task) -> list[Held]:
        """The records that answer a task, oldest first: pages as a browser showed them where that is asked for, else
        rather those that were sent."""
        if task.has_state:
            return []
        several = self.copier.index.lookup(task.url)
        fitting = [one for one in several if one.is_rendered is task.render]
        if not task.render:
            fitting = fitting or several
        return self._rather_whole(task.url, fitting)

    def _rather_whole(self, url: str, several: list[Held]) -> list[Held]:
        """The records that are whole, where any is, here or in the archive: a part never takes the place of a whole."""
        whole = [one for one in several if not one.is_cut]
        if whole or self.copier.has_earlier(url):
            return whole
        return several

    def _absent(self, task: Task) -> None:
        if _is_promised(task):
            self.answers.tell_absent(task, NOT_HELD)
        self._ask(self.frontier.refused(task, Why.NOT_HELD))
        self._decide()

    def _decide(self) -> None:
        for conclusion in self.frontier.conclusions():
            self.answers.conclude(conclusion)

    def _orphans(self) -> Iterator[int]:
        """Pages that no page of the file leads to: lists first, since they name articles."""
        orphans = list(filter(self._is_orphan, self.mine))
        if orphans and not self.answers.profile.is_recognised:
            self.answers.reading(orphans[0])
        tasks = [(one, self.answers.guess(one)) for one in orphans]
        tasks.sort(key=lambda pair: _PRIORITY[pair[1].role])
        for place, (one, task) in enumerate(tasks):
            if not self._is_done(one):
                if self.answers.ahead.is_due:
                    self._look_ahead([task for _, task in tasks[place : place + self.answers.ahead.most]])
                self._orphan(one, task)
                yield from self._drain()

    def _is_orphan(self, one: Held) -> bool:
        if self._is_done(one) or not one.is_page:
            return False
        url = one.found.url
        if host(url) not in self.portal.all_hosts or self.answers.profile.platform.is_variant(url):
            return False
        return not (is_refused(url) or is_foreign(url))

    def _begins_with_an_article(self) -> bool:
        """Whether reading begins, for want of a home page, at what is an article: it is read as one in its turn."""
        start = self.portal.start
        if looks_like_home(start):
            return False
        reading = self._reading_of_page(start)  # the first one, by which the portal's platform is known
        if reading is None:
            return False
        task: Task | None = guess_of(start, self.answers.profile)
        if isinstance(task, PageTask):
            task = task_of_orphan(task, reading)
        return isinstance(task, ArticleTask)

    def _start_that_is_a_list(self) -> None:
        """Without a home page reading began somewhere: what would be teasers there is a list elsewhere."""
        start, walks = self.portal.start, self.frontier.lists.walks
        if looks_like_home(start):
            return
        match self._reading_of_page(start):
            case Reading(result=Listing() as listing, place=ListPlace(home=home)):
                if home not in walks:
                    walks[home] = Walk(home, listing.title)
                    self._answer(ListTask(start, home, listing.pager.current or 1))

    def _reading_of_page(self, url: str) -> Reading | None:
        """What the oldest page of an address is; None where none is held, or it cannot be read."""
        for one in self.copier.index.lookup(url):
            if one.is_page:
                return self.answers.reading(one)
        return None

    def _orphan(self, one: Held, guess: Task) -> None:
        task = self._task_of_orphan(one, guess)
        if task is None:
            self.copier.keep(one)
            return
        if isinstance(task, ListTask):
            self.frontier.lists.walks.setdefault(task.category, Walk(task.category))
        if isinstance(task, ArticleTask):
            self.frontier.articles.expect(task.native_id)
        self._answer(task)

    def _task_of_orphan(self, one: Held, guess: Task) -> Task | None:
        """As what a page is asked that nothing leads to; of one whose address tells nothing, its content decides."""
        if not isinstance(guess, PageTask):
            return guess
        reading = self.answers.reading(one)
        if reading is None:
            return None
        return task_of_orphan(guess, reading)


def _no_rendering(held: Iterable[Held]) -> str:
    """Why no page of a file is there as a browser showed it; "" where one is."""
    for one in held:
        if one.is_rendered and one.is_page:
            return ""
    return NOT_HELD


def _is_promised(task: Task) -> bool:
    """Whether something says that the page exists: its absence is told then."""
    if isinstance(task, ListTask):
        return not task.is_guess
    return task.listed


def _worth(one: Held, reading: Reading | None) -> tuple[bool, bool]:
    """Whether a capture is a page, and whether one with content."""
    if not one.is_page or reading is None:
        return one.is_page, False
    return True, reading.kind not in (Kind.NO_CONTENT, Kind.UNRENDERED)
