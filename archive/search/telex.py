"""Vietnamese typed on the keys of Telex while the input method was off: `dduwowngf` is đường."""

from __future__ import annotations

import re
import unicodedata

from archive.text import is_syllable, tone_key

_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_LETTERS = {"aa": "â", "aw": "ă", "dd": "đ", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "w": "ư"}
_PARTS = re.compile("|".join(_LETTERS))
_TONE = re.compile(
    r"\A(?P<begin>[^aeiouyw]*+[^fsxrj]{0,20}[aăâeêioôơuưy][^fsxrj]{0,20})(?P<tone>[fsxrj])(?P<end>[^fsxrj]{0,20})\Z"
)

MAX_KEYS = 20
"""No syllable takes more."""


def untelexed(typed: str) -> str | None:
    """The syllable that the keys mean, in old style; None when nothing changes or it is none."""
    if len(typed) > MAX_KEYS or not typed.isascii() or not typed.isalpha():
        return None
    word = re.sub(r"u([o])w", r"uwow", re.sub(r"([aeod])([a-z]*?)\1(?=[^a-z]|\Z|[fsxrj])", r"\1\1\2", typed))
    tone = ""
    found = _TONE.match(word)
    if found:
        word, tone = found["begin"] + found["end"], _TONES[found["tone"]]
    word = _PARTS.sub(lambda part: _LETTERS[part[0]], word)
    vowel = re.search(r"[ăâêôơư](?=[^ăâêôơư]*\Z)|[aeiouy]", word)
    if vowel and tone:
        word = unicodedata.normalize("NFC", word[: vowel.end()] + tone + word[vowel.end() :])
    word = tone_key(word)
    if word == typed or not is_syllable(word):
        return None
    return word
