"""Whether the tables of an archive say what those of a database say that was made anew from the same WARC files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from archive.complaint import MAX_EXAMPLES, Complaint

KIND = "not as the WARC files say"
_TABLES = "select name from anew.sqlite_master where type = 'table' order by name"
_MAX_SHOWN = 120


def differing(connection: Connection, anew: Path, advice: str) -> list[Complaint]:
    """One complaint for each table whose rows are not those of the database made anew, row for row."""
    found = []
    with _attached(connection, anew):
        for (table,) in connection.execute(_TABLES).fetchall():
            if _is_of_sqlite(table):
                continue
            rows = [*_only(connection, "main", "anew", table), *_only(connection, "anew", "main", table)]
            if rows:
                told = [f"{table}: {row}"[:_MAX_SHOWN] for row in rows[:MAX_EXAMPLES]]
                found.append(Complaint(KIND, len(rows), told, advice))
    return found


@contextmanager
def _attached(connection: Connection, anew: Path) -> Iterator[None]:
    connection.execute("attach ? as anew", [f"file:{anew}?mode=ro"])
    try:
        yield
    finally:
        connection.execute("detach anew")


def _is_of_sqlite(table: str) -> bool:
    """Whether a table is kept by SQLite, its full-text index, or the migrations for themselves."""
    return "_fts" in table or table.startswith(("_", "sqlite_"))


def _only(connection: Connection, one: str, other: str, table: str) -> list[str]:
    """The rows that one database has in a table and the other has not, or not as often."""
    names = [f'"{name}"' for (name,) in connection.execute("select name from pragma_table_info(?, 'anew')", [table])]
    columns = ", ".join(names)
    rows = 'select {0}, count(*) from {1}."{2}" group by {0}'
    query = f"{rows.format(columns, one, table)} except {rows.format(columns, other, table)}"
    return [" · ".join(map(str, row[:-1])) for row in connection.execute(query)]
