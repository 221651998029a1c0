"""The order of articles that hold all the words, with marks as typed or with others.

In a big archive no pass ranks more than `CAP` matches: where there are more, those with the words in the title come
first, then those with the words side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice, product

from archive.fulltext import EXACT, FOLDED
from archive.rows import column
from archive.search import expression
from archive.search.binding import Plan
from archive.search.matcher import Matcher, Matches
from archive.search.pool import joined
from archive.search.query import Group
from archive.search.reread import DEPTH, weighed

SMALL = 30_000
"""In an archive of at most this many articles neighbours are sought wherever they stand."""

_SORTED = 100_000
"""At most this many matches are sorted by date; of more the newest articles are tried one by one."""

_TRIED = 5_000

_FORMS = (expression.titled, expression.beside, expression.every)
"""What is asked of more matches than can be ranked, the most telling first."""

_SPARE = 50
"""Copies may stand among the newest of many."""


def order(matcher: Matcher, found: Plan, need: int, matches: Matches) -> list[int]:
    """The first ``need`` of what a plan found, best or newest first."""
    table = found.table
    if matcher.query.sort == "date":
        return newest(matcher, matches, table, expression.every(found.asked, folded=table == FOLDED), need)
    tables: tuple[str, ...] = (table,)
    if table == FOLDED and matcher.within.sql and found.asked.binds:
        tables = (EXACT, FOLDED)  # words without marks may be meant as they are typed
    if are_many(matcher, matches):
        return _common(matcher, found.asked, need, tables, matches)
    if _is_read(found.asked):
        return _best(matcher, found.asked, need, table, matches)
    return _ranked(matcher, found.asked, need, tables, matches)


def are_many(matcher: Matcher, matches: Matches) -> bool:
    """Whether there are more matches, in a big archive, than can be ranked."""
    return matches.more and matcher.span > SMALL


def newest(matcher: Matcher, matches: Matches, table: str, every: str, need: int) -> list[int]:
    """The newest matches; of very many, the newest articles are tried one by one."""
    if not matches.more or matcher.within.sql or matcher.number(table, every) <= _SORTED:
        return matcher.newest(table, every, need + len(matches.copies) + _SPARE)
    tried = (one for one in matcher.listed().ids[:_TRIED] if matcher.holds(table, every, one))
    return list(islice(tried, need))


def _is_read(asked: Group) -> bool:
    """Whether the texts of the best are read: of words enough to stand near each other or apart."""
    return asked.is_plain and len(asked.parts) > 2


def _best(matcher: Matcher, asked: Group, need: int, table: str, matches: Matches) -> list[int]:
    """Of matches that can all be ranked, the best; the texts of the most promising are read."""
    again = partial(_read_again, matcher, asked)
    return matcher.best(table, _expression(matcher, asked, table), max(need, DEPTH), matches, again)


def _expression(matcher: Matcher, asked: Group, table: str) -> str:
    """What is asked of an index for the best of all matches; in a big archive only near neighbours are sought."""
    form = expression.close if matcher.span > SMALL else expression.ranked
    return form(asked, folded=table == FOLDED)


def _read_again(matcher: Matcher, asked: Group, found: Sequence[tuple[int, float]]) -> list[int]:
    """Ids and scores, best first -> the ids, the first `DEPTH` of them in better order."""
    return _reordered(matcher, asked, column(found))


def _reordered(matcher: Matcher, asked: Group, ids: list[int]) -> list[int]:
    """Ids, best first -> the same, the first `DEPTH` of them in better order."""
    first = dict.fromkeys(ids[:DEPTH], 0.0)
    return weighed(matcher, asked, first, marked=asked.binds) + ids[DEPTH:]


def _ranked(matcher: Matcher, asked: Group, need: int, tables: tuple[str, ...], matches: Matches) -> list[int]:
    """Of matches that can all be ranked, the best."""
    enough = need
    if not matches.more:
        enough = min(need, len(matches.represented(matches.ids)))
    first = _side_by_side(matcher, asked, need, tables[0], matches)
    for table in tables:
        if len(first) >= enough:
            break
        first = joined(first, matcher.best(table, _expression(matcher, asked, table), need, matches))
    return first


def _side_by_side(matcher: Matcher, asked: Group, need: int, table: str, matches: Matches) -> list[int]:
    """Of two words, most often one compound, the articles that hold them as one."""
    if len(asked.parts) != 2:
        return []
    match = expression.beside(asked, folded=table == FOLDED)
    if not match:
        return []
    return matcher.best(table, match, need, matches)


def _common(matcher: Matcher, asked: Group, need: int, tables: tuple[str, ...], matches: Matches) -> list[int]:
    """Of more matches than can be ranked: titles first, then neighbours, then any; of very many, the first part."""
    if not _is_read(asked):
        return _most_telling(matcher, asked, need, need, tables, matches)
    enough = max(need, DEPTH)
    first = _most_telling(matcher, asked, enough, enough // 2, tables, matches)
    return _reordered(matcher, asked, first)


def _most_telling(
    matcher: Matcher, asked: Group, enough: int, at_once: int, tables: tuple[str, ...], matches: Matches
) -> list[int]:
    """What the most telling forms find, at most ``at_once`` by each, until that is ``enough``."""
    found: list[int] = []
    for table, form in product(tables, _FORMS):
        match = form(asked, folded=table == FOLDED)
        if match and len(found) < enough:
            found = joined(found, matcher.first(table, match, at_once, matcher.part(matches)))
    return found
