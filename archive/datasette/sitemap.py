"""The addresses of all that the room shows, for search engines: an index (`/sitemap.xml`) and its parts.

A part holds what has ids within a range, so that it stays the same while the archive grows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from datasette.utils.asgi import Response

from archive.datasette.answers import unknown
from archive.datasette.base import Asked, article_path, ask, remembered
from archive.datasette.views import named, view

IDS = 50_000
"""Ids in one part: a sitemap may hold no more addresses than that."""
TABLES = {"articles": "article", "documents": "document", "pages": "page"}
"""The tables whose rows have pages of their own, and the names of these pages."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PLACES = (
    "select '/-/portal/' || slug from portals where exists (select 1 from runs where portal = slug) "
    "union all select '/-/category/' || id from categories"
)


@view
async def sitemap(datasette: Any, db: Any, asked: Asked) -> Response:
    """The index: which parts there are."""
    parts = await ask(db, lambda conn: remembered(conn, "sitemap", _parts))
    addresses = [f"/-/sitemap/{table}-{number}.xml" for table, number in parts]
    return _told(datasette, asked, "sitemapindex", "sitemap", ["/-/sitemap/places-0.xml", *addresses])


@view
async def part(datasette: Any, db: Any, asked: Asked) -> Response:
    """One part: the pages of the room for some rows of a table, or for portals and their lists."""
    table, number = named(asked, "table"), int(asked.request.url_vars["number"])
    if table == "places":
        paths = await ask(db, _places)
    elif table in TABLES:
        paths = await ask(db, lambda conn: list(_paths(conn, table, number)))
    else:
        return await unknown(datasette, asked)
    return _told(datasette, asked, "urlset", "url", paths)


def _parts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for table in TABLES:
        for (number,) in connection.execute(f"select distinct id / {IDS} from {table} order by 1"):
            found.append((table, number))
    return found


def _places(connection: sqlite3.Connection) -> list[str]:
    return ["/", *(path for (path,) in connection.execute(_PLACES))]


def _paths(connection: sqlite3.Connection, table: str, number: int) -> Iterator[str]:
    query = f"select key from {table} where id >= ? and id < ? order by id"
    for (key,) in connection.execute(query, (number * IDS, (number + 1) * IDS)):
        yield article_path(key)


def _told(datasette: Any, asked: Asked, root: str, element: str, paths: Iterable[str]) -> Response:
    lines = [_HEAD, f"<{root} {_NAMES}>\n"]
    for path in paths:
        address = datasette.absolute_url(asked.request, asked.root + path)
        lines.append(f"<{element}><loc>{escape(address)}</loc></{element}>\n")
    lines.append(f"</{root}>\n")
    return Response("".join(lines), content_type="application/xml; charset=utf-8")
