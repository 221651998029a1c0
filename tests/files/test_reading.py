"""The text of files as offices make them, in fonts from before Unicode and after."""

from __future__ import annotations

import gzip

import pytest

from archive.records import FileState
from queson_crawler.demo.media import png
from queson_crawler.files.decoding import plain
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.formats import Format, sniff
from queson_crawler.files.read import read_file
from queson_crawler.files.readings import Run
from tests.files import make
from tests.files.make import paragraph

TEXT = "Ủy ban nhân dân huyện Quế Sơn thông báo kế hoạch"
TCVN3 = "Uû ban nh©n d©n huyÖn QuÕ S¬n th«ng b¸o kÕ ho¹ch"
READ = "Uỷ ban nhân dân huyện Quế Sơn thông báo kế hoạch"
VNI, VNI_READ = "UÛy ban nhaân daân Vieät Nam coâng hoøa", "Ủy ban nhân dân Việt Nam công hòa"
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
OFFICE = "xmlns:o='urn:schemas-microsoft-com:office:office'"
RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fnil .VnTime;}{\f1 .VnTimeH;}{\f2\fcharset163 Times New Roman;}}{\info{\title Mat}}"
    rb"\f0 Vi\'d6t Nam\par{\f1 c\'e9ng ho\'b5}\par\f2 \u7911?y ban nh\'e2n d\'e2n\par{\pict\bin4 }}{{}\par}"
)
NUMBERED = (
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='{1}'/><w:numId w:val='{0}'/></w:numPr></w:pPr><w:r><w:t>{2}</w:t></w:r></w:p>"
)

