"""Text of DOC files (Word 95 to 2003), with the fonts of its runs. Pure.

Read here because no kept Python library does; antiword and catdoc, which do, know nothing of fonts and are not
everywhere. Structures and offsets: [MS-DOC] 2.5 (FIB), 2.8.35 (piece table), 2.9.33 (ChpxFkp), 2.9.76 (font names).
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import olefile

from archive.records import FileState
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, Run, Unreadable
from queson_crawler.text import detect_legacy

MAX_PIECES, MAX_PAGES, MAX_RUNS = 100_000, 50_000, 101
PAGE = 512
"""Bytes of a page of properties."""
WORD_97 = 0xC1
"""The first version of the format (nFib) with a piece table."""
_FONT = 0x4A4F
"""The property (sprmCRgFtc0) that names the font of a run."""
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15|\x15")
_LINES = str.maketrans(
    {"\x0b": "\n", "\x0c": "\r", "\x1e": "-", "\x1f": "", "\xa0": " ", **dict.fromkeys("\x01\x02\x03\x04\x05\x08", "")}
)
Spans = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text and where it stands in the file; each letter takes `width` bytes."""

    text: str
    at: int
    width: int


def read_word97(data: bytes) -> Extract:
    """The paragraphs of a DOC file, table rows as one line.

    Raises:
        Unreadable: encrypted, damaged.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        main = container.openstream("WordDocument").read()
        flags = _number(main, 0x0A, "<H")
        if flags & 0x0100:
            raise Unreadable(FileState.ENCRYPTED, "it needs a password")
        name = "1Table" if flags & 0x0200 else "0Table"
        table = container.openstream(name).read() if container.exists(name) else b""
    try:
        pieces = list(_pieces(main, table))
        fonts, spans = _fonts(main, table), _font_spans(main, table)
    except (struct.error, ValueError, IndexError) as error:
        raise Unreadable(FileState.BROKEN, f"its tables are damaged: {error}"[:200]) from error
    return Extract(list(_paragraphs(_runs(pieces, fonts, spans))))


def _number(data: bytes, at: int, form: str = "<I") -> int:
    (value,) = struct.unpack_from(form, data, at)
    return int(value)


def _block(main: bytes, table: bytes, place: int) -> bytes:
    """The part of the table stream that the FIB names at `place`."""
    at, length = struct.unpack_from("<II", main, place)
    return table[at : at + length]


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    if _number(main, 2, "<H") < WORD_97:
        start, end = struct.unpack_from("<II", main, 0x18)
        yield _Piece(main[start:end].decode("cp1252", "replace"), start, 1)
        return
    clx = _block(main, table, 0x01A2)
    at, count = _piece_table(clx)
    bounds = struct.unpack_from(f"<{count + 1}I", clx, at)
    last = _number(main, 0x4C)  # what follows are footnotes, headers and the like
    for number, start in enumerate(bounds[:-1]):
        length = min(bounds[number + 1], last, MAX_CHARACTERS) - start
        place = _number(clx, at + 4 * (count + 1) + 8 * number + 2)
        if length > 0:
            yield _piece(main, place, length)


def _piece_table(clx: bytes) -> tuple[int, int]:
    """Where the piece table begins, and the number of its pieces."""
    at = 0
    while clx[at : at + 1] == b"\x01":
        at += 3 + _number(clx, at + 1, "<H")
    if clx[at : at + 1] != b"\x02":
        raise ValueError("no piece table")
    count = (_number(clx, at + 1) - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise ValueError(f"{count} pieces")
    return at + 5, count


def _piece(main: bytes, place: int, length: int) -> _Piece:
    """A stretch of letters: a flag in its place says whether each takes one byte or two."""
    if place & 0x40000000:
        first = (place & 0x3FFFFFFF) // 2
        return _Piece(main[first : first + length].decode("cp1252", "replace"), first, 1)
    return _Piece(main[place : place + 2 * length].decode("utf-16-le", "replace"), place, 2)


def _fonts(main: bytes, table: bytes) -> list[str]:
    """The names in the font table."""
    if _number(main, 2, "<H") < WORD_97:
        return []
    block, at = _block(main, table, 0x0112), 4
    names: list[str] = []
    while at + 40 < len(block) and len(names) < 1000:
        end = at + 1 + block[at]
        names.append(block[at + 40 : end].decode("utf-16-le", "replace").partition("\0")[0])
        at = end
    return names


def _font_spans(main: bytes, table: bytes) -> Spans:
    """Where in the file each run begins, in order, and the number of its font (-1: that of its style)."""
    spans: list[tuple[int, int]] = []
    for page in _font_pages(main, table):
        block = main[page * PAGE : (page + 1) * PAGE]
        if len(block) < PAGE:
            continue
        runs = block[PAGE - 1]
        for run in range(min(runs, MAX_RUNS)):
            start = _number(block, 4 * run)
            spans.append((start, _font_of(block, 2 * block[4 * (runs + 1) + run])))
    spans.sort(key=itemgetter(0))
    return [start for start, _ in spans], [font for _, font in spans]


def _font_pages(main: bytes, table: bytes) -> tuple[int, ...]:
    """The numbers of the pages that hold the properties of runs."""
    if _number(main, 2, "<H") < WORD_97:
        return ()
    bins = _block(main, table, 0x00FA)
    count = min((len(bins) - 4) // 8, MAX_PAGES)
    if count <= 0:
        return ()
    return struct.unpack_from(f"<{count}I", bins, 4 * (count + 1))


def _font_of(block: bytes, at: int) -> int:
    if not at or at >= 511:
        return -1
    end = min(at + 1 + block[at], 511)
    at += 1
    while at + 4 <= end:
        code = _number(block, at, "<H")
        if code == _FONT:
            return _number(block, at + 2, "<H")
        size = _OPERANDS.get(code >> 13)
        at += 2 + (block[at + 2] + 1 if size is None else size)
    return -1


def _runs(pieces: list[_Piece], fonts: list[str], spans: Spans) -> Iterator[Run]:
    """The text in runs of one font. A run that names none has that of its style: where the words are of an old
    encoding, a font of that encoding."""
    starts, numbers = spans
    usual = _usual_font(pieces, fonts)
    named = dict(enumerate(fonts))
    for piece in pieces:
        end = piece.at + len(piece.text) * piece.width
        first, last = bisect_right(starts, piece.at), bisect_right(starts, end - 1)
        cuts = [piece.at, *starts[first:last], end]
        for number, (start, stop) in enumerate(pairwise(cuts), first - 1):
            text = piece.text[(start - piece.at) // piece.width : (stop - piece.at) // piece.width]
            if 0 <= number < len(numbers):
                yield Run(text, named.get(numbers[number], usual))
            else:
                yield Run(text, usual)


def _usual_font(pieces: list[_Piece], fonts: list[str]) -> str:
    encoding = detect_legacy("".join([piece.text for piece in pieces]))
    if encoding:
        for name in fonts:
            if encoding_of(name) == encoding:
                return name
    return ""


def _paragraphs(runs: Iterator[Run]) -> Iterator[list[Run]]:
    """The runs between two ends of a paragraph or of a table row; those without words are left out."""
    done: list[Run] = []
    for run in runs:
        text = _FIELD.sub("", run.text).translate(_LINES)
        # A cell ends with \\x07, and so does its row: two in a row are the end of one.
        first, *others = text.replace("\x07\x07", "\r").replace("\x07", " | ").split("\r")
        done.append(Run(first, run.font))
        for part in others:
            if _has_words(done):
                yield done
            done = [Run(part, run.font)]
    if _has_words(done):
        yield done


def _has_words(runs: list[Run]) -> bool:
    return any(run.text.strip(" |") for run in runs)
