"""One row for each article, with columns that a spreadsheet can hold: for CSV and every other table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from sqlite3 import Connection

from archive.exchange.lines import ARTICLE
from archive.exchange.selection import selected, standing
from archive.search import Query

Value = str | int | None

COLUMNS: dict[str, str] = {
    **dict.fromkeys(ARTICLE, ""),
    "duplicate_of": "(select key from articles o where o.id = a.duplicate_of)",
    "categories": """(select group_concat(title, '; ') from (select coalesce(nullif(k.title, ''), k.url) as title
        from article_categories c join categories k on k.id = c.category_id where c.article_id = a.id order by 1))""",
    "revisions": "(select count(*) from revisions v where v.article_id = a.id)",
    "images": "(select count(*) from images i where i.article_id = a.id)",
    "attachments": "(select count(*) from attachments f where f.article_id = a.id)",
}
"""Column -> how it is found, where it is no column of `articles`."""

BOM = "\ufeff"
_FORMULA = frozenset("=+-@\t\r\n'＝＋－＠")


def rows(connection: Connection, query: Query) -> Iterator[tuple[Value, ...]]:
    """The values of COLUMNS for each article that a query selects, in the archive's order."""
    columns = ", ".join(how or f"a.{name}" for name, how in COLUMNS.items())
    with standing(connection):
        for ids in selected(connection, query):
            marks = ", ".join("?" * len(ids))
            yield from connection.execute(
                f"select {columns} from articles a where a.id in ({marks}) order by a.id", ids
            ).fetchall()


def csv_lines(connection: Connection, query: Query) -> Iterator[str]:
    """A line of names, then a line for each article (RFC 4180). No cell can be taken for a formula: see `harmless`."""
    yield _line(tuple(COLUMNS))
    for row in rows(connection, query):
        yield _line(tuple(harmless(value) for value in row))


def harmless(value: Value) -> Value:
    """A cell that no spreadsheet calculates: text that begins with = + - @, a tab, a line end or an apostrophe gets an
    apostrophe in front. Taking one apostrophe off each cell that begins with one gives the text back."""
    return f"'{value}" if isinstance(value, str) and value[:1] and value[0] in _FORMULA else value


def _line(row: tuple[Value, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()
