"""Which articles are exported: those a search with the same filters finds, all of them, in the archive's order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from sqlite3 import Connection

from archive.rows import column
from archive.search import Query
from archive.search.filters import compiled
from archive.search.gather import gather

AT_ONCE = 200
_EVERY = 2**40
"""More than any archive holds."""


@contextmanager
def standing(connection: Connection) -> Iterator[None]:
    """The archive as it is now, whatever a crawl writes meanwhile."""
    connection.execute("begin")
    try:
        yield
    finally:
        connection.execute("rollback")


def count(connection: Connection, query: Query) -> int:
    """How many articles there are to export."""
    ids = _found(connection, query)
    if ids is not None:
        return len(ids)
    where, values = _where(connection, query)
    (found,) = connection.execute(f"select count(*) from articles a where {where}", values).fetchone()
    return int(found)


def selected(connection: Connection, query: Query) -> Iterator[list[int]]:
    """The ids of the articles to export, ascending, some at a time."""
    ids = _found(connection, query)
    if ids is not None:
        for start in range(0, len(ids), AT_ONCE):
            yield ids[start : start + AT_ONCE]
        return
    where, values = _where(connection, query)
    following = f"select a.id from articles a where {where} and a.id > ? order by a.id limit ?"
    rows = connection.execute(following, (*values, 0, AT_ONCE)).fetchall()
    while rows:
        ids = column(rows)
        yield ids
        rows = connection.execute(following, (*values, ids[-1], AT_ONCE)).fetchall()


def newest(connection: Connection, query: Query, most: int) -> list[int]:
    """The ids of the articles published last; undated ones come after them."""
    if query.words.strip() or query.filtered:
        return gather(connection, replace(query, sort="date"), most).ids[:most]
    where, values = _where(connection, query)
    rows = connection.execute(
        f"select a.id from articles a where {where} order by a.published_at desc, a.id desc limit ?", (*values, most)
    )
    return column(rows)


def _found(connection: Connection, query: Query) -> list[int] | None:
    """The ids that the search itself finds, where it is needed; None where the filters tell as much."""
    if query.words.strip() or (query.filtered and query.fold_copies):
        return sorted(gather(connection, query, 0, _EVERY).ids)
    return None


def _where(connection: Connection, query: Query) -> tuple[str, tuple[str | int | float | None, ...]]:
    narrowed = compiled(connection, query)
    if query.fold_copies:
        return "a.duplicate_of is null", narrowed.values
    return narrowed.sql, narrowed.values
