"""What each run found in the pages it read: how many articles had an author, how many read again read the same.

Counted as the pages are stored, since later runs overwrite the articles; `archive.signs` reads it.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from sqlite3 import Connection

from archive.records import WHOLE, Article, Capture, Page

FIELDS = ("lead", "body", "author", "poster", "source", "published_at", "view_count", "images")
"""What an article may have and a broken parser loses."""
LONG_BODY = 40
"""Words of a body that is more than a note: bodies that shrink below it are noticed."""
MAX_OF_IT = 0.85
"""Of the words of a text, so many are still there after an edit."""
MAX_TOKENS = 400
"""Class names that are kept of the pages of one kind: those of the smallest digests, whatever the order of pages."""
_ABSENT = (None, "", ())
Text = tuple[str, ...]
"""Title, lead and body."""

_BEFORE = """
select a.title, a.lead, a.body, a.author, a.poster, a.source, a.published_at, a.view_count, a.content_sha256
from articles a join captures c on c.id = a.capture_id where a.key = ? and c.run_id < ?
"""
_TEXT_BEFORE = """
select v.title, v.lead, v.body, v.content_sha256 from captures c
join captures o on o.article_id = c.article_id and o.run_id < ?
join revisions v on v.article_id = o.article_id and v.content_sha256 = o.content_sha256
where c.id = ? order by o.id desc limit 1
"""
_TEXT_SHOWN = """
select v.title, v.lead, v.body, v.content_sha256 from captures c
join revisions v on v.article_id = c.article_id and v.content_sha256 = c.content_sha256
where c.id = ? order by v.number desc limit 1
"""
_COUNT_ANEW = """
update signs set held = held + ?1, example = iif(held + ?1 = seen, '', example) where run_id = ?2 and sign = ?3
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
    yield from _of_text((title, lead, body), sha, (article.title, article.lead, article.body), article.content_sha256)
    stored = {"lead": lead, "author": author, "poster": poster, "source": source, "published_at": published_at,
              "view_count": views}  # fmt: skip
    for name, value in stored.items():
        if value not in _ABSENT:
            yield f"kept {name}", getattr(article, name) not in _ABSENT
    if published_at and article.published_at:
        yield "same date", published_at == article.published_at


def _of_text(before: Text, old_sha: str, now: Text, new_sha: str) -> Iterator[tuple[str, bool]]:
    """The signs of a text that is held against the one before."""
    yield "same text", old_sha == new_sha
    yield "same title", before[0] == now[0]
    old, new = Counter(" ".join(before).split()), Counter(" ".join(now).split())
    common = (old & new).total()
    yield "kept text", _is_kept(old, new, common)
    yield "kept most text", common >= MAX_OF_IT * old.total()


def read_again(connection: Connection, article: Article, capture: Capture) -> None:
    """Count anew what a capture shows that is read otherwise now, before its article is stored as it is read now: its
    text is held against that of the runs before, in the place of the text that it was read as first."""
    before = connection.execute(_TEXT_BEFORE, (capture.run_id, capture.id)).fetchone()
    shown = connection.execute(_TEXT_SHOWN, (capture.id,)).fetchone()
    if before is None or shown is None:
        return
    *old, old_sha = before
    *first, first_sha = shown
    was = dict(_of_text(tuple(old), old_sha, tuple(first), first_sha))
    now = _of_text(tuple(old), old_sha, (article.title, article.lead, article.body), article.content_sha256)
    for sign, held in now:
        connection.execute(_COUNT_ANEW, (int(held) - int(was[sign]), capture.run_id, sign))


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


@lru_cache(maxsize=1 << 14)
def _digest(name: str) -> tuple[int, str]:
    return zlib.crc32(name.encode("utf-8", "replace")), name
