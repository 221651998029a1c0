"""A piece of the original text around the hits, with the hits marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from archive.search.query import Group, Term
from archive.search.spelling import is_marked, phrases, spellings
from archive.text import fold

WIDTH = 220
"""About how many characters a piece has."""

_BEFORE = 60
_LOOKED_AT = 400_000


def _aligned() -> dict[int, str]:
    """Folding of one character to one, so that places in the folded text are places in the original."""
    letters = {}
    for code in (*range(ord("A"), ord("Z") + 1), *range(0x80, 0x2000)):
        letter = fold(chr(code))
        if len(letter) == 1:
            letters[code] = letter
    return letters


_ALIGNED = _aligned()
_BETWEEN = r"[\W_]+"
_SPACE = re.compile(r"\s")
_APART = re.compile(r"[^\S\n]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """What to look for in a text: a pattern over folded text with one group for each term."""

    pattern: re.Pattern[str] | None
    typed: tuple[frozenset[str], ...]
    """For each term typed with marks the spellings that mean exactly that, else nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a term stands in a text."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, its place among all, with the hits in it, of which the best stretch begins with the hit ``at``; and how
    good that is."""

    text: str
    place: int
    found: list[Span]
    at: int
    merit: tuple[int, int, bool]
    """Different terms, hits, and whether it is more than the title."""


_NOWHERE = Span(0, 0, 0)


def marker(query: Group) -> Marker:
    """The marker for a query's words."""
    wanted = list(dict.fromkeys(query.terms))
    if not wanted:
        return Marker(None, ())
    parts = "|".join(map(_pattern, wanted))
    pattern = re.compile(rf"(?<![^\W_])(?:{parts})(?![^\W_])")
    return Marker(pattern, tuple(map(_typed, wanted)))


def _pattern(term: Term) -> str:
    """A group for a term in every spelling."""
    ending = r"[^\W_]*" if term.prefix else ""
    forms = []
    for form in phrases(term.words, folded=True):
        forms.append(_BETWEEN.join(map(re.escape, form.split())) + ending)
    return f"({'|'.join(forms)})"


def _typed(term: Term) -> frozenset[str]:
    if term.prefix or not any(map(is_marked, term.words)):
        return frozenset()
    if len(term.words) > 1:
        return frozenset(phrases(term.words, folded=False))
    return frozenset(spellings(term.words[0]))


def spans(text: str, marker: Marker) -> list[Span]:
    """Where the terms stand; where a term was typed with marks and stands so, it only counts there."""
    if marker.pattern is None:
        return []
    exact: list[Span] = []
    others: list[Span] = []
    for match in marker.pattern.finditer(text.translate(_ALIGNED)):
        span = Span(match.start(), match.end(), (match.lastindex or 1) - 1)
        kind = exact if _is_as_typed(text, span, marker) else others
        kind.append(span)
    as_typed = set(map(attrgetter("term"), exact))
    exact += [span for span in others if span.term not in as_typed]
    return sorted(exact, key=attrgetter("start"))


def _is_as_typed(text: str, span: Span, marker: Marker) -> bool:
    forms = marker.typed[span.term]
    return bool(forms) and _spelled(text, span) in forms


def _spelled(text: str, span: Span) -> str:
    return " ".join(re.split(_BETWEEN, text[span.start : span.end].lower()))


def snippet(texts: Iterable[str | None], marker: Marker, marks: tuple[str, str]) -> tuple[str, int]:
    """The best piece of the texts (title first, then lead, body, attachments), the title only if nothing is better; and
    which of the texts it is of, from 0."""
    looked_at = list(map(_looked_at, texts))
    pieces = []
    for place, text in enumerate(looked_at):
        found = spans(text, marker)
        if found:
            merit, at = _window(found)
            pieces.append(Piece(text, place, found, at, (*merit, place > 0)))
    if pieces:
        best = max(pieces, key=attrgetter("merit"))
        return _cut(best.text, best.found, best.found[best.at], marks), best.place
    for place, text in enumerate(looked_at):
        if place and text:
            return _cut(text, [], _NOWHERE, marks), place
    return _cut("", [], _NOWHERE, marks), 0


def _looked_at(raw: str | None) -> str:
    return unicodedata.normalize("NFC", (raw or "")[:_LOOKED_AT])


def _window(found: list[Span]) -> tuple[tuple[int, int], int]:
    """((different terms, hits), index of the first hit) of the best stretch."""
    best, at, end = (0, 0), 0, 0
    for index, span in enumerate(found):
        end = max(end, index)
        while end < len(found) and found[end].end - span.start <= WIDTH - _BEFORE:
            end += 1
        inside = found[index:end]
        merit = (len(set(map(attrgetter("term"), inside))), len(inside))
        if merit > best:
            best, at = merit, index
    return best, at


def _cut(text: str, found: list[Span], hit: Span, marks: tuple[str, str]) -> str:
    """The piece of a text around a hit."""
    start, end = _bounds(text, hit)
    inside = [span for span in found if start <= span.start and span.end <= end]
    pieces = []
    place = start
    for left, right in _merged(text, inside):
        pieces += [text[place:left], marks[0], text[left:right], marks[1]]
        place = right
    pieces.append(text[place:end])
    piece = "".join(pieces).strip()
    if start:
        piece = f"…{piece}"
    if end < len(text):
        piece = f"{piece}…"
    return piece


def _bounds(text: str, hit: Span) -> tuple[int, int]:
    """Where a piece around a hit begins and ends: between words, as far as WIDTH allows."""
    start = 0
    if hit.start > _BEFORE:
        start = _edge(text, hit.start - _BEFORE)
    end = min(len(text), start + WIDTH)
    if end == len(text):
        return start, end
    return start, max(text.rfind(" ", start, end), hit.end, start + 1)


def _edge(text: str, place: int) -> int:
    """The start of the next word."""
    found = _SPACE.search(text, place)
    return found.end() if found else place


def _merged(text: str, found: list[Span]) -> list[tuple[int, int]]:
    """Hits with nothing but a space between them are marked as one."""
    merged: list[tuple[int, int]] = []
    for span in found:
        if merged and _APART.fullmatch(text, merged[-1][1], span.start):
            merged[-1] = (merged[-1][0], span.end)
        else:
            merged.append((span.start, span.end))
    return merged
