"""Numbers and signs of lists in DOC files, which stand nowhere in the text: "Điều 3." Pure.

[MS-DOC] 2.9.147 (LSTF), 2.9.150 (LVL), 2.9.131 (LFO).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from queson_crawler.files.word.fib import Document, Part, number

MAX_LISTS, MAX_TEXT, LEVELS = 4096, 200, 9
_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
_SIMPLE = 1
_BULLET, _NONE = 23, 255
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers are written, the text round them, changes to its letters.
    A letter of the text below nine stands for the number of that level."""

    start: int
    form: int
    text: str
    changes: bytes


@dataclass(slots=True)
class Lists:
    """The lists of a document; each paragraph of one takes the next number."""

    levels: dict[int, list[Level]] = field(default_factory=dict)
    """By the id of a list."""
    overrides: list[tuple[int, dict[int, int]]] = field(default_factory=list)
    """The id of a list, and the numbers with which its levels start anew."""
    counts: dict[int, list[int | None]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)

    def next(self, override: int, level: int) -> tuple[str, bytes]:
        """What stands before the next paragraph of a list (numbered from 1), and the changes to its letters."""
        if not 0 < override <= len(self.overrides):
            return "", b""
        list_id, starts = self.overrides[override - 1]
        levels = self.levels.get(list_id, [])
        level = min(level, len(levels) - 1)
        if level < 0:
            return "", b""
        counts = self.counts.setdefault(list_id, [None] * LEVELS)
        if override not in self.begun:
            self.begun.add(override)
            for index, start in starts.items():
                counts[index] = start - 1
        _count(counts, levels, level)
        return _written(levels, counts, level), levels[level].changes


def _count(counts: list[int | None], levels: list[Level], level: int) -> None:
    """The next number on a level; those below start anew."""
    before = counts[level]
    counts[level] = levels[level].start if before is None else before + 1
    for upper in range(level):
        if counts[upper] is None:
            counts[upper] = levels[upper].start
    for lower in range(level + 1, LEVELS):
        counts[lower] = None


def _written(levels: list[Level], counts: list[int | None], level: int) -> str:
    written: list[str] = []
    for letter in levels[level].text:
        index = ord(letter)
        if index >= LEVELS:
            written.append(letter)
        elif index < len(levels):
            written.append(_number(counts[index] or 0, levels[index].form))
    return "".join(written)


def _number(value: int, form: int) -> str:
    write = _FORMS.get(form, str)
    return write(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for size, sign in _ROMAN:
        written += sign * (value // size)
        value %= size
    return written


def _letter(value: int) -> str:
    if value < 1:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * min(1 + (value - 1) // 26, 5)


def _nothing(value: int) -> str:
    return ""


def _capital_roman(value: int) -> str:
    return _roman(value).upper()


def _capital_letter(value: int) -> str:
    return _letter(value).upper()


def _two_digits(value: int) -> str:
    return f"{value:02}"


_FORMS: dict[int, Callable[[int], str]] = {
    1: _capital_roman, 2: _roman, 3: _capital_letter, 4: _letter, 22: _two_digits, _BULLET: _nothing, _NONE: _nothing,
}  # fmt: skip


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
    return Level(min(start, 1 << 20), form, text, changes), at + 2 + 2 * length


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
        starts[level] = min(first, 1 << 20)
    return at
