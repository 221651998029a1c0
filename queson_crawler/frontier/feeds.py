"""Sitemaps, feeds and APIs of one run: they check the lists, they do not replace them. Pure state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from archive.records import Entry
from queson_crawler.parse.links import Links
from queson_crawler.parse.results import Feed
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import FeedTask
from queson_crawler.urls import clean, host

MAX_FEEDS, MAX_FEED_PAGES = 12, 500
MAX_OTHERS = 20_000
"""Addresses without an id that are remembered of all feeds."""
_PAGE = re.compile(r"&page=\d+$")


@dataclass(slots=True)
class Feeds:
    """Which feeds were asked for; `sitemaps` is what robots.txt names."""

    portal: Portal
    sitemaps: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    others: dict[str, Entry] = field(default_factory=dict)
    """What feeds name by addresses that carry no id, by address: what lists show may tell whether it is articles."""
    _first_pages: set[str] = field(default_factory=set)
    """Of those asked, without the number of a page: the pages of one API count as one feed."""

    def ask(self, urls: Iterable[str]) -> list[FeedTask]:
        """Ask for sitemaps and the like, each once and not many."""
        tasks: list[FeedTask] = []
        for url in map(clean, urls):
            if self._may_ask(url):
                self.asked.add(url)
                self._first_pages.add(_PAGE.sub("", url))
                tasks.append(FeedTask(url))
        return tasks

    def note(self, feed: Feed) -> None:
        """Take in what a feed names besides articles."""
        for entry in feed.others:
            if len(self.others) < MAX_OTHERS:
                self.others.setdefault(entry.url, entry)

    def _may_ask(self, url: str) -> bool:
        if url in self.asked or host(url) != host(self.portal.start):
            return False
        if len(self.asked) >= MAX_FEED_PAGES:
            return False
        feeds = self._first_pages | {_PAGE.sub("", url)}
        return len(feeds) <= MAX_FEEDS

    def usual(self, url: str, platform: Platform, links: Links) -> list[str]:
        """Sitemaps as robots.txt names them, the API that the page names, and what the platform has; else the first
        feed of the page."""
        of_platform = [urljoin(url, path) for path in platform.feeds]
        return [*self.sitemaps, *links.apis, *of_platform] or list(links.feeds[:1])
