"""JSON lines: a head, then every portal, category, article and legal document as one line, complete and without what
only one archive knows (row ids, places in WARC files): what is imported elsewhere and exported there is the same, byte
for byte.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from sqlite3 import Connection
from typing import Any

from archive.exchange.document_records import documents
from archive.exchange.selection import selected, snapshot
from archive.search import Query
from archive.search.documents import document_ids
from archive.steering import escaped_in_json

VERSION = 1
Record = dict[str, Any]

PORTAL = ("slug", "title", "base_url", "platform", "owner", "address", "phone", "email")
CATEGORY = ("portal", "url", "title", "parent_url", "same_as_url", "declared_total", "walked_at")
ARTICLE = (
    "key", "portal", "native_id", "url", "title", "lead", "body", "author", "poster", "source", "published_at",
    "published_precision", "published_raw", "view_count", "word_count", "content_sha256", "first_seen_at",
    "last_seen_at", "gone_at", "gone_reason",
)  # fmt: skip
REVISION = ("number", "captured_at", "title", "lead", "body", "content_sha256")
VIEWS = ("observed_at", "views")
IMAGE = ("url", "caption", "media_type", "bytes", "sha256", "text", "state")
ATTACHMENT = ("url", "filename", "label", "media_type", "bytes", "sha256", "text", "state")
CONFIDENCE = "confidence"
"""Of an attachment that a program read from a scan."""
COPY = ("original", "kind", "similarity", "is_first")

_HANGING = {
    "categories": (
        ("portal", "url"),
        "categories t join article_categories c on c.category_id = t.id",
        "c.article_id",
        "url",
    ),
    "addresses": (("url",), "article_urls t", "t.article_id", "url"),
    "revisions": (REVISION, "revisions t", "t.article_id", "number"),
    "views": (VIEWS, "view_counts t", "t.article_id", "observed_at"),
    "images": (IMAGE, "images t", "t.article_id", "id"),
    "attachments": ((*ATTACHMENT, CONFIDENCE), "attachments t", "t.article_id", "id"),
}

_ADDRESSES = frozenset(("categories", "addresses"))
"""Of these nothing but the address is told."""


def head() -> Record:
    """The first line: what the rest is."""
    return {"record": "queson", "version": VERSION}


def dumped(record: Record) -> str:
    """A record as its line, the same for equal records."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def dumped_whatever(record: Record) -> str:
    """A record out of a database of others as a line; a value that JSON does not know becomes one that is refused."""
    return json.dumps(record, ensure_ascii=False, default=_no_value) + "\n"


def _no_value(value: object) -> list[str]:
    return [type(value).__name__]


def records(connection: Connection, query: Query) -> Generator[Record, None, None]:
    """Everything about the articles and legal documents that a query selects, one record after the other."""
    with snapshot(connection):
        yield head()
        for slug, portal in _portals(connection):
            if query.portal in (None, slug):
                yield portal
                yield from _categories(connection, slug)
        for ids in selected(connection, query):
            yield from articles(connection, ids)
        yield from documents(connection, document_ids(connection, query))


def json_lines(connection: Connection, query: Query) -> Generator[str, None, None]:
    """The same as lines; what reads the archive ends with them, also where they break off."""
    with closing(records(connection, query)) as found:
        for record in found:
            yield escaped_in_json(dumped(record))


def _named(names: Sequence[str], values: Sequence[Any]) -> Record:
    return dict(zip(names, values, strict=True))


def _portals(connection: Connection) -> list[tuple[str, Record]]:
    portals = []
    for row in connection.execute(f"select {', '.join(PORTAL)} from portals order by slug").fetchall():
        record: Record = {"record": "portal", **_named(PORTAL, row)}
        portals.append((record["slug"], record))
    return portals


def _categories(connection: Connection, portal: str) -> Iterator[Record]:
    rows = connection.execute(
        f"select {', '.join(CATEGORY)} from categories where portal = ? order by url", (portal,)
    ).fetchall()
    for row in rows:
        yield {"record": "category", **_named(CATEGORY, row)}


def articles(connection: Connection, ids: Sequence[int]) -> Iterator[Record]:
    """The articles with some ids, in this order, each with all that hangs on it."""
    columns = ", ".join(f"a.{name}" for name in ARTICLE)
    for article_id in ids:
        *values, duplicate_of = connection.execute(
            f"select {columns}, o.key from articles a left join articles o on o.id = a.duplicate_of where a.id = ?",
            (article_id,),
        ).fetchone()
        copies = _elsewhere(connection, article_id)
        if copies and copies[0]["is_first"]:  # they come first
            duplicate_of = copies[0]["original"]
        record: Record = {"record": "article", **_named(ARTICLE, values), "duplicate_of": duplicate_of}
        for name in _HANGING:
            record[name] = _hanging(connection, name, article_id)
        record["copies"] = copies or _copies(connection, article_id)
        yield record


def _hanging(connection: Connection, name: str, article_id: int) -> list[Any]:
    columns, table, owner, order = _HANGING[name]
    chosen = ", ".join(map("t.{}".format, columns))
    rows = connection.execute(
        f"select {chosen} from {table} where {owner} = ? order by t.{order}", (article_id,)
    ).fetchall()
    if name in _ADDRESSES:
        return [row[-1] for row in rows]
    return [_named(columns, row) for row in rows]


def _elsewhere(connection: Connection, article_id: int) -> list[Record]:
    """What an imported record said of its article's originals, while one of them is not here and its text is the same:
    a part of an archive that is exported, imported and exported again loses nothing."""
    rows = connection.execute(
        "select c.original, c.kind, c.similarity, c.is_first from copies_elsewhere c join articles a "
        "on a.id = c.article_id and a.content_sha256 = c.content_sha256 "
        "where a.id = ? order by c.is_first desc, c.original",
        (article_id,),
    ).fetchall()
    here = "select 1 from articles where key = ?"
    for original, *_ in rows:
        if connection.execute(here, (original,)).fetchone() is None:
            return [_named(COPY, row) for row in rows]
    return []


def _copies(connection: Connection, article_id: int) -> list[Record]:
    rows = connection.execute(
        "select o.key, c.kind, c.similarity, c.is_first from copies c join articles o on o.id = c.original_id "
        "where c.article_id = ? order by c.is_first desc, o.key",
        (article_id,),
    ).fetchall()
    return [_named(COPY, row) for row in rows]
