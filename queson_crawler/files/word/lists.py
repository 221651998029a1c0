"""Numbers and signs of lists in DOC files, which stand nowhere in the text: "Điều 3." Pure.

[MS-DOC] 2.9.147 (LSTF), 2.9.150 (LVL), 2.9.131 (LFO).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from queson_crawler.files.numbering import LEVELS, MAX_START, Counts, Level
from queson_crawler.files.word.fib import Document, Part, number

MAX_LISTS, MAX_TEXT = 4096, 200
_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
_SIMPLE = 1


@dataclass(slots=True)
class Lists:
    """The lists of a document; each paragraph of one takes the next number."""

    levels: dict[int, list[Level]] = field(default_factory=dict)
    """By the id of a list."""
    overrides: list[tuple[int, dict[int, int]]] = field(default_factory=list)
    """The id of a list, and the numbers with which its levels start anew."""
    counts: Counts = field(default_factory=Counts)
    begun: set[int] = field(default_factory=set)
    restarts: bool = False
    """Whether a list ends with the first paragraph that is not of it."""

    def leave(self) -> None:
        """A paragraph is of no list."""
        if self.restarts:
            self.counts = Counts()

    def next(self, override: int, level: int) -> tuple[str, bytes]:
        """What stands before the next paragraph of a list (numbered from 1), and the changes to its letters."""
        if not 0 < override <= len(self.overrides):
            return "", b""
        list_id, starts = self.overrides[override - 1]
        levels = self.levels.get(list_id, [])
        level = min(level, len(levels) - 1)
        if level < 0:
            return "", b""
        if override not in self.begun:
            self.begun.add(override)
            self.counts.start_anew(list_id, starts)
        return self.counts.next(list_id, levels, level), levels[level].changes


def lists_of(document: Document) -> Lists:
    """The lists of a document; of damaged ones what comes before the damage."""
    lists = Lists()
    try:
        _read_levels(document, lists)
        _read_overrides(document, lists)
    except (struct.error, IndexError):
        pass
    return lists


def _read_levels(document: Document, lists: Lists) -> None:
    """The heads of the lists stand in one block, their levels right behind it."""
    start, length = document.place(Part.LISTS)
    if not length:
        return
    table, at = document.table, start + length
    for index in range(min(number(table, start, "<H"), MAX_LISTS)):
        head = start + 2 + _LIST * index
        list_id, simple = number(table, head), table[head + 26] & _SIMPLE
        levels: list[Level] = []
        for _ in range(1 if simple else LEVELS):
            level, at = _level(table, at)
            levels.append(level)
        lists.levels[list_id] = levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """One level, and where the next begins."""
    start, form = number(table, at), table[at + 4]
    letters, paragraph = table[at + 24], table[at + 25]
    at += _LEVEL + paragraph
    changes = table[at : at + letters]
    at += letters
    length = number(table, at, "<H")
    text = table[at + 2 : at + 2 + 2 * min(length, MAX_TEXT)].decode("utf-16-le", "replace")
    return Level(min(start, MAX_START), form, text, changes), at + 2 + 2 * length


def _read_overrides(document: Document, lists: Lists) -> None:
    start, length = document.place(Part.LIST_OVERRIDES)
    if not length:
        return
    table = document.table
    count = min(number(table, start), MAX_LISTS)
    at = start + 4 + _OVERRIDE * count
    for index in range(count):
        head = start + 4 + _OVERRIDE * index
        starts: dict[int, int] = {}
        lists.overrides.append((number(table, head), starts))
        at += 4
        for _ in range(min(table[head + 12], LEVELS)):
            at = _read_override(table, at, starts)


def _read_override(table: bytes, at: int, starts: dict[int, int]) -> int:
    """The number with which one level starts anew, if it does; where the next override begins."""
    first, flags = struct.unpack_from("<II", table, at)
    at += 8
    level, restarts, reformats = flags & 0xF, flags & 0x10, flags & 0x20
    if reformats:
        changed, at = _level(table, at)
        first = changed.start
    if restarts and level < LEVELS:
        starts[level] = min(first, MAX_START)
    return at
