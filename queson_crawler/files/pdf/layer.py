"""Whether text that lies unseen over a scan is of any use: many scanners knew no Vietnamese. Pure."""

from __future__ import annotations

import re
import unicodedata

from archive.text import is_syllable
from queson_crawler.text import detect_legacy

_WORD = re.compile(r"[^\W_]+")
_ORDINARY = re.compile(r"[^\W\d_]?[^\W\d_A-ZÀ-Ý]*|[A-ZÀ-Ỹ]+|\d+")
"""A word in small letters, with a capital before them or in capitals; a number."""
ENOUGH = 20
"""Words: fewer tell nothing."""
_SAMPLE = 20_000
_MIN_ORDINARY, _MANY_SYLLABLES, _FEW_MARKS = 0.75, 0.5, 0.05


def is_rubbish(text: str) -> bool:
    """Whether words mix cases and digits, or are Vietnamese that lost its marks."""
    words = _WORD.findall(text[:_SAMPLE])
    if len(words) < ENOUGH or detect_legacy(text):
        return False
    ordinary = list(filter(_ORDINARY.fullmatch, words))
    if len(ordinary) < _MIN_ORDINARY * len(words):
        return True
    named = list(filter(str.isalpha, words))
    syllables = sum(map(_is_syllable, named))
    marked = sum(map(_is_marked, named))
    return syllables > _MANY_SYLLABLES * len(named) and marked < _FEW_MARKS * len(named)


def _is_syllable(word: str) -> bool:
    return is_syllable(word.lower())


def _is_marked(word: str) -> bool:
    return not unicodedata.normalize("NFD", word.replace("đ", "ê").replace("Đ", "Ê")).isascii()
