"""A look at a portal: which handful of its pages to ask for. Pure state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from queson_crawler.frontier.candidates import Candidates
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.portals import Portal
from queson_crawler.profile.furniture import MIN_IN_TEXT
from queson_crawler.understand.judge import classified
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.tasks import ArticleTask, PageTask, Role, Task

MAX_REQUESTS = 12
"""Requests of one look at a portal, robots.txt among them."""
MAX_ARTICLES_TRIED = 3
SIBLINGS = MIN_IN_TEXT + 2
"""Articles that are asked for in addition where it is to be told what their pages share."""
_NEWS = re.compile(r"(?<!thông )(?<!thong-)\btin(?:\s|$|-)|sự kiện|thông báo|hoạt động|tin-tuc|news|thong-bao", re.I)
_STANDING = re.compile(r"giới thiệu|liên hệ|sơ đồ|hỏi đáp|cơ cấu|chức năng|trang chủ|english|đăng nhập", re.I)
_BEGUN, _SECOND, _LATER = 0, 1, 2
"""What comes first: what was begun, then a second page or an article, then further pages of the menu."""


class Rank(NamedTuple):
    """When a task is done: what has a smaller rank comes first. `likeness` is how little a page looks like a list."""

    stage: int
    is_article: bool = False
    likeness: int = 0
    depth: int = 0


_FIRST = Rank(_BEGUN)
_LAST = Rank(_LATER, likeness=2)
_RANKS = {Role.LIST: Rank(_SECOND)}


class ProbeFrontier(Frontier):
    """A frontier that asks one thing at a time and few in all: the start page, candidates for lists in the order of
    the menu (those named like news first), the second page of one list, one article and, where wanted, its `siblings`.

    `readings` is what the pages turned out to be, in the order in which they were asked.
    """

    def __init__(self, portal: Portal, most: int = MAX_REQUESTS, siblings: int = 0) -> None:
        Frontier.__init__(self, portal, candidates=Candidates(patient=False))
        self.siblings_wanted = siblings
        self.requests_left = most + siblings - 1  # robots.txt
        self.readings: list[Reading] = []
        self.waiting: list[Task] = []

    def start(self) -> list[Task]:
        return self._choose(super().start())

    def take(self, reading: Reading) -> list[Task]:
        self.readings.append(reading)
        tasks = super().take(reading)
        tasks += self._released_early()
        return self._choose(tasks)

    def _released_early(self) -> list[ArticleTask]:
        """The articles that waited: a look ends before the lists do, so what they show by now must do."""
        if not self.lists.walks or self.profile.is_identity_learned:
            return []
        if not self.learn_identity():
            return []
        return self.articles.release()

    def idle(self, requests: int = 0, new: int = 0, revised: int = 0) -> list[Task]:
        return self._choose(super().idle(requests, new, revised))

    def refused(self, task: Task, why: Why) -> list[Task]:
        if self.readings and self.readings[-1].task is task:
            return super().refused(task, why)  # `take` notes the reading and chooses
        self.readings.append(classified(Understood(NotContent(why)), task, task.url, self.profile))
        return self._choose(super().refused(task, why))

    def _choose(self, tasks: Iterable[Task]) -> list[Task]:
        """The one task to do next, or none; the others wait."""
        self.waiting += tasks
        done = self._roles_done()
        open_tasks = [task for task in self.waiting if task.is_repetition or task.role not in done]
        if not open_tasks:
            return []
        if self.requests_left <= 0:
            return []
        best = min(open_tasks, key=self._rank)
        self.waiting.remove(best)
        self.requests_left -= 1
        return [best]

    def _roles_done(self) -> set[Role]:
        """Of what nothing more is asked: one second page of a list and one article are enough."""
        done: set[Role] = set()
        if self._count(Role.LIST):
            done.add(Role.LIST)
        if self._has_enough_articles():
            done.add(Role.ARTICLE)
        return done

    def _has_enough_articles(self) -> bool:
        """Whether one article was read, with the siblings that are wanted, or so many were tried in vain."""
        read = len(list(filter(article_in, self.readings)))
        most = MAX_ARTICLES_TRIED
        if read:
            most += self.siblings_wanted
        return read > self.siblings_wanted or self._count(Role.ARTICLE) >= most

    def _count(self, role: Role) -> int:
        roles = [reading.task.role for reading in self.readings]
        return roles.count(role)

    def _rank(self, task: Task) -> Rank:
        """What was begun is ended first; then a second page, an article that a list names, pages of the menu."""
        if task.is_start or task.is_repetition:
            return _FIRST
        if isinstance(task, ArticleTask):
            return self._rank_of_article(task)
        if isinstance(task, PageTask):
            return Rank(_LATER, likeness=self._standing(task), depth=task.depth)
        return _RANKS.get(task.role, _LAST)

    def _rank_of_article(self, task: ArticleTask) -> Rank:
        """An article that only the start page mentions waits until a few pages were looked at in search of lists."""
        stage = _SECOND
        if not task.listed and self._count(Role.PAGE) < MAX_REQUESTS // 2:
            stage = _LATER
        return Rank(stage, is_article=True)

    def _standing(self, task: PageTask) -> int:
        """How little a page of the menu looks like a list: named like news or below a list, named, or neither."""
        if task.parent in self.lists.walks or _NEWS.search(f"{task.title} {task.url}"):
            return 0
        if not task.title or _STANDING.search(task.title):
            return 2
        return 1


def article_in(reading: Reading) -> RawArticle | None:
    """The article that a page shows, whether a list names it or not."""
    if isinstance(reading.result, RawArticle):
        return reading.result
    return reading.unlisted_article
