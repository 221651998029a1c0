"""Properties of text in DOC files: lists of single changes (sprms), each a code and an operand. Pure.

Codes: [MS-DOC] 2.6.1 (characters) and 2.6.2 (paragraphs).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum

from queson_crawler.files.binary import item


class Sprm(IntEnum):
    """The changes that bear on what is read."""

    DELETED = 0x0800
    HIDDEN = 0x083C
    CHARACTER_STYLE = 0x4A30
    PLAIN = 0x2A33
    FONT_ASCII = 0x4A4F
    FONT_OTHER = 0x4A51
    SYMBOL = 0x6A09
    PARAGRAPH_STYLE = 0x4600
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    INNER_CELL_END = 0x244B
    INNER_ROW_END = 0x244C
    LIST_LEVEL = 0x260A
    LIST = 0x460B


Properties = dict[int, int]
"""The value of each property that was set, by its code."""
KEPT = frozenset(Sprm)
TOGGLES = frozenset((Sprm.DELETED, Sprm.HIDDEN))
AS_STYLE, NOT_AS_STYLE = 0x80, 0x81
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of an operand, by the upper three bits of the code; 6 tells its own length."""
_FORMS = {1: "<B", 2: "<H", 4: "<I"}
_LONG = 0xD608
"""The widths of a table (sprmTDefTable): their length takes two bytes."""
_SHORT_CODES = {0x41: Sprm.DELETED, 0x5C: Sprm.HIDDEN, 0x18: Sprm.ROW_END}
"""What a piece of text may say in one byte ([MS-DOC] 2.9.214, Prm0)."""


def changes(block: bytes) -> Iterator[tuple[int, int]]:
    """(code, operand) of the changes in a list that are of use, in their order; a torn list ends where it is torn."""
    at = 0
    while at + 2 < len(block):
        code = block[at] | block[at + 1] << 8
        at += 2
        size = _size(block, at, code)
        if code in KEPT and at + size <= len(block):
            yield code, struct.unpack_from(_FORMS[size], block, at)[0]
        at += size


def _size(block: bytes, at: int, code: int) -> int:
    size = _SIZES.get(code >> 13)
    if size is not None:
        return size
    if code == _LONG:
        return 1 + int.from_bytes(block[at : at + 2], "little")
    return 1 + block[at]


def of_piece(modifier: int, lists: list[bytes]) -> bytes:
    """The changes that a piece of text brings along: one of the lists before the table, or a single short one."""
    if modifier & 1:
        return item(lists, modifier >> 1, b"")
    code = _SHORT_CODES.get(modifier >> 1 & 0x7F)
    if code is None:
        return b""
    return struct.pack("<HB", code, modifier >> 8)
