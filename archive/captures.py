"""What is stored of captures: questions that others ask of the table `captures`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any

from archive.records import Capture
from archive.rows import column
from archive.store import Archive
from archive.warc import Place

COLUMNS = (
    "c.id, c.run_id, c.url, c.fetched_at, c.status, c.media_type, c.sha256, c.warc_file, c.warc_offset, c.warc_length, "
    "c.role"
)

_NEWEST = f"""
select {COLUMNS} from captures c join runs r on r.id = c.run_id
where r.portal = ? and status = 200 and role in ({{roles}})
and c.id in (select max(n.id) from captures n where n.role in ({{roles}}) and n.status = 200
    group by n.url, n.article_id)
order by (c.id * 7919) % 10007, c.id limit ?
"""
_NO_LIMIT = -1
TOLD_BY_PAGES = ("title", "author", "poster", "source", "published_at", "published_precision", "published_raw")
"""The columns of an article that are what its page says, without what other tables keep."""
_DRAWN = f"""
select a.key, {", ".join(map("a.{}".format, TOLD_BY_PAGES))}, {COLUMNS}
from articles a join captures c on c.id = a.capture_id where c.role <> 'record' order by random() limit ?
"""
_HANGING = ("images", "attachments")
_COUNT = "(select count(*) from {} where article_id = a.id)"
_BEFORE_LAST = """
select warc_file, warc_offset, warc_length from captures
where id >= (select max(id) from captures) - ? order by id limit 1
"""


def ids(archive: Archive) -> set[int]:
    """The ids of all captures."""
    return set(column(archive.db.execute("select id from captures")))


def by_id(archive: Archive, capture_id: int) -> Capture | None:
    """The capture with an id."""
    row = archive.db.execute(f"select {COLUMNS} from captures c where id = ?", [capture_id]).fetchone()
    if row is None:
        return None
    return Capture(*row)


def is_known(archive: Archive, capture_id: int) -> bool:
    """Whether there is a capture of that number."""
    return archive.db.execute("select 1 from captures where id = ?", [capture_id]).fetchone() is not None


def place_before_last(archive: Archive, count: int) -> Place | None:
    """Where the record lies of the capture that was stored so many before the last one; None without captures."""
    row = archive.db.execute(_BEFORE_LAST, [count]).fetchone()
    if row is None:
        return None
    return Place(*row)


def places_of_run(archive: Archive, run_id: int) -> list[Place]:
    """Where the records of a run lie, in the order in which they were written."""
    query = "select warc_file, warc_offset, warc_length from captures where run_id = ? order by id"
    return list(starmap(Place, archive.db.execute(query, [run_id])))


def is_stored(archive: Archive, url: str, fetched_at: str) -> bool:
    """Whether an address was captured at a moment (UTC, to the second)."""
    query = "select 1 from captures where url = ? and fetched_at = ?"
    return archive.db.execute(query, [url, fetched_at]).fetchone() is not None


def of_address(archive: Archive, urls: Sequence[str], most: int) -> list[Capture]:
    """The newest captures of an address, under any of its spellings."""
    marks = ", ".join("?" * len(urls))
    query = f"select {COLUMNS} from captures c where url in ({marks}) order by id desc limit ?"
    return list(starmap(Capture, archive.db.execute(query, [*urls, most])))


def is_answered(archive: Archive, url: str, before_run: int) -> bool:
    """Whether an earlier run captured an address with an answer of its own."""
    query = "select 1 from captures where url = ? and status in (0, 200) and run_id < ? limit 1"
    return archive.db.execute(query, [url, before_run]).fetchone() is not None


def newest(archive: Archive, portal: str, roles: tuple[str, ...], limit: int | None) -> list[Capture]:
    """The newest answered captures of each address of a portal that have one of the roles, spread over the whole
    crawl; at most `limit`."""
    quoted = ", ".join(map("'{}'".format, roles))
    if limit is None:
        limit = _NO_LIMIT
    return list(starmap(Capture, archive.db.execute(_NEWEST.format(roles=quoted), [portal, limit])))


def of_articles(archive: Archive, portal: str) -> list[Capture]:
    """The captures that show stored articles of a portal, in the order in which they were written."""
    query = f"select {COLUMNS} from captures c join articles a on a.id = c.article_id where a.portal = ? order by c.id"
    return list(starmap(Capture, archive.db.execute(query, [portal])))


def articles_of(archive: Archive, several: Iterable[Capture]) -> list[int | None]:
    """The ids of the articles that some captures show; None for one that shows none."""
    shown = dict(archive.db.execute("select id, article_id from captures where article_id is not null").fetchall())
    return [shown.get(capture.id) for capture in several]


def drawn_articles(archive: Archive, most: int) -> list[tuple[Capture, dict[str, Any]]]:
    """At most so many articles, drawn at random: the capture that each shows, its key and what its page tells."""
    names = ("key", *TOLD_BY_PAGES)
    drawn = []
    for row in archive.db.execute(_DRAWN, [most]):
        drawn.append((Capture(*row[len(names) :]), dict(zip(names, row, strict=False))))
    return drawn


def texts_of(archive: Archive, portal: str) -> Iterator[tuple[int, str]]:
    """Every text of every article of a portal that is stored: the article's id, and its lead and body."""
    query = (
        "select v.article_id, v.lead || char(10) || v.body "
        "from revisions v join articles a on a.id = v.article_id where a.portal = ?"
    )
    yield from archive.db.execute(query, [portal])


def of_lists(archive: Archive, run_id: int) -> list[Capture]:
    """The captures of a run that hold pages of lists, in the order in which they were written."""
    query = (
        f"select {COLUMNS} from captures c "
        "where c.id in (select capture_id from list_pages where run_id = ?) order by c.id"
    )
    return list(starmap(Capture, archive.db.execute(query, [run_id])))


def newest_in_run(archive: Archive, url: str, run_id: int) -> Capture | None:
    """The last capture of an address in a run; None where it was not asked for."""
    query = f"select {COLUMNS} from captures c where url = ? and run_id = ? order by id desc limit 1"
    row = archive.db.execute(query, [url, run_id]).fetchone()
    return Capture(*row) if row else None


def article_of(archive: Archive, capture_id: int, columns: tuple[str, ...]) -> dict[str, str | int | None] | None:
    """Columns of the article that a capture shows, and how many images and attachments it has; None where it shows
    none."""
    named = ", ".join((*map("a.{}".format, columns), *map(_COUNT.format, _HANGING)))
    query = f"select {named} from captures c join articles a on a.id = c.article_id where c.id = ?"
    row = archive.db.execute(query, [capture_id]).fetchone()
    if row is None:
        return None
    return dict(zip((*columns, *_HANGING), row, strict=True))


def entries_of(archive: Archive, capture_id: int) -> int | None:
    """How many entries the page of a list has that a capture shows; None where it shows none."""
    query = "select entries from list_pages where capture_id = ? and state in ('read', 'repeated')"
    row = archive.db.execute(query, [capture_id]).fetchone()
    if row is None:
        return None
    return int(row[0])
