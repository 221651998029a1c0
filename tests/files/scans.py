"""Scans made from known text: pages drawn by PDFium at 200 points per inch, with noise, skew and stamps to order."""

from __future__ import annotations

import ctypes
import math
import zlib
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tests.files import make

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
"""A font with Vietnamese letters, as Debian has it."""
DPI = 200
WIDTH, HEIGHT = 595, 842


def page(lines: list[str], *, noise: float = 0.0, skew: float = 0.0, stamps: int = 0, seed: int = 1) -> np.ndarray:
    """A page of A4 in shades of grey. `noise` is the deviation of each point, of 255; `skew` in degrees."""
    document = pdfium.PdfDocument.new()
    drawn = document.new_page(WIDTH, HEIGHT)
    data = FONT.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for number, line in enumerate(lines):
        _write(document, drawn, font, line, 60, HEIGHT - 70 - 18 * number, 11, skew)
    for number in range(stamps):
        _stamp(drawn, 330 + 40 * number, 180 + 140 * number)
    raw.FPDFPage_GenerateContent(drawn)
    bitmap = drawn.render(scale=DPI / 72, grayscale=True)
    shades = np.array(bitmap.to_numpy(), dtype=np.float32).reshape(bitmap.height, -1)[:, : bitmap.width]
    if noise:
        random = np.random.default_rng(seed)
        shades = shades + random.normal(0, noise, shades.shape)
        shades[random.random(shades.shape) < noise / 20_000] = 0
    return np.clip(shades, 0, 255).astype(np.uint8)


def _write(
    document: object, drawn: object, font: object, text: str, x: float, y: float, size: float, skew: float
) -> None:
    piece = raw.FPDFPageObj_CreateTextObj(document, font, size)
    letters = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(piece, ctypes.cast(ctypes.create_string_buffer(letters), ctypes.POINTER(ctypes.c_ushort)))
    turn = math.radians(skew)
    cos, sin = math.cos(turn), math.sin(turn)
    raw.FPDFPageObj_Transform(piece, cos, sin, -sin, cos, x * cos - y * sin + y * sin * 0.5, y * cos + x * sin)
    raw.FPDFPage_InsertObject(drawn, piece)


def _stamp(drawn: object, x: float, y: float) -> None:
    """A ring, pale as red ink is in shades of grey."""
    ring = raw.FPDFPageObj_CreateNewPath(x + 45, y)
    for step in range(1, 61):
        turn = 2 * math.pi * step / 60
        raw.FPDFPath_LineTo(ring, x + 45 * math.cos(turn), y + 45 * math.sin(turn))
    raw.FPDFPageObj_SetStrokeColor(ring, 200, 40, 40, 160)
    raw.FPDFPageObj_SetStrokeWidth(ring, 3)
    raw.FPDFPath_SetDrawMode(ring, raw.FPDF_FILLMODE_NONE, True)
    raw.FPDFPage_InsertObject(drawn, ring)


def scan(pages: list[np.ndarray], layer: str = "") -> bytes:
    """A PDF whose pages are pictures, with a hidden layer of text to order."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for shades in pages:
        height, width = shades.shape
        data = zlib.compress(shades.tobytes(), 6)
        head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
        objects.append(
            head % (width, height) + b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data)
        )
        hidden = b" BT 3 Tr /F 11 Tf 60 700 Td (%s) Tj ET" % layer.encode("cp1252") if layer else b""
        content = b"q %d 0 0 %d 0 0 cm /I Do Q" % (WIDTH, HEIGHT) + hidden
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> "
            b"/XObject << /I %d 0 R >> >> >>" % (WIDTH, HEIGHT, len(objects), len(objects) - 1)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return make.pdf_of(objects)
