"""What the home page, portals and categories show, from a plain connection: nothing of HTTP, nothing of HTML.

Nothing here counts articles: `archive.tallies` has done so.
"""

from __future__ import annotations

import re
import sqlite3
from itertools import chain
from typing import Any

NEWEST, NEWEST_OF_CATEGORY = 12, 30
FEW = 3000
"""A category of so many articles is sorted; of a larger one, the portal's articles are looked through from its last."""
MAX_MONTHS, MAX_YEARS = 480, 60
_MONTH = re.compile(r"\d{4}-\d\d")

_ITEM = "a.key, a.title, a.lead, a.portal, a.published_at, a.published_precision"
_HELD = """
select coalesce((select sum(articles) from month_counts), 0) as articles,
    (select count(*) from portals) as portals,
    (select substr(min(month), 1, 4) from month_counts where month <> '') as first_year,
    (select substr(max(month), 1, 4) from month_counts) as last_year,
    (select max(finished_at) from runs) as last_crawl
"""
_MONTHS = "select month, sum(articles) from month_counts where month <> '' {where} group by month order by month"
_NEWEST = (
    f"select {_ITEM} from articles a where {{where}} a.published_at is not null order by a.published_at desc limit ?"
)
_PORTALS = """
select p.slug, p.title, p.base_url, p.platform,
    coalesce((select sum(articles) from month_counts m where m.portal = p.slug), 0) as articles,
    (select substr(min(month), 1, 4) from month_counts m where m.portal = p.slug and month <> '') as first_year,
    (select substr(max(month), 1, 4) from month_counts m where m.portal = p.slug and month <> '') as last_year,
    r.outcome, r.finished_at as last_crawl,
    (select count(*) from alarms m where m.run_id = r.id and r.accepted_at is null) as alarms
from portals p left join runs r on r.id = (select max(id) from runs where portal = p.slug)
order by alarms > 0 desc, articles desc, p.slug
"""
_SHARES = """
select k.portal, sum(v.listed), sum(v.stored), sum(v.declared) from categories k
join coverage v on v.category_id = k.id and v.run_id = (select max(run_id) from coverage where category_id = k.id)
where k.same_as is null group by 1
"""
_LISTS = """
select k.id, k.title, k.url, v.declared, v.listed, v.stored, v.pages, v.missing,
    coalesce((select sum(articles) from category_counts c where c.category_id = k.id), 0) as articles
from categories k left join coverage v on v.category_id = k.id
    and v.run_id = (select max(run_id) from coverage where category_id = k.id)
where {where} order by k.title, k.id
"""
_HEAT = """
select k.id, c.year, c.articles from categories k join category_counts c on c.category_id = k.id where {where}
"""
_RUNS = """
select id, started_at, finished_at, coalesce(outcome, 'running') as outcome, requests, new, revised, unchanged, gone,
    failed from runs where portal = ? order by id desc limit 20
"""
_PROBLEMS = """
select kind, count(*) as count, min(url) as example from problems
where run_id = (select max(id) from runs where portal = ?) group by kind order by 2 desc, 1
"""
_ALARMS = """
select m.kind, m.subject, m.detail, m.since, m.example from alarms m join runs r on r.id = m.run_id
where r.id = (select max(id) from runs where portal = ?) and r.accepted_at is null order by m.kind, m.subject
"""
_CATEGORY = "select k.*, p.title as portal_title from categories k join portals p on p.slug = k.portal where k.id = ?"
_SORTED = f"""
select {_ITEM} from article_categories x join articles a on a.id = x.article_id where x.category_id = ?
order by a.published_at desc limit ?
"""
_WALKED = f"""
select {_ITEM} from articles a where a.portal = ? and a.published_at < ? and exists (
    select 1 from article_categories x where x.article_id = a.id and x.category_id = ?)
order by a.published_at desc limit ?
"""


