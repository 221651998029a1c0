"""Which text repeats which: a leader for every text, the same whatever the order in which texts came.

In the order of publication each text repeats the earliest leader that it meets and is like: one of its near copies, or
the leader of one. Where there is none it leads itself. So every copy is like its original, and no chain of small
changes makes a copy of a text that has nothing in common with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from sqlite3 import Connection

from archive.dedup import Kind
from archive.rows import column
from archive.store import sketches

Rank = tuple[bool, str, int]
"""An article's place in the order of publication (its id the last part): undated ones come last."""

# Left to itself, SQLite looks through all undated articles for those of a text.
_FIRST = """
select published_at is null, coalesce(published_at, ''), id from articles indexed by articles_order_of_copies
where content_sha256 >= ? and content_sha256 < ? and published_at is {} {} order by published_at, id limit 1
"""
_OF_ALL = tuple(_FIRST.format(dated, "") for dated in ("not null", "null"))
_OF_PORTAL = tuple(_FIRST.format(dated, "and portal = ?") for dated in ("not null", "null"))


class Families:
    """The texts of an archive as one change finds them; what it reads it remembers until then."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._firsts: dict[tuple[int, str | None], Rank | None] = {}
        self._leaders: dict[int, tuple[int, float]] = {}
        self._near: dict[int, dict[int, float]] = {}

    def first(self, text: int, portal: str | None = None) -> Rank | None:
        """The earliest article with a text; of one portal, if one is named."""
        key = text, portal
        if key not in self._firsts:
            self._firsts[key] = self._read_first(text, portal)
        return self._firsts[key]

    def _read_first(self, text: int, portal: str | None) -> Rank | None:
        queries = _OF_ALL
        values: tuple[str, ...] = sketches.sha256_range(text)
        if portal is not None:
            queries = _OF_PORTAL
            values = (*values, portal)
        for query in queries:
            row: Rank | None = self._connection.execute(query, values).fetchone()
            if row is not None:
                return row
        return None

    def near(self, text: int) -> dict[int, float]:
        """The near copies that a text met, with the share of phrases they have in common."""
        if text not in self._near:
            self._near[text] = dict(sketches.neighbours(self._connection, text))
        return self._near[text]

    def leader(self, text: int) -> tuple[int, float]:
        """The text that a text repeats (itself if it repeats none), and how like it is to that."""
        if text not in self._leaders:
            row = self._connection.execute(
                "select leader, similarity from texts where text = ? and leader is not null", (text,)
            ).fetchone()
            self._leaders[text] = row or (text, 1.0)
        return self._leaders[text]

    def members(self, leader: int) -> set[int]:
        """The texts that repeat a text."""
        rows = self._connection.execute("select text from texts where leader = ?", (leader,))
        return set(column(rows))

    def lead(self, texts: Iterable[int]) -> set[int]:
        """Let some texts repeat the right ones, and those after them whose choice hangs on that; who changed."""
        waiting = self._ranked(texts)
        heapify(waiting)
        queued = {text for _, text in waiting}
        changed = set()
        while waiting:
            rank, text = heappop(waiting)
            queued.discard(text)
            if self._choose(rank, text):
                changed.add(text)
                for later in self._later(rank, text):
                    if later[1] not in queued:
                        queued.add(later[1])
                        heappush(waiting, later)
        return changed

    def _ranked(self, texts: Iterable[int]) -> list[tuple[Rank, int]]:
        """Texts with their places in the order of publication, but for those that no article has."""
        ranked = []
        for text in texts:
            rank = self.first(text)
            if rank is not None:
                ranked.append((rank, text))
        return ranked

    def _later(self, rank: Rank, text: int) -> list[tuple[Rank, int]]:
        return [later for later in self._ranked(self.near(text)) if later[0] > rank]

    def _choose(self, rank: Rank, text: int) -> bool:
        """Whether the text got another leader."""
        chosen = self._chosen(rank, text)
        if chosen == self.leader(text):
            return False
        self._leaders[text] = chosen
        leader, similarity = (None, None) if chosen[0] == text else chosen
        self._connection.execute(
            "update texts set leader = ?, similarity = ? where text = ?", (leader, similarity, text)
        )
        return True

    def _chosen(self, rank: Rank, text: int) -> tuple[int, float]:
        near = self.near(text)
        leaders = set()
        for other in near:
            if (self.first(other) or rank) < rank:
                leaders.add(self.leader(other)[0])
        for leader in sorted(leaders, key=lambda each: self.first(each) or rank):
            if leader in near:
                return leader, near[leader]
            kind, similarity = sketches.compared(self._connection, text, leader)
            if kind is Kind.NEAR:
                return leader, similarity
        return text, 1.0
