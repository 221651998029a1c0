"""One notice after a crawl, however many portals it asked: to the addresses that are named, else to cron."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from queson_crawler.cli.nightly import Cron
from queson_crawler.cli.views.terminal import say
from queson_crawler.monitoring import notification

if TYPE_CHECKING:  # Scrapy is imported when a crawl begins: --help is to answer at once
    from queson_crawler.runs.news import News


def send(folder: Path, news: News, cron: Cron) -> None:
    """Tell the keeper what is new after a crawl. What reached him is noted in the archive, and not told again until it
    changes."""
    from queson_crawler.runs.news import note_told

    for sentence in news.sentences:
        say(f"queson: {sentence}", err=True)
    cron.lines = []
    if not news.digest.is_any:
        return
    has_reached = _sent(news)
    if not has_reached and cron.is_there:
        cron.lines = [news.digest.subject, *news.digest.lines()]
        has_reached = True
    if has_reached:
        fault = note_told(folder, news)
        if fault:
            say(f"queson: {fault}", err=True)


def _sent(news: News) -> bool:
    """Send a notice to the addresses that are named; whether one of them took it."""
    addresses = os.environ.get("QUESON_NOTIFY", "").split()
    failures = notification.tell(addresses, news.digest.subject, news.digest.lines(), news.digest.data())
    for failure in failures:
        say(f"queson: {failure}", err=True)
    return len(failures) < len(addresses)
