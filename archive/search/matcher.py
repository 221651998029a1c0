"""Passes over the indexes: which articles match an expression, within the filters, and in what order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy as shallow
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from archive.fulltext import FOLDED
from archive.rows import column
from archive.search.binding import Within
from archive.search.filters import compiled
from archive.search.query import Query

CAP = 10_000
"""At most this many matches are counted, and ranked among themselves; of more it is said that they are more."""

WEIGHTS = "10.0, 4.0, 1.0, 0.5"
"""Titles tell more than leads, leads more than bodies, bodies more than attachments."""

_SAMPLE = 2_000
_PART = 20

# Asked for min and max at once, SQLite reads all of them.
_ENDS = "select coalesce((select min(id) from articles), 0), coalesce((select max(id) from articles), 0)"
_COPIES = """
select j.value, a.duplicate_of from json_each(?) j cross join articles a indexed by articles_facts on a.id = j.value
where a.duplicate_of is not null
"""

_NEWEST = """
select a.id from json_each(?) j cross join articles a indexed by articles_facts on a.id = j.value
order by a.published_at desc, a.id limit ?
"""

Reread = Callable[[Sequence[tuple[int, float]]], list[int]]
"""Ids with their scores, best first -> the ids in a better order."""


@dataclass(slots=True)
class Matches:
    """The first matches of an expression in the order of ids, and which of them are copies of what."""

    ids: list[int]
    more: bool = False
    """There are more, and nobody looked for copies."""
    copies: dict[int, int] = field(default_factory=dict)
    _shown: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.copies:
            return
        held = set(self.ids)
        for copy, original in sorted(self.copies.items()):
            shown = original if original in held else copy
            self._shown.setdefault(original, shown)

    def represented(self, ids: Iterable[int]) -> list[int]:
        """The articles that are shown for these: the original if it matches, else its first copy; each once."""
        if not self.copies:
            return list(ids)
        shown: dict[int, None] = {}
        for each in ids:
            root = self.copies.get(each, each)
            shown[self._shown.get(root, root)] = None
        return list(shown)


class Matcher:
    """The articles that a query's filters leave, and of them those `within` a condition."""

    def __init__(self, connection: Connection, query: Query, cap: int = CAP) -> None:
        self.connection = connection
        self.cap = cap
        self.query = query
        self.within = Within()
        self._frequencies: dict[tuple[str, str], int] = {}
        self._filter = compiled(connection, query)
        lowest, highest = connection.execute(_ENDS).fetchone()
        self._lowest = int(lowest)
        self.span = int(highest) - self._lowest + 1
        """About the number of articles in the archive."""

    def narrowed(self, within: Within) -> Matcher:
        """The same within a condition."""
        narrow = shallow(self)
        narrow.within = within
        return narrow

    def matches(self, table: str, match: str) -> Matches:
        """What an expression finds: everything, or the first of more than `CAP`."""
        return self.with_copies(self.ids(table, match, self.cap + 1))

    def ids(self, table: str, match: str, limit: int) -> list[int]:
        """The first ids that an expression finds, ascending."""
        return column(self._select("f.rowid", table, match, "limit ?", limit))

    def listed(self) -> Matches:
        """What the filters leave, newest first, and what has no date last: the order of an index."""
        rows = self.connection.execute(
            f"select a.id from articles a where {self._filter.sql} order by a.published_at desc, a.id desc limit ?",
            (*self._filter.values, self.cap + 1),
        )
        return self.with_copies(column(rows))

    def best(self, table: str, match: str, limit: int, among: Matches, again: Reread = column) -> list[int]:
        """The articles to show for the best matches: ``limit`` of them, if there are so many.

        ``again`` puts them in a better order.
        """
        score = f"bm25({table}, {WEIGHTS})"
        rows = self._select(f"f.rowid, {score}", table, match, "order by 2, 1 limit ?", limit + len(among.copies))
        found = again(rows)
        if among.more and not among.copies:
            among = self.with_copies(found)
        return among.represented(found)

    def first(self, table: str, match: str, limit: int, until: int | None = None) -> list[int]:
        """The best among the first matches only, as many as are counted, with ids up to ``until``."""
        score = f"bm25({table}, {WEIGHTS}) as score"
        bound = "" if until is None else f"and f.rowid <= {until:d}"
        rows = self._select(f"f.rowid, {score}", table, match, f"{bound} limit ?", self.cap)
        rows = sorted(rows, key=lambda row: (row[1], row[0]))[: 2 * limit]
        found = column(rows)
        return self.with_copies(found).represented(found)

    def part(self, matches: Matches) -> int:
        """The id up to which there are some 200,000 matches, if they go on as they begin."""
        return self._lowest + _PART * (matches.ids[-1] - self._lowest + 1)

    def newest(self, table: str, match: str, limit: int) -> list[int]:
        """The articles to show for the matches published last."""
        rows = self._select("f.rowid, a.published_at", table, match, "order by 2 desc, 1 limit ?", limit, joined=True)
        found = column(rows)
        return self.with_copies(found).represented(found)

    def newest_of(self, ids: Iterable[int], limit: int) -> list[int]:
        """Of articles those published last."""
        rows = self.connection.execute(_NEWEST, (json.dumps(list(ids)), limit)).fetchall()
        return self.with_copies(column(rows)).represented(column(rows))

    def with_copies(self, ids: list[int]) -> Matches:
        """Ids in the order in which they were found, `cap` and one more at most, as matches."""
        more = len(ids) > self.cap
        if more or not self.query.fold_copies:
            return Matches(ids, more)
        return Matches(ids, False, dict(self.connection.execute(_COPIES, (json.dumps(ids),)).fetchall()))

    def _select(
        self, columns: str, table: str, match: str, rest: str, limit: int, *, joined: bool = False
    ) -> list[Any]:
        join = ""
        if joined or self._filter.sql != "true":
            # FTS5 leads; what it finds is looked up in an index that holds the filters' columns and little else.
            join = "cross join articles a indexed by articles_facts on a.id = f.rowid"
        return self.connection.execute(
            f"select {columns} from {table} f {join} "
            f"where {table} match ? {self.within.sql} {self._filter.range} and {self._filter.sql} {rest}",
            (match, *self.within.values, *self._filter.ids, *self._filter.values, limit),
        ).fetchall()

    def number(self, table: str, match: str) -> int:
        """How many articles an expression finds, whatever the filters say."""
        (number,) = self.connection.execute(f"select count(*) from {table} where {table} match ?", (match,)).fetchone()
        return int(number)

    def holds(self, table: str, match: str, article_id: int) -> bool:
        """Whether an article matches."""
        asked = f"select 1 from {table} where {table} match ? and rowid = ?"
        return self.connection.execute(asked, (match, article_id)).fetchone() is not None

    def frequency(self, match: str, table: str = FOLDED) -> int:
        """In about how many articles an expression is found, judged by the first of them."""
        known = self._frequencies.get((table, match))
        if known is None:
            known = self._frequencies[table, match] = self._judged(table, match)
        return known

    def remember(self, table: str, match: str, number: int) -> None:
        """In how many articles an expression is found, for whoever asks for its `frequency`."""
        self._frequencies[table, match] = number

    def _judged(self, table: str, match: str) -> int:
        number, last = self.connection.execute(
            f"select count(*), max(rowid) from (select rowid from {table} where {table} match ? limit ?)",
            (match, _SAMPLE),
        ).fetchone()
        if number < _SAMPLE:
            return int(number)
        return int(number * self.span / max(1, last - self._lowest + 1))