FILES = {
    "docx": (
        make.docx(paragraph(TEXT) + TABLE.format(paragraph("Một"), paragraph("Hai")) + paragraph("Cuối")),
        f"{TEXT}\n\nMột | Hai\n\nCuối",
    ),
    "docx, a text box said twice": (
        make.docx(
            "<w:p><w:r><w:t>Trước</w:t></w:r><w:r><w:pict>"
            + paragraph("Trong khung")
            + "</w:pict></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
        ),
        "Trong khung\n\nTrước",
    ),
    "pptx": (make.pptx(TEXT, "Trang hai"), f"{TEXT}\n\nTrang hai"),
    "odt": (
        make.odt(
            f"<text:h>Đầu</text:h><text:p>{TEXT} <text:span>và</text:span> xã<text:tab/>x</text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
            "</table:table-cell></table:table-row></table:table>"
        ),
        f"Đầu\n\n{TEXT} và xã x\n\na | b",
    ),
    "xlsx": (make.xlsx([[TEXT, 1.0, 2.5], ["b"]]), f"Bảng 1\n\n{TEXT} | 1 | 2.5\n\nb"),
    "xls": (make.xls([[TEXT, 1.0], ["x", 2.5]]), f"Trang 1\n\n{TEXT} | 1\n\nx | 2.5"),
    "pdf": (make.pdf(["Xin chao", "Trang hai"]), "Xin chao\n\nTrang hai"),
    "doc": (make.doc([(f"{TEXT}\rHai\r", "Arial")], unicode=True), f"{TEXT}\n\nHai"),
    "doc, 8 bits": (make.doc([("Xin ch\xe0o\r", "Arial")]), "Xin chào"),
    "doc, a link": (make.doc([('A \x13 HYPERLINK "x" \x14B\x15 C\r', "Arial")]), "A B C"),
    "rtf": (RTF, "Việt Nam\n\ncộng hoà\n\nủy ban nhân dân"),
    "a page saved by Word": (
        f"<html {OFFICE}><head><title>x</title></head><p>Xin <b>chào</b></p><tr><td>a</td><td>b".encode(),
        "Xin chào\n\na | b",
    ),
    "txt": (f"{TEXT}\r\nDòng hai\n\nĐoạn hai".encode(), f"{TEXT}\nDòng hai\n\nĐoạn hai"),
    "txt in UTF-16": (TEXT.encode("utf-16"), TEXT),
    # Old fonts
    "docx in .VnTime and its capitals": (
        make.docx(paragraph((TCVN3, ".VnTime")) + paragraph(("céng hoµ", ".VnTimeH"), (" viÖt", ".VnTime"))),
        f"{READ}\n\ncộng hoà việt",
    ),
    "docx, fonts by style and by default": (
        make.docx(
            paragraph("céng hoµ", style="N") + paragraph("viÖt"),
            "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr></w:rPrDefault></w:docDefaults>"
            "<w:style w:styleId='N'><w:basedOn w:val='M'/></w:style>"
            "<w:style w:styleId='M'><w:rPr><w:rFonts w:ascii='.VnTimeH'/></w:rPr></w:style>",
        ),
        "cộng hoà\n\nviệt",
    ),
    "docx in .VnTime, the hyphen that is a letter": (
        make.docx(
            "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t>t</w:t><w:softHyphen/><w:t> ph¸p</w:t></w:r>"
            "</w:p>"
        ),
        "tư pháp",
    ),
    "docx, hidden by style, shown by the run": (
        make.docx(
            "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr>"
            "<w:t>hiện</w:t></w:r></w:p>",
            "<w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>",
        ),
        "hiện",
    ),
    "docx, numbers of two levels, started anew by a second list": (
        make.docx(
            "".join(
                NUMBERED.format(number, level, word)
                for number, level, word in (
                    (1, 0, "a"),
                    (1, 1, "b"),
                    (1, 1, "c"),
                    (1, 0, "d"),
                    (2, 0, "e"),
                    (0, 0, "f"),
                )
            ),
            **{
                "word/numbering.xml": f"<w:numbering xmlns:w='{make.W}'><w:abstractNum w:abstractNumId='7'>"
                "<w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl>"
                "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/>"
                "<w:lvlText w:val='%1.%2)'/></w:lvl>"
                "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
                "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
                "</w:lvlOverride></w:num></w:numbering>"
            },
        ),
        "Điều 3. a\n\n3.a) b\n\n3.b) c\n\nĐiều 4. d\n\nĐiều 1. e\n\nf",
    ),
    "docx, notes, and a header that three sections say": (
        make.docx(
            paragraph("Thân"),
            **{
                "word/footnotes.xml": f"<w:footnotes xmlns:w='{make.W}'>{paragraph('Chú thích')}</w:footnotes>",
                "word/header1.xml": f"<w:hdr xmlns:w='{make.W}'>{paragraph('Công báo')}</w:hdr>",
                "word/header2.xml": f"<w:hdr xmlns:w='{make.W}'>{paragraph('Công báo')}</w:hdr>",
            },
        ),
        "Thân\n\nChú thích\n\nCông báo",
    ),
    "docx, Unicode under the name .VnTime": (make.docx(paragraph((TEXT, ".VnTime"))), TEXT),
    "docx in VNI": (make.docx(paragraph((VNI, "VNI-Times"))), VNI_READ),
    "odt in .VnTime": (
        make.odt(
            f"<text:p text:style-name='P1'>{TCVN3}</text:p>",
            "<style:style style:name='P1'><style:text-properties style:font-name='.VnTime'/></style:style>",
        ),
        READ,
    ),
    "doc in .VnTime and its capitals": (
        make.doc([(f"{TCVN3}\r", ".VnTime"), ("céng hoµ\r", ".VnTimeH"), ("b\x07c\x07\x07", ".VnTime")]),
        f"{READ}\n\ncộng hoà\n\nb | c",
    ),
    "xlsx in TCVN3, which no font tells": (make.xlsx([[TCVN3, 2.0]]), f"Bảng 1\n\n{READ} | 2"),
    "pdf in .VnTime": (make.pdf([TCVN3], "ABCDEF+.VnTime"), READ),
    "pdf in .VnTimeH": (make.pdf([TCVN3], "ABCDEF+.VnTimeH,Bold"), READ),
    "pdf in TCVN3 under another name": (make.pdf([TCVN3], "Arial"), READ),
    "pdf in VNI": (make.pdf([VNI], "VNI-Times"), VNI_READ),
}


@pytest.mark.parametrize(("data", "text"), FILES.values(), ids=FILES.keys())
def test_the_text_of_a_file(data: bytes, text: str) -> None:
    reading = read_file(data)
    assert (reading.text, reading.state, reading.detail) == (text, FileState.TEXT, "")


