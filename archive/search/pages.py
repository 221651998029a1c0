"""Pages that are neither lists nor news and hold what was asked for: by their titles first, then by way and text,
and those of their files."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from archive.search.expression import every
from archive.search.parser import parse
from archive.search.query import Query
from archive.search.snippet import marker, snippet
from archive.store import Archive

_WEIGHTS = "8.0, 4.0, 1.0, 0.5"
"""What a word counts in title, way, text and files."""
_NAMES = ("id", "key", "title", "way", "portal", "url", "last_seen_at", "word_count")
_HIT = f"select {', '.join(_NAMES)}, text from pages where id = ?"


@dataclass(frozen=True, slots=True)
class PageHit:
    """One page found; ``snippet`` is a piece of its text with the hits marked."""

    id: int
    key: str
    title: str
    way: str
    portal: str
    url: str
    last_seen_at: str
    word_count: int
    snippet: str


@dataclass(frozen=True, slots=True)
class PagesFound:
    """Some of the pages found, and how many there are in all."""

    hits: tuple[PageHit, ...] = ()
    total: int = 0


NO_PAGES = PagesFound()


def find_pages(
    source: Archive | Connection,
    query: Query,
    *,
    limit: int = 20,
    offset: int = 0,
    marks: tuple[str, str] = ("[", "]"),
) -> PagesFound:
    """The pages that hold all the words, the best first; without words all of a portal, in the order of capture. They
    have no date, category or author: filters by these find none."""
    connection = source.db.conn if isinstance(source, Archive) else source
    if query.category is not None or query.author or query.since or query.until:
        return NO_PAGES
    table, order, where = "pages p", "p.id", ["true"]
    values: dict[str, str | int] = {}
    if query.portal:
        where.append("p.portal = :portal")
        values["portal"] = query.portal
    if query.words.strip():
        table = "pages_fts f join pages p on p.id = f.rowid"
        where.append("pages_fts match :words")
        order = f"bm25(pages_fts, {_WEIGHTS}), p.id"
        values["words"] = every(parse(query.words), folded=True)
    chosen = f"from {table} where {' and '.join(where)}"
    (total,) = connection.execute(f"select count(*) {chosen}", values).fetchone()
    ids = connection.execute(
        f"select p.id {chosen} order by {order} limit :limit offset :offset",
        values | {"limit": limit, "offset": offset},
    ).fetchall()
    hits = [_hit(connection, number, query.words, marks) for (number,) in ids]
    return PagesFound(tuple(hits), total)


def _hit(connection: Connection, number: int, words: str, marks: tuple[str, str]) -> PageHit:
    values: tuple[Any, ...] = connection.execute(_HIT, (number,)).fetchone()
    told, text = values[:-1], values[-1]
    named = dict(zip(_NAMES, told, strict=True))
    return PageHit(**named, snippet=snippet((named["title"], text), marker(parse(words)), marks)[0])
