"""What the keeper decides of his list of portals, written down: to WARC, so that a rebuild gives the same list."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive import fleet
from archive.clock import now
from archive.events import Event, FleetChanged
from archive.fleet_records import FleetPortal
from archive.store import Archive, events
from archive.warc import WarcWriter
from queson_crawler.replay.recovery import recover_decisions

TOGETHER = 512
"""This many decisions are written to the disk together."""
NO_RUN = 0
"""The number under which events stand that belong to no run."""


def decide(archive: Archive, writer: WarcWriter, portals: Iterable[FleetPortal]) -> int:
    """Take up what was decided, in WARC and in the database; how many rows are new or other than they were."""
    known = {}
    for listed in fleet.everything(archive):
        known[listed.portal.slug] = listed.portal
    count = 0
    for portal in portals:
        if known.get(portal.slug) != portal:
            events.record(archive, writer, Event(NO_RUN, now(), FleetChanged(portal)))
            known[portal.slug] = portal
            count += 1
    return count


def decide_in(folder: Path, software: str, portals: Iterable[FleetPortal]) -> int:
    """The same for the archive in a folder, which is made where there is none, while nobody crawls into it.

    Raises:
        ArchiveBusy: a crawl holds the archive.
        ArchiveError: it cannot be used.
    """
    with Archive.open(folder) as archive, archive.lock():
        archive.mend()  # what is torn has to be the end of the newest file
        recover_decisions(archive)
        with archive.writer(software, "queson") as writer:
            archive.before_commit = writer.sync
            with archive.together(TOGETHER):
                return decide(archive, writer, portals)
