"""What an archive holds, how the last runs went, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from archive.portal_pages import NO_PAGES, PagesStatus, pages_status
from archive.records import Alarm
from archive.rows import shaped
from archive.store import Archive

RUNS = 5
"""At most this many runs of a portal are shown, the last ones."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class RunStatus:
    """One run; the counters are None while it goes on."""

    id: int
    target: str
    started_at: str
    finished_at: str | None
    outcome: str | None
    requests: int | None
    new: int | None
    revised: int | None
    unchanged: int | None
    gone: int | None
    failed: int | None


@dataclass(frozen=True, slots=True)
class CategoryStatus:
    """One list and the last account of it; ``same_as`` is the address of the list it repeats."""

    title: str
    url: str
    declared: int | None
    listed: int | None
    stored: int | None
    pages: int | None
    gaps: int | None
    missing: str | None
    same_as: str | None
    walked_at: str | None


@dataclass(frozen=True, slots=True)
class ProblemStatus:
    """Problems of one kind in the last run, with one address as an example."""

    kind: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class ResourceStatus:
    """What the pages of a portal are shown with (style sheets, scripts, fonts, icons, pictures of the layout): how many
    are kept and their bytes, how many did not come, and of these one as an example."""

    kept: int
    bytes: int
    missing: int
    example: str


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """Everything about one portal; ``warc_bytes`` counts its answers as they lie in the WARC files."""

    slug: str
    title: str
    base_url: str
    articles: int
    copies: int
    first_year: str | None
    last_year: str | None
    captures: int
    warc_bytes: int
    runs: tuple[RunStatus, ...]
    categories: tuple[CategoryStatus, ...]
    problems: tuple[ProblemStatus, ...]
    alarms: tuple[Alarm, ...]
    """What the last run found amiss."""
    resources: ResourceStatus
    documents: int = 0
    """Legal documents; none of them is among the articles."""
    pages: PagesStatus = NO_PAGES
    """Pages that are neither lists nor news, which crawls with `--whole` keep."""


_PORTALS = """
select p.slug, p.title, p.base_url, count(a.id), count(a.duplicate_of), substr(min(a.published_at), 1, 4),
    substr(max(a.published_at), 1, 4)
from portals p left join articles a on a.portal = p.slug {which} group by p.slug order by p.slug
"""
_CAPTURES = """
select count(*), coalesce(sum(warc_length), 0) from captures c join runs r on r.id = c.run_id where r.portal = ?
"""
_RUNS = f"""
select id, target, started_at, finished_at, outcome, requests, new, revised, unchanged, gone, failed
from runs where portal = ? order by id desc limit {RUNS}
"""
_CATEGORIES = """
select k.title, k.url, v.declared, v.listed, v.stored, v.pages, v.gaps, v.missing, s.url, k.walked_at
from categories k left join categories s on s.id = k.same_as
left join coverage v on v.category_id = k.id
    and v.run_id = (select max(run_id) from coverage where category_id = k.id)
where k.portal = ? order by k.title, k.url
"""
_PROBLEMS = """
select kind, count(*), min(url) from problems
where run_id = (select max(id) from runs where portal = ?) group by kind order by count(*) desc, kind
"""
_RESOURCES = """
select coalesce(sum(sha256 <> ''), 0), coalesce(sum(bytes), 0), coalesce(sum(sha256 = ''), 0),
    coalesce(min(case when sha256 = '' then url end), '')
from resources where portal = ? and state is not null
"""
_ALARMS = """
select kind, subject, detail, example, since from alarms
where run_id = (select max(id) from runs where portal = ? and outcome in ('complete', 'incomplete', 'failed'))
and not exists (select 1 from runs r where r.id = run_id and r.accepted_at is not null)
order by kind, subject
"""


def status(archive: Archive) -> tuple[PortalStatus, ...]:
    """Every portal of the archive, by slug."""
    return tuple(_portal(archive, row) for row in archive.db.execute(_PORTALS.format(which="")).fetchall())


def status_of(archive: Archive, slug: str) -> PortalStatus | None:
    """One portal; None where nothing of it was ever asked."""
    row = archive.db.execute(_PORTALS.format(which="where p.slug = ?"), [slug]).fetchone()
    if row is None:
        return None
    return _portal(archive, row)


def _portal(archive: Archive, row: tuple[Any, ...]) -> PortalStatus:
    slug, title, base_url, articles, copies, first_year, last_year = row
    captures, warc_bytes = archive.db.execute(_CAPTURES, [slug]).fetchone()
    return PortalStatus(
        slug=slug,
        title=title,
        base_url=base_url,
        articles=articles,
        copies=copies,
        first_year=first_year,
        last_year=last_year,
        captures=captures,
        warc_bytes=warc_bytes,
        runs=_rows(archive, RunStatus, _RUNS, slug),
        categories=_rows(archive, CategoryStatus, _CATEGORIES, slug),
        problems=_rows(archive, ProblemStatus, _PROBLEMS, slug),
        alarms=_rows(archive, Alarm, _ALARMS, slug),
        resources=_rows(archive, ResourceStatus, _RESOURCES, slug)[0],
        documents=archive.db.execute("select count(*) from documents where portal = ?", [slug]).fetchone()[0],
        pages=pages_status(archive, slug),
    )


def _rows(archive: Archive, shape: type[_Row], query: str, slug: str) -> tuple[_Row, ...]:
    return shaped(shape, archive.db.execute(query, [slug]))
