"""Which runs of another archive bring something that this one has not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from archive import portals
from archive.events import RunStarted
from archive.merge.other import Item, Other, begun, capture_of, run_of
from archive.new_portals import NewPortals
from archive.records import MERGED, Capture
from archive.rows import shaped
from archive.store import Archive
from archive.warc import Place, StoredExchange


def identity(portal: str, started_at: str, target: str) -> str:
    """The digest by which a run is known wherever it was taken in."""
    return hashlib.sha256(json.dumps([portal, started_at, target]).encode("ascii")).hexdigest()


def is_known(archive: Archive, run: RunStarted) -> bool:
    """Whether the archive has a run, as its own or taken in, to its end."""
    start, origin = run.start, run.origin
    mine = identity(start.portal, start.started_at, start.target)
    if origin is not None and origin.name.startswith(MERGED):
        mine = origin.sha256
    ended = "r.outcome is not null"
    if archive.db.execute(
        f"select 1 from imports i join runs r on r.id = i.run_id where i.sha256 = ? and {ended}", [mine]
    ).fetchone():
        return True
    rows = archive.db.execute(
        f"select r.portal, r.started_at, r.target from runs r where r.portal = ? and {ended}", [start.portal]
    ).fetchall()
    return mine in shaped(identity, rows)


def _is_in_place(item: Item, has_begun: bool, numbers: set[int]) -> bool:
    """Whether something can be read where it stands; ``numbers`` are those of the captures before it, and grow."""
    if isinstance(item, Place) or begun(item) is not None:
        return True
    if isinstance(item, StoredExchange):
        note = item.exchange.note
        if note is None:
            return True
        is_new = note.id not in numbers
        numbers.add(note.id)
        return has_begun and is_new
    number = capture_of(item.event.what)
    return has_begun and (number is None or number in numbers)


@dataclass(frozen=True, slots=True)
class Survey:
    """A look through another archive before anything of it is written. Captures with ids from ``first`` on came with
    it, and are none that this archive had before."""

    archive: Archive
    other: Other
    first: int
    new: NewPortals
    astray: list[Item] = field(default_factory=list)
    """What stands where no archive of ours has it, once `wanted` has looked: before the beginning of its run, or under
    a number that was given before, or that nothing has."""
    portals: dict[int, str] = field(default_factory=dict)
    """The portal of each run that began, by its number there."""

    def wanted(self) -> set[int]:
        """The runs that bring something, by their number there."""
        wanted: set[int] = set()
        told: set[int] = set()
        refused: set[int] = set()
        numbers: set[int] = set()
        for item in self.other.items():
            run, start = run_of(item), begun(item)
            if not _is_in_place(item, run in told, numbers):
                self.astray.append(item)
            if start is None:
                if run not in wanted and self._is_new(item, run):
                    wanted.add(run)
                continue
            told.add(run)
            self.portals[run] = start.start.portal
            if self._is_refused(start):
                refused.add(run)
            elif not is_known(self.archive, start):
                wanted.add(run)
        kept = wanted - refused
        found = kept & told | set(filter(self._has_start, kept - told))
        for run in sorted(kept - found):
            self.other.damage[f"run {run} never began there: what belongs to it is left out"] = None
        return found

    def _is_new(self, item: Item, run: int) -> bool:
        """Whether something is an exchange of a run that this archive has not."""
        return isinstance(item, StoredExchange) and run != 0 and self.here(item) is None

    def _has_start(self, run: int) -> bool:
        """Whether the beginning of a run that its WARC files do not tell is known, and the run may come in."""
        start = begun(self.other.lost_start(run))
        if start is None:
            return False
        self.portals[run] = start.start.portal
        return not self._is_refused(start)

    def _is_refused(self, start: RunStarted) -> bool:
        return self._is_another_site(start) or self._is_one_too_many(start)

    def _is_one_too_many(self, start: RunStarted) -> bool:
        """Whether a run is of a portal that is new, and they are too many: each costs a row and a run for ever."""
        if self.new.admits(start.start.portal):
            return False
        why = f"more than {self.new.most:,} portals of it are new: the others are left out, merge them by themselves"
        self.other.damage[why] = None
        return True

    def _is_another_site(self, start: RunStarted) -> bool:
        """Whether a run crawled another site under the name of a portal that is here: it speaks for that portal no more
        than for any other."""
        slug, address = start.start.portal, str(start.portal.get("start") or "")
        if not address or portals.is_at(self.archive, slug, address):
            return False
        self.other.damage[f"{slug} is another portal there ({address}) than here: its runs are left out"] = None
        return True

    def here(self, stored: StoredExchange) -> Capture | None:
        """The capture of that exchange, of the same portal, which this archive had before."""
        exchange, portal = stored.exchange, self.portals.get(stored.run, "")
        capture = self.archive.find_capture(exchange.url, exchange.fetched_at, stored.place.sha256, portal)
        if capture is None or capture.id >= self.first:
            return None
        return capture
