"""The order of a list: whether it is newest first, and which entries have risen in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise, starmap
from operator import gt

from archive.memory import KnownArticle

IN_ORDER = 0.8
"""The least share of neighbours (of those that differ in date) that stand newest first in a list of news: pinned
entries do not."""
MIN_PASSED = 2
"""An entry has risen when it passed at least this many others on a page."""

_UNKNOWN = KnownArticle("", "", published_at="", checked_at="", checked_run=0)


def is_newest_first(order: Iterable[str], articles: Mapping[str, KnownArticle]) -> bool:
    """Whether the order of a list is that of its articles' dates, else of their numbers; one that cannot be told is
    not."""
    names = list(order)
    by_day = _differing(pairwise(_days(names, articles)))
    if by_day:
        return _are_falling(by_day)
    numbers = map(int, filter(str.isdecimal, names))
    return _are_falling(list(pairwise(numbers)))


def _days(order: Iterable[str], articles: Mapping[str, KnownArticle]) -> list[str]:
    """The day of each article of a list; "" where it is not known."""
    return [articles.get(native_id, _UNKNOWN).published_at[:10] for native_id in order]


def _differing(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of two known days that are not the same."""
    found: list[tuple[str, str]] = []
    for pair in pairs:
        day, following = pair
        if day != following and "" not in pair:
            found.append(pair)
    return found


def _are_falling(pairs: Sequence[tuple[int, int]] | Sequence[tuple[str, str]]) -> bool:
    """Whether nearly all pairs, of at least one, have the greater value first."""
    if not pairs:
        return False
    falling: int = sum(starmap(gt, pairs))
    return falling >= IN_ORDER * len(pairs)


def risen(known: Iterable[str], places: Mapping[str, int]) -> set[str]:
    """Of the `known` entries of a page those that stand before several which stood before them, at the `places` of
    then."""
    names = list(known)
    before = list(map(places.__getitem__, names))
    found: set[str] = set()
    for at, place in enumerate(before):
        passed = sum(map(partial(gt, place), before[at + 1 :]))
        if passed >= MIN_PASSED:
            found.add(names[at])
    return found
