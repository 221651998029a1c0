"""The flood blocker: so many requests in so many seconds, then 429 with the time that is left."""

from __future__ import annotations

import math
import time
from collections import deque
from threading import Lock

from queson_crawler.demo.wire import Response

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Quá nhiều yêu cầu</title>
<meta http-equiv="expires" content="0"></head><body><div class="wrap"><div class="card"><div class="card-body">
<div class="title"><strong>Hệ thống nhận được quá nhiều yêu cầu từ bạn.</strong></div>
<div class="message">Hãy đợi <span id="secField">{left}</span> giây...</div></div></div></div>
<script>timerID = setInterval("showSeconds()", 1000);</script></body></html>"""


class Flood:
    """Counts the requests that were answered. Thread-safe."""

    def __init__(self, limit: tuple[int, float] | None) -> None:
        self._limit = limit
        self._times: deque[float] = deque()
        self._lock = Lock()

    def refusal(self) -> Response | None:
        """The answer to a request that came too fast, or None."""
        if self._limit is None:
            return None
        most, seconds = self._limit
        now = time.monotonic()
        with self._lock:
            while self._times and now - self._times[0] >= seconds:
                self._times.popleft()
            if len(self._times) < most:
                self._times.append(now)
                return None
            left = max(1, math.ceil(seconds - (now - self._times[0])))
        return Response(429, PAGE.format(left=left).encode(), headers=(("Retry-After", str(left)),))
