"""What stands in WARC and not in the database: after a kill, or where somebody lost rows."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from archive import captures, runs
from archive.events import CaptureMetAgain, Conclusion, Event, FileUnread, ProblemMet, RunStarted, Unanswered
from archive.ownership import owner_of
from archive.runs import UnfinishedRun
from archive.store import Archive
from archive.warc import StoredEvent, StoredExchange, Unusable, first_events
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.portals import Portal
from queson_crawler.replay.feeding import Replay, portal_of
from queson_crawler.replay.working import PATIENT

MAX_IN_FLIGHT = 5000
"""At most this many captures are written and not yet stored when a crawl is killed."""


def recover(archive: Archive, *portals: Portal, only: int = 0) -> int:
    """Read what a killed crawl wrote to WARC and did not store; the number of exchanges.

    The portal is what the run began with; `portals` where that cannot be found. `only` is a run that goes on beside
    others and is brought to its end.

    Pages in flight are stored in any order, so the look begins a little before the last one that was stored.
    """
    cut_off = runs.unfinished(archive, only)
    if not cut_off:
        return 0
    with Sandbox(PATIENT) as sandbox:
        replay = Replay(archive, sandbox=sandbox)
        _begin(replay, cut_off, {portal.slug: portal for portal in portals})
        return _feed_the_rest(replay)


def _begin(replay: Replay, cut_off: list[UnfinishedRun], portals: dict[str, Portal]) -> None:
    """Let the replay know the portals of the runs, as they were when these began."""
    told = portals_at_the_start(replay.archive, {run.id for run in cut_off})
    for run in cut_off:
        portal = told.get(run.id) or portals.get(run.portal) or Portal(run.portal, run.base_url or "")
        replay.begin(run.id, replace(portal, platform=portal.platform or run.platform or ""))


def portals_at_the_start(archive: Archive, wanted: set[int]) -> dict[int, Portal]:
    """The portals of runs as they were when these began, from the files that they began."""
    found: dict[int, Portal] = {}
    for stored in first_events(archive.warc, owner_of(archive.folder)):
        what = stored.event.what
        if isinstance(what, RunStarted) and stored.event.run in wanted:
            found[stored.event.run] = portal_of(what.portal)
        if len(found) == len(wanted):
            break
    return found


def _feed_the_rest(replay: Replay) -> int:
    """Feed what the runs of a replay wrote and did not store; how many exchanges that were."""
    archive = replay.archive
    after = captures.place_before_last(archive, MAX_IN_FLIGHT)
    known = captures.ids(archive) if after is not None else set()
    count = 0
    for stored in archive.read(after=after):
        if isinstance(stored, StoredEvent):
            if stored.event.run in replay.readers and _is_lost(archive, stored.event):
                replay.feed(stored)
        elif _is_missing(stored, replay.readers.keys(), known):
            count += replay.feed(stored)
    return count


def _is_missing(stored: StoredExchange | Unusable, wanted: Container[int], known: set[int]) -> bool:
    """Whether something is an exchange of one of the runs that are wanted, and not stored."""
    note = stored.exchange.note if isinstance(stored, StoredExchange) else None
    return note is not None and note.run in wanted and note.id not in known


def _is_lost(archive: Archive, event: Event) -> bool:
    """Whether what follows from an event is to be stored: again, where that changes nothing."""
    match event.what:
        case Unanswered(url) | ProblemMet(url):
            return not runs.has_problem(archive, event.run, url, event.at)
        case CaptureMetAgain() | FileUnread():
            return True
        case what:
            return isinstance(what, Conclusion)


def fill_in(archive: Archive) -> int:
    """Read the exchanges that are in the WARC files and not in the database, of any run it knows; how many came in.

    Raises:
        WarcDamaged: a file is torn or garbled; what was read before it stays.
    """
    known, known_runs = captures.ids(archive), runs.ids(archive)
    replay, count = Replay(archive), 0
    for stored in archive.read():
        if isinstance(stored, StoredEvent):
            what = stored.event.what
            if isinstance(what, RunStarted) and stored.event.run in known_runs:
                replay.begin(stored.event.run, portal_of(what.portal))
        elif _is_missing(stored, known_runs, known):
            count += replay.feed(stored)
    return count
