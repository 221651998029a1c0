"""Reading the archive that is taken in: all its WARC files hold, as far as they can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sqlite3 import Error

from archive import foreign_database
from archive.errors import ArchiveError, BadRecord, NotOurs, WarcDamaged
from archive.events import (
    OF_ITS_KEEPER,
    CaptureMetAgain,
    Event,
    FileUnread,
    FleetChanged,
    FurnitureBlock,
    Happening,
    ProfileLearned,
    RunStarted,
    decoded,
)
from archive.store.opening import DATABASE, WARC
from archive.warc import Place, StoredEvent, StoredExchange, names
from archive.warc.block import REFERS_TO
from archive.warc.digests import wrong
from archive.warc.headers import is_event
from archive.warc.members import OTHERS, Record, record_at, records
from archive.warc.reader import event_in, exchange_in, is_answer, place_in, with_following

Item = StoredExchange | StoredEvent | Place
"""A place is that of a record which is kept and is nothing of ours."""


MAX_PROFILES = 50
"""The profiles of one portal may bring new blocks at most this often: crawls learn them from their first articles."""


class NothingToMerge(ArchiveError):
    """`merge`: what is named is no archive, or is the very archive it would be taken into."""


def _anything(stored: StoredExchange | StoredEvent) -> None:
    """Where nothing is asked of what comes in."""


@dataclass
class _Profiles:
    """How often the profiles of each portal brought blocks that no earlier one had: each time all its articles are read
    once more, so that a small file could keep a merge, and every rebuild after it, busy for days."""

    slugs: dict[int, str] = field(default_factory=dict)
    known: dict[str, set[FurnitureBlock]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def check(self, event: Event) -> None:
        """Take in an event. Raises BadRecord for a profile that is one too many."""
        what = event.what
        if isinstance(what, RunStarted):
            self.slugs[event.run] = what.start.portal
        if not isinstance(what, ProfileLearned):
            return
        slug = self.slugs.get(event.run, "")
        known = self.known.setdefault(slug, set())
        if known.issuperset(what.furniture):
            return
        if self.times.get(slug, 0) >= MAX_PROFILES:
            raise BadRecord(f"more than {MAX_PROFILES} profiles of its portal bring something new")
        self.times[slug] = self.times.get(slug, 0) + 1
        known.update(what.furniture)


@dataclass
class Other:
    """The archive to take in; nothing of it is written. ``damage`` tells what of it cannot be read or used.

    ``check`` raises BadRecord for what may not come in: it is asked before anything is written.
    """

    folder: Path
    check: Callable[[StoredExchange | StoredEvent], None] = _anything
    damage: dict[str, None] = field(default_factory=dict)
    has_decisions: bool = False
    """Whether its keeper decided anything of what was read: which portals are crawled, which troubles are none."""
    _profiles: _Profiles = field(init=False, default_factory=lambda: _Profiles())

    @property
    def warc(self) -> Path:
        return self.folder / WARC

    @property
    def size(self) -> int:
        """Bytes of its WARC files."""
        return sum(path.stat().st_size for path in names.in_order(self.warc))

    def items(self) -> Iterator[Item]:
        """All that its WARC files hold, in order, as far as they can be read."""
        self._profiles = _Profiles()
        for path in names.irregular(self.warc):
            self.damage[f"{path.name}: it is no regular file"] = None
        for path in names.in_order(self.warc):
            try:
                yield from self._of_file(path)
            except WarcDamaged as error:
                self.damage[str(error)] = None

    def _of_file(self, path: Path) -> Iterator[Item]:
        for record, following in with_following(self._till_damage(path)):
            if is_answer(record):
                yield from self._exchange(record, following)
            elif is_event(record.headers):
                yield from self._event(record)
            elif record.headers.get("warc-type") not in ("request", "warcinfo"):
                yield from self._kept(record)

    def _till_damage(self, path: Path) -> Iterator[Record]:
        """The records of a file up to where it is torn or garbled."""
        try:
            yield from records(path, bounds=OTHERS, tell=self.tell)
        except WarcDamaged as error:
            self.damage[str(error)] = None

    def _exchange(self, answer: Record, following: Record | None) -> Iterator[StoredExchange]:
        try:
            found = exchange_in(self.warc, answer, sound(following), OTHERS)
            self._check_digests(answer)
            self.check(found)
            yield found
        except WarcDamaged as error:
            self.tell(answer.place, str(error))
        except (BadRecord, KeyError, TypeError, ValueError) as error:
            self.tell(answer.place, f"it is no record of queson ({error})")

    def _check_digests(self, answer: Record) -> None:
        """Refuse a record whose digests, or those of the record that it refers to, do not fit its bytes: here it would
        be taken for one that was damaged since. Raises BadRecord, or WarcDamaged."""
        _fits(answer)
        at = answer.headers.get(REFERS_TO.lower())
        if at is not None:
            _fits(record_at(self.warc, place_in(at), OTHERS))

    def _kept(self, record: Record) -> Iterator[Place]:
        try:
            _fits(record)
            yield record.place
        except BadRecord as error:
            self.tell(record.place, str(error))

    def _event(self, record: Record) -> Iterator[StoredEvent]:
        try:
            found = event_in(record)
            if isinstance(found.event.what, (FleetChanged, *OF_ITS_KEEPER)):
                self.has_decisions = True
            if isinstance(found.event.what, FleetChanged):
                return  # what another keeper wants crawled is his affair
            self.check(found)
            self._profiles.check(found.event)
            yield found
        except BadRecord as error:
            self.tell(record.place, f"it is no event of queson ({error})")

    def tell(self, place: Place, why: str) -> None:
        """Name a record that cannot be used."""
        self.damage[f"{place.file}, byte {place.offset:,}: {why}"] = None

    def lost_start(self, run: int) -> StoredEvent | None:
        """The beginning of a run that the WARC files do not tell, from its database."""
        row = self._runs.get(run)
        if row is None:
            return None
        slug, started_at, target, parser, base_url, platform = row
        start = {"portal": slug, "started_at": started_at, "target": target, "parser": parser}
        portal = {"slug": slug, "start": base_url, "platform": platform}
        try:
            event = decoded("run-start", str(started_at), {"run": run, "start": start, "portal": portal})
            found = StoredEvent(event, Place("", 0, 0))
            self.check(found)
        except BadRecord as error:
            self.damage[f"{DATABASE}: its run {run} cannot be used ({error})"] = None
            return None
        return found

    @cached_property
    def _runs(self) -> dict[int, tuple[object, ...]]:
        """What its database says of its runs, by their number."""
        query = (
            "select r.id, r.portal, r.started_at, r.target, r.parser, p.base_url, p.platform from runs r "
            "join portals p on p.slug = r.portal"
        )
        try:
            with foreign_database.opened(self.folder / DATABASE, ("runs", "portals")) as db:
                return {run: tuple(row) for run, *row in db.execute(query)}
        except (NotOurs, Error, OSError):
            return {}


def _fits(record: Record) -> None:
    faults = wrong(record.headers, record.block)
    if faults:
        raise BadRecord(f"{' and '.join(faults)} does not fit its bytes")


def sound(record: Record | None) -> Record | None:
    """A record that belongs to another; None where its digests do not fit."""
    if record is None or wrong(record.headers, record.block):
        return None
    return record


def begun(item: Item | None) -> RunStarted | None:
    """The beginning of a run, where that is what was read."""
    match item:
        case StoredEvent(event=Event(what=RunStarted() as what)):
            return what
    return None


def capture_of(what: Happening) -> int | None:
    """The number of the capture that an event speaks of; None where it speaks of none."""
    match what:
        case CaptureMetAgain(capture):
            return capture.id
        case FileUnread(_, number):
            return number
        case _:
            return None


def run_of(item: Item) -> int:
    """The run that something belongs to, by its number there; 0 where it does not say."""
    if isinstance(item, Place):
        return 0
    return item.run
