"""Which portals are crawled at the same time: as many as the machine bears, those of busy addresses last."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

MAX_LANES = 100
"""At most this many portals are crawled at the same time, if the keeper says nothing else."""
FILES_OF_LANE, FILES_OF_PROCESS = 6, 100
"""Open files and connections: of one crawl, and beside all crawls."""
MEGABYTES_OF_LANE = 12
"""Memory of one crawl of a middling portal."""
MEGABYTE = 1 << 20
LOOK_EVERY = 1.0
"""Seconds between two looks at the crawls that go on."""
HEAD_START = 5.0
"""Seconds for which the crawls of an address are alone before another begins there: small portals are then crawled one
after the other, and a command that is ended early has begun few that it cannot finish."""
T = TypeVar("T")
Addresses = frozenset[str]


def lanes_of_machine() -> int:
    """How many portals this machine can crawl at the same time, as its limits and its free memory tell."""
    files = (_open_files() - FILES_OF_PROCESS) // FILES_OF_LANE
    memory = _free_memory() // (MEGABYTES_OF_LANE * MEGABYTE)
    return max(1, min(MAX_LANES, files, memory))


def _open_files() -> int:
    """How many files may be open; the limit is raised as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_OF_PROCESS + MAX_LANES * FILES_OF_LANE
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def _free_memory() -> int:
    """Bytes that are free, as far as the system tells."""
    try:
        with open("/proc/meminfo", encoding="ascii") as told:
            for line in told:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass  # no Linux
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


class Lanes(Generic[T]):
    """Crawls things side by side. `find` gives the addresses of one, None where it is not to be crawled; `crawl` crawls
    it; `look` is called every second with all that are being crawled, once none waits any more."""

    def __init__(
        self,
        most: int,
        find: Callable[[T], Coroutine[Any, Any, Addresses | None]],
        crawl: Callable[[T], Coroutine[Any, Any, None]],
        look: Callable[[list[T]], None],
    ) -> None:
        self._most, self._find, self._crawl, self._look = most, find, crawl, look
        self._finding: dict[asyncio.Task[Addresses | None], int] = {}
        self._waiting: dict[int, Addresses] = {}
        self._running: dict[asyncio.Task[None], int] = {}
        self._busy: Counter[str] = Counter()
        self._addresses: dict[int, Addresses] = {}
        self._begun_at: dict[str, float] = {}
        self.head_start = HEAD_START

    async def all(self, things: Sequence[T]) -> None:
        """Crawl all of them, in their order as far as their addresses allow."""
        for place, thing in enumerate(things):
            self._finding[asyncio.create_task(self._find(thing))] = place
        while self._finding or self._waiting or self._running:
            while len(self._running) < self._most and self._begin(things):
                pass
            await asyncio.wait(
                [*self._finding, *self._running], timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED
            )
            self._take_found()
            self._take_ended()
            if not self._finding and not self._waiting:
                self._look([things[place] for place in self._running.values()])

    def stop(self) -> None:
        """Begin no more."""
        for task in self._finding:
            task.cancel()
        self._finding.clear()
        self._waiting.clear()

    def _begin(self, things: Sequence[T]) -> bool:
        """Begin with the first of those whose addresses are least busy; whether one was to be begun."""
        ready = [place for place, addresses in self._waiting.items() if self._is_free(addresses)]
        if not ready:
            return False
        place = min(ready, key=lambda each: (self._business(self._waiting[each]), each))
        self._addresses[place] = self._waiting.pop(place)
        for address in self._addresses[place]:
            self._begun_at[address] = time.monotonic()
        self._busy.update(self._addresses[place])
        self._running[asyncio.create_task(self._crawl(things[place]))] = place
        return True

    def _is_free(self, addresses: Addresses) -> bool:
        """Whether a crawl may begin at some addresses: nobody is there, or had time to get going."""
        for address in addresses:
            if self._busy[address] and time.monotonic() - self._begun_at[address] < self.head_start:
                return False
        return True

    def _business(self, addresses: Addresses) -> int:
        """How many crawls the busiest of some addresses has at present."""
        most = 0
        for address in addresses:
            most = max(most, self._busy[address])
        return most

    def _take_found(self) -> None:
        for task in [task for task in self._finding if task.done()]:
            place = self._finding.pop(task)
            addresses = task.result()
            if addresses is not None:
                self._waiting[place] = addresses

    def _take_ended(self) -> None:
        for task in [task for task in self._running if task.done()]:
            self._busy.subtract(self._addresses.pop(self._running.pop(task)))
            task.result()
