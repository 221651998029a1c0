"""What programs write into documents and readers took otherwise: each case is one kind of thing, made by hand."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest

from queson_crawler.files.decoding import plain
from queson_crawler.files.read import read_file
from queson_crawler.files.readings import FileState, Run
from tests.files import make

OLD = "céng hßa x· héi chñ nghÜa"
READ = "cộng hòa xã hội chủ nghĩa"
STYLES = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" '
    'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/>'
    "</text:outline-style>"
)


def text(body: str) -> list[str]:
    return read_file(make.odt(body, STYLES)).text.split("\n\n")


def test_notes_stand_behind_their_paragraph() -> None:
    body = "<text:note-body><text:p>ghi chú</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    assert text(f"<text:p>Điều một{note} và hai.</text:p><text:p>Hết</text:p>") == [
        "Điều một và hai.",
        "ghi chú",
        "Hết",
    ]
    row = f"<table:table-row><table:table-cell><text:p>Ô{note} một</text:p></table:table-cell></table:table-row>"
    assert text(f"<table:table>{row}</table:table><text:p>Hết</text:p>") == ["Ô một", "ghi chú", "Hết"]


def test_headings_have_the_numbers_of_their_levels() -> None:
    body = ""
    for level, name in ((1, "Một"), (2, "Hai"), (1, "Ba")):
        body += f'<text:h text:outline-level="{level}">{name}</text:h>'
    assert text(body) == ["I. Một", "1. Hai", "II. Ba"]


def test_fields_show_their_values_and_hidden_sections_nothing() -> None:
    body = (
        "<text:p>Ngày <text:date>06/05/2008</text:date>, xem <text:bookmark-ref>phụ lục</text:bookmark-ref>.</text:p>"
        '<text:section text:display="none"><text:p>bí mật</text:p></text:section>'
    )
    assert text(body) == ["Ngày 06/05/2008, xem phụ lục."]


def test_a_letter_of_unicode_does_not_make_a_text_in_an_old_font_one_in_unicode() -> None:
    assert plain([[Run(f"{OLD}, 10 000đ", ".VnTime")]]).text == f"{READ}, 10 000đ"
    assert plain([[Run("Ủy ban nhân dân xã Quế Sơn", ".VnTime")]]).text == "Ủy ban nhân dân xã Quế Sơn"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side(turn: int) -> None:
    lines = [f"Dong thu {number} cua trang nay" for number in range(1, 9)]
    upright = make.pdf_of_lines(lines, "Helvetica")
    document = pdfium.PdfDocument(upright)
    document[0].set_rotation(turn)
    turned = io.BytesIO()
    document.save(turned)
    assert read_file(turned.getvalue()).text == read_file(upright).text == "\n".join(lines)


def test_what_was_filled_into_a_form_is_read() -> None:
    drawn = b"BT /F 13 Tf 60 760 Td (Ho va ten:) Tj ET"
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (ten) /V (Nguyen Van An) /Rect [100 700 300 720]%s >>"
    data = make.pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R] >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 7 0 R] "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            field % b" /F 4",
            field.replace(b"Nguyen Van An", b"khong hien") % b" /F 2",
        ]
    )
    assert read_file(data).text == "Ho va ten:\nNguyen Van An"


def test_letters_that_a_pdf_does_not_tell_count_as_a_scan() -> None:
    table = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
    table += b"1 beginbfrange <21> <7e> <e021> endbfrange endcmap end"
    assert read_file(make.pdf(["Uy_ban_nhan_dan_huyen_thong_bao"], to_unicode=table)).state is FileState.SCAN
    assert read_file(make.pdf(["Uy_ban_nhan_dan_huyen_thong_bao"])).state is FileState.TEXT
