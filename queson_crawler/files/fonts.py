"""Fonts from before Unicode, known by their names. Pure.

A font such as .VnTime (TCVN3) or VNI-Times draws Vietnamese letters for Western characters, so a file holds `ViÖt Nam`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = (
    ("tcvn3", re.compile(r"^\.vn[a-z3]|^vn(?!i)[a-z3]|^\.tmc|tcvn", re.I)),
    ("vni", re.compile(r"^vni[ -]?[a-z]", re.I)),
    ("vps", re.compile(r"^vps[ -]?[a-z]", re.I)),
    ("viscii", re.compile(r"^(?:vi[ -]?(?:arial|times|courier)|.*viscii)", re.I)),
)
_CAPITALS = re.compile(r"^\.?Vn[A-Za-z -]*H(?:[,-].*|$)")
"""TCVN3 has no toned capitals: a twin of each font, its name ending in H, draws small letters as capitals. As with bold
and Word's own "all capitals", that is how letters are drawn, not what was typed."""
_SIGN = re.compile("[\uf020-\uf0ff]")
_SIGNS: dict[str, dict[int, str]] = {
    "symbol": {0xB7: "•", 0xA8: "♦", 0xAE: "→", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xDE: "⇒",
        0xB0: "°"},
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
        0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip
"""The signs by which lists begin and boxes are ticked, by font and number."""


def as_signs(text: str, font: str) -> str:
    """Text with the signs of a font of signs as Unicode has them; those that are not known stay."""
    signs = _SIGNS.get(font.lower())
    if signs is None:
        return text
    return _SIGN.sub(lambda match: signs.get(ord(match[0]) & 0xFF, match[0]), text)


@lru_cache(maxsize=1000)
def encoding_of(font: str) -> str:
    """The key of `DECODERS` that a font's name stands for; "" where it stands for none."""
    name = _SUBSET.sub("", font.strip())
    for encoding, pattern in _FONTS:
        if pattern.search(name):
            return encoding
    return ""


@lru_cache(maxsize=1000)
def draws_capitals(font: str) -> bool:
    """Whether a font shows small letters as capitals."""
    return bool(_CAPITALS.search(_SUBSET.sub("", font.strip())))
