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
from scrapy import signals
from scrapy.crawler import Crawler

from archive.records import Page, Verdict
from archive.text import one_line
from queson_crawler.spiders.session import CrawlSession

_LOG = logging.getLogger("queson")


class Progress:
    """A Scrapy extension that counts what is stored. The terminal line is drawn by rich's own thread."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._live: Live | None = None
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.stored, signals.item_scraped)
        crawler.signals.connect(progress.closed, signals.spider_closed)
        return progress

    def opened(self) -> None:
        console = Console(stderr=True)
        if sys.stderr.isatty() and self._crawler.settings.getbool("QUESON_LIVE", True):
            self._live = Live(get_renderable=self._line, console=console, refresh_per_second=4, transient=True)
            self._live.start()

    def stored(self, item: Page) -> None:
        """Count one page; without a terminal, say what it was."""
        self.counts["pages"] += 1
        if item.article is not None:
            self.counts[item.verdict or Verdict.NEW] += 1
            self._say("%s %s %s", item.verdict, item.article.key, item.article.title)
        if item.category is not None:
            self.counts["lists"] += 1
            self._say("list %s %s", item.category.title, item.category.url)
        for problem in item.problems:
            self.counts["problems"] += 1
            self._say("problem %s %s %s", problem.kind, problem.url, problem.detail)

    def _say(self, message: str, *values: object) -> None:
        if self._live is None:
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
        waiting = self._waiting()
        if waiting and counts["pages"]:
            left = waiting * seconds / counts["pages"]
            parts.append(f"at least {int(left // 60)}:{int(left % 60):02d} left")
        return Text(" · ".join(parts), style="cyan")

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
        if self._live is not None:
            self._live.stop()
