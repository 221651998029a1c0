"""Whether a portal is still the one that is known: dead, moved, changed hands, or emptied. Reads the archive, writes
nothing; what it finds are alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

from archive.errors import WarcDamaged
from archive.ledger import ledger_of
from archive.records import Alarm
from archive.store import Archive
from archive.store.runs import NAME
from archive.text import alike, one_line
from archive.warc import Place, read_at
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import read_flow
from queson_crawler.parse.imprint import read_imprint
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import answer_of
from queson_crawler.urls import clean

PORTAL, START, GONE = "portal", "start page", "gone"
MAX_SAID = 160
_OF_LISTS = ("list", "layout")

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
_WHY = "select detail from problems where run_id = ? and url = ? order by rowid desc limit 1"
_FIRST = "select detail from problems where run_id = ? order by rowid limit 1"
_START = """
select warc_file, warc_offset, warc_length from captures c join runs r on r.id = c.run_id
where r.portal = (select portal from runs where id = :run) and c.run_id {} :run and c.url = :url and c.role = 'page'
and c.status = 200 order by c.id {} limit 1
"""
_BEFORE = """
select a.kind, a.subject, a.since from alarms a join runs n on n.id = a.run_id and n.accepted_at is null
where a.run_id = (select max(o.id) from runs o join runs r on r.portal = o.portal
    where r.id = :run and o.id < :run and o.outcome in ('complete', 'incomplete', 'failed'))
"""


def alarms_of_run(archive: Archive, portal: Portal, run_id: int, found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The alarms of a run: those `found` in its pages, and those about the portal as a whole, each with the time since
    which it is so. Where none of its lists can be read, one alarm says so instead of many."""
    of_site = tuple(_of_site(archive, portal, run_id))
    dead = any((each.kind, each.subject) == (PORTAL, PORTAL) for each in of_site)
    kept = [each for each in found if not (dead and each.kind in _OF_LISTS)]
    since = {(kind, subject): at for kind, subject, at in archive.db.execute(_BEFORE, {"run": run_id})}
    every = (replace(each, since=since.get((each.kind, each.subject), each.since)) for each in (*of_site, *kept))
    return tuple(sorted(every, key=lambda each: (each.kind, each.subject)))


def _of_site(archive: Archive, portal: Portal, run_id: int) -> Iterable[Alarm]:
    articles, lists, read, name = archive.db.execute(_KNOWN, [run_id]).fetchone()
    if not articles:
        return
    (started_at,) = archive.db.execute("select started_at from runs where id = ?", [run_id]).fetchone()
    ledger, start = ledger_of(archive, run_id), clean(portal.start)
    page = _page(archive, run_id, start, "=")
    called = read_imprint(page).title if page else ""

    def alarm(kind: str, subject: str, detail: str) -> Alarm:
        return Alarm(kind, subject, one_line(detail), start, started_at)

    if ledger.another_site:
        other = (
            f"another site answers there: it calls itself {ledger.another_site!r} and names none of the known articles"
        )
        yield alarm(PORTAL, PORTAL, other)
    elif lists and not read:
        yield alarm(
            PORTAL, PORTAL, f"none of its {lists} lists can be read any more: {_why(archive, run_id, start, page)}"
        )
    elif lists and (said := _start(archive, run_id, start, page)):
        yield alarm(PORTAL, START, said)
    if read and called and not ledger.another_site and not _is_known_as(archive, run_id, start, called, name):
        yield alarm(NAME, called, f"the site calls itself {called!r} where it was {name!r}")
    if ledger.vanished:
        many = (
            f"{ledger.vanished} stored articles are not there any more: too many at once to believe, so none is marked"
        )
        yield alarm(GONE, "articles", f"{many} as gone until you confirm it")


def _is_known_as(archive: Archive, run_id: int, start: str, called: str, name: str) -> bool:
    """Whether the site is known by what it calls itself: its name (a portal file may give another), or its first."""
    if not name or alike(called, name):
        return True
    first = _page(archive, run_id, start, "<", "asc")
    return first is None or alike(called, read_imprint(first).title)


def _why(archive: Archive, run_id: int, start: str, page: Document | None) -> str:
    """Why nothing is left: what the start page says, else what came in its place."""
    row = archive.db.execute(_WHY, [run_id, start]).fetchone() or archive.db.execute(_FIRST, [run_id]).fetchone()
    if row:
        return str(row[0])
    return f"its start page says {said!r}" if page and (said := _said(page)) else "its start page leads to none"


def _start(archive: Archive, run_id: int, start: str, page: Document | None) -> str:
    """What is wrong with the start page, where lists are there still; "" where it is as it was, in this regard."""
    before = _page(archive, run_id, start, "<")
    if before is None:
        return ""
    if page is None:
        row = archive.db.execute(_WHY, [run_id, start]).fetchone()
        return f"its start page is not there any more ({row[0]}), though its lists are" if row else ""
    ways = {_way(url) for (url,) in archive.db.execute(_LISTS, {"run": run_id})} - {_way(start)}
    told = any(row[:2] == (PORTAL, START) for row in archive.db.execute(_BEFORE, {"run": run_id}))
    if _names(page, ways) or not (told or _names(before, ways)):
        return ""
    return f"its start page leads to none of its lists any more; it says {_said(page)!r}"


def _names(page: Document, ways: set[str]) -> bool:
    text = unescape(page.text)
    return any(way in text for way in ways)


def _way(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _said(page: Document) -> str:
    return " ".join(block.text for block in read_flow(page.body).blocks)[:MAX_SAID]


def _page(archive: Archive, run_id: int, url: str, when: str, order: str = "desc") -> Document | None:
    """The start page as this run (`=`) or an earlier one (`<`; with `asc`, the first) was answered with it."""
    row = archive.db.execute(_START.format(when, order), {"run": run_id, "url": url}).fetchone()
    if row is None:
        return None
    try:
        answer: Answer = answer_of(read_at(archive.warc, Place(*row)).exchange)
    except WarcDamaged:
        return None
    return answer.document()
