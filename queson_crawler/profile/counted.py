"""What most of a portal's pages agree on: the shares by which places of fields are learned. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from queson_crawler.profile.regions import MIN_PAGES

Thing = TypeVar("Thing", bound=Hashable)
MOST = 0.8
"""The share of the pages with a field that agree on it at least, where something is learned of it."""


def most_agree(count: int, pages: int, share: float = MOST) -> bool:
    """Whether enough pages are counted, and these are most of them, at least that share."""
    return count >= max(MIN_PAGES, share * pages)


def agreed(votes: Iterable[Thing], pages: int, share: float = MOST) -> Thing | None:
    """What most of the pages voted for, at least that share of them; None where they do not agree."""
    for thing, count in Counter(votes).most_common(1):
        if most_agree(count, pages, share):
            return thing
    return None


def share_of(holds: Sequence[bool]) -> float:
    """The share of what holds."""
    return holds.count(True) / max(1, len(holds))
