"""What the pages of the reading room show, from a plain connection: nothing of HTTP, nothing of HTML."""

from __future__ import annotations

import sqlite3
from typing import Any

MOST = 200
"""Rows of a list on one page: addresses, copies, revisions, pictures."""

_ARTICLE = """
select a.id, a.key, a.portal, p.title as portal_title, a.native_id, a.url, a.title, a.lead, a.body, a.author, a.poster,
    a.source, a.published_at, a.published_precision, a.published_raw, a.view_count, a.word_count, a.content_sha256,
    a.first_seen_at, a.last_seen_at, a.gone_at, a.gone_reason, o.key as copy_of, o.title as copy_title
from articles a join portals p on p.slug = a.portal left join articles o on o.id = a.duplicate_of where a.key = ?
"""
_PARTS = {
    "categories": """select k.id, k.title, k.url from article_categories x join categories k on k.id = x.category_id
        where x.article_id = :id and k.same_as is null order by k.title""",
    "addresses": "select url from article_urls where article_id = :id order by url",
    "images": """select url, caption, media_type, bytes, sha256, capture_id from images where article_id = :id
        order by id""",
    "attachments": """select url, filename, media_type, bytes, sha256, text, capture_id from attachments
        where article_id = :id order by id""",
    "views": "select observed_at, views from view_counts where article_id = :id order by observed_at",
    "copies": """select key, title, portal, published_at, kind, similarity from articles a join (
            select article_id as other, kind, similarity from copies where original_id = :original
            union all select original_id, kind, similarity from copies where article_id = :id and is_first)
        on a.id = other where a.id <> :id group by a.id order by published_at, a.id""",
    "revisions": """select v.number, v.captured_at, v.content_sha256, v.capture_id, c.sha256, c.status, c.warc_file,
        c.warc_offset, c.warc_length from revisions v join captures c on c.id = v.capture_id
        where v.article_id = :id order by v.number""",
}
_HELD = """
select (select count(*) from articles) as articles, (select count(*) from portals) as portals,
    (select substr(min(published_at), 1, 4) from articles) as first_year,
    (select substr(max(published_at), 1, 4) from articles) as last_year,
    (select max(finished_at) from runs) as last_crawl
"""
_MONTHS = """
select substr(published_at, 1, 7) as month, count(*) from articles where published_at is not null group by 1 order by 1
"""
_NEWEST = """
select key, title, lead, portal, published_at, published_precision from articles
where published_at is not null order by published_at desc limit 12
"""
_PORTALS = """
select p.slug, p.title, p.base_url, (select count(*) from articles a where a.portal = p.slug) as articles,
    (select outcome from runs r where r.portal = p.slug order by id desc limit 1) as outcome,
    (select finished_at from runs r where r.portal = p.slug order by id desc limit 1) as last_crawl,
    (select count(*) from alarms m where m.run_id = (select max(id) from runs r where r.portal = p.slug)) as alarms
from portals p order by articles desc, p.slug
"""
_SHARE = """
select sum(listed), sum(stored), sum(declared) from coverage v join categories k on k.id = v.category_id
where k.portal = ? and k.same_as is null and v.run_id = (select max(run_id) from coverage where category_id = k.id)
"""
_HEAT = """
select k.id, k.title, substr(a.published_at, 1, 4) as year, count(*) from categories k
join article_categories x on x.category_id = k.id join articles a on a.id = x.article_id
where {where} and k.same_as is null group by 1, 3
"""
_LISTS = """
select k.id, k.title, k.url, v.declared, v.listed, v.stored, v.pages, v.missing from categories k
left join coverage v on v.category_id = k.id and v.run_id = (select max(run_id) from coverage where category_id = k.id)
where {where} and k.same_as is null order by k.title
"""
_RUNS = """
select id, started_at, finished_at, coalesce(outcome, 'running') as outcome, requests, new, revised, failed
from runs where portal = ? order by id desc limit 20
"""
_PROBLEMS = """
select kind, count(*) as count, min(url) as example from problems
where run_id = (select max(id) from runs where portal = ?) group by kind order by 2 desc, 1
"""
_ALARMS = """
select kind, detail, since, example from alarms where run_id = (select max(id) from runs where portal = ?)
order by kind, subject
"""


