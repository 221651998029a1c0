"""What a search found: the articles that hold everything, and those that come near. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.search.matcher import Matches


@dataclass(slots=True)
class Part:
    """Articles in order, each the one that is shown for itself and its copies.

    There are ``total`` of them, ``articles`` with the copies; of each there are more if ``more`` says so.
    """

    ids: list[int] = field(default_factory=list)
    total: int = 0
    articles: int = 0
    more: bool = False


@dataclass(slots=True)
class Pool:
    """The articles that hold everything that was asked for, and those that come near, each best first.

    Those that hold everything come first; of a question the ``best`` of both do.
    """

    whole: Part = field(default_factory=Part)
    near: Part = field(default_factory=Part)
    best: list[int] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        """All of them, in the order in which they are shown."""
        return joined(self.best, self.whole.ids, self.near.ids)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is counted of a pool: ids in order, of which those in ``whole`` hold everything; how many there are, and how
    many are ``left_out``, of the part that is not counted. Of each there are more, where it says so."""

    ids: list[int]
    whole: frozenset[int]
    total: int
    more: bool
    left_out: int
    more_left_out: bool


def ranked(pool: Pool, *, near: bool) -> Ranking:
    """What holds everything; what comes ``near`` too, if that is asked for."""
    whole, others = pool.whole, pool.near
    held = frozenset(whole.ids)
    if not near:
        return Ranking(whole.ids, held, whole.total, whole.more, others.total, others.more)
    return Ranking(pool.ids, held, whole.total + others.total, whole.more or others.more, 0, False)


def part_of(matches: Matches, first: list[int]) -> Part:
    """The first ones, then the rest of the matches."""
    if matches.more:
        number = len(matches.ids) - 1
        return Part(first or matches.ids[:number], number, number, more=True)
    shown = matches.represented(matches.ids)
    known = set(shown)
    ids = joined([number for number in first if number in known], shown)
    return Part(ids, len(ids), len(matches.ids))


def joined(*some: Iterable[int]) -> list[int]:
    """Ids one after the other, each once."""
    found: dict[int, None] = {}
    for ids in some:
        found.update(dict.fromkeys(ids))
    return list(found)
