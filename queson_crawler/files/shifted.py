"""Text of PDF files whose table of letters is off by a fixed step: `tiӃng` for `tiếng`. Pure."""

from __future__ import annotations

import re

_SHIFT = 0x19FC
_SHIFTED = re.compile(f"[{chr(0x1EA0 - _SHIFT)}-{chr(0x1EF9 - _SHIFT)}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_TRUE_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u04a3]")


def shifted_back(text: str) -> str:
    """The text with the letters that were meant."""
    return _SHIFTED.sub(lambda match: chr(ord(match[0]) + _SHIFT), text)


def is_shifted(text: str) -> bool:
    """Whether a PDF's table of letters is off by 0x19FC, so that ế is shown as Ӄ: then words mix Latin letters with
    rare Cyrillic ones, and hold none of the common ones."""
    if not _SHIFTED.search(text):
        return False
    mixed = other = 0
    for word in _WORD.findall(text):
        if not _SHIFTED.search(word):
            continue
        if len(word) == 1 or (_LATIN.search(word) and not _TRUE_CYRILLIC.search(word)):
            mixed += 1
        else:
            other += 1
    return mixed > other
