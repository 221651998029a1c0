"""Pages whose file does not tell which letters its signs are, as those drawn with Type 3 fonts often do not. Pure."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.text import is_syllable

SAMPLE = 400
"""Letters of a page that are asked for."""
_WORD = re.compile(r"[^\W\d_]{2,40}")


def is_unmapped(text_page: pdfium.PdfTextPage, text: str) -> bool:
    """Whether most signs of a page stand for no letter that its file tells, and what PDFium says instead are no words:
    it goes by their numbers in the font, which may be those of letters or not."""
    count = min(text_page.count_chars(), SAMPLE)
    errors = [raw.FPDFText_HasUnicodeMapError(text_page.raw, index) for index in range(count)]
    if 2 * errors.count(1) <= count:
        return False
    words = _WORD.findall(text[:SAMPLE])
    known = sum(map(_is_syllable, words))
    return 2 * known <= len(words)


def _is_syllable(word: str) -> bool:
    return is_syllable(word.lower())
