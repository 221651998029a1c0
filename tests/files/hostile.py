"""Files that mean harm, or only do it: how each is made, and the states that are an honest answer."""
# ruff: noqa: E501 (one file, one line)

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable

from archive.records import FileState
from queson_crawler.demo.media import pdf as plain_pdf
from queson_crawler.demo.media import png
from tests.files import make
from tests.files.make import docx, ole, paragraph, pdf, pdf_of, xlsx, xlsx_of, zipped

S = FileState
REFUSED = (S.BROKEN, S.TOO_MUCH, S.TOO_LONG, S.CRASHED)
ANY = tuple(FileState)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 12}'>" for n in range(12)
) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY h SYSTEM 'http://127.0.0.1:9/x'>]>"
W = f"xmlns:w='{make.W}'"


def _bomb(name: str, size: int) -> bytes:
    """A ZIP whose one part unpacks to `size` bytes of spaces."""
    return zipped({"[Content_Types].xml": make.TYPES, name: b"<a>" + b" " * size})


def _nested(depth: int) -> bytes:
    inner = make.zipped({"a": b"\0" * 100_000})
    for _ in range(depth):
        inner = make.zipped({f"{n}.zip": inner for n in range(4)})
    return inner


def _lying(size: int) -> bytes:
    """A DOCX whose table of contents says that its text is small."""
    whole = bytearray(docx(paragraph(" " * size)))
    at = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<I", whole, at + 24, 100)
    return bytes(whole)


def _flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    names = b" ".join([b"/FlateDecode"] * times)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), names, data)


def _page(content: bytes, more: bytes = b"") -> bytes:
    return pdf_of(
        (
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % more,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            content,
        )
    )


