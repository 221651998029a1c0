"""What a lane learns from answers: how fast a portal bears to be asked, and for how long nothing is asked of it."""

from __future__ import annotations

import math
import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from queson_crawler.fetch.patience import Patience

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
"""Such a portal is waited for at most this often: six minutes in all, or one if it does not answer at all."""
LONGEST_DELAY = 60.0
"""Seconds between requests that robots.txt may ask for: with more, a portal of some thousand articles takes months."""
TOO_MANY = 429
AT_ONCE = 2.0
"""Seconds within which several refusals of one page's requests count as one."""
MIN_BURST = 10
"""A limit is believed only after this many answers: a single odd answer slows nothing down."""
_MARGIN = 1.05
_SECONDS = re.compile(r"[0-9]{1,6}")


def retry_header(response: Response) -> str:
    """The Retry-After of an answer, as the portal writes it."""
    return (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()


def seconds_of(asked: str) -> float | None:
    """The seconds for which a Retry-After asks, as a number or as a date; None where it asks for none."""
    if _SECONDS.fullmatch(asked):
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


class Limits:
    """The limits of one portal, as its answers tell them.

    After a flood answer all requests wait; then a single one asks whether the lane is open again. How many requests
    were answered since the lane was last open, and how long it took until it is open again, tells the portal's
    limit: later requests keep that distance, so that the limit is met once and not every minute.
    """

    def __init__(self) -> None:
        self.interval = 0.0
        """Seconds between two requests, as the portal itself asks for or bears."""
        self.patience = Patience()
        self._open_at = -math.inf
        self._floods = self._answered = self._burst = self._failures = self._overloads = 0
        self._since: float | None = None
        self._heard_flood = self._failing_since = -math.inf

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
