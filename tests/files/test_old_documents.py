"""Documents in fonts from before Unicode, written by LibreOffice (`old/generate.py`): every mark is in its place."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest

from archive.records import FileState
from queson_crawler.files.decoding import plain
from queson_crawler.files.read import read_file
from queson_crawler.files.readings import NEXT_CELL, Run
from tests.files import make, word95
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


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
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


FONTS_95 = ("Times New Roman", ".VnTime", "VNI-Times", ".VnTimeH")
STYLES_95 = (
    word95.Style("Normal", 0xFFF, word95.font(0)),
    word95.Style("Old", 0, word95.font(1)),
    word95.Style("Child", 1),
    word95.Style("Letters", 0xFFF, word95.font(2), 2),
)


def old(text: str, encoding: str = "tcvn3") -> word95.Run:
    return word95.Run(made.written(text, encoding))


CELL, ROW = ((word95.IN_TABLE, b"\1"),), ((word95.IN_TABLE, b"\1"), (word95.ROW_END, b"\1"))
ITEM = word95.numbered(0, made.written("điều ", "tcvn3"), ".", 3)
LETTER_95 = (
    word95.Paragraph((old(made.TITLE),), 2),
    word95.Paragraph(
        (
            word95.Run("Plain "),
            word95.Run(old(made.BOLD, "vni").text, ((word95.CHARACTER_STYLE, b"\3\0"),)),
            word95.Run(" "),
            word95.Run(old(made.TEXT).text, word95.font(1)),
            word95.Run("khong in", ((word95.HIDDEN, b"\1"),)),
        )
    ),
    word95.Paragraph((old(made.ARTICLES[0]),), 1, ITEM),
    word95.Paragraph((old(made.ARTICLES[1]),), 1, ITEM),
    word95.Paragraph((old(made.CELLS[0][0]),), 1, CELL, "\x07"),
    word95.Paragraph((old(made.CELLS[0][1]),), 1, CELL, "\x07"),
    word95.Paragraph((), 1, ROW, "\x07"),
    word95.Paragraph((old(made.ARTICLES[0]),), 1, ITEM),
    word95.Paragraph((word95.Run("Het"),)),
)
READ_95 = [
    made.TITLE,
    f"Plain {made.BOLD} {made.TEXT}",
    f"điều 3. {made.ARTICLES[0]}",
    f"điều 4. {made.ARTICLES[1]}",
    " | ".join(made.CELLS[0]),
    f"điều 3. {made.ARTICLES[0]}",
    "Het",
]


@pytest.mark.parametrize("tables", [True, False])
def test_a_letter_of_word_95(tables: bool) -> None:
    """Fonts of styles, of letters and of runs; numbers that the file only describes; a table; a note and a header."""
    note, header = word95.Paragraph((old(made.NOTE),), 1), word95.Paragraph((old(made.HEADER),), 1)
    data = word95.doc({0: LETTER_95, 1: [note], 2: [header, header]}, STYLES_95, FONTS_95, tables=tables)
    reading = read_file(data)
    assert (reading.state, reading.encodings) == (FileState.TEXT, ("tcvn3", "vni"))
    assert reading.text.split("\n\n") == [*READ_95, made.NOTE, made.HEADER]


def test_a_letter_of_word_6_that_was_saved_in_haste() -> None:
    lines = [word95.Paragraph((old(text),), 1) for text in (made.TITLE, made.TEXT, made.BOLD, made.NOTE)]
    reading = read_file(word95.doc({0: lines}, STYLES_95, FONTS_95, pieces=2))
    assert reading.text.split("\n\n") == [made.BOLD, made.NOTE, made.TITLE, made.TEXT]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_letter_of_word_95_is_read_as_far_as_it_goes(seed: int) -> None:
    """It never hangs and never fails otherwise than by saying that it is broken."""
    random = Random(seed)
    data = bytearray(word95.doc({0: LETTER_95}, STYLES_95, FONTS_95))
    for _ in range(20):
        data[random.randrange(512, len(data))] = random.randrange(256)
    assert read_file(bytes(data)).state in FileState
