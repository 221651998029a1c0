"""How a web archive is asked: index and captures each at a rate of their own, and nothing after it has blocked."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.clock import moment
from queson_crawler.fetch.failures import retry_after
from queson_crawler.fetch.own_clock import WaitingClock

LANE, SENT, REFUSAL = "lane", "lane_sent", "lane_refusal"
"""The meta of a request: the lane it goes in, when it went (on the clock of waiting), whether it was refused."""
MAX_FLOODS = 1
"""After so many answers in a row that say "too fast" an archive is not waited for any more."""
BLOCKED_FOR = timedelta(hours=1)
"""For how long an archive blocks whoever asks too fast, doubled with each further time."""
MAX_DOUBLED = 5
BLOCKED = "the archive has blocked this address"
FLOOD_WAIT = 60.0
"""Seconds that an archive which says "too fast" is left alone, whatever less it asks for."""
BUSY = (502, 503, 504)
_REFUSED = ("DownloadConnectionRefusedError", "ConnectionRefusedError")
MIN_BUSY = 30.0
"""Seconds that an archive is left alone which cannot answer now."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds between two questions to an index, and between two captures; statuses by which an archive says that it is
    asked too fast, or that it has blocked."""

    index: float
    captures: float
    too_fast: tuple[int, ...] = (429,)
    blocked: tuple[int, ...] = ()


class Lane:
    """Requests of one kind to one archive: one after the other, at least so many seconds apart."""

    def __init__(self, archive: ArchiveLanes, interval: float) -> None:
        self.archive, self.interval = archive, interval
        self._lock = asyncio.Lock()
        self._last = -math.inf

    async def turn(self, crawler: Crawler) -> float:
        """Wait until it is the turn of one request; when that is, on the clock of waiting."""
        async with self._lock:
            await self.archive.clock.until(self._due, lambda: crawler.crawling and not self.archive.is_blocked)
            self._last = self.archive.clock.time()
            return self._last

    def _due(self) -> float:
        return max(self._last + self.interval, self.archive.open_at)


class ArchiveLanes:
    """One web archive while it is asked. `blocked_until` is when it may be asked again, None while it answers;
    `times` says how often it has blocked in a row."""

    def __init__(self, rules: Rules, clock: WaitingClock | None = None) -> None:
        self.rules, self.clock = rules, clock or WaitingClock()
        self.index, self.captures = Lane(self, rules.index), Lane(self, rules.captures)
        self.open_at = -math.inf
        self.blocked_until: datetime | None = None
        self.times = 0
        self._answers = self._floods = 0
        self._flooded_at = -math.inf

    @property
    def is_blocked(self) -> bool:
        """Whether nothing more is asked of it now."""
        return self.blocked_until is not None

    def keep_distance(self, seconds: float) -> None:
        """Keep the distance that its robots.txt asks for."""
        for lane in (self.index, self.captures):
            lane.interval = max(lane.interval, seconds)

    def answered(self) -> None:
        """It answered what it was asked."""
        self._answers += 1
        self._floods = 0
        self.times = 0

    def heard(self, status: int, sent: float, asked: float | None) -> bool:
        """An answer came to a request that was `sent` at a moment; whether it is a refusal: asked too fast, blocked, or
        not able to answer now."""
        if status in self.rules.blocked:
            self.block(asked)
        elif status in self.rules.too_fast:
            self.flooded(sent, asked)
        elif status in BUSY:
            self._hold(max(MIN_BUSY, asked or 0.0))
        else:
            self.answered()
            return False
        return True

    def flooded(self, sent: float, asked: float | None) -> None:
        """It says "too fast" to a request that was `sent` at a moment: it is left alone for a minute, or for as long as
        it asks, and asked at half the rate from then on; the second time in a row it counts as blocked."""
        if sent <= self._flooded_at:
            return  # it was under way when the first was told so
        self._floods += 1
        if self._floods > MAX_FLOODS:
            self.block(asked)
            return
        self._hold(max(FLOOD_WAIT, asked or 0.0))
        for lane in (self.index, self.captures):
            lane.interval *= 2

    def _hold(self, seconds: float) -> None:
        self._flooded_at = self.clock.time()
        self.open_at = max(self.open_at, self._flooded_at + seconds)

    def refused(self) -> bool:
        """It refused the connection: after answers that means that it has blocked, before any that it is not there."""
        if self._answers:
            self.block()
        return self.is_blocked

    def block(self, asked: float | None = None) -> None:
        """It has blocked: nothing more is asked."""
        if self.is_blocked:
            return
        pause = BLOCKED_FOR * 2 ** min(self.times, MAX_DOUBLED)
        self.times += 1
        self.blocked_until = moment() + max(pause, timedelta(seconds=asked or 0.0))


class AskArchives:
    """A downloader middleware: a request of a lane waits for its turn there."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the request may go. Raises IgnoreRequest where the archive has blocked."""
        lane = request.meta.get(LANE)
        if not isinstance(lane, Lane):
            return
        request.meta[SENT] = await lane.turn(self._crawler)
        if lane.archive.is_blocked:
            raise IgnoreRequest(BLOCKED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Something came: what it says of asking counts before the next request goes."""
        lane = request.meta.get(LANE)
        if isinstance(lane, Lane):
            request.meta[REFUSAL] = lane.archive.heard(response.status, request.meta[SENT], retry_after(response))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Nothing came: a refused connection may mean that the archive has blocked."""
        lane = request.meta.get(LANE)
        if isinstance(lane, Lane) and type(exception).__name__ in _REFUSED:
            lane.archive.refused()
