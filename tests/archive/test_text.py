"""The keys: what compares equal, what must not."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold, is_syllable, tone_key

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "text-vectors.json"
LETTERS = "aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵbcdđghklmnpqrstvxĐÔƯ \n,.-0"
prose = st.text(alphabet=LETTERS, max_size=40)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đường Trần Phú, thị trấn Đông Phú", "duong tran phu, thi tran dong phu"),
        ("ÐÔNG ANH", "dong anh"),
        ("Chloé №12 m² Москва", "chloe №12 m² москва"),
        ("a\u0323\u0306b", "ab"),
    ],
)
def test_fold_leaves_bare_lower_case_letters_and_all_the_rest(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hoà Vang, Thuỷ Nguyên, HUỶ BỎ, toạ đàm", "Hòa Vang, Thủy Nguyên, HỦY BỎ, tọa đàm"),
        ("họat động, qũy đất, điạ phương, nứơc, cuả, nghịêp", "hoạt động, quỹ đất, địa phương, nước, của, nghiệp"),
        ("gìn giữ, giấy, quyết, quốc, khuya, ngoằn ngoèo", "gìn giữ, giấy, quyết, quốc, khuya, ngoằn ngoèo"),
        ("Zoé, Elysée, Peña, résumé, Hawaiì", "Zoé, Elysée, Peña, résumé, Hawaiì"),
        ("lý lí, kỹ kĩ", "lý lí, kỹ kĩ"),
    ],
)
def test_tone_key_writes_the_tone_where_the_old_style_does(text: str, key: str) -> None:
    assert tone_key(text) == key


@pytest.mark.parametrize("rhyme", ["oa", "oe", "uy"])
@pytest.mark.parametrize("tone", ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"])
@pytest.mark.parametrize("onset", ["", "h", "th", "ng", "kh"])
def test_both_tone_styles_have_one_key(onset: str, rhyme: str, tone: str) -> None:
    old = unicodedata.normalize("NFC", onset + rhyme[0] + tone + rhyme[1])
    new = unicodedata.normalize("NFC", onset + rhyme + tone)
    assert tone_key(old) == tone_key(new) == old
    assert tone_key(old.upper()) == tone_key(new.upper()) == old.upper()


def test_a_syllable_is_recognised_by_its_build() -> None:
    assert all(map(is_syllable, "nghiêng quýt giếng khuỷu Đông uống ở".split()))
    assert not any(map(is_syllable, ["café", "été", "báoo", "càt", "á́", "w", ""]))


@given(prose)
def test_keys_do_not_depend_on_the_normal_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(text)
    assert tone_key(decomposed) == tone_key(text)


@given(prose)
def test_keys_of_keys_are_the_same_keys(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tone_key(tone_key(text)) == tone_key(text)
    assert fold(tone_key(text)) == fold(text)


@given(st.text(max_size=60))
def test_any_text_has_keys(text: str) -> None:
    fold(text)
    tone_key(text)


def test_the_shared_vectors_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"shared vectors are not beside this checkout: {VECTORS.name}")
    keys = {"fold": fold, "tone_key": tone_key}
    for vector in json.loads(VECTORS.read_text("utf-8"))["vectors"]:
        if key := keys.get(vector["fn"]):
            for spelling in (vector["input"], vector.get("new_style", vector["input"])):
                assert key(spelling) == vector["expected"], vector["id"]
