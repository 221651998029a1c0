"""The head of a DOC file (FIB): where its parts are, and how long each of its texts is. Pure."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from enum import IntEnum

import olefile

from archive.records import FileState
from queson_crawler.files.binary import stream_of
from queson_crawler.files.readings import Unreadable

WORD_97 = 0xC1
"""The first version of the format (nFib) with a piece table."""
_VERSION, _FLAGS, _LENGTHS, _PARTS = 2, 0x0A, 0x4C, 0x9A
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200


class Part(IntEnum):
    """Parts of the table stream, by their number in FibRgFcLcb97."""

    STYLES = 1
    HEADER_STORIES = 11
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    LISTS = 73
    LIST_OVERRIDES = 74


class Story(IntEnum):
    """The texts of a document, in the order in which they follow each other."""

    MAIN = 0
    FOOTNOTES = 1
    HEADERS = 2
    MACROS = 3
    COMMENTS = 4
    ENDNOTES = 5
    BOXES = 6
    HEADER_BOXES = 7


@dataclass(frozen=True, slots=True)
class Document:
    """The two streams of a DOC file."""

    main: bytes
    table: bytes

    @property
    def version(self) -> int:
        return number(self.main, _VERSION, "<H")

    def place(self, part: Part) -> tuple[int, int]:
        """Where a part begins in the table stream, and its length in bytes."""
        at, length = struct.unpack_from("<II", self.main, _PARTS + 8 * part)
        return at, length

    def block(self, part: Part) -> bytes:
        at, length = self.place(part)
        return self.table[at : at + length]

    def span(self, story: Story) -> tuple[int, int]:
        """The first position of a story in the text of all, and the one behind its last."""
        lengths = struct.unpack_from(f"<{len(Story)}I", self.main, _LENGTHS)
        start = sum(lengths[:story])
        return start, start + lengths[story]


def number(data: bytes, at: int, form: str = "<I") -> int:
    """One number at a place.

    Raises:
        struct.error: the place lies outside.
    """
    (value,) = struct.unpack_from(form, data, at)
    return int(value)


def opened(data: bytes) -> Document:
    """The streams of a DOC file.

    Raises:
        Unreadable: encrypted.
        struct.error: too short to be a document.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        main = container.openstream("WordDocument").read()
        flags = number(main, _FLAGS, "<H")
        if flags & _ENCRYPTED:
            raise Unreadable(FileState.ENCRYPTED, "it needs a password")
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        table = stream_of(container, name)
    return Document(main, table)
