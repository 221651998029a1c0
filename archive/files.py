"""Which files and pictures of a portal are still to be asked for. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

from archive.store import Archive
from archive.warc import Place

MAX_TRIES = {"no answer": 5, "not found": 3, "not a file": 3, "refused": 3, "elsewhere": 2, "too large": 2}
"""In so many runs, at least a day apart, a file that did not come is asked for; one that did is not asked for again."""

# Files before pictures, and those of the newest articles first.
_WANTED = """
with shown as (
    select t.url, 0 as is_image, a.portal, a.published_at as day, t.id
        from attachments t join articles a on a.id = t.article_id
    union all select t.url, 1, a.portal, a.published_at, t.id from images t join articles a on a.id = t.article_id
    union all select t.url, 0, d.portal, d.issued, d.id from document_files t join documents d on d.id = t.document_id
    union all select url, 0, portal, null, position from page_files)
select s.url, min(s.is_image), coalesce(f.state, ''), coalesce(f.tries, 0)
from shown s left join files f on f.portal = s.portal and f.url = s.url
where s.portal = :portal and (:full or f.state is null
    or (f.state in ({states}) and (f.observed_at < :before or f.state = 'no answer')))
group by s.url order by min(s.is_image), max(s.day) desc, min(s.id), s.url
""".format(states=", ".join(f"'{state}'" for state in MAX_TRIES))
_SCANS = """
with offered as (
    select t.sha256, t.url, t.state, t.media_type, t.capture_id, t.id, a.portal, a.published_at as day
        from attachments t join articles a on a.id = t.article_id
    union all select t.sha256, t.url, t.state, t.media_type, t.capture_id, d.id, d.portal, d.issued
        from document_files t join documents d on d.id = t.document_id
    union all select sha256, url, state, media_type, capture_id, position, portal, null from page_files)
select t.sha256, t.url, c.id, c.run_id, c.warc_file, c.warc_offset, c.warc_length
from offered t join captures c on c.id = t.capture_id
left join recognised r on r.sha256 = t.sha256
where r.sha256 is null and t.sha256 <> '' and (:portal is null or t.portal = :portal)
    and (t.state = 'scan' or (t.state = 'no text' and t.media_type like 'image/%'))
group by t.sha256 order by max(t.day) desc, min(t.id)
"""
_SHOWING = """
select warc_file, warc_offset, warc_length from captures where id in (
    select t.shown_by from attachments t join articles a on a.id = t.article_id
        where t.url = :url and a.portal = :portal
    union select o.capture_id from document_files t join documents d on d.id = t.document_id
        join document_accounts o on o.document_id = d.id where t.url = :url and d.portal = :portal
    union select shown_by from page_files where url = :url and portal = :portal)
order by fetched_at desc, id desc
"""
_COUNTS = """
select coalesce(f.state, ''), count(*) from captures c join files f on f.capture_id = c.id
where c.run_id = ? and c.role = 'file' group by 1
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to ask for: its address, and whether a page shows it as a picture."""

    url: str
    is_image: bool


def wanted_files(archive: Archive, portal: str, before: str, *, full: bool = False) -> list[Wanted]:
    """The files that were never asked for, and those that did not come, asked last before a time (UTC); with `full`
    all of them."""
    rows = archive.db.execute(_WANTED, {"portal": portal, "before": before, "full": full}).fetchall()
    return [
        Wanted(url, bool(is_image)) for url, is_image, state, tries in rows if full or tries < MAX_TRIES.get(state, 1)
    ]


def showing(archive: Archive, portal: str, url: str) -> list[Place]:
    """Where the newest captures lie of the pages that offer a file of a portal, the newest first."""
    return list(starmap(Place, archive.db.execute(_SHOWING, {"portal": portal, "url": url})))


@dataclass(frozen=True, slots=True)
class Scan:
    """A stored file that has no text of its own: the digest of its bytes, an address of it, where its capture lies and
    in which run it was made."""

    sha256: str
    url: str
    capture: int
    run_id: int
    place: Place


def scans(archive: Archive, portal: str | None = None) -> list[Scan]:
    """The scans, and pictures offered as files, that no program has read yet; those of the newest articles first."""
    found: list[Scan] = []
    for sha256, url, capture, run_id, file, offset, length in archive.db.execute(_SCANS, {"portal": portal}):
        found.append(Scan(sha256, url, capture, run_id, Place(file, offset, length)))
    return found
