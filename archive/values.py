"""Whether every value in a database is of the kind that its column holds: SQLite itself keeps anything anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from sqlite3 import Connection

from archive import schema
from archive.sqlite import Database

_KINDS = {"TEXT": "'text'", "INTEGER": "'integer'", "REAL": "'real', 'integer'", "BLOB": "'blob'"}
"""What `typeof` says of the values of a column, by its declared type."""


def tables() -> list[str]:
    """The names of the tables that hold what an archive knows."""
    return [table for table, _ in _columns()]


def misplaced(connection: Connection) -> list[str]:
    """The columns that hold values of another kind, each with how many: ``articles.title (3)``."""
    found = []
    for table, columns in _columns():
        with suppress(sqlite3.OperationalError):  # a part that is missing is another complaint
            counts = connection.execute(_query(table, columns)).fetchone()
            for (name, _), count in zip(columns, counts, strict=True):
                if count:
                    found.append(f"{table}.{name} ({count:,})")
    return found


def misplaced_in(database: Path) -> list[str]:
    """The same of a database that is not open; nothing where it cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as found:
        return misplaced(found)
    return []


def _query(table: str, columns: tuple[tuple[str, str], ...]) -> str:
    counts = []
    for name, kinds in columns:
        counts.append(f"count(*) filter (where typeof({name}) not in ({kinds}, 'null'))")
    return f"select {', '.join(counts)} from {table}"


@cache
def _columns() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The tables of a new database, each with its columns and what `typeof` may say of them."""
    new = Database(memory=True)
    schema.apply(new)
    return tuple(_tables(new))


def _tables(new: Database) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for table in new.table_names():
        columns = []
        for _, name, declared, *_ in new.execute(f"pragma table_info({table})").fetchall():
            if declared in _KINDS:
                columns.append((f'"{name}"', _KINDS[declared]))
        if columns and "_fts" not in table and not table.startswith(("_", "sqlite_")):
            yield table, tuple(columns)
