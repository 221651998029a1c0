"""Pages that are neither lists nor news, as a table and as JSON lines: one row each, with all their addresses."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from sqlite3 import Connection
from typing import Any

from archive.exchange.document_records import CONFIDENCE, FILE
from archive.exchange.selection import as_json_lines, found_by
from archive.exchange.table import LongCells, line
from archive.search.pages import find_pages
from archive.search.query import Query

COLUMNS = (
    "key", "portal", "url", "title", "way", "text", "word_count", "content_sha256", "first_seen_at", "last_seen_at",
)  # fmt: skip
_AT_ONCE = 200
_URLS = "select url from page_urls where page_id = ? order by url"
_FILES = f"""
select {", ".join(map("t.{}".format, (*FILE, CONFIDENCE)))} from page_files t
join page_urls u on u.portal = t.portal and u.url = t.page_url where u.page_id = ?
group by t.url order by min(t.position), t.url
"""
Record = dict[str, Any]


def records(connection: Connection, query: Query) -> Iterator[Record]:
    """The pages that a query selects, each with every address under which it was met."""

    def find(offset: int) -> Iterable[Any]:
        return find_pages(connection, query, limit=_AT_ONCE, offset=offset).hits

    return found_by(connection, find, _record)


def count(connection: Connection, query: Query) -> int:
    """How many those are."""
    return find_pages(connection, query, limit=0).total


def _record(connection: Connection, page_id: int) -> Record:
    row = connection.execute(f"select {', '.join(COLUMNS)} from pages where id = ?", (page_id,)).fetchone()
    record: Record = {"record": "page", **dict(zip(COLUMNS, row, strict=True))}
    record["urls"] = [url for (url,) in connection.execute(_URLS, (page_id,))]
    record["files"] = []
    for row in connection.execute(_FILES, (page_id,)).fetchall():
        record["files"].append(dict(zip((*FILE, CONFIDENCE), row, strict=True)))
    return record


def json_lines(connection: Connection, query: Query) -> Generator[str, None, None]:
    """The pages as JSON lines."""
    return as_json_lines(records(connection, query))


def csv_lines(connection: Connection, query: Query, long: LongCells | None = None) -> Generator[str, None, None]:
    """A line of names, then one for each page; several addresses are parted by a line break."""
    yield line((*COLUMNS, "urls"))
    for record in records(connection, query):
        values = [record[name] for name in COLUMNS]
        yield line((*values, "\n".join(record["urls"])), long)
