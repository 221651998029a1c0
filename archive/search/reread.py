"""The best of what was found, read again: what an index cannot weigh, and what marks a query without them means.

FTS5 scores words and neighbours wherever they stand. Of the best `DEPTH` articles the texts are read, and each gains by
the stretch in which most of the query stands close together. Where no marks were typed, the texts of the very best say
how the words are written there; articles that write them so gain. Nothing is dropped or added: the order changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

from archive.fulltext import EXACT
from archive.search import expression
from archive.search.matcher import Matcher
from archive.search.meant import meant
from archive.search.query import Group
from archive.search.stretch import Hit, Text, closest, read, wanted_forms
from archive.text import fold, tone_key

DEPTH = 100
"""This many articles are read again, however many are asked for: the order does not hang on the size of a page."""

_VOTES = 20
"""This many of the best articles say how a word without marks is written."""
_LETTERS = 20_000
_CLOSE = 0.7
_BESIDE = 0.5
"""What two neighbours count beside a word."""
_K1, _B = 1.2, 0.75

_NO_HIT = Hit(-2, "", "", 0.0)
"""Stands before the first one, beside none."""

_TEXTS = f"""
select t.id, t.title, t.lead, substr(t.body, 1, {_LETTERS}), substr(t.attachments, 1, {_LETTERS})
from json_each(?) j join articles_text t on t.id = j.value
"""


def reread(matcher: Matcher, asked: Group, found: Sequence[tuple[int, float]], *, marked: bool) -> list[int]:
    """Ids and scores of bm25() (less is better), best first -> the ids, the first `DEPTH` of them in better order.

    ``marked``: the query was typed with marks, so it means what it says.
    """
    ids = [number for number, _ in found]
    typed = list(expression.words(asked))
    if min(len(typed), len(ids)) < 2:
        return ids
    first, rest = ids[:DEPTH], ids[DEPTH:]
    scores = {number: -score for number, score in found[:DEPTH]}
    texts = _texts(matcher, first, typed)
    words = list(map(tone_key, typed))
    if not marked:
        voting = [(texts[number], scores[number]) for number in first[:_VOTES] if number in texts]
        words = meant(list(map(fold, typed)), voting)
    scorer = _Scorer(matcher, words, texts.values())
    for number, text in texts.items():
        if not marked:
            scores[number] += scorer.score(text)
        scores[number] += _CLOSE * scorer.closeness(text)
    return sorted(scores, key=lambda number: (-scores[number], number)) + rest


def _texts(matcher: Matcher, ids: list[int], typed: Iterable[str]) -> dict[int, Text]:
    wanted = wanted_forms(typed)
    texts = {}
    for number, *columns in matcher.connection.execute(_TEXTS, (json.dumps(ids),)):
        texts[number] = read(columns, wanted)
    return texts


class _Scorer:
    """Scores texts by words as they are meant."""

    def __init__(self, matcher: Matcher, words: Sequence[str], texts: Iterable[Text]) -> None:
        self._matcher = matcher
        self._words = words
        self._wanted, self._beside = set(words), set(pairwise(words))
        lengths = [text.length for text in texts]
        self._usual_length = sum(lengths) / max(1, len(lengths))
        self._rarities: dict[str, float] = {}
        self._weights = {fold(word): self._rarity(word) for word in words}

    def _rarity(self, words: str) -> float:
        """How telling a word, or two side by side, is in the archive as it spells them."""
        known = self._rarities.get(words)
        if known is not None:
            return known
        span, number = self._matcher.span, self._matcher.frequency(f'"{words}"', EXACT)
        rarity = log(1 + max(0.0, span - number + 0.5) / (number + 0.5))
        self._rarities[words] = rarity
        return rarity

    def closeness(self, text: Text) -> float:
        """The most of the query that stands within a few words."""
        return closest(text, self._words, self._weights)

    def score(self, text: Text) -> float:
        """BM25 of the words, and of neighbours, which count half."""
        length = _K1 * (1 - _B + _B * text.length / max(1.0, self._usual_length))
        total = 0.0
        for words, number in self._counts(text).items():
            weight = self._rarity(words)
            if " " in words:
                weight *= _BESIDE
            total += weight * number * (_K1 + 1) / (number + length)
        return total

    def _counts(self, text: Text) -> dict[str, float]:
        """How often words and neighbours stand in a text, by the weight of the fields."""
        counts: dict[str, float] = defaultdict(float)
        before = _NO_HIT
        for hit in text.hits:
            if hit.spelled in self._wanted:
                counts[hit.spelled] += hit.weight
            if before.place + 1 == hit.place and (before.spelled, hit.spelled) in self._beside:
                counts[f"{before.spelled} {hit.spelled}"] += hit.weight
            before = hit
        return counts
