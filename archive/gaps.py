"""What a run could not read, one by one: listed articles that are not stored, pages that may lead to lists."""

from __future__ import annotations

from dataclasses import dataclass

from archive.rows import shaped
from archive.store import Archive
from archive.store.standing import STANDING, document_of


@dataclass(frozen=True, slots=True)
class Unread:
    """One address that could not be read: the kind of its last problem, "" where it had none, and that in words."""

    url: str
    kind: str
    detail: str


# Not every article that was asked for in vain is asked again in each run: its last problem counts.
_ARTICLES = f"""
with standing as ({STANDING}), missing as (
    select min(e.url) as url from standing e join categories k on k.id = e.category_id
    left join articles a on a.portal = k.portal and a.native_id = e.native_id
    where a.id is null and {document_of("k", "e")} is null group by e.native_id)
select m.url, coalesce(p.kind, ''), coalesce(p.detail, '') from missing m left join problems p on p.rowid =
    (select rowid from problems where url = m.url and run_id <= :run order by run_id desc, rowid desc limit 1)
order by m.url
"""
_PAGES = """
select p.url, p.kind, min(p.detail) from problems p left join captures c on c.id = p.capture_id
where p.run_id = :run and p.kind in ('no answer', 'http error', 'empty page', 'needs a browser', 'nothing to read')
and coalesce(c.role, 'page') = 'page'
and not exists (select 1 from list_entries e where e.url = p.url)
and not exists (select 1 from list_pages l where l.url = p.url and l.run_id = p.run_id)
group by p.url, p.kind order by p.url
"""
_PARTS = """
select distinct url, kind, detail from problems where run_id = :run and kind = 'part of an article' order by url
"""
_STORED = """
select 1 from article_urls u join articles a on a.id = u.article_id
where u.url = :url and a.portal = (select portal from runs where id = :run)
"""
_READ = """
select 1 from captures c where c.run_id = :run and c.url = :url and c.status < 400
and not exists (select 1 from problems p where p.run_id = :run and p.url = :url)
"""
_LISTED = "select 1 from list_entries where url = ?"
_ANSWERED = "select 1 from captures where run_id = ? limit 1"
_BEFORE = """
select max(r.id) from runs r where r.portal = (select portal from runs where id = :run) and r.id < :run
and r.outcome in ('complete', 'incomplete', 'failed')
"""


def listed_and_not_stored(archive: Archive, portal: str) -> tuple[str, ...]:
    """The addresses of articles that lists of a portal name and that are not stored, each article once."""
    query = (
        "select min(e.url) from list_entries e join categories k on k.id = e.category_id and k.portal = ? "
        "where not exists (select 1 from articles a where a.portal = k.portal and a.native_id = e.native_id) "
        "group by e.native_id order by 1"
    )
    return tuple(str(url) for (url,) in archive.db.execute(query, [portal]))


def articles(archive: Archive, run_id: int) -> tuple[Unread, ...]:
    """The articles that stand in lists as of a run and are not stored, by address."""
    return shaped(Unread, archive.db.execute(_ARTICLES, {"run": run_id}))


def pages(archive: Archive, run_id: int) -> tuple[Unread, ...]:
    """The pages that may lead to further lists and could not be read in a run, by address."""
    return shaped(Unread, archive.db.execute(_PAGES, {"run": run_id}))


def parts(archive: Archive, run_id: int) -> tuple[Unread, ...]:
    """The further pages of articles that could not be read in a run, by address."""
    return shaped(Unread, archive.db.execute(_PARTS, {"run": run_id}))


def is_stored(archive: Archive, run_id: int, url: str) -> bool:
    """Whether an address is that of a stored article of the portal of a run."""
    return archive.db.execute(_STORED, {"url": url, "run": run_id}).fetchone() is not None


def was_listed(archive: Archive, url: str) -> bool:
    """Whether any list has ever named an address."""
    return archive.db.execute(_LISTED, [url]).fetchone() is not None


def was_read(archive: Archive, run_id: int, url: str) -> bool:
    """Whether a run got a page from an address, and had no problem with it."""
    return archive.db.execute(_READ, {"run": run_id, "url": url}).fetchone() is not None


def was_answered(archive: Archive, run_id: int) -> bool:
    """Whether anything at all came from the portal of a run."""
    return archive.db.execute(_ANSWERED, [run_id]).fetchone() is not None


def was_alive(archive: Archive, run_id: int) -> bool | None:
    """Whether the portal of a run answered when it was crawled before; None where it never was."""
    (before,) = archive.db.execute(_BEFORE, {"run": run_id}).fetchone()
    if before is None:
        return None
    return was_answered(archive, before)
