"""A piece of the original text around the hits, with the hits marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from archive.search.expression import terms
from archive.search.query import Group, Term
from archive.search.spelling import is_marked, phrases, spellings
from archive.text import fold

WIDTH = 220
"""So many characters of text, about."""

_BEFORE = 60
_LOOKED_AT = 400_000

# One character for one, so that places in the folded text are places in the original.
_ALIGNED = {
    code: letter
    for code in (*range(ord("A"), ord("Z") + 1), *range(0x80, 0x2000))
    if len(letter := fold(chr(code))) == 1
}
_BETWEEN = r"[\W_]+"
_APART = re.compile(r"[^\S\n]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """What to look for in a text: a pattern over folded text with one group for each term."""

    pattern: re.Pattern[str] | None
    typed: tuple[frozenset[str], ...]
    """For each term typed with marks the spellings that mean exactly that, else nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    term: int


def marker(query: Group) -> Marker:
    """The marker for a query's words."""
    wanted = list(dict.fromkeys(terms(query)))
    parts = [f"({'|'.join(_pattern(form, term) for form in phrases(term.words, folded=True))})" for term in wanted]
    if not parts:
        return Marker(None, ())
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])")
    return Marker(pattern, tuple(_typed(term) for term in wanted))


def _pattern(form: str, term: Term) -> str:
    return _BETWEEN.join(map(re.escape, form.split())) + (r"[^\W_]*" if term.prefix else "")


def _typed(term: Term) -> frozenset[str]:
    if term.prefix or not any(map(is_marked, term.words)):
        return frozenset()
    return frozenset(phrases(term.words, folded=False)) if len(term.words) > 1 else frozenset(spellings(term.words[0]))


def spans(text: str, marker: Marker) -> list[Span]:
    """Where the terms stand; where a term was typed with marks and stands so, it only counts there."""
    if marker.pattern is None:
        return []
    found = [
        Span(match.start(), match.end(), (match.lastindex or 1) - 1)
        for match in marker.pattern.finditer(text.translate(_ALIGNED))
    ]
    exact = {span for span in found if marker.typed[span.term] and _spelled(text, span) in marker.typed[span.term]}
    as_typed = {span.term for span in exact}
    return [span for span in found if span.term not in as_typed or span in exact]


def _spelled(text: str, span: Span) -> str:
    return " ".join(re.split(_BETWEEN, text[span.start : span.end].lower()))


def snippet(texts: Iterable[str | None], marker: Marker, marks: tuple[str, str]) -> str:
    """The best piece of the texts (title first, then lead, body, attachments); the title only if nothing is better."""
    best: tuple[tuple[int, int, int], str, list[Span], int] | None = None
    first = ""
    for place, raw in enumerate(texts):
        text = unicodedata.normalize("NFC", (raw or "")[:_LOOKED_AT])
        if place and not first:
            first = text
        found = spans(text, marker)
        if not found:
            continue
        merit, start = _window(found)
        if best is None or (*merit, place > 0) > best[0]:
            best = ((*merit, place > 0), text, found, start)
    if best is None:
        return _cut(first, [], 0, marks)
    return _cut(best[1], best[2], best[3], marks)


def _window(found: list[Span]) -> tuple[tuple[int, int], int]:
    """((different terms, hits), index of the first hit) of the best stretch."""
    best, at, end = (0, 0), 0, 0
    for index, span in enumerate(found):
        end = max(end, index)
        while end < len(found) and found[end].end - span.start <= WIDTH - _BEFORE:
            end += 1
        inside = found[index:end]
        merit = (len({each.term for each in inside}), len(inside))
        if merit > best:
            best, at = merit, index
    return best, at


def _cut(text: str, found: list[Span], at: int, marks: tuple[str, str]) -> str:
    centre = found[at].start if found else 0
    start = _edge(text, max(0, centre - _BEFORE)) if centre > _BEFORE else 0
    end = min(len(text), start + WIDTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), found[at].end if found else 0, start + 1)
    pieces, place = [], start
    for left, right in _merged(text, [span for span in found if span.start >= start and span.end <= end]):
        pieces += [text[place:left], marks[0], text[left:right], marks[1]]
        place = right
    pieces.append(text[place:end])
    return ("…" if start else "") + "".join(pieces).strip() + ("…" if end < len(text) else "")


def _edge(text: str, place: int) -> int:
    """The start of the next word."""
    found = re.compile(r"\s").search(text, place)
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
