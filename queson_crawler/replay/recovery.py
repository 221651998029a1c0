"""What stands in WARC and not in the database: after a kill, or where somebody lost rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import replace

from archive import captures, fleet, runs
from archive.events import (
    CaptureMetAgain,
    Conclusion,
    FileUnread,
    FleetChanged,
    ProblemMet,
    RunCutOff,
    RunEnded,
    Unanswered,
)
from archive.fleet_records import FleetPortal
from archive.ownership import owner_of
from archive.runs import UnfinishedRun
from archive.store import Archive
from archive.warc import Stored, StoredEvent, first_events, opening_events
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.portals import Portal
from queson_crawler.replay.checks import portal_of
from queson_crawler.replay.feeding import Replay
from queson_crawler.replay.working import PATIENT

STORED_AGAIN = (CaptureMetAgain, FileUnread, Conclusion, RunEnded, RunCutOff)
"""Events that may be stored twice, since that changes nothing; a run ends behind all that belongs to it."""
MAX_IN_FLIGHT = 5000
"""At most this many captures are written and not yet stored when a crawl is killed."""


def recover(archive: Archive, *portals: Portal, only: int = 0) -> int:
    """Read what a killed crawl wrote to WARC and did not store; the number of exchanges.

    The portal is what the run began with; `portals` where that cannot be found. `only` is a run that goes on beside
    others and is brought to its end.

    Pages in flight are stored in any order, so the look begins a little before the last one that was stored.
    """
    recover_decisions(archive)
    cut_off = runs.unfinished(archive, only)
    if not cut_off:
        return 0
    with Sandbox(PATIENT) as sandbox:
        replay = Replay(archive, sandbox=sandbox)
        _begin(replay, cut_off, {portal.slug: portal for portal in portals})
        return _feed_the_rest(replay)


def recover_decisions(archive: Archive) -> None:
    """Take up what the keeper decided of his list and a kill, or a full disk, kept out of the database: it is what the
    newest file begins with, in which there may be more than one decision of a portal."""
    decided: dict[str, list[tuple[FleetPortal, str]]] = defaultdict(list)
    for stored in opening_events(archive.warc, owner_of(archive.folder)):
        what = stored.event.what
        if isinstance(what, FleetChanged):
            decided[what.portal.slug].append((what.portal, stored.event.at))
    for decisions in decided.values():
        if fleet.lacks(archive, *decisions[-1]):
            for portal, at in decisions:
                archive.decide(portal, at)


def _begin(replay: Replay, cut_off: list[UnfinishedRun], portals: dict[str, Portal]) -> None:
    """Let the replay know the portals of the runs, as they were when these began."""
    told = portals_at_the_start(replay.archive, {run.id for run in cut_off})
    for run in cut_off:
        portal = told.get(run.id) or portals.get(run.portal) or _portal_by_row(run)
        replay.begin(run.id, replace(portal, platform=portal.platform or run.platform))


def _portal_by_row(run: UnfinishedRun) -> Portal:
    """The portal of a run as far as its row in the database tells it."""
    return Portal(run.portal, run.base_url)


def portals_at_the_start(archive: Archive, wanted: set[int]) -> dict[int, Portal]:
    """The portals of runs as they were when these began, from the files that they began."""
    found: dict[int, Portal] = {}
    for stored in first_events(archive.warc, owner_of(archive.folder)):
        if stored.started is not None and stored.event.run in wanted:
            found[stored.event.run] = portal_of(stored.started.portal)
        if len(found) == len(wanted):
            break
    return found


def _feed_the_rest(replay: Replay) -> int:
    """Feed what the runs of a replay wrote and did not store; how many exchanges that were."""
    archive, wanted = replay.archive, replay.readers.keys()
    known = captures.ids(archive)
    count = 0
    for stored in archive.read(after=captures.place_before_last(archive, MAX_IN_FLIGHT)):
        if _is_missing(stored, wanted, known) or _is_lost(stored, wanted, archive):
            count += replay.feed(stored)
    return count


def _is_missing(stored: Stored, wanted: Container[int], known: Container[int]) -> bool:
    """Whether something is an exchange of one of the runs that are wanted, and not stored."""
    note = stored.note
    if note is None:
        return False
    return note.run in wanted and note.id not in known


def _is_lost(stored: Stored, wanted: Container[int], archive: Archive) -> bool:
    """Whether what follows from an event of one of these runs is to be stored: again, where that changes nothing."""
    if not isinstance(stored, StoredEvent) or stored.event.run not in wanted:
        return False
    what = stored.event.what
    if isinstance(what, Unanswered | ProblemMet):
        return not runs.has_problem(archive, stored.event.run, what.url, stored.event.at)
    return isinstance(what, STORED_AGAIN)


def fill_in(archive: Archive) -> int:
    """Read the exchanges that are in the WARC files and not in the database, of any run it knows; how many came in.

    Raises:
        WarcDamaged: a file is torn or garbled; what was read before it stays.
    """
    known, known_runs = captures.ids(archive), runs.ids(archive)
    replay, count = Replay(archive), 0
    for stored in archive.read():
        if isinstance(stored, StoredEvent) and stored.started is not None and stored.event.run in known_runs:
            replay.begin(stored.event.run, portal_of(stored.started.portal))
        if _is_missing(stored, known_runs, known):
            count += replay.feed(stored)
    return count
