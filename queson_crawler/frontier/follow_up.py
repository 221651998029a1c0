"""What a further crawl asks because it is known: while lists are read, and at the end. Pure state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.events import AnotherSite
from archive.records import DOCUMENT_ID, Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds_again import FeedsAgain
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.frontier.revisit_plan import Spent
from queson_crawler.platforms import Platform
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.tasks import MAX_DEPTH, ArticleTask, PageTask, Task


@dataclass(slots=True)
class FollowUp:
    """Every method gives the next tasks, or none. `start` is the address of the portal; what was concluded of another
    site in its place waits in `concluded`."""

    start: str
    revisit: Revisit
    articles: Articles
    lists: Lists
    has_retried: bool = False
    looked: set[str] = field(default_factory=set)
    is_told: bool = False
    """Whether another site in the place of the portal was told of."""
    concluded: list[AnotherSite] = field(default_factory=list)
    feeds: FeedsAgain = field(init=False)

    def __post_init__(self) -> None:
        self.feeds = FeedsAgain(self.revisit.memory)

    def changed_in_feed(self, source: str, entries: Iterable[Entry], others: Iterable[Entry]) -> list[ArticleTask]:
        """Stored articles of which a feed says that they have changed."""
        return self.articles.ask_all_again(self.feeds.read(source, entries, others))

    def changed_in_list(self, home: str) -> list[ArticleTask]:
        """Stored articles that a list calls otherwise now, or names anew, or that are gone and listed again."""
        head = self.lists.heads.get(home)
        if head is None or not self.revisit.again:
            return []
        known = self.revisit.memory.articles
        names = head.retitled | head.risen | self.revisit.returned(head.last_page)
        changed = map(known.__getitem__, sorted(names & known.keys()))
        return self.articles.ask_all_again(changed, listed_at=True)

    def note_addresses(self, entries: Iterable[Entry]) -> None:
        """Note where lists name stored articles now."""
        if not self.revisit.again:
            return
        known = self.revisit.memory.articles
        for entry in entries:
            if entry.native_id in known and entry.url != known[entry.native_id].url:
                self.articles.listed_at[entry.native_id] = entry.url

    def known_lists(self, platform: Platform, candidates: set[str]) -> list[PageTask]:
        """Lists that nothing leads to any more. They may be there all the same; that they are not is no gap."""
        self.revisit.prepare(platform.name_of)
        tasks: list[PageTask] = []
        for known in self.revisit.main_lists():
            name = platform.name_of(known.url)
            if known.url in self.lists.walks or name in candidates:
                continue
            candidates.add(name)
            tasks.append(PageTask(known.asked, title=known.title, parent=known.parent_url, depth=MAX_DEPTH))
        return tasks

    def known_articles(self, profile: Profile, requests: int, new: int, revised: int) -> Sequence[Task]:
        """What is missing, what seems to be gone, what may have changed, what may have become a list; nothing where
        another site answers. `requests` are those of the run until now, `new` and `revised` the articles found."""
        is_first_crawl = not self.revisit.memory.articles
        if is_first_crawl and not self.revisit.missing():
            return []
        if self.articles.held and self.revisit.is_another:
            self._tell_of_another_site()
            return []
        return (
            self.articles.release()
            or self.articles_again(profile, requests, new, revised)
            or self.looks(profile.platform)
        )

    def _tell_of_another_site(self) -> None:
        if not self.is_told:
            self.is_told = True
            self.concluded.append(AnotherSite(self.start, self.revisit.title or "nothing"))

    def articles_again(self, profile: Profile, requests: int, new: int, revised: int) -> Sequence[Task]:
        """Last pages that tell totals, what is missing, what seems to be gone, what may have changed. `requests` are
        those of the run until now, `new` and `revised` the articles that it found."""
        news = self.articles.asked - self.revisit.revisited + revised
        changed = self.lists.changed or new + revised > 0
        spent = Spent(requests, len(self.lists.walks), news, self.revisit.revisited, changed)
        last_pages = self.lists.last_pages(self.revisit.requests_left(spent) // 2)
        if last_pages:
            return last_pages
        missing = self._unread(profile) + self._unlisted()
        if missing:
            return missing
        if self.revisit.memory.broken_off and not self.revisit.full:
            return []  # this crawl brings the last one to its end
        return self.articles.ask_all_again(self.revisit.revisits(spent, self.articles.was_met_in_this_run))

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
        missing: list[Entry] = []
        for entry in self.revisit.missing():
            if not entry.native_id.startswith(DOCUMENT_ID):
                entry = replace(entry, native_id=profile.identify(entry.url))
            missing.append(entry)
        tasks = self.articles.want_all(missing, listed=True)
        self.has_retried = bool(tasks)
        return tasks

    def _unlisted(self) -> list[ArticleTask]:
        """Articles that no list or no feed names any more, and those that were not there before."""
        known = self.revisit.memory.articles
        lost = {native_id: known[native_id] for native_id in self.lists.unlisted() if native_id in known}
        for one in self.feeds.vanished(self.lists.named()):
            lost[one.native_id] = one
        unlisted = self.articles.ask_all_again(lost.values(), is_unlisted=True)
        return unlisted + self.articles.ask_all_again(self.revisit.due())
