"""What a page says of one document after the other, by labels: in rows below a header, or label by label. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from lxml import html

from archive.numbers import mentions_in
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.legal.words import Field, are_of_documents, column_of, cut, field_of
from queson_crawler.parse.lines import find_date

MAX_HEADERS = 12
"""Rows of a page that are looked at because they may be the header of a table of documents."""
MAX_VALUE_BLOCKS = 12
"""Blocks of one value: an abstract may have several lines."""


@dataclass(slots=True, eq=False)
class Record:
    """What is said of one document: the blocks of each field, and the range of blocks in which it stands.

    `values` are the texts of the fields; `is_table` says that the header of a table labels them.
    """

    blocks: dict[Field, tuple[Block, ...]] = field(default_factory=dict)
    values: dict[Field, str] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    home: html.HtmlElement | None = None
    is_table: bool = False

    def text(self, name: Field) -> str:
        """What is said of a field; "" where nothing is."""
        return self.values.get(name, "")

    def note(self, name: Field, value: str, blocks: Sequence[Block]) -> None:
        """Note what is said of a field; what was said first stays."""
        if not self.values.get(name):
            self.values[name] = value
            self.blocks[name] = tuple(blocks)

    def has(self, name: Field) -> bool:
        """Whether a field is labelled, filled or not."""
        return name in self.values

    @property
    def is_of_document(self) -> bool:
        """Whether the fields are those of a document, and its number or its abstract is told."""
        return are_of_documents(frozenset(self.values)) and bool(self.text(Field.NUMBER) or self.text(Field.ABSTRACT))


def joined(blocks: Iterable[Block]) -> str:
    """The text of some blocks as one line."""
    return " ".join(block.text for block in blocks)


# Rows below a header.


def rows_of(flow: Flow, root: html.HtmlElement) -> list[Record]:
    """The documents in the rows below a header: a table, or boxes that stand like one. The longest of several."""
    best: list[Record] = []
    for header, fields in islice(_headers(flow, root), MAX_HEADERS):
        found = [record for record in _rows_below(flow, header, fields) if record.is_of_document]
        if len(found) > len(best):
            best = found
    return best


Column = tuple[Field, ...]


def _headers(flow: Flow, root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, list[Column]]]:
    """The rows of which each cell labels a column, with what each labels."""
    for row in root.iter("tr", "div", "ul", "li"):
        start, end = flow.spans.get(row, (0, 0))
        if not 2 <= end - start <= MAX_VALUE_BLOCKS + 4 or len(row) < 2:
            continue
        fields = _columns(flow, row)
        named = frozenset(chain.from_iterable(fields))
        if len(named) >= 3 and are_of_documents(named):
            yield row, fields


def _columns(flow: Flow, row: html.HtmlElement) -> list[Column]:
    """What each cell of a header labels; cells that span several columns count as many."""
    fields: list[Column] = []
    for cell in row.iterchildren("td", "th", "div", "span", "li", "p"):
        label = column_of(joined(flow.inside(cell)))
        fields += [label] * _span(cell)
    return fields


def _span(cell: html.HtmlElement) -> int:
    written = cell.get("colspan", "1")
    return min(int(written), 20) if written.isdigit() and int(written) else 1


def _rows_below(flow: Flow, header: html.HtmlElement, fields: list[Column]) -> Iterator[Record]:
    for row in _following(header):
        cells = list(row.iterchildren("td", "th", "div", "span", "li", "p"))
        if sum(map(_span, cells)) not in (len(fields), len(fields) - 1):
            continue
        record = _record_of_row(flow, row, cells, fields)
        if field_of(record.text(Field.NUMBER)) or field_of(record.text(Field.ABSTRACT)):
            continue  # the header once more
        yield record


def _following(header: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows that follow a header: beside it, or beside what holds nothing else."""
    yield from header.itersiblings(str(header.tag))
    holder = header.getparent()
    if holder is None:
        return
    for body in holder.itersiblings("tbody", "div", "ul", "tr"):
        if body.tag == "tr":
            yield body
            continue
        yield from body.iterchildren("tr", "div", "ul", "li")


