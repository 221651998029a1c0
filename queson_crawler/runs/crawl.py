"""One crawl of one portal in this process, and how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive import runs
from archive.errors import ArchiveBusy, ArchiveError
from archive.fleet_records import FleetPortal
from archive.records import Outcome
from archive.store import Archive
from archive.troubles import are_all_accepted
from queson_crawler.fetch.address_guard import target_refusal
from queson_crawler.fetch.browser import settings as rendering
from queson_crawler.monitoring.completeness import Finding, findings
from queson_crawler.monitoring.exit_codes import Exit, exit_code
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import Recorder
from queson_crawler.recording.session import RecordingSession
from queson_crawler.spiders.parsers import FIRST_HERE, PARSERS, Parsers
from queson_crawler.spiders.portal import PortalSpider
from queson_crawler.urls import clean

AT_ONCE_WITHOUT_DELAY = 4
"""Requests in flight where the keeper asked for no delay: his own machine, or a portal that allows it."""

GRACE = 5.0
"""Seconds that a crawl which was told to stop waits for the answers it has asked for."""

BROKE_OFF = "The crawl broke off; see the log."
_HEARD_FROM = {
    "scrapy": logging.ERROR,
    "scrapy.downloadermiddlewares.robotstxt": logging.CRITICAL,
    "scrapy.downloadermiddlewares.retry": logging.CRITICAL,
}
"""From which level on Scrapy is heard. That a portal gives no answer is no error here: the ledger tells it."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to crawl: seconds between requests (None: the portal's or the default), how much, and whether with a browser
    (`auto`: for pages that need it; `never`; `always`: for every possible list; empty: as the portal says); `files`
    whether files and pictures are fetched; `contact` is an address at which a portal's people reach the keeper.
    `max_requests` and `max_minutes` bound one run; 0 where nothing does. `whole` says that all pages of a portal are
    kept, at most so many pages and megabytes (0: the defaults)."""

    delay: float | None = None
    full: bool = False
    max_articles: int | None = None
    render: str = ""
    files: bool = True
    contact: str = ""
    max_requests: int = 0
    max_minutes: int = 0
    whole: bool = False
    max_pages: int = 0
    max_page_megabytes: int = 0

    def of(self, row: FleetPortal | None) -> Options:
        """How a portal of the keeper's list is crawled: within its own bounds, and by its own contact."""
        if row is None:
            return self
        contact = row.contact or self.contact
        return replace(self, contact=contact, max_requests=row.max_requests, max_minutes=row.max_minutes)


@dataclass(frozen=True, slots=True)
class End:
    """How a crawl ended. `error` is one sentence where it could not be done, or nothing was found; `is_accepted` says
    that all that is wrong was accepted."""

    code: Exit
    run_id: int = 0
    findings: tuple[Finding, ...] = ()
    error: str = ""
    is_accepted: bool = False


def common_settings(archive: Path, options: Options, session: RecordingSession | None = None) -> Settings:
    """Scrapy's settings for every crawl of a command. Scrapy takes over what its process is given into every crawl, so
    nothing here may be about one portal."""
    settings = Settings()
    settings.setmodule("queson_crawler.settings")
    settings.set("QUESON_ARCHIVE", str(archive), "cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, "cmdline")
    if session is not None:
        settings.set("QUESON_SESSION", session, "cmdline")
    extensions = {**settings.getdict("EXTENSIONS"), "queson_crawler.runs.progress.Progress": 200}
    settings.set("EXTENSIONS", extensions, "cmdline")
    if options.contact:
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], options.contact), "cmdline")
    return settings


def settings_for(archive: Path, portal: Portal, options: Options, session: RecordingSession | None = None) -> Settings:
    """Scrapy's settings for one crawl, which shares the `session` with others where there are several."""
    settings = common_settings(archive, options, session)
    for name, value in rendering(portal.start, settings["USER_AGENT"], portal.hosts).items():
        settings.set(name, value, "cmdline")
    set_delay(settings, portal.delay if options.delay is None else options.delay)
    settings.set("CLOSESPIDER_PAGECOUNT", options.max_requests, "cmdline")
    settings.set("CLOSESPIDER_TIMEOUT", options.max_minutes * 60, "cmdline")
    return settings


def set_delay(settings: Settings, delay: float | None) -> None:
    """Set the seconds between requests; None leaves the default. Without any, several are in flight."""
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", delay, "cmdline")
    if delay == 0:
        for name in ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN"):
            settings.set(name, AT_ONCE_WITHOUT_DELAY, "cmdline")


def user_agent(plain: str, contact: str) -> str:
    """What tells a portal who asks, and whom its keeper can write to: `queson/0.1 (…; +CONTACT)`."""
    return f"{plain.removesuffix(')')}; +{contact})"


