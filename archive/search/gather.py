"""From a query to the articles it finds, in order: those that hold everything, then those that come near.

What holds everything is a matter of the texts alone (`archive.search.binding`). What comes near holds all the words
with other marks than typed; for a long query or a question, and where no article holds all the words, any of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from sqlite3 import Connection

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.binding import Plan, Within, binds, plan
from archive.search.holding import holds, words_of
from archive.search.matcher import CAP, Matcher, Matches
from archive.search.parser import parse
from archive.search.query import Group, Query
from archive.search.question import is_question, loose
from archive.search.ranking import are_many, newest, order
from archive.search.reread import DEPTH, reread

_AT_ONCE = 200
_TEXTS = """
select t.id, t.title, t.lead, t.body, t.attachments from json_each(?) j cross join articles_text t on t.id = j.value
"""


@dataclass(slots=True)
class Part:
    """Articles in order, each the one that is shown for itself and its copies.

    There are ``total`` of them, ``articles`` with the copies; of each there are more if ``more`` says so.
    """

    ids: list[int] = field(default_factory=list)
    total: int = 0
    articles: int = 0
    more: bool = False


@dataclass(slots=True)
class Pool:
    """The articles that hold everything that was asked for, best first, and those that come near."""

    whole: Part = field(default_factory=Part)
    near: Part = field(default_factory=Part)

    @property
    def ids(self) -> list[int]:
        """All of them, those that hold everything first."""
        return self.whole.ids + self.near.ids


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is counted of a pool: ids in order, of which the first ``complete`` hold everything; how many there are, and
    how many are ``left_out``: of the part that is not counted. Of each there are more, where it says so."""

    ids: list[int]
    complete: int
    total: int
    more: bool
    left_out: int
    more_left_out: bool


def ranked(pool: Pool, *, near: bool) -> Ranking:
    """What holds everything; what comes ``near`` too, if that is asked for."""
    whole, others = pool.whole, pool.near
    if not near:
        return Ranking(whole.ids, len(whole.ids), whole.total, whole.more, others.total, others.more)
    return Ranking(pool.ids, len(whole.ids), whole.total + others.total, whole.more or others.more, 0, False)


def gather(connection: Connection, query: Query, need: int, cap: int = CAP) -> Pool:
    """The first ``need`` articles at least, and how many there are; without a need, ``cap`` of each part, unsorted."""
    asked = parse(query.words)
    matcher = Matcher(connection, query, cap)
    if not asked.parts:
        if query.filtered:
            return Pool(_part(matcher.listed(), []))
        return Pool()
    matches, whole = _whole(matcher, asked, need)
    if matches.more:
        return Pool(whole, Part(more=binds(asked) or is_question(query.words, asked)))
    return Pool(whole, _near(matcher, asked, need - whole.total, matches))


def _whole(matcher: Matcher, asked: Group, need: int) -> tuple[Matches, Part]:
    """What holds everything."""
    found = plan(asked)
    match = expression.every(found.asked, folded=found.table == FOLDED)
    narrow = matcher.narrowed(found.within)
    if found.reads:
        ids = list(islice(_read(narrow, asked, match), matcher.cap + 1))
        narrow = matcher.narrowed(_among(ids))
        matches = matcher.with_copies(ids)
    else:
        matches = narrow.matches(found.table, match)
    first: list[int] = []
    if need and matches.ids:
        first = order(narrow, found, need, matches)
    return matches, _part(matches, first)


def _read(matcher: Matcher, asked: Group, match: str) -> Iterator[int]:
    """Of what may hold everything, what does, by its text; in the order of ids."""
    ids = matcher.ids(FOLDED, match, -1)
    for start in range(0, len(ids), _AT_ONCE):
        some = json.dumps(ids[start : start + _AT_ONCE])
        for number, *columns in matcher.connection.execute(_TEXTS, (some,)):
            if holds(asked, words_of(columns)):
                yield number


def _near(matcher: Matcher, asked: Group, need: int, whole: Matches) -> Part:
    """What comes near, without what holds everything."""
    if not is_question(matcher.query.words, asked):
        part = _near_in_letters(matcher, asked, need, whole)
        if whole.ids or part.total or not asked.may_loosen:
            return part
    return _near_in_words(matcher, asked, need, whole)


def _near_in_letters(matcher: Matcher, asked: Group, need: int, whole: Matches) -> Part:
    """What holds all the words, with whatever marks."""
    if not binds(asked):
        return Part()
    match = expression.every(asked, folded=True)
    others = _others(matcher, FOLDED, match, whole)
    if need <= 0 or not others.ids:
        return _part(others, [])
    narrow = matcher.narrowed(_only(others, whole))
    return _part(others, order(narrow, Plan(FOLDED, asked), need, others))


def _near_in_words(matcher: Matcher, asked: Group, need: int, whole: Matches) -> Part:
    """What holds any of the words; as typed where marks were typed."""
    tables = (EXACT, FOLDED) if binds(asked) else (FOLDED,)
    for table in tables:
        match = loose(matcher, asked, table)
        others = _others(matcher, table, match, whole)
        if others.ids:
            narrow = matcher.narrowed(_only(others, whole))
            return _part(others, _best_of_any(narrow, asked, need, table, match, others))
    return Part()


def _others(matcher: Matcher, table: str, match: str, whole: Matches) -> Matches:
    """What an expression finds beside what holds everything, and beside its copies."""
    held = set(whole.ids) | set(whole.copies.values())
    ids = matcher.ids(table, match, matcher.cap + 1 + len(whole.ids))
    others = matcher.with_copies([number for number in ids if number not in held][: matcher.cap + 1])
    if others.copies and whole.ids:
        kept = [number for number in others.ids if others.copies.get(number) not in held]
        return matcher.with_copies(kept)
    return others


def _only(others: Matches, whole: Matches) -> Within:
    """The others alone, where what holds everything is found with them."""
    if not whole.ids:
        return Within()
    if others.more:
        return Within("and +f.rowid not in (select value from json_each(?))", (json.dumps(whole.ids),))
    return _among(others.ids)


def _among(ids: list[int]) -> Within:
    return Within("and +f.rowid in (select value from json_each(?))", (json.dumps(ids),))


def _best_of_any(matcher: Matcher, asked: Group, need: int, table: str, match: str, matches: Matches) -> list[int]:
    """The first of the articles that hold any of the words."""
    if need <= 0:
        return []
    if matcher.query.sort == "date":
        return newest(matcher, matches, table, match, need)
    depth = max(need, DEPTH)
    again = partial(reread, matcher, asked, marked=table == EXACT)
    if are_many(matcher, matches):
        return matcher.first(table, match, depth, again=again)
    return matcher.best(table, match, depth, matches, again)


def _part(matches: Matches, first: list[int]) -> Part:
    """The first ones, then the rest of the matches."""
    if matches.more:
        number = len(matches.ids) - 1
        return Part(first or matches.ids[:number], number, number, more=True)
    shown = set(matches.represented(matches.ids))
    ids = [number for number in first if number in shown]
    ids = list(dict.fromkeys((*ids, *matches.represented(matches.ids))))
    return Part(ids, len(ids), len(matches.ids))
