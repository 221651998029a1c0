"""From a query to the articles it finds, in order.

Short queries ask for all words: first as typed, where marks were typed, then folded. Long ones, and those that find
nothing, ask for any of the words. At most `CAP` matches of one expression are ranked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from sqlite3 import Connection

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.filters import Filter, compiled
from archive.search.query import Group, Query, parse
from archive.search.spelling import is_marked

CAP = 10_000
"""So many matches are counted and ranked; of more it is said that they are more."""

LONG = 7
"""From so many words on, a query is a question, and no article need hold all of them."""

WEIGHTS = "10.0, 4.0, 1.0, 0.5"
"""Titles tell more than leads, leads more than bodies, bodies more than attachments."""

Row = tuple[int, float, str | None, int | None]  # id, score (less is better), published_at, duplicate_of


@dataclass(slots=True)
class Pool:
    """Articles found, best first, each the one that is shown for itself and its copies."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    more: bool = False
    complete: int = 0
    """So many of the first hold all that was asked for."""


def gather(connection: Connection, query: Query, need: int) -> Pool:
    """The first ``need`` articles at least, and how many there are."""
    asked = parse(query.words)
    narrowed = compiled(connection, query)
    if not asked.parts:
        return _listed(connection, query, narrowed) if query.filtered else Pool()
    plain = expression.is_plain(asked)
    length = sum(1 for _ in expression.words(asked))
    search = _Search(connection, query, narrowed, asked)
    if plain and length >= LONG:
        return search.loosely()
    pool = search.strictly(need)
    if plain and len(asked.parts) > 1 and not pool.ids:
        return search.loosely()
    return pool


class _Search:
    def __init__(self, connection: Connection, query: Query, narrowed: Filter, asked: Group) -> None:
        self._connection = connection
        self._query = query
        self._narrowed = narrowed
        self._asked = asked
        self._marked = any(map(is_marked, expression.words(asked)))

    def strictly(self, need: int) -> Pool:
        first: list[Row] = []
        if self._marked and self._query.sort == "rank":
            first = self._rows(EXACT, expression.ranked(self._asked, folded=False))
        exact = _grouped(first, self._query)
        enough = len(exact) >= need or len(first) > CAP
        form = expression.every if enough else expression.ranked
        rest = self._rows(FOLDED, form(self._asked, folded=True), scored=not enough)
        return self._pool(exact, rest, complete=True)

    def loosely(self) -> Pool:
        table = EXACT if self._marked else FOLDED
        rows = self._rows(table, expression.loose(self._asked, folded=not self._marked))
        if self._marked and not rows:
            rows = self._rows(FOLDED, expression.loose(self._asked, folded=True))
        return self._pool([], rows, complete=False)

    def _pool(self, exact: list[int], rest: list[Row], *, complete: bool) -> Pool:
        seen = set(exact)
        ids = exact + [each for each in _grouped(rest, self._query) if each not in seen]
        more = len(rest) > CAP
        return Pool(ids, min(len(ids), CAP) if more else len(ids), more, len(ids) if complete else 0)

    def _rows(self, table: str, match: str, *, scored: bool = True) -> list[Row]:
        score = f"bm25({table}, {WEIGHTS})" if scored else "0.0"
        return self._connection.execute(
            f"""select f.rowid, {score}, a.published_at, a.duplicate_of
            from {table} f cross join articles a indexed by articles_facts on a.id = f.rowid
            where {table} match ? and {self._narrowed.sql} limit ?""",
            (match, *self._narrowed.values, CAP + 1),
        ).fetchall()


def _grouped(rows: Iterable[Row], query: Query) -> list[int]:
    """The ids to show in order: for each text the original if it was found, else its first copy."""
    if not query.fold_copies:
        return _in_order(rows, query)
    groups: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: row[0]):
        root = row[3] or row[0]
        known = groups.get(root)
        if known is None:
            groups[root] = row
        else:
            shown = row if row[3] is None else known
            groups[root] = (shown[0], min(known[1], row[1]), shown[2], shown[3])
    return _in_order(groups.values(), query)


def _in_order(rows: Iterable[Row], query: Query) -> list[int]:
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    if query.sort == "date":
        ordered.sort(key=lambda row: row[2] or "", reverse=True)
    return [row[0] for row in ordered]


def _listed(connection: Connection, query: Query, narrowed: Filter) -> Pool:
    """Everything the filters leave, newest first."""
    folded = "a.duplicate_of is null and" if query.fold_copies else ""
    rows = connection.execute(
        f"select a.id from articles a where {folded} {narrowed.sql} "
        "order by a.published_at is null, a.published_at desc, a.id limit ?",
        (*narrowed.values, CAP + 1),
    ).fetchall()
    ids = [row[0] for row in rows[:CAP]]
    return Pool(ids, len(ids), len(rows) > CAP, len(ids))
