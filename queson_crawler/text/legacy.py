"""Vietnamese encodings from before Unicode, met as text that was read with a Western encoding (`ViÖt Nam`).

Tables: TCVN 5712:1993 (TCVN3/ABC fonts), VISCII (RFC 1456), VPS, VNI for Windows, VIQR (RFC 1456), Windows-1258.
Each function takes the text as it appears (bytes seen as Latin-1 or Windows-1252) and returns NFC.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from queson_crawler.text.capitals import with_capitals

# Characters of the bytes A0-FF and 80-FF; a byte that a table leaves alone stands for itself. TCVN3 fonts have no
# toned capitals (those came from separate capital fonts): the case of such letters is that of their words.
_TCVN3 = (
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ"
    "°±²³´àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)  # fmt: skip
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ"
    "Ế\x91\x92ỀỂỄỐỒỔỖýỷỵỚỜỞ"
    "\xa0ắằẳẵặỠớÙờởỡŨỨợỪ"
    "ổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹ"
    "ƯỦồốÔỏơÈừứÚũưÝẺß"
    "àáâãảạăçèéêẽìíîĩ"
    "ẴĐòóôõöƠụùúủüỶẼỳ"
)
_VPS_CONTROLS = {
    0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ", 0x14: "Ụ",
    0x15: "Ự", 0x19: "Ỵ", 0x1C: "Ẫ", 0x1D: "Ữ",
}  # fmt: skip


def _by_appearance(first: int, letters: str, controls: Mapping[int, str]) -> dict[int, str]:
    """Code point of each character as it appears -> the letter meant; 80-9F may appear as Windows-1252 or as C1."""
    table = dict(controls)
    for byte, letter in enumerate(letters, first):
        table[byte] = letter
        if byte < 0xA0:
            table.update((ord(char), letter) for char in bytes([byte]).decode("cp1252", "ignore"))
    return table


_TCVN3_TABLE = _by_appearance(0xA0, _TCVN3, {})
_VISCII_TABLE = _by_appearance(0x80, _VISCII, _VISCII_CONTROLS)
_VPS_TABLE = _by_appearance(0x80, _VPS, _VPS_CONTROLS)


def from_tcvn3(text: str) -> str:
    """TCVN3 (ABC, .VnTime): `ViÖt Nam` -> `Việt Nam`, `NGHÞ §ÞNH` -> `NGHỊ ĐỊNH`."""
    return with_capitals(unicodedata.normalize("NFC", text.translate(_TCVN3_TABLE)))


def from_viscii(text: str) -> str:
    """VISCII: `Vi®t Nam` -> `Việt Nam`."""
    return unicodedata.normalize("NFC", text.translate(_VISCII_TABLE))


def from_vps(text: str) -> str:
    """VPS: `ViŒt Nam` -> `Việt Nam`."""
    return unicodedata.normalize("NFC", text.translate(_VPS_TABLE))


def from_cp1258(data: bytes) -> str:
    """Windows-1258 bytes, whose tones are combining marks, composed. Undefined bytes become U+FFFD."""
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


# VNI writes a letter, then a second character for its marks; these are the second characters in lower case.
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_MARKS = {
    **_VNI_TONES,
    **{char: _CIRCUMFLEX + tone for char, tone in _VNI_CIRCUMFLEX.items()},
    **{char: _BREVE + tone for char, tone in _VNI_BREVE.items()},
}
_VNI_LETTERS = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị",
    "Ñ": "Đ", "Ô": "Ơ", "Ö": "Ư", "Î": "Ỵ", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị",
}  # fmt: skip
_VNI = re.compile(
    "[aeouyôö][ùøûõï]|[aeo][âáàåãä]|a[êéèúüë]|[ñôöîæóò]",
    re.IGNORECASE,
)


def _vni_letter(match: re.Match[str]) -> str:
    base, mark = match[0][0], match[0][1:].lower()
    return _VNI_LETTERS.get(base, base) + _VNI_MARKS.get(mark, "")


def from_vni(text: str) -> str:
    """VNI for Windows: `Vieät Nam` -> `Việt Nam`."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


_VIQR_MARKS = {
    "^": _CIRCUMFLEX, "(": _BREVE, "+": _HORN, "'": _ACUTE, "`": _GRAVE, "?": _HOOK, "~": _TILDE, ".": _DOT,
}  # fmt: skip
_VIQR_D = {"D": "Đ", "d": "đ"}
_VIQR = re.compile(r"\\(.)|(dd)|([aeo]\^|a\(|[ou]\+|[aeiouy])(['`?~.]?)", re.IGNORECASE)


def _viqr_letter(match: re.Match[str]) -> str:
    escaped, d_stroke, letter, tone = match.groups()
    if escaped:
        return str(escaped)
    if d_stroke:
        return _VIQR_D[d_stroke[0]]
    return str(letter[0]) + "".join(map(_VIQR_MARKS.__getitem__, letter[1:] + tone))


def from_viqr(text: str) -> str:
    """VIQR: `Vie^.t Nam` -> `Việt Nam`. A full stop directly after a vowel is read as a dot below unless escaped."""
    return unicodedata.normalize("NFC", _VIQR.sub(_viqr_letter, text))


DECODERS: dict[str, Callable[[str], str]] = {
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "viscii": from_viscii,
    "vps": from_vps,
}