def rows(connection: sqlite3.Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query, *values)
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def home(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the archive holds, month by month and portal by portal."""
    portals = rows(connection, _PORTALS)
    for portal in portals:
        listed, stored, declared = connection.execute(_SHARE, (portal["slug"],)).fetchone()
        portal |= {"listed": listed, "stored": stored, "declared": declared}
    return {
        "held": rows(connection, _HELD)[0],
        "months": [tuple(row) for row in connection.execute(_MONTHS)],
        "newest": rows(connection, _NEWEST),
        "portals": portals,
    }


def portal(connection: sqlite3.Connection, slug: str) -> dict[str, Any] | None:
    """A portal: its imprint, lists, years, runs, problems."""
    found = rows(connection, "select * from portals where slug = ?", (slug,))
    if not found:
        return None
    return found[0] | {
        "articles": connection.execute("select count(*) from articles where portal = ?", (slug,)).fetchone()[0],
        "lists": rows(connection, _LISTS.format(where="k.portal = ?"), (slug,)),
        "heat": _heat(connection, "k.portal = ?", slug),
        "runs": rows(connection, _RUNS, (slug,)),
        "problems": rows(connection, _PROBLEMS, (slug,)),
        "alarms": rows(connection, _ALARMS, (slug,)),
    }


def category(connection: sqlite3.Connection, category_id: int) -> dict[str, Any] | None:
    """A list of a portal: what it declared and what is stored of it, year by year; its newest articles."""
    found = rows(
        connection,
        "select k.*, p.title as portal_title from categories k join portals p on p.slug = k.portal where k.id = ?",
        (category_id,),
    )
    if not found:
        return None
    newest = """select a.key, a.title, a.lead, a.portal, a.published_at, a.published_precision from article_categories x
        join articles a on a.id = x.article_id where x.category_id = ? order by a.published_at desc limit 50"""
    return found[0] | {
        "lists": rows(connection, _LISTS.format(where="k.id = ?"), (category_id,)),
        "heat": _heat(connection, "k.id = ?", category_id),
        "newest": rows(connection, newest, (category_id,)),
    }


def _heat(connection: sqlite3.Connection, where: str, value: object) -> dict[str, Any]:
    """Counts by category and year: `years` in order without a gap, `rows` of (id, title, counts by year, sum)."""
    counts: dict[tuple[int, str], dict[str, int]] = {}
    for number, title, year, count in connection.execute(_HEAT.format(where=where), (value,)):
        counts.setdefault((number, title), {})[year or "–"] = count
    known = sorted({year for each in counts.values() for year in each if year != "–"})
    years = [str(year) for year in range(int(known[0]), int(known[-1]) + 1)] if known else []
    undated = ["–"] if any("–" in each for each in counts.values()) else []
    lines = [
        (number, title, each, sum(each.values()))
        for (number, title), each in sorted(counts.items(), key=lambda i: i[0][1])
    ]
    return {
        "years": years[-60:] + undated,
        "rows": lines,
        "most": max([1, *(n for each in counts.values() for n in each.values())]),
    }


def article(connection: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """An article and everything that hangs on it."""
    found = rows(connection, _ARTICLE, (key,))
    if not found:
        return None
    whole = found[0]
    original = connection.execute(
        "select coalesce(duplicate_of, id) from articles where id = ?", (whole["id"],)
    ).fetchone()[0]
    named = {"id": whole["id"], "original": original}
    return whole | {part: rows(connection, f"{query} limit {MOST}", named) for part, query in _PARTS.items()}


def capture(connection: sqlite3.Connection, capture_id: int) -> dict[str, Any] | None:
    """The row of a capture."""
    found = rows(connection, "select * from captures where id = ?", (capture_id,))
    return found[0] if found else None
