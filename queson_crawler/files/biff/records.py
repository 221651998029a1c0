"""The records of an XLS file, one after the other, and the strings in them. Pure. [MS-XLS] 2.1.4, 2.5.293."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MAX_RECORDS = 2_000_000
_HEAD = struct.Struct("<HH")
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


class Kind(IntEnum):
    """Records that are of use."""

    FORMULA = 0x0006
    END = 0x000A
    FONT = 0x0031
    CONTINUE = 0x003C
    OBJECT = 0x005D
    SHEET = 0x0085
    NUMBERS = 0x00BD
    RICH_STRING = 0x00D6
    FORMAT = 0x00E0
    SHARED_STRINGS = 0x00FC
    SHARED_STRING = 0x00FD
    TEXT_OBJECT = 0x01B6
    NUMBER = 0x0203
    STRING = 0x0204
    SMALL_NUMBER = 0x027E
    FORMULA_OLD = 0x0406
    NUMBER_FORMAT = 0x041E
    START = 0x0809
    CHART_SERIES = 0x1003
    CHART_WORDS = 0x100D
    CHART_TEXT = 0x1025


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, where it stands in the stream, its data and those of the records that continue it."""

    kind: int
    at: int
    parts: list[bytes]

    @property
    def data(self) -> bytes:
        return self.parts[0]

    def numbers(self, form: str, at: int = 0) -> tuple[int, ...]:
        """Numbers at a place of the data.

        Raises:
            struct.error: the record is too short.
        """
        return struct.unpack_from(form, self.data, at)


@dataclass(frozen=True, slots=True)
class Rich:
    """A string, and where in it other fonts begin: (position, number of the font)."""

    text: str
    fonts: tuple[tuple[int, int], ...] = ()


def records(stream: bytes) -> Iterator[Record]:
    """The records, those that continue another joined to it; a torn end is left out."""
    last: Record | None = None
    at = count = 0
    while at + _HEAD.size <= len(stream) and count < MAX_RECORDS:
        kind, length = _HEAD.unpack_from(stream, at)
        data = stream[at + _HEAD.size : at + _HEAD.size + length]
        if kind == Kind.CONTINUE and last is not None:
            last.parts.append(data)
        else:
            if last is not None:
                yield last
            last = Record(kind, at, [data])
        at += _HEAD.size + length
        count += 1
    if last is not None:
        yield last


class Strings:
    """Strings out of a record and those that continue it: letters go on there behind a byte that tells their width."""

    def __init__(self, parts: list[bytes], at: int = 0) -> None:
        self._parts = parts
        self._part = 0
        self._at = at

    @property
    def ended(self) -> bool:
        return self._part >= len(self._parts) - 1 and self._at >= len(self._parts[-1])

    def number(self, size: int) -> int:
        return int.from_bytes(self._bytes(size), "little")

    def rich(self) -> Rich:
        """The next string with the fonts in it."""
        length, flags = self.number(2), self.number(1)
        runs = self.number(2) if flags & _RICH else 0
        extension = self.number(4) if flags & _EXTENDED else 0
        text = self.letters(length, flags)
        fonts: list[tuple[int, int]] = []
        for _ in range(runs):
            fonts.append((self.number(2), self.number(2)))
        self._bytes(extension)
        return Rich(text, tuple(fonts))

    def letters(self, count: int, flags: int) -> str:
        """A number of letters; `flags` tells whether each takes one byte or two."""
        read: list[str] = []
        while count > 0 and not self.ended:
            if self._at >= len(self._parts[self._part]):
                self._next_part()
                flags = self.number(1)
            width = 2 if flags & _WIDE else 1
            data = self._parts[self._part][self._at : self._at + count * width]
            read.append(data.decode("utf-16-le" if flags & _WIDE else "latin-1", "replace"))
            self._at += len(data) + len(data) % width
            count -= max(len(data) // width, 1)
        return "".join(read)

    def _bytes(self, count: int) -> bytes:
        read = b""
        while count > len(read) and not self.ended:
            if self._at >= len(self._parts[self._part]):
                self._next_part()
            data = self._parts[self._part][self._at : self._at + count - len(read)]
            read += data
            self._at += len(data)
        return read

    def _next_part(self) -> None:
        self._part += 1
        self._at = 0
