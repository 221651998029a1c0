"""Answers of the reading room in the form that was asked for: a page, JSON, CSV, or a friendly word."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any

from datasette.utils.asgi import Response

from archive.addresses import split
from archive.datasette.base import Asked, article_path, ask, database, remembered
from archive.datasette.gate import Busy
from archive.datasette.words import day, number, percent, words
from archive.exchange.table import harmless

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing a page of ours holds may run or reach out, whatever a portal wrote into it."""
HEADERS = {
    "Vary": "Accept-Language",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def web(url: str | None) -> str:
    """An address that may be linked: one of the web, or none."""
    parts = split(url or "")
    if parts.scheme in ("http", "https") and parts.hostname:
        return str(url)
    return ""


def spoken(asked: Asked) -> dict[str, Any]:
    """What templates need to speak the reader's language and to link within the room."""
    other = "en" if asked.lang == "vi" else "vi"
    return {
        "w": words(asked.lang), "lang": asked.lang, "asked": asked, "link": asked.link, "article_path": article_path,
        "other_lang": asked.here(lang=other), "other_name": other, "num": partial(number, lang=asked.lang),
        "day": partial(day, lang=asked.lang), "web": web, "percent": partial(percent, lang=asked.lang),
    }  # fmt: skip


async def page(datasette: Any, asked: Asked, template: str, data: dict[str, Any], status: int = 200) -> Response:
    """A page of the room; as JSON or CSV where that was asked for (CSV: the rows under `rows`).

    What stands under a name that begins with an underscore is for the page alone.
    """
    if asked.form == "json":
        return as_json({name: value for name, value in data.items() if not name.startswith("_")}, status)
    if asked.form == "csv":
        return as_csv(data.get("rows") or [])
    names = await _portal_names(datasette)
    context = {**spoken(asked), "tables": await _tables(datasette), "portal_name": partial(_named, names), **data}
    html = await datasette.render_template(f"room/{template}.html", context, request=asked.request)
    headers = {**HEADERS, "Cache-Control": "no-cache", "Content-Language": asked.lang}
    if status == 200 and _never_changes(datasette):
        headers["Cache-Control"] = "public, max-age=3600"
    return Response.html(html, status=status, headers=headers)


def _never_changes(datasette: Any) -> bool:
    """Whether every file that is served is a snapshot to which nobody writes."""
    files = [each for each in datasette.databases.values() if not each.is_memory]
    return not any(each.is_mutable for each in files)


async def _tables(datasette: Any) -> str:
    """Where Datasette lists the tables of the archive."""
    try:
        db = await database(datasette)
    except sqlite3.DatabaseError:
        db = None
    return str(datasette.urls.database(db.name) if db else datasette.urls.instance())


async def _portal_names(datasette: Any) -> dict[str, str]:
    """The title of each portal by its slug; {} where they cannot be read now."""
    try:
        db = await database(datasette)
        if db is None:
            return {}
        return await ask(db, lambda conn: remembered(conn, "portal names", _titles))
    except (Busy, sqlite3.DatabaseError):
        return {}


def _titles(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(map(tuple, connection.execute("select slug, title from portals where title <> ''")))


def _named(names: dict[str, str], slug: str) -> str:
    """What a portal is called to readers."""
    return names.get(slug, slug)


async def told(datasette: Any, asked: Asked, what: str, status: int) -> Response:
    """A friendly word: `what` names a heading among the words, and `what`_page what to do."""
    said = words(asked.lang)
    return await page(datasette, asked, "message", {"title": said[what], "text": said.get(f"{what}_page", "")}, status)


async def unknown(datasette: Any, asked: Asked) -> Response:
    """There is no such page."""
    return await told(datasette, asked, "unknown", 404)


def as_json(data: Any, status: int = 200) -> Response:
    """Data as JSON, any page may read it."""
    body = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return Response(body, status, headers, content_type="application/json; charset=utf-8")


def as_csv(rows: Iterable[dict[str, Any]]) -> Response:
    """Rows as CSV that a spreadsheet reads as text, with a byte order mark."""
    some = list(rows)
    names = list(some[0]) if some else ["key"]
    lines = ["\ufeff", line(names)]
    for row in some:
        lines.append(line(map(row.get, names)))
    return Response("".join(lines), 200, attached("queson.csv"), content_type="text/csv; charset=utf-8")


def attached(name: str) -> dict[str, str]:
    """The headers of a file to be saved under a name."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


def line(values: Iterable[object]) -> str:
    """A line of CSV in which no cell can be taken for a formula."""
    out = io.StringIO()
    cells = map(_cell, values)
    csv.writer(out).writerow(map(harmless, cells))
    return out.getvalue()


def _cell(value: object) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
