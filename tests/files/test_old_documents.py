"""Documents in fonts from before Unicode, written by LibreOffice (`old/generate.py`): every mark is in its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.records import FileState
from queson_crawler.files.decoding import plain
from queson_crawler.files.read import read_file
from queson_crawler.files.readings import NEXT_CELL, Run
from tests.files import make
from tests.files.old import generate as made

FOLDER = Path(made.__file__).parent
LETTER = [
    made.TITLE,
    f"{made.TEXT} {made.BOLD}",
    f"{made.UNICODE} {made.BOLD} văn bản",
    f"điều 1. {made.ARTICLES[0]}",
    f"điều 2. {made.ARTICLES[1]}",
    " | ".join(made.CELLS[0]),
    " | ".join(made.CELLS[1]),
    "Hết",
    made.NOTE,
    made.BOX,
    made.HEADER,
]
ASIDE = (made.NOTE, made.BOX, made.HEADER)
"""What some formats tell where it is referred to, and others behind the text."""


def read(name: str) -> list[str]:
    reading = read_file(gzip.decompress((FOLDER / f"{name}.gz").read_bytes()))
    assert (reading.state, reading.detail) == (FileState.TEXT, "")
    return reading.text.split("\n\n")


@pytest.mark.parametrize("kind", ["doc", "rtf", "docx", "odt"])
@pytest.mark.parametrize("encoding", made.FONTS)
def test_a_letter(encoding: str, kind: str) -> None:
    """Fonts from styles and runs, numbers of lists, table, note, text box and header; nothing that is hidden."""
    found = read(f"{encoding}.{kind}")
    in_its_order = [line for line in found if line not in ASIDE]
    assert in_its_order + [line for line in ASIDE if line in found] == LETTER
    assert len(found) == len(LETTER)


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
@pytest.mark.parametrize("encoding", made.FONTS)
def test_a_sheet(encoding: str, kind: str) -> None:
    """Fonts of cells, two fonts in one cell, Unicode beside them."""
    rows = [" | ".join(row) for row in made.CELLS]
    assert read(f"{encoding}.{kind}") == ["Bang", *rows, f"{made.BOLD} (mẫu ữ) | {made.UNICODE} | 2004.5"]


@pytest.mark.parametrize("kind", ["ppt", "pptx"])
@pytest.mark.parametrize("encoding", made.FONTS)
def test_slides(encoding: str, kind: str) -> None:
    """Fonts of runs in boxes; Unicode beside them; the notes of the speaker, without the number of the slide."""
    assert read(f"{encoding}.{kind}") == [made.TITLE, made.TEXT, f"{made.UNICODE} {made.BOLD}", made.NOTE]


def test_single_letters_of_unicode_within_a_text_in_an_old_font_stay() -> None:
    other = [Run("hoäi ñoàng nhaân daân", "VNI-Times")]
    for words in ("\u1ee6y ban nhaân daân huyeän", "\u1ee6y ban nhân dân huyện"):
        read = plain([[Run(words, "VNI-Times")], other])
        assert read.text == "Ủy ban nhân dân huyện\n\nhội đồng nhân dân"


def test_signs_before_paragraphs_are_signs_of_unicode() -> None:
    signs = [[Run("\uf0b7", "Symbol"), Run(" mét", ".VnTime")], [Run("\uf0fc\uf021", "Wingdings"), Run(" hai")]]
    assert plain(signs).text == "• một\n\n✓\uf021 hai"


def test_words_that_are_unicode_under_the_name_of_an_old_font() -> None:
    row = [Run("ViÖt", ".VnTime"), Run(NEXT_CELL), Run("Các", ".VnTime"), Run(NEXT_CELL), Run("Số 5", ".VnTime")]
    assert plain([row])[0] == "Việt | Các | Số 5"


def test_letters_that_a_program_took_for_signs_of_the_same_shape() -> None:
    assert plain([[Run("tr\u2212êng häc th\u2010 viÖn", ".VnTime")]])[0] == "trường học thư viện"


def test_a_font_of_another_name_than_what_is_typed_in_it() -> None:
    words = "uûy ban nhaân daân huyeän thoâng baùo keá hoaïch"
    read = plain([[Run(words, "VNSTCVN3")], [Run("Soá löôïng", "VNSTCVN3")]])
    assert read.text == "ủy ban nhân dân huyện thông báo kế hoạch\n\nSố lượng"
    assert read.encodings == ("vni",)


@pytest.mark.parametrize(("encoding", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times"), ("vps", "VPS-Times")])
def test_a_pdf(encoding: str, font: str) -> None:
    pdf = make.pdf([made.written(made.TEXT, encoding), made.written(made.BOLD, encoding)], font)
    assert read_file(pdf).text == f"{made.TEXT}\n\n{made.BOLD}"


def test_hyphens_of_a_pdf_that_are_the_letter_and_those_that_are_not() -> None:
    pdf = make.pdf(["sè 12/Q§-UBND: nh- vËy, Hµ-Néi - ®-îc -íc tÝnh, t- nh©n, X-quang"], ".VnTime")
    assert read_file(pdf).text == "số 12/QĐ-UBND: như vậy, Hà-Nội - được ước tính, tư nhân, X-quang"
