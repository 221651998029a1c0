"""The database from the WARC files: the same reader and the same steps as the live crawl, without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.events import CONCLUSIONS, Conclusion, decoded
from archive.records import (
    RENDERED,
    Alarm,
    Capture,
    FileState,
    Handshake,
    Origin,
    Outcome,
    Page,
    Problem,
    RunStart,
    UnreadFile,
)
from archive.store import Archive
from archive.store.conclusions import page_of
from archive.store.opening import DATABASE, explained
from archive.warc import Exchange, Place, StoredEvent, StoredExchange, first_events, read_all, read_at
from queson_crawler.files.answers import FileAnswer, file_page, look, refused_page, unanswered
from queson_crawler.files.sandbox import SECONDS, Sandbox
from queson_crawler.parse.headers import media_type
from queson_crawler.parse.results import Why
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import PARSER, Reader, answer_of
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import FILE, RECORD, Task

MAX_IN_FLIGHT = 256
PATIENT = 3 * SECONDS
"""Processor time for one file: what was read in time once is to be read again on a slower machine."""


@dataclass(slots=True)
class Replay:
    """Feeds what the WARC files hold to an archive, in the order in which it was written."""

    archive: Archive
    readers: dict[int, Reader] = field(default_factory=dict)
    source: Path | None = None
    """The folder of the WARC files, where it is not the archive's own."""
    sandbox: Sandbox = field(default_factory=lambda: Sandbox(PATIENT))

    def feed(self, stored: StoredExchange | StoredEvent) -> bool:
        """Store one exchange or event; whether it was an exchange."""
        if isinstance(stored, StoredEvent):
            self._event(stored)
            return False
        note = stored.exchange.note
        if "id" in note:
            self._exchange(stored, note)
        return "id" in note

    def _exchange(self, stored: StoredExchange, note: dict[str, Any]) -> None:
        exchange, place = stored.exchange, stored.place
        kind, _ = media_type(exchange.response_headers)
        capture = Capture(
            note["id"], note["run"], exchange.url, exchange.fetched_at, exchange.status, kind, place.sha256,
            place.file, place.offset, place.length, RENDERED if exchange.rendered else note.get("role", ""),
        )  # fmt: skip
        if note.get("role") == RECORD:
            self.archive.store_records([(capture, json.loads(exchange.content))])
            return
        if told := note.get("tls"):
            self.archive.met(note["run"], Handshake(**told))
        reader = self.readers.get(note["run"])
        if reader is None or note.get("role") in ("robots", "other", "browser"):
            self.archive.store(Page(note["run"], capture=capture))
            return
        task = Task.from_note(exchange.url, note)
        if task.role == FILE:
            self.archive.store(self._file(note["run"], task, exchange, capture))
            return
        _, page = reader.read(task, answer_of(exchange), capture)
        self._store(page)

    def _file(self, run_id: int, task: Task, exchange: Exchange, capture: Capture) -> Page:
        answered = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
        told = look(answered, self.readers[run_id].portal.owns)
        reading = self.sandbox.read(answered.body) if told is None else None
        return file_page(run_id, task, answered, capture, told, reading)

    def _store(self, page: Page) -> None:
        self.archive.store(judged(normalised(page), self.archive))

    def _event(self, event: StoredEvent) -> None:
        payload = event.payload
        match event.kind:
            case "run-start":
                start = RunStart(**payload["start"])
                origin = payload.get("origin")
                run_id = self.archive.begin_run(start, Origin(**origin) if origin else None)
                self.readers[run_id] = Reader(Portal.from_json(payload["portal"]), run_id)
            case "failure":
                task = Task.from_note(payload["url"], payload["task"])
                if task.role == FILE:
                    refusal = unanswered(payload["why"], payload["detail"])
                    self.archive.store(refused_page(payload["run"], task, refusal, None, event.date))
                    return
                reader = self.readers[payload["run"]]
                self.archive.store(reader.unanswered(task, Why(payload["why"]), payload["detail"], event.date))
            case "problem":
                problem = Problem(payload["url"], payload["kind"], payload["detail"])
                self.archive.store(Page(payload["run"], problems=(problem,), observed_at=event.date))
            case "again":
                self._again(payload)
            case "unread":
                self.archive.unread(UnreadFile(**payload | {"state": FileState(payload["state"])}), event.date)
            case kind if kind in CONCLUSIONS:
                told = decoded(kind, event.date, payload)
                if isinstance(told.what, Conclusion):
                    self.archive.store(page_of(told.what, told.run, event.date))
            case "accepted":
                self.archive.accept_run(payload["run"], event.date)
            case "cut-off":
                self.archive.cut_off(payload["run"])
            case "run-end":
                alarms = [Alarm(**each) for each in payload.get("alarms", ())]
                self.archive.finish_run(payload["run"], event.date, Outcome(payload["outcome"]), alarms)

    def _again(self, payload: dict[str, Any]) -> None:
        """A capture of an earlier run that an import met once more: for that run it is a page of a list, or a file."""
        capture = Capture(**payload["capture"])
        exchange = read_at(self.source or self.archive.warc, Place(**payload["place"])).exchange
        task = Task.from_note(exchange.url, payload["task"])
        if task.role == FILE:
            self.archive.store(replace(self._file(payload["run"], task, exchange, capture), again=True))
            return
        _, page = self.readers[payload["run"]].read(task, answer_of(exchange), capture)
        self._store(replace(page, again=True, article=None, problems=(), layout=()))


