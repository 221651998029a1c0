"""One lane to one portal: how fast it is asked. A portal that says "too fast" is asked more slowly from then on."""

from __future__ import annotations

import asyncio
import time
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

FIRST_HOLD, LONGEST_HOLD = 2.0, 120.0
"""Seconds to wait after the first flood answer, doubled with each further one; or what the portal asks for."""
SLOWEST = 15.0
"""Seconds between requests: no limit is believed to be stricter."""
LEAST_BURST = 10
"""A limit is only believed in after so many answers: a single odd answer slows nothing down."""
_MARGIN = 1.05


class Lane:
    """A downloader middleware: every request waits for its turn.

    After a flood answer all requests wait; then a single one asks whether the lane is open again. How many requests
    were answered since the lane was last open, and how long it took until it is open again, tells the portal's
    limit: later requests keep that distance, so that the limit is met once and not every minute.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.interval = 0.0
        self._last = self._open_at = 0.0
        self._floods = self._answered = self._burst = 0
        self._since: float | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the request may go. A crawl that is being stopped waits no more."""
        while self._crawler.crawling:
            wait = max(self._open_at, self._last + self.interval) - time.monotonic()
            if wait <= 0:
                break
            await asyncio.sleep(min(wait, 0.5))
        self._last = time.monotonic()
        self._since = self._since or self._last
        request.meta["burst"] = self._burst
        if self._floods:
            self._open_at = self._last + LONGEST_HOLD  # until this one is answered, nobody else asks

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer came: who waited for it may ask, a repetition of the same request among them."""
        if self._floods:
            self._open_at = time.monotonic()

    def hold(self, seconds: float) -> None:
        """Ask nothing for a while."""
        self._open_at = max(self._open_at, time.monotonic() + min(seconds, LONGEST_HOLD))

    def flooded(self, burst: int, wait: float | None = None) -> None:
        """The portal answered that it is asked too fast; `wait` is the time it asks for, in seconds."""
        if burst != self._burst:
            return  # an answer to what was asked before the lane was closed
        self._burst += 1
        seconds = wait if wait is not None else FIRST_HOLD * 2.0**self._floods
        self._floods += 1
        self._open_at = time.monotonic() + min(max(seconds, 0.5), LONGEST_HOLD)

    def answered(self) -> None:
        """The portal answered, or not at all: anything but a flood answer."""
        if not self._floods:
            self._answered += 1
            return
        now = time.monotonic()
        if self._answered >= LEAST_BURST and self._since is not None:
            self.interval = min(max(self.interval, _MARGIN * (now - self._since) / self._answered), SLOWEST)
        self._floods = self._answered = 0
        self._since = self._open_at = now
