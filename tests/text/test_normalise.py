"""What display text looks like, and what is never touched."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queson_crawler.text import from_cp1258, normalise

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "text-vectors.json"
PROSE = "Ủy ban nhân dân xã Quế Phú tổ chức đối thoại với người dân về đền bù, giải phóng mặt bằng"


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        ("Qu\xea\u0301 So\u031bn", "Quế Sơn"),
        ("ti\u0065\u0301\u0302ng, b\u0061\u0323\u0306c, o\u0301\u031b", "tiếng, bặc, ớ"),
        ("ÐẠI HỘI, ðại hội, Ɖảng", "ĐẠI HỘI, đại hội, Đảng"),
        ("Тhông báo, Hà Nοi, хã", "Thông báo, Hà Noi, xã"),
        ("nhằm tǎng cường", "nhằm tăng cường"),
        ("quyӃt, ViӋt", "quyết, Việt"),
        ("０５／２０２０／ＱĐ－ＵＢＮＤ", "05/2020/QĐ-UBND"),
        ("thôn\u200bg b\xadáo\ufeff\u2060\x00", "thông báo"),
        ("B\xe0i\u00a0\u2003vi\u1ebft\t m\u1edbi ", "Bài viết mới"),
        ("Qu&#7871; S&#x1A1;n &amp;amp; &amp;quot;x&amp;quot;", 'Quế Sơn & "x"'),
        ("một\r\n\r\n\r\n hai \u2028ba\x0bbốn\u2029năm", "một\n\nhai\nba\nbốn\n\nnăm"),
        ("\ud800", "\ufffd"),
    ],
)
def test_faults_of_writing_are_repaired(found: str, stored: str) -> None:
    assert normalise(found) == stored


@pytest.mark.parametrize("encoding", ["latin-1", "cp1258", "cp1252"])
def test_utf8_that_was_misread_is_restored(encoding: str) -> None:
    misread = bytearray()
    text = ""
    for byte in PROSE.encode():
        misread.append(byte)
        try:
            text += bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            text += chr(byte)
    assert text != PROSE
    assert normalise(text) == PROSE


def test_text_that_was_misread_twice_is_restored() -> None:
    assert normalise(PROSE.encode().decode("latin-1").encode().decode("latin-1")) == PROSE


def test_in_a_line_with_real_letters_only_the_certain_is_repaired() -> None:
    assert normalise("XÃ–PHƯỜNG: Tiáº¿ng Viá»‡t") == "XÃ–PHƯỜNG: Tiếng Việt"


def test_a_grave_survives_a_space_cleaner_that_met_mojibake() -> None:
    assert normalise("nhÃ  trÆ°á»\x9dng") == "nhà trường"


@pytest.mark.parametrize(
    "text",
    [
        "XÃ–PHƯỜNG, “XÃ”, XÃ… và XÃ",
        "nhà thơ viết «đá»… rồi «đá»",
        "Москва, Ελλάδα, TGFβ, ΤGFβ, 5 kΩ, 3 μm, 45º, m², 5ª, №12, 你好，世界",
        "Chloé Noël café Zoë Łódź Škoda hǎo",
        "hoà bình, hòa bình, qui định, quy định, kỹ kĩ",
        "https://queson.gov.vn/?a=1&copy=2&reg=3 AT&T R&D;",
        "đoạn một\n\nđoạn hai\ncùng đoạn",
        "Ea H'leo, Krông Búk, Đăk Lăk",
        "",
    ],
)
def test_what_is_right_stays_as_published(text: str) -> None:
    assert normalise(text) == text


def test_windows_1258_bytes_compose() -> None:
    assert from_cp1258("Quê\u0301 Sơn".encode("cp1258")) == "Quế Sơn"


fragments = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.text(alphabet="aâăeêoôơuưy\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323", max_size=6),
        st.sampled_from(["&amp;", "&#38;", "amp;", "#97;", "grave;", "Ã¡Â»", "á»", "Æ°", "Ä‘", "Ã ", "«", "Ủy ban "]),
        st.sampled_from(["\u200b", "ӂ", "Т", "ο", "Ａ", "；", " \n", "\n\n\n", "\xa0", "\xad", "ǎn", "\ud83d"]),
    ),
    max_size=8,
).map("".join)


@given(fragments)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(fragments)
def test_stored_text_is_composed_and_can_be_encoded(text: str) -> None:
    stored = normalise(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert "  " not in stored
    assert "\n\n\n" not in stored
    stored.encode("utf-8")


@given(st.text(alphabet="aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậđĐỲỶỸÝỴ bcnt.\n", max_size=40))
def test_composed_and_decomposed_text_are_stored_alike(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


def test_the_shared_vectors_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"shared vectors are not beside this checkout: {VECTORS.name}")
    for vector in json.loads(VECTORS.read_text("utf-8"))["vectors"]:
        if vector["fn"] == "normalise":
            assert normalise(vector["input"]) == vector["expected"], vector["id"]
