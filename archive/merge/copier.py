"""What another archive has and this one has not, written to this one's WARC."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.errors import WarcDamaged
from archive.merge.other import START, Other, run_of
from archive.records import MERGED, Capture
from archive.store import Archive
from archive.warc import Place, StoredEvent, StoredExchange, WarcWriter
from archive.warc.block import EXACT_URL, HEAD, NOTE, REFERS_TO
from archive.warc.members import header_at, raws_at
from archive.warc.message import fields_of
from archive.warc.reader import original_place


def identity(portal: str, started_at: str, target: str) -> str:
    """The digest by which a run is known wherever it was taken in."""
    return hashlib.sha256(json.dumps([portal, started_at, target]).encode("ascii")).hexdigest()


def is_known(archive: Archive, start: StoredEvent) -> bool:
    """Whether the archive has a run, as its own or taken in, to its end."""
    told, origin = start.payload["start"], start.payload.get("origin")
    mine = identity(told["portal"], told["started_at"], told["target"])
    if origin and str(origin.get("name")).startswith(MERGED):
        mine = str(origin.get("sha256"))
    ended = "r.outcome is not null"
    if archive.db.execute(
        f"select 1 from imports i join runs r on r.id = i.run_id where i.sha256 = ? and {ended}", [mine]
    ).fetchone():
        return True
    rows = archive.db.execute(
        f"select r.portal, r.started_at, r.target from runs r where r.portal = ? and {ended}", [told["portal"]]
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
        wanted, told = set(), set()
        for item in self.other.items():
            run = run_of(item)
            if isinstance(item, StoredEvent) and item.kind == START:
                told.add(run)
                if not is_known(self.archive, item):
                    wanted.add(run)
            elif isinstance(item, StoredExchange) and run and run not in wanted and self._here(item) is None:
                wanted.add(run)
        return {run for run in wanted if run in told or self.other.lost_start(run)}

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
            if run not in self.runs and not (isinstance(item, StoredEvent) and item.kind == START):
                start = self.other.lost_start(run)
                if start is None:
                    continue
                yield from self._event(start)
            if isinstance(item, StoredEvent):
                if (item.kind != START or run not in self.runs) and self._is_whole(item):
                    yield from self._event(item)
            elif isinstance(item, StoredExchange):
                yield from self._exchange(item, run)
            else:
                self._writer.copy(_date(self.other.warc, item), raws_at(self.other.warc, item)[0])

    def _is_whole(self, event: StoredEvent) -> bool:
        """Whether the capture that an event speaks of, if it does, could be read."""
        told = event.payload.get("capture")
        number = told.get("id") if isinstance(told, dict) else told
        return number is None or number in self._ids

    def _here(self, stored: StoredExchange) -> Capture | None:
        """The capture of that exchange which this archive had before."""
        exchange = stored.exchange
        capture = self.archive.find_capture(exchange.url, exchange.fetched_at, stored.place.sha256)
        return capture if capture is not None and capture.id < self.first else None

    def _remember(self, stored: StoredExchange, capture: Capture | None) -> None:
        if capture is not None and "id" in stored.exchange.note:
            self._ids[stored.exchange.note["id"]] = capture.id

    def _exchange(self, stored: StoredExchange, run: int) -> Iterator[StoredExchange]:
        note = stored.exchange.note
        here = self._here(stored) if "id" in note else None
        if here is not None:
            self.known += 1
            self._remember(stored, here)
            return
        if "id" not in note:
            self._copy(stored, None)
            return
        ours = {**note, "run": self.runs[run], "id": self.next_id}
        place = self._copy(stored, ours)
        self._ids[note["id"]] = self.next_id
        self.next_id += 1
        self.captures += 1
        yield StoredExchange(
            replace(stored.exchange, note=ours),
            replace(place, sha256=stored.place.sha256, record_type=stored.place.record_type),
        )

    def _copy(self, stored: StoredExchange, note: dict[str, Any] | None) -> Place:
        answer, *following = raws_at(self.other.warc, stored.place, 2)
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
        there = Place(**json.loads(revisit[REFERS_TO.lower()]))
        note = json.loads(header_at(self.other.warc, there).get(NOTE.lower(), "{}"))
        capture = self.capture(self._ids.get(note.get("id", 0), 0))
        if capture is not None:
            with suppress(WarcDamaged):
                place = original_place(self.archive.warc, capture)
                if header_at(self.archive.warc, place).get("warc-payload-digest") == revisit.get("warc-payload-digest"):
                    return place
        return self._writer.copy(_date(self.other.warc, there), raws_at(self.other.warc, there)[0])

    def capture(self, number: int) -> Capture | None:
        """The capture with an id."""
        columns = "id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, warc_length, role"
        row = self.archive.db.execute(f"select {columns} from captures where id = ?", [number]).fetchone()
        return Capture(*row) if row else None

    def _event(self, event: StoredEvent) -> Iterator[StoredEvent]:
        """An event with this archive's numbers. The beginning of a run begins a file of its own, and stands in the
        database first, so that no two runs that were cut off have one number."""
        payload = dict(event.payload)
        if event.kind == START:
            self._writer.close()
            (last,) = self.archive.db.execute("select coalesce(max(id), 0) from runs").fetchone()
            self.runs[payload["run"]] = last + 1
            payload["origin"] = payload.get("origin") or self._origin(payload["start"])
        payload["run"] = self.runs[payload["run"]]
        if isinstance(payload.get("capture"), int):
            payload["capture"] = self._ids[payload["capture"]]
        elif isinstance(payload.get("capture"), dict):
            payload |= self._again(payload["capture"]["id"])
        told = replace(event, payload=json.loads(json.dumps(payload)))
        if event.kind == START:
            yield told
            self._writer.write_event(event.kind, event.date, payload)
        else:
            self._writer.write_event(event.kind, event.date, payload)
            yield told

    def _origin(self, start: dict[str, str]) -> dict[str, str | int]:
        digest = identity(start["portal"], start["started_at"], start["target"])
        return {"name": f"{MERGED}{self.other.folder.resolve().name}", "sha256": digest, "bytes": 0, "about": ""}

    def _again(self, number: int) -> dict[str, Any]:
        capture = self.capture(self._ids[number])
        if capture is None:
            raise WarcDamaged(f"The capture {self._ids[number]} is in no table: run queson rebuild.")
        place = {"file": capture.warc_file, "offset": capture.warc_offset, "length": capture.warc_length}
        told = {name: getattr(capture, name) for name in Capture.__dataclass_fields__}
        return {"capture": told, "place": place}


def _date(folder: Path, place: Place) -> str:
    return header_at(folder, place).get("warc-date", "")
