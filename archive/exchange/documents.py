"""Legal documents as a table and as JSON lines: one row each, with their files and how many articles name them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from sqlite3 import Connection
from typing import Any

from archive.exchange.selection import as_json_lines, found_by
from archive.exchange.table import LongCells, line
from archive.search.documents import find_documents
from archive.search.query import Query

COLUMNS = (
    "key", "portal", "native_id", "url", "number", "number_raw", "kind", "issuer", "signer", "issued", "issued_raw",
    "effective", "effective_raw", "status", "field", "abstract", "year", "first_seen_at", "last_seen_at", "gone_at",
    "gone_reason",
)  # fmt: skip
FILE = ("url", "filename", "label", "media_type", "bytes", "sha256", "state", "text", "offered")
_AT_ONCE = 200
_NAMED_BY = """
select distinct a.key from document_mentions m join articles a on a.id = m.article_id where m.document_id = ? order by 1
"""
Record = dict[str, Any]


def records(connection: Connection, query: Query) -> Iterator[Record]:
    """The documents that a query selects, each with its files and the keys of the articles that name it."""

    def find(offset: int) -> Iterable[Any]:
        return find_documents(connection, query, limit=_AT_ONCE, offset=offset).hits

    return found_by(connection, find, _record)


def count(connection: Connection, query: Query) -> int:
    """How many those are."""
    return find_documents(connection, query, limit=0).total


def _record(connection: Connection, document_id: int) -> Record:
    row = connection.execute(f"select {', '.join(COLUMNS)} from documents where id = ?", (document_id,)).fetchone()
    record: Record = {"record": "document", **dict(zip(COLUMNS, row, strict=True)), "files": []}
    files = f"select {', '.join(FILE)} from document_files where document_id = ? order by position"
    for file in connection.execute(files, (document_id,)):
        record["files"].append(dict(zip(FILE, file, strict=True)))
    record["named_by"] = [key for (key,) in connection.execute(_NAMED_BY, (document_id,))]
    return record


def json_lines(connection: Connection, query: Query) -> Generator[str, None, None]:
    """The documents as JSON lines, with the text of their files."""
    return as_json_lines(records(connection, query))


def csv_lines(connection: Connection, query: Query, long: LongCells | None = None) -> Generator[str, None, None]:
    """A line of names, then one for each document; several files or articles are parted by a line break.
    Files that the portal offered once and does no more stand apart."""
    yield line((*COLUMNS, "files", "named_by", "files_once_offered"))
    for record in records(connection, query):
        values = [record[name] for name in COLUMNS]
        named_by = "\n".join(record["named_by"])
        yield line((*values, _urls(record, offered=1), named_by, _urls(record, offered=0)), long)


def _urls(record: Record, offered: int) -> str:
    return "\n".join(file["url"] for file in record["files"] if file["offered"] == offered)
