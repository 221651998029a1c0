"""What the page of a page shows that is neither a list nor news, from a plain connection."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import Response

from archive.datasette import captured
from archive.datasette.answers import page, unknown
from archive.datasette.base import Asked, ask
from archive.datasette.data import rows
from archive.datasette.views import named, view

MOST = 200
"""Addresses that are shown of one page."""
_PAGE = "select g.*, p.title as portal_title from pages g join portals p on p.slug = g.portal where g.key = ?"
_URLS = "select url, way, state, observed_at from page_urls where page_id = ? order by url limit ?"

_FILES = """
select t.url, t.label, t.filename, t.media_type, t.bytes, t.state, t.text, t.confidence, t.capture_id
from page_files t join page_urls u on u.portal = t.portal and u.url = t.page_url
where u.page_id = ? group by t.url order by min(t.position), t.url limit ?
"""


def _look(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """A page, its addresses and its files."""
    found = rows(connection, _PAGE, (key,))
    if not found:
        return None
    whole = found[0]
    whole["urls"] = rows(connection, _URLS, (whole["id"], MOST))
    whole["files"] = rows(connection, _FILES, (whole["id"], MOST))
    return whole


@view
async def standing(datasette: Any, db: Any, asked: Asked) -> Response:
    """The page of a page, or the same as JSON or CSV."""
    key = named(asked, "key")
    seen = await ask(db, lambda conn: _look(conn, key))
    if seen is None:
        return await unknown(datasette, asked)
    own = {name: value for name, value in seen.items() if not isinstance(value, list)}
    paragraphs = [each for each in seen["text"].split("\n\n") if each.strip()]
    kept_here = await ask(db, captured.are_kept)
    told = {"page": seen, "rows": [own], "_paragraphs": paragraphs, "_kept": kept_here}
    return await page(datasette, asked, "standing", told)
