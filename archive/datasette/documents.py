"""What the page of a legal document shows, from a plain connection; and which documents an article names."""

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
"""Articles, files or documents on one page."""
_DOCUMENT = """
select d.*, p.title as portal_title from documents d join portals p on p.slug = d.portal where d.key = ?
"""
_FILES = """
select url, label, filename, media_type, bytes, sha256, state, text, confidence, capture_id from document_files
where document_id = ? order by position limit ?
"""
_NAMED_BY = """
select a.key, a.title, a.portal, a.published_at, a.published_precision from articles a
where a.id in (select article_id from document_mentions where document_id = ?)
order by a.published_at desc, a.id limit ?
"""
_NAMED = """
select m.number, max(m.kind) as kind, max(m.dated) as dated,
    (select max(d.document_key) from document_mentions d
        where (d.article_id, d.part, d.url, d.offset) = (m.article_id, m.part, m.url, m.offset)) as document_key,
    (select count(distinct o.article_id) from mentions o where o.number = m.number) - 1 as others
from mentions m where m.article_id = ? group by m.number order by min(m.part = 'file'), min(m.offset) limit ?
"""


def of_article(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """The numbers of documents that an article or its files name, each with the key of the document where the archive
    has it, and how many other articles name it."""
    return rows(connection, _NAMED, (article_id, MOST))


def _look(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """A document, its files, and the articles that name it."""
    found = rows(connection, _DOCUMENT, (key,))
    if not found:
        return None
    whole = found[0]
    whole["files"] = rows(connection, _FILES, (whole["id"], MOST))
    whole["named_by"] = rows(connection, _NAMED_BY, (whole["id"], MOST))
    return whole


@view
async def document(datasette: Any, db: Any, asked: Asked) -> Response:
    """The page of a document, or the same as JSON or CSV."""
    key = named(asked, "key")
    seen = await ask(db, lambda conn: _look(conn, key))
    if seen is None:
        return await unknown(datasette, asked)
    kept_here = await ask(db, captured.are_kept)
    own = {name: value for name, value in seen.items() if not isinstance(value, list)}
    return await page(datasette, asked, "document", {"document": seen, "rows": [own], "_kept": kept_here})
