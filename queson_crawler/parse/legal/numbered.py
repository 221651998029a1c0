"""The legal documents of a list without a header, each of which begins with its number. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.text import fold
from queson_crawler.parse import labels, words
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import HEADINGS, Block, Flow
from queson_crawler.parse.legal.labelled import pairs_of, widen
from queson_crawler.parse.legal.leads import Lead, lead_of
from queson_crawler.parse.legal.records import Record
from queson_crawler.parse.legal.shown import MIN_TITLE
from queson_crawler.parse.legal.words import Field, cut, field_of
from queson_crawler.parse.lines import PROSE, day_in

MIN_RECORDS = 3
"""Numbers in the same place of their items that show a list of documents."""
MAX_DEPTH = 6
"""Elements around a text by which its place is known."""
MAX_BLOCKS_OF_ONE = 16
"""Blocks in which a document of a list is told."""
MAX_HEADING = 80
_OF_NEWS = frozenset((words.POSTER, words.PUBLISHED, words.UPDATED, words.VIEWS))
Led = tuple[Block, Lead]
Place = tuple[str, ...]


def numbered(doc: Document, flow: Flow) -> list[Record]:
    """The documents of the longest list whose items begin with a number; none where it may be a list of news about
    documents."""
    best: list[Led] = []
    for found in _alike(flow):
        if len(found) > len(best):
            best = found
    if len(best) < MIN_RECORDS:
        return []
    records = _records(flow, best)
    if _are_documents(doc, flow, best, records):
        return records
    return []


def _alike(flow: Flow) -> Iterator[list[Led]]:
    """The texts in one place of their items, where nearly all of them begin with a number."""
    led: dict[Place, list[Led]] = defaultdict(list)
    for block in flow.blocks:
        lead = lead_of(block.text)
        if lead is not None:
            led[_place(block)].append((block, lead))
    counts = _counts(flow, led)
    for place, found in led.items():
        if 5 * len(found) >= 4 * counts[place]:
            yield found


def _counts(flow: Flow, places: Iterable[Place]) -> dict[Place, int]:
    """How many texts that may be titles or numbers stand in each of these places."""
    counts = dict.fromkeys(places, 0)
    if not counts:
        return counts
    for block in flow.blocks:
        place = _place(block)
        if place in counts and _may_be_item(block):
            counts[place] += 1
    return counts


def _may_be_item(block: Block) -> bool:
    """Whether a text may be an item of a list: a label, a day or a button beside one is none."""
    if lead_of(block.text) is not None:
        return True
    return len(block.text) >= MIN_TITLE and day_in(block.text) is None


def _place(block: Block) -> Place:
    """Where a text stands: the elements around it, with their names. What is a link differs from what is none."""
    steps = ["link" if block.is_link else "text"]
    for element in (block.element, *block.element.iterancestors()):
        if len(steps) > MAX_DEPTH:
            break
        steps.append(f"{element.tag!s}.{element.get('class', '')!s}")
    return tuple(steps)


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
    told = {Field.KIND: lead.kind, Field.ISSUED: lead.issued, Field.ISSUER: lead.issuer}
    if len(lead.title) >= MIN_TITLE:
        told[Field.ABSTRACT] = lead.title
    for name, value in told.items():
        if value:
            record.note(name, value, [block])


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
    done = -1
    for block in flow.blocks[record.start : record.end]:
        if block.index <= done:
            continue
        for name, value, blocks in pairs_of(flow, block):
            done = blocks[-1].index
            if done < record.end and name is not Field.OTHER:
                record.note(name, value, blocks)


def _note_title(flow: Flow, record: Record) -> None:
    """The longest text of an item that nothing labels, where the number's own text is no title."""
    if record.text(Field.ABSTRACT):
        return
    known = {block.index for blocks in record.blocks.values() for block in blocks}
    best: Block | None = None
    for block in flow.blocks[record.start : record.end]:
        if block.index in known or not _may_be_title(block):
            continue
        if best is None or len(block.text) > len(best.text):
            best = block
    if best is not None:
        record.note(Field.ABSTRACT, best.text, [best])


def _may_be_title(block: Block) -> bool:
    return len(block.text) >= MIN_TITLE and field_of(block.text) is None and lead_of(block.text) is None


def _are_news(flow: Flow, records: Sequence[Record]) -> bool:
    """Whether items tell what news tell: when they were posted and how often they were read, or a lead of prose."""
    news = 0
    for record in records:
        if _tells_news(flow, record):
            news += 1
    return 2 * news >= len(records)


def _tells_news(flow: Flow, record: Record) -> bool:
    known = {block.index for blocks in record.blocks.values() for block in blocks}
    for block in flow.blocks[record.start : record.end]:
        if not _OF_NEWS.isdisjoint(labels.cut(block.text)) and not cut(block.text):
            return True
        if block.index not in known and len(block.text) >= PROSE:
            return True
    return False


def _are_documents(doc: Document, flow: Flow, found: Sequence[Led], records: Sequence[Record]) -> bool:
    """Whether what begins with numbers are documents and no news about them: numbers stand alone, or titles go on as
    those of documents do; where neither is so, the page says that it shows documents."""
    alone = sum(len(lead.title) < MIN_TITLE for _, lead in found)
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
