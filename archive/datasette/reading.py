"""What the page of an article shows, from a plain connection."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.datasette.data import rows
from archive.diff import FIELDS, compare

MOST = 200
"""Rows of each kind on one page: addresses, copies, revisions, pictures, counts of views."""

_ARTICLE = """
select a.id, a.key, a.portal, p.title as portal_title, a.native_id, a.url, a.title, a.lead, a.body, a.author, a.poster,
    a.source, a.published_at, a.published_precision, a.published_raw, a.view_count, a.word_count, a.content_sha256,
    a.first_seen_at, a.last_seen_at, a.gone_at, a.gone_reason, o.key as copy_of, o.title as copy_title,
    coalesce(a.duplicate_of, a.id) as original
from articles a join portals p on p.slug = a.portal left join articles o on o.id = a.duplicate_of where a.key = ?
"""
_PARTS = {
    "categories": """select k.id, k.title, k.url from article_categories x join categories k on k.id = x.category_id
        where x.article_id = :id and k.same_as is null order by k.title""",
    "addresses": "select url from article_urls where article_id = :id order by url",
    "images": """select url, caption, media_type, bytes, sha256, capture_id, state from images
        where article_id = :id order by id""",
    "attachments": """select url, coalesce(nullif(label, ''), filename) as label, filename, media_type, bytes, sha256,
        text, capture_id, state, confidence from attachments where article_id = :id order by id""",
    "views": """select observed_at, views from (select * from view_counts where article_id = :id
        order by observed_at desc limit 200) order by observed_at""",
    "copies": """select key, title, portal, published_at, published_precision, kind, similarity from articles a join (
            select article_id as other, kind, similarity from copies where original_id = :original
            union all select original_id, kind, similarity from copies where article_id = :id and is_first)
        on a.id = other where a.id <> :id group by a.id order by published_at, a.id""",
    "revisions": """select v.number, v.captured_at, v.content_sha256, v.capture_id, c.sha256, c.status, c.warc_file,
        c.warc_offset, c.warc_length from revisions v join captures c on c.id = v.capture_id
        where v.article_id = :id order by v.number""",
}


def article(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """An article and everything that hangs on it."""
    found = rows(connection, _ARTICLE, (key,))
    if not found:
        return None
    whole = found[0]
    named = {"id": whole["id"], "original": whole.pop("original")}
    for part, query in _PARTS.items():
        whole[part] = rows(connection, f"{query} limit {MOST}", named)
    return whole


def revision(connection: sqlite3.Connection, article_id: int, number: int) -> dict[str, Any] | None:
    """One text of an article: number, captured_at, title, lead, body."""
    found = rows(
        connection,
        "select number, captured_at, title, lead, body from revisions where article_id = ? and number = ?",
        (article_id, number),
    )
    return found[0] if found else None


def changes(connection: sqlite3.Connection, article_id: int, old: int, new: int) -> dict[str, Any] | None:
    """The pieces of each field that differs between two revisions; None where one of them is not there."""
    before = revision(connection, article_id, old)
    after = revision(connection, article_id, new)
    if before is None or after is None:
        return None
    changed = {}
    for name in FIELDS:
        if before[name] != after[name]:
            pieces = compare(before[name], after[name])
            changed[name] = [{"kind": piece.kind, "text": piece.text} for piece in pieces]
    return changed
