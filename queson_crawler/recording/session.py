"""The archive of one process: opened and locked once, with one writer and one count for all the crawls in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Event, RunCutOff
from archive.fleet_records import FleetPortal
from archive.records import Capture, Page
from archive.store import Archive, events
from archive.warc import WarcWriter
from queson_crawler.portals import Portal
from queson_crawler.recording import keeping
from queson_crawler.replay.rebuild import renew
from queson_crawler.replay.recovery import recover
from queson_crawler.understand.reader import PARSER

SOFTWARE = f"queson/{version('queson')}"
MOMENT = 0.2
"""Seconds in which pages gather that are committed together."""
MAX_COMPARED = 1000
"""At most this many articles of an archive that is older than near copies are compared at the start of a crawl: some
seconds."""
_LOG = logging.getLogger("queson")


class RecordingSession:
    """One archive while it is crawled into. What several crawls write stands in one file, in the order of its ids, so
    that it is recovered and rebuilt like what one crawl writes. ``listed`` are rows of the keeper's list as they are
    from now on."""

    def __init__(self, folder: Path, *, shared: bool = False, listed: Iterable[FleetPortal] = ()) -> None:
        self._folder = folder
        self._listed = tuple(listed)
        self._open = ExitStack()
        self.shared = shared
        self.is_open = False
        self.archive: Archive
        self.writer: WarcWriter
        self.next_id = 0
        self.round = now()
        """When the command began whose crawls these are."""
        self.error = ""
        """Why what was stored could not be committed, in a sentence."""
        self._settling: asyncio.TimerHandle | None = None
        self.waiting: dict[int, Capture] = {}
        """What was written and is still being read."""

    def __deepcopy__(self, memo: dict[int, Any]) -> RecordingSession:
        """Scrapy copies its settings; there is only one archive."""
        return self

    def open(self, *portals: Portal) -> None:
        """Open, lock and mend the archive, and bring what was cut off to its end; once.

        Raises:
            ArchiveError: that cannot be; the archive is closed again.
        """
        if self.is_open:
            return
        try:
            self._begin(portals)
        except BaseException:
            self._open.close()
            raise
        self.is_open = True

    def _begin(self, portals: tuple[Portal, ...]) -> None:
        self.archive = self._open.enter_context(Archive.open(self._folder))
        self._open.enter_context(self.archive.lock())
        if mended := self.archive.mend():
            _LOG.warning("%s ended within a record: its last %d bytes were cut off", mended.file, mended.cut)
        if recovered := recover(self.archive, *portals):
            _LOG.warning("%d exchanges of a crawl that was cut off were read from WARC", recovered)
        if self.archive.was_read_by_another(PARSER):
            count = sum(1 for _ in renew(self.archive))
            _LOG.warning("%d exchanges were read once more, since queson reads pages better than before", count)
        self.archive.compare_stored(MAX_COMPARED)
        self.next_id = self.archive.next_capture_id()
        name = portals[0].slug if len(portals) == 1 else "queson"
        self.writer = self._open.enter_context(self.archive.writer(SOFTWARE, name, self.find_payload))
        self.archive.before_commit = self.writer.sync
        for run_id in self.archive.unfinished():
            events.record(self.archive, self.writer, Event(run_id, now(), RunCutOff()))
        keeping.decide(self.archive, self.writer, self._listed)

    def find_payload(self, sha256: str) -> Capture | None:
        """The first capture with a content, also while its page is still being read."""
        waiting = (capture for capture in self.waiting.values() if capture.sha256 == sha256)
        return self.archive.find_payload(sha256) or next(waiting, None)

    def store(self, page: Page) -> None:
        """Store a page. Within a moment it is committed, with others that come meanwhile: bringing each to the disk by
        itself takes a sixth of a crawl. What a kill cuts off in that moment stands in WARC.

        Raises:
            ArchiveError: this page, or one before it, cannot be stored.
        """
        self.archive.store(page, later=True)
        if self._settling is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.settle()  # the crawls have ended
        else:
            self._settling = loop.call_later(MOMENT, self._settle_now)

    def _settle_now(self) -> None:
        try:
            self.settle()
        except ArchiveError as error:
            self.error = self.error or str(error)

    def settle(self) -> None:
        """Commit what was stored. Raises ArchiveError where that cannot be."""
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
        self.archive.settle()

    def close(self) -> None:
        """Close the files and free the lock."""
        if self.is_open:
            self._settle_now()
        self.is_open = False
        self._open.close()
