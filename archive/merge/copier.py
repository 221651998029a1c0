"""What another archive has and this one has not, written to this one's WARC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from archive import captures
from archive.errors import BadRecord, WarcDamaged
from archive.events import (
    OF_ITS_KEEPER,
    CaptureMetAgain,
    Event,
    FileUnread,
    Happening,
    MachineFailed,
    RecordPlace,
    RunStarted,
)
from archive.merge.other import Item, Other, begun, capture_of, run_of
from archive.merge.survey import Survey, identity
from archive.new_portals import NewPortals
from archive.notes import Note
from archive.records import MERGED, Capture, Origin, RunStart
from archive.store import Archive
from archive.warc import Place, StoredEvent, StoredExchange, WarcWriter
from archive.warc.block import EXACT_URL, HEAD, REFERS_TO
from archive.warc.digests import wrong
from archive.warc.headers import fields_of
from archive.warc.members import OTHERS, header_at, raws_at
from archive.warc.message import note_of
from archive.warc.reader import original_place, place_in


class Copier:
    """What another archive has and this one has not, written to this one's WARC; the caller stores what it is given.

    ``wanted`` are the runs (by their number there) that bring something; ``captures`` counts what came. ``is_in_order``
    tells that its files can be read as they stand.
    """

    def __init__(self, archive: Archive, other: Other) -> None:
        self.archive, self.other = archive, other
        self.captures = self.known = 0
        self.first = self.next_id = archive.next_capture_id()
        self.runs: dict[int, int] = {}
        self._ids: dict[int, int] = {}
        self._survey = Survey(archive, other, self.first, NewPortals(archive, other.size))
        self.wanted = self._survey.wanted()
        self.is_in_order = not self._survey.astray
        self._writer: WarcWriter

    def copied(self, writer: WarcWriter) -> Iterator[StoredExchange | StoredEvent]:
        """Each thing as it stands in this archive now, in order, one run's beginning before all that belongs to it."""
        self._writer, run = writer, 0
        for item in self.other.items():
            run = run_of(item) or run
            if run in self.wanted:
                yield from self._copied(item, run)
            elif isinstance(item, StoredExchange):
                self._remember(item, self._survey.here(item))

    def _copied(self, item: Item, run: int) -> Iterator[StoredExchange | StoredEvent]:
        """One thing of a run that is wanted, behind the beginning of that run."""
        if run not in self.runs and begun(item) is None:
            yield from self._lost_start(run)
            if run not in self.runs:
                return
        if isinstance(item, StoredExchange):
            yield from self._exchange(item, run)
        elif isinstance(item, Place):
            self._copy_of_others(item)
        elif self._is_to_come(item.event, run):
            yield from self._event(item)
        elif begun(item) is None and not isinstance(item.event.what, OF_ITS_KEEPER):
            self.other.tell(item.place, "it speaks of a capture that is not there")

    def _lost_start(self, run: int) -> Iterator[StoredEvent]:
        start = self.other.lost_start(run)
        if start is not None:
            yield from self._event(start)

    def _copy_of_others(self, place: Place) -> Place:
        """A record that is no exchange of ours, as it stands there."""
        raw = raws_at(self.other.warc, place, bounds=OTHERS)[0]
        return self._writer.copy(_date(self.other.warc, place), raw)

    def _is_to_come(self, event: Event, run: int) -> bool:
        """Whether an event comes in: a run begins once, and the capture that an event speaks of could be read. What the
        other keeper was told and accepted stays there."""
        if isinstance(event.what, RunStarted):
            return run not in self.runs
        if isinstance(event.what, OF_ITS_KEEPER):
            return False
        number = capture_of(event.what)
        return number is None or number in self._ids

    def _remember(self, stored: StoredExchange, capture: Capture | None) -> None:
        note = stored.exchange.note
        if capture is not None and note is not None:
            self._ids[note.id] = capture.id

    def _exchange(self, stored: StoredExchange, run: int) -> Iterator[StoredExchange]:
        note = stored.exchange.note
        if note is None:
            self._copy(stored, None)
            return
        here = self._survey.here(stored)
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
        record_id = headers.get("warc-record-id", "")
        asked = []
        for each in following:
            asked_fields = fields_of(each.lines)
            if asked_fields.get("warc-concurrent-to") == record_id and not wrong(asked_fields, each.block):
                asked.append(each)
        own = [(name, headers[name.lower()]) for name in (EXACT_URL, HEAD) if name.lower() in headers]
        original = None
        if REFERS_TO.lower() in headers:
            original = self._original(headers)
        date = stored.exchange.fetched_at
        return self._writer.copy(date, answer, *asked, note=note, original=original, own=own)

    def _original(self, revisit: dict[str, str]) -> Place:
        """Where the record is now that a revisit refers to. One that is not here byte for byte comes in beside it."""
        there = place_in(revisit[REFERS_TO.lower()])
        number = 0
        with suppress(BadRecord):  # the original may have been left out: its bytes come in for what refers to them
            note = note_of(header_at(self.other.warc, there))
            if note is not None:
                number = self._ids.get(note.id, 0)
        place = self._place_of(number, revisit.get("warc-payload-digest"))
        if place is not None:
            return place
        return self._copy_of_others(there)

    def _place_of(self, number: int, digest: str | None) -> Place | None:
        """Where the bytes of a capture of this archive lie, if they have that digest."""
        capture = captures.by_id(self.archive, number)
        if capture is None:
            return None
        with suppress(WarcDamaged):
            place = original_place(self.archive.warc, capture)
            if header_at(self.archive.warc, place).get("warc-payload-digest") == digest:
                return place
        return None

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
            case MachineFailed(runs):
                ours = [self.runs[each] for each in runs if each in self.runs]
                return replace(what, runs=tuple(ours))
            case _:
                return what

    def _origin(self, start: RunStart) -> Origin:
        digest = identity(start.portal, start.started_at, start.target)
        return Origin(f"{MERGED}{self.other.folder.resolve().name}", digest, 0)

    def _met_again(self, number: int, what: CaptureMetAgain) -> CaptureMetAgain:
        capture = captures.by_id(self.archive, self._ids[number])
        if capture is None:
            raise WarcDamaged(f"The capture {self._ids[number]} is in no table: run queson rebuild.")
        place = RecordPlace(capture.warc_file, capture.warc_offset, capture.warc_length)
        return replace(what, capture=capture, place=place)


def _date(folder: Path, place: Place) -> str:
    return header_at(folder, place).get("warc-date", "")
