"""Whether what the archive holds is what it says: every capture read again and held against its digests."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from archive.errors import BadRecord, WarcDamaged, reason
from archive.rows import column
from archive.store import Archive
from archive.warc import fields, names
from archive.warc.block import NOTE
from archive.warc.digests import wrong
from archive.warc.headers import address_of
from archive.warc.members import Record, Torn, damaged, members, parsed
from archive.warc.message import exchange_of, url_of
from archive.warc.reader import is_answer, original_block
from archive.warc.shapes import Place
from archive.workers import Lost, Workers

MAX_TOLD = 1000
"""At most this many faults are listed one by one; all of them are counted."""
MIN_FILES = 8
"""Fewer files are read before another process has begun."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be. `kind` is one of the constants below, `capture` 0 where it is none's."""

    kind: str
    file: str
    offset: int
    capture: int = 0
    url: str = ""
    detail: str = ""


TORN, GARBLED = "torn end", "garbled record"
DIGEST, CONTENT = "digest differs", "content differs"
DOUBLED, ROW = "doubled file", "altered row"
NO_ROW, NO_BYTES, NO_FILE, NO_ORIGINAL = "bytes without row", "row without bytes", "missing file", "original missing"


@dataclass(slots=True)
class Verified:
    """What came of it: how much was read, and what was found, the first of it in full."""

    files: int = 0
    bytes: int = 0
    records: int = 0
    captures: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.counts

    def add(self, fault: Fault) -> None:
        self.counts[fault.kind] = self.counts.get(fault.kind, 0) + 1
        if len(self.faults) < MAX_TOLD:
            self.faults.append(fault)

    def join(self, other: Verified) -> None:
        """Take in what came of more files."""
        self.files += other.files
        self.bytes += other.bytes
        self.records += other.records
        self.captures += other.captures
        for kind, count in other.counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count
        self.faults += other.faults[: MAX_TOLD - len(self.faults)]


def verify(archive: Archive, result: Verified, jobs: int = 1) -> Iterator[int]:
    """Read every record of every WARC file once; what is found goes into ``result``, in the order of the files.

    Yields the bytes read so far. Nothing is written. One record is in memory at a time; with more than one of ``jobs``,
    so many files are read at once, each in a process of its own.
    """
    copies = _doubled(archive)
    for name, original in copies.items():
        result.add(Fault(DOUBLED, name, 0, detail=f"it begins as {original} does"))
    paths = [path for path in names.in_order(archive.warc) if path.name not in copies]
    if len(paths) < MIN_FILES or jobs == 1:
        for path in paths:
            yield from _file(archive, path, result)
    else:
        yield from _beside(archive, paths, result, jobs)
    _missing_files(archive, result)


def _beside(archive: Archive, paths: Sequence[Path], result: Verified, jobs: int) -> Iterator[int]:
    """Read files in other processes; those of one file are told together."""
    with Workers(read_file, jobs, seconds=0) as workers:
        items = [(str(archive.folder), path.name) for path in paths]
        for path, found in zip(paths, workers.ordered(items), strict=True):
            if isinstance(found, Lost):
                result.add(Fault(GARBLED, path.name, 0, detail=found.why))
            else:
                result.join(found)
            yield result.bytes


def read_file(item: tuple[str, str]) -> Verified:
    """What came of one file of an archive: its folder and the file's name."""
    folder, name = item
    result = Verified()
    with Archive.open(Path(folder), create=False) as archive:
        for _ in _file(archive, archive.warc / name, result):
            pass
    return result


def _file(archive: Archive, path: Path, result: Verified) -> Iterator[int]:
    begun = result.bytes
    expected = _Expected(archive, path.name)
    result.files += 1
    try:
        with path.open("rb") as file:
            for offset, length, data in members(file):
                _lost(result, path.name, expected.before(offset))
                _record(archive, result, Place(path.name, offset, length), data, expected.at(offset))
                result.bytes = begun + offset + length
                yield result.bytes
    except Torn as torn:
        result.add(Fault(TORN, path.name, torn.offset, detail=str(damaged(path.name, torn.offset))))
    except OSError as error:
        result.add(Fault(NO_FILE, path.name, 0, detail=f"it cannot be read ({reason(error)})"))
    _lost(result, path.name, expected.before(_END.offset))


class _Row(NamedTuple):
    """A capture as the database knows it: where its record begins in the file, and how long that is."""

    offset: int
    capture: int
    sha256: str
    url: str
    length: int
    fetched_at: str
    status: int


_END = _Row(sys.maxsize, 0, "", "", 0, "", 0)
"""Stands behind the last row of a file."""
_ROWS = """
select warc_offset, id, sha256, url, warc_length, fetched_at, status from captures
where warc_file = ? order by warc_offset, id
"""


