"""The legal documents in the rows below a header: a table, or boxes that stand like one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import filterfalse, islice
from operator import itemgetter
from types import MappingProxyType

from lxml import html

from archive.numbers import mentions_in
from queson_crawler.parse.document import parent_of, text_of
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.legal.headers import LED, ROWS, Column, headers, span_of
from queson_crawler.parse.legal.leads import lead_of
from queson_crawler.parse.legal.line_parts import blocks_in, cells_of
from queson_crawler.parse.legal.records import Record, joined
from queson_crawler.parse.legal.words import MAX_LABEL, Field, cut, field_of
from queson_crawler.parse.lines import find_date

MAX_HEADERS = 12
"""Rows of a page that are looked at because they may be the header of a table of documents."""
MAX_OUTSIDE = 4
"""Elements around a header within which the table of its rows is sought."""
MIN_PAIRS = 2
"""Rows of two lines that show that a table has those."""
_MAY_LACK = ((Field.FILES,), (Field.OTHER,), ())
"""What the last column tells, where a row may be without it."""


def rows_of(flow: Flow, root: html.HtmlElement) -> list[Record]:
    """The documents in the rows below a header: a table, or boxes that stand like one. The longest of several."""
    best: list[Record] = []
    for header, fields in islice(headers(flow, root), MAX_HEADERS):
        found = [record for record in _rows_below(flow, header, fields) if record.is_of_document]
        if LED in fields:
            found = _if_numbered(found)
        if len(found) > len(best):
            best = found
    return best


def _if_numbered(records: list[Record]) -> list[Record]:
    """The rows whose titles begin with numbers, where nearly all do."""
    found = [record for record in records if record.text(Field.NUMBER)]
    return found if 5 * len(found) >= 4 * len(records) else []


def _rows_below(flow: Flow, header: html.HtmlElement, fields: list[Column]) -> Iterator[Record]:
    """The records of the rows below a header that have its columns."""
    for row, *below in _with_second_lines(list(_following(header)), len(fields)):
        if _is_one_cell(row, len(fields)):
            continue  # the heading of a group
        cells = cells_of(row)
        if not _have_columns(cells, fields):
            continue
        record = _record_of_row(flow, row, cells, fields)
        for second in below:
            _note_second_line(flow, record, second)
        if not _is_header(record):
            yield record


def _with_second_lines(rows: list[html.HtmlElement], width: int) -> Iterator[tuple[html.HtmlElement, ...]]:
    """Rows, each with the one below it, a cell as wide as the table, where every row has one; else alone. At the end a
    pager may stand like one."""
    is_wide = [_is_one_cell(row, width) for row in rows]
    if is_wide[-2:] == [True, True]:
        is_wide.pop()
    pairs = len(is_wide) // 2
    if pairs < MIN_PAIRS or is_wide != [False, True] * pairs:
        return zip(rows, strict=True)
    return zip(rows[: 2 * pairs : 2], rows[1 : 2 * pairs : 2], strict=True)


def _is_one_cell(row: html.HtmlElement, width: int) -> bool:
    cells = cells_of(row)
    return len(cells) == 1 and span_of(cells[0]) >= width


def _note_second_line(flow: Flow, record: Record, row: html.HtmlElement) -> None:
    """What a line below a row says of its document: what it labels, else its abstract."""
    record.below = tuple(row.iter())
    record.end = flow.spans.get(row, (0, record.end))[1]
    blocks = flow.inside(row)
    labels = cut(joined(blocks)) or [(Field.ABSTRACT, _without_button(joined(blocks), blocks))]
    for name, value in labels:
        record.note(name, value, blocks)


def _without_button(text: str, blocks: list[Block]) -> str:
    """An abstract without the words of a link behind it that only loads the file."""
    for block in blocks:
        for link in block.element.iter("a"):
            words = text_of(link)
            if field_of(words) is Field.FILES:
                text = text.removesuffix(words).rstrip()
    return text


def _have_columns(cells: list[html.HtmlElement], fields: list[Column]) -> bool:
    """Whether cells stand in all columns of a header, but perhaps for one at the end that a row may be without."""
    missing = len(fields) - sum(map(span_of, cells))
    if missing == 1:
        return fields[-1] in _MAY_LACK
    return missing == 0


def _is_header(record: Record) -> bool:
    """Whether a row is the header once more."""
    return bool(field_of(record.text(Field.NUMBER)) or field_of(record.text(Field.ABSTRACT)))


def _following(header: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows that follow a header: beside it, beside what holds nothing else, or in the table below its own."""
    yield from header.itersiblings(str(header.tag))
    if header.tag == "tr" and header.getnext() is None:
        yield from _rows_of_next_table(header)
    for body in parent_of(header).itersiblings("tbody", "div", "ul", "tr"):
        if body.tag == "tr":
            yield body
        else:
            yield from body.iterchildren(*ROWS)


