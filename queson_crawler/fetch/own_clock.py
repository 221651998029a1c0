"""The clock by which web archives are waited for: the machine's, or, in tests and drills, one that runs faster."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable

FASTER = "QUESON_CLOCK_FASTER"
"""How many times faster than the machine's the clock of waiting runs: for tests on loopback, never towards others."""
MAX_SLEEP = 0.5
"""Seconds after which a wait looks whether it still makes sense."""


def factor() -> float:
    """How much faster the clock runs; 1 where nothing else is said."""
    try:
        return max(float(os.environ.get(FASTER) or 1), 1.0)
    except ValueError:
        return 1.0


class WaitingClock:
    """Tells seconds and waits for a moment by them."""

    def __init__(self) -> None:
        self._factor = factor()

    def time(self) -> float:
        """Seconds, from some moment on."""
        return time.monotonic() * self._factor

    async def until(self, due: Callable[[], float], goes_on: Callable[[], bool]) -> None:
        """Wait for a moment, which may change meanwhile; no longer than it makes sense."""
        while goes_on():
            wait = (due() - self.time()) / self._factor
            if wait <= 0:
                return
            await asyncio.sleep(min(wait, MAX_SLEEP))
