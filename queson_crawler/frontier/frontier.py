"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.events import AnotherSite, Conclusion, PageNotRendered
from archive.records import Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds import Feeds
from queson_crawler.frontier.follow_up import Ending
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import MAX_FEEDS_AGAIN, Visit
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.platforms import GENERIC, Platform
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import shown_only, shows_teasers
from queson_crawler.understand.tasks import ARTICLE, LIST, MAX_ATTEMPTS, MAX_DEPTH, MAX_HOPS, PAGE, Task
from queson_crawler.urls import canonical, clean

MAX_CANDIDATES = 600
"""So many pages are looked at in search of lists; a portal has tens, an endless space has more."""
STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
MAX_RENDERED_LISTS, MAX_RENDERED = 60, 5000
"""A browser looks at so many pages in search of lists, and at so many in all: it takes seconds for each."""


@dataclass(slots=True)
class Frontier:
    """The state of one run over one portal. Every method gives the tasks that follow."""

    portal: Portal
    articles: Articles = field(default_factory=Articles)
    platform: Platform = GENERIC
    lists: Lists = field(default_factory=Lists)
    visit: Visit = field(default_factory=Visit)
    candidates: set[str] = field(default_factory=set)
    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    rendered: int = 0
    later: dict[str, Task] = field(default_factory=dict)
    patient: bool = True
    """Whether pages that no menu leads to wait until the lists were read: most of them are articles of these."""
    decided: list[Conclusion] = field(default_factory=list)
    stranger: str = ""
    """What the site calls itself that answers in the place of the portal."""
    feeds: Feeds = field(init=False)
    ending: Ending = field(init=False)

    def __post_init__(self) -> None:
        self.feeds = Feeds(self.portal)
        self.ending = Ending(self.visit, self.articles, self.lists)

    def start(self) -> list[Task]:
        """The first requests of a run."""
        self.candidates.add(canonical(self.portal.start))
        self.candidates.update(map(canonical, self.portal.categories))
        return [
            Task(PAGE, self.portal.start, start=True),
            *(
                Task(PAGE, url, self.visit.home_of(url), title=self.portal.title_of(url), depth=1)
                for url in self.portal.categories
            ),
        ]

    def remember(self, visit: Visit) -> None:
        """Take up what is known of the portal."""
        self.visit = visit
        self.ending = Ending(visit, self.articles, self.lists)
        self.articles.stored = frozenset(visit.memory.articles)
        self.articles.known = frozenset() if visit.full else self.articles.stored
        self.articles.held = visit.held
        self.lists.known, self.lists.short, self.lists.anew = visit.memory, not visit.full, visit.lists_anew()

    def decisions(self) -> list[Conclusion]:
        """What was concluded since this was last asked."""
        new = self.decided + self.lists.decided
        self.decided, self.lists.decided = [], []
        return new

    def take(self, task: Task, url: str, understood: Understood) -> list[Task]:
        """What follows from one answer."""
        steps = self._taken(task, url, understood)
        # What was held until it was known whose portal this is.
        return steps + self.articles.release() if self.articles.held and not self.visit.held else steps

    def _taken(self, task: Task, url: str, understood: Understood) -> list[Task]:
        result = understood.result
        if isinstance(result, Redirect):
            return self._redirected(task, result)
        if isinstance(result, Feed):
            return self._fed(url, result)
        if understood.scripted and not task.render:
            if steps := self._render(task):
                return steps + self._follow(task, understood.links)
            self.decided.append(PageNotRendered(task.url, self.no_browser or TOO_MANY))
        elif understood.scripted and task.render:
            if task.attempt < MAX_ATTEMPTS:  # what its scripts asked for may have failed
                return [replace(task, attempt=task.attempt + 1)]
            self.decided.append(PageNotRendered(task.url, STILL_EMPTY))
        begun = self._begin_feeds(url, understood.links) if task.start else []
        if isinstance(result, NotContent):
            return self.refused(task, result.why) + self._follow(task, understood.links) + begun
        if isinstance(result, RawArticle):
            self._article(task, url)
            return self._follow(task, understood.links)
        return self._listing(task, url, result) + self._follow(task, understood.links) + begun

    def _render(self, task: Task) -> list[Task]:
        """Ask for a page once more, with a browser; not for more pages than a portal has that need one."""
        most = MAX_RENDERED if task.role == ARTICLE else MAX_RENDERED_LISTS
        if self.no_browser or task.postback is not None or self.rendered >= most:
            return []
        self.rendered += 1
        return [replace(task, render=True, attempt=1)]

    def _fed(self, url: str, feed: Feed) -> list[Task]:
        named = self._mentioned(feed.entries)
        changed = self.visit.told_changed(clean(url), feed.entries) if self.visit.again else []
        again = [step for known in changed for step in self.articles.again(known)]
        return named + again + ([] if self.visit.again else self.feeds.ask(feed.children))

    def _begin_feeds(self, url: str, links: Links) -> list[Task]:
        if self.visit.again:
            return self.feeds.ask(self.visit.memory.feeds[:MAX_FEEDS_AGAIN])
        return self.feeds.ask(self.feeds.usual(url, self.platform, links))

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
        if task.hops >= MAX_HOPS:
            return self.refused(replace(task, attempt=MAX_ATTEMPTS), Why.LOOP)
        return [replace(task, url=redirect.target, hops=task.hops + 1, origin=task.origin or task.url, postback=None)]

    def _follow(self, task: Task, links: Links) -> list[Task]:
        tasks = self._mentioned(links.mentions)
        if task.depth >= MAX_DEPTH:
            return tasks
        return tasks + [step for candidate in links.candidates for step in self._look(candidate, task.depth + 1)]

    def _mentioned(self, entries: Iterable[Entry]) -> list[Task]:
        mentions = tuple(entries)
        self.visit.meet(mentions)
        return [step for entry in mentions for step in self.articles.want(entry, listed=False)]

    def _look(self, candidate: Candidate, depth: int) -> list[Task]:
        name = self.platform.name_of(candidate.url)
        if name in self.candidates or len(self.candidates) >= MAX_CANDIDATES or self.lists.is_page(candidate.url):
            return []
        self.candidates.add(name)
        self.visit.prepare(self.platform.name_of)
        if self.visit.is_superfluous(name):
            return []
        known = self.visit.list_at(name)
        home = known.url if known and not known.same_as else ""
        task = Task(PAGE, candidate.url, home, title=candidate.title, parent=candidate.parent_url, depth=depth)
        if self.patient and not candidate.menu and not home:
            self.later[name] = task
            return []
        return [task]

    def idle(self, requests: int = 0, new: int = 0, revised: int = 0) -> list[Task]:
        """When nothing is left to ask: first the pages that no menu leads to, where they turned out to be no articles;
        then, one after the other, what is asked because it is known. `requests` are those of the run until now,
        `new` and `revised` the articles that it found."""
        later, self.later = self.later, {}
        if tasks := [task for task in later.values() if not self._is_article(task.url)]:
            return tasks
        return self.ending.known_lists(self.platform, self.candidates) or self._known_articles(requests, new, revised)

    def _known_articles(self, requests: int, new: int, revised: int) -> list[Task]:
        """What is missing, what seems to be gone, what may have changed; nothing where another site answers."""
        if not self.visit.memory.articles or not self.lists.walks:
            return []
        if self.articles.held and self.visit.is_another:
            if not self.stranger:
                self.stranger = self.visit.title or "nothing"
                self.decided.append(AnotherSite(self.portal.start, self.stranger))
            return []
        held = self.articles.release() if self.articles.held else []
        return held or self.ending.articles_again(requests, new, revised) or self.ending.looks(self.platform)

    def _is_article(self, url: str) -> bool:
        return any(self.articles.met(name) for name in (self.platform.native_id(url), path_id(url)) if name)

    def _listing(self, task: Task, url: str, listing: Listing) -> list[Task]:
        if task.role == ARTICLE:
            self.articles.came(task.native_id)
        self.visit.meet(listing.entries)
        if task.role != LIST and shows_teasers(task, url, listing):
            return self._entries(listing, url, listed=False)
        following = self.lists.take(task, url, listing, self.platform)
        if following is None:
            return []
        if task.role != LIST:
            self.candidates.add(self.platform.name_of(list_url(self.platform, url)))
        return self._entries(listing, url) + self._retitled(task, url) + self._unless_limited(following)

    def _retitled(self, task: Task, url: str) -> list[Task]:
        """Stored articles that a list calls otherwise now, or names anew, or that are gone and listed again."""
        if not self.visit.again:
            return []
        home = task.category or list_url(self.platform, url)
        head = self.lists.heads.get(home)
        names = (head.retitled | head.risen | self.visit.returned(head.last_page)) if head else ()
        found = (self.visit.memory.articles.get(name) for name in sorted(names))
        return [step for known in found if known for step in self.articles.again(known, listed_at=True)]

    def _entries(self, listing: Listing, url: str, *, listed: bool = True) -> list[Task]:
        entries = [entry for entry in listing.entries if not shown_only(entry, url)]
        for entry in entries if self.visit.again else ():
            known = self.visit.memory.articles.get(entry.native_id)
            if known is not None and entry.url != known.url:
                self.articles.listed_at[entry.native_id] = entry.url
        return [step for entry in entries for step in self.articles.want(entry, listed=listed)]

    def _article(self, task: Task, url: str) -> None:
        self.articles.came(self.platform.native_id(url) or task.native_id or path_id(url), task.native_id)
