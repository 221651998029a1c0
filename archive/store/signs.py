"""What each run found in the pages it read: how many articles had an author, how many read again read the same.

Counted as the pages are stored, since later runs overwrite the articles; `archive.signs` reads it.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from sqlite3 import Connection

from archive.records import WHOLE, Article, Page

FIELDS = ("lead", "body", "author", "poster", "source", "published_at", "view_count", "images")
"""What an article may have and a broken parser loses."""
LONG_BODY = 40
"""Words of a body that is more than a note: bodies that shrink below it are noticed."""
MAX_OF_IT = 0.85
"""Of the words of a text, so many are still there after an edit."""
MAX_TOKENS = 400
"""Class names that are kept of the pages of one kind: those of the smallest digests, whatever the order of pages."""
_ABSENT = (None, "", ())

_BEFORE = """
select a.title, a.lead, a.body, a.author, a.poster, a.source, a.published_at, a.view_count, a.content_sha256
from articles a join captures c on c.id = a.capture_id where a.key = ? and c.run_id < ?
"""
_COUNT = """
insert into signs (run_id, sign, seen, held, example) values (?, ?, 1, ?, ?)
on conflict (run_id, sign) do update set seen = seen + 1, held = held + excluded.held,
    example = iif(example = '' or (excluded.example <> '' and excluded.example < example), excluded.example, example)
"""


def note(connection: Connection, page: Page) -> None:
    """Count what a page shows, before its article is stored: it is held against what is stored of it."""
    if page.layout:
        _layout(connection, page)
    if page.article is not None:
        url = page.article.url
        connection.executemany(
            _COUNT,
            [(page.run_id, sign, held, "" if held else url) for sign, held in _signs(connection, page, page.article)],
        )


def _signs(connection: Connection, page: Page, article: Article) -> Iterator[tuple[str, bool]]:
    for name in FIELDS:
        yield f"has {name}", getattr(article, name) not in _ABSENT
    yield "has long body", len(article.body.split()) >= LONG_BODY
    if page.layout:
        yield "has end", WHOLE in page.layout
    before = connection.execute(_BEFORE, (article.key, page.run_id)).fetchone()
    if before is None:
        return
    title, lead, body, author, poster, source, published_at, views, sha = before
    yield "same text", sha == article.content_sha256
    yield "same title", title == article.title
    old, new = (Counter(text.split()) for text in (f"{title} {lead} {body}", _text(article)))
    common = (old & new).total()
    yield "kept text", _is_kept(old, new, common)
    yield "kept most text", common >= MAX_OF_IT * old.total()
    stored = {"lead": lead, "author": author, "poster": poster, "source": source, "published_at": published_at,
              "view_count": views}  # fmt: skip
    for name, value in stored.items():
        if value not in _ABSENT:
            yield f"kept {name}", getattr(article, name) not in _ABSENT
    if published_at and article.published_at:
        yield "same date", published_at == article.published_at


def _text(article: Article) -> str:
    return f"{article.title} {article.lead} {article.body}"


def _is_kept(old: Counter[str], new: Counter[str], common: int) -> bool:
    """Whether most of a text is still there and not much else: an office edits, a broken parser loses halves."""
    return 2 * common >= old.total() and new.total() <= 2 * old.total() + LONG_BODY


def _layout(connection: Connection, page: Page) -> None:
    """Add a page's class names to those of its kind in this run."""
    role = "article" if page.article is not None else "list"
    row = connection.execute(
        "select pages, tokens from layouts where run_id = ? and role = ?", (page.run_id, role)
    ).fetchone()
    pages, tokens = (row[0], Counter(json.loads(row[1]))) if row else (0, Counter[str]())
    tokens.update(name for name in set(page.layout) if name != WHOLE)
    kept = {name: tokens[name] for name in sorted(tokens, key=_digest)[:MAX_TOKENS]}
    connection.execute(
        "insert or replace into layouts (run_id, role, pages, tokens) values (?, ?, ?, ?)",
        (page.run_id, role, pages + 1, json.dumps(kept, ensure_ascii=False)),
    )


def _digest(name: str) -> tuple[int, str]:
    return zlib.crc32(name.encode("utf-8", "replace")), name
