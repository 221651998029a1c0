"""Words in capitals as TCVN3 fonts hold them: `NGHị ĐịNH`, since such a font has no capital with a tone. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from archive.text import is_syllable

_LINE = re.compile(r"[^\n\t|]+")
_WORD = re.compile(r"[^\W\d_]+")
_BOTH_CASES = frozenset("abcdefghijklmnopqrstuvwxyzăâêôơưđ")
"""Small letters whose capitals the font has: where they stand, no capital was meant."""


class _Case(StrEnum):
    """One letter for each word of a line."""

    SMALL = "s"
    CAPITALS = "C"
    ABBREVIATION = "A"
    """Capitals that are no word, and say nothing of their neighbours: `Số TT`."""
    EITHER = "e"
    """Nothing in the word tells: `Số` or `SỐ`."""


_AMONG_CAPITALS = re.compile(r"(?:\A|(?<=C))e+(?=C|\Z)")
"""Words that may be either, with capitals before and behind them; the end of the line counts as such."""


def with_capitals(text: str) -> str:
    """The text with its words in capitals written so to the last letter; a word that may be either is what its
    neighbours on both sides are."""
    return _LINE.sub(_of_line, text)


def _of_line(match: re.Match[str]) -> str:
    line = match[0]
    words = list(_WORD.finditer(line))
    cases = "".join([_case(word[0]) for word in words])
    if _Case.CAPITALS not in cases:
        return line
    cases = _AMONG_CAPITALS.sub(_as_capitals, cases)
    done: list[str] = []
    at = 0
    for word, case in zip(words, cases, strict=True):
        if case == _Case.CAPITALS:
            done += [line[at : word.start()], word[0].upper()]
            at = word.end()
    return "".join([*done, line[at:]])


def _case(word: str) -> _Case:
    if not _BOTH_CASES.isdisjoint(word):
        return _Case.SMALL
    if not any(map(str.isupper, word[1:])):
        return _Case.EITHER
    if word.isupper() and not is_syllable(word.lower()):
        return _Case.ABBREVIATION
    return _Case.CAPITALS


def _as_capitals(match: re.Match[str]) -> str:
    return _Case.CAPITALS * len(match[0])
