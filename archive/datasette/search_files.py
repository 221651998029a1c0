"""A result of a search as files: CSV, Parquet and JSON of all of it, an Atom feed of the newest.

CSV and Parquet are the tables that `queson export` writes, column for column, in the order of the result. All are of
the articles that hold everything, unless those that come near are asked for too; each says how many it leaves out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import Any, TypeVar

from datasette.utils.asgi import AsgiStream, Response

from archive.datasette.answers import attached, told
from archive.datasette.base import Asked, article_path, ask
from archive.exchange import feed, table
from archive.exchange.selection import Counts
from archive.search import CAP, FEW, Query, Ranking, facets, ranking, suggest, understood
from archive.search.results import Hit, shown

MOST = CAP
"""At most this many hits of one result are exported, the best or the newest; `queson export` has no such bound."""
AT_ONCE, NEWEST = 200, 50
MARKS = ("\x02", "\x03")
"""How hits are marked on their way to a page: characters that no stored text holds."""
PARTS = {False: "whole", True: "whole and near"}
"""The articles that a file is of: those that hold everything, or also those that come near."""
FORMS = ("csv", "json", "parquet")
PARQUET = find_spec("pyarrow") is not None
"""Whether what writes Parquet is installed: the extra `export`."""
_MORE = "select id, author, source, view_count from articles where id in ({})"
_Batch = TypeVar("_Batch")


NOTHING = Ranking([], frozenset(), 0, False, 0, False)


def _result(connection: sqlite3.Connection, query: Query) -> Ranking:
    if not query.words and not query.filtered:
        return NOTHING
    found = ranking(connection, query, MOST)
    return replace(found, ids=found.ids[:MOST])


async def exported(datasette: Any, db: Any, asked: Asked, query: Query) -> AsgiStream | Response:
    """All that a query finds, in its order, as the request wants it."""
    if asked.form == "parquet" and not PARQUET:
        return await told(datasette, asked, "no_parquet", 501)
    result = await ask(db, lambda conn: _result(conn, query))
    told_of = _about(query, result)
    if asked.form == "parquet":
        return await _parquet(db, query, result)
    if asked.form == "csv":
        name = "queson-near.csv" if query.near else "queson.csv"
        headers = attached(name) | {"X-Queson-Result": json.dumps(told_of)}
        return AsgiStream(partial(_csv, db, result), headers=headers, content_type="text/csv; charset=utf-8")
    counted = await ask(db, lambda conn: facets(conn, query)) if result.ids else None
    meant = None
    if len(result.whole) <= FEW:
        meant = await ask(db, lambda conn: suggest(conn, query))
    head = told_of | {"facets": counted.as_json() if counted else None, "suggestion": meant}
    head["understood"] = understood(query)
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return AsgiStream(
        partial(_json, db, query, result, head), headers=headers, content_type="application/json; charset=utf-8"
    )


def _about(query: Query, result: Ranking) -> dict[str, Any]:
    """Which articles are counted (`part`), how many of them there are, and how many are left out that come near."""
    near = {"total": result.left_out, "more": result.more_left_out}
    return {"part": PARTS[query.near], "total": result.total, "more": result.more, "near": near}


Some = Callable[[sqlite3.Connection, list[int], int], _Batch]


async def _batches(db: Any, result: Ranking, some: Some[_Batch]) -> AsyncIterator[_Batch]:
    """What `some` reads of a few articles at a time, by their ids and the place of the first of them."""
    for start in range(0, len(result.ids), AT_ONCE):
        ids = result.ids[start : start + AT_ONCE]
        yield await ask(db, partial(some, ids=ids, start=start))  # type: ignore[call-arg]


def _cells(connection: sqlite3.Connection, ids: list[int], start: int) -> list[tuple[table.Value, ...]]:
    return table.rows_of(connection, ids)


async def _csv(db: Any, result: Ranking, out: Any) -> None:
    await out.write(table.BOM + table.line(table.COLUMNS))
    async for some in _batches(db, result, _cells):
        await out.write("".join(map(table.line, some)))


async def _json(db: Any, query: Query, result: Ranking, head: dict[str, Any], out: Any) -> None:
    def rows(connection: sqlite3.Connection, ids: list[int], start: int) -> list[dict[str, Any]]:
        more = {row[0]: row[1:] for row in connection.execute(_MORE.format(", ".join("?" * len(ids))), ids)}
        hits = shown(connection, query.words, ids, result.whole, ("[", "]"))
        return [_row(place, hit, *more.get(hit.id, (None,) * 3)) for place, hit in enumerate(hits, start + 1)]

    await out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    comma = ""
    async for some in _batches(db, result, rows):
        for row in some:
            await out.write(f"{comma}\n{json.dumps(row, ensure_ascii=False)}")
            comma = ","
    await out.write("\n]}\n")


def _row(place: int, hit: Hit, author: str | None, source: str | None, views: int | None) -> dict[str, Any]:
    return {
        "rank": place, "key": hit.key, "portal": hit.portal, "title": hit.title, "date": hit.date,
        "precision": hit.precision, "author": author, "source": source, "views": views, "copies": hit.copies,
        "complete": hit.complete, "url": hit.url, "snippet": hit.snippet,
    }  # fmt: skip


async def _parquet(db: Any, query: Query, result: Ranking) -> Response:
    from archive.exchange import parquet

    rows = [row async for some in _batches(db, result, _cells) for row in some]
    with TemporaryFile() as file:
        for _ in parquet.write_rows(rows, file, str(Counts(result.total, result.left_out, query.near))):
            pass
        file.seek(0)
        body = file.read()
    return Response(body, 200, attached("queson.parquet"), content_type="application/vnd.apache.parquet")


async def atom(db: Any, asked: Asked, query: Query) -> Response:
    """The newest hits as a feed, of no words and no filter the newest articles; ids are keys, which never change."""
    here = f"{asked.request.scheme}://{asked.request.host}"
    name = here + asked.here(lang=None)
    links = (("self", here + asked.here()), ("alternate", here + asked.here(_format=None)))
    body = await ask(
        db,
        lambda conn: "".join(
            feed.atom(
                conn, query, NEWEST, links=links, name=name, room=lambda key: here + asked.root + article_path(key)
            )
        ),
    )
    headers = {"X-Content-Type-Options": "nosniff"}
    return Response(body, 200, headers, content_type="application/atom+xml; charset=utf-8")
