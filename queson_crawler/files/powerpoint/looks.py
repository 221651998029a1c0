"""How the letters of a text in a PPT file look: in runs, or by the master of the slides. Pure.

[MS-PPT] 2.9.20 (TextPFException), 2.9.14 (TextCFException): a mask tells which fields follow; here as tables.
"""

from __future__ import annotations

import struct

# (bits of the mask, bytes of the field), in the order of the fields.
_OF_PARAGRAPHS: tuple[tuple[int, int], ...] = (
    (0xF, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2),
    (1 << 14, 2), (1 << 8, 2), (1 << 10, 2), (1 << 15, 2), (1 << 20, -1), (1 << 16, 2), (7 << 17, 2), (1 << 21, 2),
)  # fmt: skip
_OF_LETTERS: tuple[tuple[int, int], ...] = (
    (0x3EB7, 2), (1 << 16, 2), (1 << 21, 2), (1 << 22, 2), (1 << 23, 2), (1 << 17, 2), (1 << 18, 4), (1 << 19, 2),
)  # fmt: skip
_TYPEFACE = 1 << 16
_TABS = -1
"""Places of tabs: their number, and four bytes each."""
MAX_LEVELS = 5
_LEVELS_NUMBERED = 5
"""From this kind of text on, the looks of a master name their levels."""


class _Fields:
    """Fields one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def ended(self) -> bool:
        return self._at >= len(self._data)

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(value)

    def skip_paragraph(self) -> None:
        self._skip(self.number("<I"), _OF_PARAGRAPHS)

    def font(self) -> int | None:
        """The font that the look of some letters names."""
        mask = self.number("<I")
        at, font = self._at, None
        if mask & _TYPEFACE:
            before = 2 if mask & _OF_LETTERS[0][0] else 0
            (font,) = struct.unpack_from("<H", self._data, at + before)
        self._skip(mask, _OF_LETTERS)
        return font

    def _skip(self, mask: int, fields: tuple[tuple[int, int], ...]) -> None:
        for bits, size in fields:
            if mask & bits and size == _TABS:
                tabs = self.number("<H")
                self._at += 4 * tabs
            elif mask & bits:
                self._at += size


def fonts_of_runs(data: bytes, length: int) -> list[tuple[int, int | None]]:
    """(letters, number of the font or None) of the runs of a text of some length, as far as they are whole."""
    fields = _Fields(data)
    runs: list[tuple[int, int | None]] = []
    try:
        told = 0
        while told <= length and not fields.ended:
            told += fields.number("<I")
            fields.number("<H")
            fields.skip_paragraph()
        while not fields.ended:
            count = fields.number("<I")
            runs.append((count, fields.font()))
    except struct.error:
        pass
    return runs


def font_of_master(data: bytes, text_kind: int) -> int | None:
    """The font of the outermost level in the looks of a master for one kind of text."""
    fields = _Fields(data)
    try:
        if not fields.number("<H"):
            return None
        if text_kind >= _LEVELS_NUMBERED:
            fields.number("<H")
        fields.skip_paragraph()
        return fields.font()
    except struct.error:
        return None
