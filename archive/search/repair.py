"""What was meant by a query of which no article holds all the words: from the archive's own words and neighbours.

A noisy channel: each word is read as it stands, as keys of Telex or VNI, as several words that were glued, or with
letters swapped or one letter wrong; each reading has its cost, and of all series of readings the one is taken whose
neighbours stand side by side most often in the archive (Viterbi). All of it without marks: these are as they were typed
where that is found, else as the articles found write them. Only what finds something is a repair, so that what is right
is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from math import log
from sqlite3 import Connection

from archive.fulltext import FOLDED
from archive.search.binding import plan
from archive.search.expression import every
from archive.search.matcher import Matcher
from archive.search.parser import parse
from archive.search.query import Group, Query, Term
from archive.search.spelling import is_marked
from archive.search.suggest import edits, in_a_row, row_as_written
from archive.search.telex import untelexed
from archive.text import fold

MAX_WORDS = 16
"""A longer query is not repaired."""
MAX_LETTERS = 40
MAX_READINGS = 8
_TRIED = 3
"""So many series of readings are tried, the likeliest first."""
_KEYS, _GLUED, _SWAPPED, _WRONG = 1.0, 1.5, 2.0, 3.0
"""What a reading costs."""
_PAIR = 2.0
"""What two neighbours have to make up for: so common, by its logarithm, they are as likely as not."""
_LONGEST_PIECE = 8
_SHORT = 3

Reading = tuple[str, ...]
"""The words, without marks, that were meant by one."""
_TELEX_MARKS = re.compile(r"(?<=[aeo])w|(?<=u)w|(?<=[a-z])[sfrxjz](?=[^aeiouy]*\Z)")
_DOUBLED = re.compile(r"([aeod])\1")
_VOWEL = re.compile("[aeiouy]")
_PARTS = re.compile(r"\d+|\D+")


def repaired(connection: Connection, query: Query) -> str | None:
    """The words that were meant, when articles hold all of them and none holds what was typed; else None."""
    asked = parse(query.words)
    terms = asked.terms
    if query.verbatim or not asked.is_plain or not 0 < len(terms) <= MAX_WORDS:
        return None
    if any(term.joined for term in terms):  # what stands in quotes, and a number, means what it says
        return None
    matcher = Matcher(connection, query)
    if _is_held(matcher, asked):
        return None
    same = tuple(Term(tuple(map(fold, term.words)), term.prefix, term.joined) for term in terms)
    for meant in chain([same], _series(matcher, terms)):
        group = Group(True, meant)
        if not matcher.ids(FOLDED, every(group, folded=True), 1):
            continue
        for words in _spellings(matcher, terms, meant):
            if words != query.words and _is_held(matcher, parse(words)):
                return words
    return None


def _spellings(matcher: Matcher, typed: tuple[Term, ...], meant: tuple[Term, ...]) -> Iterator[str]:
    """How words without marks may be written: as articles write them in a row; as typed but for one; or as they are."""
    bare = [word for term in meant for word in term.words]
    written = row_as_written(matcher, bare)
    if written:
        yield written
    as_typed = {fold(word): word for term in typed for word in term.words if is_marked(word)}
    kept = [as_typed.get(word, word) for word in bare]
    yield " ".join(kept)
    for place, word in enumerate(bare):
        yield " ".join((*kept[:place], word, *kept[place + 1 :]))
    yield " ".join(bare)


def _is_held(matcher: Matcher, asked: Group) -> bool:
    """Whether an article holds everything, as far as the indexes tell."""
    found = plan(asked)
    match = every(found.asked, folded=found.table == FOLDED)
    return bool(matcher.narrowed(found.within).ids(found.table, match, 1))


def _series(matcher: Matcher, terms: Iterable[Term]) -> Iterator[tuple[Term, ...]]:
    """The likeliest series of readings, the best first."""
    paths: list[tuple[float, Reading, tuple[Term, ...]]] = [(0.0, (), ())]
    for term in terms:
        following = []
        for cost, words in _readings(matcher, term):
            best, before = max(
                ((_joint(matcher, last, words) + score, read) for score, last, read in paths), key=_first
            )
            read = (*before, *(Term((word,)) for word in words))
            following.append((best + _inside(matcher, words) - 2 * cost, words, read))
        paths = sorted(following, key=lambda path: (-path[0], path[1]))
    for _, _, read in paths[:_TRIED]:
        yield read


def _first(way: tuple[float, tuple[Term, ...]]) -> float:
    return way[0]


def _joint(matcher: Matcher, before: Reading, words: Reading) -> float:
    """How likely one reading stands behind another."""
    if not before or not words:
        return 0.0
    return log(1 + matcher.frequency(in_a_row(before[-1], words[0]), FOLDED)) - _PAIR


def _inside(matcher: Matcher, words: Reading) -> float:
    return sum(_joint(matcher, (one,), (other,)) for one, other in pairwise(words))


def _readings(matcher: Matcher, term: Term) -> list[tuple[float, Reading]]:
    """What a word may stand for, with what it costs to believe so; the cheapest first, of equal ones the commonest."""
    words = tuple(map(fold, term.words))
    if term.prefix or len(words[0]) > MAX_LETTERS:
        return [(0.0, words)]
    found: dict[Reading, float] = {words: 0.0 if _number(matcher, words[0]) else 2 * _WRONG}
    for cost, reading in chain(_keyed(term.words[0]), _glued(matcher, words[0]), _mistyped(words[0])):
        if all(_number(matcher, word) for word in reading):
            found[reading] = min(cost, found.get(reading, cost))
    ordered = sorted(found, key=lambda reading: (found[reading], -_number(matcher, reading[0]), reading))
    return [(found[reading], reading) for reading in ordered[:MAX_READINGS]]


def _number(matcher: Matcher, word: str) -> int:
    return matcher.frequency(f'"{word}"', FOLDED)


def _keyed(word: str) -> Iterator[tuple[float, Reading]]:
    """What the keys of Telex and VNI mean."""
    bare = fold(word)
    meant = {untelexed(word) or ""}
    undoubled = _DOUBLED.sub(r"\1", bare)
    for form in (undoubled, bare):
        meant.add(_TELEX_MARKS.sub("", form))
        meant.add(_TELEX_MARKS.sub("", form.replace("w", "")))
        for place, letter in enumerate(form):
            if letter in "sfrxj" and place:
                meant.add((form[:place] + form[place + 1 :]).replace("w", ""))
    if not bare.isdecimal() and not bare.isalpha():
        meant.add(re.sub(r"\d", "", bare))
    for form in sorted(map(fold, meant)):
        if form and form != bare:
            yield _KEYS, (form,)


def _glued(matcher: Matcher, bare: str) -> Iterator[tuple[float, Reading]]:
    """The ways to take a word apart into words of the archive: numbers and letters, syllables and abbreviations."""
    if len(bare) < 4:
        return
    ways: list[tuple[float, Reading]] = [(0.0, ())]
    for part in _PARTS.findall(bare):
        pieces = [(0.0, (part,))] if part.isdecimal() else _pieces(matcher, part)
        ways = sorted((one + other, (*before, *after)) for one, before in ways for other, after in pieces)[
            :MAX_READINGS
        ]
    for _, words in ways:
        if len(words) > 1:
            yield _GLUED, words


def _pieces(matcher: Matcher, letters: str) -> list[tuple[float, Reading]]:
    """The likeliest ways to take letters apart, with what they cost: common words little."""
    best: list[list[tuple[float, Reading]]] = [[(0.0, ())]]
    for end in range(1, len(letters) + 1):
        ways = []
        for start in range(max(0, end - _LONGEST_PIECE), end):
            piece = letters[start:end]
            number = _number(matcher, piece) if best[start] and (end - start > 1 or _VOWEL.match(piece)) else 0
            if number:
                cost = log(2 * (matcher.span + 1) / number) + (0.0 if _VOWEL.search(piece) else 2.0)
                ways += [(cost + before, (*words, piece)) for before, words in best[start]]
        best.append(sorted(ways)[:MAX_READINGS])
    return best[-1]


def _mistyped(bare: str) -> Iterator[tuple[float, Reading]]:
    """Letters swapped, or one letter wrong, missing or too many; of numbers and very short words none is likelier."""
    if len(bare) < _SHORT or not bare.isalpha():
        return
    swapped = {bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :] for at in range(len(bare) - 1)}
    for word in edits(bare):
        yield _SWAPPED if word in swapped else _WRONG, (word,)
