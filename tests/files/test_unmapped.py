"""Text of PDF files whose signs are told by no letters is not made up; rotated pages are read like others."""

from __future__ import annotations

import pytest

from archive.records import FileState
from queson_crawler.files.read import read_file
from tests.files.make import pdf_of


def drawn_letters(names: list[str], text: bytes, to_unicode: bytes = b"") -> bytes:
    """A page in a Type 3 font, whose letters are drawings with names of their own, from A on."""
    listed = b" ".join(b"/" + name.encode() for name in names)
    drawings = b" ".join(b"/%s 6 0 R" % name.encode() for name in names)
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 65 "
        b"/LastChar %d /Widths [%s] /Encoding << /Differences [65 %s] >> /CharProcs << %s >> /Resources << >>%s >>"
        % (64 + len(names), b"800 " * len(names), listed, drawings, b" /ToUnicode 7 0 R" if to_unicode else b"")
    )
    return page_of(b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % text, font, to_unicode)


def page_of(content: bytes, font: bytes, to_unicode: bytes = b"", turned: int = 0) -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Rotate %d /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>" % turned,
            stream(content),
            font,
            stream(b"800 0 d0 0 0 750 750 re f"),
            stream(to_unicode),
        ]
    )


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


LETTERS = "hoạc"
TABLE = (
    b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 4 beginbfchar "
    + b" ".join(b"<%02x> <%04x>" % (65 + place, ord(letter)) for place, letter in enumerate(LETTERS))
    + b" endbfchar endcmap"
)


def test_signs_that_stand_for_no_letter_are_no_text() -> None:
    found = read_file(drawn_letters(["a0", "a1", "a2", "a3"], b"ABCD DCBA ABCDABCD"))
    assert (found.state, found.text) == (FileState.SCAN, "")


def test_signs_with_a_table_of_letters_are_text() -> None:
    found = read_file(drawn_letters(["a0", "a1", "a2", "a3"], b"ABCD", TABLE))
    assert (found.state, found.text) == (FileState.TEXT, "hoạc")


def test_signs_whose_numbers_are_those_of_letters_are_believed() -> None:
    found = read_file(drawn_letters(["a0", "a1", "a2", "a3"], b"CA AN BAN"))
    assert (found.state, found.text) == (FileState.TEXT, "CA AN BAN")


@pytest.mark.parametrize(
    ("matrix", "turned"), [("0 1 -1 0", 90), ("0 -1 1 0", 270), ("-1 0 0 -1", 180), ("0 1 -1 0", 0)]
)
def test_a_page_may_lie_on_its_side(matrix: str, turned: int) -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
    content = b"BT /F 12 Tf %s 300 400 Tm (Uy ban nhan dan) Tj 0 -20 Td (ve viec phe duyet) Tj ET" % matrix.encode()
    assert read_file(page_of(content, font, turned=turned)).text == "Uy ban nhan dan\nve viec phe duyet"
