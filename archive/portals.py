"""What is stored of portals: questions that others ask of the table `portals`, and of whether one is still there."""

from __future__ import annotations

from dataclasses import dataclass

from archive.addresses import host, variants
from archive.rows import column, shaped
from archive.store import Archive
from archive.warc import Place


@dataclass(frozen=True, slots=True)
class CrawledPortal:
    """A portal that was crawled; ``target`` is what the keeper named it by the last time."""

    slug: str
    base_url: str
    platform: str
    target: str


@dataclass(frozen=True, slots=True)
class KnownPortal:
    """What was known of a portal before a run: articles, lists that were walked, its name. ``read`` are the pages of
    lists that the run itself could read."""

    articles: int
    lists: int
    read: int
    title: str


_ANSWERED_AT = """
select distinct substr(c.url, 1, instr(substr(c.url, 9) || '/', '/') + 8) from captures c join runs r on r.id = c.run_id
where r.portal = ? and c.role = 'page'
"""
_CRAWLED = """
select p.slug, p.base_url, p.platform, r.target from portals p join runs r on r.portal = p.slug
where r.id = (select max(id) from runs where portal = p.slug and id not in (select run_id from imports)) order by p.slug
"""
_KNOWN = """
select (select count(*) from articles a join captures c on c.id = a.id where a.portal = r.portal and c.run_id < r.id),
    (select count(distinct w.category_id) from walks w join categories k on k.id = w.category_id
        where k.portal = r.portal and k.same_as is null and w.run_id < r.id),
    (select count(*) from list_pages where run_id = r.id and state = 'read'), p.title
from runs r join portals p on p.slug = r.portal where r.id = ?
"""
_LISTS = """
select distinct k.url from walks w join categories k on k.id = w.category_id
where k.portal = (select portal from runs where id = :run) and w.run_id <= :run
"""
_START = """
select warc_file, warc_offset, warc_length from captures c join runs r on r.id = c.run_id
where r.portal = (select portal from runs where id = :run) and c.run_id {when} :run
and c.url in (:url, :other, :www, :other_www)
and c.role = 'page' and c.status = 200 order by c.id {order} limit 1
"""
_ALARMS_BEFORE = """
select a.kind, a.subject, a.since from alarms a join runs n on n.id = a.run_id and n.accepted_at is null
where a.run_id = (select max(o.id) from runs o join runs r on r.portal = o.portal
    where r.id = :run and o.id < :run and o.outcome in ('complete', 'incomplete', 'failed'))
"""


_VARIANTS = ("url", "other", "www", "other_www")


def stored(archive: Archive) -> list[tuple[str, str]]:
    """Slug and base address of every portal, by slug."""
    return archive.db.execute("select slug, base_url from portals order by slug").fetchall()


def is_at(archive: Archive, slug: str, address: str) -> bool:
    """Whether an address is on a host of the portal that has that slug here: of its start page, or of a page that it
    answered with. A slug that is free, or whose address nobody knows, may be at any."""
    known = hosts_of(archive, slug)
    return not known or host(address) in known


def hosts_of(archive: Archive, slug: str) -> frozenset[str]:
    """The hosts of a portal's start page, and of all pages that it answered with; none where nobody knows the first."""
    (base,) = archive.db.execute("select max(base_url) from portals where slug = ?", [slug]).fetchone()
    if not base:
        return frozenset()
    answered = column(archive.db.execute(_ANSWERED_AT, [slug]))
    return frozenset(map(host, (base, *answered)))


def platform_of(archive: Archive, slug: str) -> str:
    """The platform that was recognised on a portal; "" where none was."""
    query = "select coalesce(max(platform), '') from portals where slug = ?"
    return str(archive.db.execute(query, [slug]).fetchone()[0])


def crawled(archive: Archive) -> list[CrawledPortal]:
    """Every portal that was crawled and not only imported, by slug."""
    return list(shaped(CrawledPortal, archive.db.execute(_CRAWLED)))


def known_before(archive: Archive, run_id: int) -> KnownPortal:
    """What was known of a run's portal before it."""
    return KnownPortal(*archive.db.execute(_KNOWN, [run_id]).fetchone())


def walked_lists(archive: Archive, run_id: int) -> list[str]:
    """The addresses of the lists of a run's portal that were walked until then."""
    return column(archive.db.execute(_LISTS, {"run": run_id}))


def start_page(archive: Archive, run_id: int, url: str) -> Place | None:
    """Where the answer lies that a run got from the portal's start page."""
    return _start(archive, run_id, url, when="=", order="desc")


def start_page_before(archive: Archive, run_id: int, url: str, *, first: bool = False) -> Place | None:
    """Where the last answer of the start page before a run lies; the very first one with `first`."""
    return _start(archive, run_id, url, when="<", order="asc" if first else "desc")


def _start(archive: Archive, run_id: int, url: str, *, when: str, order: str) -> Place | None:
    named = {"run": run_id, **dict(zip(_VARIANTS, variants(url), strict=True))}
    row = archive.db.execute(_START.format(when=when, order=order), named).fetchone()
    return Place(*row) if row else None


def alarms_before(archive: Archive, run_id: int) -> dict[tuple[str, str], str]:
    """The alarms of the last run before this one that nobody accepted: since when, by kind and subject."""
    rows = archive.db.execute(_ALARMS_BEFORE, {"run": run_id})
    return {(kind, subject): since for kind, subject, since in rows}
