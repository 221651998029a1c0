"""The legal documents of which a page tells label by label. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml import html

from queson_crawler.parse.block import NOWHERE
from queson_crawler.parse.dress import with_ancestors
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.legal.line_parts import words_of_parts
from queson_crawler.parse.legal.records import MAX_VALUE_BLOCKS, Record, joined
from queson_crawler.parse.legal.words import Field, cut, field_of

_WORD = re.compile(r"\w")
_FRAMES = frozenset(("body", "form", "html"))
_ROWS = frozenset(("tr", "dl"))
"""What holds a label and its value."""


def labelled(flow: Flow) -> list[Record]:
    """The documents of which a page tells label by label; a label that comes again begins another one."""
    records = [record for record in _records(flow) if record.is_of_document]
    if len(records) > 1:
        widen(flow, records)
    return records


def _records(flow: Flow) -> list[Record]:
    """What the labels of a page say, each label once in a record; any number of them may name files."""
    records = [Record()]
    for name, value, blocks in _pairs(flow):
        if name is Field.OTHER:
            continue
        if records[-1].has(name) and name is not Field.FILES:
            records.append(Record())
        _hold(records[-1], blocks)
        records[-1].note(name, value, blocks)
    return records


def _hold(record: Record, blocks: list[Block]) -> None:
    """Let a record reach as far as a label and its value do."""
    if not record.values:
        record.start = blocks[0].index
    record.end = max(record.end, blocks[-1].index + 1)


def _pairs(flow: Flow) -> Iterator[tuple[Field, str, list[Block]]]:
    """The labels of a page in their order, each with its value and the blocks of both."""
    done = -1
    for block in flow.blocks:
        if block.index <= done:
            continue
        for name, value, blocks in pairs_of(flow, block):
            done = blocks[-1].index
            yield name, value, blocks


def pairs_of(flow: Flow, block: Block) -> Iterator[tuple[Field, str, list[Block]]]:
    """The labels of a block with their values; that of the last may stand in the blocks behind it."""
    labels = _labels_of(block)
    for name, text in labels[:-1]:
        yield name, text, [block]
    for name, text in labels[-1:]:
        if text:
            yield name, text, [block]
            continue
        value = _value_beside(flow, block)
        if value or block.text.endswith(":"):
            yield name, joined(value), [block, *value]


def _labels_of(block: Block) -> list[tuple[Field, str]]:
    """What a block labels, with the values that stand in it: it is a label alone, or has labels with values."""
    whole = field_of(block.text)
    if whole is not None:
        return [(whole, "")]
    return _labelled_parts(block) or cut(block.text)


def _labelled_parts(block: Block) -> list[tuple[Field, str]]:
    """The labels of a line that stand in elements of their own, with the parts that follow each; none where the line
    begins otherwise."""
    found: list[tuple[Field, str]] = []
    for text in words_of_parts(block.element):
        label = field_of(text)
        if label is not None:
            found.append((label, ""))
        elif found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text}".strip())
        else:
            return []
    return found


def _value_beside(flow: Flow, label: Block) -> list[Block]:
    """The blocks of the element that follows a label's own; none where that is a label itself."""
    following = flow.behind(label)
    if following and label.element in with_ancestors(following[0].element):
        return _unlabelled(following)
    holder = _alone(flow, label)
    for beside in holder.itersiblings():
        _, end = flow.spans.get(beside, NOWHERE)
        told = flow.blocks[label.index + 1 : end][:MAX_VALUE_BLOCKS]
        value = list(filter(_has_words, told))
        if value:
            return _unlabelled(value)
    return []


def _has_words(block: Block) -> bool:
    """Whether a block is more than a sign, such as the colon that has a cell of its own."""
    return _WORD.search(block.text) is not None


def _unlabelled(value: list[Block]) -> list[Block]:
    """The blocks of a value before another label begins."""
    return list(takewhile(_is_no_label, value))


def _is_no_label(block: Block) -> bool:
    return not _labels_of(block)


def _alone(flow: Flow, block: Block) -> html.HtmlElement:
    """The outermost element that holds nothing but a block."""
    alone = block.element
    for parent in alone.iterancestors():
        if parent.tag in _ROWS or flow.count(parent) != 1:
            break
        alone = parent
    return alone


def widen(flow: Flow, records: list[Record]) -> None:
    """Let each record hold all of the element that stands for it alone: a heading with its link stands above labels."""
    starts = [record.start for record in records]
    for record in records:
        for holder in with_ancestors(flow.blocks[record.start].element):
            start, end = flow.spans.get(holder, (0, len(flow.blocks)))
            if holder.tag in _FRAMES or _count(starts, start, end) > 1:
                break
            if start <= record.start < record.end <= end:
                record.home = holder
            record.start, record.end = min(start, record.start), max(end, record.end)


def _count(starts: Sequence[int], start: int, end: int) -> int:
    """How many records begin within a range of blocks."""
    return bisect_left(starts, end) - bisect_left(starts, start)
