"""Encodings from before Unicode: every letter, and no suspicion of honest text."""

import json
import unicodedata
from pathlib import Path

import pytest

from queson_crawler.text import (
    DECODERS,
    detect_legacy,
    from_cp1258,
    from_tcvn3,
    from_viqr,
    from_viscii,
    from_vni,
    from_vps,
    normalise,
)

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "text-vectors.json"
LOWER = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
ALL = LOWER + LOWER.upper()
TCVN3_LETTERS = LOWER + "ĂÂĐÊÔƠƯ"  # the fonts have no other capitals
LATIN1 = [chr(byte) for byte in (*range(0x20), *range(0x80, 0x100))]


@pytest.mark.parametrize(
    ("decode", "letters"), [(from_tcvn3, TCVN3_LETTERS), (from_viscii, ALL), (from_vps, ALL.replace("Ự", "") + "Ự")]
)
def test_every_letter_has_exactly_one_byte(decode, letters: str) -> None:
    decoded = [decode(char) for char in LATIN1]
    missing = [letter for letter in letters if letter not in decoded]
    assert missing == []
    assert len(set(decoded)) == len(decoded)


# Marks as VNI writes them: after the letter, in the order grave, hook, tilde, acute, dot.
VNI = {
    "a": "aø aû aõ aù aï", "ă": "aè aú aü aé aë", "â": "aà aå aã aá aä", "e": "eø eû eõ eù eï", "ê": "eà eå eã eá eä",
    "i": "ì æ ó í ò", "o": "oø oû oõ où oï", "ô": "oà oå oã oá oä", "ơ": "ôø ôû ôõ ôù ôï", "u": "uø uû uõ uù uï",
    "ư": "öø öû öõ öù öï", "y": "yø yû yõ yù î",
}  # fmt: skip


@pytest.mark.parametrize("vowel", VNI)
def test_vni_writes_every_vowel_with_every_tone(vowel: str) -> None:
    toned = [unicodedata.normalize("NFC", vowel + tone) for tone in "\u0300\u0309\u0303\u0301\u0323"]
    written = VNI[vowel].split()
    assert [from_vni(pair) for pair in written] == toned
    assert [from_vni(pair.upper()) for pair in written] == [letter.upper() for letter in toned]
    assert [from_vni(pair.capitalize()) for pair in written] == [letter.upper() for letter in toned]


@pytest.mark.parametrize(
    ("decode", "seen", "meant"),
    [
        (from_tcvn3, "quyÕt ®Þnh thµnh lËp tr\xadêng häc, 30°C", "quyết định thành lập trường học, 30°C"),
        (
            from_vni,
            "Quyeát ñònh thaønh laäp tröôøng hoïc, AÁp Taân Phuù",
            "Quyết định thành lập trường học, Ấp Tân Phú",
        ),
        (from_viscii, "quyªt ð¸nh thành l§p tr\xdf¶ng h÷c", "quyết định thành lập trường học"),
        (from_vps, "quy‰t Ç\xcenh", "quyết địnnh".replace("nn", "n")),
        (from_viqr, "Quye^'t ddi.nh tru*o*`ng ho.c\\. DDo^ng", "Quyết định tru*o*`ng học. Đông"),
        (from_viqr, "tru+o+`ng", "trường"),
    ],
)
def test_sentences_come_out_right(decode, seen: str, meant: str) -> None:
    assert decode(seen) == meant


SENTENCE = "Ủy ban nhân dân huyện Quế Sơn thông báo về việc tổ chức cuộc thi tìm hiểu truyền thống"


def as_seen(text: str, encoding: str) -> str:
    table = {DECODERS[encoding](char): char for char in LATIN1}
    return "".join(table.get(char, char) for char in text)


@pytest.mark.parametrize("encoding", ["tcvn3", "viscii", "vps"])
def test_a_legacy_sentence_is_recognised(encoding: str) -> None:
    text = SENTENCE.lower() if encoding == "tcvn3" else SENTENCE
    seen = as_seen(text, encoding)
    assert detect_legacy(seen) == encoding
    assert DECODERS[encoding](seen) == text


def test_a_vni_sentence_is_recognised() -> None:
    assert detect_legacy("UÛy ban nhaân daân huyeän Queá Sôn thoâng baùo veà vieäc toå chöùc") == "vni"


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        unicodedata.normalize("NFD", SENTENCE),
        "Thông báo công tác công khai tài chính, thành tích, chính sách",
        "Où est la bibliothèque? Là où l'été a été déjà fêté à Noël, là-bas, près de la forêt",
        "Über die Größe der Bäume in schönen Gärten für Mädchen",
        "Notice of meeting no. 12",
        "© 2020 UBND – “Quê” … ® ™",
        "\xa0 \xa0 \xa0 \xa0 Trong ngày",
        "ViÖt",
        "",
    ],
)
def test_honest_text_is_never_suspected(text: str) -> None:
    assert detect_legacy(text) is None


def test_the_shared_vectors_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"shared vectors are not beside this checkout: {VECTORS.name}")
    decoders = {f"from_{name}": decode for name, decode in DECODERS.items()}
    decoders["from_viqr"] = from_viqr
    decoders["from_cp1258_hex"] = lambda digits: normalise(from_cp1258(bytes.fromhex(digits)))
    for vector in json.loads(VECTORS.read_text("utf-8"))["vectors"]:
        if decode := decoders.get(vector["fn"]):
            assert decode(vector["input"]) == vector["expected"], vector["id"]
