"""From a function over the archive to a page that Datasette can route, with a friendly word for whatever goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from archive.datasette.answers import told
from archive.datasette.base import Asked, database
from archive.datasette.gate import Busy

_MEANINGS = (
    ("interrupted", "slow", 503),
    ("locked", "busy", 503),
    ("busy", "busy", 503),
    ("unable to open", "no_archive", 503),
    ("no such", "outdated", 503),
)
"""What SQLite says, the word for it, and the status of HTTP."""

Page = Callable[[Any, Any], Awaitable[Response]]


def view(show: Callable[[Any, Any, Asked], Awaitable[Response]]) -> Page:
    """Give a page the archive; where there is none, or it cannot be read now, the reader is told so."""

    async def viewed(datasette: Any, request: Any) -> Response:
        asked = Asked.of(datasette, request)
        try:
            db = await database(datasette)
            return await told(datasette, asked, "no_archive", 404) if db is None else await show(datasette, db, asked)
        except Busy:
            return await told(datasette, asked, "busy", 503)
        except sqlite3.DatabaseError as error:
            asked = Asked.of(datasette, request)
            return await told(datasette, asked, *_meaning(error))

    viewed.__name__ = show.__name__
    return viewed


def _meaning(error: sqlite3.DatabaseError) -> tuple[str, int]:
    said = str(error)
    for sign, what, status in _MEANINGS:
        if sign in said:
            return what, status
    return "damaged", 500


def named(asked: Asked, name: str) -> str:
    """A part of the path as it was meant."""
    return unquote(asked.request.url_vars[name])
