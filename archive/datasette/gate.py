"""How many requests of one kind are worked on at once, so that the dear ones leave room for the cheap ones.

A search, a table or a captured page may take seconds, and anyone may ask for a hundred of them. Each kind has a gate;
who finds it closed waits a little, or is told to come again. Home, portals, articles and citations pass no gate.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PATIENCE = 10.0
"""Seconds that a request waits before a gate."""


class Busy(Exception):
    """Too many requests of this kind are waiting, or this one waited too long."""


@dataclass
class Gate:
    """At most `at_once` requests are worked on, and at most `waiting` of them wait."""

    at_once: int
    waiting: int
    _free: asyncio.Semaphore = field(init=False)
    _waiting: int = 0

    def __post_init__(self) -> None:
        self._free = asyncio.Semaphore(self.at_once)

    async def enter(self) -> None:
        """Wait for a place. Raises Busy."""
        if self._free.locked() and self._waiting >= self.waiting:
            raise Busy
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), PATIENCE)
        except TimeoutError as error:
            raise Busy from error
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        """Give the place to the next one."""
        self._free.release()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place at the gate while the block runs. Raises Busy."""
        await self.enter()
        try:
            yield
        finally:
            self.leave()


@dataclass
class Gates:
    """The gates of one reading room."""

    search: Gate = field(default_factory=lambda: Gate(2, 16))
    tables: Gate = field(default_factory=lambda: Gate(2, 16))
    captures: Gate = field(default_factory=lambda: Gate(2, 16))
    large_captures: Gate = field(default_factory=lambda: Gate(1, 4))
    """Pages that are made harmless in a process of their own, for seconds."""
    files: Gate = field(default_factory=lambda: Gate(8, 0))
    """Whole results as files, which a slow reader may take minutes to receive."""
