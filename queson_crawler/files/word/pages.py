"""Pages of properties (FKPs) in DOC files: which places of the file have which properties. Pure."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Generic, TypeVar

from queson_crawler.files.word.fib import Document, Part, number

PAGE = 512
"""Bytes of a page."""
MAX_PAGES, MAX_RUNS, MAX_SPANS = 50_000, 101, 1_000_000
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Spans(Generic[_Value]):
    """Places where stretches begin, in order, and what holds in each."""

    starts: list[int] = field(default_factory=list)
    values: list[_Value] = field(default_factory=list)

    def at(self, place: int, usual: _Value) -> _Value:
        """What holds at a place; what is usual where nothing began before it."""
        index = bisect_right(self.starts, place) - 1
        return self.values[index] if index >= 0 else usual

    def between(self, first: int, last: int) -> list[int]:
        """The places behind `first` and before `last` where something else begins to hold."""
        return self.starts[bisect_right(self.starts, first) : bisect_right(self.starts, last - 1)]


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph says of itself: the number of its style, and its changes to that."""

    style: int = 0
    changes: bytes = b""


def characters(document: Document) -> Spans[bytes]:
    """The changes that runs of letters bring along."""
    return spans(document, _page_numbers(document, Part.CHARACTER_PAGES), 1, of_run)


def paragraphs(document: Document) -> Spans[Look]:
    """The looks of paragraphs."""
    return spans(document, _page_numbers(document, Part.PARAGRAPH_PAGES), 13, _of_paragraph)


def spans(
    document: Document, numbers: Iterable[int], width: int, read: Callable[[bytes, int], _Value]
) -> Spans[_Value]:
    """What pages with some numbers say; in each, `width` bytes tell where the properties of a stretch stand."""
    found: list[tuple[int, _Value]] = []
    for page in numbers:
        block = document.main[page * PAGE : (page + 1) * PAGE]
        if len(block) == PAGE and len(found) < MAX_SPANS:
            found += _of_page(block, width, read)
    found.sort(key=itemgetter(0))
    return Spans([start for start, _ in found], [value for _, value in found])


def _page_numbers(document: Document, part: Part) -> tuple[int, ...]:
    bins = document.block(part)
    count = min((len(bins) - 4) // 8, MAX_PAGES, len(document.main) // PAGE)
    if count <= 0:
        return ()
    return struct.unpack_from(f"<{count}I", bins, 4 * ((len(bins) - 4) // 8 + 1))


def _of_page(block: bytes, width: int, read: Callable[[bytes, int], _Value]) -> Iterator[tuple[int, _Value]]:
    runs = min(block[PAGE - 1], MAX_RUNS)
    for run in range(runs):
        offset = 4 * (runs + 1) + width * run
        if offset < PAGE:
            yield number(block, 4 * run), read(block, 2 * block[offset])


def of_run(block: bytes, at: int) -> bytes:
    """The changes of letters at a place of a page."""
    if not at or at >= PAGE - 1:
        return b""
    return block[at + 1 : at + 1 + block[at]]


def _of_paragraph(block: bytes, at: int) -> Look:
    if not at or at >= PAGE - 3:
        return Look()
    size = 2 * block[at] - 1
    at += 1
    if size < 0:
        size = 2 * block[at]
        at += 1
    return Look(int.from_bytes(block[at : at + 2], "little"), block[at + 2 : at + size])
