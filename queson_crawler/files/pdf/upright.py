"""Pages whose text lies on its side, or stands on its head, where they are opened: turned until it stands upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

SAMPLE = 80
"""Letters of a page by which it is told how its text stands, spread over the page."""
MOST = 0.6
"""The share of them that has to stand alike: a seal or a margin may be turned otherwise."""
_QUARTER = math.pi / 2


def turn_upright(page: pdfium.PdfPage) -> None:
    """Turn a page, in memory, so that most of its text stands upright: in another position PDFium takes the lines of a
    column for columns of lines."""
    text_page = page.get_textpage()
    try:
        turned = _usual_turn(text_page)
    finally:
        text_page.close()
    if turned is not None and turned != page.get_rotation():
        page.set_rotation(turned)


def _usual_turn(text_page: pdfium.PdfTextPage) -> int | None:
    """By how many degrees a page has to be turned clockwise for most of its letters to stand upright; None where they
    stand in many ways, or there are none."""
    count = text_page.count_chars()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(count // SAMPLE, 1)):
        turn = _turn_of(text_page, index)
        if turn is not None:
            turns[turn] += 1
    if not turns:
        return None
    usual, often = turns.most_common(1)[0]
    return usual if often >= MOST * sum(turns.values()) else None


def _turn_of(text_page: pdfium.PdfTextPage, index: int) -> int | None:
    """The same of one letter; None of what is none, or stands askew."""
    if chr(raw.FPDFText_GetUnicode(text_page, index)).isspace():
        return None
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        return None
    if not matrix.a and not matrix.b:
        return None
    quarters = math.atan2(matrix.b, matrix.a) / _QUARTER
    if abs(quarters - round(quarters)) > 0.1:
        return None
    return round(quarters) % 4 * 90
