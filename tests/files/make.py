"""Files as offices make them, and as attackers would: made from nothing, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def docx(body: str, styles: str = "", **more: str | bytes) -> bytes:
    """`body` is WordprocessingML; see `paragraph`."""
    document = f"<?xml version='1.0'?><w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>"
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": document, **more}
    if styles:
        parts["word/styles.xml"] = f"<w:styles xmlns:w='{W}'>{styles}</w:styles>"
    return zipped(parts)


def paragraph(*runs: tuple[str, str] | str, style: str = "") -> str:
    """Runs are texts, or (text, font)."""
    said = [run if isinstance(run, tuple) else (run, "") for run in runs]
    fonts = {font: f"<w:rPr><w:rFonts w:ascii='{font}'/></w:rPr>" if font else "" for _, font in said}
    inner = "".join(f"<w:r>{fonts[font]}<w:t>{text}</w:t></w:r>" for text, font in said)
    mark = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
    return f"<w:p>{mark}{inner}</w:p>"


def pptx(*slides: str) -> bytes:
    parts = {"[Content_Types].xml": TYPES}
    for number, text in enumerate(slides, 1):
        inner = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        parts[f"ppt/slides/slide{number}.xml"] = f"<p:sld xmlns:p='urn:p' xmlns:a='{A}'>{inner}</p:sld>"
    return zipped(parts)


def odt(body: str, styles: str = "", media_type: str = "text") -> bytes:
    names = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
        for name in ("office", "text", "style", "table")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{media_type}>{body}</office:{media_type}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{media_type}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


def xlsx(rows: Sequence[Sequence[str | float]], sheet: str = "Bảng 1") -> bytes:
    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f"<c t='inlineStr'><is><t>{value}</t></is></c>"
        return f"<c><v>{value}</v></c>"

    data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return xlsx_of(f"<sheetData>{data}</sheetData>", sheet)


def xlsx_of(worksheet: str, sheet: str = "Bảng 1") -> bytes:
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f"<Relationships xmlns='{package}'><Relationship Id='r1' Type='{rel}/officeDocument' "
            "Target='xl/workbook.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns='{S}' xmlns:r='{rel}'><sheets><sheet name='{sheet}' sheetId='1' "
            "r:id='r1'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}'><Relationship Id='r1' "
            f"Type='{rel}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{S}'>{worksheet}</worksheet>",
        }
    )


def pdf(
    pages: Sequence[str | bytes],
    font: str = "Helvetica",
    *,
    picture: bool = False,
    to_unicode: bytes = b"",
    encrypt: bytes = b"",
) -> bytes:
    """One line a page, in one font; a text is written as Windows-1252. With `picture` each page is a picture too."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding%s >>"
        % (font.encode(), b" /ToUnicode 5 0 R" if to_unicode else b""),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\nstream\n\x80\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    kids = []
    for text in pages:
        raw = text.encode("cp1252") if isinstance(text, str) else text
        escaped = raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn = b"q 595 0 0 842 0 0 cm /I Do Q " if picture else b""
        stream = drawn + b"BT /F 14 Tf 60 760 Td (%s) Tj ET" % escaped
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> "
            b"/XObject << /I 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return pdf_of(objects, encrypt)


def pdf_of_pieces(pieces: Sequence[tuple[str, float]]) -> bytes:
    """One line of pieces of text, each with what it advances, in em."""
    at, drawn = 79.0, b""
    for text, advance in pieces:
        drawn += b"BT /F 13 Tf 1 0 0 1 %.3f 759 Tm (%s) Tj ET\n" % (at, text.encode("cp1252"))
        at += 13 * advance
    return _page_of(drawn, "Helvetica")


def pdf_of_lines(lines: Sequence[str], font: str) -> bytes:
    drawn = b"BT /F 13 Tf 60 760 Td 15 TL "
    for line in lines:
        drawn += b"(%s) Tj T* " % line.encode("cp1252")
    return _page_of(drawn + b"ET", font)


def _page_of(drawn: bytes, font: str) -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding >>" % font.encode(),
        ]
    )