def rebuild(source: Path, target: Path) -> Iterator[int]:
    """Make the database in `target` anew from the WARC files of the archive folder `source`.

    Yields the number of exchanges read so far. The files are read where they are; `target` gets only a database.

    Raises:
        ArchiveError: a file is damaged, or the target cannot be written.
    """
    count = 0
    with Archive.open(target) as archive, Sandbox(PATIENT) as sandbox:
        replay = Replay(archive, source=source, sandbox=sandbox)
        for stored in read_all(source):
            count += replay.feed(stored)
            yield count
        archive.set_parser(PARSER)


def renew(archive: Archive) -> Iterator[int]:
    """Make the database of an archive anew from its own WARC files, in its place; hold its lock meanwhile.

    Every capture is read with this parser, so what an older one understood otherwise becomes no revision. The database
    is exchanged in one transaction, when everything was read. Yields the number of exchanges read so far.

    Raises:
        ArchiveError: a file is damaged, or the archive cannot be written; it is then as it was.
    """
    with explained(archive.folder), TemporaryDirectory(prefix=".anew-", dir=archive.folder) as anew:
        yield from rebuild(archive.warc, Path(anew))
        archive.replace(Path(anew) / DATABASE)


def recover(archive: Archive, *portals: Portal, only: int = 0) -> int:
    """Read what a killed crawl wrote to WARC and did not store; the number of exchanges.

    The portal is what the run began with; `portals` where that cannot be found. `only` is a run that goes on beside
    others and is brought to its end.

    Pages in flight are stored in any order, so the look begins a little before the last one that was stored.
    """
    cut_off = archive.db.execute(
        "select r.id, p.slug, p.base_url, p.platform from runs r join portals p on p.slug = r.portal "
        "where r.finished_at is null and r.outcome is null and ? in (0, r.id)",
        [only],
    ).fetchall()
    if not cut_off:
        return 0
    with Sandbox(PATIENT) as sandbox:
        replay = Replay(archive, sandbox=sandbox)
        return _recover(replay, cut_off, {portal.slug: portal for portal in portals})


def _told_at_the_start(archive: Archive, runs: set[int]) -> dict[int, Portal]:
    """The portals of runs as they were when these began, from the files that they began."""
    found: dict[int, Portal] = {}
    for event in first_events(archive.warc):
        if event.kind == "run-start" and event.payload["run"] in runs:
            found[event.payload["run"]] = Portal.from_json(event.payload["portal"])
        if len(found) == len(runs):
            break
    return found


def _recover(replay: Replay, cut_off: list[tuple[int, str, str, str]], portals: dict[str, Portal]) -> int:
    archive = replay.archive
    told = _told_at_the_start(archive, {run_id for run_id, *_ in cut_off})
    for run_id, slug, base_url, platform in cut_off:
        plain = portals.get(slug) or Portal(slug, base_url or "")
        same = told.get(run_id, plain)
        replay.readers[run_id] = Reader(replace(same, platform=same.platform or platform or ""), run_id)
    row = archive.db.execute(
        "select warc_file, warc_offset, warc_length from captures "
        "where id >= (select max(id) from captures) - ? order by id limit 1",
        [MAX_IN_FLIGHT],
    ).fetchone()
    known = {stored for (stored,) in archive.db.execute("select id from captures")} if row else set()
    count = 0
    for stored in read_all(archive.warc, after=Place(*row) if row else None):
        run = stored.exchange.note.get("run") if isinstance(stored, StoredExchange) else stored.payload.get("run")
        if run not in replay.readers:
            continue
        if isinstance(stored, StoredExchange):
            count += stored.exchange.note.get("id", 0) not in known and replay.feed(stored)
        elif stored.kind in (*CONCLUSIONS, "again", "unread") or (
            stored.kind in ("failure", "problem") and not _has_failure(archive, stored)
        ):
            replay.feed(stored)
    return count


def fill_in(archive: Archive) -> int:
    """Read the exchanges that are in the WARC files and not in the database, of any run it knows; how many came in.

    Raises:
        WarcDamaged: a file is torn or garbled; what was read before it stays.
    """
    known = {stored for (stored,) in archive.db.execute("select id from captures")}
    runs = {run for (run,) in archive.db.execute("select id from runs")}
    replay, count = Replay(archive), 0
    for stored in read_all(archive.warc):
        if isinstance(stored, StoredEvent):
            if stored.kind == "run-start" and stored.payload["run"] in runs:
                run_id = stored.payload["run"]
                replay.readers[run_id] = Reader(Portal.from_json(stored.payload["portal"]), run_id)
        elif stored.exchange.note.get("id", 0) not in known and stored.exchange.note.get("run") in runs:
            count += replay.feed(stored)
    return count


def _has_failure(archive: Archive, event: StoredEvent) -> bool:
    told = [event.payload["run"], event.payload["url"], event.date]
    query = "select 1 from problems where run_id = ? and url = ? and observed_at = ?"
    return archive.db.execute(query, told).fetchone() is not None
