"""Pages of another archive parsed in other processes while those before them are merged.

The other archive is read once more, some way ahead of the merge. What a page is parsed with is guessed as in a replay;
where the guess was wrong, the page is parsed when its turn comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.merge import Copier, Other
from archive.warc import StoredEvent, StoredExchange
from archive.workers import Workers
from queson_crawler.files.readings import FileReading
from queson_crawler.replay.ahead import ReplayAhead, Waiting
from queson_crawler.replay.feeding import Replay
from queson_crawler.understand.ahead import Ahead, Basis

MAX_AHEAD = 24
"""Exchanges that are ahead of the merge, for each process."""
Key = tuple[str, str, str]
"""Address, time and digest of an exchange: they are the same on both sides."""


@dataclass(slots=True)
class MergeAhead:
    """What is being parsed of the archive that comes in, in the order in which it lies there."""

    copier: Copier
    replay: Replay
    workers: Workers
    guesses: ReplayAhead = field(init=False)
    items: Iterator[StoredExchange | StoredEvent] = field(init=False)
    waiting: deque[tuple[Key, Waiting]] = field(init=False, default_factory=deque)
    basis: Basis | None = None
    """What the page was parsed with that is merged now."""
    held: StoredExchange | None = None
    """What stands next in the other archive and cannot be guessed yet."""

    def __post_init__(self) -> None:
        self.guesses = ReplayAhead(self.replay, self.workers)
        self.items = self._items()

    def _items(self) -> Iterator[StoredExchange | StoredEvent]:
        other = self.copier.other
        for item in Other(other.folder, other.check).items():
            if isinstance(item, StoredExchange | StoredEvent):
                yield item

    def taken(self, stored: StoredExchange | StoredEvent) -> Ahead | FileReading | None:
        """What another process made of an exchange that is merged now."""
        self.basis = None
        if not isinstance(stored, StoredExchange) or self.workers.jobs == 1:
            return None
        self._fill()
        key = _key(stored)
        if all(key != other for other, _ in self.waiting):
            return None
        while True:
            other, one = self.waiting.popleft()
            if other == key:
                self.basis = one.basis
                return self.guesses.made(one)
            self.workers.forget(one.number)

    def fed(self, stored: StoredExchange | StoredEvent) -> None:
        """Guess anew by what is known after an exchange; its run has another number there."""
        if stored.note is None or self.workers.jobs == 1:
            return
        here = stored.note.run
        for there, ours in self.copier.runs.items():
            if ours == here:
                self.guesses.compare(there, self.replay.readers.get(here), self.basis)

    def _fill(self) -> None:
        while len(self.waiting) < MAX_AHEAD * self.workers.jobs:
            item = self.held or next(self.items, None)
            self.held = None
            if item is None:
                return
            one = self.guesses.given(item)
            if not isinstance(item, StoredExchange):
                continue
            if one is None:
                self.held = item
                return
            self.waiting.append((_key(item), one))


def _key(stored: StoredExchange) -> Key:
    return stored.exchange.url, stored.exchange.fetched_at, stored.place.sha256
