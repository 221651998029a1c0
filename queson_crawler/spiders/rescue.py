"""What a web archive kept of a portal: asks its index, then for the captures that are worth it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.checks import is_past
from archive.clock import now
from archive.errors import ArchiveError
from archive.warc import Exchange
from queson_crawler.fetch.address_guard import allow_targets
from queson_crawler.fetch.failures import describe, retry_after
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.capture_queue import CaptureQueue, CaptureTask
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.imports.web_archives.looks import PageLooks
from queson_crawler.imports.web_archives.source import Row, as_sent, rows, sources
from queson_crawler.imports.web_archives.stock import Stock
from queson_crawler.parse.headers import location_of, media_type
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import pairs
from queson_crawler.spiders.requests import ASKED_ONCE
from queson_crawler.understand.guess import guess_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_FLOODED, MAX_HOPS
from queson_crawler.urls import clean, host

MAX_AT_ONCE = 8
MAX_INDEX = 512 << 20
"""Bytes of one answer of an index."""
MAX_PARTS = 1000
"""Parts of an index that are asked for."""
REDIRECTS = (301, 302, 303, 307, 308)
MAX_CLAUSE = 300
NO_CONTENT = frozenset((Why.SOFT_NOT_FOUND, Why.LOGIN, Why.MAINTENANCE, Why.CHALLENGE, Why.EMPTY, Why.FLOOD))
"""What is no content of the portal, so that an older capture is looked at."""
Known = Callable[[str, str], bool]


class RescueSpider(scrapy.Spider):
    """One portal out of one web archive, into a `Stock`.

    `known` says which captures (address, time) are stored already, `shown` names files of stored articles that never
    came. `error` is one sentence where it could not be done, `missing` tells what did not come.
    """

    name = "rescue"

    def __init__(
        self, portal: Portal, base: str, stock: Callable[[], Stock], known: Known, shown: Iterable[str] = (),
        until: str = "", every: bool = False, files: bool = True, **arguments: Any,
    ) -> None:  # fmt: skip
        super().__init__(**arguments)
        self.portal, self.base, self.until = portal, base, until
        self.choice = Choice(portal, every)
        self._queue = CaptureQueue(self.choice)
        self.error = ""
        self.missing = self._queue.missing
        self.came = self.had = 0
        self.finished = False
        self._stock_of, self._known, self._files = stock, known, files and portal.files != "none"
        self._shown = shown if self._files else ()
        self._ways = deque(sources(base))
        self._parts: set[str] = set()
        self._hosts = deque((host(portal.start), *portal.hosts))
        self._reader = Reader(portal, 0)
        self._looks = PageLooks(portal)
        self._chosen = False
        allow_targets([base])

    stock: Stock
    lane: Throttle

    async def start(self) -> AsyncIterator[Request]:
        self.lane = Throttle.of(self.crawler)
        self.crawler.signals.connect(self.robots, signals.robots_parsed)
        self.crawler.signals.connect(self.idle, signals.spider_idle)
        yield self._try()

    def robots(self, robotparser: Any) -> None:
        """Keep the distance that the archive's robots.txt asks for."""
        self.lane.keep_distance(robotparser.crawl_delay("queson") or 0.0)

    def _try(self) -> Request:
        """Ask the next kind of index whether it is one."""
        return self._index(self._ways[0].query(self._hosts[0], until=self.until, first=True), trial=True)

    def _index(self, url: str, attempt: int = 1, *, trial: bool = False) -> Request:
        return Request(
            url, callback=self.listed, errback=self.unlisted, dont_filter=True,
            meta={
                "trial": trial, "attempt": attempt, "download_maxsize": MAX_INDEX, "download_timeout": 300,
                **ASKED_ONCE,
            },
        )  # fmt: skip

    async def listed(self, response: Response) -> AsyncIterator[Request]:
        """The index answered."""
        trial, attempt = response.meta["trial"], response.meta["attempt"]
        if self._is_flood(response) and attempt < MAX_FLOODED:
            yield self._index(response.url, attempt + 1, trial=trial)
            return
        self.lane.answered()
        named, resume, others = rows(response.body) if response.status == 200 else ([], "", 0)
        found = [row for row in named if is_past(row.date)]
        others += len(named) - len(found)
        if trial and not found:
            self._ways.popleft()
            if self._ways:
                yield self._try()
            else:
                self.error = f"{self.base} names no capture of {self._hosts[0]} (its index answered {response.status})."
            return
        if others:
            self.missing.append(f"{others:,} line(s) of the index are none")
        for request in self._go_on(found, resume, trial):
            yield request

    def _go_on(self, found: list[Row], resume: str, trial: bool) -> Iterator[Request]:
        """The next part of the index, of the next host; then the captures."""
        if not trial:
            self.choice.add(found)
            if not resume or not self._is_new_part(resume):
                self._hosts.popleft()
                resume = ""
        if self._hosts:
            yield self._index(self._ways[0].query(self._hosts[0], until=self.until, resume=resume))
            return
        self._choose()
        yield from self._next(MAX_AT_ONCE)

    def _is_new_part(self, resume: str) -> bool:
        """Whether a part of the index is to be asked for; one that was asked before, or one too many, never ends."""
        if resume in self._parts or len(self._parts) >= MAX_PARTS:
            self.missing.append("the index gives the same part again, or has no end: the rest of it was not asked for")
            return False
        self._parts.add(resume)
        return True

    def unlisted(self, failure: Failure) -> list[Request]:
        """The index gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if request.meta["attempt"] < MAX_ATTEMPTS:
            return [self._index(request.url, request.meta["attempt"] + 1, trial=request.meta["trial"])]
        self.error = f"{self.base} did not name what it holds: {describe(failure)[1]}. Try again later."
        return []

    def _choose(self) -> None:
        self._chosen = True
        try:
            self.stock = self._stock_of()
        except ArchiveError as error:
            self.error = str(error)
            return
        self._queue.add_pages()
        self._queue.add_files(self._shown)
        self.logger.info("%d captures, %d addresses to ask for", self.choice.found, len(self._queue))

    def _next(self, most: int = 1) -> Iterator[Request]:
        """The next requests; what the stock or the archive has is not asked for again."""
        while most and self._queue and not self.error:
            task = self._queue.next()
            if not task.url and self._has(task):
                self.had += 1
                continue
            most -= 1
            yield Request(
                task.url or self._ways[0].capture(task.row), callback=self.answered, errback=self.unanswered,
                headers={"Accept": "*/*"}, dont_filter=True, meta={"capture": task, "verbatim_url": True, **ASKED_ONCE},
            )  # fmt: skip

    def _has(self, task: CaptureTask) -> bool:
        """Whether a capture came before: with an earlier call, which is read for what follows from it, or long ago."""
        exchange = self.stock.load(task.row)
        if exchange is None:
            return self._known(task.row.url, task.row.date)
        self._follow(task, exchange)
        return True

    def idle(self) -> None:
        """Where requests fell out of the chain, the rest is asked all the same."""
        requests = list(self._next(MAX_AT_ONCE)) if self._chosen else []
        if self._chosen and self._files and not requests:
            requests = list(self._next_looks())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider
        self.finished = self._chosen and not self.error

    def _next_looks(self) -> Iterator[Request]:
        """When all pages were read, what they are shown with; style sheets lead to more."""
        needs = self._looks.next()
        while needs and not self.error:
            self._queue.add_looks(needs)
            requests = list(self._next(MAX_AT_ONCE))
            if requests:
                yield from requests
                return
            needs = self._looks.next()  # what came with an earlier call may name more

    async def answered(self, response: Response) -> AsyncIterator[Request]:
        """A capture came, or something in its place."""
        task: CaptureTask = response.meta["capture"]
        if self._is_flood(response):
            self._queue.again(task, f"answered {response.status}", MAX_FLOODED)
        elif response.status in REDIRECTS:
            self.lane.answered()
            self._onward(task, response)
        else:
            self.lane.answered()
            self._keep(task, response)
        for request in self._next():
            yield request

    def _keep(self, task: CaptureTask, response: Response) -> None:
        if response.status != 200:
            self._queue.give_up(task, f"answered {response.status}")
            return
        row, url = task.row, response.url
        if time := self._ways[0].time_of(url):
            row = Row(time, row.url, row.kind, row.status, row.digest)
        sent = tuple(as_sent(pairs(response.headers)))
        try:
            self.came += self.stock.add(row, url, now(), sent, response.body)
        except ArchiveError as error:
            self.error = str(error)
            raise CloseSpider("nothing can be kept") from error
        self._follow(task, Exchange(row.url, "GET", (), b"", 200, "", sent, response.body, "", row.date))

    def _follow(self, task: CaptureTask, exchange: Exchange) -> None:
        """What follows from a capture: a page names files, and it and its style sheets what it is shown with."""
        if task.needed is not None:
            _, charset = media_type(exchange.response_headers)
            self._looks.came(task.needed, exchange.url, exchange.content, charset)
        elif not task.file:
            self._read(task, exchange)

    def _read(self, capture: CaptureTask, exchange: Exchange) -> None:
        """Whether a page is one; which files it shows."""
        url = clean(exchange.url)
        task = replace(guess_of(url, self._reader.profile), attempt=MAX_FLOODED)
        reading = self._reader.reading(task, answer_of(exchange))
        result = reading.result
        if isinstance(result, NotContent) and result.why in NO_CONTENT:
            self._queue.older(capture)
        self._looks.note_page(url, reading.needs, is_home=loosely(url) == loosely(self.portal.start))
        if isinstance(result, RawArticle) and self._files:
            self._queue.add_files(one.url for one in result.attachments)
            if self.portal.files != "documents":
                pictures = [one.url for one in result.images]
                self._queue.add_files(pictures)
                self._looks.note_pictures(pictures)

    def _onward(self, task: CaptureTask, response: Response) -> None:
        """The archive has another capture instead: that one, as long as it is one of its own, and of the same address:
        where a captured page leads to another, that other is not stored in its place."""
        target = response.urljoin(location_of(pairs(response.headers)))
        original = self._ways[0].original(target)
        if task.hops >= MAX_HOPS or loosely(original) != loosely(task.row.url):
            self._queue.give_up(task, f"leads to {target}"[:MAX_CLAUSE])
        else:
            self._queue.onward(task, target)

    def unanswered(self, failure: Failure) -> list[Request]:
        """No capture came."""
        task: CaptureTask = failure.request.meta["capture"]  # type: ignore[attr-defined]
        self.lane.answered()
        self._queue.again(task, describe(failure)[1], MAX_ATTEMPTS)
        return list(self._next())

    def _is_flood(self, response: Response) -> bool:
        """Whether the archive says that it is asked too fast, or cannot answer now: all wait then."""
        if response.status not in (429, 502, 503, 504):
            return False
        self.lane.flooded(response.meta.get("burst", 0), retry_after(response))
        return True
