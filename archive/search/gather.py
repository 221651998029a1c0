"""From a query to the articles it finds, in order.

Short queries ask for all words: first as typed, where marks were typed, then folded. Long ones, and those that find
nothing, ask for any of the words. In a big archive no pass ranks more than `CAP` matches: where there are more, those
with the words in the title come first, then those with the words side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, product
from sqlite3 import Connection

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.matcher import CAP, Matcher, Matches
from archive.search.parser import parse
from archive.search.query import Group, Query, Term
from archive.search.question import SMALL, is_question, loose
from archive.search.reread import DEPTH, reread
from archive.search.spelling import is_marked

_SORTED = 100_000
"""At most this many matches are sorted by date; of more the newest articles are tried one by one."""

_TRIED = 5_000

_FORMS = (expression.titled, expression.beside, expression.every)
"""What is asked of more matches than can be ranked, the most telling first."""

_SPARE = 50
"""Copies may stand among the newest of many."""


@dataclass(slots=True)
class Pool:
    """Articles found, best first, each the one that is shown for itself and its copies."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    more: bool = False
    complete: int = 0
    """How many of the first hold all that was asked for."""


def gather(connection: Connection, query: Query, need: int, cap: int = CAP) -> Pool:
    """The first ``need`` articles at least, and how many there are; without a need, ``cap`` of them in no order."""
    asked = parse(query.words)
    matcher = Matcher(connection, query, cap)
    if not asked.parts:
        if query.filtered:
            return _pool(matcher.listed(), [], complete=True)
        return Pool()
    if is_question(query.words, asked):
        return _loosely(matcher, asked, need)
    pool = _strictly(matcher, asked, need)
    if not pool.total and asked.may_loosen:
        return _loosely(matcher, asked, need)
    return pool


def _tables(asked: Group) -> tuple[str, ...]:
    """The indexes to ask: the exact one first, where a word was typed with marks."""
    if _holds_marks(expression.words(asked)):
        return (EXACT, FOLDED)
    return (FOLDED,)


def _holds_marks(words: Iterable[str]) -> bool:
    """Whether one of the words was typed with marks."""
    return any(map(is_marked, words))


def _strictly(matcher: Matcher, asked: Group, need: int) -> Pool:
    """What the last of the tables finds; what the one before it finds stands first."""
    tables = _tables(asked)
    if _holds_marks(expression.unwanted(asked)):  # without marks, NOT would take away too much
        tables = (EXACT,)
    table = tables[-1]
    every = expression.every(asked, folded=table == FOLDED)
    matches = matcher.matches(table, every)
    if not need or not matches.ids:
        first = []
    elif matcher.query.sort == "date":
        first = _newest(matcher, matches, table, every, need)
    elif _are_many(matcher, matches):
        first = _common(matcher, asked, need, tables, matches)
    else:
        first = _ranked(matcher, asked, need, tables, matches)
    return _pool(matches, first, complete=True)


def _are_many(matcher: Matcher, matches: Matches) -> bool:
    """Whether there are more matches, in a big archive, than can be ranked."""
    return matches.more and matcher.span > SMALL


def _ranked(matcher: Matcher, asked: Group, need: int, tables: tuple[str, ...], matches: Matches) -> list[int]:
    """Of matches that can all be ranked, the best."""
    if matcher.span > SMALL:
        form = expression.close
    elif tables == (FOLDED,) and asked.is_plain and len(asked.parts) > 2:
        again = partial(reread, matcher, asked, marked=False)
        return matcher.best(FOLDED, expression.ranked(asked, folded=True), max(need, DEPTH), matches, again)
    else:
        form = expression.ranked
    enough = need
    if not matches.more:
        enough = min(need, len(matches.represented(matches.ids)))
    first = _side_by_side(matcher, asked, need, tables[0], matches)
    for table in tables:
        if len(first) >= enough:
            break
        found = matcher.best(table, form(asked, folded=table == FOLDED), need, matches)
        if table != tables[0] and not first:
            first = _marked(matcher, asked, found)
        first = _joined(first, found)
    return first


def _side_by_side(matcher: Matcher, asked: Group, need: int, table: str, matches: Matches) -> list[int]:
    """Of two words, most often one compound, the articles that hold them as one."""
    if len(asked.parts) != 2:
        return []
    match = expression.beside(asked, folded=table == FOLDED)
    if not match:
        return []
    return matcher.best(table, match, need, matches)


def _marked(matcher: Matcher, asked: Group, found: list[int]) -> list[int]:
    """Of a query typed with marks here and there, the articles that hold the marked words as typed."""
    marked = tuple(filter(_has_marks, asked.terms))
    match = expression.every(Group(True, marked), folded=False)
    return [one for one in found if matcher.holds(EXACT, match, one)]


def _has_marks(term: Term) -> bool:
    return any(map(is_marked, term.words))


def _common(matcher: Matcher, asked: Group, need: int, tables: tuple[str, ...], matches: Matches) -> list[int]:
    """Of more matches than can be ranked: titles first, then neighbours, then any; of very many, the first part."""
    first: list[int] = []
    for table, form in product(tables, _FORMS):
        match = form(asked, folded=table == FOLDED)
        if match and len(first) < need:
            first = _joined(first, matcher.first(table, match, need, matcher.part(matches)))
    return first


def _newest(matcher: Matcher, matches: Matches, table: str, every: str, need: int) -> list[int]:
    """The newest matches; of very many, the newest articles are tried one by one."""
    if not matches.more or matcher.number(table, every) <= _SORTED:
        return matcher.newest(table, every, need + len(matches.copies) + _SPARE)
    tried = (one for one in matcher.listed().ids[:_TRIED] if matcher.holds(table, every, one))
    return list(islice(tried, need))


def _loosely(matcher: Matcher, asked: Group, need: int) -> Pool:
    """Any of the words; as typed where marks were typed."""
    for table in _tables(asked):
        match = loose(matcher, asked, table)
        matches = matcher.matches(table, match)
        if matches.ids:
            first = _best_of_any(matcher, asked, need, table, match, matches)
            return _pool(matches, first, complete=False)
    return Pool()


def _best_of_any(matcher: Matcher, asked: Group, need: int, table: str, match: str, matches: Matches) -> list[int]:
    """The first of the articles that hold any of the words."""
    if matcher.query.sort == "date":
        return _newest(matcher, matches, table, match, need)
    if not need:
        return []
    depth = max(need, DEPTH)
    again = partial(reread, matcher, asked, marked=table == EXACT)
    if _are_many(matcher, matches):
        return matcher.first(table, match, depth, again=again)
    return matcher.best(table, match, depth, matches, again)


def _joined(first: list[int], then: Iterable[int]) -> list[int]:
    return list(dict.fromkeys((*first, *then)))


def _pool(matches: Matches, first: list[int], *, complete: bool) -> Pool:
    """The first ones, then the rest of the matches."""
    if matches.more:
        number = len(matches.ids) - 1
        ids = first or matches.ids[:number]
    else:
        ids = _joined(first, matches.represented(matches.ids))
        number = len(ids)
    pool = Pool(ids, number, matches.more)
    if complete:
        pool.complete = number
    return pool
