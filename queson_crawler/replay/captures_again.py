"""Stored captures parsed once more with what is known now, in this process or ahead of their turn in others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from archive.errors import WarcDamaged
from archive.records import Capture
from archive.warc import Exchange, Place, read_at
from archive.workers import Workers
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.ahead import Ahead, ToParse, basis_of, parsed_of
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import task_of

NONE_MADE: Mapping[int, Ahead] = MappingProxyType({})
MAX_AHEAD = 8
"""Captures that are parsed ahead of their turn, for each process."""


@dataclass(frozen=True, slots=True)
class Again:
    """A capture that is read once more; `ahead` is how another process parsed it."""

    capture: Capture
    exchange: Exchange
    ahead: Ahead | None = None


def exchange_of(warc: Path, capture: Capture) -> Exchange:
    """The exchange of a capture. Raises WarcDamaged."""
    return read_at(warc, Place(capture.warc_file, capture.warc_offset, capture.warc_length)).exchange


def in_order(
    warc: Path,
    several: Iterable[Capture],
    profile: Profile,
    workers: Workers | None,
    *,
    explained: bool = False,
    made: Mapping[int, Ahead] = NONE_MADE,
) -> Iterator[Again]:
    """Captures in their order, each parsed with a profile where other processes work; those that cannot be read are
    left out, for `doctor` names them. With `explained` it is told what was left out of the articles. `made` are those
    that were parsed before, by the ids of their captures."""
    basis = None
    if workers is not None and workers.jobs > 1:
        basis = basis_of(profile)
    if workers is None or basis is None:
        for capture, exchange in readable(warc, several):
            yield Again(capture, exchange, made.get(capture.id))
        return
    waiting: deque[tuple[Capture, Exchange, int]] = deque()
    for capture, exchange in readable(warc, several):
        task = task_of(exchange.url, exchange.task)
        number = workers.give(ToParse(answer_of(exchange), task, basis.sent, explained))
        waiting.append((capture, exchange, number))
        if len(waiting) >= MAX_AHEAD * workers.jobs:
            capture, exchange, number = waiting.popleft()
            yield Again(capture, exchange, Ahead(parsed_of(workers.result(number)), basis))
    for capture, exchange, number in waiting:
        yield Again(capture, exchange, Ahead(parsed_of(workers.result(number)), basis))


def readable(warc: Path, several: Iterable[Capture]) -> Iterator[tuple[Capture, Exchange]]:
    """The exchanges of captures, as far as they can be read."""
    for capture in several:
        try:
            exchange = exchange_of(warc, capture)
        except WarcDamaged:
            continue  # what was read of it before is all that is known
        yield capture, exchange
