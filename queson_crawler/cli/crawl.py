"""`queson crawl` and `queson demo`."""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveBusy, ArchiveError
from archive.fleet_records import FleetPortal
from queson_crawler.cli import nightly as unwatched
from queson_crawler.cli.base import archive_option, private_option
from queson_crawler.cli.crawled import tell, told
from queson_crawler.cli.options import contact_option, delay_option, notify_option
from queson_crawler.cli.views.terminal import OUT, Line, say
from queson_crawler.fetch.private import SWITCH
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal
from queson_crawler.runs import keeper

LOG = "crawl.log"
"""The log of the nights, in the archive's folder."""

if TYPE_CHECKING:  # Scrapy is imported when a crawl begins: --help is to answer at once
    from queson_crawler.runs.crawl import Options
    from queson_crawler.runs.fleet import Job


@click.command(epilog="Example: queson crawl queson --archive data --delay 2")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--all", "every", is_flag=True, help="Every active portal of the archive's list; the shipped ones if it is empty."
)
@click.option("--due", is_flag=True, help="The portals of the list whose turn it is, by how often each is to be asked.")
@archive_option
@delay_option
@click.option("--full", is_flag=True, help="Fetch articles again that are already stored.")
@click.option(
    "--max-articles",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop after N articles; the run then counts as stopped.",
)
@click.option(
    "--render",
    type=click.Choice(("auto", "never", "always")),
    help="When a browser (Debian's chromium) shows a page: where it needs one, never, or for every list (else as the "
    "portal's file says, else auto).",
)
@click.option(
    "--files/--no-files",
    default=None,
    help="Whether the files and pictures of articles are fetched, after the articles (else as queson schedule has set, "
    "else they are).",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Keep every page of the portal too, not only lists, articles and documents: introduction, history, leaders, "
    "contacts, procedures, galleries, old sub-sites. For the last crawl before a portal is switched off.",
)
@click.option(
    "--max-pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --whole: at most N such pages of a portal, in all its crawls together (else 3000).",
)
@click.option(
    "--max-page-megabytes",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --whole: at most N megabytes of such pages (else 500).",
)
@click.option(
    "--lanes",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="At most N portals are crawled at the same time (else as many as the machine bears, at most 100).",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Crawl on a Dask cluster whose scheduler is there (tcp://HOST:8786), each group of portals that share "
    "addresses into an archive of its own, which is then merged.",
)
@click.option(
    "--shards",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --cluster: the folder of those archives, under the same path on every machine (else shards in the "
    "archive's folder).",
)
@contact_option
@private_option
@notify_option
@click.option("--jitter", type=click.IntRange(0, 86400), default=0, metavar="S", help="Start up to S seconds late.")
@click.option(
    "--log",
    "log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write all output to a file, which is rotated; then only what is new is said here, unless a notice was sent.",
)
@click.option(
    "--nightly",
    is_flag=True,
    help="As queson schedule starts it: late by as much as is set there, and with --log "
    "crawl.log in the archive's folder.",
)
def crawl(
    targets: tuple[str, ...],
    every: bool,
    due: bool,
    folder: Path,
    delay: float | None,
    render: str | None,
    files: bool | None,
    lanes: int | None,
    cluster: str | None,
    shards: Path | None,
    contact: str,
    notify: tuple[str, ...],
    jitter: int,
    log: Path | None,
    nightly: bool,
    **extent: Any,
) -> None:
    """Crawl portals into the archive. A TARGET is a portal's slug, a portal file (.toml) or any web address.

    Every exchange is kept in WARC files; articles, lists and what is missing go into the database. A crawl that was
    broken off is continued by starting it again. Several portals are crawled side by side; those that share an address
    share its rate. The exit code is the worst of all. What is crawled stands in the archive's list of portals from then
    on (queson portals list). With --all and --due, those that were not reached the last time come first.
    """
    _refuse_contradictions([bool(targets), every, due], extent)
    settings = keeper.load(folder)
    _tell_by(notify, settings, is_due=due)
    if settings.private:
        os.environ[SWITCH] = "1"
    for bound in ("max_pages", "max_page_megabytes"):
        extent[bound] = extent[bound] or 0
    options = dataclasses.replace(_options(settings, delay, render, files, contact), **extent)
    if nightly:
        log, jitter = log or folder / LOG, jitter or settings.jitter
    with unwatched.logged(log) as cron:
        unwatched.wait(jitter)
        jobs = _jobs(targets, folder, settings, is_due=due)
        if cluster:
            sys.exit(_crawl_on_cluster(jobs, folder, options, (cluster, shards), cron))
        if len(targets) == 1 and jobs[0].end is None:
            sys.exit(crawl_here(jobs[0].portal, jobs[0].target, folder, options, jobs[0].listed, cron))
        sys.exit(_crawl_many(jobs, folder, options, lanes or 0, cron))


def _refuse_contradictions(ways_to_name: list[bool], extent: dict[str, Any]) -> None:
    """
    Raises:
        click.UsageError: portals are named in no way or in several, or pages are bounded that are not kept.
    """
    if ways_to_name.count(True) != 1:
        raise click.UsageError("Name portals, or say --all or --due.")
    if (extent["max_pages"] or extent["max_page_megabytes"]) and not extent["whole"]:
        raise click.UsageError("--max-pages and --max-page-megabytes bound what --whole keeps: say --whole too.")


def _options(
    settings: keeper.Settings, delay: float | None, render: str | None, files: bool | None, contact: str
) -> Options:
    """What is said with the command; else, as queson schedule has set it."""
    from queson_crawler.runs.crawl import Options

    if files is None:
        files = settings.files
    return Options(delay, render=render or "", files=files, contact=contact or settings.contact)


def _tell_by(notify: tuple[str, ...], settings: keeper.Settings, *, is_due: bool) -> None:
    """Leave where whoever sends a notice looks for it: to whom, by which server. What is set for the nights holds for
    them alone: who crawls by hand sees how it ends."""
    to = notify
    if is_due and not notify:
        to = settings.notify
    os.environ["QUESON_NOTIFY"] = " ".join(to)
    for name, value in (("QUESON_SMTP", settings.smtp), ("QUESON_MAIL_FROM", settings.mail_from)):
        if value:
            os.environ.setdefault(name, value)


def _jobs(targets: tuple[str, ...], folder: Path, settings: keeper.Settings, *, is_due: bool) -> list[Job]:
    """The portals that are named, each once; without any, those of the list. One without a delay has that of the
    settings."""
    from queson_crawler.runs import roster

    if targets:
        jobs = roster.named(folder, targets)
    elif is_due:
        jobs = roster.due(folder)
    else:
        jobs = roster.every(folder)
    once = {job.portal.slug: job for job in jobs}
    for job in once.values():
        if job.portal.delay is None:
            job.portal = dataclasses.replace(job.portal, delay=settings.delay)
    return list(once.values())


def _crawl_many(jobs: list[Job], folder: Path, options: Options, lanes: int, cron: unwatched.Cron) -> int:
    """Several portals; the worst exit code of all."""
    from queson_crawler.runs import fleet

    if not jobs:
        say("No portal of the list is due: see queson portals list.")
        return Exit.DONE
    _log_events()
    try:
        fleet.crawl_all(jobs, folder, options, lanes)
    except ArchiveBusy:
        raise  # that another crawl is at work is no news
    except ArchiveError as error:
        tell(folder, fleet.failed(jobs, error), cron)
        raise
    return told(folder, jobs, cron)


def _crawl_on_cluster(
    jobs: list[Job], folder: Path, options: Options, where: tuple[str, Path | None], cron: unwatched.Cron
) -> int:
    """Several portals on many machines; the worst exit code of all."""
    from queson_crawler.runs import cluster

    _log_events()
    cluster.crawl_on_cluster(jobs, folder, options, *where)
    return told(folder, jobs, cron)


def crawl_here(
    portal: Portal,
    target: str,
    folder: Path,
    options: Options,
    row: FleetPortal | None = None,
    cron: unwatched.Cron = unwatched.NO_CRON,
) -> int:
    from queson_crawler.runs import fleet
    from queson_crawler.runs.crawl import crawl as run

    _log_events()
    end = run(portal, target, folder, options, row)
    return told(folder, [fleet.Job(portal, target, end=end)], cron)


def _log_events() -> None:
    """One line per event on the error stream, where no progress line is drawn."""
    screen = logging.StreamHandler(sys.stderr)
    screen.setFormatter(Line("%(asctime)s %(message)s"))
    logging.basicConfig(handlers=[screen], level=logging.WARNING)
    logging.getLogger("queson").setLevel(logging.WARNING if sys.stderr.isatty() else logging.INFO)


@click.command(epilog="Example: queson demo")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    default="data/demo",
    show_default=True,
    help="The archive's folder.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8070, show_default=True, help="Where the demo portal answers."
)
def demo(folder: Path, port: int) -> None:
    """Serve a small portal here, crawl it and search what was kept."""
    from queson_crawler.cli.tour import run_demo

    sys.exit(run_demo(folder, port, OUT, crawl_here))
