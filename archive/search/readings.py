"""What a word that was typed may stand for: keys of Telex or VNI, words that were glued, letters swapped or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from math import log

from archive.fulltext import FOLDED
from archive.search.matcher import Matcher
from archive.search.query import Term
from archive.search.suggest import edits
from archive.search.telex import untelexed
from archive.text import fold

MAX_LETTERS = 40
MAX_READINGS = 8
_KEYS, _GLUED, _SWAPPED, _WRONG = 1.0, 1.5, 2.0, 3.0
"""What a reading costs."""
_UNKNOWN = 2 * _WRONG
"""What it costs to leave a word as it is that the archive does not know."""
_LONGEST_PIECE = 8
_SHORT = 3

Reading = tuple[str, ...]
"""The words, without marks, that were meant by one."""
Way = tuple[float, Reading]
"""What it costs to believe in a reading, and the reading."""

_TELEX_MARKS = re.compile(r"(?<=[aeo])w|(?<=u)w|(?<=[a-z])[sfrxjz](?=[^aeiouy]{0,40}\Z)")
_TONE_KEY = re.compile("[sfrxj]")
_DIGIT = re.compile(r"\d")
_DOUBLED = re.compile(r"([aeod])\1")
_VOWEL = re.compile("[aeiouy]")
_PARTS = re.compile(r"\d+|\D+")


def readings(matcher: Matcher, term: Term) -> list[Way]:
    """What a word may stand for; the cheapest first, of equal ones the commonest."""
    words = tuple(map(fold, term.words))
    if term.prefix or len(words[0]) > MAX_LETTERS:
        return [(0.0, words)]
    found: dict[Reading, float] = {words: _UNKNOWN}
    if _number(matcher, words[0]):
        found[words] = 0.0
    for cost, reading in chain(_keyed(term.words[0]), _glued(matcher, words[0]), _mistyped(words[0])):
        if cost < found.get(reading, _UNKNOWN) and _is_known(matcher, reading):
            found[reading] = cost
    ordered = sorted(found, key=lambda reading: (found[reading], -_number(matcher, reading[0]), reading))
    return [(found[reading], reading) for reading in ordered[:MAX_READINGS]]


def are_known(matcher: Matcher, terms: Iterable[Term]) -> bool:
    """Whether the archive holds each of the words that were typed, whatever its marks."""
    return all(_is_known(matcher, tuple(map(fold, term.words))) for term in terms)


def _is_known(matcher: Matcher, reading: Reading) -> bool:
    """Whether the archive holds each of the words."""
    return all(_number(matcher, word) for word in reading)


def _number(matcher: Matcher, word: str) -> int:
    return matcher.frequency(f'"{word}"', FOLDED)


def _keyed(word: str) -> Iterator[Way]:
    """What the keys of Telex and VNI mean."""
    bare = fold(word)
    meant = {untelexed(word) or ""}
    for form in (_DOUBLED.sub(r"\1", bare), bare):
        meant.add(_TELEX_MARKS.sub("", form))
        meant.add(_TELEX_MARKS.sub("", form.replace("w", "")))
        for key in _TONE_KEY.finditer(form, 1):
            meant.add((form[: key.start()] + form[key.end() :]).replace("w", ""))
    meant.add(_DIGIT.sub("", bare))
    for form in sorted(set(map(fold, meant)) - {"", bare}):
        yield _KEYS, (form,)


def _glued(matcher: Matcher, bare: str) -> Iterator[Way]:
    """The ways to take a word apart into words of the archive: numbers and letters, syllables and abbreviations."""
    if len(bare) <= _SHORT:
        return
    ways: list[Way] = [(0.0, ())]
    for part in _PARTS.findall(bare):
        pieces: list[Way] = [(0.0, (part,))]
        if not part.isdecimal():
            pieces = _pieces(matcher, part)
        longer = []
        for cost, before in ways:
            for more, after in pieces:
                longer.append((cost + more, (*before, *after)))
        ways = sorted(longer)[:MAX_READINGS]
    for _, words in ways:
        if len(words) > 1:
            yield _GLUED, words


def _pieces(matcher: Matcher, letters: str) -> list[Way]:
    """The likeliest ways to take letters apart, with what they cost: common words little."""
    best: list[list[Way]] = [[(0.0, ())]]
    for end in range(1, len(letters) + 1):
        ways: list[Way] = []
        for start in range(max(0, end - _LONGEST_PIECE), end):
            if best[start]:
                ways += _with_piece(matcher, best[start], letters[start:end])
        best.append(sorted(ways)[:MAX_READINGS])
    return best[-1]


def _with_piece(matcher: Matcher, ways: list[Way], piece: str) -> list[Way]:
    """Ways with one word more; none where the archive does not hold it. An abbreviation costs more than a syllable."""
    is_syllable = _VOWEL.search(piece) is not None
    number = _number(matcher, piece)
    if not number or (len(piece) == 1 and not is_syllable):
        return []
    cost = log(2 * (matcher.span + 1) / number)
    if not is_syllable:
        cost += 2.0
    return [(cost + before, (*words, piece)) for before, words in ways]


def _mistyped(bare: str) -> Iterator[Way]:
    """Letters swapped, or one letter wrong, missing or too many; of numbers and very short words none is likelier."""
    if len(bare) < _SHORT or not bare.isalpha():
        return
    swapped = set()
    for at in range(len(bare) - 1):
        swapped.add(bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :])
    for word in edits(bare):
        cost = _WRONG
        if word in swapped:
            cost = _SWAPPED
        yield cost, (word,)
