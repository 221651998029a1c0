"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from queson_crawler.lists import Lists
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.platforms import GENERIC, Platform
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.reader import shown_only, shows_teasers
from queson_crawler.tasks import ARTICLE, FEED, LIST, MOST_ATTEMPTS, MOST_HOPS, PAGE, Decision, Task
from queson_crawler.urls import canonical, clean, host
from queson_crawler.wanted import Articles

MOST_DEPTH = 4
MOST_CANDIDATES = 600
"""So many pages are looked at in search of lists; a portal has tens, an endless space has more."""
MOST_FEEDS, MOST_FEED_PAGES = 12, 500
STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
_PAGE = re.compile(r"&page=\d+$")
MOST_RENDERED_LISTS, MOST_RENDERED = 60, 5000
"""A browser looks at so many pages in search of lists, and at so many in all: it takes seconds for each."""


@dataclass(slots=True)
class Frontier:
    """The state of one run over one portal. Every method gives the tasks that follow."""

    portal: Portal
    articles: Articles = field(default_factory=Articles)
    platform: Platform = GENERIC
    lists: Lists = field(default_factory=Lists)
    candidates: set[str] = field(default_factory=set)
    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    rendered: int = 0
    later: dict[str, Task] = field(default_factory=dict)
    patient: bool = True
    """Whether pages that no menu leads to wait until the lists were read: most of them are articles of these."""
    sitemaps: list[str] = field(default_factory=list)
    """What robots.txt names as sitemaps."""
    decided: list[Decision] = field(default_factory=list)
    _feeds: set[str] = field(default_factory=set)

    def start(self) -> list[Task]:
        """The first requests of a run."""
        self.candidates.add(canonical(self.portal.start))
        self.candidates.update(map(canonical, self.portal.categories))
        return [
            Task(PAGE, self.portal.start, start=True),
            *(Task(PAGE, url, title=self.portal.title_of(url), depth=1) for url in self.portal.categories),
        ]

    def decisions(self) -> list[Decision]:
        """What was concluded since this was last asked."""
        new = self.decided + self.lists.decided
        self.decided, self.lists.decided = [], []
        return new

    def take(self, task: Task, url: str, understood: Understood) -> list[Task]:
        """What follows from one answer."""
        result = understood.result
        if isinstance(result, Redirect):
            return self._redirected(task, result)
        if isinstance(result, Feed):
            named = [step for entry in result.entries for step in self.articles.want(entry, listed=False)]
            return named + self.feeds(result.children)
        if understood.scripted and not task.render:
            if steps := self._render(task):
                return steps + self._follow(task, understood.links)
            self.decided.append(Decision(task.url, unrendered=self.no_browser or TOO_MANY))
        elif understood.scripted and task.render:
            if task.attempt < MOST_ATTEMPTS:  # what its scripts asked for may have failed
                return [replace(task, attempt=task.attempt + 1)]
            self.decided.append(Decision(task.url, unrendered=STILL_EMPTY))
        begun = self.feeds(self._usual_feeds(url, understood.links)) if task.start else []
        if isinstance(result, NotContent):
            return self.refused(task, result.why) + self._follow(task, understood.links) + begun
        if isinstance(result, RawArticle):
            self._article(task, url)
            return self._follow(task, understood.links)
        return self._listing(task, url, result) + self._follow(task, understood.links) + begun

    def _render(self, task: Task) -> list[Task]:
        """Ask for a page once more, with a browser; not for more pages than a portal has that need one."""
        most = MOST_RENDERED if task.role == ARTICLE else MOST_RENDERED_LISTS
        if self.no_browser or task.postback is not None or self.rendered >= most:
            return []
        self.rendered += 1
        return [replace(task, render=True, attempt=1)]

    def feeds(self, urls: Iterable[str]) -> list[Task]:
        """Ask for sitemaps and the like, each once and not many: they check the lists, they do not replace them."""
        tasks = []
        for url in map(clean, urls):
            own = url and host(url) == host(self.portal.start)
            first = _PAGE.sub("", url)  # the pages of one API count as one
            many = len({_PAGE.sub("", known) for known in self._feeds} | {first}) > MOST_FEEDS
            if own and url not in self._feeds and not many and len(self._feeds) < MOST_FEED_PAGES:
                self._feeds.add(url)
                tasks.append(Task(FEED, url))
        return tasks

    def _usual_feeds(self, url: str, links: Links) -> list[str]:
        """Sitemaps as robots.txt names them, else where the platform has them; else the first feed of the page."""
        usual = [urljoin(url, path) for path in self.platform.feeds]
        return [*self.sitemaps, *usual] or list(links.feeds[:1])

    def refused(self, task: Task, why: Why) -> list[Task]:
        """What follows when a task brought no content, or no answer."""
        if task.may_repeat(why):
            return [replace(task, attempt=task.attempt + 1)]
        if task.role == ARTICLE:
            return self.articles.refused(task, why)
        return self._unless_limited(self.lists.miss(task)) if task.role == LIST else []

    def _unless_limited(self, tasks: list[Task]) -> list[Task]:
        return [] if self.articles.limited else tasks

    def _redirected(self, task: Task, redirect: Redirect) -> list[Task]:
        if task.hops >= MOST_HOPS:
            return self.refused(replace(task, attempt=MOST_ATTEMPTS), Why.LOOP)
        return [replace(task, url=redirect.target, hops=task.hops + 1, origin=task.origin or task.url, postback=None)]

    def _follow(self, task: Task, links: Links) -> list[Task]:
        tasks = [step for entry in links.mentions for step in self.articles.want(entry, listed=False)]
        if task.depth >= MOST_DEPTH:
            return tasks
        return tasks + [step for candidate in links.candidates for step in self._look(candidate, task.depth + 1)]

    def _look(self, candidate: Candidate, depth: int) -> list[Task]:
        name = self.platform.name_of(candidate.url)
        if name in self.candidates or len(self.candidates) >= MOST_CANDIDATES or self.lists.is_page(candidate.url):
            return []
        self.candidates.add(name)
        if self.patient and not candidate.menu:
            self.later[name] = Task(
                PAGE, candidate.url, title=candidate.title, parent=candidate.parent_url, depth=depth
            )
            return []
        return [Task(PAGE, candidate.url, title=candidate.title, parent=candidate.parent_url, depth=depth)]

    def idle(self) -> list[Task]:
        """When nothing is left to ask: the pages that no menu leads to, where they turned out to be no articles."""
        later, self.later = self.later, {}
        return [task for task in later.values() if not self._is_article(task.url)]

    def _is_article(self, url: str) -> bool:
        return any(self.articles.met(name) for name in (self.platform.native_id(url), path_id(url)) if name)

    def _listing(self, task: Task, url: str, listing: Listing) -> list[Task]:
        if task.role == ARTICLE:
            self.articles.came(task.native_id)
        if task.role != LIST and shows_teasers(task, url, listing):
            return self._entries(listing, url, listed=False)
        following = self.lists.take(task, url, listing, self.platform)
        if following is None:
            return []
        if task.role != LIST:
            self.candidates.add(self.platform.name_of(list_url(self.platform, url)))
        return self._entries(listing, url) + self._unless_limited(following)

    def _entries(self, listing: Listing, url: str, *, listed: bool = True) -> list[Task]:
        entries = (entry for entry in listing.entries if not shown_only(entry, url))
        return [step for entry in entries for step in self.articles.want(entry, listed=listed)]

    def _article(self, task: Task, url: str) -> None:
        self.articles.came(self.platform.native_id(url) or task.native_id or path_id(url), task.native_id)
