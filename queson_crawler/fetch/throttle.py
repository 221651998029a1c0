"""One lane to one portal: how fast it is asked. A portal that says "too fast" is asked more slowly from then on; one
that gives no page for long is left alone."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from queson_crawler.fetch.address_guard import hostname
from queson_crawler.fetch.limits import LONGEST_HOLD, TOO_MANY, Limits
from queson_crawler.fetch.pace import Paces, Turn
from queson_crawler.fetch.patience import LeftAlone

REST = 0.5
"""The part of the distance between two requests that lies at least between an answer and the next request."""
MAX_SLEEP = 0.5
"""Seconds after which a wait looks whether the crawl still goes on."""
MIN_TIMEOUT = 1.0
MIN_LOST = 1.0
"""Seconds that a request without an answer costs at least: a portal that refuses all is not asked for ever."""
PACES = "QUESON_PACES"
"""The setting that holds the rates of all addresses, where several crawls share them."""
ONE = "portal"
"""All hosts of a portal are one to Scrapy: most often they are one server."""


class Throttle(Limits):
    """A downloader middleware: every request waits for its turn, within the limits that the portal showed."""

    def __init__(self, crawler: Crawler, delay: float = 0.0, paces: Paces | None = None) -> None:
        super().__init__()
        self._crawler = crawler
        self.delay = delay
        """Seconds between two requests, as the keeper or the portal's file says."""
        self._under_way: set[asyncio.Future[Response]] = set()
        self._paces = paces or Paces()
        self._turn = Turn()
        self._last = self._rested_at = -math.inf

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.settings.getfloat("DOWNLOAD_DELAY"), crawler.settings.get(PACES))

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The lane of a crawl; a spider cannot do without."""
        lane = crawler.get_downloader_middleware(cls)
        if lane is None:
            raise RuntimeError("the spider needs the downloader middleware queson_crawler.fetch.throttle.Throttle")
        return lane

    @property
    def is_left_alone(self) -> bool:
        """Whether nothing more is asked of the portal."""
        return self.patience.is_over

    async def turn(self) -> None:
        """Wait until something may be asked beside what is under way, as a browser does that loads a page."""
        await self._until(self._due_beside)
        self._last = time.monotonic()

    async def _until(self, due: Callable[[], float]) -> None:
        """Wait for a moment, which may change meanwhile. A crawl that is being stopped waits no more.

        Raises:
            LeftAlone: nothing more is asked of the portal.
        """
        while self._crawler.crawling:
            if self.is_left_alone:
                raise LeftAlone
            wait = due() - time.monotonic()
            if wait <= 0:
                break
            await asyncio.sleep(min(wait, MAX_SLEEP))

    def _due_beside(self) -> float:
        return max(self._open_at, self._last + self.interval)

    def _due(self) -> float:
        """When the next request may go, as far as this portal goes."""
        return max(self._open_at, self._last + max(self.interval, self.delay), self._rested_at)

    async def _own_turn(self, host: str) -> None:
        """Wait until the portal may be asked, and it is its turn at the addresses of the host."""
        if self.delay:
            self._turn = await self._paces.of(host)
        while True:
            await self._until(self._due)
            async with self._turn as turn:
                await self._until(lambda: turn.free_at)
                if self._due() <= time.monotonic() or not self._crawler.crawling:  # no flood was met meanwhile
                    self._last = time.monotonic()
                    turn.rest(self._last + self.delay)
                    return

    async def process_request(self, request: Request) -> None:
        """Wait until the request may go."""
        await self._own_turn(hostname(request.url))
        request.meta["download_slot"] = ONE  # Scrapy's delay is one for all hosts of a portal
        self._since = self._since or self._last
        request.meta["burst"] = self._burst
        request.meta["sent"] = self._last
        longest = max(self.patience.remaining, MIN_TIMEOUT)
        if longest < request.meta.get("download_timeout", 0.0):
            request.meta["download_timeout"] = longest
        if self._floods:
            self._open_at = self._last + LONGEST_HOLD  # until this one is answered, nobody else asks

    def process_response(self, request: Request, response: Response) -> Response:
        """Something came: the portal may rest. An answer that is no page's shows that it is there."""
        self._rest()
        if "task" not in request.meta and response.status < 500 and response.status != TOO_MANY:
            self.patience.heard()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer came: who waited for it may ask, a repetition of the same request among them."""
        now = time.monotonic()
        self._rest()
        self.patience.lost(max(now - request.meta.get("sent", now), MIN_LOST))
        if self._floods:
            self._open_at = now

    def _rest(self) -> None:
        self._rested_at = time.monotonic() + REST * self.delay
        self._turn.rest(self._rested_at)

    async def awaited(self, coming: Coroutine[Any, Any, Response]) -> Response:
        """An answer, unless the portal is left alone before it comes.

        Raises:
            LeftAlone: it was.
        """
        future = asyncio.ensure_future(coming)
        self._under_way.add(future)
        try:
            return await future
        except asyncio.CancelledError:
            if self.is_left_alone:
                raise LeftAlone from None
            raise
        finally:
            self._under_way.discard(future)

    def leave_alone(self) -> None:
        """Ask nothing more, and wait for nothing that was asked."""
        self.patience.give_up()
        for future in self._under_way:
            future.cancel()
