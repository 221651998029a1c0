"""What the keeper was told is kept, so that it is told once; and that runs say nothing where this machine failed."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clock import now
from archive.events import Event, Happening, MachineFailed, TroublesTold
from archive.records import ToldTrouble
from archive.store import Archive, events
from queson_crawler.recording.session import SOFTWARE


def told(archive: Archive, run_id: int, troubles: Sequence[ToldTrouble]) -> None:
    """Note that the keeper was told of troubles, or of their ends."""
    if troubles:
        record(archive, run_id, TroublesTold(tuple(troubles)))


def machine_failed(archive: Archive, runs: Sequence[int], reason: str) -> None:
    """Note that runs say nothing about their portals."""
    record(archive, max(runs), MachineFailed(tuple(runs), reason))


def record(archive: Archive, run_id: int, what: Happening) -> None:
    """An event that belongs to no crawl that goes on, to WARC and to the database."""
    with archive.lock(), archive.writer(SOFTWARE, "queson") as writer:
        events.record(archive, writer, Event(run_id, now(), what))
