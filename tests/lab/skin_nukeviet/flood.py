"""The flood blocker: so many requests in so many seconds, then 429 with the time that is left."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Lock

from queson_crawler.demo.wire import Response
from tests.lab.skin_nukeviet.options import NukeViet

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Quá nhiều yêu cầu</title>
<meta http-equiv="expires" content="0"></head><body><div class="wrap"><div class="card"><div class="card-body">
<div class="title"><strong>Hệ thống nhận được quá nhiều yêu cầu từ bạn.</strong></div>
<div class="message">Hãy đợi{left}...</div></div></div></div>
<script>timerID = setInterval("showSeconds()", 1000);</script></body></html>"""
BARE = b"<html><head><title>Temporarily Unavailable</title></head><body><hr><center>nginx</center></body></html>"
LEFT = ' <span id="secField">{left}</span> giây'


@dataclass(slots=True)
class Window:
    """At most `most` requests in `seconds`; a `fixed` window begins with its first request, else it slides."""

    most: int
    seconds: float
    fixed: bool
    times: deque[float] = field(default_factory=deque)

    def left(self, now: float) -> float:
        """Seconds until the next request is answered; 0 for at once."""
        if self.fixed and self.times and now - self.times[0] > self.seconds:
            self.times.clear()
        while self.times and not self.fixed and now - self.times[0] >= self.seconds:
            self.times.popleft()
        return self.seconds - (now - self.times[0]) if len(self.times) >= self.most else 0.0


class Flood:
    """Counts the requests that were answered. Thread-safe."""

    def __init__(self, options: NukeViet) -> None:
        self._options = options
        limits = (limit for limit in (options.flood, options.flood_also) if limit)
        self._windows = [Window(*limit, options.fixed) for limit in limits]
        self._lock = Lock()

    def refusal(self) -> Response | None:
        """The answer to a request that came too fast, or None."""
        now = time.monotonic()
        with self._lock:
            left = max((window.left(now) for window in self._windows), default=0.0)
            if left <= 0:
                for window in self._windows:
                    window.times.append(now)
                return None
        return self._said(max(1, math.ceil(left)))

    def _said(self, left: int) -> Response:
        says = self._options.flood_says
        if says == "bare":
            return Response(self._options.flood_status, BARE)
        page = PAGE.format(left="" if says == "nothing" else LEFT.format(left=left))
        headers = (("Retry-After", str(left)),) if says == "header" else ()
        return Response(self._options.flood_status, page.encode(), headers=headers)
