"""The legal documents in rows whose cells bear their labels as attributes, which a style sheet shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from queson_crawler.parse.flow import Flow
from queson_crawler.parse.legal.headers import MIN_LABELS
from queson_crawler.parse.legal.line_parts import blocks_in
from queson_crawler.parse.legal.records import Record, joined
from queson_crawler.parse.legal.words import column_of

_ATTRIBUTES = ("data-label", "data-title", "data-th", "data-header", "data-column", "data-name")


def told_rows(flow: Flow, root: html.HtmlElement) -> list[Record]:
    """The documents of which rows of labelled cells tell."""
    records: list[Record] = []
    for row in _rows(root):
        record = _record_of(flow, row)
        if record.is_of_document and len(record.values) >= MIN_LABELS:
            records.append(record)
    return records


def label_of(cell: html.HtmlElement) -> str:
    """The label that a cell bears as an attribute; "" where it bears none."""
    for name in _ATTRIBUTES:
        label: str | None = cell.get(name)
        if label:
            return label
    return ""


def _rows(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements that hold cells with labels."""
    last = None
    for cell in root.iter("td", "div", "span", "li", "p"):
        row = cell.getparent()
        if row is not last and row is not None and label_of(cell):
            last = row
            yield row


def _record_of(flow: Flow, row: html.HtmlElement) -> Record:
    start, end = flow.spans.get(row, (0, 0))
    record = Record(start=start, end=end, home=row, is_table=True)
    for cell in row:
        if not isinstance(cell.tag, str):
            continue
        blocks = blocks_in(flow, cell)
        for name in column_of(label_of(cell))[:1]:
            record.note(name, joined(blocks), blocks)
    return record
