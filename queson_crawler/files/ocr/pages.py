"""The pages of a scanned file as pictures. Pure, but for the memory it takes."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium

from queson_crawler.files.formats import Format, sniff
from queson_crawler.files.ocr.tesseract import DPI

MAX_PAGES = 50
"""Further pages of a scan are not read: the file is marked as cut."""
MAX_POINTS = 40_000_000
"""Of a picture; a larger page is drawn smaller."""
PICTURES = frozenset((Format.JPEG, Format.PNG, Format.TIFF, Format.BMP, Format.GIF, Format.WEBP))
_INCH = 72


def pictures_of(data: bytes) -> Iterator[bytes]:
    """One picture for each page, at most MAX_PAGES.

    Raises:
        pdfium.PdfiumError: no whole PDF.
    """
    if sniff(data) in PICTURES:
        yield data
        return
    with pdfium.PdfDocument(data) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            try:
                yield _drawn(page)
            finally:
                page.close()


def page_count(data: bytes) -> int:
    if sniff(data) in PICTURES:
        return 1
    with pdfium.PdfDocument(data) as document:
        return len(document)


def _drawn(page: pdfium.PdfPage) -> bytes:
    """A page in shades of grey, as PGM."""
    scale = DPI / _INCH
    points = page.get_width() * page.get_height() * scale * scale
    if points > MAX_POINTS:
        scale *= (MAX_POINTS / points) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bytes(bitmap.buffer)
        if bitmap.stride != bitmap.width:
            lines = range(0, bitmap.stride * bitmap.height, bitmap.stride)
            rows = b"".join([rows[at : at + bitmap.width] for at in lines])
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows
    finally:
        bitmap.close()
