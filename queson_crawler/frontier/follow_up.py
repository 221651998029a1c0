"""What is asked at the end of a further crawl, when lists were read: all of it because it is known. Pure state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.events import AnotherSite
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.frontier.revisit_plan import Spent
from queson_crawler.platforms import Platform
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.tasks import MAX_DEPTH, ArticleTask, PageTask, Task


@dataclass(slots=True)
class FollowUp:
    """The last steps of a crawl, in their order; every method gives the next tasks, or none when it is done. `start` is
    the address of the portal; what was concluded of another site in its place waits in `concluded`."""

    start: str
    revisit: Revisit
    articles: Articles
    lists: Lists
    has_retried: bool = False
    looked: set[str] = field(default_factory=set)
    is_told: bool = False
    """Whether another site in the place of the portal was told of."""
    concluded: list[AnotherSite] = field(default_factory=list)

    def known_lists(self, platform: Platform, candidates: set[str]) -> list[PageTask]:
        """Lists that nothing leads to any more. They may be there all the same; that they are not is no gap."""
        self.revisit.prepare(platform.name_of)
        tasks: list[PageTask] = []
        for known in self.revisit.main_lists():
            name = platform.name_of(known.url)
            if known.url not in self.lists.walks and name not in candidates:
                candidates.add(name)
                tasks.append(PageTask(known.asked, title=known.title, parent=known.parent_url, depth=MAX_DEPTH))
        return tasks

    def known_articles(self, profile: Profile, requests: int, new: int, revised: int) -> Sequence[Task]:
        """What is missing, what seems to be gone, what may have changed, what may have become a list; nothing where
        another site answers. `requests` are those of the run until now, `new` and `revised` the articles found."""
        if not self.revisit.memory.articles and not self.revisit.missing():
            return []
        if self.articles.held:
            if self.revisit.is_another:
                self._tell_of_another_site()
                return []
            released = self.articles.release()
            if released:
                return released
        return self.articles_again(profile, requests, new, revised) or self.looks(profile.platform)

    def _tell_of_another_site(self) -> None:
        if not self.is_told:
            self.is_told = True
            self.concluded.append(AnotherSite(self.start, self.revisit.title or "nothing"))

    def articles_again(self, profile: Profile, requests: int, new: int, revised: int) -> Sequence[Task]:
        """What is missing, what seems to be gone, what may have changed. `requests` are those of the run until now,
        `new` and `revised` the articles that it found."""
        news = self.articles.asked - self.revisit.revisited + revised
        changed = self.lists.changed or new + revised > 0
        spent = Spent(requests, len(self.lists.walks), news, self.revisit.revisited, changed)
        if self.lists.short:
            last_pages = self.lists.last_pages(self.revisit.requests_left(spent) // 2)
            if last_pages:
                return last_pages
        missing = self._unread(profile) + self._unlisted()
        if missing:
            return missing
        if self.revisit.memory.broken_off and not self.revisit.full:
            return []  # this crawl brings the last one to its end
        return self._changed(spent)

    def _changed(self, spent: Spent) -> list[ArticleTask]:
        tasks: list[ArticleTask] = []
        for known in self.revisit.revisits(spent, self.articles.was_met_in_this_run):
            tasks += self.articles.ask_again(known)
        return tasks

    def looks(self, platform: Platform) -> list[PageTask]:
        """A few pages that were no lists when they were last looked at."""
        if not self.revisit.again:
            return []
        tasks: list[PageTask] = []
        for url in self.revisit.looks():
            name = platform.name_of(url)
            if name not in self.looked:
                self.looked.add(name)
                tasks.append(PageTask(url, depth=MAX_DEPTH))
        return tasks

    def _unread(self, profile: Profile) -> list[ArticleTask]:
        """What lists named and no crawl has stored, under the ids of today: a crawl killed early knew others."""
        if self.revisit.full or self.has_retried:
            return []
        tasks: list[ArticleTask] = []
        for entry in self.revisit.missing():
            tasks += self.articles.want(replace(entry, native_id=profile.identify(entry.url)), listed=True)
        self.has_retried = bool(tasks)
        return tasks

    def _unlisted(self) -> list[ArticleTask]:
        """Articles that no list names any more, and those that were not there before."""
        known = self.revisit.memory.articles
        tasks: list[ArticleTask] = []
        for native_id in self.lists.unlisted():
            if native_id in known:
                tasks += self.articles.ask_again(known[native_id], is_unlisted=True)
        for article in self.revisit.due():
            tasks += self.articles.ask_again(article)
        return tasks
