"""Fonts from before Unicode, known by their names. Pure.

A font such as .VnTime (TCVN3) or VNI-Times draws Vietnamese letters for Western characters, so a file holds `ViÖt Nam`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = (
    ("tcvn3", re.compile(r"^\.vn[a-z3]|^vn(?!i[ -])[a-z3]|^\.tmc|tcvn", re.I)),
    ("vni", re.compile(r"^vni[ -]", re.I)),
    ("vps", re.compile(r"^vps[ -]", re.I)),
    ("viscii", re.compile(r"^(?:vi[ -](?:arial|times|courier)|.*viscii)", re.I)),
)
_CAPITALS = re.compile(r"^\.?Vn[A-Za-z -]*H(?:[,-].*|$)")
"""TCVN3 has no toned capitals: a twin of each font, its name ending in H, draws small letters as capitals. As with bold
and Word's own "all capitals", that is how letters are drawn, not what was typed."""


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
