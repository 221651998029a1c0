"""Which request fails, and how: counted per address, so that a patient crawler always gets through."""

from __future__ import annotations

import gzip
import time
from collections import deque
from dataclasses import replace
from threading import Lock

from queson_crawler.demo.wire import Request, Response
from tests.lab.options import FaultKind, Faults

SPARED = ("/", "/robots.txt")  # a crawl whose very first address fails tests nothing but its patience
FLOODED = "<html><head><title>Hãy đợi…</title></head><body><p>Hãy đợi… Bạn gửi yêu cầu quá nhanh.</p></body></html>"
JUNK = bytes(range(256)) * 2


def spoiled(response: Response, fault: FaultKind | None) -> Response:
    """The answer with a body or a head that lies; as it is for any other fault."""
    match fault:
        case "gzip":
            packed = gzip.compress(response.body)
            broken = packed[: len(packed) // 2]
            return replace(response, body=broken, headers=(*response.headers, ("Content-Encoding", "gzip")))
        case "junk":
            return replace(response, body=JUNK + response.body)
        case "charset":
            return replace(response, media_type=f"{response.media_type.partition(';')[0]}; charset=utf-16")
        case _:
            return response


class FaultPlan:
    """Keeps count of the addresses met. Thread-safe."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._order: dict[tuple[str, str], int] = {}
        self._tries: dict[tuple[str, str], int] = {}
        self._recent: deque[float] = deque()
        self._lock = Lock()

    def fault(self, request: Request) -> FaultKind | None:
        """How this request must fail, or None. Every call counts as one try."""
        faults = self._faults
        if self._is_flood():
            return "flood"
        if not faults.kinds or request.path in SPARED:
            return None
        key = (request.target, request.form.get("__EVENTARGUMENT", ""))
        with self._lock:
            place = self._order.setdefault(key, len(self._order) + 1)
            self._tries[key] = tries = self._tries.get(key, 0) + 1
        if place % faults.every or tries > faults.tries:
            return None
        return faults.kinds[(place // faults.every - 1) % len(faults.kinds)]

    def _is_flood(self) -> bool:
        """Whether this request is one too many within the last seconds; those refused count too."""
        most, seconds = self._faults.flood
        if not most:
            return False
        now = time.monotonic()
        with self._lock:
            self._recent.append(now)
            while self._recent[0] < now - seconds:
                self._recent.popleft()
            return len(self._recent) > most
