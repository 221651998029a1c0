"""Whose turn it is: lists before articles, and one walk by postbacks at a time. Pure state.

What waits here is a task of some hundred bytes; a request of Scrapy's takes ten times as much. Some portals keep the
state of their forms themselves, and only the latest few of a session: between the pages of a walk little else is
asked.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from queson_crawler.understand.tasks import ArticleTask, ListTask, PageTask, Role, Task

SomeTask = TypeVar("SomeTask", PageTask, ArticleTask)
MAX_AT_ONCE = 8
"""At most this many tasks of a kind are out at a time: more than are ever in flight."""


@dataclass(slots=True)
class RequestQueue:
    """The tasks that wait, and how many are out. `posting` is the list that is walked by postbacks just now."""

    posting: str = ""
    _lists: deque[ListTask] = field(default_factory=deque)
    _pages: deque[PageTask] = field(default_factory=deque)
    _articles: deque[ArticleTask] = field(default_factory=deque)
    _others: deque[Task] = field(default_factory=deque)
    _out: Counter[Role] = field(default_factory=Counter)
    _walking: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._lists) + len(self._pages) + len(self._articles) + len(self._others)

    def add(self, tasks: Iterable[Task]) -> None:
        """These are to be asked, each when it is its turn."""
        for task in tasks:
            match task:
                case ListTask():
                    self._lists.append(task)
                case PageTask():
                    self._pages.append(task)
                case ArticleTask():
                    self._articles.append(task)
                case _:
                    self._others.append(task)

    def done(self, task: Task) -> None:
        """A task came back, and what follows from it was added."""
        self._out[task.role] -= 1
        if isinstance(task, ListTask):
            self._walking[task.category] -= 1

    def forget(self) -> None:
        """Nothing is out any more, whatever became of it."""
        self._out.clear()
        self._walking.clear()

    def ready(self) -> list[Task]:
        """The tasks whose turn has come."""
        ready: list[Task] = list(self._others)
        self._others.clear()
        for task in ready:
            self._out[task.role] += 1
        ready += self._ready_lists()
        if not self.posting:
            ready += self._some(self._pages, Role.PAGE)
        if not (self._lists or self._pages or self._out[Role.LIST] or self._out[Role.PAGE]):
            ready += self._some(self._articles, Role.ARTICLE)
        return ready

    def _some(self, waiting: deque[SomeTask], role: Role) -> list[SomeTask]:
        some: list[SomeTask] = []
        while waiting and self._out[role] < MAX_AT_ONCE:
            some.append(waiting.popleft())
            self._out[role] += 1
        return some

    def _ready_lists(self) -> list[ListTask]:
        self._choose_walk()
        ready: list[ListTask] = []
        waiting: deque[ListTask] = deque()
        for task in self._lists:
            if task.postback and task.category != self.posting:
                waiting.append(task)
            else:
                ready.append(task)
                self._out[Role.LIST] += 1
                self._walking[task.category] += 1
        self._lists = waiting
        return ready

    def _choose_walk(self) -> None:
        """The turn of the next list, when all that the last one's walk led to was done."""
        if self.posting and (self._walking[self.posting] or self._waits_for(self.posting)):
            return
        self.posting = ""
        for task in self._lists:
            if task.postback:
                self.posting = task.category
                return

    def _waits_for(self, category: str) -> bool:
        return any(task.category == category for task in self._lists)
