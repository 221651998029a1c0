"""One portal of a file, walked as the live crawl walks a portal: the same frontier, the same reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count

from archive.events import Unanswered
from archive.records import Capture, Page
from archive.warc import Exchange
from queson_crawler.frontier.articles import Wanted
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.pagination import Walk
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.files import Files
from queson_crawler.imports.index import Held, looks_like_home
from queson_crawler.parse.answer import Answer, Understood
from queson_crawler.parse.headers import location_of, media_type
from queson_crawler.parse.links import list_url
from queson_crawler.parse.results import Listing, NotContent, RawArticle, Why
from queson_crawler.platforms import GENERIC, Platform
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import ARTICLE, FEED, LIST, MAX_FLOODED, PAGE, Task
from queson_crawler.urls import host, is_foreign, is_refused

_PRIORITY = {LIST: 0, PAGE: 1, ARTICLE: 2, FEED: 3}
NOT_HELD = "the imported file does not hold it"


class Walked:
    """Reads the pages of one portal out of a file and stores them as one run; `mine` are its records."""

    def __init__(self, copier: Copier, portal: Portal, mine: list[Held]) -> None:
        self.copier, self.portal, self.mine = copier, portal, mine
        self.archive, self.run_id, self.index = copier.archive, copier.run_id, copier.index
        copier.first = lambda one: self._read(one, self._guess(one))
        shown = any(one.found.kind == "conversion" and one.is_page for one in mine)
        self.frontier = Frontier(portal, no_browser="" if shown else NOT_HELD)
        self.reader = Reader(portal, self.run_id)
        self._as_what: dict[int, Task] = {}
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
            if id(one) not in self.copier.done:
                self.copier.keep(one)
                yield len(self.copier.done)

    def _ask(self, tasks: list[Task]) -> None:
        for task in tasks:
            heappush(self._waiting, (_PRIORITY[task.role], next(self._order), task))

    def _drain(self) -> Iterator[int]:
        while self._waiting:
            while self._waiting:
                self._answer(heappop(self._waiting)[2])
                yield len(self.copier.done)
            self._ask(self.frontier.idle())

    def _answer(self, task: Task) -> None:
        """What the file has to say to a task: every capture of its address is read, and the newest page with content
        is followed: the last one of a portal that was switched off has none."""
        task = replace(task, attempt=MAX_FLOODED)  # a file gives the same answer every time
        several = [] if task.postback or task.press else self.index.lookup(task.url)
        several = [one for one in several if (one.found.kind == "conversion") is task.render] or (
            [] if task.render else several
        )
        if not several:
            self._absent(task)
            return
        read = [(one, self._read(one, task)) for one in several]
        _, followed = max(enumerate(read), key=lambda each: (_worth(*each[1]), each[0]))[1]
        if followed is None:
            self._ask(self.frontier.refused(task, Why.NO_ANSWER))
            return
        understood, url = followed
        self.frontier.platform = self.platform
        self._ask(self.frontier.take(task, url, understood))
        self._decide()

    @property
    def platform(self) -> Platform:
        return self.reader.platform or GENERIC

    def _absent(self, task: Task) -> None:
        if (task.role == LIST and not task.probe) or (task.role == ARTICLE and task.listed):
            at = self.copier.record(Unanswered(task.url, Why.NOT_HELD, NOT_HELD, task.note()))
            self.archive.store(self.reader.unanswered(task, Why.NOT_HELD, NOT_HELD, at))
        self._ask(self.frontier.refused(task, Why.NOT_HELD))
        self._decide()

    def _decide(self) -> None:
        for conclusion in self.frontier.decisions():
            self.copier.record(conclusion)

    def _read(self, one: Held, task: Task) -> tuple[Understood, str] | None:
        """Read a record as the answer to a task; it is stored the first time. None where it cannot be read."""
        raw = self.copier.load(one)
        exchange = self.copier.exchange(one, raw)
        if exchange is None or exchange.status == 304:
            self.copier.keep(one)
            return None
        before = self._as_what.get(id(one))
        known = self.copier.done.get(id(one)) or self.copier.stored(exchange)
        capture = known or self.copier.copy(one, raw, exchange, task)
        understood, page = self.reader.read(task, _answer_of(exchange), capture)
        if known is None:
            self._store(page)
        elif page.listing is not None and (before is None or _place(before) != _place(task)):
            self._read_again(capture, task, page)
        self.copier.done[id(one)], self._as_what[id(one)] = capture, task
        return understood, exchange.url

    def _read_again(self, capture: Capture, task: Task, page: Page) -> None:
        """A capture that is stored is, for this run, also a page of a list."""
        self.copier.met_again(capture, task)
        self._store(replace(page, again=True, article=None, problems=(), layout=()))

    def _store(self, page: Page) -> None:
        self.archive.store(judged(normalised(page), self.archive))

    def _guess(self, one: Held) -> Task:
        """What an answer that nothing leads to was probably asked for."""
        url = one.found.url
        native_id = self.platform.native_id(url)
        if native_id is not None:
            return Task(ARTICLE, url, native_id=native_id)
        return Task(PAGE, url, depth=1)

    def _orphans(self) -> Iterator[int]:
        """Pages that no page of the file leads to: lists first, since they name articles."""
        left = [one for one in self.mine if one.is_page and id(one) not in self.copier.done and self._is_ours(one)]
        if self.reader.platform is None and left:
            self._answer(self._guess(left[0]))
        tasks = [(one, self._guess(one)) for one in left]
        for one, task in sorted(tasks, key=lambda pair: _PRIORITY[pair[1].role]):
            if id(one) not in self.copier.done:
                self._orphan(one, task)
                yield from self._drain()

    def _start_that_is_a_list(self) -> None:
        """Without a home page reading began somewhere: what would be teasers there is a list elsewhere."""
        start = self.portal.start
        held = next((one for one in self.index.lookup(start) if one.is_page), None)
        if held is None or looks_like_home(start):
            return
        understood = self._understood(held)
        if understood is not None and isinstance(understood.result, Listing):
            home = list_url(self.platform, start)
            if home not in self.frontier.lists.walks:
                self.frontier.lists.walks[home] = Walk(home, understood.result.title)
                self._answer(Task(LIST, start, home, understood.result.pager.current or 1))

    def _understood(self, one: Held) -> Understood | None:
        """What a page is, without storing anything; None where it cannot be read."""
        exchange = self.copier.exchange(one, self.copier.load(one))
        if exchange is None:
            return None
        capture = Capture(0, self.run_id, exchange.url, exchange.fetched_at, 200, "", "", "", 0, 0)
        return self.reader.read(Task(PAGE, exchange.url, depth=1), _answer_of(exchange), capture)[0]

    def _is_ours(self, one: Held) -> bool:
        url = one.found.url
        own = host(url) == host(self.portal.start) or host(url) in self.portal.hosts
        return own and not (is_refused(url) or is_foreign(url) or self.platform.is_variant(url))

    def _orphan(self, one: Held, task: Task) -> None:
        if task.role == PAGE:
            understood = self._understood(one)
            found = self._as(task, understood) if understood else None
            if found is None:
                self.copier.keep(one)
                return
            task = found
        if task.role == LIST:
            self.frontier.lists.walks.setdefault(task.category, Walk(task.category))
        if task.role == ARTICLE:
            self.frontier.articles.wanted.setdefault(task.native_id, Wanted()).busy = True
        self._answer(task)

    def _as(self, task: Task, understood: Understood) -> Task | None:
        """What a page turned out to be that nothing leads to; None where it is nothing."""
        result, home = understood.result, list_url(self.platform, task.url)
        if isinstance(result, RawArticle) and result.published_at:
            return Task(ARTICLE, task.url, native_id=path_id(task.url))
        if not isinstance(result, Listing):
            return None
        number = result.pager.current or 1
        if number == 1 and home == task.url:
            return task
        return Task(LIST, task.url, home, number) if result.pager.current else None


def _worth(one: Held, read: tuple[Understood, str] | None) -> tuple[bool, bool]:
    """Whether a capture is a page, and whether one with content."""
    return one.is_page, one.is_page and read is not None and not isinstance(read[0].result, NotContent)


def _place(task: Task) -> tuple[str, str, int]:
    return task.role, task.category, task.number


def _answer_of(exchange: Exchange) -> Answer:
    kind, charset = media_type(exchange.response_headers)
    return Answer(
        exchange.url, exchange.status, exchange.content, kind, charset, location_of(exchange.response_headers)
    )
