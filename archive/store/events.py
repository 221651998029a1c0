"""Events: written to WARC and stored in the database in one place, and stored the same way when they are read again."""

from __future__ import annotations

from archive.codec import Json
from archive.events import (
    AlarmsAccepted,
    Conclusion,
    Event,
    FileUnread,
    FleetChanged,
    MachineFailed,
    ProblemMet,
    RunCutOff,
    RunEnded,
    RunStarted,
    TextRecognised,
    TroublesAccepted,
    TroublesTold,
)
from archive.records import Origin, Page, Problem, RunStart
from archive.store.archive import Archive
from archive.store.conclusions import page_of
from archive.warc import WarcWriter


def begin_run(archive: Archive, writer: WarcWriter, start: RunStart, portal: Json, origin: Origin | None = None) -> int:
    """Begin a run, in the database and then in WARC; its number. ``portal`` are the portal's settings as JSON."""
    run_id = archive.begin_run(start, origin)
    writer.write_event(Event(run_id, start.started_at, RunStarted(start, portal, origin)))
    return run_id


def record(archive: Archive, writer: WarcWriter, event: Event) -> None:
    """Write an event to WARC, then store what follows from it.

    What follows from `Unanswered` and `CaptureMetAgain` is a page, which the crawler reads and stores itself.
    """
    writer.write_event(event)
    store(archive, event)


def store(archive: Archive, event: Event) -> None:
    """Store what follows from an event; nothing where its class says nothing to the database by itself."""
    run, at, what = event.run, event.at, event.what
    match what:
        case RunStarted(start, _, origin):
            archive.begin_run(start, origin)
        case RunEnded(outcome, alarms):
            archive.finish_run(run, at, outcome, alarms, later=True)
            archive.note_troubles(run, at, what)
        case RunCutOff():
            archive.cut_off(run)
        case AlarmsAccepted():
            archive.accept_run(run, at)
        case FleetChanged(portal):
            archive.decide(portal, at)
        case TroublesAccepted() | TroublesTold() | MachineFailed():
            archive.heard(run, at, what)
        case ProblemMet(url, kind, detail):
            archive.store(Page(run, problems=(Problem(url, kind, detail),), observed_at=at))
        case FileUnread():
            archive.unread(run, what, at)
        case TextRecognised():
            archive.recognised(run, what, at)
        case _ if isinstance(what, Conclusion):
            archive.store(page_of(what, run, at))