class Process(AsyncCrawlerProcess):
    """Told to stop, it finishes what is in hand, but does not wait for a portal that does not answer."""

    when_stopped: Callable[[], None] | None = None
    """What is to be done when it is told to stop: nothing more is begun."""
    was_stopped = False

    def end(self, *_: object) -> None:
        """Everything is done: end the loop that `start` runs."""
        self._stop_reactor()

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        from twisted.internet import reactor

        self.was_stopped = True
        if self.when_stopped is not None:
            reactor.callFromThread(self.when_stopped)
        super()._signal_shutdown(signum, frame)
        reactor.callFromThread(reactor.callLater, GRACE, self._stop_reactor)


def process_for(settings: Settings) -> Process:
    """A process that is silent about itself; it can be started once."""
    logging.disable(logging.INFO)  # the process announces itself, and sets the levels of every logger anew
    process = Process(settings)
    logging.disable(logging.NOTSET)
    for name, level in _HEARD_FROM.items():
        logging.getLogger(name).setLevel(level)
    return process


def crawl(portal: Portal, target: str, archive: Path, options: Options, row: FleetPortal | None = None) -> End:
    """Crawl a portal into an archive, by its row in the keeper's list where it has one. The reactor runs once in a
    process, so this does too."""
    refusal = refused_target(portal)
    if refusal is not None:
        return refusal
    try:
        with Archive.open(archive) as opened, opened.lock():
            pass
    except ArchiveBusy as error:
        return End(Exit.BUSY, error=str(error))
    except ArchiveError as error:
        return End(Exit.FAILED, error=str(error))
    settings = settings_for(archive, portal, options.of(row))
    if row is not None:
        settings.set("QUESON_SESSION", RecordingSession(archive, listed=[row]), "cmdline")
    with closing(Parsers(first_here=FIRST_HERE)) as parsers:
        if not settings.getfloat("DOWNLOAD_DELAY"):  # pages may come faster than one process parses them
            settings.set(PARSERS, parsers, "cmdline")
        process = process_for(settings)
        crawler = process.create_crawler(PortalSpider)
        process.crawl(crawler, **arguments(portal, target, options))
        process.start()
    return end_of(portal, archive, brought_to_end(crawler))


def refused_target(portal: Portal) -> End | None:
    """How a crawl ends whose target must not be asked, whoever named it; None where it may be asked."""
    why = target_refusal(portal.start)
    if not why:
        return None
    return End(Exit.INCOMPLETE, error=f"{portal.start} is not asked: {why}.")


def arguments(portal: Portal, target: str, options: Options) -> dict[str, Any]:
    """What the spider is told."""
    return {
        "target": target, "portal": portal, "full": "1" if options.full else "",
        "max_articles": str(options.max_articles or ""), "render": options.render,
        "files": "1" if options.files else "0", "whole": "1" if options.whole else "",
        "max_pages": str(options.max_pages or ""), "max_page_megabytes": str(options.max_page_megabytes or ""),
    }  # fmt: skip


def brought_to_end(crawler: Crawler) -> Recorder | None:
    """The keeper of a crawl, its run ended also where the crawl was stopped at once."""
    if not crawler.spider:
        return None
    recorder = crawler.get_extension(Recorder)
    if recorder is not None and recorder.run_id:
        recorder.closed("shutdown")
    return recorder


def failure_of(recorder: Recorder | None) -> str:
    """Why a run left nothing to judge, in a sentence; "" where it did."""
    if recorder is None:
        return BROKE_OFF
    if recorder.error:
        return recorder.error
    if not recorder.finished_run:
        return BROKE_OFF
    return ""


def end_of(portal: Portal, folder: Path, recorder: Recorder | None) -> End:
    """How a crawl ended, from what its recorder kept."""
    failure = failure_of(recorder)
    if recorder is None or failure:
        return End(Exit.FAILED, error=failure)
    return end_of_run(portal, folder, recorder.finished_run)


def end_of_run(portal: Portal, folder: Path, run_id: int) -> End:
    """How a run ended, from what is stored of it."""
    with Archive.open(folder, create=False) as archive:
        found = findings(archive, run_id)
        outcome = runs.outcome_of(archive, run_id)
        is_accepted = are_all_accepted(archive, run_id)
    error = ""
    if outcome == Outcome.FAILED:
        error = _nothing_found(portal, found)
    return End(exit_code(outcome, is_accepted=is_accepted), run_id, found, error, is_accepted)


def _nothing_found(portal: Portal, found: tuple[Finding, ...]) -> str:
    """A sentence on the first finding after which there was nothing to crawl; "" where there is none."""
    start = clean(portal.start)
    for finding in found:
        if finding.fatal:
            return f"Nothing was found at {start}: {finding.text.removeprefix(f'{start}: ')}."
    return ""
