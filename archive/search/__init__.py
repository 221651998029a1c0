"""Full-text search that finds Quế Sơn for `que son`, and never fails on anything a reader types.

Every function takes an `Archive`, or a plain `sqlite3.Connection` to an archive.db, read-only too, and while another
process writes:

- `find(source, query, limit=20, offset=0, marks=("[", "]")) -> Found`: a page of hits, how many there are, in one go;
- `search(…) -> tuple[Hit, ...]` and `count(source, query) -> int`: the halves of it;
- `facets(source, query) -> Facets`: counts per year, portal and category;
- `ranking(source, query, number) -> Ranking`: the ids of the articles counted, in that order;
- `suggest(source, query) -> str | None`: what the reader may have meant;
- `repaired(source, query) -> str | None`: what was meant by words that no article holds; `find` looks for that;
- `understood(query) -> dict`: how a query was understood, word for word;
- `expression(words) -> str`: what was typed as an FTS5 expression over `articles_fts`, for queries of one's own.

A query is a `Query`, or the words alone as a string. `archive.search.query` tells how words are understood.
"""

from __future__ import annotations

from dataclasses import replace
from sqlite3 import Connection

from archive.search import expression as _expression
from archive.search import facets as _facets
from archive.search import repair as _repair
from archive.search import suggest as _suggest
from archive.search.facets import CategoryCount, Facets
from archive.search.gather import gather
from archive.search.matcher import CAP
from archive.search.parser import parse
from archive.search.pool import Ranking, ranked
from archive.search.query import Query
from archive.search.results import Found, Hit, shown
from archive.search.suggest import FEW
from archive.search.understood import understood
from archive.store import Archive

__all__ = [
    "CAP", "FEW", "CategoryCount", "Facets", "Found", "Hit", "Query", "Ranking",
    "count", "expression", "facets", "find", "ranking", "repaired", "search", "suggest", "understood",
]  # fmt: skip

Source = Archive | Connection

_COUNTED = 100_000


def find(
    source: Source,
    query: Query | str,
    *,
    limit: int = 20,
    offset: int = 0,
    marks: tuple[str, str] = ("[", "]"),
    with_near: bool = True,
) -> Found:
    """A page of hits, best (or newest) first, and how many there are: exactly, or more than `CAP`.

    Those that hold everything come first: all the words, typed marks binding. Behind them come those that are near:
    with other marks, or with some of the words (of a long question, and where no article holds all). Copies are folded
    under their original. Of a question (long, or asking) both kinds come in one order, the best answers first. Hits are
    of the first kind alone, not ``with_near``. Where no article holds all that was typed, and articles hold all that
    was meant by it, these are found (`repaired`), unless the query is verbatim; other functions take it as it is.
    """
    connection, asked = _connection(source), _query(query)
    pool = gather(connection, asked, offset + limit)
    meant = None
    if not pool.whole.total:
        meant = _repair.repaired(connection, asked)
    if meant:
        asked = replace(asked, words=meant)
        pool = gather(connection, asked, offset + limit)
    whole, near = pool.whole, pool.near
    ids = pool.ids if with_near else whole.ids
    hits = shown(connection, asked.words, ids[offset : offset + limit], frozenset(whole.ids), marks)
    return Found(hits, whole.total, whole.more, whole.articles, near.total, near.more, meant)


def search(
    source: Source,
    query: Query | str,
    *,
    portal: str | None = None,
    limit: int = 20,
    offset: int = 0,
    marks: tuple[str, str] = ("[", "]"),
) -> tuple[Hit, ...]:
    """The hits of `find` alone."""
    return find(source, _query(query, portal), limit=limit, offset=offset, marks=marks).hits


def count(source: Source, query: Query | str, *, portal: str | None = None) -> int:
    """How many articles hold everything (or come near too, for a query that says so), at most `CAP` of each kind."""
    asked = _query(query, portal)
    return ranking(source, asked, 0).total


def facets(source: Source, query: Query | str) -> Facets:
    """How many of the articles counted are of each year, portal and category; of the first 100,000 of more."""
    connection = _connection(source)
    found = ranking(source, query, 0, _COUNTED)
    return _facets.counted(connection, found.ids, more=found.more)


def ranking(source: Source, query: Query | str, number: int = CAP, cap: int = CAP) -> Ranking:
    """The ids alone of the articles counted, in the order of `find`: the first ``number`` at least, or all."""
    asked = _query(query)
    return ranked(gather(_connection(source), asked, number, cap), near=asked.near)


def suggest(source: Source, query: Query | str) -> str | None:
    """What the reader may have meant, from the archive's own words, when what was typed finds little; else None."""
    return _suggest.suggest(_connection(source), _query(query))


def repaired(source: Source, query: Query | str) -> str | None:
    """The words that were meant, when articles hold all of them and none holds all that was typed; else None."""
    return _repair.repaired(_connection(source), _query(query))


def expression(words: str) -> str:
    """What was typed as an FTS5 expression over `articles_fts`: all the words, phrases, operators. Always valid."""
    return _expression.every(parse(words), folded=True)


def _connection(source: Source) -> Connection:
    return source.db.conn if isinstance(source, Archive) else source


def _query(query: Query | str, portal: str | None = None) -> Query:
    asked = Query(query) if isinstance(query, str) else query
    return replace(asked, portal=portal) if portal is not None else asked