def _rows_of_next_table(header: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of the table below one that holds a header alone, so that it stays in view."""
    for outer in islice(header.iterancestors(), MAX_OUTSIDE):
        for beside in outer.itersiblings():
            for table in islice(beside.iter("table"), 1):
                yield from table.iter("tr")
                return


def _record_of_row(flow: Flow, row: html.HtmlElement, cells: list[html.HtmlElement], fields: list[Column]) -> Record:
    start, end = flow.spans.get(row, (0, 0))
    record = Record(start=start, end=end, home=row, is_table=True)
    column = 0
    for cell in cells:
        _note(record, fields[column], blocks_in(flow, cell))
        column += span_of(cell)
    return record


def _note(record: Record, names: Column, blocks: list[Block]) -> None:
    """What a cell tells. One that tells several things may hold a day and a number; the others are all of it."""
    if names == (Field.ABSTRACT,):
        _note_abstract(record, blocks)
        return
    for name, value in zip(names, _values(names, blocks), strict=True):
        record.note(name, value, blocks)


def _note_abstract(record: Record, blocks: list[Block]) -> None:
    """An abstract, and what lines below it tell besides."""
    told = list(filterfalse(_tells_other_fields, blocks))
    record.note(Field.ABSTRACT, _without_button(_unlabelled(joined(told)), told), blocks)
    for block in filter(_tells_other_fields, blocks):
        for name, value in cut(block.text):
            record.note(name, value, [block])


def _values(names: Column, blocks: list[Block]) -> list[str]:
    """The value of each thing that a cell tells: a block of its own, else its part of the whole."""
    if names == LED:
        return _led(joined(blocks))
    if len(names) == len(blocks) > 1:
        return [_unlabelled(block.text) for block in blocks]
    text = _unlabelled(joined(blocks))
    if len(names) == 1:
        return [text]
    return [_part(name, text) for name in names]


def _led(text: str) -> list[str]:
    """A title and the number with which it begins, "" where it begins otherwise."""
    lead = lead_of(text)
    if lead is None:
        return [text, ""]
    return [lead.title or text, lead.number]


def _tells_other_fields(block: Block) -> bool:
    """Whether a line below an abstract only tells other things, by their labels: `Đính kèm: 12.pdf`."""
    fields = set(map(itemgetter(0), cut(block.text)))
    return bool(fields) and Field.ABSTRACT not in fields


def _unlabelled(text: str) -> str:
    """What a cell says that bears its label once more, for narrow screens: `Số ký hiệu: 5/QĐ-UBND`."""
    labels = cut(text)
    if len(labels) == 1 and ":" in text[:MAX_LABEL]:
        return labels[0][1]
    return text


def _part(name: Field, text: str) -> str:
    """What a text that tells several things tells of one field."""
    find = _PARTS.get(name, str)
    return find(text)


def _day_in(text: str) -> str:
    date = find_date(text)
    if date is None:
        return ""
    return date.raw


def _number_in(text: str) -> str:
    """The first number that a text names, else the text."""
    for found in mentions_in(text):
        return found.printed
    return text


def _without_number(text: str) -> str:
    """What a text that begins with a number says behind it; else the text."""
    lead = lead_of(text)
    if lead is None or not lead.title:
        return text
    return lead.title


_PARTS: Mapping[Field, Callable[[str], str]] = MappingProxyType(
    {Field.ISSUED: _day_in, Field.EFFECTIVE: _day_in, Field.NUMBER: _number_in, Field.ABSTRACT: _without_number}
)
"""How the fields are found of which a text may tell more than one thing; others are all of it."""
