"""Where two texts differ: stretches between phrases that stand once in each, in the same order. Pure, n log n."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import starmap
from operator import itemgetter

Gap = tuple[range, range]
"""Places in the one text, and those in the other that face them; one of the two may be empty."""

WORDS = 3
"""Of a phrase."""


def gaps(one: tuple[str, ...], other: tuple[str, ...]) -> list[Gap]:
    """The stretches in which two texts (tokens) differ, in order."""
    trimmed = starmap(partial(_trimmed, one, other), _between(one, other))
    return list(filter(any, trimmed))  # a gap of two empty sides is none


def joined(several: list[Gap]) -> list[Gap]:
    """Gaps that have next to nothing between them as one: "Hội Khách giáp Việt An" against "Việt An giáp Bà Rén"."""
    found: list[Gap] = []
    for mine, theirs in several:
        if found and _is_near(found[-1], mine, theirs):
            before = found.pop()
            mine, theirs = range(before[0].start, mine.stop), range(before[1].start, theirs.stop)
        found.append((mine, theirs))
    return found


def _is_near(before: Gap, mine: range, theirs: range) -> bool:
    return mine.start - before[0].stop <= WORDS and theirs.start - before[1].stop <= WORDS


def _between(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Gap]:
    mine = theirs = 0
    for place, facing in _anchors(one, other):
        overlaps = place < mine or facing < theirs
        if overlaps and place - mine != facing - theirs:
            continue
        if not overlaps:
            yield range(mine, place), range(theirs, facing)
        mine, theirs = place + WORDS, facing + WORDS
    yield range(mine, len(one)), range(theirs, len(other))


def _anchors(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[int, int]]:
    """Phrases that stand once in each text, as pairs of places: the longest series that rises in both."""
    there = _single(other)
    return _rising([(place, there[phrase]) for phrase, place in _single(one).items() if phrase in there])


def _single(tokens: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """Phrase -> its place, in order of the places, for phrases that stand once."""
    phrases = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    number = Counter(phrases)
    return {phrase: place for place, phrase in enumerate(phrases) if number[phrase] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises in the second number (patience sorting)."""
    numbers = list(map(itemgetter(1), pairs))
    if numbers == sorted(numbers):
        return pairs
    tails: list[int] = []  # the least number with which a series of one pair, of two, of three … ends
    ends: list[int] = [-1]  # the index of the pair that ends a series of none, of one, of two …
    before: list[int] = []  # of each pair, the index of the one before it in its series
    for index, facing in enumerate(numbers):
        length = bisect_left(tails, facing)
        tails[length : length + 1] = [facing]
        ends[length + 1 : length + 2] = [index]
        before.append(ends[length])
    chosen, index = [], ends[-1]
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _trimmed(one: tuple[str, ...], other: tuple[str, ...], mine: range, theirs: range) -> Gap:
    """A gap without the words with which both of its sides begin or end."""
    first, second = one[mine.start : mine.stop], other[theirs.start : theirs.stop]
    start = shared_start(first, second)
    stop = shared_start(reversed(first[start:]), reversed(second[start:]))
    return range(mine.start + start, mine.stop - stop), range(theirs.start + start, theirs.stop - stop)


def shared_start(one: Iterable[str], other: Iterable[str]) -> int:
    """With how many equal tokens two stretches begin."""
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared
