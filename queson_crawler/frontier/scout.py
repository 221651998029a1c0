"""A look at a portal: which handful of its pages to ask for. Pure state."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queson_crawler.frontier.frontier import Frontier
from queson_crawler.parse.answer import Understood
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import ARTICLE, LIST, PAGE, Task

MAX_REQUESTS = 12
"""Requests of one look at a portal, robots.txt among them."""
MAX_ARTICLES_TRIED = 3
_NEWS = re.compile(r"(?<!thông )(?<!thong-)\btin(?:\s|$|-)|sự kiện|thông báo|hoạt động|tin-tuc|news|thong-bao", re.I)
_STANDING = re.compile(r"giới thiệu|liên hệ|sơ đồ|hỏi đáp|cơ cấu|chức năng|trang chủ|english|đăng nhập", re.I)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page that was asked for and what it turned out to be."""

    task: Task
    url: str
    understood: Understood


class Scout(Frontier):
    """A frontier that asks one thing at a time and few in all: the start page, candidates for lists in the order of
    the menu (those named like news first), the second page of one list, one article."""

    def __init__(self, portal: Portal, most: int = MAX_REQUESTS) -> None:
        Frontier.__init__(self, portal, patient=False)
        self.left = most - 1  # robots.txt
        self.visits: list[Visit] = []
        self.waiting: list[Task] = []

    def start(self) -> list[Task]:
        return self._choose(super().start())

    def take(self, task: Task, url: str, understood: Understood) -> list[Task]:
        self.visits.append(Visit(task, url, understood))
        return self._choose(super().take(task, url, understood))

    def refused(self, task: Task, why: Why) -> list[Task]:
        if not self.visits or self.visits[-1].task is not task:
            # No answer came; a page that was no content comes here by way of `take`, which chooses by itself.
            self.visits.append(Visit(task, task.url, Understood(NotContent(why))))
            return self._choose(super().refused(task, why))
        return super().refused(task, why)

    def _choose(self, tasks: list[Task]) -> list[Task]:
        """The one task to do next, or none; the others wait."""
        self.waiting += tasks
        done = {role: sum(1 for visit in self.visits if visit.task.role == role) for role in (LIST, ARTICLE)}
        read = any(isinstance(visit.understood.result, RawArticle) for visit in self.visits)
        skipped = {LIST} if done[LIST] else set()
        if read or done[ARTICLE] >= MAX_ARTICLES_TRIED:
            skipped.add(ARTICLE)
        open_tasks = [task for task in self.waiting if task.role not in skipped or task.attempt > 1 or task.hops]
        if not open_tasks or self.left <= 0:
            return []
        best = min(open_tasks, key=self._rank)
        self.waiting.remove(best)
        self.left -= 1
        return [best]

    def _rank(self, task: Task) -> tuple[int, int, int, int]:
        """What was begun is ended first; then a second page, an article that a list names, pages of the menu."""
        looked = sum(1 for visit in self.visits if visit.task.role == PAGE)
        if task.start or task.hops or task.attempt > 1:
            return 0, 0, 0, 0
        if task.role == LIST:
            return 1, 0, 0, 0
        if task.role == ARTICLE:
            # An article that only the start page mentions waits until a few pages were looked at in search of lists.
            return (1 if task.listed else 2 if looked < MAX_REQUESTS // 2 else 1), 1, 0, 0
        return 2, 0, self._standing(task), task.depth

    def _standing(self, task: Task) -> int:
        """How little a page of the menu looks like a list: named like news or below a list, named, or neither."""
        if task.parent in self.lists.walks or _NEWS.search(f"{task.title} {task.url}"):
            return 0
        return 2 if not task.title or _STANDING.search(task.title) else 1
