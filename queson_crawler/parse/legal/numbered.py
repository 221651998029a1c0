"""The legal documents of a list without a header, each of which begins with its number. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from archive.text import fold
from queson_crawler.parse import labels, words
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.legal.labelled import pairs_of, widen
from queson_crawler.parse.legal.leads import Lead, lead_of
from queson_crawler.parse.legal.numbered_items import Led, alike, unnumbered
from queson_crawler.parse.legal.records import Record
from queson_crawler.parse.legal.shown import MIN_TITLE
from queson_crawler.parse.legal.words import Field, field_of, is_status
from queson_crawler.parse.lines import PROSE, day_in

MIN_RECORDS = 3
"""Numbers in the same place of their items that show a list of documents."""
MAX_BLOCKS_OF_ONE = 16
"""Blocks in which a document of a list is told."""
MAX_HEADING = 80
_OF_NEWS = frozenset((words.POSTER, words.PUBLISHED, words.UPDATED, words.VIEWS))


def numbered(doc: Document, flow: Flow) -> list[Record]:
    """The documents of the longest list whose items begin with a number; none where it may be a list of news about
    documents."""
    found = max(alike(flow), key=len, default=[])
    if len(found) < MIN_RECORDS:
        return []
    items = [*found, *unnumbered(flow, found)]
    items.sort(key=_order)
    records = _records(flow, items)
    if _are_documents(doc, flow, found, records):
        return records
    return []


def _order(item: Led) -> int:
    return item[0].index


def _records(flow: Flow, found: Sequence[Led]) -> list[Record]:
    """What is told of each document: by its lead, by labels in its item, by the text that is its title."""
    records: list[Record] = []
    for block, lead in found:
        record = Record(start=block.index, end=block.index + 1)
        _note_lead(record, block, lead)
        records.append(record)
    widen(flow, records)
    _reach(flow, records)
    for record in records:
        _note_labels(flow, record)
        _note_title(flow, record)
    return records


def _note_lead(record: Record, block: Block, lead: Lead) -> None:
    record.note(Field.NUMBER, lead.number, [block])
    record.note(Field.KIND, lead.kind, [block])
    record.note(Field.ISSUED, lead.issued, [block])
    record.note(Field.ISSUER, lead.issuer, [block])
    record.day = day_in(lead.day) or ""
    if is_status(lead.title):
        record.note(Field.STATUS, lead.title, [block])
    elif len(lead.title) >= MIN_TITLE:
        record.note(Field.ABSTRACT, lead.title, [block])


def _reach(flow: Flow, records: Sequence[Record]) -> None:
    """Let documents that stand behind each other in one element reach to the next one."""
    if any(record.end - record.start > 1 for record in records):
        return
    gaps = [after.start - before.start for before, after in pairwise(records)]
    gap = min(max(gaps), MAX_BLOCKS_OF_ONE)
    if gap == 1:
        return
    for record, own in zip(records, [*gaps, min(gaps)], strict=True):
        record.home = None
        record.end = min(record.start + min(own, gap), len(flow.blocks))


def _note_labels(flow: Flow, record: Record) -> None:
    """What labels in an item say of its document."""
    for block in flow.blocks[record.start : record.end]:
        for name, value, blocks in pairs_of(flow, block):
            record.note(name, value, blocks)


def _note_title(flow: Flow, record: Record) -> None:
    """The longest text of an item that nothing labels, where the number's own text is no title."""
    if record.text(Field.ABSTRACT):
        return
    titles = filter(_may_be_title, _unlabelled(flow, record))
    best = max(titles, key=_length, default=None)
    if best is not None:
        record.note(Field.ABSTRACT, best.text, [best])


def _unlabelled(flow: Flow, record: Record) -> list[Block]:
    """The texts of an item that nothing labels."""
    known = set(chain.from_iterable(record.blocks.values()))
    return [block for block in flow.blocks[record.start : record.end] if block not in known]


def _length(block: Block) -> int:
    return len(block.text)


def _may_be_title(block: Block) -> bool:
    return len(block.text) >= MIN_TITLE and field_of(block.text) is None and lead_of(block.text) is None


def _are_news(flow: Flow, records: Sequence[Record]) -> bool:
    """Whether items tell what news tell: when they were posted and how often they were read, or a lead of prose."""
    news = sum(_tells_news(flow, record) for record in records)
    return 2 * news >= len(records)


def _tells_news(flow: Flow, record: Record) -> bool:
    told = [block.text for block in _unlabelled(flow, record)]
    if max(map(len, told), default=0) >= PROSE:
        return True
    number, *_ = record.blocks[Field.NUMBER]
    return any(map(_is_of_news, [number.text, *told]))


def _is_of_news(text: str) -> bool:
    """Whether a text says when something was posted or how often it was read."""
    return not _OF_NEWS.isdisjoint(labels.cut(text))


def _is_alone(lead: Lead) -> bool:
    """Whether a number stands alone, or with what is no title."""
    return len(lead.title) < MIN_TITLE or is_status(lead.title)


def _are_documents(doc: Document, flow: Flow, found: Sequence[Led], records: Sequence[Record]) -> bool:
    """Whether what begins with numbers are documents and no news about them: numbers stand alone, or titles go on as
    those of documents do; where neither is so, the page says that it shows documents."""
    alone = sum(_is_alone(lead) for _, lead in found)
    if 2 * alone > len(found):
        return True
    if _are_news(flow, records):
        return False
    going_on = sum(lead.goes_on for _, lead in found)
    if 3 * going_on >= 2 * len(found):
        return True
    return not any(lead.kind for _, lead in found) and _says_documents(doc, flow, found[0][0])


def _says_documents(doc: Document, flow: Flow, first: Block) -> bool:
    """Whether the title of a page, or the heading above its list, says that it shows documents."""
    if "van ban" in fold(doc.title):
        return True
    for block in reversed(flow.blocks[: first.index]):
        if block.element.tag in HEADINGS and len(block.text) <= MAX_HEADING:
            return "van ban" in fold(block.text)
    return False
