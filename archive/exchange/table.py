"""One row for each article, with columns that a spreadsheet can hold: for CSV and every other table."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from archive.exchange.selection import selected, snapshot
from archive.search import Query

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (as Table Schema names it), what it means, and how it is found where it is no column of
    `articles`."""

    type: str
    meaning: str
    how: str = ""


COLUMNS: dict[str, Column] = {
    "key": Column("string", "portal/native-id: unique, never changes"),
    "portal": Column("string", "the site, by its short name"),
    "native_id": Column("string", "the id that the portal itself gave the article"),
    "url": Column("string", "the address under which it was read last"),
    "title": Column("string", "the headline"),
    "lead": Column("string", "the introduction, where the portal sets one apart"),
    "body": Column("string", "the text, paragraphs parted by an empty line, no markup"),
    "author": Column("string", "who wrote it (Tác giả)"),
    "poster": Column("string", "who put it on the portal (Người đăng)"),
    "source": Column("string", "where the portal has it from (Nguồn)"),
    "published_at": Column(
        "string", "ISO 8601 in Vietnamese time, as exact as the portal says it; empty if it does not"
    ),
    "published_precision": Column("string", "how exact that is: minute, day or month"),
    "published_raw": Column("string", "the date as the portal writes it"),
    "view_count": Column("integer", "views, as the portal's counter last said"),
    "word_count": Column("integer", "syllables of lead and body"),
    "content_sha256": Column("string", "digest of title, lead and body with white space folded; equal for equal texts"),
    "first_seen_at": Column("string", "when it was first captured, in UTC"),
    "last_seen_at": Column("string", "when it was last captured, in UTC"),
    "gone_at": Column("string", "since when the portal has it no more, in UTC"),
    "gone_reason": Column("string", "what the portal answered then"),
    "duplicate_of": Column(
        "string",
        "key of the article whose text this one repeats, exactly or nearly; the earliest that was published",
        """coalesce((select original from copies_elsewhere c where c.article_id = a.id and c.is_first
            and c.content_sha256 = a.content_sha256 and not exists (select 1 from articles o where o.key = c.original)),
            (select key from articles o where o.id = a.duplicate_of))""",
    ),
    "categories": Column(
        "string",
        "the lists that name it, parted by a semicolon",
        """(select group_concat(title, '; ') from (select coalesce(nullif(k.title, ''), k.url) as title
            from article_categories c join categories k on k.id = c.category_id
            where c.article_id = a.id order by 1))""",
    ),
    "revisions": Column(
        "integer",
        "how many different texts were captured",
        "(select count(*) from revisions v where v.article_id = a.id)",
    ),
    "images": Column(
        "integer", "how many pictures it shows", "(select count(*) from images i where i.article_id = a.id)"
    ),
    "attachments": Column(
        "integer", "how many files it offers", "(select count(*) from attachments f where f.article_id = a.id)"
    ),
}

BOM = "\ufeff"
MAX_IN_EXCEL = 32_767
"""Characters that a cell of Excel holds; it cuts the rest off without a word."""
_FORMULA = frozenset("=+-@\t\r\n'＝＋－＠")


@dataclass(slots=True)
class LongCells:
    """How many cells of a table are longer than Excel can hold."""

    cells: int = 0

    def count(self, row: Iterable[Value]) -> None:
        """Look at one row."""
        for value in row:
            if isinstance(value, str) and _length_in_excel(value) > MAX_IN_EXCEL:
                self.cells += 1


def _length_in_excel(text: str) -> int:
    """Characters as Excel counts them: halves of UTF-16."""
    if len(text) * 2 <= MAX_IN_EXCEL:
        return len(text)
    return len(text.encode("utf-16-le", "replace")) // 2


def rows(connection: Connection, query: Query) -> Iterator[tuple[Value, ...]]:
    """The values of COLUMNS for each article that a query selects, in the archive's order."""
    with snapshot(connection):
        for ids in selected(connection, query):
            yield from rows_of(connection, ids)


def rows_of(connection: Connection, ids: Sequence[int]) -> list[tuple[Value, ...]]:
    """The values of COLUMNS of the articles with these ids, in this order; some hundreds at a time."""
    columns = ", ".join(column.how or f"a.{name}" for name, column in COLUMNS.items())
    marks = ", ".join("?" * len(ids))
    found = connection.execute(f"select a.id, {columns} from articles a where a.id in ({marks})", tuple(ids))
    by_id = {article_id: tuple(row) for article_id, *row in found}
    return [by_id[article_id] for article_id in ids if article_id in by_id]


def csv_lines(connection: Connection, query: Query, long: LongCells | None = None) -> Generator[str, None, None]:
    """A line of names, then a line for each article (RFC 4180). No cell can be taken for a formula: see `harmless`.
    `long` counts what Excel would cut."""
    yield line(COLUMNS)
    for row in rows(connection, query):
        yield line(row, long)


def harmless(value: Value) -> Value:
    """A cell that no spreadsheet calculates: text that begins with = + - @, a tab, a line end or an apostrophe gets an
    apostrophe in front. Taking one apostrophe off each cell that begins with one gives the text back."""
    if isinstance(value, str) and value and value[0] in _FORMULA:
        return f"'{value}"
    return value


def line(row: Iterable[Value], long: LongCells | None = None) -> str:
    """A row as a line of CSV, every cell `harmless`; `long` counts what Excel would cut."""
    row = tuple(row)
    if long is not None:
        long.count(row)
    text = io.StringIO()
    csv.writer(text).writerow(map(harmless, row))
    return text.getvalue()
