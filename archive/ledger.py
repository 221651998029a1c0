"""The completeness ledger of one run: what its lists declared, named and left unread."""

from __future__ import annotations

from dataclasses import dataclass

from archive.portal_pages import missing_pages
from archive.rows import column
from archive.store import Archive
from archive.store.standing import STANDING, document_of


@dataclass(frozen=True, slots=True)
class ListLedger:
    """One list as a run read it. `missing` are the numbers of pages that no address of the list gave; `same_as` is the
    address of the list that this one only repeats."""

    title: str
    url: str
    declared: int | None
    listed: int
    stored: int
    pages: int
    missing: tuple[int, ...]
    same_as: str | None
    unread: tuple[tuple[str, int], ...] = ()
    """Why listed articles are not stored: kinds of problems and how many articles each keeps away."""
    extent: str = "part"
    """How far the run read the list: `whole`; `head`, where the rest was known and counts as listed; or `part`."""
    needs_browser: str = ""
    """Why no browser turned the pages of the list, where only one could."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.url


@dataclass(frozen=True, slots=True)
class Witness:
    """Another account of what the portal holds: its home page, a sitemap, a feed, an API.

    Of the articles it names, `unlisted` stand in no list; `missing` are the addresses of those that stand in no list
    and are not stored either.
    """

    source: str
    named: int
    unlisted: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunLedger:
    """One run: its lists, how many articles it met, what kept other pages unread and how many, its first problem.

    `requests` over `needed` (one for each article met and each list page read) is what the crawl cost.
    """

    run_id: int
    lists: tuple[ListLedger, ...]
    articles: int
    lost_pages: tuple[tuple[str, int], ...]
    first_problem: str
    witnesses: tuple[Witness, ...] = ()
    requests: int = 0
    needed: int = 0
    vanished: int = 0
    """Articles that are away, where so many vanished at once that none is believed to be gone."""
    another_site: str = ""
    """What the site that answers at the portal's address calls itself, where it is not the portal any more."""
    files: int = 0
    """Files and pictures that came in this run; beside them those that were asked for and did not."""
    files_missing: int = 0
    parts_missing: int = 0
    """Further pages of articles that could not be read: the articles are stored without them."""
    pages_missing: tuple[tuple[str, int], ...] = ()
    """In a run that keeps the whole portal, why pages beside lists and news are missing, and how many addresses."""


# What a list names under all its addresses counts as listed.
_LISTS = f"""
with standing as ({STANDING})
select k.id, k.title, k.url, v.declared,
    (select count(distinct e.native_id) from standing e join categories t on t.id = e.category_id
        where t.id = k.id or t.same_as = k.id),
    (select count(distinct e.native_id) from standing e join categories t on t.id = e.category_id
        left join articles a on a.portal = t.portal and a.native_id = e.native_id
        where (t.id = k.id or t.same_as = k.id) and (a.id is not null or {document_of("t", "e")} is not null)),
    v.pages, s.url, v.extent
from coverage v join categories k on k.id = v.category_id left join categories s on s.id = k.same_as
where v.run_id = :run order by v.declared desc, v.listed desc, k.url
"""
# A page that another address of the same list gave is not missing.
_MISSING = """
select p.number from list_pages p where p.run_id = :run and p.category_id = :category and p.state <> 'read'
and not exists (select 1 from list_pages o join categories k on k.id = o.category_id
    where o.run_id = :run and o.number = p.number and o.state = 'read'
    and (k.same_as = :category or k.id = (select same_as from categories where id = :category)))
order by p.number
"""
# By address: a run may have thousands of problems, and its lists thousands of entries.
_UNREAD = f"""
with standing as ({STANDING})
select p.kind, count(distinct e.native_id) from standing e join categories t on t.id = e.category_id
cross join problems p on p.url = e.url
where (t.id = :category or t.same_as = :category) and +p.run_id = :run
and not exists (select 1 from articles a where a.portal = t.portal and a.native_id = e.native_id)
and {document_of("t", "e")} is null
group by p.kind order by 2 desc, 1
"""
_WITNESSES = f"""
with named as (
    select w.source, w.url,
        exists (select 1 from list_entries e join categories k on k.id = e.category_id
            where e.native_id = w.native_id and k.portal = r.portal) as listed,
        exists (select 1 from articles a where a.portal = r.portal and a.native_id = w.native_id)
            or {document_of("r", "w")} is not null as stored,
        exists (select 1 from problems p where p.run_id = :run and p.url = w.url and p.kind = 'no news') as other
    from witnesses w join runs r on r.id = w.run_id where w.run_id = :run)
select source, sum(not other), sum(not listed and not other),
    coalesce(group_concat(case when not listed and not stored and not other then url end, char(10)), '')
from named group by source order by 2 desc, 1
"""
_NEEDED = """
select sum(role not in ('rendered', 'file', 'resource', 'standing')),
    count(distinct article_id) + (select count(*) from document_accounts o join captures c on c.id = o.capture_id
        where c.run_id = :run and o.is_own) + (select count(*) from list_pages where run_id = :run and state = 'read')
from captures where run_id = :run
"""
_FILES = """
select (select count(*) from files f join captures c on c.id = f.capture_id
        where c.run_id = :run and c.role = 'file' and f.sha256 <> ''),
    (select count(distinct url) from problems where run_id = :run and kind in ('file not found', 'file not a file',
        'file no answer', 'file too large', 'file refused', 'file elsewhere'))
"""
_LOST = """
select p.detail, count(*) from problems p left join captures c on c.id = p.capture_id
where p.run_id = ? and p.kind in ('no answer', 'http error', 'empty page', 'needs a browser', 'nothing to read')
and coalesce(c.role, 'page') = 'page'
and not exists (select 1 from list_entries e where e.url = p.url)
and not exists (select 1 from list_pages l where l.url = p.url and l.run_id = p.run_id)
group by p.detail order by 2 desc, 1
"""


