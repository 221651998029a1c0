"""The letters of a PDF page one by one: the font of each, and the spaces that stand between pieces of text. Pure."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.readings import Run

MAX_OBJECTS = 50_000
"""Of a page with more pieces no spaces are looked for."""
_HYPHENS = frozenset((0x02, 0xFFFE))
"""What PDFium makes of a soft hyphen where a line ends, and leaves out that end: in TCVN3 fonts it is the letter ư."""
_HYPHEN, _SOFT_HYPHEN = 0x2D, 0xAD
"""PDF's own encoding for Windows takes the second for the first."""
_NO_LETTER = 0xFFFF


@dataclass(slots=True)
class Spaces:
    """Pieces of text that are nothing but a space. PDFium leaves them out and goes by distances, which
    is too short in lines that were set tight."""

    before: dict[int, int] = field(default_factory=dict)
    """The piece behind a space -> the piece before it."""

    def between(self, piece: int, following: int) -> bool:
        return self.before.get(following) == piece


def spaces_of(page: pdfium.PdfPage) -> Spaces:
    """The spaces of a page."""
    spaces = Spaces()
    last, blank = 0, False
    bounds = [ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()]
    count = raw.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        return spaces
    for index in range(count):
        piece = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        raw.FPDFPageObj_GetBounds(piece, *bounds)
        if bounds[0].value == bounds[2].value:
            blank = True
            continue
        address = _address(piece)
        if blank:
            spaces.before[address] = last
        last, blank = address, False
    return spaces


def _address(piece: Any) -> int:
    return ctypes.cast(piece, ctypes.c_void_p).value or 0


class Letters:
    """The letters of a page, by their numbers."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._page = text_page
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._font = ""

    def font(self, index: int, code: int) -> str:
        """The name of a letter's font; made-up spaces and line ends have that of the letter before."""
        length = raw.FPDFText_GetFontInfo(self._page.raw, index, self._name, 128, self._flags)
        if 0 < length <= 128 and (code > ord(" ") or code in _HYPHENS):
            self._font = self._name.raw[: length - 1].decode("utf-8", "replace")
        return self._font

    def is_tall(self, index: int) -> bool:
        """Whether a letter is no dash: it is nearly as high as wide."""
        left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharBox(self._page.raw, index, left, right, bottom, top)
        return top.value - bottom.value > 0.7 * (right.value - left.value) > 0

    def piece(self, index: int) -> int:
        """The piece of text that a letter belongs to; 0 for a made-up space."""
        return _address(raw.FPDFText_GetTextObject(self._page.raw, index))


def runs_of(text_page: pdfium.PdfTextPage, spaces: Spaces, *, with_fonts: bool) -> Iterator[Run]:
    """The letters of a page in runs of one font, with the spaces between its pieces."""
    for font, same in groupby(_pieces_of(text_page, spaces, with_fonts), key=itemgetter(0)):
        yield Run("".join([text for _, text in same]), font)


def _pieces_of(text_page: pdfium.PdfTextPage, spaces: Spaces, with_fonts: bool) -> Iterator[tuple[str, str]]:
    """(font, text) of each letter, and of the spaces before some."""
    letters = Letters(text_page)
    font, last_piece = "", 0
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page.raw, index)
        if with_fonts:
            font = letters.font(index, code)
        if spaces.before:
            piece = letters.piece(index)
            if spaces.between(last_piece, piece):
                yield font, " "
            last_piece = piece
        if code == _HYPHEN and encoding_of(font) and letters.is_tall(index):
            code = _SOFT_HYPHEN
        yield font, _letter(code)
        if code in _HYPHENS and encoding_of(font):
            yield font, "\n"


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return "\xad"
    is_half = 0xD800 <= code < 0xE000
    if is_half or code in (0, _NO_LETTER) or code > sys.maxunicode:
        return ""
    return chr(code)
