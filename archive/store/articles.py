"""Articles and their revisions, whichever order their captures are stored in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from sqlite3 import Connection

from archive.dedup import content_sha256
from archive.records import POSITIONS, Article, Capture
from archive.store import copies, files, lists, mentions, order, revisions

NOT_MODIFIED = 304
"""The status of a capture that shows an article as an earlier one did: what it counted then it does not count now."""

_INSERT = """
insert into articles (id, key, portal, native_id, url, title, lead, body, author, poster, source, published_at,
    published_precision, published_raw, view_count, word_count, content_sha256, first_seen_at, last_seen_at, capture_id)
values (:capture, :key, :portal, :native_id, :url, :title, :lead, :body, :author, :poster, :source, :published_at,
    :published_precision, :published_raw, :view_count, :word_count, :sha, :seen_at, :seen_at, :capture)
"""

# What is not text changes without a revision; an article that was seen is not gone.
_UPDATE = """
update articles set url = :url, author = :author, poster = :poster, source = :source, published_at = :published_at,
    published_precision = :published_precision, published_raw = :published_raw, capture_id = :capture,
    gone_at = null, gone_reason = null
where id = :id
"""

_SEEN = """
update articles set first_seen_at = min(first_seen_at, :seen_at), last_seen_at = max(last_seen_at, :seen_at),
    view_count = (select views from view_counts where article_id = :id order by observed_at desc limit 1)
where id = :id
"""


_UPDATE_READ_AGAIN = """
update articles set author = :author, poster = :poster, source = :source, published_at = :published_at,
    published_precision = :published_precision, published_raw = :published_raw
