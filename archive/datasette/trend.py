"""Hits per year: how many, or which share of all that was published in that year; of one query, or of two."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from typing import Any

from archive.datasette import charts
from archive.datasette.base import Asked, kept
from archive.datasette.words import number, percent, words
from archive.search import Facets, Query, facets

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
    return len(query.since or "") <= 7 and len(query.until or "") <= 7


def counted(
    connection: sqlite3.Connection, query: Query, versus: Query | None, seen: Facets | None, *, share: bool
) -> dict[str, Any]:
    """`own` and `other`: the facets of each query; `totals`: all articles of each year, where shares are asked for.

    A share is one of all articles, so that copies count each, above and below.
    """

    def of(asked: Query) -> Facets:
        return kept(connection, ("facets", asked), lambda conn: facets(conn, asked))

    if not share:
        return {"own": seen, "other": of(versus) if versus else None, "totals": None}
    own, other = (of(replace(each, fold_copies=False)) if each and seen else None for each in (query, versus))
    totals = kept(connection, ("totals", query.portal, query.since, query.until), lambda conn: _totals(conn, query))
    return {"own": own, "other": other, "totals": totals}


def _totals(connection: sqlite3.Connection, query: Query) -> dict[str, int]:
    until = query.until or "9999"
    values = (query.since or "", len(until), until, not query.portal, query.portal)
    return dict(connection.execute(_TOTALS, values).fetchall())


def shown(asked: Asked, query: Query, versus: Query | None, seen: dict[str, Any]) -> dict[str, Any]:
    """What a page tells of it: `years`, without a gap between the first and the last, each with its numbers.

    `share` is that of the first query in parts of a million of the `articles` of the year; `beside`, `beside_share`
    are those of a second query.
    """
    first, second = (seen.get(name).years if seen.get(name) else {} for name in ("own", "other"))  # type: ignore[union-attr]
    totals: dict[str, int] | None = seen.get("totals")
    known = sorted(int(year) for year in (*first, *second) if year and year.isdecimal())
    names = [str(year) for year in range(known[0], known[-1] + 1)][-MAX_YEARS:] if known else []
    years = [_year(name, first, second if versus else None, totals) for name in names]
    chart = _chart(asked, query, versus, years) if len(years) > 1 else ""
    more = any(seen.get(name) and seen[name].more for name in ("own", "other"))
    return {"years": years, "_chart": chart, "_counted_first": more, "_sharing": sharing(query)}


def _year(
    name: str, first: dict[str | None, int], second: dict[str | None, int] | None, totals: dict[str, int] | None
) -> dict[str, Any]:
    year: dict[str, Any] = {"year": name, "count": first.get(name, 0)}
    if second is not None:
        year["beside"] = second.get(name, 0)
    if totals is not None:
        year["articles"] = whole = totals.get(name, 0)
        for share, count in (("share", "count"), ("beside_share", "beside")):
            if count in year:
                year[share] = round(_MILLION * year[count] / whole) if whole else 0
    return year


def _chart(asked: Asked, query: Query, versus: Query | None, years: list[dict[str, Any]]) -> str:
    said = words(asked.lang)
    share = "share" in years[0]
    label = said["share_per_year" if share else "hits_per_year"] + (f": {query.words}" if query.words else "")
    if versus:
        label += f" {said['versus']} {versus.words}"
    series = [
        [(year["year"], year[name]) for year in years if name in year]
        for name in (("share", "beside_share") if share else ("count", "beside"))
    ]
    written = partial(percent if share else number, lang=asked.lang)
    return charts.bars(series[0], label, series[1], written)
