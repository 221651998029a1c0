"""What to ask next. The archive says what is known; this holds only what one run has met. Pure state, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from archive.records import Entry
from queson_crawler.frontier.candidates import articles_may_be_among
from queson_crawler.frontier.revisit import MAX_FEEDS_AGAIN
from queson_crawler.frontier.run_state import RunState
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.results import Feed, Listing, Redirect, Why
from queson_crawler.understand.parts import further_of
from queson_crawler.understand.reading import Kind, ListPlace, Reading
from queson_crawler.understand.tasks import (
    ArticleTask,
    ListTask,
    PageTask,
    StandingTask,
    Task,
)
from queson_crawler.urls import canonical, clean, page_name


@dataclass(slots=True)
class Frontier(RunState):
    """One run over one portal. Every method gives the tasks that follow."""

    def start(self) -> list[Task]:
        """The first requests of a run."""
        start = self.portal.start
        self.candidates.names.add(page_name(canonical(start)))
        self.revisit.note_move(start)
        tasks: list[Task] = [PageTask(start, self.revisit.home_elsewhere(start), start=True)]
        for url in self.portal.categories:
            self.candidates.names.add(page_name(canonical(url)))
            tasks.append(PageTask(url, self.revisit.home_of(url), title=self.portal.title_of(url), depth=1))
        return tasks

    def take(self, reading: Reading) -> list[Task]:
        """What follows from one answer."""
        self.profile = reading.profile
        if not self.profile.is_identity_learned:
            self.articles.held = True
        self.note_title(reading.imprint)
        steps = self._after(reading)
        if self.identities.is_enough:
            self.learn_identity()
        steps += self.release_when_known()
        return steps

    def _after(self, reading: Reading) -> list[Task]:
        task = reading.task
        if isinstance(reading.result, Redirect):
            return [self._redirected(task, reading.result.target)]
        if isinstance(task, StandingTask):
            return self._stood(reading)
        if isinstance(reading.result, Feed):
            return self._fed(reading, reading.result)
        shown = self.rendering.take(reading)
        if shown is None:
            return self._of_content(reading) + self._of_links(reading)
        if task.render:
            return shown
        return shown + self._of_links(reading)

    def _stood(self, reading: Reading) -> list[Task]:
        """What follows from a page that is kept because it is there: where it leads stands in the archive."""
        if reading.standing is None:
            return self.refused(reading.task, reading.why)
        return []

    def _redirected(self, task: Task, target: str) -> Task:
        """A task at the address to which its answer leads. Where the portal has moved, its start page may be a list
        that is known under an earlier address."""
        following = task.redirected(target)
        if not isinstance(following, PageTask) or not following.is_start:
            return following
        self.revisit.note_move(target)
        return replace(following, category=following.category or self.revisit.home_elsewhere(target))

    def _of_content(self, reading: Reading) -> list[Task]:
        if isinstance(reading.result, Listing):
            return self._listing(reading, reading.result)
        if reading.kind is Kind.ARTICLE:
            return self._article(reading)
        if reading.kind is Kind.DOCUMENT:
            self.articles.came(reading.native_id, reading.task.native_id)
            return []
        self.small_lists.note(reading)
        return self.refused(reading.task, reading.why)

    def _article(self, reading: Reading) -> list[Task]:
        if not reading.task.is_part:
            self.articles.came(reading.native_id, reading.task.native_id)
            self.identities.came(reading.url, reading.native_id)
            self.siblings.take(reading.sibling)
        return [*self.articles.further(reading.native_id, further_of(reading))]

    def _fed(self, reading: Reading, feed: Feed) -> list[Task]:
        steps = self._mentioned(reading.entries)
        if self.revisit.again:
            steps += self.follow_up.changed_in_feed(clean(reading.url), reading.entries, feed.others)
        else:
            self.feeds.note(feed)
            steps += self.feeds.ask(feed.children)
        return steps

    def refused(self, task: Task, why: Why) -> list[Task]:
        """What follows when a task brought no content, or no answer."""
        if self.small_lists.waits(task):
            return []
        if task.may_repeat(why):
            return [task.again()]
        if isinstance(task, ListTask):
            return self._list_page_refused(task, why)
        if isinstance(task, ArticleTask):
            return [*self.articles.refused(task, why)]
        return []

    def _list_page_refused(self, task: ListTask, why: Why) -> list[Task]:
        following = self.lists.miss(task, why)
        if self.articles.limited:
            return []
        return [*following]

    def _of_links(self, reading: Reading) -> list[Task]:
        """What to ask of all that a page leads to."""
        task, links = reading.task, reading.links
        tasks = self._mentioned(links.mentions)
        if reading.kind is Kind.LIST and not task.is_start:
            found = articles_may_be_among(links.candidates, reading.url, reading.entries)
        else:
            found = articles_may_be_among(links.candidates)
        tasks += self.candidates.look(found, task.clicks + 1, self.platform, self.lists, self.revisit)
        if task.is_start and reading.kind is not Kind.ARTICLE:
            tasks += self.feeds.ask(self._first_feeds(reading.url, links))
        return tasks

    def _first_feeds(self, url: str, links: Links) -> Iterable[str]:
        """The feeds with which a run begins: at a further crawl those that told most."""
        if self.revisit.again:
            return self.revisit.memory.feeds[:MAX_FEEDS_AGAIN]
        return self.feeds.usual(url, self.platform, links)

    def _mentioned(self, entries: Iterable[Entry]) -> list[Task]:
        mentions = tuple(entries)
        self.revisit.meet(mentions)
        return [*self.articles.want_all(mentions, listed=False)]

    def idle(self, requests: int = 0, new: int = 0, revised: int = 0) -> list[Task]:
        """When nothing is left to ask: of all that waits for that the first kind that there is. `requests` are those of
        the run until now, `new` and `revised` the articles that it found."""
        self.learn_template()
        kinds: list[Callable[[], Sequence[Task]]] = [
            self.release_rest,
            self._released_on_evidence,
            partial(self.rendering.release, self.profile),
            partial(self.small_lists.again, self.lists, self._are_new_articles_among),
            self._pages_looked_at_late,
            self._released,
            self._named_in_feeds,
        ]
        known_lists = partial(self.follow_up.known_lists, self.platform, self.candidates.names)
        if self.lists.walks:
            kinds += [known_lists, partial(self._known_articles, requests, new, revised)]
        else:
            kinds += [known_lists, self.candidates.take_archives]
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
        return [task for task in self.candidates.take_later() if not self.was_met(task.url)]

    def _known_articles(self, requests: int, new: int, revised: int) -> Sequence[Task]:
        """What is asked because it is known, by the profile of now: a rule may just have been learned."""
        return self.follow_up.known_articles(self.profile, requests, new, revised)

    def _released(self) -> list[ArticleTask]:
        """The articles that waited until it was known what tells them apart."""
        if not self.learn_identity():
            return []
        return self.release_when_known()

    def _named_in_feeds(self) -> Sequence[Task]:
        """What only feeds name, by addresses of the form in which the lists name articles."""
        found = self.identities.like_listed(self.feeds.others, self.lists.walks, self.profile)
        entries = [replace(self.feeds.others[url], native_id=self.profile.identify(url)) for url in found]
        self.feeds.others.clear()
        return self._mentioned(entries)

    def _are_new_articles_among(self, candidates: Iterable[Candidate]) -> bool:
        """Whether pages have addresses of the form in which the lists name articles, and no list names them."""
        urls = list(map(attrgetter("url"), candidates))
        found = self.identities.like_listed(urls, self.lists.walks, self.profile)
        return any(map(self.articles.is_new, map(self.profile.identify, found)))

    def _has_evidence(self) -> bool:
        """Whether lists have shown what articles look like; where none has, every page is looked at before that."""
        if self.identities.has_lists:
            return True
        return not self.candidates.is_waiting and not self.rendering.waiting

    def _listing(self, reading: Reading, listing: Listing) -> list[Task]:
        task, place = reading.task, reading.place
        self.articles.came(task.native_id)
        self.revisit.meet(listing.entries)
        if reading.kind is Kind.TEASERS or place is None:
            return self._entries(reading)
        following = self._walked(reading, place, listing)
        if following is None:
            return []
        steps = self._entries(reading)
        steps += self.follow_up.changed_in_list(place.home)
        if not self.articles.limited:
            steps += following
        return steps

    def _walked(self, reading: Reading, place: ListPlace, listing: Listing) -> list[ListTask] | None:
        """The pages of a list to ask next; None where the page belongs to none that is read."""
        pager = self.candidates.of_this_list(listing.pager, place.home, self.platform)
        if reading.task.is_trial:
            self.candidates.belongs_to_a_list(reading.url, self.platform)
        following = self.lists.take(reading, place, replace(listing, pager=pager))
        if following is not None and place.begins:
            self.candidates.names.add(self.platform.name_of(list_url(self.platform, reading.url)))
        return following

    def _entries(self, reading: Reading) -> list[Task]:
        """What to ask of the articles that a page names."""
        if reading.are_documents:
            return [*self.articles.want_all(reading.entries, listed=reading.are_listed)]
        self.follow_up.note_addresses(reading.entries)
        self.identities.meet(reading)
        return [*self.articles.want_all(reading.entries, listed=reading.are_listed)]
