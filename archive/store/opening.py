"""Opening archive.db: every way in which that can fail has its own error, and a failure leaves nothing behind."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import schema
from archive.errors import (
    ArchiveError,
    DiskFull,
    Locked,
    Malformed,
    NoArchive,
    NotAFolder,
    NotOurs,
    ReadOnly,
    StoreFailed,
    TooNew,
    reason,
)
from archive.sqlite import Database

DATABASE, WARC = "archive.db", "warc"
BUSY_MS = 10_000
LITTLE = 1 << 20
"""Bytes of free disk below which SQLite's I/O errors are laid to it."""

_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = normal",
    "pragma foreign_keys = on",
    "pragma cache_size = -32000",
)


_READING = ("pragma query_only = on", "pragma cache_size = -32000")


_MEANINGS: tuple[tuple[re.Pattern[str], type[ArchiveError], str], ...] = (
    (re.compile("locked|busy"), Locked, "Another program holds {database} locked: close it, then try again."),
    (
        re.compile("not a database"),
        NotOurs,
        "{database} is not a database: move it away, or name another folder with --archive.",
    ),
    (
        re.compile("readonly|unable to open"),
        ReadOnly,
        "{folder} cannot be written ({said}): mend its rights, or name another with --archive.",
    ),
    (
        re.compile("malformed|corrupt|decode to UTF-8"),
        Malformed,
        "{database} is damaged ({said}): make it anew with queson rebuild --archive {folder} --to NEW.",
    ),
)
"""What SQLite says, the error that it is, and what to do."""
_OF_THE_SCHEMA = re.compile("already exists|duplicate column|no such (table|column)|may not be")
"""What SQLite says where a step does not fit the tables that are there."""


def open_folder(folder: Path, *, create: bool) -> Database:
    """The database of the archive in a folder, at the newest step. Raises the errors that `archive.errors` lists."""
    if folder.exists() and not folder.is_dir():
        raise NotAFolder(f"{folder} is a file: give the archive a folder of its own.")
    if create:
        return _for_writing(folder)
    if not (folder / DATABASE).is_file():
        raise NoArchive(f"There is no archive in {folder}: crawl into it first, or name another folder with --archive.")
    if _is_read_only(folder):
        return _for_reading(folder)
    try:
        return _for_writing(folder)
    except DiskFull:
        return _for_reading(folder)


def _for_writing(folder: Path) -> Database:
    """The database of an archive, made where there is none. Where that fails, nothing is left of what was made."""
    made: list[Path] = []
    try:
        _make(folder, made)
        return _database(folder, made)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _is_read_only(folder: Path) -> bool:
    """Whether SQLite cannot write where the database is, not even the files beside it."""
    return not (os.access(folder, os.W_OK) and os.access(folder / DATABASE, os.W_OK))


def _for_reading(folder: Path) -> Database:
    """The database of an archive on a disk that takes no writing; SQLite is told that nobody changes it."""
    path = folder / DATABASE
    log = path.with_name(f"{DATABASE}-wal")
    if log.exists() and log.stat().st_size:
        raise ReadOnly(
            f"{log} holds what was stored last, and nothing can be written there: copy {folder} to a disk that can be."
        )
    with explained(folder):
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, cached_statements=512)
    try:
        with explained(folder):
            db = Database(connection)
            _check(folder, db)
            for pragma in _READING:
                connection.execute(pragma)
            if schema.is_older(db):
                raise ReadOnly(
                    f"An older queson made the archive in {folder}, and nothing can be written there: "
                    "copy it to a disk that can be."
                )
        return db
    except BaseException:
        connection.close()
        raise


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into an error that says what to do."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise meaning(folder, error) from error


def meaning(folder: Path, error: sqlite3.Error | OSError) -> ArchiveError:
    """The error that says what became of the archive in a folder, and what to do."""
    said = str(error)
    if isinstance(error, NotADirectoryError):
        return NotAFolder(f"A part of the path {folder} is a file: give the archive a folder of its own.")
    if is_full(folder, error):
        return DiskFull(f"The disk of {folder} is full: free some space, then start again; nothing stored is lost.")
    if isinstance(error, OSError):
        return ReadOnly(
            f"{folder} cannot be written ({reason(error)}): mend its rights, or name another with --archive."
        )
    for sign, kind, text in _MEANINGS:
        if sign.search(said):
            return kind(text.format(folder=folder, database=folder / DATABASE, said=said))
    return StoreFailed(f"{folder / DATABASE} refused ({said}): look at it with queson doctor.")


@contextmanager
def _in_steps(folder: Path) -> Iterator[None]:
    """Within this, steps are looked up and taken: where they do not fit the tables, somebody altered something."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _OF_THE_SCHEMA.search(str(error)):
            raise _not_its_steps(folder, str(error)) from error
        raise


def _not_its_steps(folder: Path, said: str) -> Malformed:
    return Malformed(
        f"{folder / DATABASE} is damaged (its list of steps is not that of its tables: {said}): make it anew with "
        f"queson rebuild --archive {folder} --to NEW."
    )


def is_full(folder: Path, error: sqlite3.Error | OSError) -> bool:
    """Whether an error came of a full disk. SQLite calls that a disk I/O error where it happens to its side files."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    said = str(error)
    if "disk I/O error" not in said and "readonly" not in said:
        return "full" in said
    place = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    return shutil.disk_usage(place).free < LITTLE


def _make(folder: Path, made: list[Path]) -> None:
    """Make the folders that are missing, and note each one."""
    with explained(folder):
        for path in (*reversed(folder.parents), folder, folder / WARC):
            if not path.exists():
                path.mkdir(exist_ok=True)
                made.append(path)


def _database(folder: Path, made: list[Path]) -> Database:
    path = folder / DATABASE
    if not path.exists():
        made += [path, path.with_name(f"{DATABASE}-shm"), path.with_name(f"{DATABASE}-wal")]
    with explained(folder):
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    try:
        with explained(folder):
            db = Database(connection)
            connection.execute(f"pragma busy_timeout = {BUSY_MS}")
            _check(folder, db)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            with _in_steps(folder):
                schema.apply(db)
        return db
    except BaseException:
        connection.close()
        raise


def _check(folder: Path, db: Database) -> None:
    """Refuse what is not ours before a byte of it is changed."""
    (mark,) = db.execute("pragma application_id").fetchone()
    if mark != schema.APPLICATION_ID and db.table_names():
        raise NotOurs(
            f"{folder / DATABASE} was not made by queson: move it away, or name another folder with --archive."
        )
    with _in_steps(folder):
        if schema.is_newer(db):
            raise TooNew(f"A newer queson made the archive in {folder}: upgrade with pip install --upgrade queson.")
        if schema.is_altered(db):
            raise _not_its_steps(folder, "steps are missing, or are none")
