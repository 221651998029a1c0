"""What was meant by a query of which no article holds all the words: from the archive's own words and neighbours.

A noisy channel: each word is read as it stands, as keys of Telex or VNI, as several words that were glued, or with
letters swapped or one letter wrong; each reading has its cost, and of all series of readings the one is taken whose
neighbours stand side by side most often in the archive (Viterbi). All of it without marks: these are as they were typed
where that is found, else as the articles found write them. Only what finds something is a repair, so that what is right
is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from math import log
from operator import itemgetter
from sqlite3 import Connection

from archive.fulltext import FOLDED
from archive.search.binding import plan
from archive.search.expression import every
from archive.search.matcher import Matcher
from archive.search.parser import parse
from archive.search.query import Group, Query, Term
from archive.search.question import is_question
from archive.search.readings import Reading, are_known, readings
from archive.search.spelling import is_marked
from archive.search.suggest import in_a_row, row_as_written
from archive.text import fold

MAX_WORDS = 16
"""A longer query is not repaired."""
_TRIED = 3
"""At most this many series of readings are tried, the likeliest first."""
_COST = 2.0
"""What the cost of a reading counts."""
_PAIR = 2.0
"""What two neighbours have to make up for: so common, by its logarithm, they are as likely as not."""

_Path = tuple[float, Reading, tuple[Term, ...]]
"""The merit of a series of readings, its last one, and the terms that were read."""


def repaired(connection: Connection, query: Query) -> str | None:
    """The words that were meant, when articles hold all of them and none holds what was typed; else None."""
    asked = parse(query.words)
    if query.verbatim or not _may_be_repaired(asked):
        return None
    matcher = Matcher(connection, query)
    if _is_held(matcher, asked):
        return None
    if is_question(query.words, asked) and are_known(matcher, asked.terms):
        return None
    for words in _what_may_be_meant(matcher, asked.terms):
        if words != query.words and _is_held(matcher, parse(words)):
            return words
    return None


def _may_be_repaired(asked: Group) -> bool:
    """Whether a query is nothing but words, and not too many. What stands in quotes, and a number, means what it
    says."""
    if not asked.is_plain or any(term.joined for term in asked.terms):
        return False
    return 0 < len(asked.terms) <= MAX_WORDS


def _what_may_be_meant(matcher: Matcher, typed: tuple[Term, ...]) -> Iterator[str]:
    """Other words for those that were typed, the likeliest first: of series that articles hold without their marks."""
    unmarked = tuple(Term(tuple(map(fold, term.words)), term.prefix, term.joined) for term in typed)
    for meant in chain([unmarked], _series(matcher, typed)):
        match = every(Group(True, meant), folded=True)
        if matcher.ids(FOLDED, match, 1):
            yield from _spellings(matcher, typed, meant)


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
    paths: list[_Path] = [(0.0, (), ())]
    for term in terms:
        following: list[_Path] = []
        for cost, words in readings(matcher, term):
            merit, before = _best_way(matcher, paths, words)
            read = tuple(Term((word,)) for word in words)
            following.append((merit + _inside(matcher, words) - _COST * cost, words, before + read))
        paths = sorted(following, key=lambda path: (-path[0], path[1]))
    for _, _, read in paths[:_TRIED]:
        yield read


def _best_way(matcher: Matcher, paths: list[_Path], words: Reading) -> tuple[float, tuple[Term, ...]]:
    """The best of the series that lead to a reading, and its merit."""
    ways = []
    for merit, last, read in paths:
        ways.append((merit + _joint(matcher, last, words), read))
    return max(ways, key=itemgetter(0))


def _joint(matcher: Matcher, before: Reading, words: Reading) -> float:
    """How likely one reading stands behind another."""
    if not before or not words:
        return 0.0
    return log(1 + matcher.frequency(in_a_row(before[-1], words[0]), FOLDED)) - _PAIR


def _inside(matcher: Matcher, words: Reading) -> float:
    return sum(_joint(matcher, (one,), (other,)) for one, other in pairwise(words))
