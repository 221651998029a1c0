"""One portal of a file, walked as the live crawl walks a portal: the same frontier, the same reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count

from archive.events import ProfileLearned, Unanswered
from archive.records import Capture, Page
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.pagination import Walk
from queson_crawler.frontier.rendering import Rendering
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.files import Files
from queson_crawler.imports.index import Held, looks_like_home
from queson_crawler.parse.results import Listing, Why
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.understand.guess import guess_of, task_of_orphan
from queson_crawler.understand.reader import PARSER, Reader, answer_of
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import MAX_FLOODED, ArticleTask, ListTask, PageTask, Role, Task
from queson_crawler.urls import host, is_foreign, is_refused

_PRIORITY = {Role.LIST: 0, Role.PAGE: 1, Role.ARTICLE: 2, Role.FEED: 3, Role.FILE: 4}
NOT_HELD = "the imported file does not hold it"


class Walked:
    """Reads the pages of one portal out of a file and stores them as one run; `mine` are its records."""

    def __init__(self, copier: Copier, portal: Portal, mine: list[Held]) -> None:
        self.copier, self.portal, self.mine = copier, portal, mine
        self.archive, self.run_id, self.index = copier.archive, copier.run_id, copier.index
        copier.first = lambda one: self._read(one, self._guess(one))
        self.frontier = Frontier(portal, rendering=Rendering(_no_rendering(mine)))
        self.reader = Reader(portal, self.run_id)
        known = self.archive.has_articles(portal.slug)
        self.reader.begin(PARSER, self.archive.profile_of(portal.slug), is_known=known)
        self._places: dict[int, tuple[str, str, int]] = {}
        """As what each record was read last, by its `id`."""
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
        for one in self.mine:
            if not self._is_done(one):
                self.copier.keep(one)
                yield len(self.copier.done)

    def _is_done(self, one: Held) -> bool:
        return id(one) in self.copier.done

    def _ask(self, tasks: list[Task]) -> None:
        for task in tasks:
            heappush(self._waiting, (_PRIORITY[task.role], next(self._order), task))

    def _drain(self) -> Iterator[int]:
        while self._waiting:
            self._answer(heappop(self._waiting)[2])
            yield len(self.copier.done)
            if not self._waiting:
                self._ask(self.frontier.idle())
                self._decide()

    def _answer(self, task: Task) -> None:
        """What the file has to say to a task: every capture of its address is read, and the newest page with content
        is followed: the last one of a portal that was switched off has none."""
        # A file gives the same answer every time.
        task = replace(self.frontier.as_of_now(task), attempt=MAX_FLOODED)
        several = self._held_for(task)
        if not several:
            self._absent(task)
            return
        followed, best = None, (False, False)
        for one in several:
            reading = self._read(one, task)
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
        if isinstance(task, ListTask) and (task.postback or task.press):
            return []
        several = self.index.lookup(task.url)
        fitting = [one for one in several if one.is_rendered is task.render]
        if task.render:
            return fitting
        return fitting or several

    @property
    def platform(self) -> Platform:
        return self.reader.profile.platform

    def _absent(self, task: Task) -> None:
        if _is_promised(task):
            at = self.copier.record(Unanswered(task.url, Why.NOT_HELD, NOT_HELD, task.note()))
            self.archive.store(self.reader.unanswered(task, Why.NOT_HELD, NOT_HELD, at))
        self._ask(self.frontier.refused(task, Why.NOT_HELD))
        self._decide()

    def _decide(self) -> None:
        for conclusion in self.frontier.conclusions():
            at = self.copier.record(conclusion)
            if isinstance(conclusion, ProfileLearned):
                self.reader.take_up(conclusion)
                self.archive.learn(self.run_id, at, conclusion, self.reader.profile.identify)

    def _read(self, one: Held, task: Task) -> Reading | None:
        """Read a record as the answer to a task; it is stored the first time. None where it cannot be read."""
        raw = self.copier.load(one)
        exchange = self.copier.exchange(one, raw)
        if exchange is None or exchange.status == 304:
            self.copier.keep(one)
            return None
        known = self.copier.done.get(id(one)) or self.copier.stored(exchange)
        capture = known or self.copier.copy(one, raw, exchange, task)
        reading, page = self.reader.read(task, answer_of(exchange), capture)
        if known is None:
            self._store(page)
        elif page.listing is not None and self._places.get(id(one)) != _place(task):
            self._read_again(capture, task, page)
        self.copier.done[id(one)], self._places[id(one)] = capture, _place(task)
        return reading

    def _read_again(self, capture: Capture, task: Task, page: Page) -> None:
        """A capture that is stored is, for this run, also a page of a list."""
        self.copier.met_again(capture, task)
        self._store(replace(page, again=True, article=None, problems=(), layout=()))

    def _store(self, page: Page) -> None:
        self.archive.store(judged(normalised(page), self.archive))

    def _orphans(self) -> Iterator[int]:
        """Pages that no page of the file leads to: lists first, since they name articles."""
        orphans = list(filter(self._is_orphan, self.mine))
        if orphans and not self.reader.profile.is_recognised:
            self._answer(self._guess(orphans[0]))
        tasks = list(zip(orphans, map(self._guess, orphans), strict=True))
        tasks.sort(key=lambda pair: _PRIORITY[pair[1].role])
        for one, task in tasks:
            if not self._is_done(one):
                self._orphan(one, task)
                yield from self._drain()

    def _is_orphan(self, one: Held) -> bool:
        if self._is_done(one) or not one.is_page:
            return False
        url = one.found.url
        if host(url) not in (host(self.portal.start), *self.portal.hosts):
            return False
        return not (is_refused(url) or is_foreign(url) or self.platform.is_variant(url))

    def _guess(self, one: Held) -> Task:
        """What a page is asked as that nothing leads to."""
        return guess_of(one.found.url, self.reader.profile)

    def _start_that_is_a_list(self) -> None:
        """Without a home page reading began somewhere: what would be teasers there is a list elsewhere."""
        start, walks = self.portal.start, self.frontier.lists.walks
        if looks_like_home(start):
            return
        reading = self._reading_of_page(start)
        if reading is None or reading.place is None or not isinstance(reading.result, Listing):
            return
        home = reading.place.home
        if home not in walks:
            walks[home] = Walk(home, reading.result.title)
            self._answer(ListTask(start, home, reading.result.pager.current or 1))

    def _reading_of_page(self, url: str) -> Reading | None:
        """What the oldest page of an address is; None where none is held, or it cannot be read."""
        for one in self.index.lookup(url):
            if one.is_page:
                return self._reading(one)
        return None

    def _reading(self, one: Held) -> Reading | None:
        """What a page is, without storing anything; None where it cannot be read."""
        exchange = self.copier.exchange(one, self.copier.load(one))
        if exchange is None:
            return None
        return self.reader.reading(PageTask(exchange.url, depth=1), answer_of(exchange))

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
        reading = self._reading(one)
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
    return isinstance(task, ArticleTask) and task.listed


def _worth(one: Held, reading: Reading | None) -> tuple[bool, bool]:
    """Whether a capture is a page, and whether one with content."""
    if not one.is_page or reading is None:
        return one.is_page, False
    return True, reading.kind not in (Kind.NO_CONTENT, Kind.UNRENDERED)


def _place(task: Task) -> tuple[str, str, int]:
    """As what a capture was stored: the same place in a list need not be stored twice."""
    match task:
        case ListTask():
            return task.role, task.category, task.number
        case PageTask():
            return task.role, task.category, 0
        case _:
            return task.role, "", 0
