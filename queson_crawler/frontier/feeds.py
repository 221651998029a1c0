"""Sitemaps, feeds and APIs of one run: they check the lists, they do not replace them. Pure state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from queson_crawler.parse.links import Links
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import FEED, Task
from queson_crawler.urls import clean, host

MAX_FEEDS, MAX_FEED_PAGES = 12, 500
_PAGE = re.compile(r"&page=\d+$")


@dataclass(slots=True)
class Feeds:
    """Which feeds were asked for; `sitemaps` is what robots.txt names."""

    portal: Portal
    sitemaps: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def ask(self, urls: Iterable[str]) -> list[Task]:
        """Ask for sitemaps and the like, each once and not many."""
        tasks = []
        for url in map(clean, urls):
            own = url and host(url) == host(self.portal.start)
            first = _PAGE.sub("", url)  # the pages of one API count as one
            many = len({_PAGE.sub("", known) for known in self.asked} | {first}) > MAX_FEEDS
            if own and url not in self.asked and not many and len(self.asked) < MAX_FEED_PAGES:
                self.asked.add(url)
                tasks.append(Task(FEED, url))
        return tasks

    def usual(self, url: str, platform: Platform, links: Links) -> list[str]:
        """Sitemaps as robots.txt names them, else where the platform has them; else the first feed of the page."""
        usual = [urljoin(url, path) for path in platform.feeds]
        return [*self.sitemaps, *usual] or list(links.feeds[:1])
