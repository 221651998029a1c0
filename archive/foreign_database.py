"""A database that somebody else made, looked at as a copy: only its plain tables are read, and not for long."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import schema, structure, values
from archive.errors import NotOurs, TooNew
from archive.sqlite import Database
from archive.warc.opening import is_regular

MAX_STEPS = 100_000
"""Thousands of steps of SQLite's machine: some minutes of work, and no query without end."""
MAX_LENGTH = 1 << 26
"""Bytes of one value, or of one row."""
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
                Restrained(connection)
                connection.execute("pragma query_only = on")
                check_tables(connection, path, tables)
            except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where what is wrong is itself no text
                raise NotOurs(f"{path} cannot be read ({error}): name the folder of an archive, or its .db.") from error
            yield connection


@dataclass
class Restrained:
    """A connection on which no work goes on for long: SQLite breaks it off after `MAX_STEPS`."""

    connection: sqlite3.Connection
    steps: int = 0

    def __post_init__(self) -> None:
        self.connection.execute("pragma trusted_schema = off")
        self.connection.execute("pragma cell_size_check = on")
        self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_LENGTH)
        self.connection.set_progress_handler(self._count, 1000)

    def _count(self) -> int:
        self.steps += 1
        return int(self.steps > MAX_STEPS)

    def begin_again(self) -> None:
        """A piece of the work is done: the next may take as long."""
        self.steps = 0


@contextmanager
def as_ours(copy: Path, name: Path) -> Iterator[Restrained]:
    """A copy of a database that is called an archive's, brought to the newest step, for reading all its tables.

    Raises:
        NotOurs: no queson made it, or one of its tables is no plain table.
        TooNew: a newer queson made it.
    """
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        restrained = Restrained(connection)
        try:
            db = Database(connection)
            check_mark(db, name)
            _check_kinds(connection, name, values.tables())
            schema.apply(db)
            check_tables(connection, name, values.tables())
            connection.execute("pragma query_only = on")
        except sqlite3.Error as error:
            raise NotOurs(f"{name} cannot be read ({error}): name the folder of an archive, or its .db.") from error
        restrained.begin_again()
        yield restrained


def check_parts(path: Path) -> None:
    """Refuse a database that is called an archive's and has triggers, or views in place of tables, that no queson made.

    Raises:
        NotOurs: the message is what it has, without a full stop.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            Restrained(connection)
            kinds = _kinds(connection)
            for name in values.tables():
                if kinds.get(name, "table") != "table":
                    raise NotOurs(f"{name} is no table")
            for part in structure.foreign_triggers(Database(connection)):
                raise NotOurs(f"queson did not make its {part}")
    except sqlite3.Error as error:
        raise NotOurs(str(error)) from error


def check_mark(db: Database, name: Path) -> None:
    """Refuse a database that no queson made, or a newer one. Raises NotOurs, TooNew."""
    (mark,) = db.execute("pragma application_id").fetchone()
    if mark != schema.APPLICATION_ID:
        raise NotOurs(f"{name} was not made by queson: name the folder of an archive, or its .db.")
    if schema.is_newer(db):
        raise TooNew(f"A newer queson made {name}: upgrade with pip install --upgrade queson.")


def _check_kinds(connection: sqlite3.Connection, path: Path, tables: Iterable[str]) -> None:
    """Refuse a database in which one of these names is there and no plain table. Raises NotOurs."""
    kinds = _kinds(connection)
    for name in tables:
        if kinds.get(name, "table") != "table":
            raise NotOurs(f"{path} has no table {name}: name the folder of an archive, or its .db.")


def _kinds(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("select name, iif(sql like 'create virtual%', 'virtual', type) from sqlite_master"))


def check_tables(connection: sqlite3.Connection, path: Path, tables: Iterable[str]) -> None:
    """Refuse a database in which one of these names is anything but a plain table. Raises NotOurs."""
    kinds = _kinds(connection)
    for name in tables:
        if kinds.get(name) != "table":
            raise NotOurs(f"{path} has no table {name}: name the folder of an archive, or its .db.")


def _copy(path: Path, to: Path) -> None:
    """Copy a database with what is in its log; a link, a pipe or a device is none."""
    for suffix in _SIDE_FILES:
        side = path.with_name(path.name + suffix)
        if is_regular(side):
            shutil.copyfile(side, to.with_name(to.name + suffix))
    if not to.exists():
        raise NotOurs(f"{path} is no database: name the folder of an archive, or its .db.")
