"""What web archives kept of a portal: asks their indexes, then for the captures that are worth it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import now
from archive.errors import ArchiveError
from archive.warc import Exchange
from queson_crawler.fetch.address_guard import allow_targets
from queson_crawler.fetch.archive_lanes import LANE, REFUSAL, ArchiveLanes
from queson_crawler.fetch.failures import describe
from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.asked import AskedArchive, asked
from queson_crawler.imports.web_archives.capture_queue import CaptureQueue, CaptureTask
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.imports.web_archives.following import Following
from queson_crawler.imports.web_archives.known import KnownArchive
from queson_crawler.imports.web_archives.stock import Stock
from queson_crawler.parse.headers import location_of
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import pairs
from queson_crawler.spiders.requests import ASKED_ONCE
from queson_crawler.spiders.rescue_index import Indexes
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_FLOODED, MAX_HOPS
from queson_crawler.urls import host

MAX_AT_ONCE = 8
REDIRECTS = (301, 302, 303, 307, 308)
MAX_CLAUSE = 300
Known = Callable[[str, str], bool]


class RescueSpider(scrapy.Spider):
    """One portal out of several web archives, into a `Stock`.

    `lanes` say how each archive may be asked, `known` which captures (address, time) are stored already, `shown` names
    files of stored articles that never came; without a `stock` only the indexes are asked. `error` is one sentence
    where it could not be done, `missing` tells what did not come.
    """

    name = "rescue"

    def __init__(
        self, portal: Portal, archives: list[KnownArchive], lanes: list[ArchiveLanes],
        stock: Callable[[], Stock] | None, known: Known, shown: Iterable[str] = (), until: str = "",
        every: bool = False, files: bool = True, **arguments: Any,
    ) -> None:  # fmt: skip
        super().__init__(**arguments)
        self.choice = Choice(portal, every)
        self.queue = CaptureQueue(self.choice)
        self.missing = self.queue.missing
        self.error = ""
        self.came = self.had = 0
        self.finished = self._chosen = False
        self.lanes, self._stock_of, self._known, self._shown = lanes, stock, known, shown
        self.asked = asked(archives, (host(portal.start), *portal.hosts), until)
        self._indexes = Indexes(self.asked, lanes, self.choice, self.missing, self._captures)
        self._following = Following(portal, self.queue, with_files=files and portal.files != "none")
        allow_targets([each for one in archives for each in (one.base, one.captures_from) if each])

    stock: Stock

    @property
    def blocked(self) -> list[AskedArchive]:
        """The archives that have blocked, so that something is left to be asked for."""
        left = {task.row.archive for task in self.queue.parked}
        return [one for one in self.asked if self.lanes[one.number].is_blocked and (one.walk.url or one.number in left)]

    async def start(self) -> AsyncIterator[Request]:
        self.crawler.signals.connect(self.robots, signals.robots_parsed)
        self.crawler.signals.connect(self.idle, signals.spider_idle)
        for request in self._indexes.start():
            yield request

    def robots(self, robotparser: Any) -> None:
        """Keep the distance that an archive's robots.txt asks for."""
        for lanes in self.lanes:
            lanes.keep_distance(robotparser.crawl_delay("queson") or 0.0)

    def _captures(self) -> Iterator[Request]:
        """When all indexes are known: the captures that are worth a request."""
        self._choose()
        yield from self._next(MAX_AT_ONCE)

    def _choose(self) -> None:
        errors = [one.told(one.walk.error) for one in self.asked if one.walk.error]
        if len(errors) == len(self.asked):
            self.error = f"{'; '.join(errors)}."
            return
        self.missing += errors
        if not self.choice.found and self.missing and not self.blocked:
            self.error = f"{'; '.join(self.missing)}."
        if self._stock_of is None or not self.choice.found:
            self.finished = True
            return
        try:
            self.stock = self._stock_of()
        except ArchiveError as error:
            self.error = str(error)
            return
        self._chosen = True
        self._following.begin(self._shown)

    def _next(self, most: int = 1) -> Iterator[Request]:
        """The next requests; what the stock or the archive has is not asked for again."""
        while most and self._chosen and self.queue and not self.error:
            task = self.queue.next()
            if not task.url and self._has(task):
                self.had += 1
            elif self.lanes[task.row.archive].is_blocked:
                self.queue.parked.append(task)
            else:
                most -= 1
                yield self._request(task)

    def _request(self, task: CaptureTask) -> Request:
        way = self.asked[task.row.archive].way
        return Request(
            task.url or way.capture(task.row), callback=self.answered, errback=self.unanswered, dont_filter=True,
            headers={"Accept": "*/*", **way.asked_with(task.row)},
            meta={
                "capture": task, "verbatim_url": True, LANE: self.lanes[task.row.archive].captures, **ASKED_ONCE,
            },
        )  # fmt: skip

    def _has(self, task: CaptureTask) -> bool:
        """Whether a capture came before: with an earlier call, which is read for what follows from it, or long ago."""
        exchange = self.stock.load(task.row)
        if exchange is None:
            return self._known(task.row.url, task.row.date)
        self._following.take(task, exchange)
        return True

    def idle(self) -> None:
        """Where requests fell out of the chain, the rest is asked all the same."""
        if not self._chosen:
            return
        requests = list(self._next(MAX_AT_ONCE))
        while not requests and not self.error and not self.queue.parked and self._following.add_looks():
            requests = list(self._next(MAX_AT_ONCE))
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider
        self.finished = not self.error

    async def answered(self, response: Response) -> AsyncIterator[Request]:
        """A capture came, or something in its place."""
        task: CaptureTask = response.meta["capture"]
        one = self.asked[task.row.archive]
        if response.meta[REFUSAL]:
            self._again(task, f"answered {response.status}", MAX_FLOODED)
        elif response.status in REDIRECTS:
            self._onward(task, response)
        else:
            self._keep(task, one, response)
        for request in self._next():
            yield request

    def _again(self, task: CaptureTask, why: str, most: int) -> None:
        """Ask once more; of an archive that has blocked nothing is called missing."""
        if self.lanes[task.row.archive].is_blocked:
            self.queue.parked.append(task)
        else:
            self.queue.again(task, why, most)

    def _keep(self, task: CaptureTask, one: AskedArchive, response: Response) -> None:
        received = None
        if response.status in (200, 206):
            received = one.way.received(task.row, response.url, pairs(response.headers), response.body)
        if received is None:
            self.queue.give_up(task, f"answered {response.status}")
            return
        row = received.row
        try:
            self.came += self.stock.add(row, response.url, now(), received.headers, received.body)
        except ArchiveError as error:
            self.error = str(error)
            raise CloseSpider("nothing can be kept") from error
        exchange = Exchange(row.url, "GET", (), b"", 200, "", received.headers, received.body, "", row.date)
        self._following.take(task, exchange)

    def _onward(self, task: CaptureTask, response: Response) -> None:
        """The archive has another capture instead: that one, as long as it is one of its own, and of the same address:
        where a captured page leads to another, that other is not stored in its place."""
        target = response.urljoin(location_of(pairs(response.headers)))
        original = self.asked[task.row.archive].way.original(target)
        if task.hops >= MAX_HOPS or loosely(original) != loosely(task.row.url):
            self.queue.give_up(task, f"leads to {target}"[:MAX_CLAUSE])
        else:
            self.queue.onward(task, target)

    def unanswered(self, failure: Failure) -> list[Request]:
        """No capture came."""
        task: CaptureTask = failure.request.meta["capture"]  # type: ignore[attr-defined]
        self._again(task, describe(failure)[1], MAX_ATTEMPTS)
        return list(self._next())
