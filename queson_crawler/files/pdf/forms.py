"""What was filled into the fields of a PDF's forms, which is no text of its pages. Pure."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from queson_crawler.files.readings import Run

MAX_FIELDS, MAX_VALUE = 1_000, 10_000
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def values_of(page: pdfium.PdfPage) -> Iterator[Run]:
    """The texts in the fields of a page, each a line of its own, in the order of the file."""
    count = min(raw.FPDFPage_GetAnnotCount(page), MAX_FIELDS)
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            text = _value(annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        if text:
            yield Run(f"\n{text}")


def _value(annotation: ctypes.c_void_p) -> str:
    """The text of one field that is shown; "" where there is none."""
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET:
        return ""
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return ""
    if _string(annotation, b"FT") not in ("Tx", "Ch", ""):
        return ""
    return " ".join(_string(annotation, b"V").split())


def _string(annotation: ctypes.c_void_p, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 2 * MAX_VALUE:
        return ""
    letters = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, letters, size)
    return bytes(letters)[: size - 2].decode("utf-16-le", "replace")
