"""Whether a portal is still the one that is known: dead, moved, changed hands, or emptied. Reads the archive, writes
nothing; what it finds are alarms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit

from archive.errors import WarcDamaged
from archive.ledger import ledger_of
from archive.records import Alarm
from archive.store import Archive
from archive.text import alike, one_line
from archive.warc import Place, read_at
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import read_flow
from queson_crawler.parse.imprint import read_imprint
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import answer_of
from queson_crawler.urls import clean

PORTAL, START = "portal", "start page"
"""What alarms about a portal as a whole are about."""
MAX_QUOTED = 160
_OF_LISTS = (AlarmKind.LIST, AlarmKind.LAYOUT)
_TOO_MANY = "stored articles are not there any more: too many at once to believe, so none is marked as gone until you"

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
    of_site = list(_of_site(_Site(archive, run_id, clean(portal.start))))
    subjects = [(alarm.kind, alarm.subject) for alarm in of_site]
    dead = (AlarmKind.PORTAL, PORTAL) in subjects
    alarms = []
    for alarm in (*of_site, *found):
        if dead and alarm not in of_site and alarm.kind in _OF_LISTS:
            continue
        alarms.append(alarm)
    known = {}
    for kind, subject, since in archive.db.execute(_BEFORE, {"run": run_id}):
        known[kind, subject] = since
    dated = []
    for alarm in alarms:
        dated.append(replace(alarm, since=known.get((alarm.kind, alarm.subject), alarm.since)))
    return tuple(sorted(dated, key=lambda alarm: (alarm.kind, alarm.subject)))


@dataclass(frozen=True, slots=True)
class _Site:
    """What the archive holds of the site that a run asked; `start` is the address of its start page."""

    archive: Archive
    run_id: int
    start: str

    def page(self, when: str, order: str = "desc") -> Document | None:
        """The start page as this run (`=`) or an earlier one (`<`; with `asc`, the first) was answered with it."""
        query = _START.format(when, order)
        row = self.archive.db.execute(query, {"run": self.run_id, "url": self.start}).fetchone()
        if row is None:
            return None
        try:
            answer: Answer = answer_of(read_at(self.archive.warc, Place(*row)).exchange)
        except WarcDamaged:
            return None
        return answer.document()

    def problem(self) -> str:
        """What was wrong with the start page in this run; "" where nothing was."""
        row = self.archive.db.execute(_WHY, [self.run_id, self.start]).fetchone()
        return str(row[0]) if row else ""

    def first_problem(self) -> str:
        row = self.archive.db.execute(_FIRST, [self.run_id]).fetchone()
        return str(row[0]) if row else ""

    def ways(self) -> set[str]:
        """The addresses of the portal's lists as links of a page may write them, without the start page's own."""
        found = set()
        for (url,) in self.archive.db.execute(_LISTS, {"run": self.run_id}):
            found.add(_path_of(url))
        found.discard(_path_of(self.start))
        return found

    def told_before(self) -> bool:
        """Whether the last run gave an alarm about the start page."""
        for kind, subject, _ in self.archive.db.execute(_BEFORE, {"run": self.run_id}):
            if (kind, subject) == (AlarmKind.PORTAL, START):
                return True
        return False


def _of_site(site: _Site) -> Iterator[Alarm]:
    """The alarms about a portal as a whole. None where no articles of it are known."""
    db = site.archive.db
    articles, lists, lists_read, name = db.execute(_KNOWN, [site.run_id]).fetchone()
    if not articles:
        return
    (started_at,) = db.execute("select started_at from runs where id = ?", [site.run_id]).fetchone()
    ledger = ledger_of(site.archive, site.run_id)
    page = site.page("=")
    called = read_imprint(page).title if page else ""

    def alarm(kind: AlarmKind, subject: str, detail: str) -> Alarm:
        return Alarm(kind, subject, one_line(detail), site.start, started_at)

    if ledger.another_site:
        detail = (
            f"another site answers there: it calls itself {ledger.another_site!r} and names none of the known articles"
        )
        yield alarm(AlarmKind.PORTAL, PORTAL, detail)
    elif lists and not lists_read:
        detail = f"none of its {lists} lists can be read any more: {_reason(site, page)}"
        yield alarm(AlarmKind.PORTAL, PORTAL, detail)
    elif lists:
        detail = _start_page_fault(site, page)
        if detail:
            yield alarm(AlarmKind.PORTAL, START, detail)
    if lists_read and called and not ledger.another_site and not _is_known_as(site, called, name):
        yield alarm(AlarmKind.NAME, called, f"the site calls itself {called!r} where it was {name!r}")
    if ledger.vanished:
        detail = f"{ledger.vanished} {_TOO_MANY} confirm it"
        yield alarm(AlarmKind.GONE, "articles", detail)


def _is_known_as(site: _Site, called: str, name: str) -> bool:
    """Whether the site is known by what it calls itself: its name (a portal file may give another), or its first."""
    if not name or alike(called, name):
        return True
    first = site.page("<", "asc")
    return first is None or alike(called, read_imprint(first).title)


def _reason(site: _Site, page: Document | None) -> str:
    """Why nothing is left: what the start page says, else what came in its place."""
    problem = site.problem() or site.first_problem()
    if problem:
        return problem
    said = _text_of(page) if page else ""
    if said:
        return f"its start page says {said!r}"
    return "its start page leads to none"


def _start_page_fault(site: _Site, page: Document | None) -> str:
    """What is wrong with the start page, where lists are there still; "" where it is as it was, in this regard."""
    before = site.page("<")
    if before is None:
        return ""
    if page is None:
        problem = site.problem()
        return f"its start page is not there any more ({problem}), though its lists are" if problem else ""
    ways = site.ways()
    if _names_one(page, ways):
        return ""
    if not site.told_before() and not _names_one(before, ways):
        return ""
    return f"its start page leads to none of its lists any more; it says {_text_of(page)!r}"


def _names_one(page: Document, ways: set[str]) -> bool:
    text = unescape(page.text)
    return any(way in text for way in ways)


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    if not parts.query:
        return parts.path
    return f"{parts.path}?{parts.query}"


def _text_of(page: Document) -> str:
    """The beginning of a page's text."""
    blocks = [block.text for block in read_flow(page.body).blocks]
    return " ".join(blocks)[:MAX_QUOTED]
