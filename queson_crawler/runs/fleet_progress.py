"""What a crawl of many portals shows while it runs: one line for all of them, on a terminal."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from typing import Any, Protocol, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from archive.records import Verdict

FLEET = "QUESON_FLEET"
"""The setting that holds what the crawls of a command have brought together."""
MAX_NAMED = 3
"""At most so many portals that are still under way are named."""
LATELY = 10.0
"""Seconds over which pages per second are told."""


class OnePortal(Protocol):
    """The progress of one portal."""

    slug: str

    def seconds_left(self) -> float:
        """How long it takes at least, from now on; 0 where nothing is known of that."""
        ...


class FleetProgress:
    """What many crawls have brought so far, and which of them go on."""

    def __init__(self, portals: int) -> None:
        self._of = portals
        self._done = 0
        self._under_way: list[OnePortal] = []
        self._live: Live | None = None
        self._lately: deque[tuple[float, int]] = deque()
        self.counts: Counter[str] = Counter()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Scrapy copies its settings; there is one sum."""
        return self

    def begin(self) -> None:
        """Show the line, if somebody looks."""
        if sys.stderr.isatty():
            console = Console(stderr=True)
            self._live = Live(get_renderable=self.line, console=console, refresh_per_second=4, transient=True)
            self._live.start()

    def begun(self, portal: OnePortal) -> None:
        """A portal is being crawled."""
        self._under_way.append(portal)

    def ended(self, portal: OnePortal) -> None:
        """A portal is done."""
        if portal in self._under_way:
            self._under_way.remove(portal)
        self._done += 1

    def close(self) -> None:
        """Take the line away."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def line(self) -> Text:
        """How far all of them are."""
        counts, under_way = self.counts, list(self._under_way)
        parts = [
            f"{self._done:,} of {self._of:,} portals done, {len(under_way):,} under way",
            f"{counts['pages']:,} pages",
            f"{counts[Verdict.NEW]:,} new",
            f"{counts[Verdict.REVISED]:,} revised",
            f"{counts['files']:,} files",
            f"{counts['problems']:,} problems",
            f"{self._pages_per_second():.1f} pages/s",
        ]
        parts += _waited_for(under_way)
        return Text(" · ".join(parts), style="cyan")

    def _pages_per_second(self) -> float:
        now, pages = time.monotonic(), self.counts["pages"]
        self._lately.append((now, pages))
        while now - self._lately[0][0] > LATELY:
            self._lately.popleft()
        since, before = self._lately[0]
        return (pages - before) / max(now - since, 1.0)


def _waited_for(under_way: list[OnePortal]) -> list[str]:
    """The portal that takes longest, and for how long; without that the last portals."""
    longest = max(under_way, key=_seconds_left, default=None)
    if longest is not None and longest.seconds_left() > 0:
        return [f"{longest.slug} at least {clock(longest.seconds_left())} more"]
    if under_way and len(under_way) <= MAX_NAMED:
        return [f"waiting for {', '.join([each.slug for each in under_way])}"]
    return []


def _seconds_left(portal: OnePortal) -> float:
    return portal.seconds_left()


def clock(seconds: float) -> str:
    """Minutes and seconds, `12:05`."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
