"""Sending an archive to another place: the WARC files that are closed and a snapshot of the database, each verified."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive import scratch
from archive.clock import now
from archive.errors import ArchiveError
from archive.ownership import FILE as KEY
from archive.remote.manifest import (
    ENDING,
    FOLDER,
    MAX_BYTES,
    MAX_NUMBER,
    CopiedFile,
    Manifest,
    decoded,
    encoded,
    is_manifest,
    number_of,
)
from archive.remote.place import Place
from archive.store import Archive
from archive.store.opening import BUSY_MS, DATABASE, WARC, explained
from archive.warc import names

READERS_MS = 500
"""Milliseconds that readers of the database are waited for before its rows are copied beside them."""


class NotWhole(ArchiveError):
    """`push`, `pull`: what is at the place is not what was sent."""


@dataclass(slots=True)
class Pushed:
    """What was sent: files and bytes; how many were there, and those that stood there damaged and were sent anew."""

    files: int = 0
    bytes: int = 0
    known: int = 0
    damaged: list[str] = field(default_factory=list)
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class _ToSend:
    """A file of the archive as it is on this disk now."""

    path: str
    file: Path
    bytes: int


def push(archive: Archive, place: Place, software: str, result: Pushed) -> Iterator[str]:
    """Send what a place has not yet; yields the path of each file before it is sent. What came of it goes into
    `result`.

    The archive is held until the database was copied; what is sent then changes no more.

    Raises:
        NotWhole: what was sent reads otherwise when it is read back.
        ArchiveError: another crawl holds the archive, the place cannot be used, or a file cannot be read.
    """
    manifests = place.sizes(FOLDER)
    before = newest(place, manifests)
    kept = before.files if before else ()
    at_place = place.sizes(WARC) | place.sizes("database") | place.sizes("key")
    scratch.remove(archive.folder)
    with explained(archive.folder), scratch.made(archive.folder, scratch.ANEW) as folder:
        several = _snapshot(archive, folder)
        sent: list[CopiedFile] = []
        for one in several:
            known = _known(one, kept, at_place, result)
            if known is None:
                yield one.path
                known = _sent(one, place, kept, result)
            else:
                result.known += 1
            sent.append(known)
    manifest = Manifest(now(), software, tuple(sent))
    if kept == manifest.files:
        return
    result.manifest, data = encoded(manifest, _next(place, manifests))
    place.write(data, result.manifest)
    if place.read(result.manifest, len(data) + 1) != data:
        raise NotWhole(f"{result.manifest} reads otherwise at {place.url} than it was sent: push again.")


def _next(place: Place, manifests: Iterable[str]) -> int:
    """The number of the manifest to come. Raises NotWhole where there can be none: it would never be the newest."""
    number = 1 + max(map(number_of, manifests), default=0)
    if number > MAX_NUMBER:
        raise NotWhole(f"{place.url} holds a manifest that no push has made, of the last number: use another place.")
    return number


def newest(place: Place, manifests: Iterable[str]) -> Manifest | None:
    """The newest of the manifests at a place that is whole; None where none is. Raises BadRecord."""
    for name in sorted(manifests, key=number_of, reverse=True):
        if number_of(name):
            data = place.read(name, MAX_BYTES)
            if is_manifest(name, data):
                return decoded(name, data)
    return None


def _snapshot(archive: Archive, folder: Path) -> list[_ToSend]:
    """The files of an archive, held still meanwhile; the database as a copy."""
    with archive.lock():
        several: list[_ToSend] = []
        for path in names.in_order(archive.warc):
            several.append(_ToSend(f"{WARC}/{path.name}", path, path.stat().st_size))
        _copy_database(archive, folder / DATABASE)
        if (archive.folder / KEY).is_file():
            shutil.copyfile(archive.folder / KEY, folder / KEY)
    for path in sorted(folder.iterdir()):
        several.append(_ToSend(path.name, path, path.stat().st_size))
    return several


def _copy_database(archive: Archive, to: Path) -> None:
    """The database as one file: the very bytes of archive.db where nobody reads in it meanwhile, else the same rows."""
    connection = archive.db.conn
    connection.execute(f"pragma busy_timeout = {READERS_MS}")
    (is_busy, *_) = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    connection.execute(f"pragma busy_timeout = {BUSY_MS}")
    if is_busy:
        with closing(sqlite3.connect(to)) as copy:
            connection.backup(copy)
        return
    connection.execute("begin immediate")
    try:
        shutil.copyfile(archive.folder / DATABASE, to)
    finally:
        connection.execute("rollback")


def _known(one: _ToSend, kept: Iterable[CopiedFile], at_place: dict[str, int], result: Pushed) -> CopiedFile | None:
    """What the place has of a file already, if that is still as long as it was. A WARC file that is closed is never
    changed, so that its length tells whether it is the same."""
    for file in kept:
        if file.path != one.path or file.bytes != one.bytes:
            continue
        if not one.path.startswith(f"{WARC}/") and _digest(one.file) != file.sha256:
            continue
        if at_place.get(file.name) == file.bytes:
            return file
        result.damaged.append(file.name)
    return None


def _sent(one: _ToSend, place: Place, kept: Iterable[CopiedFile], result: Pushed) -> CopiedFile:
    """Send a file, and read it back."""
    sha256 = _digest(one.file)
    file = CopiedFile(one.path, _name(one, sha256, kept), one.bytes, sha256)
    place.put(one.file, file.name)
    if place.digest(file.name, file.bytes) != sha256:
        raise NotWhole(f"{file.name} reads otherwise at {place.url} than it was sent: push again.")
    result.files += 1
    result.bytes += one.bytes
    return file


def _name(one: _ToSend, sha256: str, kept: Iterable[CopiedFile]) -> str:
    """Under which name a file is kept: a database and a key under their digests, for each stays; a WARC file under its
    own, unless that is taken by other bytes."""
    if one.path == DATABASE:
        return f"database/{sha256}.db"
    if one.path == KEY:
        return f"key/{sha256}{ENDING}"
    for file in kept:
        if file.path != one.path:
            continue
        if file.sha256 != sha256:
            return f"{WARC}/{sha256[:16]}-{one.file.name}"
        return file.name
    return one.path


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
