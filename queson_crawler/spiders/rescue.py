"""What a web archive kept of a portal: asks its index, then for the captures that are worth it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
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
from queson_crawler.fetch.failures import describe, retry_after
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.imports.web_archives.source import Row, as_sent, rows, sources
from queson_crawler.imports.web_archives.stock import Stock
from queson_crawler.parse.headers import location_of
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import pairs
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_FLOODED, MAX_HOPS, ArticleTask, PageTask, Task
from queson_crawler.urls import clean, host

AT_ONCE = 8
MAX_INDEX = 512 << 20
"""Bytes of one answer of an index."""
NO_CONTENT = frozenset((Why.SOFT_NOT_FOUND, Why.LOGIN, Why.MAINTENANCE, Why.CHALLENGE, Why.EMPTY, Why.FLOOD))
"""What is no content of the portal, so that an older capture is looked at."""
Known = Callable[[str, str], bool]


@dataclass(slots=True)
class Asked:
    """One capture that is asked for, and the older ones to ask for where it does not serve."""

    row: Row
    older: list[Row] = field(default_factory=list)
    file: bool = False
    attempt: int = 1
    hops: int = 0
    url: str = ""


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
        self.error = ""
        self.missing: list[str] = []
        self.came = self.had = 0
        self.finished = False
        self._stock_of, self._known, self._files = stock, known, files and portal.files != "none"
        self._shown = shown if self._files else ()
        self._ways = deque(sources(base))
        self._hosts = deque((host(portal.start), *portal.hosts))
        self._waiting: deque[Asked] = deque()
        self._reader = Reader(portal, 0)
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
            meta={"trial": trial, "attempt": attempt, "download_maxsize": MAX_INDEX, "download_timeout": 300},
        )  # fmt: skip

    async def listed(self, response: Response) -> AsyncIterator[Request]:
        """The index answered."""
        trial, attempt = response.meta["trial"], response.meta["attempt"]
        if self._is_flood(response) and attempt < MAX_FLOODED:
            yield self._index(response.url, attempt + 1, trial=trial)
            return
        self.lane.answered()
        found, resume, others = rows(response.body) if response.status == 200 else ([], "", 0)
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
            if not resume:
                self._hosts.popleft()
        if self._hosts:
            yield self._index(self._ways[0].query(self._hosts[0], until=self.until, resume=resume))
            return
        self._choose()
        yield from self._next(AT_ONCE)

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
        self._waiting.extend(Asked(row, older) for row, *older in self.choice.pages())
        self._ask_for_files(self._shown)
        self.logger.info("%d captures, %d addresses to ask for", self.choice.found, len(self._waiting))

    def _next(self, most: int = 1) -> Iterator[Request]:
        """The next requests; what the stock or the archive has is not asked for again."""
        while most and self._waiting and not self.error:
            asked = self._waiting.popleft()
            row = asked.row
            if not asked.url and self._has(asked):
                self.had += 1
                continue
            most -= 1
            yield Request(
                asked.url or self._ways[0].capture(row), callback=self.answered, errback=self.unanswered,
                headers={"Accept": "*/*"}, dont_filter=True, meta={"asked": asked, "verbatim_url": True},
            )  # fmt: skip

    def _has(self, asked: Asked) -> bool:
        """Whether a capture came before: with an earlier call, which is read for what follows from it, or long ago."""
        row = asked.row
        if (exchange := self.stock.load(row)) is None:
            return self._known(row.url, row.date)
        if not asked.file:
            self._read(asked, exchange)
        return True

    def idle(self) -> None:
        """Where requests fell out of the chain, the rest is asked all the same."""
        requests = list(self._next(AT_ONCE)) if self._chosen else []
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider
        self.finished = self._chosen and not self.error

    async def answered(self, response: Response) -> AsyncIterator[Request]:
        """A capture came, or something in its place."""
        asked: Asked = response.meta["asked"]
        if self._is_flood(response):
            self._again(asked, f"answered {response.status}", MAX_FLOODED)
        elif response.status in (301, 302, 303, 307, 308):
            self.lane.answered()
            self._onward(asked, response)
        else:
            self.lane.answered()
            self._keep(asked, response)
        for request in self._next():
            yield request

    def _keep(self, asked: Asked, response: Response) -> None:
        if response.status != 200:
            self._older(asked, f"answered {response.status}")
            return
        row, url = asked.row, response.url
        if time := self._ways[0].time_of(url):
            row = Row(time, row.url, row.kind, row.status, row.digest)
        sent = tuple(as_sent(pairs(response.headers)))
        try:
            self.came += self.stock.add(row, url, now(), sent, response.body)
        except ArchiveError as error:
            self.error = str(error)
            raise CloseSpider("nothing can be kept") from error
        if not asked.file:
            self._read(asked, Exchange(row.url, "GET", (), b"", 200, "", sent, response.body, "", row.date))

    def _read(self, asked: Asked, exchange: Exchange) -> None:
        """Whether a page is one; which files it shows."""
        url = clean(exchange.url)
        native_id = self._reader.profile.platform.native_id(url)
        task: Task = PageTask(url, depth=1, attempt=MAX_FLOODED)
        if native_id:
            task = ArticleTask(url, native_id, attempt=MAX_FLOODED)
        result = self._reader.reading(task, answer_of(exchange)).result
        if isinstance(result, NotContent) and result.why in NO_CONTENT and asked.older:
            self._waiting.appendleft(Asked(asked.older[0], asked.older[1:]))
        if isinstance(result, RawArticle) and self._files:
            self._ask_for_files(one.url for one in result.attachments)
            if self.portal.files != "documents":
                self._ask_for_files(one.url for one in result.images)

    def _ask_for_files(self, urls: Iterable[str]) -> None:
        for each in urls:
            if several := self.choice.file(each):
                self._waiting.append(Asked(several[0], several[1:], file=True))

    def _onward(self, asked: Asked, response: Response) -> None:
        """The archive has another capture instead: that one, as long as it is one of its own."""
        target = response.urljoin(location_of(pairs(response.headers)))
        if asked.hops >= MAX_HOPS or not self._ways[0].time_of(target):
            self._older(asked, f"leads to {target}"[:300])
            return
        onward = Asked(asked.row, asked.older, asked.file, asked.attempt, asked.hops + 1, target)
        self._waiting.appendleft(onward)

    def unanswered(self, failure: Failure) -> list[Request]:
        """No capture came."""
        asked: Asked = failure.request.meta["asked"]  # type: ignore[attr-defined]
        self.lane.answered()
        self._again(asked, describe(failure)[1], MAX_ATTEMPTS)
        return list(self._next())

    def _again(self, asked: Asked, why: str, most: int) -> None:
        if asked.attempt >= most:
            self._older(asked, why)
            return
        asked.attempt += 1
        self._waiting.append(asked)

    def _older(self, asked: Asked, why: str) -> None:
        if asked.older:
            self._waiting.appendleft(Asked(asked.older[0], asked.older[1:], asked.file))
        else:
            self.missing.append(f"{asked.row.url} of {asked.row.date}: {why}")

    def _is_flood(self, response: Response) -> bool:
        """Whether the archive says that it is asked too fast, or cannot answer now: all wait then."""
        if response.status not in (429, 502, 503, 504):
            return False
        self.lane.flooded(response.meta.get("burst", 0), retry_after(response))
        return True
