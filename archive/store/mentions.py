"""Which numbers of legal documents the texts of articles, of legal documents and of their files name."""

from __future__ import annotations

from itertools import islice
from sqlite3 import Connection
from typing import Any

from archive.numbers import mentions_in

PARTS = ("title", "lead", "body")
FILE = "file"
"""What `mentions.part` says of a number in a file; else it is one of PARTS."""
MAX_READ = 2_000_000
"""Characters of one text that are read."""
MAX_MENTIONS = 5_000
"""Of one text: a few megabytes of numbers would make a hundred thousand rows."""
_INSERT = """
insert into mentions (article_id, part, url, offset, printed, number, kind, year, dated)
values (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))
"""
_CITE = """
insert into document_citations (document_id, part, url, offset, printed, number, kind, year, dated)
values (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))
"""
ABSTRACT = "abstract"
"""What `document_citations.part` says of a number in an abstract; else it is FILE."""


def of_text(connection: Connection, article_id: int) -> None:
    """Note anew what an article's text names."""
    connection.execute("delete from mentions where article_id = ? and part <> ?", (article_id, FILE))
    texts = connection.execute(f"select {', '.join(PARTS)} from articles where id = ?", (article_id,)).fetchone()
    for part, text in zip(PARTS, texts, strict=True):
        _note(connection, article_id, part, "", text)


def of_files(connection: Connection, article_id: int, url: str | None = None) -> None:
    """Note anew what the files of an article name: all of them, or the one at an address."""
    which = "where article_id = :article and coalesce(:url, url) = url"
    values = {"article": article_id, "url": url, "part": FILE}
    connection.execute(f"delete from mentions {which} and part = :part", values)
    for address, text in connection.execute(f"select url, text from attachments {which} and text <> ''", values):
        _note(connection, article_id, FILE, address, text)


def of_document(connection: Connection, document_id: int) -> None:
    """Note anew which other documents a document names, in its abstract and in its files."""
    connection.execute("delete from document_citations where document_id = ?", (document_id,))
    number, abstract = connection.execute(
        "select number, abstract from documents where id = ?", (document_id,)
    ).fetchone()
    rows = _rows(document_id, ABSTRACT, "", abstract)
    for url, text in connection.execute(
        "select url, text from document_files where document_id = ? and text <> '' order by position", (document_id,)
    ):
        rows += _rows(document_id, FILE, url, text)
    connection.executemany(_CITE, [row for row in rows if row[5] != number])


def _note(connection: Connection, article_id: int, part: str, url: str, text: str) -> None:
    connection.executemany(_INSERT, _rows(article_id, part, url, text))


def _rows(row_id: int, part: str, url: str, text: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for found in islice(mentions_in(text[:MAX_READ]), MAX_MENTIONS):
        rows.append((row_id, part, url, found.start, found.printed, found.number, found.kind, found.year, found.dated))
    return rows