def pdf_of(objects: Iterable[bytes], encrypt: bytes = b"") -> bytes:
    data, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    locked = b" /Encrypt << %s >> /ID [<00> <00>]" % encrypt if encrypt else b""
    size = len(offsets) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (size, locked, len(data))
    return bytes(data) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors; each stream is padded so that none is small."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {name: data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0") for name, data in streams.items()}
    fat: list[int] = []
    body = bytearray()

    def chain(data: bytes) -> int:
        start, count = len(fat), len(data) // 512
        fat.extend([*range(start + 1, start + count), end])
        body.extend(data)
        return start

    starts = {name: chain(data) for name, data in padded.items()}
    names = list(padded)

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return (
            text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", free, right, child)
            + bytes(36) + struct.pack("<IQ", start, size)
        )  # fmt: skip

    directory = entry("Root Entry", 5, 1, free, end, 0)
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else free
        directory += entry(name, 2, free, right, starts[name], len(padded[name]))
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first_directory = chain(directory)
    sectors = -(-(len(fat) + 8) // 128)
    first_fat = len(fat)
    fat.extend([fat_mark] * sectors)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sectors * 512, b"\xff")
    difat = [first_fat + number for number in range(sectors)]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, sectors, first_directory, 0, 4096, end, 0, end, 0)
        + struct.pack("<109I", *difat, *[free] * (109 - sectors))
    )  # fmt: skip
    return header + bytes(body) + table


