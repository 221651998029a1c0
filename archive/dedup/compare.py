"""Whether one text repeats another, or both only fill in the same form. Pure and symmetric.

The tokens that no common phrase covers are where two texts differ. A copy differs where its editor worked: words were
left out, put in, replaced. Two notices from one form differ where the form has a blank: a number stands there against a
number, a name against a name, between the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.dedup.align import Gap, gaps, joined
from archive.dedup.blank import Side, is_blank, spelled
from archive.dedup.reading import Reading, is_number
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
TOLD = 0.6
"""The share of a headline's own words that its text repeats where it speaks of what the headline says."""
STRANGE = 0.3
PURE = 0.5


class Kind(StrEnum):
    """How an article is like its original: its text is the same, or nearly; a form that both fill in is no copy."""

    EXACT = "exact"
    NEAR = "near"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many phrases two texts have in common, and how many each has: the one with fewer, the one with more."""

    common: int
    fewer: int
    more: int

    @property
    def similarity(self) -> float:
        """The share of all phrases that are in both (Jaccard, 0 to 1)."""
        return self.common / max(1, self.fewer + self.more - self.common)

    @property
    def is_large(self) -> bool:
        """Whether the texts may be copies: much is in common, or one is nearly all in the other and no small part."""
        if self.similarity >= SIMILAR:
            return True
        is_contained = self.common >= max(1, WHOLE * self.fewer)
        return is_contained and self.fewer >= MIN_PART * self.more

    @property
    def is_sure(self) -> bool:
        """Whether so much is in common that it is no chance, even between short texts."""
        return self.similarity >= SURE or self.common >= ALL * self.fewer


def _overlap(one: Reading, other: Reading) -> Overlap:
    common = len(one.phrase_set & other.phrase_set)
    fewer, more = sorted((len(one.phrase_set), len(other.phrase_set)))
    return Overlap(common, fewer, more)


def compare(one: Reading, other: Reading) -> tuple[Kind | None, float]:
    """What two different texts are to each other, and the share of phrases they have in common (0 to 1)."""
    overlap = _overlap(one, other)
    similarity = overlap.similarity
    if not overlap.is_large:
        return None, similarity
    if min(len(one), len(other)) < FEW and not _repeats_surely(one, other, overlap):
        return None, similarity
    if _fills_a_form(one, other):
        return Kind.TEMPLATE, similarity
    return Kind.NEAR, similarity


def _repeats_surely(one: Reading, other: Reading, overlap: Overlap) -> bool:
    """Whether short texts repeat each other under one headline."""
    return overlap.is_sure and spelled(one.title) == spelled(other.title)


def _fills_a_form(one: Reading, other: Reading) -> bool:
    if min(len(one), len(other)) < SHORT:
        return _fills_a_short_form(one, other)
    strange = min(len(one.numbers - other.numbers), len(other.numbers - one.numbers))
    if strange > _strange_numbers(one, other):
        return True
    differing = gaps(one.tokens, other.tokens)
    blanks = _blanks(one, other, differing)
    return len(blanks) > 1 and _size(blanks) >= PURE * _size(differing)


def _fills_a_short_form(one: Reading, other: Reading) -> bool:
    """Of short texts a single blank is enough, or a headline that differs as those of a form do."""
    differing = gaps(one.tokens, other.tokens)
    for several in (differing, joined(differing)):
        if _blanks(one, other, several):
            return True
    is_tiny = min(len(one), len(other)) < TINY
    return _is_headline_of_a_form(one.title, other.title, names=is_tiny) or _only_covers(one, other)


def _only_covers(one: Reading, other: Reading) -> bool:
    """Whether two texts only say that there is a document, and the headlines alone which: each headline has words of
    its own, and neither text speaks of what its headline says."""
    first, second = frozenset(spelled(one.title)), frozenset(spelled(other.title))
    if not (first - second and second - first):
        return False
    return not (_speaks_of(one, first - second) or _speaks_of(other, second - first))


def _speaks_of(text: Reading, words: frozenset[str]) -> bool:
    """Whether most of some words of a headline stand in its text."""
    told = words.intersection(spelled(text.tokens))
    return len(told) >= TOLD * len(words)


def _size(several: list[Gap]) -> int:
    size = 0
    for mine, theirs in several:
        size += len(mine) + len(theirs)
    return size


def _strange_numbers(one: Reading, other: Reading) -> float:
    """A long text may have so many numbers that its copy has not."""
    return max(2, STRANGE * min(len(one.numbers), len(other.numbers)))


def _is_headline_of_a_form(one: tuple[str, ...], other: tuple[str, ...], *, names: bool) -> bool:
    """Whether two headlines are much the same but for their numbers (and, with ``names``, for any words)."""
    first, second = frozenset(one), frozenset(other)
    if 2 * len(first & second) < max(len(first), len(second)):
        return False
    for only in (first - second, second - first):
        telling = only if names else frozenset(filter(is_number, only))
        if not telling:
            return False
    return True


def _blanks(one: Reading, other: Reading, differing: list[Gap]) -> list[Gap]:
    """The gaps that are blanks of a form, filled in otherwise."""
    blanks = []
    for mine, theirs in differing:
        if is_blank(Side(one, mine), Side(other, theirs)):
            blanks.append((mine, theirs))
    return blanks
