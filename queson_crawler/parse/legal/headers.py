"""The headers of tables of legal documents: one row of labels, or two where some label several columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import html

from queson_crawler.parse.flow import Flow
from queson_crawler.parse.legal.line_parts import blocks_in, cells_of, parts_of
from queson_crawler.parse.legal.records import MAX_VALUE_BLOCKS, joined
from queson_crawler.parse.legal.words import Field, are_of_documents, column_of

MIN_COLUMNS, MAX_COLUMNS = 2, MAX_VALUE_BLOCKS + 4
MIN_LABELS = 3
"""Columns that a header labels."""
MAX_SPAN = 20
ROWS = ("tr", "div", "ul", "li")
Column = tuple[Field, ...]
_TITLES = (Field.ABSTRACT,)
LED = (Field.ABSTRACT, Field.NUMBER)
"""A column of titles in a table that has none for numbers: they may begin with them."""


def headers(flow: Flow, root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, list[Column]]]:
    """The last rows of headers, with what each of the columns tells."""
    for row in root.iter(*ROWS):
        columns = max(len(parts_of(row)), flow.count(row))
        if not MIN_COLUMNS <= columns <= MAX_COLUMNS:
            continue
        last, fields = _header_at(flow, row)
        fields = _with_number(fields)
        named = frozenset(chain.from_iterable(fields))
        if len(named) >= MIN_LABELS and are_of_documents(named):
            yield last, fields


def _with_number(fields: list[Column]) -> list[Column]:
    """The columns of a header; where none tells numbers, but one the day of issue, the titles may begin with them."""
    named = frozenset(chain.from_iterable(fields))
    if Field.NUMBER not in named and Field.ISSUED in named and _TITLES in fields:
        fields[fields.index(_TITLES)] = LED
    return fields


def span_of(cell: html.HtmlElement, way: str = "colspan") -> int:
    """How many columns, or rows, a cell is wide or high."""
    written = cell.get(way, "1")
    if not written.isdecimal():
        return 1
    return min(max(int(written[:3]), 1), MAX_SPAN)


def _header_at(flow: Flow, row: html.HtmlElement) -> tuple[html.HtmlElement, list[Column]]:
    """The last row of the header that begins with a row, and what its columns tell."""
    cells = cells_of(row)
    second = row.getnext()
    if second is not None and _is_of_two_rows(cells):
        return second, _columns_of_two(flow, cells, second)
    fields: list[Column] = []
    for cell in cells:
        fields += [column_of(joined(blocks_in(flow, cell)))] * span_of(cell)
    return row, fields


def _is_of_two_rows(cells: list[html.HtmlElement]) -> bool:
    """Whether some cells of a row reach into the next one, and others are parted there."""
    has_high = any(span_of(cell, "rowspan") == 2 for cell in cells)
    return has_high and any(span_of(cell) > 1 for cell in cells)


def _columns_of_two(flow: Flow, cells: list[html.HtmlElement], second: html.HtmlElement) -> list[Column]:
    """What the columns below a header of two rows tell: `Ban hành` below `Ngày` is the day of issue."""
    fields: list[Column] = []
    below = iter(cells_of(second))
    for cell in cells:
        label = joined(blocks_in(flow, cell))
        if span_of(cell, "rowspan") > 1:
            fields += [column_of(label)] * span_of(cell)
            continue
        width = span_of(cell)
        while width > 0:
            part = next(below, None)
            if part is None:
                return []
            own = joined(blocks_in(flow, part))
            fields += [column_of(f"{label} {own}") or column_of(own)] * span_of(part)
            width -= span_of(part)
    return fields
