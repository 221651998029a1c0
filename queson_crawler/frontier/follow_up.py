"""What is asked at the end of a visit, when lists were read: all of it because it is known. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field

from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.revisit import Visit
from queson_crawler.frontier.revisit_plan import Spent
from queson_crawler.platforms import Platform
from queson_crawler.understand.tasks import MAX_DEPTH, PAGE, Task


@dataclass(slots=True)
class Ending:
    """The last steps of a visit, in their order; every method gives the next tasks, or none when it is done."""

    visit: Visit
    articles: Articles
    lists: Lists
    retried: int = 0
    looked: set[str] = field(default_factory=set)

    def known_lists(self, platform: Platform, candidates: set[str]) -> list[Task]:
        """Lists that nothing leads to any more. They may be there all the same; that they are not is no gap."""
        self.visit.prepare(platform.name_of)
        tasks = []
        for known in self.visit.memory.lists.values():
            name = platform.name_of(known.url)
            if not known.same_as and known.url not in self.lists.walks and name not in candidates:
                candidates.add(name)
                tasks.append(Task(PAGE, known.asked, title=known.title, parent=known.parent_url, depth=MAX_DEPTH))
        return tasks

    def articles_again(self, requests: int, new: int, revised: int) -> list[Task]:
        """What is missing, what seems to be gone, what may have changed. `requests` are those of the run until now,
        `new` and `revised` the articles that it found."""
        news = self.articles.asked - self.visit.revisited + revised
        changed = self.lists.changed or new + revised > 0
        spent = Spent(requests, len(self.lists.walks), news, self.visit.revisited, changed)
        if tails := self.lists.tails(self.visit.left_over(spent) // 2) if self.lists.short else []:
            return tails
        if tasks := self._unread() + self._unlisted():
            return tasks
        if self.visit.memory.broken_off and not self.visit.full:
            return []  # this crawl brings the last one to its end
        again = self.visit.revisits(spent, self.articles.met_again)
        return [step for known in again for step in self.articles.again(known)]

    def looks(self, platform: Platform) -> list[Task]:
        """A few pages that were no lists when they were last looked at."""
        names = {platform.name_of(url): url for url in (self.visit.looks() if self.visit.again else ())}
        fresh = {name: url for name, url in names.items() if name not in self.looked}
        self.looked.update(fresh)
        return [Task(PAGE, url, depth=MAX_DEPTH) for url in fresh.values()]

    def _unread(self) -> list[Task]:
        if self.visit.full or self.retried:
            return []
        tasks = [step for entry in self.visit.missing() for step in self.articles.want(entry, listed=True)]
        self.retried = len(tasks)
        return tasks

    def _unlisted(self) -> list[Task]:
        """Articles that no list names any more, and those that were not there before."""
        known = self.visit.memory.articles
        names = (one for one in self.lists.unlisted() if one in known)
        left = [step for one in names for step in self.articles.again(known[one], left=True)]
        return left + [step for one in self.visit.due() for step in self.articles.again(one)]