_UNTURNED = """
select coalesce(max(detail), '') from problems where run_id = ? and url = ? and kind = 'needs a browser'
"""
_PARTS = "select count(distinct url) from problems where run_id = ? and kind = 'part of an article'"
_VANISHED = """
select count(distinct b.native_id), coalesce((select detail from problems where run_id = :run and capture_id is null
    and kind = 'another site' order by detail limit 1), '')
from absences b join articles a on a.portal = b.portal and a.native_id = b.native_id
where b.portal = (select portal from runs where id = :run) and b.run_id <= :run and not b.counts
and not exists (select 1 from captures p where p.article_id = a.id and p.run_id between b.run_id and :run)
and not exists (select 1 from absences o where o.portal = b.portal and o.native_id = b.native_id
    and o.run_id between b.run_id and :run and o.counts)
"""


_FIRST_PROBLEM = """
select coalesce((select url || ': ' || detail from problems where run_id = ? order by rowid limit 1), '')
"""


def ledger_of(archive: Archive, run_id: int) -> RunLedger:
    """The ledger of a run whose coverage has been reckoned up (`Archive.finish_run`)."""
    lists = []
    for category, title, url, declared, listed, stored, pages, same_as, extent in archive.db.execute(
        _LISTS, {"run": run_id}
    ).fetchall():
        numbers = tuple(column(archive.db.execute(_MISSING, {"run": run_id, "category": category})))
        why = archive.db.execute(_UNREAD, {"run": run_id, "category": category}).fetchall() if stored < listed else ()
        (unturned,) = archive.db.execute(_UNTURNED, [run_id, url]).fetchone()
        lists.append(
            ListLedger(title, url, declared, listed, stored, pages, numbers, same_as, tuple(why), extent, unturned)
        )
    (articles,) = archive.db.execute(
        "select coalesce(new + revised + unchanged, 0) from runs where id = ?", [run_id]
    ).fetchone()
    lost = tuple(archive.db.execute(_LOST, [run_id]).fetchall())
    (first,) = archive.db.execute(_FIRST_PROBLEM, [run_id]).fetchone()
    witnesses = tuple(
        Witness(source, named, unlisted, tuple(missing.split("\n")) if missing else ())
        for source, named, unlisted, missing in archive.db.execute(_WITNESSES, {"run": run_id})
    )
    requests, needed = archive.db.execute(_NEEDED, {"run": run_id}).fetchone()

    vanished, other = archive.db.execute(_VANISHED, {"run": run_id}).fetchone()
    kept, missing = archive.db.execute(_FILES, {"run": run_id}).fetchone()
    (parts,) = archive.db.execute(_PARTS, [run_id]).fetchone()
    return RunLedger(
        run_id,
        tuple(lists),
        articles,
        lost,
        first,
        witnesses,
        requests,
        needed,
        vanished,
        other,
        kept,
        missing,
        parts,
        missing_pages(archive, run_id),
    )
