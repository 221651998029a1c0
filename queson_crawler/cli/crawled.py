"""What a crawl says at its end: on the screen, and to its keeper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive import status as stating
from archive.ledger import ledger_of
from archive.records import Alarm
from archive.store import Archive
from queson_crawler.cli import nightly as unwatched
from queson_crawler.cli import notices
from queson_crawler.cli.views import crawled as many
from queson_crawler.cli.views import runs as show
from queson_crawler.cli.views.terminal import OUT, say
from queson_crawler.portals import Portal

if TYPE_CHECKING:  # Scrapy is imported when a crawl begins: --help is to answer at once
    from queson_crawler.runs.crawl import End
    from queson_crawler.runs.fleet import Job


def told(folder: Path, jobs: list[Job], cron: unwatched.Cron) -> int:
    """Show how crawls ended, and tell the keeper what is new; the exit code of all."""
    from queson_crawler.runs.news import news_of

    news = news_of(folder, jobs)
    if not news.is_silence:
        _show_all(folder, jobs)
    notices.send(folder, news, cron)
    return news.code


def _show_all(folder: Path, jobs: list[Job]) -> None:
    """How crawls ended, on the screen."""
    only, *others = jobs
    if others:
        many.show(folder, jobs)
    elif only.end is not None:
        _show(only.portal, folder, only.end)


def tell(folder: Path, jobs: list[Job], cron: unwatched.Cron) -> None:
    """Tell the keeper why a crawl could not be done."""
    from queson_crawler.runs.news import news_of

    notices.send(folder, news_of(folder, jobs), cron)


def _show(portal: Portal, folder: Path, end: End) -> None:
    """How a crawl ended, on the screen."""
    alarms: tuple[Alarm, ...] = ()
    if end.run_id:
        with Archive.open(folder, create=False) as archive:
            of_portal = stating.status_of(archive, portal.slug)
            assert of_portal is not None, "a run has a portal"
            this = next(each for each in of_portal.runs if each.id == end.run_id)
            alarms = of_portal.alarms
            if not end.error:
                show.run(OUT, this, ledger_of(archive, end.run_id), end.findings, alarms, str(folder), portal.slug)
    if end.error:
        show.alarms(OUT, alarms, portal.slug)
        say(f"queson: {end.error}", err=True)
    if end.is_accepted:
        say("All that is missing or wrong was accepted: queson accept lists it.")