def _loop() -> bytes:
    return pdf_of((b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>"))


def _deep_pages(depth: int) -> bytes:
    kids = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(2, depth)]
    return pdf_of((b"<< /Type /Catalog /Pages 2 0 R >>", *kids))


def _huge_png() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk


LOCKED = b"/Filter /Standard /V 1 /R 2 /P -44 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b">"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FILES: dict[str, tuple[Callable[[], bytes], tuple[FileState, ...]]] = {
    "zip bomb as docx": (lambda: _bomb("word/document.xml", 90 << 20), (S.TOO_MUCH,)),
    "zip bomb as xlsx": (lambda: _bomb("xl/worksheets/sheet1.xml", 260 << 20), (S.TOO_MUCH, S.BROKEN)),
    "zip bomb as odt": (lambda: _bomb("content.xml", 90 << 20), (S.NO_TEXT,)),
    "zips in zips": (lambda: _nested(4), (S.NO_TEXT,)),
    "a part larger than it says": (lambda: _lying(90 << 20), (S.TOO_MUCH, S.BROKEN)),
    "a ZIP of 20,000 parts": (lambda: zipped({f"word/{n}": b"" for n in range(20_000)} | {"_rels/.rels": b""}), (S.TOO_MUCH,)),
    "path-like names": (lambda: zipped({"../../../etc/passwd": b"x", "/etc/cron.d/x": b"x"}), (S.NO_TEXT,)),
    "docx cut in half": (lambda: docx(paragraph("dài " * 900))[:300], (S.BROKEN,)),
    "docx of no XML": (lambda: docx("<w:p><w:r><w:t>chưa đóng"), (S.TEXT, S.BROKEN)),
    "docx of noise": (lambda: zipped({"_rels/.rels": b"", "word/document.xml": bytes(range(256)) * 9}), (S.BROKEN, S.NO_TEXT)),
    "docx that laughs": (
        lambda: zipped({"_rels/.rels": "", "word/document.xml": f"{LAUGHS}<w:document {W}>&m;</w:document>"}), (S.BROKEN,)
    ),
    "docx that reads files": (
        lambda: zipped({"_rels/.rels": "", "word/document.xml": f"{OUTSIDE}<w:document {W}><w:p><w:r><w:t>&f;&h;</w:t></w:r></w:p></w:document>"}),
        (S.BROKEN,),
    ),
    "docx nested deep": (lambda: docx("<w:p>" * 5000 + paragraph("sâu") + "</w:p>" * 5000), ANY),
    "docx of a million paragraphs": (lambda: docx("<w:p/>" * 1_000_000 + paragraph("cuối")), (S.TEXT, S.TOO_LONG)),
    "docx of endless text": (lambda: docx(paragraph("a b " * 2_000_000)), (S.CUT, S.NO_TEXT, S.TOO_LONG, S.BROKEN)),
    "docx, styles in a ring": (
        lambda: docx(paragraph("vòng", style="A"), "<w:style w:styleId='A'><w:basedOn w:val='B'/></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/></w:style>"),
        (S.TEXT,),
    ),
    "docx without its text": (lambda: zipped({"_rels/.rels": "", "word/other.xml": "<a/>"}), (S.BROKEN,)),
    "encrypted ZIP as docx": (
        lambda: b"PK\x03\x04" + docx(paragraph("x"))[4:].replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00"), (S.ENCRYPTED, S.BROKEN)
    ),
    "xlsx with a cell at the far end": (
        lambda: xlsx_of("<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>"), ANY
    ),
    "xlsx that laughs": (
        lambda: zipped({"[Content_Types].xml": make.TYPES, "xl/workbook.xml": f"{LAUGHS}<workbook>&m;</workbook>"}), (S.BROKEN, S.NO_TEXT)
    ),
    "xlsx cut in half": (lambda: xlsx([["a"] * 50] * 50)[:700], (S.BROKEN,)),
    "xlsx of 300,000 rows": (lambda: xlsx([["a", 1.0]] * 300_000), (S.TEXT, S.CUT, S.TOO_LONG)),
    "pdf of 10,000 pages": (lambda: pdf(["trang"] * 10_000), (S.CUT,)),
    "pdf whose pages are their own children": (lambda: _loop(), (*REFUSED, S.NO_TEXT, S.CUT)),
    "pdf nested deep": (lambda: _deep_pages(5000), (*REFUSED, S.NO_TEXT)),
    "pdf cut in half": (lambda: pdf(["dài"] * 50)[:3000], (*REFUSED, S.TEXT, S.NO_TEXT)),
    "pdf of a head alone": (lambda: b"%PDF-1.7\n", (S.BROKEN,)),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, (S.BROKEN,)),
    "pdf behind a password": (lambda: pdf(["khóa"], encrypt=LOCKED), (S.ENCRYPTED,)),
    "pdf bomb": (lambda: _page(_flate(b" " * (90 << 20))), (*REFUSED, S.NO_TEXT)),
    "pdf bomb in a bomb": (lambda: _page(_flate(b"\0" * (100 << 20), 3)), (*REFUSED, S.NO_TEXT)),
    "pdf of endless text": (lambda: _page(_flate(b"BT /F 9 Tf " + b"(chu viet) Tj " * 600_000 + b"ET")), ANY),
    "pdf of brackets": (lambda: _page(b"<< /Length 400000 >>\nstream\n" + b"[" * 400_000 + b"\nendstream"), (*REFUSED, S.NO_TEXT)),
    "pdf of dictionaries": (lambda: pdf_of((b"<< /A " * 20_000,)), REFUSED),
    "pdf with a script": (
        lambda: _page(b"<< /Length 1 >>\nstream\n \nendstream", b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9'\\)) >>"), (S.NO_TEXT,)
    ),
    "doc of a head alone": (lambda: OLE, (S.NO_TEXT,)),
    "doc of noise": (lambda: OLE + bytes(range(256)) * 40, (S.NO_TEXT,)),
    "doc without tables": (lambda: ole({"WordDocument": b"\xec\xa5\xc1\0" + bytes(900)}), (S.BROKEN,)),
    "doc, pieces beyond its end": (
        lambda: ole({"WordDocument": b"\xec\xa5\xc1\0" + bytes(6) + b"\0\x02" + b"\xff" * 900, "1Table": b"\x02" + b"\xff" * 5000}), (S.BROKEN,)
    ),
    "doc behind a password": (lambda: make.doc([("a\r", "Arial")], encrypted=True), (S.ENCRYPTED,)),
    "an office file behind a password": (lambda: ole({"EncryptedPackage": b"x"}), (S.ENCRYPTED,)),
    "ole whose sectors are a ring": (lambda: OLE + make.ole({"WordDocument": b"x" * 9000})[8:512] + struct.pack("<128I", *([1] * 128)) * 40, ANY),
    "doc of endless pieces": (lambda: make.doc_of_pieces(90_000), (S.CUT, S.NO_TEXT, S.TOO_LONG)),
    "doc of a million paragraphs": (lambda: make.doc([("\r" * 1_000_000 + "cuoi\r", "Arial")]), (S.TEXT, S.TOO_LONG)),
    "doc of fields": (lambda: make.doc([("\x13" * 500_000 + "\x15" * 500_000 + "cuoi\r", "Arial")]), ANY),
    "ppt of noise": (lambda: ole({"PowerPoint Document": bytes(range(256)) * 40, "Current User": bytes(range(64))}), (S.BROKEN,)),
    "ppt without its user": (lambda: ole({"PowerPoint Document": bytes(9000)}), (S.BROKEN,)),
    "ppt nested deep": (lambda: make.ppt_nested(20_000), ANY),
    "ppt whose edits are a ring": (lambda: make.ppt_ring(), ANY),
    "xls of strings that go on": (lambda: make.xls_of_strings(2_000_000), ANY),
    "xls of noise": (lambda: ole({"Workbook": bytes(range(256)) * 40}), (*REFUSED, S.NO_TEXT)),
    "rtf of brackets": (lambda: b"{\\rtf1" + b"{" * 500_000, (S.BROKEN,)),
    "rtf of closed brackets": (lambda: b"{\\rtf1 a" + b"}" * 500_000, (S.TEXT,)),
    "rtf that skips beyond its end": (lambda: b"{\\rtf1 a\\bin999999999 b}", (S.TEXT,)),
    "rtf of numbers": (lambda: b"{\\rtf1" + b"\\u-99999999999 ?\\f99999 \\'zz\\'e1" * 2000 + b"}", ANY),
    "rtf of a million words": (lambda: b"{\\rtf1" + b"\\b a" * 1_000_000 + b"}", (S.TEXT, S.CUT, S.TOO_LONG)),
    "a page as doc": (lambda: b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>" + b"<div>" * 100_000 + b"x", ANY),
    "a page with a script as doc": (
        lambda: b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><script>alert(1)</script><p>ch\xe1\xbb\xaf", (S.TEXT,)
    ),
    "a picture of 3.6 billion points": (lambda: _huge_png(), (S.NO_TEXT,)),
    "a picture with a file behind": (lambda: png(1) + plain_pdf("x"), (S.NO_TEXT,)),
    "an SVG with a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", (S.NO_TEXT,)),
    "gzip bomb": (lambda: gzip.compress(bytes(50 << 20)), (S.NO_TEXT,)),
    "nothing": (lambda: b"", (S.BROKEN,)),
    "blanks": (lambda: b" \0\r\n" * 1000, (S.BROKEN,)),
    "text of one endless line": (lambda: b"a" * 9_000_000, ANY),
    "text of marks": (lambda: ("a" + "\u0301" * 300_000).encode(), ANY),
    "text of escapes": (lambda: b"\x1b[2J\x1b]0;x\x07 an to\xc3\xa0n", (S.TEXT, S.NO_TEXT)),
    "text of turned words": (lambda: "\u202egnuht ýl\u202c\u2066x\u2069".encode(), (S.TEXT,)),
}  # fmt: skip
