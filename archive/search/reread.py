"""The best of what was found, read: what an index cannot weigh, and what marks a query without them means.

Of the most promising articles the texts are read and scored as bm25() would, neighbours too. Each gains by what it
holds of the telling words, and by the stretch in which most of the query stands close together. Where no marks were
typed, the texts of the very best say how the words are written there; articles that write them so gain.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.matcher import Matcher
from archive.search.meant import meant
from archive.search.query import Group
from archive.search.stretch import Text, closest, read, wanted_forms
from archive.text import fold, tone_key

DEPTH = 100
"""This many articles are read, however many are asked for: the order does not hang on the size of a page."""

_VOTES = 20
"""This many of the best articles say how a word without marks is written."""
_LETTERS = 20_000
_CLOSE, _HELD = 2.0, 2.0
"""What closeness, and the telling words that a text holds, count beside a score."""
_BESIDE = 0.5
"""What two neighbours as they are meant count beside a word."""
_K1, _B = 1.2, 0.75

_NOWHERE = -2
"""Before the first word of a text, and beside none."""

_TEXTS = f"""
select t.id, t.title, t.lead, substr(t.body, 1, {_LETTERS}), substr(t.attachments, 1, {_LETTERS})
from json_each(?) j join articles_text t on t.id = j.value
"""


def weighed(matcher: Matcher, asked: Group, promising: Mapping[int, float], *, marked: bool) -> list[int]:
    """Ids, the most promising first, with how much of what is telling they hold -> the ids, the best first.

    ``marked``: the query was typed with marks, so it means what it says.
    """
    typed = list(expression.words(asked))
    if min(len(typed), len(promising)) < 2:
        return list(promising)
    texts = _texts(matcher, list(promising), typed)
    scorer = _Scorer(
        matcher, list(map(tone_key if marked else fold, typed)), texts.values(), marked=marked, folded=not marked
    )
    scores = {number: scorer.score(text, beside=1.0) for number, text in texts.items()}
    if not marked:
        best = sorted(texts, key=lambda number: (-scores[number], number))[:_VOTES]
        words = meant(list(map(fold, typed)), [(texts[number], scores[number]) for number in best])
        scorer = _Scorer(matcher, words, texts.values(), marked=False)
        for number, text in texts.items():
            scores[number] += scorer.score(text, beside=_BESIDE)
    for number, text in texts.items():
        scores[number] += _CLOSE * scorer.closeness(text) + _HELD * promising[number]
    return sorted(scores, key=lambda number: (-scores[number], number))


def _texts(matcher: Matcher, ids: list[int], typed: Iterable[str]) -> dict[int, Text]:
    wanted = wanted_forms(typed)
    texts = {}
    for number, *columns in matcher.connection.execute(_TEXTS, (json.dumps(ids),)):
        texts[number] = read(columns, wanted)
    return texts


class _Scorer:
    """Scores texts by words as they are meant, or by folded ones."""

    def __init__(
        self, matcher: Matcher, words: Sequence[str], texts: Iterable[Text], *, marked: bool, folded: bool = False
    ) -> None:
        self._matcher = matcher
        self._folded = folded
        self._marked = marked
        self._table = FOLDED if folded else EXACT
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
        table, match = self._table, f'"{words}"'
        if " " in words and not self._marked:  # to count every reading of neighbours would take too long
            table, match = FOLDED, fold(match)
        span, number = self._matcher.span, self._matcher.frequency(match, table)
        rarity = log(1 + max(0.0, span - number + 0.5) / (number + 0.5))
        self._rarities[words] = rarity
        return rarity

    def closeness(self, text: Text) -> float:
        """The most of the query that stands within a few words."""
        return closest(text, self._words, self._weights)

    def score(self, text: Text, *, beside: float) -> float:
        """BM25 of the words, and of neighbours, which count ``beside`` as much."""
        length = _K1 * (1 - _B + _B * text.length / max(1.0, self._usual_length))
        total = 0.0
        for words, number in self._counts(text).items():
            weight = self._rarity(words)
            if " " in words:
                weight *= beside
            total += weight * number * (_K1 + 1) / (number + length)
        return total

    def _counts(self, text: Text) -> dict[str, float]:
        """How often words and neighbours stand in a text, by the weight of the fields."""
        counts: dict[str, float] = defaultdict(float)
        place, before = _NOWHERE, ""
        for hit in text.hits:
            word = hit.folded if self._folded else hit.spelled
            if word in self._wanted:
                counts[word] += hit.weight
            if place + 1 == hit.place and (before, word) in self._beside:
                counts[f"{before} {word}"] += hit.weight
            place, before = hit.place, word
        return counts
