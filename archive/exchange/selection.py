"""Which articles are exported: those a search with the same filters would find, all of them, in the archive's order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from archive.fulltext import FOLDED
from archive.search import Query, expression
from archive.search.filters import compiled

AT_ONCE = 200


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
    where, values = _where(connection, query)
    (found,) = connection.execute(f"select count(*) from articles a where {where}", values).fetchone()
    return int(found)


def selected(connection: Connection, query: Query) -> Iterator[list[int]]:
    """The ids of the articles to export, ascending, some at a time."""
    where, values = _where(connection, query)
    last = 0
    while True:
        rows = connection.execute(
            f"select a.id from articles a where {where} and a.id > ? order by a.id limit ?", (*values, last, AT_ONCE)
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [article_id for (article_id,) in rows]


def newest(connection: Connection, query: Query, most: int) -> list[int]:
    """The ids of the articles published last; undated ones come after them."""
    where, values = _where(connection, query)
    rows = connection.execute(
        f"select a.id from articles a where {where} "
        "order by a.published_at is null, a.published_at desc, a.id desc limit ?",
        (*values, most),
    )
    return [article_id for (article_id,) in rows]


def _where(connection: Connection, query: Query) -> tuple[str, tuple[str | int | float | None, ...]]:
    narrowed = compiled(connection, query)
    if not query.words.strip():
        return narrowed.sql, narrowed.values
    asked = expression(query.words)
    if not asked:
        return "false", ()
    found = f"a.id in (select rowid from {FOLDED} where {FOLDED} match ?)"
    return f"{found} and {narrowed.sql}", (asked, *narrowed.values)
