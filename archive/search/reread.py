"""The best of what was found, read again: what an index cannot weigh, and what marks a query without them means.

FTS5 scores words and neighbours wherever they stand. Of the best `DEPTH` articles the texts are read, and each gains by
the stretch in which most of the query stands close together. Where no marks were typed, the texts of the very best say
how the words are written there; articles that write them so gain. Nothing is dropped or added: the order changes.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from archive.fulltext import EXACT
from archive.search.expression import terms
from archive.search.matcher import Matcher
from archive.search.query import Group
from archive.search.spelling import folded_spellings
from archive.text import fold, tone_key

DEPTH = 100
"""So many articles are read again, however many are asked for: the order does not hang on the size of a page."""

_VOTES = 20
_LETTERS = 20_000
_STRETCH = 20
_CLOSE = 0.7
_OTHERWISE = 0.5
"""What a word counts in a stretch that is spelled otherwise than typed or meant."""

_K1, _B = 1.2, 0.75
_WEIGHTS = (10.0, 4.0, 1.0, 0.5)

_WORD = re.compile(r"[^\W_]+")
_TEXTS = f"""
select t.id, t.title, t.lead, substr(t.body, 1, {_LETTERS}), substr(t.attachments, 1, {_LETTERS})
from json_each(?) j join articles_text t on t.id = j.value
"""


Spelled = tuple[str, str]
"""A word folded, and as it is spelled; or two words that stand side by side."""


@dataclass(frozen=True, slots=True)
class _Hit:
    place: int
    folded: str
    spelled: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Text:
    hits: tuple[_Hit, ...]
    length: int


@lru_cache(maxsize=1 << 15)
def _keys(word: str) -> tuple[str, str]:
    """(the folded word, the word in old style)."""
    return fold(word), tone_key(word)


def reread(matcher: Matcher, asked: Group, found: Sequence[tuple[int, float]], *, marked: bool) -> list[int]:
    """Ids and scores of bm25() (less is better), best first -> the ids, the first `DEPTH` of them in better order.

    ``marked``: the query was typed with marks, so it means what it says.
    """
    typed = [word for term in terms(asked) for word in term.words]
    first, rest = found[:DEPTH], [number for number, _ in found[DEPTH:]]
    if len(typed) < 2 or len(first) < 2:
        return [number for number, _ in found]
    scores = {number: -score for number, score in first}
    texts = _texts(matcher, [number for number, _ in first], typed)
    meant = [tone_key(word) for word in typed]
    if not marked:
        meant = _meant([fold(word) for word in typed], [(texts[n], scores[n]) for n, _ in first[:_VOTES] if n in texts])
    rarity = _Rarity(matcher)
    length = sum(text.length for text in texts.values()) / max(1, len(texts))
    for number, text in texts.items():
        if not marked:
            scores[number] += _score(text, meant, rarity, length)
        scores[number] += _CLOSE * _closest(text, meant, rarity)
    return sorted(scores, key=lambda number: (-scores[number], number)) + rest


def _texts(matcher: Matcher, ids: list[int], typed: Iterable[str]) -> dict[int, _Text]:
    wanted = {form: fold(word) for word in typed for form in reversed(folded_spellings(fold(word)))}
    rows = matcher.connection.execute(_TEXTS, (json.dumps(ids),))
    return {number: _read(columns, wanted) for number, *columns in rows}


def _read(columns: Sequence[str | None], wanted: dict[str, str]) -> _Text:
    hits, place = [], 0
    for text, weight in zip(columns, _WEIGHTS, strict=True):
        if not text:
            continue
        words = _WORD.findall(text.lower())
        for at, word in enumerate(words, place):
            folded, spelled = _keys(word)
            if folded in wanted:
                hits.append(_Hit(at, wanted[folded], spelled, weight))
        place += len(words)
    return _Text(tuple(hits), place)


class _Rarity:
    """How telling a word, or two side by side, is in the archive as it spells them."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._known: dict[str, float] = {}

    def of(self, words: str) -> float:
        if words not in self._known:
            span, number = self._matcher.span, self._matcher.frequency(f'"{words}"', EXACT)
            self._known[words] = log(1 + max(0.0, span - number + 0.5) / (number + 0.5))
        return self._known[words]