def _record_of_row(flow: Flow, row: html.HtmlElement, cells: list[html.HtmlElement], fields: list[Column]) -> Record:
    start, end = flow.spans.get(row, (0, 0))
    record = Record(start=start, end=end, home=row, is_table=True)
    column = 0
    for cell in cells:
        names = fields[column] if column < len(fields) else ()
        blocks = flow.inside(cell)
        if len(names) > 1:
            _note_several(record, names, blocks)
        elif names and names[0] is not Field.OTHER:
            record.note(names[0], joined(blocks), blocks)
        column += _span(cell)
    return record


def _note_several(record: Record, names: Column, blocks: list[Block]) -> None:
    """A cell that tells several things: a day is the day, a number the number; the rest is the first of the others."""
    text = joined(blocks)
    date = find_date(text)
    number = next(mentions_in(text), None)
    for name in names:
        if name in (Field.ISSUED, Field.EFFECTIVE):
            record.note(name, date.raw if date is not None else "", blocks)
        elif name is Field.NUMBER and number is not None:
            record.note(name, number.printed, blocks)
        else:
            record.note(name, text, blocks)


# Label by label.


def labelled(flow: Flow) -> list[Record]:
    """The documents of which a page tells label by label; a label that comes again begins another one."""
    records: list[Record] = []
    current = Record()
    for name, value, blocks in _pairs(flow):
        if name is Field.OTHER:
            continue
        if current.has(name) and name is not Field.FILES:
            records.append(current)
            current = Record()
        if not current.values:
            current.start = blocks[0].index
        current.end = max(current.end, blocks[-1].index + 1)
        current.note(name, value, blocks)
    records.append(current)
    found = [record for record in records if record.is_of_document]
    if len(found) > 1:
        _widen(flow, found)
    return found


def _pairs(flow: Flow) -> Iterator[tuple[Field, str, list[Block]]]:
    """The labels of a page in their order, each with its value and the blocks of both."""
    done = -1
    for block in flow.blocks:
        if block.index <= done:
            continue
        whole = field_of(block.text)
        if whole is not None:
            value = _value_beside(flow, block)
            if value:
                done = value[-1].index
                yield whole, joined(value), [block, *value]
            continue
        found = cut(block.text)
        for name, text in found[:-1]:
            yield name, text, [block]
        if not found:
            continue
        name, text = found[-1]
        value = [] if text else _value_beside(flow, block)
        if value:
            done = value[-1].index
        yield name, text or joined(value), [block, *value]


def _value_beside(flow: Flow, label: Block) -> list[Block]:
    """The blocks of the element that follows a label's own; none where that is a label itself."""
    holder = _alone(flow, label)
    for beside in holder.itersiblings():
        start, end = flow.spans.get(beside, (0, 0))
        if start < end:
            value = flow.blocks[start : min(end, start + MAX_VALUE_BLOCKS)]
            return [] if start != label.index + 1 or _is_label(value[0]) else value
    following = flow.blocks[label.index + 1 : label.index + 2]
    if following and following[0].element is label.element and not _is_label(following[0]):
        return following
    return []


def _is_label(block: Block) -> bool:
    return field_of(block.text) is not None or bool(cut(block.text))


def _alone(flow: Flow, block: Block) -> html.HtmlElement:
    """The outermost element that holds nothing but a block."""
    element = block.element
    parent = element.getparent()
    while parent is not None and parent.tag not in ("tr", "dl"):
        start, end = flow.spans.get(parent, (0, 0))
        if end - start != 1:
            break
        element, parent = parent, parent.getparent()
    return element


def _widen(flow: Flow, records: list[Record]) -> None:
    """Let each record hold all of the element that stands for it alone: a heading with its link stands above labels."""
    starts = [record.start for record in records]
    for number, record in enumerate(records):
        element = flow.blocks[record.start].element
        following = records[number + 1].start if number + 1 < len(records) else len(flow.blocks)
        for holder in (element, *element.iterancestors()):
            start, end = flow.spans.get(holder, (0, len(flow.blocks)))
            if holder.tag in ("body", "form", "html") or end > following or _count(starts, start, end) > 1:
                break
            record.start, record.end = min(start, record.start), max(end, record.end)
            record.home = holder


def _count(starts: Sequence[int], start: int, end: int) -> int:
    """How many records begin within a range of blocks."""
    return bisect_left(starts, end) - bisect_left(starts, start)
