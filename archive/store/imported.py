"""Records that came without pages: what another archive, or somebody, wrote down of an article, category or portal.

Each is stored like a page that showed the same: a text is a revision by its time, what is known already stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from archive.records import Article, Attachment, Capture, Category, Image, PortalRecord
from archive.store import articles, imported_documents, lists, mentions, pages

Record = dict[str, Any]

_ARTICLE = (
    "portal", "native_id", "url", "author", "poster", "source", "published_at", "published_precision", "published_raw",
    "view_count", "title", "lead", "body", "content_sha256",
)  # fmt: skip
_FILE = ("media_type", "bytes", "sha256", "text", "state")
_CONFIDENCE = "confidence"


def store(connection: Connection, capture: Capture, record: Record) -> None:
    """Store one record; ``capture`` is the record that holds it in WARC."""
    pages.note_capture(connection, capture)
    match record["record"]:
        case "portal":
            values = dict(record)
            del values["record"]
            pages.note_portal(connection, PortalRecord(**values), older=True)
        case "category":
            _category(connection, capture, record)
        case "article":
            _article(connection, capture, record)
        case "document":
            imported_documents.store(connection, capture, record)


def _known(connection: Connection, portal: str) -> None:
    connection.execute("insert or ignore into portals (slug) values (?)", (portal,))


def _category(connection: Connection, capture: Capture, record: Record) -> None:
    _known(connection, record["portal"])
    category = Category(record["url"], record["title"], record["parent_url"], record["same_as_url"])
    lists.store_category(connection, record["portal"], category, capture)
    connection.execute(
        "update categories set declared_total = :declared_total, walked_at = :walked_at where portal = :portal "
        "and url = :url and coalesce(walked_at, '') <= coalesce(:walked_at, '')",
        record,
    )


def _article(connection: Connection, capture: Capture, record: Record) -> None:
    """One revision of an article; the latest brings what hangs on the article."""
    _known(connection, record["portal"])
    article = Article(**_picked(record, _ARTICLE))
    if record["views"] or not record["is_latest"]:
        article = replace(article, view_count=None)
    if record["is_latest"]:
        article = _with_hanging(article, record)
    articles.store(connection, article, capture)
    if record["is_latest"]:
        (article_id,) = connection.execute("select id from articles where key = ?", (article.key,)).fetchone()
        _hang(connection, capture, record, article_id)


def _picked(record: Record, names: Iterable[str]) -> Record:
    return {name: record[name] for name in names}


def _with_hanging(article: Article, record: Record) -> Article:
    """An article with its pictures, files and addresses."""
    images = []
    for each in record["images"]:
        images.append(Image(each["url"], each["caption"]))
    files = []
    for each in record["attachments"]:
        files.append(Attachment(each["url"], each["label"] or each["filename"]))
    return replace(article, images=tuple(images), attachments=tuple(files), urls=tuple(record["addresses"]))


def _hang(connection: Connection, capture: Capture, record: Record, article_id: int) -> None:
    connection.executemany(
        "insert into view_counts (article_id, observed_at, views) values (?, ?, ?) "
        "on conflict do update set views = max(views, excluded.views)",
        [(article_id, each["observed_at"], each["views"]) for each in record["views"]],
    )
    _elsewhere(connection, record, article_id)
    for table in ("images", "attachments"):
        _files(connection, table, article_id, record[table])
    mentions.of_files(connection, article_id)
    for url in record["categories"]:
        connection.execute(
            "insert or ignore into article_categories (article_id, category_id) "
            "select ?, id from categories where portal = ? and url = ?",
            (article_id, record["portal"], url),
        )
    connection.execute(
        """update articles set first_seen_at = min(first_seen_at, :first_seen_at),
            last_seen_at = max(last_seen_at, :last_seen_at),
            view_count = coalesce((select views from view_counts where article_id = :id
                order by observed_at desc limit 1), view_count),
            gone_at = iif(capture_id = :capture, :gone_at, gone_at),
            gone_reason = iif(capture_id = :capture, :gone_reason, gone_reason)
        where id = :id""",
        _picked(record, ("first_seen_at", "last_seen_at", "gone_at", "gone_reason"))
        | {"id": article_id, "capture": capture.id},
    )


def _elsewhere(connection: Connection, record: Record, article_id: int) -> None:
    """What the record says of originals, of which some may not be in this archive."""
    told = record.get("copies")
    if not told:
        return
    connection.execute("delete from copies_elsewhere where article_id = ?", (article_id,))
    connection.executemany(
        "insert or replace into copies_elsewhere (article_id, original, kind, similarity, is_first, content_sha256) "
        "values (:article, :original, :kind, :similarity, :is_first, :sha)",
        [{**each, "article": article_id, "sha": record["content_sha256"]} for each in told],
    )


def _files(connection: Connection, table: str, article_id: int, found: list[Record]) -> None:
    """What is known of a file's bytes; where the archive knows more itself, that stays."""
    names = (*_FILE, _CONFIDENCE) if table == "attachments" else _FILE
    filled = ", ".join(f"{name} = coalesce({name}, :{name})" for name in names)
    named = (
        ", filename = iif(state is null and capture_id is null, :filename, filename)" if table == "attachments" else ""
    )
    connection.executemany(
        f"update {table} set {filled}{named} where article_id = :article and url = :url",
        [{**each, "article": article_id} for each in found],
    )