class _Expected:
    """The captures that a file should hold, taken one by one in the order of their places."""

    def __init__(self, archive: Archive, file: str) -> None:
        self._rows = map(_Row._make, archive.db.conn.cursor().execute(_ROWS, [file]))
        self._next = next(self._rows, _END)

    def _take(self) -> _Row:
        taken, self._next = self._next, next(self._rows, _END)
        return taken

    def before(self, offset: int) -> Iterator[_Row]:
        """Those that should begin before a place."""
        while self._next.offset < offset:
            yield self._take()

    def at(self, offset: int) -> _Row | None:
        """The one that begins at a place."""
        if self._next.offset == offset:
            return self._take()
        return None


def _lost(result: Verified, file: str, rows: Iterable[_Row]) -> None:
    """Note captures of which no record was found."""
    for row in rows:
        result.add(Fault(NO_BYTES, file, row.offset, row.capture, row.url, "no record begins there"))


def _doubled(archive: Archive) -> dict[str, str]:
    """The files that begin with the record with which another begins, and that one: copies of it. The one that rows
    speak of is the original."""
    known = set(column(archive.db.execute("select distinct warc_file from captures")))
    paths = sorted(names.in_order(archive.warc), key=lambda path: path.name not in known)
    originals: dict[str, str] = {}
    copies = {}
    for path in paths:
        first = _first_record(path)
        original = originals.setdefault(first, path.name)
        if first and original != path.name:
            copies[path.name] = original
    return copies


def _first_record(path: Path) -> str:
    """The id of the record with which a file begins; "" where that cannot be read."""
    try:
        with path.open("rb") as file:
            for offset, length, data in members(file):
                return parsed(Place(path.name, offset, length), data).headers.get("warc-record-id", "")
    except (OSError, Torn, WarcDamaged):
        pass
    return ""


def _address(headers: dict[str, str]) -> str:
    """The address of a record as it was asked; "" where it says two that do not belong together."""
    written = address_of(headers.get("warc-target-uri", ""))
    try:
        asked = url_of(headers)
    except BadRecord:
        return ""
    if written in (asked, fields.uri(asked)):
        return asked
    return ""


def _record(archive: Archive, result: Verified, place: Place, data: bytes, row: _Row | None) -> None:
    result.records += 1
    expected = row or _END
    url = expected.url
    told = Fault("", place.file, place.offset, expected.capture, url)
    try:
        record = parsed(place, data)
    except WarcDamaged:
        result.add(replace(told, kind=GARBLED, detail="what stands there is no WARC record"))
        return
    is_capture = is_answer(record) and NOTE.lower() in record.headers
    faults = wrong(record.headers, record.block)
    for name in faults:
        result.add(replace(told, kind=DIGEST, detail=f"{name} does not fit the bytes"))
    if row is None:
        if is_capture:
            url = _address(record.headers)
            result.add(replace(told, kind=NO_ROW, url=url, detail="the database does not know this exchange"))
        return
    result.captures += 1
    if url != _address(record.headers):
        result.add(replace(told, kind=ROW, detail="its address is not that of the record"))
    if row.length != place.length:
        why = f"the record has {place.length} bytes, the row says {row.length}"
        result.add(replace(told, kind=NO_BYTES, detail=why))
    if not faults:
        _content(archive, result, record, row, told)


def _content(archive: Archive, result: Verified, record: Record, row: _Row, told: Fault) -> None:
    """The content as it is parsed, its time and status, held against what the row says."""
    try:
        original = None
        if record.headers["warc-type"] == "revisit":
            original = original_block(archive.warc, record)
        exchange = exchange_of(record.headers, record.block, original=original)
        content = exchange.content
    except (WarcDamaged, KeyError, ValueError) as error:
        result.add(replace(told, kind=NO_ORIGINAL, detail=str(error)))
        return
    if (exchange.fetched_at, exchange.status) != (row.fetched_at, row.status):
        result.add(replace(told, kind=ROW, detail="its time or status is not that of the record"))
    if hashlib.sha256(content).hexdigest() != row.sha256:
        result.add(replace(told, kind=CONTENT, detail="its sha256 is not that of the row"))


def _missing_files(archive: Archive, result: Verified) -> None:
    for file, captures in archive.db.execute(
        "select warc_file, count(*) from captures group by warc_file order by warc_file"
    ).fetchall():
        if not (archive.warc / file).is_file():
            result.add(Fault(NO_FILE, file, 0, detail=f"{captures:,} captures are in it: put it back from a copy"))
            result.counts[NO_BYTES] = result.counts.get(NO_BYTES, 0) + captures
