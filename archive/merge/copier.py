"""What another archive has and this one has not, written to this one's WARC."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from archive import portals
from archive.errors import WarcDamaged
from archive.events import CaptureMetAgain, Event, FileUnread, Happening, RecordPlace, RunStarted
from archive.merge.other import Item, Other, run_of
from archive.notes import Note
from archive.records import MERGED, Capture, Origin, RunStart
from archive.store import Archive
from archive.warc import Place, StoredEvent, StoredExchange, WarcWriter
from archive.warc.block import EXACT_URL, HEAD, REFERS_TO
from archive.warc.headers import fields_of
from archive.warc.members import OTHERS, header_at, raws_at
from archive.warc.message import note_of
from archive.warc.reader import original_place, place_in


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
    return mine in {identity(*row) for row in rows}


class Copier:
    """What another archive has and this one has not, written to this one's WARC; the caller stores what it is given.

    ``wanted`` are the runs (by their number there) that bring something; ``captures`` counts what came.
    """

    def __init__(self, archive: Archive, other: Other) -> None:
        self.archive, self.other = archive, other
        self.captures = self.known = 0
        self.first = self.next_id = archive.next_capture_id()
        self.runs: dict[int, int] = {}
        self._ids: dict[int, int] = {}
        self.wanted = self._look()
        self._writer: WarcWriter

    def _look(self) -> set[int]:
        wanted: set[int] = set()
        told: set[int] = set()
        refused: set[int] = set()
        for item in self.other.items():
            run = run_of(item)
            begun = _begun(item)
            if begun is not None:
                told.add(run)
                if self._is_another_site(begun):
                    refused.add(run)
                elif not is_known(self.archive, begun):
                    wanted.add(run)
            elif isinstance(item, StoredExchange) and run and run not in wanted and self._here(item) is None:
                wanted.add(run)
        return {run for run in wanted - refused if run in told or self.other.lost_start(run)}

    def _is_another_site(self, begun: RunStarted) -> bool:
        """Whether a run crawled another site under the name of a portal that is here: it speaks for that portal no more
        than for any other."""
        slug, start = begun.start.portal, str(begun.portal.get("start") or "")
        if not start or portals.is_at(self.archive, slug, start):
            return False
        self.other.damage[f"{slug} is another portal there ({start}) than here: its runs are left out"] = None
        return True

    def copied(self, writer: WarcWriter) -> Iterator[StoredExchange | StoredEvent]:
        """Each thing as it stands in this archive now, in order, one run's beginning before all that belongs to it."""
        self._writer, last = writer, 0
        for item in self.other.items():
            run = run_of(item) or last
            if run not in self.wanted:
                if isinstance(item, StoredExchange):
                    self._remember(item, self._here(item))
                last = run
                continue
            last = run
            begun = _begun(item)
            if run not in self.runs and begun is None:
                start = self.other.lost_start(run)
                if start is None:
                    continue
                yield from self._event(start)
            if isinstance(item, StoredEvent):
                if (begun is None or run not in self.runs) and self._is_whole(item.event):
                    yield from self._event(item)
            elif isinstance(item, StoredExchange):
                yield from self._exchange(item, run)
            else:
                self._writer.copy(_date(self.other.warc, item), raws_at(self.other.warc, item, bounds=OTHERS)[0])

    def _is_whole(self, event: Event) -> bool:
        """Whether the capture that an event speaks of, if it does, could be read."""
        match event.what:
            case CaptureMetAgain(capture):
                return capture.id in self._ids
            case FileUnread(_, capture_id):
                return capture_id in self._ids
            case _:
                return True

    def _here(self, stored: StoredExchange) -> Capture | None:
        """The capture of that exchange which this archive had before."""
        exchange = stored.exchange
        capture = self.archive.find_capture(exchange.url, exchange.fetched_at, stored.place.sha256)
        return capture if capture is not None and capture.id < self.first else None

    def _remember(self, stored: StoredExchange, capture: Capture | None) -> None:
        note = stored.exchange.note
        if capture is not None and note is not None:
            self._ids[note.id] = capture.id

    def _exchange(self, stored: StoredExchange, run: int) -> Iterator[StoredExchange]:
        note = stored.exchange.note
        if note is None:
            self._copy(stored, None)
            return
        here = self._here(stored)
        if here is not None:
            self.known += 1
            self._remember(stored, here)
            return
        ours = replace(note, run=self.runs[run], id=self.next_id)
        place = self._copy(stored, ours)
        self._ids[note.id] = self.next_id
        self.next_id += 1
        self.captures += 1
        yield StoredExchange(
            replace(stored.exchange, note=ours),
            replace(place, sha256=stored.place.sha256, record_type=stored.place.record_type),
        )

    def _copy(self, stored: StoredExchange, note: Note | None) -> Place:
        answer, *following = raws_at(self.other.warc, stored.place, 2, OTHERS)
        headers = fields_of(answer.lines)
        asked = [
            each
            for each in following
            if fields_of(each.lines).get("warc-concurrent-to") == headers.get("warc-record-id", "")
        ]
        own = [(name, headers[name.lower()]) for name in (EXACT_URL, HEAD) if name.lower() in headers]
        original = self._original(headers) if REFERS_TO.lower() in headers else None
        date = stored.exchange.fetched_at
        return self._writer.copy(date, answer, *asked, note=note, original=original, own=own)

    def _original(self, revisit: dict[str, str]) -> Place:
        """Where the record is now that a revisit refers to. One that is not here byte for byte comes in beside it."""
        there = place_in(revisit[REFERS_TO.lower()])
        note = note_of(header_at(self.other.warc, there))
        capture = self.capture(self._ids.get(note.id, 0)) if note is not None else None
        if capture is not None:
            with suppress(WarcDamaged):
                place = original_place(self.archive.warc, capture)
                if header_at(self.archive.warc, place).get("warc-payload-digest") == revisit.get("warc-payload-digest"):
                    return place
        return self._writer.copy(_date(self.other.warc, there), raws_at(self.other.warc, there, bounds=OTHERS)[0])

    def capture(self, number: int) -> Capture | None:
        """The capture with an id."""
        columns = "id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, warc_length, role"
        row = self.archive.db.execute(f"select {columns} from captures where id = ?", [number]).fetchone()
        return Capture(*row) if row else None

    def _event(self, stored: StoredEvent) -> Iterator[StoredEvent]:
        """An event with this archive's numbers. The beginning of a run begins a file of its own, and stands in the
        database first, so that no two runs that were cut off have one number."""
        event = stored.event
        what = self._ours(event.run, event.what)
        ours = Event(self.runs[event.run], event.at, what)
        if isinstance(what, RunStarted):
            yield replace(stored, event=ours)
            self._writer.write_event(ours)
        else:
            self._writer.write_event(ours)
            yield replace(stored, event=ours)

    def _ours(self, run: int, what: Happening) -> Happening:
        """What happened, with the numbers that its captures have in this archive."""
        match what:
            case RunStarted(start, _, origin):
                self._writer.close()
                (last,) = self.archive.db.execute("select coalesce(max(id), 0) from runs").fetchone()
                self.runs[run] = last + 1
                return replace(what, origin=origin or self._origin(start))
            case FileUnread(_, capture_id):
                return replace(what, capture=self._ids[capture_id])
            case CaptureMetAgain(capture):
                return self._met_again(capture.id, what)
            case _:
                return what

    def _origin(self, start: RunStart) -> Origin:
        digest = identity(start.portal, start.started_at, start.target)
        return Origin(f"{MERGED}{self.other.folder.resolve().name}", digest, 0)

    def _met_again(self, number: int, what: CaptureMetAgain) -> CaptureMetAgain:
        capture = self.capture(self._ids[number])
        if capture is None:
            raise WarcDamaged(f"The capture {self._ids[number]} is in no table: run queson rebuild.")
        place = RecordPlace(capture.warc_file, capture.warc_offset, capture.warc_length)
        return replace(what, capture=capture, place=place)


def _begun(item: Item) -> RunStarted | None:
    """The beginning of a run, where that is what was read."""
    if isinstance(item, StoredEvent) and isinstance(item.event.what, RunStarted):
        return item.event.what
    return None


def _date(folder: Path, place: Place) -> str:
    return header_at(folder, place).get("warc-date", "")
