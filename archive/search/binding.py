"""What holds everything that was asked for: a word typed with marks binds, a word typed without them is open.

`đường` is đường alone (in either style of placing its tone), `duong` is đường, dương and dưỡng too. What binds is asked
of the exact index, what is open of the folded one. A phrase of both kinds of words, as `"quế son"`, neither of them can
tell: the texts that may hold it are read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.fulltext import EXACT, FOLDED
from archive.search.expression import every
from archive.search.query import Group, Node

Values = tuple[str | int | float | None, ...]
Select = tuple[str, Values]
"""A SELECT of ids (as ``id``), and its values."""


@dataclass(frozen=True, slots=True)
class Within:
    """Conditions over an index (as ``f``), each of which begins with `and`, and their values."""

    sql: str = ""
    values: Values = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How to find what holds everything: by the expression of ``asked`` over ``table``, under a condition.

    ``reads``: what is found this way may hold everything; its texts tell.
    """

    table: str
    asked: Group
    within: Within = Within()
    reads: bool = False


def plan(asked: Group) -> Plan:
    """The plan for a query that has parts."""
    if not asked.binds:
        return Plan(FOLDED, asked)
    if not asked.is_open:
        return Plan(EXACT, asked)
    return Plan(FOLDED, asked.wanted, _conditions(asked), asked.is_mixed)


def _conditions(asked: Group) -> Within:
    """What its words without marks, found in the folded index, do not tell of a query."""
    parts: tuple[Node, ...] = (replace(asked, without=()),)
    if asked.every:
        bound, others = _bound_and_others(asked)
        parts = (*others, Group(True, bound)) if bound else others
    sql = []
    values: Values = ()
    for part in parts:
        chosen, given = _select(part)
        sql.append(f"and +f.rowid in ({chosen})")
        values += given
    for part in asked.without:
        if not part.is_mixed:
            chosen, given = _select(part)
            sql.append(f"and +f.rowid not in ({chosen})")
            values += given
    return Within(" ".join(sql), values)


def _bound_and_others(group: Group) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Parts of a group of which every word binds; of the others those of which some do."""
    bound: list[Node] = []
    others: list[Node] = []
    for part in group.parts:
        if not part.binds:
            continue
        if part.is_open:
            others.append(part)
        else:
            bound.append(part)
    return tuple(bound), tuple(others)


def _select(node: Node) -> Select:
    """The articles that hold a part of a query; of one that must be read, those that may hold it."""
    if not node.binds:
        return _leaf(FOLDED, every(node, folded=True))
    if not node.is_open:
        return _leaf(EXACT, every(node, folded=False))
    if not isinstance(node, Group):
        return _leaf(FOLDED, every(node, folded=True))
    joined = " intersect " if node.every else " union "
    sql, values = _chain(joined, node.parts)
    without = tuple(part for part in node.without if not part.is_mixed)
    if without:
        taken, more = _chain(" union ", without)
        sql, values = f"select id from ({sql}) where id not in ({taken})", values + more
    return sql, values


def _chain(joined: str, parts: tuple[Node, ...]) -> Select:
    selects = list(map(_select, parts))
    values: Values = ()
    for _, given in selects:
        values += given
    return joined.join(f"select id from ({sql})" for sql, _ in selects), values


def _leaf(table: str, match: str) -> Select:
    return f"select rowid as id from {table} where {table} match ?", (match,)
