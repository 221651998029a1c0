"""Whether one text repeats another, or both only fill in the same form. Pure and symmetric.

The tokens that no common phrase covers are where two texts differ. A copy differs where its editor worked: words were
left out, put in, replaced. Two notices from one form differ where the form has a blank: a number stands there against a
number, a name against a name, between the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from archive.dedup.align import Gap, gaps, joined
from archive.dedup.reading import Reading
from archive.dedup.sketch import FEW, SHORT

SIMILAR = 0.55
"""Texts with at least this much in common (Jaccard, of their phrases) may be copies."""
WHOLE, MIN_PART = 0.88, 0.4
"""A text may also be a copy of one that holds nearly all of it (WHOLE), if it is no small part of that (MIN_PART)."""
TINY = 80
"""In a text of fewer tokens the headline says what it is about, whatever the words."""
SURE, ALL = 0.8, 0.95
"""Texts of FEW tokens repeat by chance: they are copies only under one headline, with so much in common or one of them
in the other."""
STRANGE = 0.3
PURE = 0.5
EDGE = 8
"""Names within this many tokens of the end of a text are those of who wrote or signed it."""


class Kind(StrEnum):
    """How an article is like its original: its text is the same, or nearly; a form that both fill in is no copy."""

    EXACT = "exact"
    NEAR = "near"
    TEMPLATE = "template"


def compare(one: Reading, other: Reading) -> tuple[Kind | None, float]:
    """What two different texts are to each other, and the share of phrases they have in common (0 to 1)."""
    common = len(one.phrase_set & other.phrase_set)
    both = len(one.phrase_set) + len(other.phrase_set)
    least, most = sorted((len(one.phrase_set), len(other.phrase_set)))
    if not least:
        return None, 0.0
    similarity = common / (both - common)
    if similarity < SIMILAR and (common < WHOLE * least or least < MIN_PART * most):
        return None, similarity
    if min(len(one), len(other)) < FEW:
        is_sure = similarity >= SURE or common >= ALL * least
        if not is_sure or _spelled(one.title) != _spelled(other.title):
            return None, similarity
    if _fills_a_form(one, other):
        return Kind.TEMPLATE, similarity
    return Kind.NEAR, similarity


def _fills_a_form(one: Reading, other: Reading) -> bool:
    differing = gaps(one.tokens, other.tokens)
    blanks = _blanks(one, other, differing)
    shorter = min(len(one), len(other))
    if shorter < SHORT:
        if blanks or _blanks(one, other, joined(differing)):
            return True
        return _is_headline_of_a_form(one.title, other.title, names=shorter < TINY)
    strange = min(len(one.numbers - other.numbers), len(other.numbers - one.numbers))
    if strange > _strange_numbers(one, other):
        return True
    return len(blanks) > 1 and _size(blanks) >= PURE * _size(differing)


def _blanks(one: Reading, other: Reading, differing: list[Gap]) -> list[Gap]:
    """The gaps that are blanks of a form, filled in otherwise."""
    return [gap for gap in differing if _is_blank(one, other, *gap)]


def _size(several: list[Gap]) -> int:
    return sum(len(mine) + len(theirs) for mine, theirs in several)


def _strange_numbers(one: Reading, other: Reading) -> float:
    """A long text may have so many numbers that its copy has not."""
    return max(2, STRANGE * min(len(one.numbers), len(other.numbers)))


def _is_headline_of_a_form(one: tuple[str, ...], other: tuple[str, ...], *, names: bool) -> bool:
    """Whether two headlines are much the same but for their numbers (and, with ``names``, for any words)."""
    first, second = frozenset(one), frozenset(other)
    if 2 * len(first & second) < max(len(first), len(second)):
        return False
    only, others_only = first - second, second - first
    if not only or not others_only:
        return False
    return names or (_has_number(only) and _has_number(others_only))


def _has_number(tokens: Iterable[str]) -> bool:
    return any(token[0].isdecimal() for token in tokens)


def _is_blank(one: Reading, other: Reading, mine: range, theirs: range) -> bool:
    """Whether a gap is filled in: mostly numbers and names on both sides, and others on each."""
    first, second = _values(one, mine), _values(other, theirs)
    first_is_value = _is_most(len(first), len(mine))
    second_is_value = _is_most(len(second), len(theirs))
    if not first_is_value and not second_is_value:
        return False
    if not (first_is_value and second_is_value) and not (_begins(one, mine) and _begins(other, theirs)):
        return False
    if _differ(_numbers(first), _numbers(second)):
        return True
    is_signature = len(one) - mine.stop < EDGE and len(other) - theirs.stop < EDGE
    return not is_signature and _differ(_names(first), _names(second))


def _numbers(values: list[str]) -> list[str]:
    return [value for value in values if value[0].isdecimal()]


def _names(values: list[str]) -> list[str]:
    return [value for value in values if not value[0].isdecimal()]


def _begins(text: Reading, side: range) -> bool:
    """Whether a side begins with a name of two words."""
    return side.start in text.names and side.start + 1 in text.names


def _differ(one: list[str], other: list[str]) -> bool:
    """Whether each has something that the other has not, or both the same in another order."""
    one, other = _spelled(one), _spelled(other)
    first, second = Counter(one), Counter(other)
    if first == second:
        return one != other
    only, others_only = first - second, second - first
    _match_initials(only, others_only)
    _match_initials(others_only, only)
    return bool(only and others_only)


def _spelled(words: Iterable[str]) -> list[str]:
    """Lý and Lí, Quý and Quí are one name."""
    return [word.replace("y", "i") for word in words]


def _match_initials(some: Counter[str], others: Counter[str]) -> None:
    """Take out names of which the others have the first letter: Nguyễn T. Lan is Nguyễn Thị Lan."""
    for letter in tuple(some):
        if len(letter) > 1 or not letter.isalpha():
            continue
        begun = [name for name in others if name[0] == letter]
        for name in begun[: some[letter]]:
            some[letter] -= 1
            others[name] -= 1
    _drop_used(some)
    _drop_used(others)


def _drop_used(counted: Counter[str]) -> None:
    for name, count in tuple(counted.items()):
        if count <= 0:
            del counted[name]


def _values(text: Reading, side: range) -> list[str]:
    """The numbers and names in a stretch, in order."""
    values = []
    for place in side:
        token = text.tokens[place]
        if token[0].isdecimal() or place in text.names:
            values.append(token)
    return values


def _is_most(values: int, size: int) -> bool:
    return 2 * values >= size or (values >= 3 and 3 * values >= size)
