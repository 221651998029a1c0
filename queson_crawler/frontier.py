"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from archive.records import Entry
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.results import Feed, Listing, NotContent, RawArticle, Redirect, Why
from queson_crawler.platforms import GENERIC, Platform
from queson_crawler.platforms.base import path_id
from queson_crawler.portals import Portal
from queson_crawler.reader import shown_only, shows_teasers
from queson_crawler.tasks import ARTICLE, FEED, LIST, MOST_ATTEMPTS, MOST_HOPS, PAGE, Decision, Task
from queson_crawler.urls import canonical, clean, host, local, without_language
from queson_crawler.walk import Walk

MOST_DEPTH = 4
LEAST_TWIN = 3
MOST_CANDIDATES = 600
"""So many pages are looked at in search of lists; a portal has tens, an endless space has more."""
MOST_FEEDS, MOST_FEED_PAGES = 12, 500
STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
_PAGE = re.compile(r"&page=\d+$")
MOST_RENDERED_LISTS, MOST_RENDERED = 60, 5000
"""A browser looks at so many pages in search of lists, and at so many in all: it takes seconds for each."""


@dataclass(slots=True)
class Wanted:
    """One article to fetch: the addresses it was met under, those already asked, and whether a list names it."""

    waiting: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    listed: bool = False
    busy: bool = False
    done: bool = False
    why: Why | None = None


