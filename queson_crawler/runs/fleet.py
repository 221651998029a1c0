"""Many portals in one process and one archive, side by side; those that share an address share its rate."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from archive.fleet_records import FleetPortal
from queson_crawler.fetch.address_guard import addresses_of, hostname
from queson_crawler.fetch.pace import MAX_LOOK_UPS, Paces
from queson_crawler.fetch.throttle import PACES, Throttle
from queson_crawler.files.sandbox import Sandboxes
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal
from queson_crawler.recording.session import RecordingSession
from queson_crawler.runs.crawl import (
    End,
    Options,
    Process,
    arguments,
    brought_to_end,
    common_settings,
    end_of,
    process_for,
    refused_target,
    settings_for,
)
from queson_crawler.runs.fleet_progress import FLEET, FleetProgress
from queson_crawler.runs.lanes import Lanes, lanes_of_machine
from queson_crawler.spiders.attached import SANDBOXES
from queson_crawler.spiders.parsers import PARSERS, Parsers
from queson_crawler.spiders.portal import PortalSpider, allow

LAST_PATIENCE = 60.0
"""Seconds without a page after which a portal is left alone, where every other portal is done or gives none either."""
MIN_WIDE = 6
"""Side by side, so many crawls give other processes enough to do."""
WORST = (Exit.FAILED, Exit.USAGE, Exit.BUSY, Exit.INCOMPLETE, Exit.DONE)
"""Every way in which a crawl can end, the worst first."""
NOT_BEGUN = "The crawl was stopped before this portal's turn; start it again."
_LOG = logging.getLogger("queson")


@dataclass(slots=True)
class Job:
    """One portal to crawl, as the keeper named it, with its row in his list, and how that ended."""

    portal: Portal
    target: str
    listed: FleetPortal | None = None
    crawler: Crawler | None = None
    end: End | None = None


def crawl_all(jobs: Sequence[Job], folder: Path, options: Options, lanes: int = 0) -> bool:
    """Crawl portals into one archive, at most so many `lanes` at the same time (0: as many as the machine bears), and
    note in each job how it ended; whether nobody stopped that. The reactor runs once in a process.

    Raises:
        ArchiveBusy: another crawl holds the archive.
        ArchiveError: the archive cannot be used.
    """
    rows = [job.listed for job in jobs if job.listed is not None]
    jobs = [job for job in jobs if job.end is None]
    if not jobs:
        return True
    session = RecordingSession(folder, shared=True, listed=rows)
    session.open(*[job.portal for job in jobs])
    process = process_for(common_settings(folder, options, session))
    fleet = _Fleet(process, folder, options, session, FleetProgress(len(jobs)))
    main = asyncio.get_event_loop().create_task(fleet.crawl(jobs, lanes or lanes_of_machine()))
    main.add_done_callback(process.end)
    fleet.progress.begin()
    process.start(stop_after_crawl=False)
    fleet.progress.close()
    if main.done():
        _log_failure(main, "queson")
    for job in jobs:  # every run is ended before the archive is closed
        fleet.ended(job)
    fleet.close()
    session.close()
    note_not_begun(jobs)
    return not process.was_stopped


def note_not_begun(jobs: Iterable[Job]) -> None:
    """Say of the jobs that have not ended that they were never begun."""
    for job in jobs:
        if job.end is None:
            job.end = End(Exit.INCOMPLETE, error=NOT_BEGUN)


class _Fleet:
    """The crawls of one command while they run."""

    def __init__(
        self, process: Process, folder: Path, options: Options, session: RecordingSession, progress: FleetProgress
    ) -> None:
        self._process, self._folder, self._options, self._session = process, folder, options, session
        self.progress = progress
        self._paces, self._sandboxes, self._parsers = Paces(), Sandboxes(), Parsers()
        self._look_ups = ThreadPoolExecutor(MAX_LOOK_UPS, "look-up")
        self._last_page = 0.0

    async def crawl(self, jobs: Sequence[Job], most: int) -> None:
        """Crawl all of them."""
        _LOG.info("%d portals in at most %d lanes", len(jobs), most)
        self._is_wide = min(len(jobs), most) >= MIN_WIDE
        self._lanes = Lanes(most, self._found, self._crawled, self._leave_the_lost)
        self._process.when_stopped = self._lanes.stop
        await self._lanes.all(jobs)

    async def _found(self, job: Job) -> frozenset[str] | None:
        return await asyncio.get_running_loop().run_in_executor(self._look_ups, looked_up, job)

    async def _crawled(self, job: Job) -> None:
        """Crawl one portal. One that fails stops no other."""
        options = self._options.of(job.listed)
        settings = settings_for(self._folder, job.portal, options, self._session)
        settings.set(FLEET, self.progress, "cmdline")
        settings.set(PACES, self._paces, "cmdline")
        settings.set(SANDBOXES, self._sandboxes, "cmdline")
        if self._is_wide:
            settings.set(PARSERS, self._parsers, "cmdline")
        job.crawler = Crawler(PortalSpider, settings)
        named = arguments(job.portal, job.target, options)
        task = self._process.crawl(job.crawler, is_allowed=True, **named)
        await asyncio.wait([task])
        _log_failure(task, job.portal.slug)
        try:
            self.ended(job)
        except ArchiveError as error:
            job.end = End(Exit.FAILED, error=str(error))

    def ended(self, job: Job) -> None:
        """Note how the crawl of a portal ended, if it was begun; what it held is free."""
        if job.crawler is None:
            return
        self._note_page(job.crawler)
        recorder, job.crawler = brought_to_end(job.crawler), None
        job.end = end_of(job.portal, self._folder, recorder)
        _LOG.info("%s: ended with %d. %s", job.portal.slug, job.end.code, job.end.error)

    def close(self) -> None:
        """End the processes that read files and parse pages."""
        self._sandboxes.close()
        self._parsers.close()

    def _note_page(self, crawler: Crawler) -> None:
        lane = _lane_of(crawler)
        if lane is not None:
            self._last_page = max(self._last_page, lane.patience.page_at)

    def _leave_the_lost(self, jobs: list[Job]) -> None:
        """Where only portals are left that give no page, leave those alone that gave none while others did."""
        lanes: list[Throttle] = []
        for job in jobs:
            lane = _lane_of(job.crawler)
            if lane is None or not lane.patience.is_tried:
                return
            lanes.append(lane)
            self._last_page = max(self._last_page, lane.patience.page_at)
        for lane in lanes:
            is_its_own_fault = self._last_page - lane.patience.page_at > LAST_PATIENCE / 2
            if is_its_own_fault and lane.patience.seconds_without_page > LAST_PATIENCE:
                lane.leave_alone()


def _lane_of(crawler: Crawler | None) -> Throttle | None:
    """The lane of a crawl; None before it has begun."""
    if crawler is None or crawler.engine is None:
        return None
    return crawler.get_downloader_middleware(Throttle)


def looked_up(job: Job) -> frozenset[str] | None:
    """The addresses of a portal; None where it must not be asked. May wait for a name server."""
    job.end = refused_target(job.portal)
    if job.end is not None:
        return None
    allow(job.portal)
    found: set[str] = set()
    for host in filter(None, {hostname(job.portal.start), *job.portal.hosts}):
        found.update(addresses_of(host) or (host,))
    return frozenset(found)


def _log_failure(task: asyncio.Future[None], name: str) -> None:
    """Note why the crawl of a portal broke off, if it did."""
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        _LOG.error("%s: %s: %s", name, type(error).__name__, error)


def failed(jobs: Sequence[Job], error: ArchiveError) -> list[Job]:
    """The portals of a crawl that the archive refused."""
    for job in jobs:
        job.end = End(Exit.FAILED, error=str(error))
    return list(jobs)


def worst(jobs: Sequence[Job]) -> Exit:
    """The exit code of all together."""
    codes = [job.end.code for job in jobs if job.end is not None]
    return min(codes, key=WORST.index, default=Exit.FAILED)
