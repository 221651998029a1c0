"""The numbers that change with every request: visits of the site, views of an article. Thread-safe."""

from __future__ import annotations

import zlib
from threading import Lock

VISITS_BEFORE = 3_204_511
VIEWS_BEFORE = 900


class Counters:
    def __init__(self) -> None:
        self._visits = VISITS_BEFORE
        self._views: dict[str, int] = {}
        self._lock = Lock()

    @property
    def visits(self) -> int:
        """The visits of the site until now."""
        return self._visits

    def visit(self) -> None:
        """Counts one request."""
        with self._lock:
            self._visits += 1

    def view(self, native_id: str) -> int:
        """Counts one view of an article; returns its views until now, this one included."""
        with self._lock:
            before = self._views.get(native_id) or zlib.crc32(native_id.encode()) % VIEWS_BEFORE
            self._views[native_id] = before + 1
            return before + 1
