"""Whether a portal is still the one that is known: dead, moved, changed hands, or emptied. Reads the archive, writes
nothing; what it finds are alarms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from operator import attrgetter

from archive import portals, runs
from archive.errors import WarcDamaged
from archive.ledger import ledger_of
from archive.portals import KnownPortal
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
from queson_crawler.urls import clean, local

PORTAL, START = "portal", "start page"
"""What alarms about a portal as a whole are about."""
MAX_QUOTED = 160
_OF_LISTS = (AlarmKind.LIST, AlarmKind.LAYOUT, AlarmKind.PROBLEM)
_TOO_MANY = "stored articles are not there any more: too many at once to believe, so none is marked as gone until you"


def alarms_of_run(archive: Archive, portal: Portal, run_id: int, found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The alarms of a run: those `found` in its pages, and those about the portal as a whole, each with the time since
    which it is so. Where none of its lists can be read, one alarm says so instead of many."""
    of_site = list(_of_site(_Site(archive, run_id, clean(portal.start))))
    of_pages = list(found)
    if any(map(_is_of_portal, of_site)):
        of_pages = [alarm for alarm in of_pages if alarm.kind not in _OF_LISTS]
    known = portals.alarms_before(archive, run_id)
    dated: list[Alarm] = []
    for alarm in of_site + of_pages:
        since = known.get((alarm.kind, alarm.subject), alarm.since)
        dated.append(replace(alarm, since=since))
    return tuple(sorted(dated, key=attrgetter("kind", "subject")))


def _is_of_portal(alarm: Alarm) -> bool:
    """Whether an alarm says that the portal as a whole is not there any more."""
    return (alarm.kind, alarm.subject) == (AlarmKind.PORTAL, PORTAL)


@dataclass(frozen=True, slots=True)
class _Site:
    """What the archive holds of the site that a run asked; `start` is the address of its start page."""

    archive: Archive
    run_id: int
    start: str

    def alarm(self, kind: AlarmKind, subject: str, detail: str) -> Alarm:
        """An alarm about the site, as of this run."""
        return Alarm(kind, subject, one_line(detail), self.start, runs.started_at(self.archive, self.run_id))

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
        return runs.last_problem_of(self.archive, self.run_id, self.start)

    def first_problem(self) -> str:
        return runs.first_problem(self.archive, self.run_id)

    def ways(self) -> set[str]:
        """The addresses of the portal's lists as links of a page may write them, without the start page's own."""
        found = set(map(local, portals.walked_lists(self.archive, self.run_id)))
        found.discard(local(self.start))
        return found

    def told_before(self) -> bool:
        """Whether the last run gave an alarm about the start page."""
        return (AlarmKind.PORTAL, START) in portals.alarms_before(self.archive, self.run_id)


def _of_site(site: _Site) -> Iterator[Alarm]:
    """The alarms about a portal as a whole. None where no articles of it are known."""
    known = portals.known_before(site.archive, site.run_id)
    if not known.articles:
        return
    ledger = ledger_of(site.archive, site.run_id)
    page = site.page()
    if ledger.another_site:
        detail = f"it calls itself {ledger.another_site!r} and names none of the known articles"
        yield site.alarm(AlarmKind.PORTAL, PORTAL, f"another site answers there: {detail}")
    else:
        yield from _of_lists(site, page, known)
        yield from _of_name(site, page, known)
    if ledger.vanished:
        yield site.alarm(AlarmKind.GONE, "articles", f"{ledger.vanished} {_TOO_MANY} confirm it")


def _of_lists(site: _Site, page: Document | None, known: KnownPortal) -> Iterator[Alarm]:
    """Whether the lists that are known are there still, and the start page leads to them."""
    if not known.lists:
        return
    if not known.read:
        reason = _reason(site, page)
        yield site.alarm(AlarmKind.PORTAL, PORTAL, f"none of its {known.lists} lists can be read any more: {reason}")
        return
    detail = _start_page_fault(site, page)
    if detail:
        yield site.alarm(AlarmKind.PORTAL, START, detail)


def _of_name(site: _Site, page: Document | None, known: KnownPortal) -> Iterator[Alarm]:
    """Whether a site whose lists can be read calls itself otherwise now."""
    if page is None:
        return
    if not known.read:
        return
    called = read_imprint(page).title
    if called and not _is_known_as(site, called, known.title):
        yield site.alarm(AlarmKind.NAME, called, f"the site calls itself {called!r} where it was {known.title!r}")


def _is_known_as(site: _Site, called: str, name: str) -> bool:
    """Whether the site is known by what it calls itself: its name (a portal file may give another), or its first."""
    if not name:
        return True
    if alike(called, name):
        return True
    first = site.page_before(first=True)
    if first is None:
        return True
    return alike(called, read_imprint(first).title)


def _reason(site: _Site, page: Document | None) -> str:
    """Why nothing is left: what the start page says, else what came in its place."""
    problem = site.problem() or site.first_problem()
    if problem:
        return problem
    said = _text_of(page)
    if said:
        return f"its start page says {said!r}"
    return "its start page leads to none"


def _start_page_fault(site: _Site, page: Document | None) -> str:
    """What is wrong with the start page, where lists are there still; "" where it is as it was, in this regard."""
    before = site.page_before()
    if before is None:
        return ""
    if page is None:
        return _absence(site.problem())
    ways = site.ways()
    if _names_one(page, ways):
        return ""
    was_so_before = not _names_one(before, ways)
    if was_so_before and not site.told_before():
        return ""
    return f"its start page leads to none of its lists any more; it says {_text_of(page)!r}"


def _absence(problem: str) -> str:
    if not problem:
        return ""
    return f"its start page is not there any more ({problem}), though its lists are"


def _names_one(page: Document, ways: set[str]) -> bool:
    text = unescape(page.text)
    return any(way in text for way in ways)


def _text_of(page: Document | None) -> str:
    """The beginning of a page's text; "" where there is no page."""
    if page is None:
        return ""
    blocks = [block.text for block in read_flow(page.body).blocks]
    return " ".join(blocks)[:MAX_QUOTED]
