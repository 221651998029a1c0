"""Which articles are exported: those a search with the same filters finds, all of them, in the archive's order."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any

from archive.rows import column
from archive.search import Query
from archive.search.filters import compiled
from archive.search.gather import gather
from archive.search.pool import Ranking, ranked

AT_ONCE = 200
_EVERY = 2**40
"""More than any archive holds."""


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """The archive as it is now, whatever a crawl writes meanwhile."""
    connection.execute("begin")
    try:
        yield
    finally:
        connection.execute("rollback")


def found_by(
    connection: Connection, find: Callable[[int], Iterable[Any]], record: Callable[[Connection, int], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The record of each hit that ``find`` gives from an offset on, up to where it gives none."""
    offset = 0
    with snapshot(connection):
        while hits := tuple(find(offset)):
            for hit in hits:
                yield record(connection, hit.id)
            offset += len(hits)


def as_json_lines(records: Iterable[dict[str, Any]]) -> Generator[str, None, None]:
    """Records as JSON, one in a line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are to export of `what`; of a search how many come near and are ``left_out``; whether they are
    ``near`` too."""

    whole: int
    left_out: int = 0
    near: bool = False
    what: str = "articles"

    def __str__(self) -> str:
        """`70 articles that hold everything; 2,550 more come near and are left out`."""
        told = f"{self.whole:,} {self.what}"
        if self.near:
            return f"{told} that hold everything or come near"
        if self.left_out:
            return f"{told} that hold everything; {self.left_out:,} more come near and are left out"
        return told


def counts(connection: Connection, query: Query) -> Counts:
    """What there is to export, and what is not."""
    if _is_searched(query):
        found = searched(connection, query, 0)
        return Counts(found.total, found.left_out, query.near)
    where, values = _where(connection, query)
    (number,) = connection.execute(f"select count(*) from articles a where {where}", values).fetchone()
    return Counts(int(number))


def selected(connection: Connection, query: Query) -> Iterator[list[int]]:
    """The ids of the articles to export, ascending, some at a time."""
    if _is_searched(query):
        ids = sorted(searched(connection, query, 0).ids)
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
        return searched(connection, replace(query, sort="date"), most).ids[:most]
    where, values = _where(connection, query)
    rows = connection.execute(
        f"select a.id from articles a where {where} order by a.published_at desc, a.id desc limit ?", (*values, most)
    )
    return column(rows)


def searched(connection: Connection, query: Query, need: int) -> Ranking:
    """What a search finds, the first ``need`` in order; how many it leaves out."""
    return ranked(gather(connection, query, need, _EVERY), near=query.near)


def _is_searched(query: Query) -> bool:
    """Whether the search itself is needed; else the filters tell as much."""
    return bool(query.words.strip()) or (query.filtered and query.fold_copies)


def _where(connection: Connection, query: Query) -> tuple[str, tuple[str | int | float | None, ...]]:
    narrowed = compiled(connection, query)
    if query.fold_copies:
        return "a.duplicate_of is null", narrowed.values
    return narrowed.sql, narrowed.values
