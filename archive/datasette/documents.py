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
_COMPARED = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "abstract", "files")
_DOCUMENT = """
select d.*, p.title as portal_title from documents d join portals p on p.slug = d.portal where d.key = ?
"""
_FILES = """
select url, label, filename, media_type, bytes, sha256, state, text, confidence, capture_id, offered
from document_files
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
_CITES = """
select c.number, max(c.kind) as kind, max(c.dated) as dated,
    (select max(d.cited_key) from cited_documents d
        where (d.document_id, d.part, d.url, d.offset) = (c.document_id, c.part, c.url, c.offset)) as document_key
from document_citations c where c.document_id = ? group by c.number order by min(c.part), min(c.offset) limit ?
"""
_CITED_BY = """
select d.key, trim(d.kind || ' ' || d.number) || iif(d.abstract = '', '', ': ' || d.abstract) as title, d.portal,
    d.issued as published_at, 'day' as published_precision from documents d
where d.id in (select document_id from cited_documents where cited_id = ?) order by d.issued desc, d.id limit ?
"""
_REVISIONS = """
select revision, captured_at, number, kind, issuer, signer, issued, effective, status, abstract, files, capture_id
from document_revisions where document_id = ? order by revision limit ?
"""


def of_article(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """The numbers of documents that an article or its files name, each with the key of the document where the archive
    has it, and how many other articles name it."""
    return rows(connection, _NAMED, (article_id, MOST))


def _look(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """A document, its files, the articles and documents that name it, those it names, and how it was changed."""
    found = rows(connection, _DOCUMENT, (key,))
    if not found:
        return None
    whole = found[0]
    whole["files"] = rows(connection, _FILES, (whole["id"], MOST))
    whole["named_by"] = rows(connection, _NAMED_BY, (whole["id"], MOST))
    whole["cited_by"] = rows(connection, _CITED_BY, (whole["id"], MOST))
    whole["cites"] = rows(connection, _CITES, (whole["id"], MOST))
    whole["revisions"] = _changes(rows(connection, _REVISIONS, (whole["id"], MOST)))
    return whole


def _changes(revisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Revisions, each with the names of the fields in which it differs from the one before."""
    before: dict[str, Any] = {}
    for each in revisions:
        changed = [name for name in _COMPARED if before and each[name] != before[name]]
        before = dict(each)
        each["changed"] = changed
    return revisions


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
