"""Words in capitals as TCVN3 fonts hold them: `NGHị ĐịNH`, since such a font has no capital with a tone. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

from archive.text import is_syllable

_LINE = re.compile(r"[^\n\t|]+")
_WORD = re.compile(r"[^\W\d_]+")
_BOTH_CASES = frozenset("abcdefghijklmnopqrstuvwxyzăâêôơưđ")
"""Small letters whose capitals the font has: where they stand, no capital was meant."""


class _Case(Enum):
    SMALL = auto()
    CAPITALS = auto()
    ABBREVIATION = auto()
    """Capitals that are no word, and say nothing of their neighbours: `Số TT`."""
    EITHER = auto()
    """Nothing in the word tells: `Số` or `SỐ`."""


def with_capitals(text: str) -> str:
    """The text with its words in capitals written so to the last letter; a word that may be either is what its
    neighbours on both sides are."""
    return _LINE.sub(_of_line, text)


def _of_line(match: re.Match[str]) -> str:
    line = match[0]
    words = list(_WORD.finditer(line))
    cases = [_case(word[0]) for word in words]
    if _Case.CAPITALS not in cases:
        return line
    done: list[str] = []
    at = 0
    for index, word in enumerate(words):
        if cases[index] is _Case.EITHER and _among_capitals(cases, index):
            cases[index] = _Case.CAPITALS
        if cases[index] is _Case.CAPITALS:
            done += [line[at : word.start()], word[0].upper()]
            at = word.end()
    return "".join([*done, line[at:]])


def _case(word: str) -> _Case:
    if not _BOTH_CASES.isdisjoint(word):
        return _Case.SMALL
    capitals = sum(map(str.isupper, word))
    if (capitals < 2 and word[0].isupper()) or not capitals:
        return _Case.EITHER
    if word.isupper() and not is_syllable(word.lower()):
        return _Case.ABBREVIATION
    return _Case.CAPITALS


def _among_capitals(cases: list[_Case], index: int) -> bool:
    """Whether capitals stand before and behind a word; the end of the line counts as such on one side."""
    around = [*cases[max(index - 1, 0) : index], *_following(cases, index)]
    return bool(around) and all(case is _Case.CAPITALS for case in around)


def _following(cases: list[_Case], index: int) -> list[_Case]:
    """The next word behind a word that tells its case."""
    for case in cases[index + 1 :]:
        if case is not _Case.EITHER:
            return [case]
    return []