def _score(text: _Text, meant: Sequence[str], rarity: _Rarity, usual: float) -> float:
    """BM25 of the words as they are meant, and of neighbours, which count half."""
    wanted, beside = set(meant), set(pairwise(meant))
    counts: dict[str, float] = defaultdict(float)
    before: _Hit | None = None
    for hit in text.hits:
        if hit.spelled in wanted:
            counts[hit.spelled] += hit.weight
        if before and before.place + 1 == hit.place and (before.spelled, hit.spelled) in beside:
            counts[f"{before.spelled} {hit.spelled}"] += hit.weight
        before = hit
    long = _K1 * (1 - _B + _B * text.length / max(1.0, usual))
    return sum(
        (0.5 if " " in words else 1) * rarity.of(words) * number * (_K1 + 1) / (number + long)
        for words, number in counts.items()
    )


def _closest(text: _Text, meant: Sequence[str], rarity: _Rarity) -> float:
    """The most of the query that stands within a few words."""
    weights = {fold(word): rarity.of(word) for word in meant}
    wanted, hits = set(meant), text.hits
    inside: dict[str, list[float]] = defaultdict(list)
    best = total = 0.0
    start = 0
    for hit in hits:
        while hit.place - hits[start].place >= _STRETCH:
            gone = inside[hits[start].folded]
            total -= max(gone)
            gone.pop(0)
            total += max(gone, default=0.0)
            start += 1
        held = inside[hit.folded]
        total -= max(held, default=0.0)
        held.append(weights.get(hit.folded, 0.0) * (1 if hit.spelled in wanted else _OTHERWISE))
        total += max(held)
        best = max(best, total)
    return best


def _meant(folded: Sequence[str], texts: Sequence[tuple[_Text, float]]) -> list[str]:
    """The likeliest spelling of words without marks: texts vote for how each is written, and for neighbours.

    A text votes once for each spelling, with its score; for neighbours that a third word of the query stands beside,
    four times as much.
    """
    single: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    double: dict[Spelled, dict[Spelled, float]] = defaultdict(lambda: defaultdict(float))
    rows = {*zip(folded, folded[1:], folded[2:], strict=False)}
    for text, score in texts:
        for word, spelled in {(hit.folded, hit.spelled) for hit in text.hits}:
            single[word][spelled] += max(score, 1e-6)
        for (one, other), votes in _neighbours(text, rows).items():
            double[one[0], other[0]][one[1], other[1]] += votes * max(score, 1e-6)
    return _likeliest(folded, single, double)


def _neighbours(text: _Text, rows: set[tuple[str, str, str]]) -> dict[tuple[Spelled, Spelled], int]:
    found: dict[tuple[Spelled, Spelled], int] = {}
    at = {hit.place: hit for hit in text.hits}
    for hit in text.hits:
        following = at.get(hit.place + 1)
        if following is None:
            continue
        before, after = at.get(hit.place - 1), at.get(hit.place + 2)
        in_a_row = (before and (before.folded, hit.folded, following.folded) in rows) or (
            after and (hit.folded, following.folded, after.folded) in rows
        )
        pair = ((hit.folded, hit.spelled), (following.folded, following.spelled))
        found[pair] = max(found.get(pair, 0), 4 if in_a_row else 1)
    return found


def _likeliest(
    folded: Sequence[str],
    single: dict[str, dict[str, float]],
    double: dict[Spelled, dict[Spelled, float]],
) -> list[str]:
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for place, word in enumerate(folded):
        votes = single.get(word) or {word: 1.0}
        pairs = double.get((folded[place - 1], word), {}) if place else {}
        all_single, all_pairs = sum(votes.values()), sum(pairs.values()) or 1.0
        following = {}
        for spelled, number in votes.items():
            merit, path = max(
                (
                    (score + pairs.get((before, spelled), 0.0) / all_pairs, path)
                    for before, (score, path) in best.items()
                ),
                key=lambda each: each[0],
            )
            following[spelled] = (merit + 0.2 * number / all_single, [*path, spelled])
        best = following
    return max(best.values(), key=lambda each: each[0])[1]
