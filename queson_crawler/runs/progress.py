"""What a crawl shows while it runs: a line of progress on a terminal, one line per event elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.records import Page, Verdict
from archive.text import one_line
from queson_crawler.portals import Portal
from queson_crawler.runs.fleet_progress import FLEET, FleetProgress, clock
from queson_crawler.spiders.session import CrawlSession

_LOG = logging.getLogger("queson")


class Progress:
    """A Scrapy extension that counts what is stored. The terminal line is drawn by rich's own thread."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._live: Live | None = None
        self._fleet: FleetProgress | None = crawler.settings.get(FLEET)
        self.slug = ""
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.stored, signals.item_scraped)
        crawler.signals.connect(progress.closed, signals.spider_closed)
        return progress

    def opened(self, spider: Spider) -> None:
        portal: Portal | None = getattr(spider, "portal", None)
        self.slug = portal.slug if portal is not None else ""
        console = Console(stderr=True)
        if self._fleet is not None:
            self._fleet.begun(self)
        elif sys.stderr.isatty():
            self._live = Live(get_renderable=self._line, console=console, refresh_per_second=4, transient=True)
            self._live.start()

    def stored(self, item: Page) -> None:
        """Count one page; without a terminal, say what it was."""
        self._count("pages")
        if item.article is not None:
            self._count(item.verdict or Verdict.NEW)
            self._say("%s %s %s", item.verdict, item.article.key, item.article.title)
        if item.category is not None:
            self._count("lists")
            self._say("list %s %s", item.category.title, item.category.url)
        if item.file is not None:
            self._count("files")
            self._say("file %s %s %s", item.file.state, item.file.media_type or "", item.file.url)
        for problem in item.problems:
            self._count("problems")
            self._say("problem %s %s %s", problem.kind, problem.url, problem.detail)

    def _count(self, what: str) -> None:
        self.counts[what] += 1
        if self._fleet is not None:
            self._fleet.counts[what] += 1

    def _say(self, message: str, *values: object) -> None:
        if self._live is not None:
            return
        if self._fleet is not None:
            message, values = f"%s: {message}", (self.slug, *values)
        _LOG.info(message, *(one_line(str(value)) for value in values))

    def _line(self) -> Text:
        seconds = max(time.monotonic() - self.began, 0.001)
        counts = self.counts
        parts = [
            f"{counts['lists']} lists",
            f"{counts['pages']} pages",
            f"{counts[Verdict.NEW]} new",
            f"{counts[Verdict.REVISED]} revised",
            f"{counts['problems']} problems",
            f"{counts['pages'] / seconds:.1f} pages/s",
        ]
        left = self.seconds_left()
        if left > 0:
            parts.append(f"at least {clock(left)} left")
        return Text(" · ".join(parts), style="cyan")

    def seconds_left(self) -> float:
        """How long the crawl takes at least, from now on, at its speed so far; 0 where nothing is known of that."""
        pages = self.counts["pages"]
        return self._waiting() * (time.monotonic() - self.began) / pages if pages else 0.0

    def _waiting(self) -> int:
        """Requests that are known to come; lists still being read will add to them."""
        stats = self._crawler.stats
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        enqueued = int(stats.get_value("scheduler/enqueued", 0))
        waiting = enqueued - int(stats.get_value("scheduler/dequeued", 0))
        if session is not None:
            waiting += len(session.queue)
        return waiting

    def closed(self) -> None:
        if self._fleet is not None:
            self._fleet.ended(self)
        if self._live is not None:
            self._live.stop()
