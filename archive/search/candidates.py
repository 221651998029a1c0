"""The articles worth reading for a question, however big the archive: those that hold the most of its telling words.

FTS5 ranks by reading every article that holds any of the words, which in a big archive is nearly each. Here the ids
that hold a word, or two neighbours, are added up, each with how telling it is: the rarest first, as many as there is
time for. What is common tells little, and is weighed when the texts are read (`archive.search.reread`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import attrgetter

from archive.fulltext import FOLDED
from archive.search import expression
from archive.search.matcher import Matcher
from archive.search.query import Group

POSTINGS = 60_000
"""About so many ids are added up, at most; of one word more only where it is the rarest of all."""
SCANNED = 600_000
"""About so many articles are looked at for neighbours, at most: those that hold the rarer of the two."""
_BESIDE = 0.2
"""In what share of these the neighbours are taken to stand side by side, where nobody looked."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A word, or two neighbours, as an expression; in about how many articles it stands, and in which, if known."""

    match: str
    number: int
    ids: list[int] | None = None


def candidates(matcher: Matcher, asked: Group, table: str) -> dict[int, float]:
    """The articles that hold some of the telling words -> how much that tells."""
    held: dict[int, float] = defaultdict(float)
    for each in _affordable(_telling(matcher, asked, table)):
        rarity = log(1 + matcher.span / (each.number + 1))
        ids = each.ids
        if ids is None:
            ids = matcher.ids(table, each.match, POSTINGS)
        for article_id in ids:
            held[article_id] += rarity
    return held


def _affordable(telling: list[Telling]) -> Iterator[Telling]:
    """The rarest, while there is time."""
    spent = 0
    for each in sorted(telling, key=attrgetter("number", "match")):
        spent += each.number
        if spent > POSTINGS and spent > each.number:
            return
        if each.number:
            yield each


def _telling(matcher: Matcher, asked: Group, table: str) -> list[Telling]:
    """The words of a query, and those neighbours that take no long look."""
    folded = table == FOLDED
    numbers = {}
    for term in asked.terms:
        numbers[term] = matcher.frequency(expression.every(term, folded=folded), table)
    found = {term: Telling(expression.every(term, folded=folded), number) for term, number in numbers.items()}
    beside = []
    for left, right in pairwise(asked.terms):
        if not left.prefix:
            beside.append((min(numbers[left], numbers[right]), left, right))
    scanned = 0
    telling = list(found.values())
    for number, left, right in sorted(set(beside), key=lambda each: (each[0], each[1].words, each[2].words)):
        scanned += number
        match = expression.neighbours(left, right, folded=folded)
        if scanned > SCANNED:
            matcher.remember(table, match, int(number * _BESIDE))
            continue
        ids = matcher.ids(table, match, POSTINGS)
        if not matcher.query.filtered:
            matcher.remember(table, match, len(ids))
        telling.append(Telling(match, matcher.frequency(match, table), ids))
    return telling
