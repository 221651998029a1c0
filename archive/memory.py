"""What an archive knows of one portal when it is crawled again: its articles, its lists, and what was no list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from archive.known import NOTHING, KnownArticle, KnownList, Memory
from archive.known_lists import Places, known_lists
from archive.records import Entry, Outcome
from archive.store import Archive

__all__ = ["NOTHING", "KnownArticle", "KnownList", "Memory", "memory_of"]

_ARTICLES = """
select a.native_id, a.url, coalesce(a.published_at, ''), max(c.fetched_at), max(c.run_id), a.gone_at is not null,
    coalesce((select max(captured_at) from revisions v where v.article_id = a.id and v.number > 1), '')
from articles a join captures c on c.article_id = a.id where a.portal = ? group by a.id
"""
# Those that a list of articles names are known under the ids that it gives them, too.
_DOCUMENTS = """
with own as (
    select d.portal, d.native_id, d.url, coalesce(d.issued, '') as issued, c.fetched_at, c.run_id, d.gone_at
    from documents d join document_accounts o on o.document_id = d.id and o.is_own
    join captures c on c.id = o.capture_id where d.portal = ?)
select native_id, url, issued, fetched_at, run_id, gone_at is not null, '' from own
union
select e.native_id, o.url, o.issued, o.fetched_at, o.run_id, o.gone_at is not null, ''
from own o join list_entries e on e.url = o.url join categories k on k.id = e.category_id and k.portal = o.portal
where not exists (select 1 from articles a where a.portal = o.portal and a.native_id = e.native_id)
"""
_ABSENCES = """
select native_id, run_id, observed_at, counts from absences where portal = ? order by observed_at, run_id
"""
_IN_VAIN = """
select p.url, max(p.run_id) from problems p join runs r on r.id = p.run_id where r.portal = ? group by p.url
"""
_LOOKED = """
select c.url, max(c.fetched_at) from captures c join runs r on r.id = c.run_id
where r.portal = ? and c.role = 'page' and c.status in (200, 301, 302, 404) group by c.url
having not exists (select 1 from list_pages p join captures o on o.id = p.capture_id
    join categories k on k.id = p.category_id where k.portal = r.portal and o.url = c.url)
"""
_CHANGED = """
select source, native_id, changed from witnesses w join runs r on r.id = w.run_id
where r.portal = ? and changed <> '' order by run_id
"""
_NAMED = """
select source, native_id, max(run_id) from witnesses w join runs r on r.id = w.run_id
where r.portal = ? group by source, native_id
"""
_FEEDS = """
select w.source from witnesses w join captures c on c.url = w.source and c.run_id = w.run_id
where c.role = 'feed' and w.run_id = (select max(o.run_id) from witnesses o join runs r on r.id = o.run_id
    join captures f on f.url = o.source and f.run_id = o.run_id and f.role = 'feed' where r.portal = ?)
group by w.source order by sum(w.changed <> '') desc, count(*) desc, w.source
"""
# A sitemap whose addresses carry no ids is a witness of nothing; it tells when the pages of stored articles changed.
_SITEMAPS = """
select distinct c.url from captures c where c.role = 'feed' and c.status = 200
and (c.media_type like '%xml%' or c.url like '%.gz%')
and c.run_id = (select max(o.run_id) from captures o join runs r on r.id = o.run_id
    where r.portal = ? and o.role = 'feed' and o.status = 200)
and not exists (select 1 from witnesses w where w.source = c.url) order by c.warc_length desc, c.url
"""
_LAST = "select outcome from runs where portal = ? and outcome is not null order by id desc limit 1"
_COST = """
select (select count(*) from articles where portal = :portal and gone_at is null)
    + (select count(*) from documents d where portal = :portal and gone_at is null
        and exists (select 1 from document_accounts where document_id = d.id and is_own))
    + (select count(*) from (select distinct category_id, number from list_pages p join runs r on r.id = p.run_id
        where r.portal = :portal and state = 'read'))
    + (select count(distinct url) from captures c join runs r on r.id = c.run_id
        where r.portal = :portal and role in ('robots', 'page', 'feed')
        and not exists (select 1 from list_pages where capture_id = c.id))
