"""The pages of the reading room, one function each: from a request to an answer."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from datasette.utils.asgi import Response

from archive import cite as citing
from archive.datasette import captured, charts, data
from archive.datasette.base import Asked, database, kept, page, unknown
from archive.datasette.search_page import search as _search
from archive.datasette.words import words
from archive.diff import compare
from archive.errors import NoArticle, NoRevision

Page = Callable[[Any, Any], Awaitable[Response]]


def _page(show: Callable[[Any, Any, Asked], Awaitable[Response]]) -> Page:
    """Give a page the archive; where there is none, or it is locked, the reader is told so."""

    async def view(datasette: Any, request: Any) -> Response:
        asked = Asked.of(request)
        try:
            db = await database(datasette)
            return await unknown(datasette, asked) if db is None else await show(datasette, db, asked)
        except sqlite3.OperationalError:
            said = words(asked.lang)
            return await page(datasette, asked, "message", {"title": said["busy"], "text": said["busy_page"]}, 503)

    view.__name__ = show.__name__
    return view


def _named(asked: Asked, name: str) -> str:
    return unquote(asked.request.url_vars[name])


def _safe(url: str | None) -> str:
    """An address that may be linked: of the web, or none."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


@_page
async def home(datasette: Any, db: Any, asked: Asked) -> Response:
    seen = await db.execute_fn(lambda conn: kept(conn, "home", data.home))
    label = words(asked.lang)["per_month"]
    return await page(datasette, asked, "home", {**seen, "chart": charts.bars(seen["months"], label), "_safe": _safe})


@_page
async def search(datasette: Any, db: Any, asked: Asked) -> Response:
    return await _search(datasette, db, asked)


@_page
async def portal(datasette: Any, db: Any, asked: Asked) -> Response:
    slug = _named(asked, "slug")
    seen = await db.execute_fn(lambda conn: kept(conn, ("portal", slug), lambda c: data.portal(c, slug)))
    if seen is None:
        return await unknown(datasette, asked)
    return await page(
        datasette, asked, "portal", {"portal": seen, "rows": seen["lists"], "safe": _safe(seen["base_url"])}
    )


@_page
async def category(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])
    seen = await db.execute_fn(lambda conn: kept(conn, ("category", number), lambda c: data.category(c, number)))
    if seen is None:
        return await unknown(datasette, asked)
    years = [(year, sum(row[2].get(year, 0) for row in seen["heat"]["rows"])) for year in seen["heat"]["years"]]
    chart = charts.bars(years, words(asked.lang)["per_year"])
    return await page(datasette, asked, "category", {
        "category": seen, "rows": seen["newest"], "chart": chart, "years": years, "safe": _safe(seen["url"]),
    })  # fmt: skip


@_page
async def article(datasette: Any, db: Any, asked: Asked) -> Response:
    key = _named(asked, "key")
    seen = await db.execute_fn(lambda conn: data.article(conn, key))
    if seen is None:
        return await unknown(datasette, asked)
    number = int(asked.get("revision")) if asked.get("revision").isdecimal() else 0
    changed = await db.execute_fn(lambda conn: _changes(conn, seen["id"], number)) if number > 1 else None
    chart = charts.line([(row["observed_at"][:10], row["views"]) for row in seen["views"]], words(asked.lang)["views"])
    own = {
        "article": seen, "rows": [{k: v for k, v in seen.items() if not isinstance(v, list)}], "chart": chart,
        "changed": changed, "shown": number, "safe": _safe, "paragraphs": re.split(r"\n\s*\n", seen["body"] or ""),
    }  # fmt: skip
    if asked.form == "json":
        own = {"article": seen}
    return await page(datasette, asked, "article", own)


def _changes(connection: sqlite3.Connection, article_id: int, number: int) -> dict[str, Any] | None:
    texts = connection.execute(
        "select title, lead, body from revisions where article_id = ? and number in (?, ?) order by number",
        (article_id, number - 1, number),
    ).fetchall()
    if len(texts) < 2:
        return None
    names = ("title", "lead", "body")
    return {name: list(compare(old, new)) for name, old, new in zip(names, *texts, strict=True) if old != new}


@_page
async def capture(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])
    row = await db.execute_fn(lambda conn: data.capture(conn, number))
    if row is None:
        return await unknown(datasette, asked)
    return await page(datasette, asked, "capture", {"capture": row, "rows": [row], "safe": _safe(row["url"])})


@_page
async def captured_page(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])

    def make(connection: sqlite3.Connection) -> str | None:
        found = captured.content(connection, number)
        return captured.harmless(connection, found[0]["url"], found[1]) if found else None

    made = await db.execute_fn(make)
    if made is None:
        return await page(datasette, asked, "message", {"title": words(asked.lang)["no_capture"], "text": ""}, 404)
    return Response.html(made, headers=captured.HEADERS)


@_page
async def file(datasette: Any, db: Any, asked: Asked) -> Response:
    """A picture that a browser may show, or any other file to be saved."""
    number = int(asked.request.url_vars["number"])
    found = await db.execute_fn(lambda conn: captured.content(conn, number))
    if found is None:
        return await unknown(datasette, asked)
    row, body = found
    kind = captured.picture_type(body)
    name = quote(re.sub(r"[^\w.-]+", "_", unquote(urlsplit(row["url"]).path.rsplit("/", 1)[-1]))[-80:] or "file")
    headers = dict(captured.HEADERS)
    if not kind:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(body, 200, headers, content_type=kind or "application/octet-stream")


@_page
async def cite(datasette: Any, db: Any, asked: Asked) -> Response:
    key = _named(asked, "key")
    number = int(asked.get("revision")) if asked.get("revision").isdecimal() else None
    try:
        cited = await db.execute_fn(lambda conn: citing.citation(conn, key, number))
    except (NoArticle, NoRevision):
        return await unknown(datasette, asked)
    if asked.form == "json":
        return await page(datasette, asked, "cite", citing.csl(cited))
    forms = {name: make(cited) for name, make in citing.FORMATS.items()}
    return await page(datasette, asked, "cite", {"cited": cited, "forms": forms, "rows": [citing.csl(cited)]})


async def robots(datasette: Any, request: Any) -> Response:
    """Machines may read the pages; tables, queries and captures are for people."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in ("/archive", "/-/search", "/-/captured/", "/-/file/")))
    return Response.text("\n".join(lines) + "\n")


ROUTES: tuple[tuple[str, Page], ...] = (
    (r"^/$", home),
    (r"^/robots\.txt$", robots),
    (r"^/-/search$", search),
    (r"^/-/portal/(?P<slug>[^/]+)$", portal),
    (r"^/-/category/(?P<number>-?\d{1,18})$", category),
    (r"^/-/article/(?P<key>.+)$", article),
    (r"^/-/capture/(?P<number>\d{1,18})$", capture),
    (r"^/-/captured/(?P<number>\d{1,18})$", captured_page),
    (r"^/-/file/(?P<number>\d{1,18})$", file),
    (r"^/-/cite/(?P<key>.+)$", cite),
)
