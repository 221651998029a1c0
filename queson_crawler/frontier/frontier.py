"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from archive.events import Conclusion
from archive.records import Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.candidates import Candidates
from queson_crawler.frontier.feeds import Feeds
from queson_crawler.frontier.follow_up import FollowUp
from queson_crawler.frontier.identities import IdentityLearner
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.rendering import Rendering
from queson_crawler.frontier.revisit import MAX_FEEDS_AGAIN, Revisit
from queson_crawler.parse.links import Links, list_url
from queson_crawler.parse.results import Feed, Listing, Redirect, Why
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.parts import further_of
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import (
    AGAIN,
    ArticleTask,
    ListTask,
    PageTask,
    Task,
    asked_id,
)
from queson_crawler.urls import canonical, clean


@dataclass(slots=True)
class Frontier:
    """The state of one run over one portal. Every method gives the tasks that follow."""

    portal: Portal
    articles: Articles = field(default_factory=Articles)
    lists: Lists = field(default_factory=Lists)
    revisit: Revisit = field(default_factory=Revisit)
    candidates: Candidates = field(default_factory=Candidates)
    rendering: Rendering = field(default_factory=Rendering)
    identities: IdentityLearner = field(default_factory=IdentityLearner)
    concluded: list[Conclusion] = field(default_factory=list)
    profile: Profile = field(init=False)
    feeds: Feeds = field(init=False)
    follow_up: FollowUp = field(init=False)

    def __post_init__(self) -> None:
        self.profile = Profile.of(self.portal)
        self.feeds = Feeds(self.portal)
        self.follow_up = FollowUp(self.portal.start, self.revisit, self.articles, self.lists)

    @property
    def platform(self) -> Platform:
        """The platform, as far as it is known by now."""
        return self.profile.platform

    def start(self) -> list[Task]:
        """The first requests of a run."""
        self.candidates.names.add(canonical(self.portal.start))
        tasks: list[Task] = [PageTask(self.portal.start, start=True)]
        for url in self.portal.categories:
            self.candidates.names.add(canonical(url))
            tasks.append(PageTask(url, self.revisit.home_of(url), title=self.portal.title_of(url), depth=1))
        return tasks

    def remember(self, revisit: Revisit) -> None:
        """Take up what is known of the portal."""
        self.revisit = revisit
        self.follow_up = FollowUp(self.portal.start, revisit, self.articles, self.lists)
        self.articles.stored = frozenset(revisit.memory.articles)
        self.articles.known = frozenset() if revisit.full else self.articles.stored
        self.articles.held = revisit.held
        for known in revisit.memory.articles.values():
            self.identities.came(known.url, known.native_id)
        self.lists.known = revisit.memory
        self.lists.short = not revisit.full
        self.lists.anew = revisit.lists_anew()

    def conclusions(self) -> list[Conclusion]:
        """What was concluded since this was last asked."""
        new: list[Conclusion] = [
            *self.rendering.concluded,
            *self.follow_up.concluded,
            *self.lists.concluded,
            *self.concluded,
        ]
        self.concluded.clear()
        self.rendering.concluded.clear()
        self.follow_up.concluded.clear()
        self.lists.concluded.clear()
        return new

    def as_of_now(self, task: Task) -> Task:
        """A task with what is known by now. An answer is judged by that, and not by what was known when its request was
        queued."""
        if isinstance(task, ArticleTask):
            return self.articles.as_of_now(task)
        return task

    def take(self, reading: Reading) -> list[Task]:
        """What follows from one answer."""
        self.profile = reading.profile
        if not self.profile.is_identity_learned:
            self.articles.held = True
        if reading.imprint is not None and reading.imprint.title:
            self.revisit.title = reading.imprint.title
        steps = self._after(reading)
        if self.identities.is_enough:
            self._learn_identity()
        if self.articles.held and not self.revisit.held and self.profile.is_identity_learned:
            # It was held until it was known whose portal this is.
            steps += self.articles.release()
        return steps

    def _after(self, reading: Reading) -> list[Task]:
        task, links = reading.task, reading.links
        if isinstance(reading.result, Redirect):
            return self._redirected(task, reading.result)
        if isinstance(reading.result, Feed):
            return self._fed(reading, reading.result)
        steps = self.rendering.take(reading)
        if steps is None:
            steps = self._of_content(reading)
        elif task.render:
            return steps
        steps += self._follow(task, links)
        if task.is_start and reading.kind is not Kind.ARTICLE:
            steps += self._begin_feeds(reading.url, links)
        return steps

    def _of_content(self, reading: Reading) -> list[Task]:
        if isinstance(reading.result, Listing):
            return self._listing(reading, reading.result)
        if reading.kind is Kind.ARTICLE:
            return self._article(reading)
        return self.refused(reading.task, reading.why)

    def _article(self, reading: Reading) -> list[Task]:
        task = reading.task
        if not (isinstance(task, ArticleTask) and task.part):
            self.articles.came(reading.native_id, asked_id(task))
            self.identities.came(reading.url, reading.native_id)
        return [*self.articles.further(reading.native_id, further_of(reading))]

    def _fed(self, reading: Reading, feed: Feed) -> list[Task]:
        steps = self._mentioned(reading.entries)
        if self.revisit.again:
            steps += self.follow_up.changed_in_feed(clean(reading.url), reading.entries)
        else:
            steps += self.feeds.ask(feed.children)
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
            return [] if task.part else [*self.articles.refused(task, why)]
        if isinstance(task, ListTask):
            following = self.lists.miss(task, is_answered=why not in AGAIN)
            if not self.articles.limited:
                return [*following]
        return []

    def _redirected(self, task: Task, redirect: Redirect) -> list[Task]:
        if isinstance(task, ListTask):
            task = replace(task, postback=None)
        return [replace(task, url=redirect.target, hops=task.hops + 1, origin=task.origin or task.url)]

    def _follow(self, task: Task, links: Links) -> list[Task]:
        tasks = self._mentioned(links.mentions)
        depth = task.depth if isinstance(task, PageTask) else 0
        tasks += self.candidates.look(links.candidates, depth + 1, self.platform, self.lists, self.revisit)
        return tasks

    def _mentioned(self, entries: Iterable[Entry]) -> list[Task]:
        mentions = tuple(entries)
        self.revisit.meet(mentions)
        return [*self.articles.want_all(mentions, listed=False)]

    def idle(self, requests: int = 0, new: int = 0, revised: int = 0) -> list[Task]:
        """When nothing is left to ask: of all that waits for that the first kind that there is. `requests` are those of
        the run until now, `new` and `revised` the articles that it found."""
        kinds: list[Callable[[], Sequence[Task]]] = [
            self._released_on_evidence,
            partial(self.rendering.release, self.profile),
            self._pages_looked_at_late,
            self._released,
        ]
        known_lists = partial(self.follow_up.known_lists, self.platform, self.candidates.names)
        if self.lists.walks:
            kinds += [known_lists, partial(self._known_articles, requests, new, revised)]
        else:
            kinds += [self.candidates.take_archives, known_lists]
        for waiting in kinds:
            tasks = waiting()
            if tasks:
                return [*tasks]
        return []

    def _released_on_evidence(self) -> list[ArticleTask]:
        """The articles that waited, where lists have shown enough to tell them apart."""
        if not self._has_evidence():
            return []
        return self._released()

    def _pages_looked_at_late(self) -> list[PageTask]:
        """The pages that no menu leads to, where they turned out to be no articles."""
        return [task for task in self.candidates.take_later() if not self._is_article(task.url)]

    def _known_articles(self, requests: int, new: int, revised: int) -> Sequence[Task]:
        """What is asked because it is known, by the profile of now: a rule may just have been learned."""
        return self.follow_up.known_articles(self.profile, requests, new, revised)

    def _released(self) -> list[ArticleTask]:
        """The articles that waited until it was known what tells them apart."""
        if self._learn_identity() and not self.revisit.held:
            return self.articles.release()
        return []

    def _has_evidence(self) -> bool:
        """Whether lists have shown what articles look like; where none has, every page is looked at before that."""
        return bool(self.identities.shown) or not (self.candidates.is_waiting or self.rendering.waiting)

    def _learn_identity(self) -> bool:
        """Learn what tells the portal's articles apart; whether that is known otherwise now than it was before."""
        learned = self.identities.learned(self.profile)
        if learned is None:
            return False
        self.profile = learned
        self.articles.name_anew(learned.identify)
        self.lists.name_anew(self.identities.renamed(learned))
        self.concluded.append(learned.kept())
        return True

    def _is_article(self, url: str) -> bool:
        return self.articles.was_met(self.profile.identify(url))

    def _listing(self, reading: Reading, listing: Listing) -> list[Task]:
        task, place = reading.task, reading.place
        if isinstance(task, ArticleTask):
            self.articles.came(task.native_id)
        self.revisit.meet(listing.entries)
        if reading.kind is Kind.TEASERS or place is None:
            return self._entries(reading)
        pager = self.candidates.of_this_list(listing.pager, place.home, self.platform)
        if isinstance(task, ListTask) and task.heading:
            self.candidates.belongs_to_a_list(reading.url, self.platform)
        following = self.lists.take(reading, place, replace(listing, pager=pager))
        if following is None:
            return []
        if place.begins:
            self.candidates.names.add(self.platform.name_of(list_url(self.platform, reading.url)))
        steps = self._entries(reading)
        steps += self.follow_up.changed_in_list(place.home)
        if not self.articles.limited:
            steps += following
        return steps

    def _entries(self, reading: Reading) -> list[Task]:
        """What to ask of the articles that a page names."""
        self.follow_up.note_addresses(reading.entries)
        self.identities.meet(reading)
        return [*self.articles.want_all(reading.entries, listed=reading.are_listed)]
