"""Pages about captures: what is known of one, the page as it was, and files to look at or to save."""

from __future__ import annotations

import re
import sqlite3
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from datasette.utils.asgi import Response

from archive.datasette import apart, captured
from archive.datasette.answers import page, told, unknown
from archive.datasette.base import Asked, ask
from archive.datasette.views import view


@view
async def capture(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])
    row = await ask(db, lambda conn: captured.row(conn, number))
    if row is None:
        return await unknown(datasette, asked)
    return await page(datasette, asked, "capture", {"capture": row, "rows": [row], "_kind": _kind(row["media_type"])})


def _kind(media_type: str) -> str:
    """How a capture is offered: a page or a picture to look at, any other file to save."""
    if "html" in media_type:
        return "page"
    if media_type.startswith("image/"):
        return "picture"
    return "file"


@view
async def captured_page(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])

    def make(connection: sqlite3.Connection) -> tuple[bool, str | None]:
        found = captured.content(connection, number)
        if found is None:
            return False, None
        row, body = found
        return True, apart.shown(connection, row["url"], body, asked.root)

    is_there, made = await ask(db, make)
    if not is_there:
        return await told(datasette, asked, "no_capture", 404)
    if made is None:
        return await told(datasette, asked, "too_heavy", 503)
    return Response.html(made, headers=captured.HEADERS)


@view
async def file(datasette: Any, db: Any, asked: Asked) -> Response:
    """A picture that a browser may show, or any other file to be saved."""
    number = int(asked.request.url_vars["number"])
    found = await ask(db, lambda conn: captured.content(conn, number))
    if found is None:
        return await told(datasette, asked, "no_capture", 404)
    row, body = found
    kind = captured.picture_type(body)
    headers = dict(captured.HEADERS)
    if not kind:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_name(row['url'])}"
    return Response(body, 200, headers, content_type=kind or "application/octet-stream")


def _name(url: str) -> str:
    """A name to save a file under, from its address: letters, digits, dots and lines."""
    try:
        last = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    except ValueError:
        last = ""
    return quote(re.sub(r"[^\w.-]+", "_", last)[-80:].strip(".") or "file")
