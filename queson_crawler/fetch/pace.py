"""How often each address (IP) is asked: all crawls of a process that ask it share its rate, and take turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from queson_crawler.fetch.address_guard import addresses_of

MAX_AGE = 600.0
"""Seconds after which the addresses of a host are looked up again."""
MAX_LOOK_UPS = 32
"""At most this many names are looked up at the same time: a name server that does not answer holds up few."""


class Pace:
    """The rate of one address. Who holds the lock is next; the others wait in the order in which they came."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        """From when on the address may be asked again, on the loop's clock."""


class Turn:
    """The right to ask the addresses of one host next: held as a context."""

    def __init__(self, paces: Iterable[Pace] = ()) -> None:
        self._paces = tuple(paces)

    @property
    def free_at(self) -> float:
        """From when on all of them may be asked."""
        latest = 0.0
        for pace in self._paces:
            latest = max(latest, pace.free_at)
        return latest

    def rest(self, until: float) -> None:
        """Nobody asks them before that moment."""
        for pace in self._paces:
            pace.free_at = max(pace.free_at, until)

    async def __aenter__(self) -> Self:
        for pace in self._paces:
            await pace.lock.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        for pace in self._paces:
            pace.lock.release()


class Paces:
    """The rates of all addresses that are asked. One for all the crawls of a process."""

    def __init__(self) -> None:
        self._of_address: dict[str, Pace] = {}
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._look_ups = ThreadPoolExecutor(MAX_LOOK_UPS, "look-up")

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Scrapy copies its settings; there is one rate for each address."""
        return self

    async def of(self, host: str) -> Turn:
        """The turn at the addresses of a host; of one whose name leads nowhere, at that name."""
        addresses = await self.addresses(host)
        paces = []
        for address in sorted(addresses or (host,)):  # in one order for all: nobody waits for each other
            paces.append(self._of_address.setdefault(address, Pace()))
        return Turn(paces)

    async def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a host, looked up beside what else goes on."""
        loop = asyncio.get_running_loop()
        at, found = self._known.get(host, (0.0, ()))
        if not found or loop.time() - at > MAX_AGE:
            found = await loop.run_in_executor(self._look_ups, addresses_of, host)
            self._known[host] = (loop.time(), found)
        return found
