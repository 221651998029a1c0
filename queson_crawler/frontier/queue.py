"""Whose turn it is: lists before articles, and one walk by postbacks at a time. Pure state.

What waits here is a task of some hundred bytes; a request of Scrapy's takes ten times as much. Some portals keep the
state of their forms themselves, and only the latest few of a session: between the pages of a walk little else is
asked.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from queson_crawler.understand.tasks import ListTask, Role, Task

MAX_AT_ONCE = 8
"""At most this many tasks of a kind are out at a time: more than are ever in flight."""


@dataclass(slots=True)
class RequestQueue:
    """The tasks that wait, and how many are out. `posting` is the list that is walked by postbacks just now."""

    posting: str = ""
    _lists: deque[ListTask] = field(default_factory=deque)
    _pages: deque[Task] = field(default_factory=deque)
    _articles: deque[Task] = field(default_factory=deque)
    _others: deque[Task] = field(default_factory=deque)
    _out: Counter[Role] = field(default_factory=Counter)
    _walking: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._lists) + len(self._pages) + len(self._articles) + len(self._others)

    def add(self, tasks: Iterable[Task]) -> None:
        """These are to be asked, each when it is its turn."""
        queues = {Role.PAGE: self._pages, Role.ARTICLE: self._articles}
        for task in tasks:
            if isinstance(task, ListTask):
                self._lists.append(task)
            else:
                queues.get(task.role, self._others).append(task)

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
        ready = list(self._others)
        self._others.clear()
        self._out.update(task.role for task in ready)
        ready += self._ready_lists()
        if not self.posting:
            ready += self._some(self._pages, Role.PAGE)
        if not self._is_searching():
            ready += self._some(self._articles, Role.ARTICLE)
        return ready

    def _is_searching(self) -> bool:
        """Whether pages of lists, or pages that may be lists, are still to come."""
        if self._lists or self._pages:
            return True
        return bool(self._out[Role.LIST] or self._out[Role.PAGE])

    def _some(self, waiting: deque[Task], role: Role) -> list[Task]:
        """As many of those that wait as may be out beside those that are."""
        some: list[Task] = []
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
        self._lists = waiting
        self._out[Role.LIST] += len(ready)
        self._walking.update(task.category for task in ready)
        return ready

    def _choose_walk(self) -> None:
        """The turn of the next list, when all that the last one's walk led to was done."""
        if self._is_walked():
            return
        self.posting = ""
        for task in self._lists:
            if task.postback:
                self.posting = task.category
                return

    def _is_walked(self) -> bool:
        """Whether pages of the list that is walked by postbacks are out, or wait."""
        if not self.posting:
            return False
        if self._walking[self.posting]:
            return True
        return any(task.category == self.posting for task in self._lists)
