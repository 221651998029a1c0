"""The bytes of the demo's pictures and documents, made on request from nothing but their path."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

WIDTH, HEIGHT = 240, 160
Colour = tuple[int, int, int]


def media_of(path: str) -> tuple[bytes, str]:
    """The file at `path` and its media type: a PDF for *.pdf, a picture otherwise. Different paths, different bytes."""
    if path.endswith(".pdf"):
        return pdf(f"Tai lieu kem theo: {path.rsplit('/', 1)[-1]}"), "application/pdf"
    return png(zlib.crc32(path.encode())), "image/png"


def png(seed: int) -> bytes:
    """A landscape of three bands whose colours follow from `seed`."""
    low, high = seed & 0x7F, seed >> 8 & 0x7F
    bands = ((150 + low // 2, 200, 235), (60, 110 + high, 70), (90 + low, 80, 40))
    rows = [[bands[y * len(bands) // HEIGHT]] * WIDTH for y in range(HEIGHT)]
    return drawn(rows, b"Seed\0%d" % seed)


def drawn(rows: Sequence[Sequence[Colour]], remark: bytes = b"Seed\0") -> bytes:
    """A PNG of these points, row by row."""
    data = b"".join(_line(tuple(row)) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"tEXt", remark), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


@lru_cache(maxsize=256)
def _line(points: tuple[Colour, ...]) -> bytes:
    """A row of points; many are the same."""
    return b"\0" + bytes(chain.from_iterable(points))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(text: str) -> bytes:
    """A document of one page with one line of ASCII text."""
    drawing = f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    )
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
