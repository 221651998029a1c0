"""What is stored of captures: questions that others ask of the table `captures`."""

from __future__ import annotations

from archive.records import Capture
from archive.store import Archive
from archive.warc import Place

COLUMNS = "id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, warc_length, role"

_NEWEST = f"""
select {", ".join(f"c.{name}" for name in COLUMNS.split(", "))} from captures c join runs r on r.id = c.run_id
where r.portal = ? and status = 200 and role in ({{roles}})
and c.id in (select max(n.id) from captures n where n.role in ({{roles}}) and n.status = 200
    group by n.url, n.article_id)
order by (c.id * 7919) % 10007, c.id limit ?
"""
_HANGING = ("images", "attachments")
_COUNT = "select count(*) from {} where article_id = a.id"
_BEFORE_LAST = """
select warc_file, warc_offset, warc_length from captures
where id >= (select max(id) from captures) - ? order by id limit 1
"""


def ids(archive: Archive) -> set[int]:
    """The ids of all captures."""
    return {capture_id for (capture_id,) in archive.db.execute("select id from captures")}


def is_known(archive: Archive, capture_id: int) -> bool:
    """Whether there is a capture of that number."""
    return archive.db.execute("select 1 from captures where id = ?", [capture_id]).fetchone() is not None


def place_before_last(archive: Archive, count: int) -> Place | None:
    """Where the record lies of the capture that was stored so many before the last one; None without captures."""
    row = archive.db.execute(_BEFORE_LAST, [count]).fetchone()
    return Place(*row) if row else None


def places_of_run(archive: Archive, run_id: int) -> list[Place]:
    """Where the records of a run lie, in the order in which they were written."""
    query = "select warc_file, warc_offset, warc_length from captures where run_id = ? order by id"
    return [Place(*row) for row in archive.db.execute(query, [run_id])]


def is_stored(archive: Archive, url: str, fetched_at: str) -> bool:
    """Whether an address was captured at a moment (UTC, to the second)."""
    query = "select 1 from captures where url = ? and fetched_at = ?"
    return archive.db.execute(query, [url, fetched_at]).fetchone() is not None


def newest(archive: Archive, portal: str, roles: tuple[str, ...], limit: int | None) -> list[Capture]:
    """The newest answered captures of each address of a portal that have one of the roles, spread over the whole
    crawl; at most `limit`."""
    quoted = ", ".join(f"'{role}'" for role in roles)
    rows = archive.db.execute(_NEWEST.format(roles=quoted), [portal, -1 if limit is None else limit])
    return [Capture(*row) for row in rows]


def article_of(archive: Archive, capture_id: int, columns: tuple[str, ...]) -> dict[str, str | int | None] | None:
    """Columns of the article that a capture shows, and how many images and attachments it has; None where it shows
    none."""
    named = (*(f"a.{name}" for name in columns), *(f"({_COUNT.format(name)})" for name in _HANGING))
    query = f"select {', '.join(named)} from captures c join articles a on a.id = c.article_id where c.id = ?"
    row = archive.db.execute(query, [capture_id]).fetchone()
    return dict(zip((*columns, *_HANGING), row, strict=True)) if row else None


def entries_of(archive: Archive, capture_id: int) -> int | None:
    """How many entries the page of a list has that a capture shows; None where it shows none."""
    query = "select entries from list_pages where capture_id = ? and state in ('read', 'repeated')"
    row = archive.db.execute(query, [capture_id]).fetchone()
    return int(row[0]) if row else None
