"""Which request fails, and how: counted per address, so that a patient crawler always gets through."""

from __future__ import annotations

from threading import Lock

from queson_crawler.demo.options import FaultKind, Faults
from queson_crawler.demo.wire import Request

SPARED = ("/", "/robots.txt")  # a crawl whose very first address fails tests nothing but its patience


class FaultPlan:
    """Keeps count of the addresses met. Thread-safe."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._order: dict[tuple[str, str], int] = {}
        self._tries: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def fault(self, request: Request) -> FaultKind | None:
        """How this request must fail, or None. Every call counts as one try."""
        faults = self._faults
        if not faults.kinds or request.path in SPARED:
            return None
        key = (request.target, request.form.get("__EVENTARGUMENT", ""))
        with self._lock:
            place = self._order.setdefault(key, len(self._order) + 1)
            self._tries[key] = tries = self._tries.get(key, 0) + 1
        if place % faults.every or tries > faults.tries:
            return None
        return faults.kinds[(place // faults.every - 1) % len(faults.kinds)]
