"""Hits per year: how many, or which share of all that was published in that year; of one query, or of two."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from archive.datasette import charts
from archive.datasette.base import Asked, remembered
from archive.datasette.words import number, percent, words
from archive.search import Facets, Query, facets

_NO_FACETS = Facets({}, {}, ())

Counts = dict[str | None, int]
"""Articles by year; None is no date."""


class Measure(NamedTuple):
    """What the columns of the chart stand for: whose `label` it is, under which names a year has its numbers."""

    label: str
    own: str
    beside: str
    written: Callable[..., str]


_COUNTS = Measure("hits_per_year", "count", "beside", number)
_SHARES = Measure("share_per_year", "share", "beside_share", percent)

MAX_YEARS = 60
_MILLION = 10**6
"""Shares are whole numbers of so many parts."""
_TOTALS = """
select substr(month, 1, 4), sum(articles) from month_counts
where month <> '' and month >= ? and substr(month, 1, ?) <= ? and (? or portal = ?) group by 1
"""


def by_share(asked: Asked, query: Query) -> bool:
    """Whether shares are asked for, and can be told."""
    return asked.get("trend") == "share" and sharing(query)


def sharing(query: Query) -> bool:
    """Whether the articles of each year are counted: not by days."""
    asked = filter(None, (query.since, query.until))
    return max(map(len, asked), default=0) <= len("2022-01")


def counted(
    connection: sqlite3.Connection, query: Query, versus: Query | None, seen: Facets | None, *, share: bool
) -> dict[str, Any]:
    """`own` and `other`: the facets of each query; `totals`: all articles of each year, where shares are asked for.

    A share is one of all articles, so that copies count each, above and below.
    """
    if not share:
        return {"own": seen, "other": _facets(connection, versus), "totals": None}
    own = other = None
    if seen:
        own = _facets(connection, _with_copies(query))
        other = _facets(connection, _with_copies(versus))
    totals = remembered(
        connection, ("totals", query.portal, query.since, query.until), lambda conn: _totals(conn, query)
    )
    return {"own": own, "other": other, "totals": totals}


def _with_copies(query: Query | None) -> Query | None:
    return query and replace(query, fold_copies=False)


def _facets(connection: sqlite3.Connection, query: Query | None) -> Facets | None:
    """The facets of a query; None where there is none."""
    if query is None:
        return None
    return remembered(connection, ("facets", query), lambda conn: facets(conn, query))


def _totals(connection: sqlite3.Connection, query: Query) -> dict[str, int]:
    until = query.until or "9999"
    values = (query.since or "", len(until), until, not query.portal, query.portal)
    return dict(connection.execute(_TOTALS, values).fetchall())


def shown(asked: Asked, query: Query, versus: Query | None, seen: dict[str, Any]) -> dict[str, Any]:
    """What a page tells of it: `years`, without a gap between the first and the last, each with its numbers.

    `share` is that of the first query in parts of a million of the `articles` of the year; `beside`, `beside_share`
    are those of a second query.
    """
    own: Facets = seen.get("own") or _NO_FACETS
    other: Facets = seen.get("other") or _NO_FACETS
    first, second = own.years, other.years
    beside = second if versus else None
    years = [_year(name, first, beside, seen.get("totals")) for name in _names((*first, *second))]
    chart = ""
    if len(years) > 1:
        chart = _chart(asked, query, versus, years)
    return {
        "years": years, "_chart": chart, "_counted_first": own.more or other.more, "_sharing": sharing(query),
    }  # fmt: skip


def _names(years: Iterable[str | None]) -> list[str]:
    """Every year from the first to the last, at most the last MAX_YEARS."""
    known = [int(year) for year in years if year and year.isdecimal()]
    if not known:
        return []
    last = max(known)
    first = max(min(known), last - MAX_YEARS + 1)
    return list(map(str, range(first, last + 1)))


def _year(name: str, first: Counts, second: Counts | None, totals: dict[str, int] | None) -> dict[str, Any]:
    year: dict[str, Any] = {"year": name, "count": first.get(name, 0)}
    if second is not None:
        year["beside"] = second.get(name, 0)
    if totals is None:
        return year
    whole = totals.get(name, 0)
    year["articles"] = whole
    year["share"] = _share(year["count"], whole)
    if second is not None:
        year["beside_share"] = _share(year["beside"], whole)
    return year


def _share(count: int, whole: int) -> int:
    """A part of a whole, in parts of a million."""
    if not whole:
        return 0
    return round(_MILLION * count / whole)


def _chart(asked: Asked, query: Query, versus: Query | None, years: list[dict[str, Any]]) -> str:
    said = words(asked.lang)
    measure = _SHARES if "share" in years[0] else _COUNTS
    label: str = said[measure.label]
    if query.words:
        label += f": {query.words}"
    if versus:
        label += f" {said['versus']} {versus.words}"
    written = partial(measure.written, lang=asked.lang)
    return charts.bars(_series(years, measure.own), label, _series(years, measure.beside), written)


def _series(years: list[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    return [(year["year"], year[name]) for year in years if name in year]
