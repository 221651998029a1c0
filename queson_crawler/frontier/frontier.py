"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.events import AnotherSite, Conclusion, PageNotRendered
from archive.records import Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds import Feeds
from queson_crawler.frontier.follow_up import FollowUp
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import MAX_FEEDS_AGAIN, Revisit
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.results import Feed, Listing, Redirect, Why
from queson_crawler.platforms import Platform
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import (
    MAX_ATTEMPTS,
    MAX_DEPTH,
    ArticleTask,
    ListTask,
    PageTask,
    Role,
    Task,
)
from queson_crawler.urls import canonical, clean

MAX_CANDIDATES = 600
"""At most this many pages are looked at in search of lists; a portal has tens, an endless space has more."""
STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
MAX_RENDERED_LISTS, MAX_RENDERED = 60, 5000
"""A browser looks at this many pages at most in search of lists, and at this many in all: it takes seconds for each."""


@dataclass(slots=True)
class Frontier:
    """The state of one run over one portal. Every method gives the tasks that follow."""

    portal: Portal
    articles: Articles = field(default_factory=Articles)
    lists: Lists = field(default_factory=Lists)
    revisit: Revisit = field(default_factory=Revisit)
    candidates: set[str] = field(default_factory=set)
    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    rendered: int = 0
    later: dict[str, PageTask] = field(default_factory=dict)
    patient: bool = True
    """Whether pages that no menu leads to wait until the lists were read: most of them are articles of these."""
    concluded: list[Conclusion] = field(default_factory=list)
    stranger: str = ""
    """What the site calls itself that answers in the place of the portal."""
    profile: Profile = field(init=False)
    feeds: Feeds = field(init=False)
    follow_up: FollowUp = field(init=False)

    def __post_init__(self) -> None:
        self.profile = Profile.of(self.portal)
        self.feeds = Feeds(self.portal)
        self.follow_up = FollowUp(self.revisit, self.articles, self.lists)

    @property
    def platform(self) -> Platform:
        """The platform, as far as it is known by now."""
        return self.profile.platform

    def start(self) -> list[Task]:
        """The first requests of a run."""
        self.candidates.add(canonical(self.portal.start))
        tasks: list[Task] = [PageTask(self.portal.start, start=True)]
        for url in self.portal.categories:
            self.candidates.add(canonical(url))
            tasks.append(PageTask(url, self.revisit.home_of(url), title=self.portal.title_of(url), depth=1))
        return tasks

    def remember(self, revisit: Revisit) -> None:
        """Take up what is known of the portal."""
        self.revisit = revisit
        self.follow_up = FollowUp(revisit, self.articles, self.lists)
        self.articles.stored = frozenset(revisit.memory.articles)
        self.articles.known = frozenset() if revisit.full else self.articles.stored
        self.articles.held = revisit.held
        self.lists.known = revisit.memory
        self.lists.short = not revisit.full
        self.lists.anew = revisit.lists_anew()

    def conclusions(self) -> list[Conclusion]:
        """What was concluded since this was last asked."""
        new = self.concluded + self.lists.concluded
        self.concluded, self.lists.concluded = [], []
        return new

    def as_of_now(self, task: Task) -> Task:
        """A task with what is known by now. An answer is judged by that, and not by what was known when its request was
        queued."""
        return self.articles.as_of_now(task) if isinstance(task, ArticleTask) else task

    def take(self, reading: Reading) -> list[Task]:
        """What follows from one answer."""
        self.profile = reading.profile
        if reading.imprint is not None and reading.imprint.title:
            self.revisit.title = reading.imprint.title
        steps = self._after(reading)
        if self.articles.held and not self.revisit.held:
            # It was held until it was known whose portal this is.
            steps += self.articles.release()
        return steps

    def _after(self, reading: Reading) -> list[Task]:
        task, links = reading.task, reading.links
        if isinstance(reading.result, Redirect):
            return self._redirected(task, reading.result)
        if isinstance(reading.result, Feed):
            return self._fed(reading, reading.result)
        if reading.scripted and (steps := self._not_shown(task)):
            return [*steps, *self._follow(task, links)] if reading.kind is Kind.UNRENDERED else steps
        steps = self._of_content(reading)
        steps += self._follow(task, links)
        if task.is_start and reading.kind is not Kind.ARTICLE:
            steps += self._begin_feeds(reading.url, links)
        return steps

    def _of_content(self, reading: Reading) -> list[Task]:
        if isinstance(reading.result, Listing):
            return self._listing(reading, reading.result)
        if reading.kind is Kind.ARTICLE:
            asked_id = reading.task.native_id if isinstance(reading.task, ArticleTask) else ""
            self.articles.came(reading.native_id, asked_id)
            return []
        return self.refused(reading.task, reading.why)

    def _not_shown(self, task: Task) -> list[Task]:
        """A page that holds nothing, and signs that a browser would show more: ask once more, with one; else say why
        not."""
        if not task.render:
            steps = self._render(task)
            reason = self.no_browser or TOO_MANY
        else:
            # What its scripts asked for may have failed.
            steps = [replace(task, attempt=task.attempt + 1)] if task.attempt < MAX_ATTEMPTS else []
            reason = STILL_EMPTY
        if not steps:
            self.concluded.append(PageNotRendered(task.url, reason))
        return steps

    def _render(self, task: Task) -> list[Task]:
        """Ask for a page once more, with a browser; not for more pages than a portal has that need one."""
        most = MAX_RENDERED if task.role is Role.ARTICLE else MAX_RENDERED_LISTS
        is_posted = isinstance(task, ListTask) and task.postback is not None
        if self.no_browser or is_posted or self.rendered >= most:
            return []
        self.rendered += 1
        return [replace(task, render=True, attempt=1)]

    def _fed(self, reading: Reading, feed: Feed) -> list[Task]:
        steps = self._mentioned(reading.entries)
        if not self.revisit.again:
            steps += self.feeds.ask(feed.children)
            return steps
        for known in self.revisit.told_changed(clean(reading.url), reading.entries):
            steps += self.articles.ask_again(known)
        return steps

    def _begin_feeds(self, url: str, links: Links) -> list[Task]:
        if self.revisit.again:
            return [*self.feeds.ask(self.revisit.memory.feeds[:MAX_FEEDS_AGAIN])]
        return [*self.feeds.ask(self.feeds.usual(url, self.platform, links))]

    def refused(self, task: Task, why: Why) -> list[Task]:
        """What follows when a task brought no content, or no answer."""
        if task.may_repeat(why):
            return [replace(task, attempt=task.attempt + 1)]
        if isinstance(task, ArticleTask):
            return [*self.articles.refused(task, why)]
        if isinstance(task, ListTask):
            following = self.lists.miss(task)
            return [] if self.articles.limited else [*following]
        return []

    def _redirected(self, task: Task, redirect: Redirect) -> list[Task]:
        if isinstance(task, ListTask):
            task = replace(task, postback=None)
        return [replace(task, url=redirect.target, hops=task.hops + 1, origin=task.origin or task.url)]

    def _follow(self, task: Task, links: Links) -> list[Task]:
        tasks = self._mentioned(links.mentions)
        depth = task.depth if isinstance(task, PageTask) else 0
        if depth < MAX_DEPTH:
            for candidate in links.candidates:
                tasks += self._look(candidate, depth + 1)
        return tasks

    def _mentioned(self, entries: Iterable[Entry]) -> list[Task]:
        mentions = tuple(entries)
        self.revisit.meet(mentions)
        tasks: list[Task] = []
        for entry in mentions:
            tasks += self.articles.want(entry, listed=False)
        return tasks

    def _look(self, candidate: Candidate, depth: int) -> list[PageTask]:
        name = self.platform.name_of(candidate.url)
        if name in self.candidates or len(self.candidates) >= MAX_CANDIDATES or self.lists.is_page(candidate.url):
            return []
        self.candidates.add(name)
        self.revisit.prepare(self.platform.name_of)
        if self.revisit.is_superfluous(name):
            return []
        known = self.revisit.list_at(name)
        home = known.url if known and not known.same_as else ""
        task = PageTask(candidate.url, home, title=candidate.title, parent=candidate.parent_url, depth=depth)
        if self.patient and not candidate.menu and not home:
            self.later[name] = task
            return []
        return [task]

    def idle(self, requests: int = 0, new: int = 0, revised: int = 0) -> list[Task]:
        """When nothing is left to ask: first the pages that no menu leads to, where they turned out to be no articles;
        then, one after the other, what is asked because it is known. `requests` are those of the run until now,
        `new` and `revised` the articles that it found."""
        later, self.later = self.later, {}
        tasks: list[Task] = []
        for task in later.values():
            if not self._is_article(task.url):
                tasks.append(task)
        tasks = tasks or [*self.follow_up.known_lists(self.platform, self.candidates)]
        return tasks or self._known_articles(requests, new, revised)

    def _known_articles(self, requests: int, new: int, revised: int) -> list[Task]:
        """What is missing, what seems to be gone, what may have changed; nothing where another site answers."""
        if not self.revisit.memory.articles or not self.lists.walks:
            return []
        if self.articles.held and self.revisit.is_another:
            if not self.stranger:
                self.stranger = self.revisit.title or "nothing"
                self.concluded.append(AnotherSite(self.portal.start, self.stranger))
            return []
        tasks: list[Task] = []
        if self.articles.held:
            tasks += self.articles.release()
        return (
            tasks or [*self.follow_up.articles_again(requests, new, revised)] or [*self.follow_up.looks(self.platform)]
        )

    def _is_article(self, url: str) -> bool:
        native_id = self.platform.native_id(url)
        if native_id and self.articles.was_met(native_id):
            return True
        return self.articles.was_met(path_id(url))

    def _listing(self, reading: Reading, listing: Listing) -> list[Task]:
        task, place = reading.task, reading.place
        if isinstance(task, ArticleTask):
            self.articles.came(task.native_id)
        self.revisit.meet(listing.entries)
        if reading.kind is Kind.TEASERS or place is None:
            return self._entries(reading)
        following = self.lists.take(reading, place, listing)
        if following is None:
            return []
        if place.begins:
            self.candidates.add(self.platform.name_of(list_url(self.platform, reading.url)))
        steps = self._entries(reading)
        steps += self._retitled(place.home)
        if not self.articles.limited:
            steps += following
        return steps

    def _retitled(self, home: str) -> list[Task]:
        """Stored articles that a list calls otherwise now, or names anew, or that are gone and listed again."""
        head = self.lists.heads.get(home)
        if not self.revisit.again or head is None:
            return []
        tasks: list[Task] = []
        names = head.retitled | head.risen | self.revisit.returned(head.last_page)
        for name in sorted(names):
            known = self.revisit.memory.articles.get(name)
            if known is not None:
                tasks += self.articles.ask_again(known, listed_at=True)
        return tasks

    def _entries(self, reading: Reading) -> list[Task]:
        """What to ask of the articles that a page names."""
        if self.revisit.again:
            self._note_addresses(reading.entries)
        tasks: list[Task] = []
        for entry in reading.entries:
            tasks += self.articles.want(entry, listed=reading.are_listed)
        return tasks

    def _note_addresses(self, entries: Iterable[Entry]) -> None:
        """Note where lists name stored articles now."""
        for entry in entries:
            known = self.revisit.memory.articles.get(entry.native_id)
            if known is not None and entry.url != known.url:
                self.articles.listed_at[entry.native_id] = entry.url
