"""From a query to the articles it finds, in order: those that hold everything, then those that come near.

What holds everything is a matter of the texts alone (`archive.search.binding`). What comes near holds all the words
with other marks than typed; for a question, and where no article holds all the words, some of the telling ones. The
best answers to a question need not hold all of its words, so that of these both kinds come in one order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from sqlite3 import Connection

from archive.fulltext import EXACT, FOLDED
from archive.search import expression
from archive.search.binding import Plan, Within, plan
from archive.search.candidates import candidates
from archive.search.holding import holds, words_of
from archive.search.matcher import CAP, Matcher, Matches
from archive.search.parser import parse
from archive.search.pool import Part, Pool, joined, part_of
from archive.search.query import Group, Query
from archive.search.question import is_question
from archive.search.ranking import order
from archive.search.reread import DEPTH, weighed

_AT_ONCE = 200
_TEXTS = """
select t.id, t.title, t.lead, t.body, t.attachments
from json_each(?) j cross join articles_text t on t.id = j.value
"""


def gather(connection: Connection, query: Query, need: int, cap: int = CAP) -> Pool:
    """The first ``need`` articles at least, and how many there are; without a need, ``cap`` of each part, unsorted."""
    asked = parse(query.words)
    matcher = Matcher(connection, query, cap)
    if not asked.parts:
        if query.filtered:
            return Pool(part_of(matcher.listed(), []))
        return Pool()
    asks = is_question(query.words, asked)
    narrow, found, matches = _whole(matcher, asked)
    first: list[int] = []
    is_read = asks and len(matches.ids) <= DEPTH  # then all of them are weighed among the answers
    if need and matches.ids and not is_read:
        first = order(narrow, found, need, matches)
    whole = part_of(matches, first)
    if matches.more:
        return Pool(whole, Part(more=asks or asked.binds))
    if not asks:
        near = _near(matcher, asked, need - whole.total, matches)
        if whole.ids or near.ids or not asked.may_loosen:
            return Pool(whole, near)
    return _answers(matcher, asked, need, matches, whole)


def _whole(matcher: Matcher, asked: Group) -> tuple[Matcher, Plan, Matches]:
    """What holds everything, and how it is found."""
    found = plan(asked)
    match = expression.every(found.asked, folded=found.table == FOLDED)
    narrow = matcher.narrowed(found.within)
    if not found.reads:
        return narrow, found, narrow.matches(found.table, match)
    ids = list(islice(_read(narrow, asked, match), matcher.cap + 1))
    return matcher.narrowed(_among(ids)), found, matcher.with_copies(ids)


def _read(matcher: Matcher, asked: Group, match: str) -> Iterator[int]:
    """Of what may hold everything, what does, by its text; in the order of ids."""
    ids = matcher.ids(FOLDED, match, -1)
    for start in range(0, len(ids), _AT_ONCE):
        some = json.dumps(ids[start : start + _AT_ONCE])
        for number, *columns in matcher.connection.execute(_TEXTS, (some,)):
            if holds(asked, words_of(columns)):
                yield number


def _near(matcher: Matcher, asked: Group, need: int, whole: Matches) -> Part:
    """What holds all the words, with other marks than typed."""
    if not asked.binds:
        return Part()
    ids = matcher.ids(FOLDED, expression.every(asked, folded=True), matcher.cap + 1 + len(whole.ids))
    others = _others(matcher, ids, whole)
    if need <= 0 or not others.ids:
        return part_of(others, [])
    narrow = matcher
    if whole.ids:
        narrow = matcher.narrowed(_among(others.ids))
    return part_of(others, order(narrow, Plan(FOLDED, asked), need, others))


def _answers(matcher: Matcher, asked: Group, need: int, held: Matches, whole: Part) -> Pool:
    """What holds some of the telling words beside what holds everything; as typed, where marks were typed."""
    tables = (EXACT, FOLDED) if asked.binds else (FOLDED,)
    for table in tables:
        promising = candidates(matcher, asked, table)
        if promising:
            break
    others = _others(matcher, sorted(promising), held)
    if not need:
        return Pool(whole, part_of(others, []))
    if matcher.query.sort == "date":
        return Pool(whole, part_of(others, matcher.newest_of(others.ids, need)))
    first = nsmallest(max(need, DEPTH), promising, key=lambda number: (-promising[number], number))
    read = {number: promising[number] for number in first[:DEPTH]}
    best = _shown(weighed(matcher, asked, read, marked=table == EXACT) + first[DEPTH:], held, others)
    known = set(whole.ids)
    whole.ids = joined([number for number in best if number in known], whole.ids)
    near = part_of(others, [number for number in best if number not in known])
    return Pool(whole, near, best)


def _shown(ids: Iterable[int], whole: Matches, others: Matches) -> list[int]:
    """Ids in one order, each as the article that is shown for it."""
    held, known = set(whole.ids), set(others.ids)
    found: list[int] = []
    for number in ids:
        if number in held:
            found += whole.represented([number])
        elif others.more or number in known:
            found += others.represented([number])
    return joined(found)


def _others(matcher: Matcher, ids: list[int], whole: Matches) -> Matches:
    """Of ids what is beside what holds everything, and beside its copies."""
    held = set(whole.ids) | set(whole.copies.values())
    others = matcher.with_copies([number for number in ids if number not in held][: matcher.cap + 1])
    if not others.copies or not held:
        return others
    return matcher.with_copies([number for number in others.ids if others.copies.get(number) not in held])


def _among(ids: list[int]) -> Within:
    return Within("and +f.rowid in (select value from json_each(?))", (json.dumps(ids),))
