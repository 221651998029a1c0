"""A database that somebody else made, looked at as a copy: only its plain tables are read, and not for long."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import NotOurs
from archive.warc.opening import is_regular

MAX_STEPS = 100_000
"""Thousands of steps of SQLite's machine: some minutes of work, and no query without end."""
_SIDE_FILES = ("", "-wal")


@contextmanager
def opened(path: Path, tables: Iterable[str]) -> Iterator[sqlite3.Connection]:
    """A copy of a database, for reading these tables of it.

    Raises:
        NotOurs: it is no database, or one of them is no plain table (a view or a virtual table may do anything).
    """
    with TemporaryDirectory(prefix="queson-") as scratch:
        copy = Path(scratch) / "copy.db"
        _copy(path, copy)
        with closing(sqlite3.connect(copy)) as connection:
            try:
                _restrain(connection)
                check_tables(connection, path, tables)
            except sqlite3.Error as error:
                raise NotOurs(f"{path} cannot be read ({error}): name the folder of an archive, or its .db.") from error
            yield connection


def check_tables(connection: sqlite3.Connection, path: Path, tables: Iterable[str]) -> None:
    """Refuse a database in which one of these names is anything but a plain table. Raises NotOurs."""
    kinds = dict(connection.execute("select name, iif(sql like 'create virtual%', 'virtual', type) from sqlite_master"))
    for name in tables:
        if kinds.get(name) != "table":
            raise NotOurs(f"{path} has no table {name}: name the folder of an archive, or its .db.")


def _restrain(connection: sqlite3.Connection) -> None:
    """Nothing of the database's own is run with more rights than a stranger has."""
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma query_only = on")
    connection.execute("pragma cell_size_check = on")
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return int(steps > MAX_STEPS)

    connection.set_progress_handler(count, 1000)


def _copy(path: Path, to: Path) -> None:
    """Copy a database with what is in its log; a link, a pipe or a device is none."""
    for suffix in _SIDE_FILES:
        side = path.with_name(path.name + suffix)
        if is_regular(side):
            shutil.copyfile(side, to.with_name(to.name + suffix))
    if not to.exists():
        raise NotOurs(f"{path} is no database: name the folder of an archive, or its .db.")
