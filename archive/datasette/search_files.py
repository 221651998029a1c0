"""A result of a search as files: CSV and JSON of all of it, written as it is read; an Atom feed of the newest."""

from __future__ import annotations

import json
import sqlite3
import xml.etree.ElementTree as ElementTree
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from datasette.utils.asgi import AsgiStream, Response

from archive.datasette.answers import attached, line
from archive.datasette.base import Asked, article_path, ask
from archive.search import CAP, Query, facets, find, ranking
from archive.search.results import shown

MOST = CAP
"""So many hits of one result are exported, the best or the newest; `queson export` knows no such bound."""
AT_ONCE, NEWEST = 200, 50
MARKS = ("\x02", "\x03")
"""How hits are marked on their way to a page: characters that no stored text holds."""
COLUMNS = (
    "rank", "key", "portal", "title", "date", "precision", "author", "source", "views", "copies", "complete", "url",
    "snippet",
)  # fmt: skip
ATOM = "http://www.w3.org/2005/Atom"
_MORE = "select id, author, source, view_count from articles where id in ({})"


@dataclass(frozen=True, slots=True)
class Result:
    """Which articles a query finds, in order; `more` than these where it says so, `complete` of which hold it all."""

    ids: list[int]
    more: bool
    complete: int


def _result(connection: sqlite3.Connection, query: Query) -> Result:
    if not query.words and not query.filtered:
        return Result([], False, 0)
    pool = ranking(connection, query, MOST)
    return Result(pool.ids[:MOST], pool.more, pool.complete)


def _rows(connection: sqlite3.Connection, query: Query, result: Result, start: int) -> list[dict[str, Any]]:
    """Some of the rows of a result, from the one at `start` on."""
    ids = result.ids[start : start + AT_ONCE]
    more = {row[0]: row[1:] for row in connection.execute(_MORE.format(", ".join("?" * len(ids))), ids)}
    found = []
    for place, hit in enumerate(shown(connection, query.words, ids, result.complete - start, ("[", "]")), start + 1):
        author, source, views = more.get(hit.id, (None, None, None))
        found.append({
            "rank": place, "key": hit.key, "portal": hit.portal, "title": hit.title, "date": hit.date,
            "precision": hit.precision, "author": author, "source": source, "views": views, "copies": hit.copies,
            "complete": hit.complete, "url": hit.url, "snippet": hit.snippet,
        })  # fmt: skip
    return found


async def exported(db: Any, asked: Asked, query: Query) -> AsgiStream:
    """All that a query finds, in its order, as CSV or JSON."""
    result = await ask(db, lambda conn: _result(conn, query))
    counted = await ask(db, lambda conn: facets(conn, query)) if result.ids and asked.form == "json" else None

    async def batches() -> AsyncIterator[list[dict[str, Any]]]:
        for start in range(0, len(result.ids), AT_ONCE):
            yield await ask(db, partial(_rows, query=query, result=result, start=start))

    async def write_csv(out: Any) -> None:
        await out.write("\ufeff" + line(COLUMNS))
        async for some in batches():
            await out.write("".join(line(row.values()) for row in some))

    async def write_json(out: Any) -> None:
        head = {"total": len(result.ids), "more": result.more, "facets": counted.as_json() if counted else None}
        await out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        comma = ""
        async for some in batches():
            for row in some:
                await out.write(f"{comma}\n{json.dumps(row, ensure_ascii=False)}")
                comma = ","
        await out.write("\n]}\n")

    if asked.form == "csv":
        return AsgiStream(write_csv, headers=attached("queson.csv"), content_type="text/csv; charset=utf-8")
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return AsgiStream(write_json, headers=headers, content_type="application/json; charset=utf-8")


async def atom(db: Any, asked: Asked, query: Query) -> Response:
    """The newest hits as a feed; ids are keys, which never change."""
    found = await ask(db, lambda conn: find(conn, query, limit=NEWEST, marks=MARKS))
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    here = f"{asked.request.scheme}://{asked.request.host}"
    _add(feed, "title", f"queson: {query.words}".rstrip(": "))
    _add(feed, "id", here + asked.here(lang=None))
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=here + asked.here())
    ElementTree.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=here + asked.here(_format=None))
    _add(feed, "updated", max([_moment(hit.date) for hit in found.hits], default=_moment(None)))
    for hit in found.hits:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "title", hit.title)
        _add(entry, "id", f"urn:queson:{hit.key}")
        _add(entry, "updated", _moment(hit.date))
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", href=here + asked.root + article_path(hit.key))
        _add(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), "name", hit.portal)
        _add(entry, "summary", hit.snippet.replace(MARKS[0], "").replace(MARKS[1], ""))
    body = ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)
    headers = {"X-Content-Type-Options": "nosniff"}
    return Response(body, 200, headers, content_type="application/atom+xml; charset=utf-8")


def _moment(date: str | None) -> str:
    """A date as feeds want it, with seconds and an offset."""
    if not date or len(date) < 10:
        return "1970-01-01T00:00:00Z"
    if len(date) == 10:
        return f"{date}T00:00:00+07:00"
    return date if len(date) > 22 or date.endswith("Z") else f"{date[:16]}:00+07:00"


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    clean = "".join(
        sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff" and not _odd(sign))
    )
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = clean


def _odd(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff"
