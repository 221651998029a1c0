"""What words typed without marks mean: the texts of the best articles say how each is written there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from archive.search.stretch import Text

Spelled = tuple[str, str]
"""A word folded, and as it is spelled; or two words that stand side by side."""
Votes = dict[str, float]
"""A spelling -> how much speaks for it."""
PairVotes = dict[Spelled, float]

_LEAST = 1e-6
"""What the vote of a text without a score counts."""
_SINGLE = 0.2
"""What the votes for a word alone count beside those for its neighbours."""
_IN_A_ROW = 4


def meant(folded: Sequence[str], texts: Sequence[tuple[Text, float]]) -> list[str]:
    """The likeliest spelling of words without marks: texts vote for how each is written, and for neighbours.

    A text votes once for each spelling, with its score; for neighbours that a third word of the query stands beside,
    four times as much.
    """
    single: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    double: dict[Spelled, PairVotes] = defaultdict(lambda: defaultdict(float))
    rows = {*zip(folded, folded[1:], folded[2:], strict=False)}
    for text, score in texts:
        weight = max(score, _LEAST)
        for word, spelled in dict.fromkeys((hit.folded, hit.spelled) for hit in text.hits):
            single[word][spelled] += weight
        for (one, other), votes in _neighbours(text, rows).items():
            double[one[0], other[0]][one[1], other[1]] += votes * weight
    return _likeliest(folded, single, double)


def _neighbours(text: Text, rows: set[tuple[str, str, str]]) -> dict[tuple[Spelled, Spelled], int]:
    """Pairs of hits that stand side by side, and how much each counts."""
    found: dict[tuple[Spelled, Spelled], int] = {}
    words = {hit.place: hit.folded for hit in text.hits}
    for hit, following in pairwise(text.hits):
        if following.place != hit.place + 1:
            continue
        around = (words.get(hit.place - 1, ""), hit.folded, following.folded, words.get(hit.place + 2, ""))
        votes = _IN_A_ROW
        if rows.isdisjoint((around[:3], around[1:])):
            votes = 1
        pair = ((hit.folded, hit.spelled), (following.folded, following.spelled))
        found[pair] = max(found.get(pair, 0), votes)
    return found


def _likeliest(folded: Sequence[str], single: dict[str, Votes], double: dict[Spelled, PairVotes]) -> list[str]:
    """The series of spellings with the most votes (Viterbi: for each spelling of a word the best way that leads to
    it)."""
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for place, word in enumerate(folded):
        votes = single.get(word) or {word: 1.0}
        pairs: PairVotes = {}
        if place:
            pairs = double.get((folded[place - 1], word), {})
        all_single, all_pairs = sum(votes.values()), sum(pairs.values()) or 1.0
        following = {}
        for spelled, number in votes.items():
            merit, path = _best_way(best, spelled, pairs, all_pairs)
            following[spelled] = (merit + _SINGLE * number / all_single, [*path, spelled])
        best = following
    return max(best.values(), key=_merit)[1]


def _best_way(
    best: dict[str, tuple[float, list[str]]], spelled: str, pairs: PairVotes, all_pairs: float
) -> tuple[float, list[str]]:
    ways = []
    for before, (score, path) in best.items():
        ways.append((score + pairs.get((before, spelled), 0.0) / all_pairs, path))
    return max(ways, key=_merit)


def _merit(way: tuple[float, list[str]]) -> float:
    return way[0]