def doc(runs: Sequence[tuple[str, str]], *, unicode: bool = False, encrypted: bool = False) -> bytes:
    """A Word 97 file of (text, font) runs, paragraphs ending with \\r; text in one piece, each run with its font."""
    fonts = list(dict.fromkeys(font for _, font in runs))
    text = "".join(part for part, _ in runs)
    width, at = (2, 2048) if unicode else (1, 2048)
    raw = text.encode("utf-16-le" if unicode else "cp1252")
    clx = b"\x02" + struct.pack("<I", 4 * 2 + 8) + struct.pack("<II", 0, len(text))
    clx += b"\0\0" + struct.pack("<IH", at if unicode else (2 * at) | 0x40000000, 0)
    ffn = b"".join(_ffn(font) for font in fonts)
    names = struct.pack("<HH", len(fonts), 0) + ffn
    page = 1024 // 512
    bounds = [at]
    for part, _ in runs:
        bounds.append(bounds[-1] + width * len(part))
    fkp, places = bytearray(512), []
    for number, (_, font) in enumerate(runs):
        properties = struct.pack("<BHH", 4, 0x4A4F, fonts.index(font))
        place = 480 - 8 * number
        fkp[place : place + len(properties)] = properties
        places.append(place // 2)
    head = struct.pack(f"<{len(bounds)}I", *bounds) + bytes(places)
    fkp[: len(head)] = head
    fkp[511] = len(runs)
    bins = struct.pack("<III", bounds[0], bounds[-1], page)
    table = bytearray()
    fib = bytearray(1024)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<I", fib, 0x4C, len(text))
    for place, block in ((0x01A2, clx), (0x0112, names), (0x00FA, bins)):
        struct.pack_into("<II", fib, place, len(table), len(block))
        table += block
    main = bytes(fib) + bytes(fkp) + bytes(512) + raw
    return ole({"WordDocument": main, "1Table": bytes(table)})


def doc_of_pieces(count: int) -> bytes:
    """A Word 97 file whose pieces all stand for the same 5,000 letters."""
    size = 5000
    clx = b"\x02" + struct.pack("<I", 4 * (count + 1) + 8 * count)
    clx += struct.pack(f"<{count + 1}I", *range(0, size * (count + 1), size))
    clx += struct.pack("<HIH", 0, (2 * 1024) | 0x40000000, 0) * count
    fib = bytearray(1024)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200)
    struct.pack_into("<I", fib, 0x4C, size * count)
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    return ole({"WordDocument": bytes(fib) + b"chu " * (size // 4), "1Table": clx})


def ppt_of(stream: bytes, last_edit: int) -> bytes:
    user = struct.pack("<HHIIII", 0, 0x0FF6, 20, 20, 0xE391C05F, last_edit)
    return ole({"PowerPoint Document": stream, "Current User": user})


def ppt_nested(depth: int) -> bytes:
    """Records in records, and a directory that names them as the document."""
    inner = b"".join(struct.pack("<HHI", 0xF, 1000, 8 * (depth - n)) for n in range(depth))
    directory = struct.pack("<HHI", 0, 6002, 8) + struct.pack("<II", 1 | 1 << 20, 0)
    at = len(inner) + len(directory)
    edit = struct.pack("<HHI", 0, 4085, 28) + struct.pack("<IIIII", 0, 0, 0, len(inner), 1) + bytes(8)
    return ppt_of(inner + directory + edit, at)


def ppt_ring() -> bytes:
    """An edit that names itself as the one before."""
    directory = struct.pack("<HHI", 0, 6002, 8) + struct.pack("<II", 1 | 4095 << 20, 0)
    edit = struct.pack("<HHI", 0, 4085, 28) + struct.pack("<IIIII", 0, 0, len(directory), 0, 1) + bytes(8)
    return ppt_of(directory + edit, len(directory))


def xls_of_strings(count: int) -> bytes:
    """An Excel 97 file whose table of strings is far longer than any sheet."""
    start = struct.pack("<HH", 0x809, 16) + struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    strings = struct.pack("<HHII", 0xFC, 8, count, count)
    part = b"\x00\x00\x00" * 2700
    rest = (struct.pack("<HH", 0x3C, len(part)) + part) * (count // 2700)
    return ole({"Workbook": start + strings + rest + struct.pack("<HH", 0x0A, 0)})


def _ffn(font: str) -> bytes:
    block = bytes(39) + (font + "\0").encode("utf-16-le")
    return bytes([len(block)]) + block


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An Excel 97 file of one sheet."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def label(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return record(0x203, place + struct.pack("<d", value))

    return _workbook(b"", b"".join(label(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)))


def _workbook(looks: bytes, cells: bytes) -> bytes:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    page = record(0x42, struct.pack("<H", 1200)) + looks
    name = "Trang 1"
    bound = 4 + 6 + 2 + 2 * len(name)
    offset = len(start) + len(page) + bound + 4
    sheet = record(0x85, struct.pack("<IHBB", offset, 0, len(name), 1) + name.encode("utf-16-le"))
    assert len(sheet) == bound, (len(sheet), bound)
    inner = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    ended = record(0x0A, b"")
    return ole({"Workbook": start + page + sheet + ended + inner + cells + ended})


def xls_of_formats() -> bytes:
    """An Excel 97 file of one row: numbers of each kind of record, in formats that show more than their values."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def small(value: float) -> bytes:
        """The upper half of a number, its two lowest bits empty."""
        return struct.pack("<d", value)[4:]

    def number_format(number: int, form: str) -> bytes:
        return record(0x41E, struct.pack("<HHB", number, len(form), 1) + form.encode("utf-16-le"))

    def look(form: int) -> bytes:
        return record(0xE0, struct.pack("<HH16x", 0, form))

    looks = number_format(164, "0.0%") + number_format(165, '0" ca"') + look(0) + look(164) + look(165)
    several = struct.pack("<HHH", 0, 1, 1) + small(0.25) + struct.pack("<H", 2) + small(3) + struct.pack("<H", 2)
    formula = struct.pack("<HHHd6xH", 0, 4, 1, 0.5, 0)
    cells = (
        record(0x203, struct.pack("<HHHd", 0, 0, 1, 0.155))
        + record(0xBD, several)
        + record(0x27E, struct.pack("<HHH", 0, 3, 0) + small(0.5))
        + record(0x06, formula)
    )
    return _workbook(looks, cells)


def xls_of_chart(title: str, series: str, box: str) -> bytes:
    """An Excel 97 file with a chart in its sheet, and behind that a box of text."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def words(text: str) -> bytes:
        return record(0x100D, struct.pack("<HBB", 0, len(text), 1) + text.encode("utf-16-le"))

    chart = record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
    chart += record(0x1003, bytes(12)) + words(series) + record(0x1025, bytes(32)) + words(title) + record(0x0A, b"")
    shape = record(0x5D, struct.pack("<HHHHH12x", 0x15, 18, 6, 1, 0x6011))
    text = record(0x1B6, struct.pack("<HH6xHH4x", 0x12, 0, len(box), 16))
    text += record(0x3C, b"\1" + box.encode("utf-16-le")) + record(
        0x3C, struct.pack("<HHIHHI", 0, 0, 0, len(box), 0, 0)
    )
    label = "Lúa"
    cell = record(0x204, struct.pack("<HHHHB", 0, 0, 0, len(label), 1) + label.encode("utf-16-le"))
    return _workbook(b"", cell + chart + shape + text)
