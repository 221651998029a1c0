"""What every page of the reading room shares: the database, the language, the answer in the form that was asked for."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from datasette.utils.asgi import Response

from archive.datasette.words import language, words
from archive.schema import APPLICATION_ID

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
FRESH = 60.0
"""Seconds for which a count over the whole archive is good."""

_Value = TypeVar("_Value")
_kept: dict[tuple[str, object], tuple[float, Any]] = {}


def kept(connection: sqlite3.Connection, key: object, make: Callable[[sqlite3.Connection], _Value]) -> _Value:
    """What `make` says of the archive, at most FRESH seconds old: counts over a million rows take their time."""
    (file,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    at, value = _kept.get((file, key), (0.0, None))
    if not at or time.monotonic() - at > FRESH:
        if len(_kept) > 500:
            _kept.clear()
        value = make(connection)
        _kept[file, key] = (time.monotonic(), value)
    return value  # type: ignore[no-any-return]


async def database(datasette: Any) -> Any:
    """The archive among the databases that are served; None where there is none."""
    for db in datasette.databases.values():
        row = (await db.execute("pragma application_id")).first()
        if row and row[0] == APPLICATION_ID:
            return db
    return None


@dataclass(frozen=True)
class Asked:
    """One request: its parameters, the language, and the links that keep both."""

    request: Any
    lang: str

    @classmethod
    def of(cls, request: Any) -> Asked:
        """Read a request."""
        return cls(request, language(request.args.get("lang"), request.headers.get("accept-language", "")))

    def get(self, name: str) -> str:
        """A parameter without the white space around it, "" where it is missing; at most a thousand characters."""
        return str(self.request.args.get(name) or "").replace("\0", " ").strip()[:1000]

    def link(self, path: str, **parameters: object) -> str:
        """A path of the room, with parameters, and with the language where this address names one."""
        chosen = {name: value for name, value in parameters.items() if value not in (None, "", False)}
        if self.request.args.get("lang"):
            chosen["lang"] = self.lang
        return path + (f"?{urlencode(chosen)}" if chosen else "")

    def here(self, **changes: object) -> str:
        """This very address with some parameters changed; None takes one away."""
        chosen = dict(parse_qsl(self.request.query_string, keep_blank_values=False)) | changes
        return str(self.request.path) + "?" + urlencode({k: v for k, v in chosen.items() if v not in (None, "")})

    @property
    def form(self) -> str:
        """html, json, csv or atom, as `_format` says."""
        return self.get("_format") or "html"


def article_path(key: str) -> str:
    """Where the page of an article is. Browsers resolve `..` between slashes, so there the slashes are encoded."""
    return "/-/article/" + quote(key, safe="" if {".", ".."} & set(key.split("/")) else "/")


async def page(datasette: Any, asked: Asked, template: str, data: dict[str, Any], status: int = 200) -> Response:
    """A page of the room; as JSON or CSV where that was asked for (CSV: the rows under `rows`)."""
    if asked.form == "json":
        return as_json({name: value for name, value in data.items() if not name.startswith("_")}, status)
    if asked.form == "csv":
        return as_csv(data.get("rows") or [data])
    context = {
        "w": words(asked.lang), "lang": asked.lang, "asked": asked, "link": asked.link, "article_path": article_path,
        "other_lang": asked.here(lang="en" if asked.lang == "vi" else "vi"), **data,
    }  # fmt: skip
    fixed = not any(db.is_mutable for db in datasette.databases.values() if not db.is_memory)
    caching = {"Cache-Control": "public, max-age=3600" if fixed else "no-cache"}
    html = await datasette.render_template(f"room/{template}.html", context, request=asked.request)
    return Response.html(html, status=status, headers={**HEADERS, **caching, "Content-Language": asked.lang})


def as_json(data: Any, status: int = 200) -> Response:
    """Data as JSON, any page may read it."""
    body = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return Response(body, status, headers, content_type="application/json; charset=utf-8")


def as_csv(rows: Iterable[dict[str, Any]]) -> Response:
    """Rows as CSV that a spreadsheet reads as text: a cell that would be a formula is led by an apostrophe."""
    out, rows = io.StringIO(), list(rows)
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["key"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    headers = {"Content-Disposition": 'attachment; filename="queson.csv"', "X-Content-Type-Options": "nosniff"}
    return Response("\ufeff" + out.getvalue(), 200, headers, content_type="text/csv; charset=utf-8")


def _cell(value: object) -> object:
    text = (
        "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    )
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text


async def unknown(datasette: Any, asked: Asked) -> Response:
    """There is no such page."""
    said = words(asked.lang)
    return await page(datasette, asked, "message", {"title": said["unknown"], "text": said["unknown_page"]}, 404)
