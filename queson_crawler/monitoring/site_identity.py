"""Whether a portal is still the one that is known: dead, moved, changed hands, or emptied. Reads the archive, writes
nothing; what it finds are alarms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit

from archive import portals, runs
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
    known = portals.alarms_before(archive, run_id)
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

    def page(self) -> Document | None:
        """The start page as this run was answered with it."""
        return self._document(portals.start_page(self.archive, self.run_id, self.start))

    def page_before(self, *, first: bool = False) -> Document | None:
        """The start page as an earlier run was answered with it: the last one, or the very `first`."""
        return self._document(portals.start_page_before(self.archive, self.run_id, self.start, first=first))

    def _document(self, place: Place | None) -> Document | None:
        if place is None:
            return None
        try:
            answer: Answer = answer_of(read_at(self.archive.warc, place).exchange)
        except WarcDamaged:
            return None
        return answer.document()

    def problem(self) -> str:
        """What was wrong with the start page in this run; "" where nothing was."""
        return runs.last_problem_of(self.archive, self.run_id, self.start) or ""

    def first_problem(self) -> str:
        return runs.first_problem(self.archive, self.run_id) or ""

    def ways(self) -> set[str]:
        """The addresses of the portal's lists as links of a page may write them, without the start page's own."""
        found = set()
        for url in portals.walked_lists(self.archive, self.run_id):
            found.add(_path_of(url))
        found.discard(_path_of(self.start))
        return found

    def told_before(self) -> bool:
        """Whether the last run gave an alarm about the start page."""
        return (AlarmKind.PORTAL, START) in portals.alarms_before(self.archive, self.run_id)


def _of_site(site: _Site) -> Iterator[Alarm]:
    """The alarms about a portal as a whole. None where no articles of it are known."""
    known = portals.known_before(site.archive, site.run_id)
    if not known.articles:
        return
    started_at = runs.started_at(site.archive, site.run_id)
    ledger = ledger_of(site.archive, site.run_id)
    page = site.page()
    called = read_imprint(page).title if page else ""

    def alarm(kind: AlarmKind, subject: str, detail: str) -> Alarm:
        return Alarm(kind, subject, one_line(detail), site.start, started_at)

    if ledger.another_site:
        detail = (
            f"another site answers there: it calls itself {ledger.another_site!r} and names none of the known articles"
        )
        yield alarm(AlarmKind.PORTAL, PORTAL, detail)
    elif known.lists and not known.read:
        detail = f"none of its {known.lists} lists can be read any more: {_reason(site, page)}"
        yield alarm(AlarmKind.PORTAL, PORTAL, detail)
    elif known.lists:
        detail = _start_page_fault(site, page)
        if detail:
            yield alarm(AlarmKind.PORTAL, START, detail)
    is_itself = known.read and called and not ledger.another_site
    if is_itself and not _is_known_as(site, called, known.title):
        yield alarm(AlarmKind.NAME, called, f"the site calls itself {called!r} where it was {known.title!r}")
    if ledger.vanished:
        detail = f"{ledger.vanished} {_TOO_MANY} confirm it"
        yield alarm(AlarmKind.GONE, "articles", detail)


def _is_known_as(site: _Site, called: str, name: str) -> bool:
    """Whether the site is known by what it calls itself: its name (a portal file may give another), or its first."""
    if not name or alike(called, name):
        return True
    first = site.page_before(first=True)
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
    before = site.page_before()
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