def rows(connection: sqlite3.Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query, *values)
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def home(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the archive holds, month by month and portal by portal; those with alarms first."""
    portals = rows(connection, _PORTALS)
    shares = {row[0]: row[1:] for row in connection.execute(_SHARES)}
    for portal in portals:
        listed, stored, declared = shares.get(portal["slug"], (None, None, None))
        portal |= {"listed": listed, "stored": stored, "declared": declared}
    return {
        "held": rows(connection, _HELD)[0],
        "months": months(connection),
        "newest": newest(connection),
        "portals": portals,
    }


def newest(connection: sqlite3.Connection, portal: str | None = None, most: int = NEWEST) -> list[dict[str, Any]]:
    """The articles published last, of one portal or of all."""
    if portal:
        return rows(connection, _NEWEST.format(where="a.portal = ? and"), (portal, most))
    return rows(connection, _NEWEST.format(where=""), (most,))


def months(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """(`YYYY-MM`, articles) of every month from the first to the last, those without an article among them."""
    counted = dict(connection.execute(_MONTHS.format(where="")).fetchall())
    known = [_number_of_month(month) for month in counted if _MONTH.fullmatch(month)]
    if not known:
        return []
    last = known[-1]
    first = max(known[0], last - MAX_MONTHS + 1)
    every = []
    for number in range(first, last + 1):
        name = f"{number // 12:04}-{number % 12 + 1:02}"
        every.append((name, counted.get(name, 0)))
    return every


def _number_of_month(month: str) -> int:
    """`YYYY-MM` as months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def portal(connection: sqlite3.Connection, slug: str) -> dict[str, Any] | None:
    """A portal: its imprint, lists, years, runs, problems."""
    found = rows(connection, "select * from portals where slug = ?", (slug,))
    if not found:
        return None
    where = "k.portal = ? and k.same_as is null"
    lists = rows(connection, _LISTS.format(where=where), (slug,))
    (number,) = connection.execute("select sum(articles) from month_counts where portal = ?", (slug,)).fetchone()
    return found[0] | {
        "articles": number or 0,
        "lists": lists,
        "heat": heat(connection, lists, where, slug),
        "newest": newest(connection, slug, 6),
        "runs": rows(connection, _RUNS, (slug,)),
        "problems": rows(connection, _PROBLEMS, (slug,)),
        "alarms": rows(connection, _ALARMS, (slug,)),
    }


def category(connection: sqlite3.Connection, category_id: int) -> dict[str, Any] | None:
    """A list of a portal: what it declared and what is stored of it, year by year; its newest articles."""
    found = rows(connection, _CATEGORY, (category_id,))
    if not found:
        return None
    lists = rows(connection, _LISTS.format(where="k.id = ?"), (category_id,))
    spread = heat(connection, lists, "k.id = ?", category_id)
    own = lists[0]["articles"]
    known = [year for year in spread["years"] if year]
    if own > FEW and known:
        values: tuple[Any, ...] = (found[0]["portal"], f"{int(known[-1]) + 1}", category_id, NEWEST_OF_CATEGORY)
        items = rows(connection, _WALKED, values)
    else:
        items = rows(connection, _SORTED, (category_id, NEWEST_OF_CATEGORY))
    return found[0] | {"articles": own, "lists": lists, "heat": spread, "newest": items}


def heat(connection: sqlite3.Connection, lists: list[dict[str, Any]], where: str, value: object) -> dict[str, Any]:
    """Counts by category and year: `years` in order without a gap ("" last: no date), `rows` of id, title, counts by
    year and their sum, one for each list, those without an article too."""
    counts: dict[int, dict[str, int]] = {each["id"]: {} for each in lists}
    for number, year, articles in connection.execute(_HEAT.format(where=where), (value,)):
        named = year if year.isdecimal() else ""
        counts.setdefault(number, {})[named] = articles
    lines = []
    for each in lists:
        own = counts[each["id"]]
        title = each["title"] or each["url"]
        lines.append({"id": each["id"], "title": title, "counts": own, "total": sum(own.values())})
    every_year = set().union(*counts.values())
    most = max([1, *chain.from_iterable(each.values() for each in counts.values())])
    return {"years": _years(every_year), "rows": lines, "most": most}


def _years(found: set[str]) -> list[str]:
    """Years in order without a gap, at most the last MAX_YEARS; "" (no date), where it is among them, comes last."""
    undated = [""] if "" in found else []
    known = sorted(found - {""})
    if not known:
        return undated
    every = range(int(known[0]), int(known[-1]) + 1)
    return list(map(str, every[-MAX_YEARS:])) + undated
