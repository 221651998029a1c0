"""One lane to one portal: how fast it is asked. A portal that says "too fast" is asked more slowly from then on; one
that gives no page for long is left alone."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from queson_crawler.fetch.address_guard import hostname
from queson_crawler.fetch.pace import Paces, Turn
from queson_crawler.fetch.patience import LeftAlone, Patience

FIRST_HOLD, LONGEST_HOLD = 2.0, 120.0
"""Seconds to wait after the first flood answer, doubled with each further one; or what the portal asks for."""
SLOWEST = 15.0
"""Seconds between requests: no limit that a portal shows is believed to be stricter; robots.txt may ask for more."""
LONGEST_STATED = 600.0
"""Seconds that a portal may ask for: a window of five minutes is common, a day is not waited for."""
MIN_FAILURES, MIN_FAILURES_AGAIN = 5, 2
"""So many requests in a row without content are no fault of the pages: the portal is overloaded, or counts requests
without saying so; fewer tell it once that was seen."""
MAX_HOLDS, MAX_SILENT_HOLDS = 8, 5
"""So often such a portal is waited for: six minutes in all, or one where it does not answer at all."""
LONGEST_DELAY = 60.0
"""Seconds between requests that robots.txt may ask for: with more, a portal of some thousand articles takes months."""
TOO_MANY = 429
AT_ONCE = 2.0
"""Seconds within which several refusals of one page's requests count as one."""
MAX_DIGITS = 7
MIN_BURST = 10
"""A limit is only believed in after so many answers: a single odd answer slows nothing down."""
REST = 0.5
"""The part of the distance between two requests that lies at least between an answer and the next request."""
MAX_SLEEP = 0.5
"""Seconds after which a wait looks whether the crawl still goes on."""
MIN_TIMEOUT = 1.0
MIN_LOST = 1.0
"""Seconds that a request without an answer costs at least: a portal that refuses all is not asked for ever."""
PACES = "QUESON_PACES"
"""The setting that holds the rates of all addresses, where several crawls share them."""
_MARGIN = 1.05
ONE = "portal"
"""All hosts of a portal are one to Scrapy: most often they are one server."""


def retry_header(response: Response) -> str:
    """The Retry-After of an answer, as the portal writes it."""
    return (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()


def seconds_of(asked: str) -> float | None:
    """The seconds for which a Retry-After asks, as a number or as a date; None where it asks for none."""
    if asked.isdigit() and len(asked) < MAX_DIGITS:
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


class Throttle:
    """A downloader middleware: every request waits for its turn.

    After a flood answer all requests wait; then a single one asks whether the lane is open again. How many requests
    were answered since the lane was last open, and how long it took until it is open again, tells the portal's
    limit: later requests keep that distance, so that the limit is met once and not every minute.
    """

    def __init__(self, crawler: Crawler, delay: float = 0.0, paces: Paces | None = None) -> None:
        self._crawler = crawler
        self.delay = delay
        """Seconds between two requests, as the keeper or the portal's file says."""
        self.interval = 0.0
        """Seconds between two requests, as the portal itself asks for or bears."""
        self.patience = Patience()
        self._under_way: set[asyncio.Future[Response]] = set()
        self._paces = paces or Paces()
        self._turn = Turn()
        self._last = self._open_at = self._rested_at = -math.inf
        self._floods = self._answered = self._burst = self._failures = self._overloads = 0
        self._since: float | None = None
        self._heard_flood = self._failing_since = -math.inf

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

    def keep_distance(self, seconds: float) -> None:
        """Seconds between two requests that robots.txt asks for (Crawl-delay)."""
        self.interval = max(self.interval, min(seconds, LONGEST_DELAY))

    def hold(self, seconds: float) -> None:
        """Ask nothing for a while, as the portal says."""
        seconds = min(seconds, LONGEST_STATED)
        self.patience.asked_to_wait(seconds)
        self._open_at = max(self._open_at, time.monotonic() + seconds)

    def flooded(self, burst: int, wait: float | None = None) -> None:
        """The portal answered that it is asked too fast; `wait` is the time it asks for, in seconds."""
        if burst != self._burst:
            return  # an answer to what was asked before the lane was closed
        self._burst += 1
        if wait is None:
            wait = min(FIRST_HOLD * 2.0**self._floods, LONGEST_HOLD)
            self.patience.lost(wait)
        else:
            wait = max(min(wait, LONGEST_STATED), 0.5)
            self.patience.asked_to_wait(wait)
        self._floods += 1
        self._open_at = time.monotonic() + max(wait, 0.5)

    def heard(self, status: int, asked: str) -> None:
        """How the portal answered one request of a browser: its status, and its Retry-After ("" for none)."""
        wait = seconds_of(asked)
        now = time.monotonic()
        if status == TOO_MANY:
            if now - self._heard_flood > AT_ONCE:
                self._heard_flood = now
                self.flooded(self._burst, wait)
        elif status < 500:
            self.answered()
        elif wait is not None:
            self.hold(wait)

    def failed(self, burst: int, attempt: int = 1, *, silent: bool = False, sent: float = math.inf) -> bool:
        """The portal answered that it cannot, or not at all (`silent`). Whether that is the portal's state rather
        than the request's fault, which is then asked again however often it was. Requests that failed before while
        others did not (`attempt`) tell nothing of the portal."""
        if not self._failures:
            self._failing_since = min(sent, time.monotonic())
        self._failures += attempt == 1 or self._floods > 0
        most = MAX_SILENT_HOLDS if silent else MAX_HOLDS
        least = MIN_FAILURES_AGAIN if self._overloads else MIN_FAILURES
        if self._failures < least or self._floods >= most:
            self._open_at = min(self._open_at, time.monotonic())
            return False
        self._overloads += self._floods == 0
        self.flooded(burst)
        return True

    def answered(self, burst: int | None = None, sent: float = math.inf) -> None:
        """The portal answered: anything but a flood answer. `burst` is that of the request and `sent` when it was sent,
        where they are known: what was asked before the lane was closed, or before the portal failed, tells of its
        limit, and nothing of how it is now."""
        self.patience.gave()
        self._reopen(burst, sent)

    def unanswered(self) -> None:
        """A request came to nothing that tells nothing of a limit: the lane is as open as after an answer."""
        self._reopen()

    def _reopen(self, burst: int | None = None, sent: float = math.inf) -> None:
        is_closed_since = burst not in (None, self._burst)
        was_down = self._failures > 0
        fails_since = was_down and sent < self._failing_since
        if is_closed_since or fails_since:
            self._answered += 1
            return
        self._failures = 0
        if not self._floods:
            self._answered += 1
            return
        now = time.monotonic()
        # A portal that was down once has no limit; one that is down again and again has.
        has_limit = self._overloads > 1 or not was_down
        if has_limit and self._answered >= MIN_BURST:
            self._slow_down(now)
        self._floods = self._answered = 0
        self._since = self._open_at = now

    def _slow_down(self, now: float) -> None:
        """Keep the distance between requests that the portal bore since the lane was open."""
        if self._since is None:
            return
        distance = _MARGIN * (now - self._since) / self._answered
        self.interval = max(self.interval, min(distance, SLOWEST))
