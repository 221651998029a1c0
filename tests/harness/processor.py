"""Time of the processor: what a test may bound, for other processes of a busy machine take none of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import lxml.html


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer on a core that has nothing else to do."""
    began = time.process_time()
    yield
    spent = time.process_time() - began
    if spent >= seconds:
        spent /= slowness()
    assert spent < seconds, f"{spent:.1f} s of the processor, {seconds:g} at most"


USUAL = 0.18
"""Seconds that `_known_work` takes on a core that has nothing else to do."""


def slowness() -> float:
    """How many times slower than usual a core is now: processes beside it take its caches, and half of a shared core.
    1 at least."""
    began = time.process_time()
    _known_work()
    return max(1.0, (time.process_time() - began) / USUAL)


def _known_work() -> None:
    """Some of what readers do: split, join, search and parse."""
    page = "<div><p>Ủy ban nhân dân huyện <a href='/tin-1.html'>thông báo</a></p></div>" * 2_000
    for _ in range(20):
        words = lxml.html.fromstring(page).text_content().split()
        counted = {f"{word}/{place}": len(word) for place, word in enumerate(words)}
        assert re.search("không có", " ".join(counted)) is None
