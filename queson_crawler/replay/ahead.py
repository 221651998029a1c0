"""A replay whose pages are parsed, and whose files are read, in other processes before their turn comes.

What a page is parsed with is guessed from what the replay knows by then, and from what stands in WARC between there and
the page; where the guess was wrong the page is parsed again when its turn comes. So the rows are always those of a
replay in one process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from archive.errors import BadRecord
from archive.events import Event, ProfileLearned, RunStarted
from archive.warc import Stored, StoredEvent, StoredExchange
from archive.workers import Lost, Workers
from queson_crawler.files.answers import FileAnswer, look
from queson_crawler.files.readings import FileReading
from queson_crawler.profile.profile import Profile
from queson_crawler.replay.checks import portal_of
from queson_crawler.replay.feeding import NOT_READ, Replay
from queson_crawler.replay.working import unread
from queson_crawler.understand.ahead import Ahead, Basis, ToParse, basis_of, parsed_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import RECORD, FileTask, ResourceTask, Task, task_of

MAX_AHEAD = 48
"""Exchanges and events that are looked at ahead of their turn, for each process."""
MAX_BYTES = 1 << 26
"""Bytes of exchanges that are ahead of their turn, all together."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that was read and not yet fed; `number` is what is done for it elsewhere, 0 for nothing."""

    stored: Stored
    number: int = 0
    basis: Basis | None = None
    size: int = 0


@dataclass(frozen=True)
class _Guessed:
    """The profile that a run will have."""

    profile: Profile

    @cached_property
    def basis(self) -> Basis | None:
        """Its basis for parsing pages; None where that is not known yet."""
        return basis_of(self.profile)


@dataclass(slots=True)
class ReplayAhead:
    """Feeds a replay, with `workers` of `working.work` that are ahead of it."""

    replay: Replay
    workers: Workers
    guessed: dict[int, _Guessed] = field(default_factory=dict)
    of_portals: dict[str, Profile] = field(default_factory=dict)
    """The profile that the newest run of each portal had."""
    waiting: deque[Waiting] = field(default_factory=deque)
    size: int = 0
    """The bytes of what waits."""

    def feed(self, several: Iterable[Stored]) -> Iterator[bool]:
        """Feed everything in its order; yields whether each was an exchange."""
        for stored in several:
            one = self.given(stored)
            if one is None:
                # Where nothing can be guessed, all that stands before is fed first: then it is known.
                yield from self._fed_but(0)
                one = self.given(stored) or Waiting(stored)
            self.waiting.append(one)
            self.size += one.size
            yield from self._fed_but(MAX_AHEAD * self.workers.jobs)
        yield from self._fed_but(0)

    def _fed_but(self, most: int) -> Iterator[bool]:
        """Feed what waits, in its order, until at most so many are left, of MAX_BYTES at most."""
        while len(self.waiting) > most or self.size > MAX_BYTES:
            one = self.waiting.popleft()
            self.size -= one.size
            yield self._fed(one)

    def _fed(self, one: Waiting) -> bool:
        """Feed one, with what was done for it elsewhere."""
        fed = self.replay.feed(one.stored, self.made(one))
        note = one.stored.note
        if note is not None:
            self.compare(note.run, self.replay.readers.get(note.run), one.basis)
        return fed

    def made(self, one: Waiting) -> Ahead | FileReading | None:
        """What was done for one elsewhere."""
        if not one.number:
            return None
        result = self.workers.result(one.number)
        if one.basis is not None:
            return Ahead(parsed_of(result), one.basis)
        reading: FileReading | Lost = result
        if isinstance(reading, Lost):
            return unread(reading)
        return reading

    def compare(self, run: int, reader: Reader | None, basis: Basis | None) -> None:
        """Guess anew where a page shows that the guess was wrong, or that nothing had been known."""
        if reader is None:
            return
        known = self.guessed.get(run)
        was_wrong = basis is not None and not basis.fits(reader.profile)
        is_known = known is not None and known.basis is not None
        if was_wrong or not is_known:
            self.guessed[run] = _Guessed(reader.profile)
        self.of_portals[reader.portal.slug] = self.guessed[run].profile

    def given(self, stored: Stored) -> Waiting | None:
        """What is to be done for something, handed over; None where that cannot be guessed yet."""
        if isinstance(stored, StoredEvent):
            self._foresee(stored.event)
        if not isinstance(stored, StoredExchange):
            return Waiting(stored)
        exchange, note = stored.exchange, stored.exchange.note
        if note is None or note.role in (*NOT_READ, RECORD):
            return Waiting(stored, size=len(exchange.body))
        try:
            task = task_of(exchange.url, note.task)
        except BadRecord:
            return Waiting(stored)
        return self._handed_over(stored, task, note.run)

    def _handed_over(self, stored: StoredExchange, task: Task, run: int) -> Waiting | None:
        exchange = stored.exchange
        size = len(exchange.body)
        if isinstance(task, ResourceTask):
            return Waiting(stored, size=size)
        known = self.guessed.get(run)
        if known is None:
            return None
        if isinstance(task, FileTask):
            answered = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
            if look(answered, known.profile.portal.owns) is not None:
                return Waiting(stored, size=size)
            return Waiting(stored, self.workers.give(answered.body), size=size)
        basis = known.basis
        if basis is None:
            return None
        return Waiting(stored, self.workers.give(ToParse(answer_of(exchange), task, basis.sent)), basis, size)

    def _foresee(self, event: Event) -> None:
        """What an event will change when its turn comes."""
        try:
            match event.what:
                case RunStarted(start, settings):
                    portal = portal_of(settings)
                    known = self.of_portals.get(start.portal)
                    if known is None or known.portal != portal:
                        known = Profile.of(portal)
                    self.guessed[event.run] = _Guessed(known)
                case ProfileLearned() as learned:
                    before = self.guessed.get(event.run)
                    if before is not None:
                        self.guessed[event.run] = _Guessed(before.profile.taken_up(learned))
        except BadRecord:
            self.guessed.pop(event.run, None)
