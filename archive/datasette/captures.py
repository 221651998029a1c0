"""Pages about captures: what is known of one, the page as it was, and files to look at or to save."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response

from archive.addresses import split
from archive.datasette import apart, captured
from archive.datasette.answers import page, told, unknown
from archive.datasette.base import Asked, ask
from archive.datasette.gate import Gates
from archive.datasette.guard import file_of
from archive.datasette.sanitize import harmless
from archive.datasette.views import view


@view
async def capture(datasette: Any, db: Any, asked: Asked) -> Response:
    number = int(asked.request.url_vars["number"])
    row = await ask(db, lambda conn: captured.row(conn, number))
    if row is None:
        return await unknown(datasette, asked)
    kind = _kind(row["media_type"]) if await ask(db, captured.are_kept) else "absent"
    return await page(datasette, asked, "capture", {"capture": row, "rows": [row], "_kind": kind})


def _kind(media_type: str) -> str:
    """How a capture is offered: a page or a picture to look at, any other file to save."""
    if "html" in media_type:
        return "page"
    if media_type.startswith("image/"):
        return "picture"
    return "file"


@view
async def captured_page(datasette: Any, db: Any, asked: Asked) -> Response:
    """A page as it was, made harmless."""
    found = await _content(db, asked)
    if found is None:
        return await told(datasette, asked, "no_capture", 404)
    row, body = found
    made = await _harmless(db, asked, row, body)
    if made is None:
        return await told(datasette, asked, "too_heavy", 503)
    return Response.html(made, headers=captured.HEADERS)


async def _content(db: Any, asked: Asked) -> tuple[dict[str, Any], bytes] | None:
    """The row of the capture that is asked for, and its bytes. Raises Busy."""
    number = int(asked.request.url_vars["number"])
    async with gates_of(asked).captures.place():
        return await ask(db, lambda conn: captured.content(conn, number))


async def _harmless(db: Any, asked: Asked, row: dict[str, Any], body: bytes) -> str | None:
    """A page made harmless; None where that takes too long. A large one takes no thread of the room's. Raises Busy."""
    gates, url, number = gates_of(asked), row["url"], row["id"]
    if len(body) <= apart.SMALL:
        async with gates.captures.place():
            return await ask(db, lambda conn: harmless(conn, url, body, asked.root, number))
    file = await ask(db, file_of)
    async with gates.large_captures.place():
        return await asyncio.to_thread(apart.shown, file, url, body, asked.root, number)


def gates_of(asked: Asked) -> Gates:
    """The gates of the room that is asked."""
    gates: Gates | None = asked.request.scope.get("queson_gates")
    return gates or Gates()


@view
async def file(datasette: Any, db: Any, asked: Asked) -> Response:
    """A picture that a browser may show, or any other file to be saved."""
    found = await _content(db, asked)
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
    last = unquote(split(url).path.rsplit("/", 1)[-1])
    return quote(re.sub(r"[^\w.-]+", "_", last)[-80:].strip(".") or "file")