@dataclass(slots=True)
class Frontier:
    """The state of one run over one portal. Every method gives the tasks that follow."""

    portal: Portal
    known: frozenset[str] = frozenset()
    most_articles: int | None = None
    platform: Platform = GENERIC
    walks: dict[str, Walk] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    candidates: set[str] = field(default_factory=set)
    articles_asked: int = 0
    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    rendered: int = 0
    later: dict[str, Task] = field(default_factory=dict)
    patient: bool = True
    """Whether pages that no menu leads to wait until the lists were read: most of them are articles of these."""
    sitemaps: list[str] = field(default_factory=list)
    """What robots.txt names as sitemaps."""
    decided: list[Decision] = field(default_factory=list)
    _heads: dict[tuple[object, ...], str] = field(default_factory=dict)
    _asides: dict[str, Walk] = field(default_factory=dict)
    _filled: set[tuple[str, int]] = field(default_factory=set)
    _feeds: set[str] = field(default_factory=set)
    _homes: set[str] = field(default_factory=set)

    def start(self) -> list[Task]:
        """The first requests of a run."""
        self.candidates.add(canonical(self.portal.start))
        self.candidates.update(map(canonical, self.portal.categories))
        return [
            Task(PAGE, self.portal.start, start=True),
            *(Task(PAGE, url, title=self.portal.title_of(url), depth=1) for url in self.portal.categories),
        ]

    @property
    def limited(self) -> bool:
        """Whether the run has asked for as many articles as it may."""
        return self.most_articles is not None and self.articles_asked >= self.most_articles

    def decisions(self) -> list[Decision]:
        """What was concluded since this was last asked."""
        new, self.decided = self.decided, []
        return new

    def take(self, task: Task, url: str, understood: Understood) -> list[Task]:
        """What follows from one answer."""
        result = understood.result
        if isinstance(result, Redirect):
            return self._redirected(task, result)
        if isinstance(result, Feed):
            named = [step for entry in result.entries for step in self._want(entry, listed=False)]
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
            return self._article(task, url) + self._follow(task, understood.links)
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
            wanted = self.wanted[task.native_id]
            wanted.busy, wanted.why = False, why
            return self._ask(task.native_id)
        if task.role == LIST:
            walk = self.walks.get(task.category)
            return [] if walk is None else self._after(walk, walk.miss(task.number, task))
        return []

    def _walk(self, category: str) -> Walk | None:
        return self.walks.get(category) or self._asides.get(category)

    def _redirected(self, task: Task, redirect: Redirect) -> list[Task]:
        if task.hops >= MOST_HOPS:
            return self.refused(replace(task, attempt=MOST_ATTEMPTS), Why.LOOP)
        return [replace(task, url=redirect.target, hops=task.hops + 1, origin=task.origin or task.url, postback=None)]

    def _follow(self, task: Task, links: Links) -> list[Task]:
        tasks = [step for entry in links.mentions for step in self._want(entry, listed=False)]
        if task.depth >= MOST_DEPTH:
            return tasks
        return tasks + [step for candidate in links.candidates for step in self._look(candidate, task.depth + 1)]

    def _look(self, candidate: Candidate, depth: int) -> list[Task]:
        name = self.platform.name_of(candidate.url)
        if name in self.candidates or len(self.candidates) >= MOST_CANDIDATES or self._is_list_page(candidate.url):
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
        articles = {self.platform.name_of(url) for wanted in self.wanted.values() for url in wanted.asked}
        return [task for name, task in later.items() if name not in articles and path_id(task.url) not in self.known]

    def _is_list_page(self, url: str) -> bool:
        templates = (walk.template for walk in (*self.walks.values(), *self._asides.values()) if walk.template)
        return any(
            url.startswith(rule.before)
            and url.endswith(rule.after)
            and url[len(rule.before) : len(url) - len(rule.after)].isdigit()
            for rule in templates
        )

    def _listing(self, task: Task, url: str, listing: Listing) -> list[Task]:
        if task.role == LIST:
            walk = self._walk(task.category)
            if walk is None:
                return []
            number, steps = task.number, self._entries(listing, url)
        else:
            if task.role == ARTICLE:
                self.wanted[task.native_id].done = True
            if shows_teasers(task, url, listing):
                return self._entries(listing, url, listed=False)
            home = list_url(self.platform, url)
            name = self.platform.name_of(home)
            if name in self._homes:
                return []
            self._homes.add(name)
            self.candidates.add(name)
            walk = Walk(home, task.title or listing.title, rendering=task.render)
            number, steps = 1, self._entries(listing, url)
            if twin := self._twin_of(home, listing):
                self.twins[home] = twin
                self.decided.append(Decision(home, same_as=twin))
                walk.read(1, listing)
                self._asides[home] = walk
                return steps + self._fill(self.walks[twin])
            self.walks[home] = walk
        following, _ = walk.read(number, listing, task if task.role == LIST else None)
        # A twin is only asked for the pages that its list could not give; it is not walked itself.
        return steps if walk.url in self._asides else steps + self._after(walk, following)

    def _after(self, walk: Walk, following: list[Task]) -> list[Task]:
        self.decided += [Decision(walk.url, missing=number) for number in walk.unreachable]
        self.decided += [Decision(walk.url, repeated=number) for number in walk.repeated]
        walk.unreachable, walk.repeated = [], []
        if self.limited:
            return []
        return following or self._fill(walk)

    def _fill(self, walk: Walk) -> list[Task]:
        """When a list ended with gaps: ask for the missing pages at the same list's other addresses."""
        if not walk.ended:
            return []
        others = (self._asides[url] for url, twin in self.twins.items() if twin == walk.url)
        tasks = [task for other in others for task in walk.missing_from(other)]
        tasks = [task for task in tasks if (task.category, task.number) not in self._filled]
        self._filled.update((task.category, task.number) for task in tasks)
        return tasks

    def _twin_of(self, home: str, listing: Listing) -> str | None:
        """The category whose first page this one repeats entry by entry: with the same totals, or as the same page
        with and without the language in its address."""
        ids = tuple(entry.native_id for entry in listing.entries)
        heads: list[tuple[object, ...]] = [(ids, without_language(local(home)))]
        if len(ids) >= LEAST_TWIN and (listing.declared_total or listing.pager.last):
            heads.append((ids, listing.declared_total, listing.pager.last))
        twins = [self._heads.setdefault(head, home) for head in heads]
        return next((twin for twin in twins if twin != home), None)

    def _entries(self, listing: Listing, url: str, *, listed: bool = True) -> list[Task]:
        return [
            step for entry in listing.entries if not shown_only(entry, url) for step in self._want(entry, listed=listed)
        ]

    def _want(self, entry: Entry, *, listed: bool) -> list[Task]:
        if entry.native_id in self.known:
            return []
        wanted = self.wanted.setdefault(entry.native_id, Wanted())
        if listed and not wanted.listed:
            wanted.listed = True
            if wanted.why is Why.UNDATED:
                wanted.asked.clear()
        if entry.url not in wanted.asked and entry.url not in wanted.waiting:
            wanted.waiting.append(entry.url)
        return self._ask(entry.native_id)

    def _ask(self, native_id: str) -> list[Task]:
        wanted = self.wanted[native_id]
        if wanted.done or wanted.busy or not wanted.waiting:
            return []
        if not wanted.asked:
            if self.limited:
                return []
            self.articles_asked += 1
        url = wanted.waiting.pop(0)
        wanted.asked.add(url)
        wanted.busy = True
        return [Task(ARTICLE, url, native_id=native_id, listed=wanted.listed)]

    def _article(self, task: Task, url: str) -> list[Task]:
        native_id = self.platform.native_id(url) or task.native_id or path_id(url)
        for name in {native_id, task.native_id} - {""}:
            wanted = self.wanted.setdefault(name, Wanted())
            wanted.done, wanted.busy = True, False
        return []
