"""Many portals in one process and one archive: side by side, those that share a server one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import Crawler

from archive.fleet_records import FleetPortal
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import Recorder
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
from queson_crawler.runs.shared_addresses import Lookup, lanes
from queson_crawler.spiders.portal import PortalSpider

MAX_LANES = 8
"""At most this many portals are crawled at the same time."""
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
    begun: bool = False
    recorder: Recorder | None = None
    end: End | None = None


def crawl_all(jobs: Sequence[Job], folder: Path, options: Options, lookup: Lookup | None = None) -> None:
    """Crawl portals into one archive, and note in each job how it ended. The reactor runs once in a process.

    Raises:
        ArchiveBusy: another crawl holds the archive.
        ArchiveError: the archive cannot be used.
    """
    rows = [job.listed for job in jobs if job.listed is not None]
    for job in jobs:
        job.end = job.end or refused_target(job.portal)
    jobs = [job for job in jobs if job.end is None]
    if not jobs:
        return
    session = RecordingSession(folder, shared=True, listed=rows)
    every = [job.portal for job in jobs]
    session.open(*every)
    process = process_for(common_settings(folder, options, session))
    for job in jobs:
        job.crawler = Crawler(PortalSpider, settings_for(folder, job.portal, options.of(job.listed), session))
    groups: list[list[Job]] = []
    for places in lanes(every, lookup):
        groups.append([jobs[place] for place in places])
    _LOG.info("%d portals in %d lanes", len(jobs), len(groups))
    main = asyncio.get_event_loop().create_task(_all(process, groups, options))
    main.add_done_callback(process.end)
    process.start(stop_after_crawl=False)
    for job in jobs:  # every run is ended before the archive is closed
        if job.crawler is not None and job.begun:
            job.recorder = brought_to_end(job.crawler)
    session.close()
    for job in jobs:
        job.end = End(Exit.INCOMPLETE, error=NOT_BEGUN)
        if job.begun:
            job.end = end_of(job.portal, folder, job.recorder)


async def _all(process: Process, groups: list[list[Job]], options: Options) -> None:
    free = asyncio.Semaphore(MAX_LANES)
    lanes_of_groups = [_lane(process, group, options, free) for group in groups]
    await asyncio.gather(*lanes_of_groups)


async def _lane(process: Process, jobs: list[Job], options: Options, free: asyncio.Semaphore) -> None:
    """The portals of one group of hosts, one after the other. One that fails does not stop the next."""
    async with free:
        for job in jobs:
            if process.stopping or job.crawler is None:
                return
            job.begun = True
            task = process.crawl(job.crawler, **arguments(job.portal, job.target, options))
            await asyncio.wait([task])
            _log_failure(task, job.portal.slug)


def _log_failure(task: asyncio.Future[None], name: str) -> None:
    """Note why the crawl of a portal broke off, if it did."""
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        _LOG.error("%s: %s: %s", name, type(error).__name__, error)


def worst(jobs: Sequence[Job]) -> Exit:
    """The exit code of all together."""
    codes = [job.end.code for job in jobs if job.end is not None]
    return min(codes, key=WORST.index, default=Exit.FAILED)
