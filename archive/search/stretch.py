"""Where the words of a query stand in a text, and how close together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.search.spelling import folded_spellings
from archive.text import fold, tone_key

STRETCH = 20
"""Words that stand so near each other count together."""
OTHERWISE = 0.5
"""What a word counts in a stretch that is spelled otherwise than typed or meant."""
_WEIGHTS = (10.0, 4.0, 1.0, 0.5)
"""Of title, lead, body and attachments."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the query in a text: its place there in words, and what the field counts it stands in."""

    place: int
    folded: str
    spelled: str
    weight: float


@dataclass(frozen=True, slots=True)
class Text:
    """The hits in a text in order; its length in words."""

    hits: tuple[Hit, ...]
    length: int


@lru_cache(maxsize=1 << 15)
def _spelled(word: str) -> str:
    """The word in old style."""
    return tone_key(word)


def wanted_forms(typed: Iterable[str]) -> dict[str, str]:
    """Every folded spelling of the typed words -> the word as it was typed, folded."""
    wanted = {}
    for word in typed:
        folded = fold(word)
        for form in reversed(folded_spellings(folded)):
            wanted[form] = folded
    return wanted


def read(columns: Sequence[str | None], wanted: Mapping[str, str]) -> Text:
    """The hits in title, lead, body and attachments."""
    hits, place = [], 0
    for text, weight in zip(columns, _WEIGHTS, strict=True):
        if not text:
            continue
        words = _WORD.findall(text.lower())
        folded = _WORD.findall(fold(text))
        if len(folded) != len(words):
            folded = list(map(fold, words))
        for at, word in enumerate(folded):
            if word in wanted:
                hits.append(Hit(place + at, wanted[word], _spelled(words[at]), weight))
        place += len(words)
    return Text(tuple(hits), place)


def closest(text: Text, meant: Sequence[str], weights: Mapping[str, float]) -> float:
    """The most of the query that stands within STRETCH words; ``weights`` are by folded word."""
    wanted, hits = set(meant), text.hits
    inside: dict[str, list[float]] = defaultdict(list)
    best = total = 0.0
    start = 0
    for hit in hits:
        while hit.place - hits[start].place >= STRETCH:
            gone = inside[hits[start].folded]
            total -= max(gone)
            gone.pop(0)
            total += max(gone, default=0.0)
            start += 1
        weight = weights.get(hit.folded, 0.0)
        if hit.spelled not in wanted:
            weight *= OTHERWISE
        held = inside[hit.folded]
        total -= max(held, default=0.0)
        held.append(weight)
        total += max(held)
        best = max(best, total)
    return best