where id = :id and capture_id = :capture
"""
_SHOWN_BY = "select * from {} where article_id = ? and id >= ? and shown_by = ?"


def store(connection: Connection, article: Article, capture: Capture) -> None:
    """Store an article as one capture shows it: a new row, another revision, or the same seen again."""
    values = _values(article, capture)
    row = connection.execute(
        "select id, capture_id, content_sha256, published_at from articles where key = ?", (article.key,)
    ).fetchone()
    if row is None:
        article_id = capture.id
        _insert(connection, values)
        lists.link_entries(connection, article.portal, article.native_id, article_id)
        lists.link_addresses(connection, article.portal, article.native_id, article_id)
    else:
        article_id = _seen_again(connection, values, row, capture)
    if row is None or _text_of(connection, article_id) != row[2]:
        mentions.of_text(connection, article_id)
    _belongings(connection, article, capture, article_id)
    if row is not None:
        connection.execute(_SEEN, values | {"id": article_id})
    _regroup(connection, article_id, row)


def _text_of(connection: Connection, article_id: int) -> str:
    """The digest of what an article says now."""
    (sha256,) = connection.execute("select content_sha256 from articles where id = ?", (article_id,)).fetchone()
    return str(sha256)


_TEXTS = "select v.title, v.lead, v.body, v.content_sha256 from revisions v join articles a on a.id = v.article_id "
_TEXTS += "where a.key = ? and v.capture_id <> ? order by v.number desc"


def as_known(connection: Connection, article: Article, capture_id: int) -> Article:
    """The article with the text of a revision that says the same, where another capture brought one: what a template
    sets apart as a lead today, and did not before, is no other text."""
    words = _words_of(article.title, article.lead, article.body)
    for title, lead, body, sha256 in connection.execute(_TEXTS, (article.key, capture_id)):
        if sha256 == article.content_sha256:
            return article
        if _words_of(title, lead, body) == words:
            return replace(article, title=title, lead=lead, body=body, content_sha256=sha256)
    return article


def _words_of(title: str, lead: str, body: str) -> tuple[list[str], list[str]]:
    """The words of a title, and those of a text, whatever of it is the lead."""
    return title.split(), f"{lead} {body}".split()


def read_again(connection: Connection, article: Article, capture: Capture) -> None:
    """Store a stored article as one of its captures is read now: in the place of what that capture was read as before.

    The rows are those that this reading would have brought in the first place. Nothing is done where the capture shows
    no stored article.
    """
    row = connection.execute(
        "select a.id, a.capture_id, a.content_sha256, a.published_at from captures c "
        "join articles a on a.id = c.article_id where c.id = ?",
        (capture.id,),
    ).fetchone()
    if row is None:
        return
    article_id = int(row[0])
    values = _values(article, capture)
    revisions.observe(connection, article_id, capture.id, values["sha"])
    revisions.rewrite(connection, article_id, values)
    connection.execute(_UPDATE_READ_AGAIN, values | {"id": article_id})
    mentions.of_text(connection, article_id)
    connection.execute(
        "delete from view_counts where article_id = ? and observed_at = ?", (article_id, capture.fetched_at)
    )
    kept = {table: _taken_out(connection, table, article_id, capture.id) for table in files.TABLES}
    _belongings(connection, article, capture, article_id)
    for table, rows in kept.items():
        _put_back(connection, table, article_id, rows)
    mentions.of_files(connection, article_id)
    connection.execute(_SEEN, values | {"id": article_id})
    _regroup(connection, article_id, row)


def _taken_out(connection: Connection, table: str, article_id: int, capture_id: int) -> list[dict[str, object]]:
    """The rows of pictures or files that only this capture showed, which are deleted."""
    found = connection.execute(_SHOWN_BY.format(table), (article_id, capture_id * POSITIONS, capture_id))
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    connection.executemany(f"delete from {table} where id = ?", [(row["id"],) for row in rows])
    return rows


def _put_back(connection: Connection, table: str, article_id: int, rows: Iterable[dict[str, object]]) -> None:
    """Tell the rows that are there again what was known of their files."""
    for row in rows:
        known = {name: value for name, value in row.items() if name not in _OF_THE_PAGE}
        columns = ", ".join(f"{name} = :{name}" for name in known)
        connection.execute(
            f"update {table} set {columns} where article_id = :article_id and url = :url",
            known | {"article_id": article_id, "url": row["url"]},
        )


_OF_THE_PAGE = frozenset(("id", "article_id", "url", "caption", "label", "filename", "shown_by"))
"""The columns that say what the page of an article says of a picture or a file."""


def _values(article: Article, capture: Capture) -> dict[str, str | int | None]:
    return {
        "key": article.key, "portal": article.portal, "native_id": article.native_id, "url": article.url,
        "title": article.title, "lead": article.lead, "body": article.body, "author": article.author,
        "poster": article.poster, "source": article.source, "published_at": article.published_at,
        "published_precision": article.published_precision, "published_raw": article.published_raw,
        "view_count": article.view_count, "word_count": revisions.word_count(article.lead, article.body),
        "sha": article.content_sha256 or content_sha256(article.title, article.lead, article.body),
        "capture": capture.id, "seen_at": capture.fetched_at,
    }  # fmt: skip


def _insert(connection: Connection, values: dict[str, str | int | None]) -> None:
    connection.execute(_INSERT, values)
    revisions.observe(connection, values["capture"], values["capture"], values["sha"])
    revisions.add(connection, values["capture"], 1, values)


def _seen_again(
    connection: Connection, values: dict[str, str | int | None], row: tuple[int, int, str, str], capture: Capture
) -> int:
    """Update a stored article; returns its id, which becomes smaller when an earlier capture comes later."""
    article_id, capture_id = row[0], int(values["capture"] or 0)
    if capture_id < article_id:
        connection.execute("update articles set id = ? where id = ?", (capture_id, article_id))
        article_id = capture_id
    revisions.observe(connection, article_id, capture_id, values["sha"])
    if order.is_older(connection, capture, row[1], article_id):
        revisions.rewrite(connection, article_id, values)
        return article_id
    connection.execute(_UPDATE, values | {"id": article_id})
    if values["sha"] != row[2]:
        number = connection.execute("select max(number) from revisions where article_id = ?", (article_id,)).fetchone()
        revisions.add(connection, article_id, number[0] + 1, values)
        revisions.show_latest(connection, article_id)
    return article_id


def _belongings(connection: Connection, article: Article, capture: Capture, article_id: int) -> None:
    """What hangs on an article: addresses, views, pictures, files."""
    connection.executemany(lists.CLAIM, [(url, article_id) for url in {article.url: 0, **dict.fromkeys(article.urls)}])
    if article.view_count is not None and capture.status != NOT_MODIFIED:
        # Two captures within a second: a counter only grows.
        connection.execute(
            "insert into view_counts (article_id, observed_at, views) values (?, ?, ?) "
            "on conflict do update set views = max(views, excluded.views)",
            (article_id, capture.fetched_at, article.view_count),
        )
    images = ((image.url, image.caption) for image in article.images)
    _attach(connection, "images", "caption", article_id, capture.id, images)
    files.fill(connection, article.portal, "images", article_id)
    attachments = ((file.url, file.filename) for file in article.attachments)
    _attach(connection, "attachments", "label", article_id, capture.id, attachments)
    files.fill(connection, article.portal, "attachments", article_id)


def _attach(
    connection: Connection, table: str, label: str, article_id: int, capture_id: int, found: Iterable[tuple[str, str]]
) -> None:
    """One row for each address; its id says where it was met first, its label is that of the newest capture."""
    once: dict[str, tuple[int, str]] = {}
    for position, (url, text) in enumerate(islice(found, POSITIONS)):
        once.setdefault(url, (capture_id * POSITIONS + position, text))
    connection.executemany(
        f"insert into {table} (id, article_id, url, {label}, shown_by) values (?, ?, ?, ?, ?) "
        f"on conflict (article_id, url) do update set id = min(id, excluded.id), "
        f"{label} = iif(excluded.shown_by > shown_by, excluded.{label}, {label}), "
        f"shown_by = max(shown_by, excluded.shown_by)",
        [(row_id, article_id, url, text, capture_id) for url, (row_id, text) in once.items()],
    )


def _regroup(connection: Connection, article_id: int, before: tuple[int, int, str, str] | None) -> None:
    """Find the original again wherever this article was, or is now, one of several copies."""
    sha, published_at = connection.execute(
        "select content_sha256, published_at from articles where id = ?", (article_id,)
    ).fetchone()
    if before is None:
        copies.regroup(connection, article_id, sha, None, moved=False)
    elif (article_id, sha, published_at) != (before[0], before[2], before[3]):
        copies.regroup(connection, article_id, sha, before[2], moved=True)
