"""Whether a text holds what was asked for, by its words: where no index can tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from archive.search.query import Group, Near, Node, Term
from archive.search.spelling import folded_spellings, is_marked, same_numbers, spellings
from archive.text import fold

_WORD = re.compile(r"[^\W_]+")

Words = Sequence[str]
"""The words of a text in lower case, in order."""


def words_of(columns: Iterable[str | None]) -> list[Words]:
    """The words of title, lead, body and attachments."""
    found: list[Words] = []
    for text in columns:
        found.append(_WORD.findall((text or "").lower()))
    return found


def holds(node: Node, columns: Sequence[Words]) -> bool:
    """Whether an article with these words holds a part of a query, typed marks binding."""
    if isinstance(node, Group):
        return _group_is_held(node, columns)
    for words in columns:
        if next(_places(node, words), None) is not None:
            return True
    return False


def _group_is_held(group: Group, columns: Sequence[Words]) -> bool:
    for part in group.without:
        if holds(part, columns):
            return False
    for part in group.parts:
        if holds(part, columns) != group.every:
            return not group.every
    return group.every


def _places(node: Term | Near, words: Words) -> Iterator[int]:
    """Where a phrase, or the first of words near each other, begins."""
    if isinstance(node, Near):
        return _near_places(node, words)
    return _term_places(node, words)


def _term_places(term: Term, words: Words) -> Iterator[int]:
    length = len(term.words)
    for start in range(len(words) - length + 1):
        for place, typed in enumerate(term.words):
            is_begun = term.prefix and place == length - 1
            if not _is_meant(words[start + place], typed, is_begun=is_begun, is_alone=length == 1):
                break
        else:
            yield start


def _near_places(node: Near, words: Words) -> Iterator[int]:
    """Where one of the terms begins behind which all others begin within the distance."""
    spans = []
    for term in node.terms:
        spans.append([(start, start + len(term.words)) for start in _term_places(term, words)])
    for of_one in spans:
        for start, end in of_one:
            if all(_is_within(other, start, end + node.distance) for other in spans):
                yield start


def _is_within(spans: Iterable[tuple[int, int]], first: int, last: int) -> bool:
    for start, _ in spans:
        if first <= start <= last:
            return True
    return False


@lru_cache(maxsize=1 << 16)
def _is_meant(word: str, typed: str, *, is_begun: bool, is_alone: bool) -> bool:
    """Whether a word of a text is one that was typed, or begins with it."""
    if is_marked(typed):
        found, wanted = word, spellings(typed)
    else:
        found, wanted = fold(word), folded_spellings(typed)
    if is_begun:
        return found.startswith(wanted)
    return found in wanted or (not is_alone and found in same_numbers(typed))
