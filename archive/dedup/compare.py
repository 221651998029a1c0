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
"""Texts with so much in common (Jaccard, of their phrases) may be copies."""
WHOLE, MIN_PART = 0.88, 0.4
"""So may a text of which nearly all is in another one, if it is no small part of that."""
TINY = 80
"""In a text of fewer tokens the headline says what it is about, whatever the words."""
SURE, ALL = 0.8, 0.95
"""Texts of FEW tokens repeat by chance: they are copies only under one headline, with so much in common or one of them
in the other."""
STRANGE = 0.3
PURE = 0.5
EDGE = 8
"""Names so near to the end of a text are those of who wrote or signed it."""


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
    if min(len(one), len(other)) < FEW and (
        (similarity < SURE and common < ALL * least) or _spelled(one.title) != _spelled(other.title)
    ):
        return None, similarity
    return (Kind.TEMPLATE if _fills_a_form(one, other) else Kind.NEAR), similarity


def _fills_a_form(one: Reading, other: Reading) -> bool:
    differing = gaps(one.tokens, other.tokens)
    blanks = [gap for gap in differing if _is_blank(one, other, *gap)]
    shorter = min(len(one), len(other))
    if shorter < SHORT:
        blanks = blanks or [gap for gap in joined(differing) if _is_blank(one, other, *gap)]
        return bool(blanks) or _is_headline_of_a_form(one.title, other.title, names=shorter < TINY)
    if min(len(one.numbers - other.numbers), len(other.numbers - one.numbers)) > _strange_numbers(one, other):
        return True
    return len(blanks) > 1 and _size(blanks) >= PURE * _size(differing)


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
    return (
        all(names or any(token[0].isdecimal() for token in only) for only in (first - second, second - first) if only)
        and first - second != frozenset() != second - first
    )


def _is_blank(one: Reading, other: Reading, mine: range, theirs: range) -> bool:
    """Whether a gap is filled in: mostly numbers and names on both sides, and others on each."""
    first, second = _values(one, mine), _values(other, theirs)
    most = _is_most(len(first), len(mine)), _is_most(len(second), len(theirs))
    if not (all(most) or (any(most) and _begins(one, mine) and _begins(other, theirs))):
        return False
    signed = len(one) - mine.stop < EDGE and len(other) - theirs.stop < EDGE
    return any(
        _differ(*([value for value in each if value[0].isdecimal() == is_number] for each in (first, second)))
        for is_number in ((True,) if signed else (True, False))
    )


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
    for letter in [each for each in some if len(each) == 1 and each.isalpha()]:
        for name in [each for each in others if each[0] == letter][: some[letter]]:
            some[letter] -= 1
            others[name] -= 1
    for counted in (some, others):
        for name in [each for each, count in counted.items() if count <= 0]:
            del counted[name]


def _values(text: Reading, side: range) -> list[str]:
    return [text.tokens[place] for place in side if text.tokens[place][0].isdecimal() or place in text.names]


def _is_most(values: int, size: int) -> bool:
    return 2 * values >= size or (values >= 3 and 3 * values >= size)
