"""Taking in JSON lines: each record is written to WARC as a `resource`, with its own time, and stored from there.

A line that the archive would write just so is passed over; one that is no record is a problem of the run. An article,
or a legal document, is one WARC record for each of its revisions, the last of which brings what hangs on it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from archive import runs
from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Event, Happening, ProblemMet, RunEnded
from archive.exchange.checked import Refused, checked
from archive.exchange.lines import Record, dumped
from archive.exchange.parts import parts
from archive.hosts import Hosts, portal_of
from archive.new_portals import NewPortals
from archive.notes import ROLE, Note
from archive.records import Capture, Origin, Outcome, RunStart
from archive.store import Archive, events
from archive.warc import WarcWriter, block, fields
from queson_crawler.imports.known_lines import is_known, is_known_document
from queson_crawler.imports.line_records import JSON, address_of, lines, resource, time_of
from queson_crawler.portals import Portal, hosts_of_file
from queson_crawler.recording.session import SOFTWARE
from queson_crawler.replay.recovery import recover
from queson_crawler.understand.reader import PARSER
from queson_crawler.understand.tasks import RECORD

BROKEN = "broken record"
MAX_TOLD, MAX_KEPT = 20, 10_000
_AT_ONCE = 100


class NotLines(ArchiveError):
    """`take_lines`: the file cannot be read. The command line ends with 1."""


@dataclass(slots=True)
class Taken:
    """What a file brought: `records` came in, `known` were there, `broken` lines are named with their number (the
    first MAX_TOLD of them). `run_id` is 0 where nothing was written."""

    run_id: int = 0
    lines: int = 0
    records: int = 0
    known: int = 0
    broken: int = 0
    told: list[str] = field(default_factory=list)


def take_lines(archive: Archive, path: Path) -> Iterator[Taken]:
    """Import a file of JSON lines, packed with gzip or not; yields what came in so far, the last time all.

    Raises:
        ArchiveError: the file cannot be read, the archive cannot be written, or another crawl holds it.
    """
    with archive.lock():
        archive.mend()
        recover(archive)
        try:
            with ExitStack() as stack:
                yield from _Intake(archive, path, stack).run()
        finally:
            archive.before_commit = _nothing


def _nothing() -> None:
    """No WARC file is being written any more."""


class _Intake:
    """One file on its way into an archive. The run begins with the first record that the archive has not."""

    def __init__(self, archive: Archive, path: Path, stack: ExitStack) -> None:
        self._archive, self._path, self._stack = archive, path, stack
        self._taken = Taken()
        self._waiting: list[tuple[Capture, Record]] = []
        self._written: set[tuple[str, str, str]] = set()
        """Address, time and digest of what waits: the archive does not know it yet."""
        self._writer: WarcWriter
        self._next = 0
        self._broken: list[ProblemMet] = []
        self._began_at = now()
        self._portals = NewPortals(archive, path.stat().st_size)

    def run(self) -> Iterator[Taken]:
        for number, line in enumerate(self._lines(), 1):
            if line.strip():
                self._line(number, line)
            if len(self._waiting) >= _AT_ONCE:
                self._store()
                yield self._taken
        self._store()
        self._note_broken()
        if self._taken.run_id:
            self._finish()
        yield self._taken

    def _lines(self) -> Iterator[bytes]:
        """The lines of the file as far as it can be read. Raises NotLines where not even the first can be."""
        number = 0
        try:
            with self._path.open("rb") as raw:
                for line in lines(raw):
                    number += 1
                    yield line
        except (OSError, EOFError, zlib.error) as error:
            if not number:
                raise NotLines(f"{self._path} cannot be read ({error}): name a file of JSON lines.") from error
            self._refuse(number + 1, f"the file cannot be read to its end ({error})")

    def _line(self, number: int, line: bytes) -> None:
        self._taken.lines += 1
        try:
            record = checked(line, self._began_at)
        except Refused as refused:
            self._refuse(number, str(refused))
            return
        if record["record"] == "queson":
            return
        if not self._portals.admits(portal_of(record)):
            self._refuse(number, f"more than {self._portals.most:,} new portals: import each by itself")
            return
        if self._is_known(record):
            self._taken.known += 1
            return
        objection = self._hosts.objection(record)
        if objection:
            self._refuse(number, objection)
            return
        before = self._next
        for part in parts(record):
            self._take(part, record)
        came = self._next > before
        self._taken.records += came
        self._taken.known += not came

    def _is_known(self, record: Record) -> bool:
        match record["record"]:
            case "article":
                return is_known(self._archive, record, self._began_at)
            case "document":
                return is_known_document(self._archive, record)
            case _:
                return False

    @cached_property
    def _origin(self) -> Origin:
        return Origin(self._path.name, *_digest(self._path))

    @cached_property
    def _hosts(self) -> Hosts:
        """Whose hosts are whose, as it was before the file."""
        return Hosts(self._archive, self._origin.sha256, hosts_of_file)

    def _begin(self, portal: str) -> None:
        start = RunStart(portal, now(), f"import:{self._path.name}", PARSER)
        self._next = self._archive.next_capture_id()
        writer = self._stack.enter_context(self._archive.writer(SOFTWARE, "records"))
        self._writer = writer
        self._archive.before_commit = writer.sync
        self._taken.run_id = events.begin_run(self._archive, writer, start, asdict(Portal(portal, "")), self._origin)

    def _take(self, part: Record, record: Record) -> None:
        """Write a part of a record to WARC, unless that very part was imported before, or stands in an earlier line."""
        content = dumped(part).encode("utf-8")
        url, at = address_of(part), time_of(part)
        sha256 = hashlib.sha256(content).hexdigest()
        if (url, at, sha256) in self._written or self._archive.find_capture(url, at, sha256):
            return
        if not self._taken.run_id:
            self._begin(portal_of(record))
        run_id = self._taken.run_id
        raw = resource(url, at, content)
        exact = []
        if fields.uri(url) != url:
            exact.append((block.EXACT_URL, json.dumps(url)))
        place = self._writer.copy(at, raw, own=exact, note=Note(run_id, self._next, {ROLE: RECORD}))
        capture = Capture(
            self._next, run_id, url, at, 200, JSON, sha256, place.file, place.offset, place.length, RECORD
        )
        self._next += 1
        self._waiting.append((capture, part))
        self._written.add((url, at, sha256))

    def _store(self) -> None:
        if self._waiting:
            self._archive.store_records(self._waiting)
            self._waiting = []
            self._written.clear()

    def _refuse(self, number: int, why: str) -> None:
        self._taken.broken += 1
        if self._taken.broken <= MAX_TOLD:
            self._taken.told.append(f"line {number}: {why}")
        if self._taken.broken <= MAX_KEPT:
            self._broken.append(ProblemMet(f"{self._path.name}#line={number}", BROKEN, why))

    def _note_broken(self) -> None:
        """Store which lines are no records, unless an earlier import of the file did. Where nothing came in there is no
        run that they could belong to: they are only told, since no other portal has to do with them."""
        if not self._taken.run_id:
            return
        for each in self._broken:
            if not runs.is_known_problem(self._archive, each.url, each.kind, each.detail):
                self._record(each)

    def _finish(self) -> None:
        outcome = Outcome.INCOMPLETE if self._taken.broken else Outcome.COMPLETE
        self._record(RunEnded(outcome))

    def _record(self, what: Happening) -> None:
        events.record(self._archive, self._writer, Event(self._taken.run_id, now(), what))


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