def test_letters_are_kept_as_typed_and_shown_as_capitals_on_demand() -> None:
    data = make.doc([("céng hoµ", ".VnTimeH"), (" viÖt nam\r", ".VnTime"), ("NGHÞ §ÞNH Sè 5\rSè TT\r", ".VnTime")])
    assert read_file(data).text == "cộng hoà việt nam\n\nNGHỊ ĐỊNH SỐ 5\n\nSố TT"
    assert read_file(data, drawn=True).text == "CỘNG HOÀ việt nam\n\nNGHỊ ĐỊNH SỐ 5\n\nSố TT"


def test_the_letters_of_a_pdf_whose_table_is_off_by_a_step_are_put_right() -> None:
    off = "".join(chr(ord(letter) - 0x19FC) if letter >= "\u1ea0" else letter for letter in "tiếng Việt của huyện")
    assert off == "tiӃng ViӋt cӫa huyӋn"
    assert plain([[Run(off)]])[0] == "tiếng Việt của huyện"
    kazakh = "Қазақстан Республикасы өңірі"
    assert plain([[Run(kazakh)]])[0] == kazakh


def test_a_scan_is_told_from_a_text_also_where_it_bears_a_signature() -> None:
    scan = read_file(make.pdf(["Ky boi: Uy ban", ""], picture=True))
    assert (scan.state, scan.text) == (FileState.SCAN, "Ky boi: Uy ban")
    assert read_file(make.pdf(["The people are informed of this. " * 9] * 2, picture=True)).state is FileState.TEXT
    assert read_file(make.pdf(["", ""])).state is FileState.NO_TEXT


@pytest.mark.parametrize("width", [0.25, 0.15, 0.02])
def test_a_space_of_a_pdf_is_one_however_narrow_it_is(width: float) -> None:
    pieces = [("B", 0.667), ("O", 0.667), (" ", width), ("THONG", 4), (" ", width), ("BAO", 0)]
    assert read_file(make.pdf_of_pieces(pieces)).text == "BO THONG BAO"


def test_the_last_letter_of_a_line_of_a_pdf_is_no_hyphen_in_tcvn3() -> None:
    lines = make.pdf_of_lines(["®Çu t\xad", "vÒ ®Êt ®ai n¨m nay"], ".VnTime")
    assert " ".join(read_file(lines).text.split()) == "đầu tư về đất đai năm nay"


def test_fonts_are_known_by_their_names() -> None:
    names = {".VnTime": "tcvn3", "ABCDEF+VnTime": "tcvn3", ".VnArialH": "tcvn3", "VNI-Helve": "vni", "VPS Times": "vps"}
    assert {name: encoding_of(name) for name in names} == names
    in_files = {"VPSTimes": "vps", "ABCDEF+VITimes": "viscii", "VNITimes,Bold": "vni", "VPS-Times": "vps"}
    assert {name: encoding_of(name) for name in in_files} == in_files
    assert not any(map(encoding_of, ("Times New Roman", "Verdana", "Avenir", "", "Vivaldi")))


KINDS = {
    Format.PNG: png(1),
    Format.JPEG: b"\xff\xd8\xff\xe0\0\x10JFIF",
    Format.GIF: b"GIF89a\1\0\1\0",
    Format.WEBP: b"RIFF\4\0\0\0WEBPVP8 ",
    Format.HTML: b"<!DOCTYPE html><html><head><title>Apache Tomcat/7 - Error report",
    Format.ZIP: make.zipped({"a.txt": "a"}),
    Format.RAR: b"Rar!\x1a\x07\0abc",
    Format.GZIP: gzip.compress(b"abc"),
    Format.LOCKED: make.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
    Format.PPT: make.ole({"PowerPoint Document": b"x"}),
    Format.OLE: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900,
    Format.EMPTY: b" \r\n\0\0",
    Format.SVG: b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    Format.MP4: b"\0\0\0\x18ftypmp42",
    Format.UNKNOWN: bytes(range(1, 200)),
    Format.ODS: make.odt("", media_type="spreadsheet"),
}


@pytest.mark.parametrize(("kind", "data"), KINDS.items(), ids=[kind.name for kind in KINDS])
def test_a_file_is_what_its_bytes_say(kind: Format, data: bytes) -> None:
    assert sniff(data) is kind
