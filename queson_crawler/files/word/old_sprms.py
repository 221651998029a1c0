"""Changes to letters and paragraphs in files of Word 6 and 95, whose codes are single bytes, as Word 97 writes them.

Pure.
Codes and sizes: "Microsoft Word 6.0 Binary File Format", sprms.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import chain

from queson_crawler.files.word.sprms import Sprm

_ONE = chain((4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 24, 25, 29, 37, 44, 50, 51, 65, 66, 67, 71, 75), range(85, 93),
             (94, 98, 100, 102, 104, 117, 118, 119, 185, 186))  # fmt: skip
_TWO = chain((2, 16, 17, 18, 19, 21, 22, 26, 27, 28, 30, 31, 32, 33, 34, 35, 36), range(38, 44),
             (45, 46, 47, 48, 49, 69, 72, 80, 93, 96, 97, 99, 101, 107, 109, 110, 121, 122, 123, 124, 182, 183, 184,
              189, 195, 197, 198))  # fmt: skip
_FOUR = (20, 70, 192, 194, 196, 200)
_SIZES: dict[int, int] = {
    **dict.fromkeys(_ONE, 1), **dict.fromkeys(_TWO, 2), **dict.fromkeys(_FOUR, 4), 52: 0, 83: 0, 73: 3, 95: 3, 187: 12,
    193: 5, 199: 5,
}  # fmt: skip
"""Bytes of an operand, by code; others tell their own length."""
_LONG = (188, 190)
"""The widths of a table: their length takes two bytes, and counts one more than follow."""
_NUMBERS, _LEVEL = 12, 13
"""How the paragraphs of a list are numbered, and on which level one stands: 0 is none."""


def changes(block: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of the changes in a list, in their order; a torn list ends where it is torn."""
    at = 0
    while at < len(block):
        code = block[at]
        at += 1
        size = _SIZES.get(code)
        if code in _LONG:
            size = int.from_bytes(block[at : at + 2], "little") - 1
            at += 2
        elif size is None and at < len(block):
            size = block[at]
            at += 1
        told = max(size or 0, 0)
        operand = block[at : at + told]
        if len(operand) < told:
            return
        yield code, operand
        at += len(operand)


def translated(block: bytes, list_of: Callable[[bytes], int]) -> bytes:
    """A list of changes as Word 97 writes it; `list_of` gives the number of the list that is numbered in some way."""
    written: list[bytes] = []
    numbers, is_in_list = 0, True
    for code, operand in changes(block):
        if code in _SAME:
            for sprm, form in _SAME[code]:
                written.append(struct.pack("<H", sprm) + (operand + b"\0\0\0\0")[: struct.calcsize(form)])
        elif code == _SYMBOL and len(operand) >= 3:
            written.append(struct.pack("<H", Sprm.SYMBOL) + operand[:2] + bytes((operand[2], 0xF0)))
        elif code == _NUMBERS:
            numbers = list_of(operand)
        elif code == _LEVEL:
            is_in_list = operand != b"\0"
            if not is_in_list:
                written.append(struct.pack("<HH", Sprm.LIST, 0))
    if numbers and is_in_list:
        written.append(struct.pack("<HH", Sprm.LIST, numbers))
    return b"".join(written)


_SYMBOL = 74
_SAME: dict[int, tuple[tuple[Sprm, str], ...]] = {
    2: ((Sprm.PARAGRAPH_STYLE, "<H"),),
    24: ((Sprm.IN_TABLE, "<B"),),
    25: ((Sprm.ROW_END, "<B"),),
    65: ((Sprm.DELETED, "<B"),),
    80: ((Sprm.CHARACTER_STYLE, "<H"),),
    83: ((Sprm.PLAIN, "<B"),),
    92: ((Sprm.HIDDEN, "<B"),),
    93: ((Sprm.FONT_ASCII, "<H"), (Sprm.FONT_OTHER, "<H")),
}
"""What has the same operand in both."""