"""


class _Absence(NamedTuple):
    """An answer that an article is not there; `counts` where it is believed."""

    run: int
    at: str
    counts: int


def memory_of(archive: Archive, portal: str) -> Memory:
    """What is known of a portal; NOTHING of one that was never crawled."""
    db = archive.db
    row = db.execute("select title from portals where slug = ?", [portal]).fetchone()
    if row is None:
        return NOTHING
    lists = known_lists(archive, portal)
    fresh, tried = _parted(lists.unread.values(), dict(db.execute(_IN_VAIN, [portal]).fetchall()))
    last = db.execute(_LAST, [portal]).fetchone()
    return Memory(
        title=row[0],
        articles=_articles(archive, portal, lists.places),
        lists=lists.lists,
        unread=fresh,
        tried=tried,
        looked=dict(db.execute(_LOOKED, [portal]).fetchall()),
        changed={(source, native_id): at for source, native_id, at in db.execute(_CHANGED, [portal])},
        feeds=_feeds(archive, portal),
        named=_named(archive, portal),
        broken_off=bool(last) and last[0] in (Outcome.CUT_OFF, Outcome.STOPPED),
        cost=db.execute(_COST, {"portal": portal}).fetchone()[0],
    )


def _feeds(archive: Archive, portal: str) -> tuple[str, ...]:
    """The feeds that answered when they were last asked: the one that tells most changes, then by what they name."""
    sources: dict[str, None] = {}
    for query in (_FEEDS, _SITEMAPS):
        for (source,) in archive.db.execute(query, [portal]):
            sources[source] = None
    return tuple(sources)


def _named(archive: Archive, portal: str) -> dict[str, frozenset[str]]:
    """What each feed named when it was last read."""
    newest: dict[str, int] = {}
    ids: dict[tuple[str, int], set[str]] = defaultdict(set)
    for source, native_id, run in archive.db.execute(_NAMED, [portal]):
        newest[source] = max(run, newest.get(source, 0))
        ids[source, run].add(native_id)
    return {source: frozenset(ids[source, run]) for source, run in newest.items()}


def _parted(unread: Iterable[Entry], tried: Mapping[str, int]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """(entries that nobody asked for, those that were asked for in vain, the longest ago first); `tried` are the
    addresses that had a problem, each with its last run."""
    fresh: list[Entry] = []
    asked: list[Entry] = []
    for entry in unread:
        kind = asked if entry.url in tried else fresh
        kind.append(entry)
    asked.sort(key=lambda entry: (tried[entry.url], entry.native_id))
    return tuple(fresh), tuple(asked)


def _articles(archive: Archive, portal: str, places: Mapping[str, Places]) -> dict[str, KnownArticle]:
    absences: dict[str, list[_Absence]] = defaultdict(list)
    for native_id, *told in archive.db.execute(_ABSENCES, [portal]):
        absences[native_id].append(_Absence(*told))
    found = {}
    stored = [*archive.db.execute(_ARTICLES, [portal]), *archive.db.execute(_DOCUMENTS, [portal])]
    for native_id, url, published_at, seen_at, seen_run, gone, edited_at in stored:
        since = [each for each in absences[native_id] if each.run > seen_run]
        believed = list(filter(attrgetter("counts"), since))
        checked_run = max([seen_run, *map(attrgetter("run"), since)])
        place = places.get(native_id, Places())
        unlisted = place.left > 0 and not place.standing
        found[native_id] = KnownArticle(
            native_id,
            url,
            published_at,
            checked_at=max([seen_at, *map(attrgetter("at"), since)]),
            checked_run=checked_run,
            edited_at=edited_at,
            absent_at=next(map(attrgetter("at"), believed), ""),
            gone=bool(gone),
            unlisted=unlisted,
            asked_since=unlisted and checked_run >= place.left,
            doubted=bool(since) and not believed,
        )
    return found
