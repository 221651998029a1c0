"""The piece table of DOC files: which stretches of the file make up the text, and in what order. Pure."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from queson_crawler.files.readings import MAX_CHARACTERS
from queson_crawler.files.word.fib import Document, Part, number
from queson_crawler.files.word.fields import without_codes
from queson_crawler.files.word.sprms import of_piece

MAX_PIECES = 100_000
_ONE_BYTE = 0x40000000
_LIST, _TABLE = b"\x01", b"\x02"
_HALVES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: its first position in the text and its place in the file. A letter takes `width` bytes."""

    start: int
    text: str
    at: int
    width: int
    changes: bytes

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def place(self, position: int) -> int:
        """Where in the file the letter of a position stands."""
        return self.at + (position - self.start) * self.width


class Pieces:
    """The text of all stories, blanks for the codes of fields, and where each letter of it stands in the file."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self.text = without_codes("".join([piece.text for piece in pieces]))

    def at(self, position: int) -> Piece:
        """The piece that holds a position."""
        return self._pieces[max(bisect_right(self._starts, position) - 1, 0)]

    def within(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """The pieces between two positions, each with the positions where its share begins and ends."""
        while start < end:
            piece = self.at(start)
            stop = min(end, piece.end)
            if stop <= start:
                return
            yield piece, start, stop
            start = stop


def pieces_of(document: Document) -> Pieces:
    """The pieces of a document, up to MAX_CHARACTERS letters.

    Raises:
        ValueError, struct.error: the table is damaged.
    """
    block = document.block(Part.PIECES)
    lists, at, count = piece_table(block)
    bounds = struct.unpack_from(f"<{count + 1}I", block, at)
    pieces: list[Piece] = []
    position = 0
    for index in range(count):
        length = min(bounds[index + 1], MAX_CHARACTERS) - bounds[index]
        _, place, modifier = struct.unpack_from("<HIH", block, at + 4 * (count + 1) + 8 * index)
        piece = _piece(document.main, position, place, max(length, 0), of_piece(modifier, lists))
        if piece.text:
            pieces.append(piece)
            position = piece.end
    if not pieces:
        pieces.append(Piece(0, "", 0, 1, b""))
    return Pieces(pieces)


def piece_table(block: bytes) -> tuple[list[bytes], int, int]:
    """The lists of changes before the piece table, where the table begins, and the number of its pieces."""
    lists: list[bytes] = []
    at = 0
    while block[at : at + 1] == _LIST:
        size = number(block, at + 1, "<H")
        lists.append(block[at + 3 : at + 3 + size])
        at += 3 + size
    if block[at : at + 1] != _TABLE:
        raise ValueError("no piece table")
    count = (number(block, at + 1) - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise ValueError(f"{count} pieces")
    return lists, at + 5, count


def _piece(main: bytes, start: int, place: int, length: int, changes: bytes) -> Piece:
    """A stretch of letters: a flag in its place says whether each takes one byte or two."""
    if place & _ONE_BYTE:
        first = (place & (_ONE_BYTE - 1)) // 2
        return Piece(start, western(main[first : first + length]), first, 1, changes)
    return Piece(start, _wide(main[place : place + 2 * length]), place, 2, changes)


def western(data: bytes) -> str:
    """Windows-1252, each byte one letter."""
    return data.decode("cp1252", "replace")


def _wide(data: bytes) -> str:
    """UTF-16, each pair of bytes one letter: what is beyond the first plane is no letter that is read here."""
    text = data.decode("utf-16-le", "replace")
    if len(text) == len(data) // 2:
        return text
    units = struct.unpack_from(f"<{len(data) // 2}H", data)
    return "".join(map(chr, units)).translate(_HALVES)
