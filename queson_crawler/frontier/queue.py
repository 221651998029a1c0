"""Whose turn it is: lists before articles, and one walk by postbacks at a time. Pure state.

What waits here is a task of some hundred bytes; a request of Scrapy's takes ten times as much. Some portals keep the
state of their forms themselves, and only the latest few of a session: between the pages of a walk little else is
asked.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from queson_crawler.understand.tasks import ARTICLE, FEED, LIST, PAGE, Task

AT_ONCE = 8
"""So many tasks are out at a time: more than are ever in flight."""


@dataclass(slots=True)
class Turns:
    """The tasks that wait, and how many are out. `posting` is the list that is walked by postbacks just now."""

    posting: str = ""
    _lists: deque[Task] = field(default_factory=deque)
    _pages: deque[Task] = field(default_factory=deque)
    _articles: deque[Task] = field(default_factory=deque)
    _others: deque[Task] = field(default_factory=deque)
    _out: Counter[str] = field(default_factory=Counter)
    _walking: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._lists) + len(self._pages) + len(self._articles) + len(self._others)

    def add(self, tasks: Iterable[Task]) -> None:
        """These are to be asked, each when it is its turn."""
        waiting = {LIST: self._lists, PAGE: self._pages, ARTICLE: self._articles}
        for task in tasks:
            waiting.get(task.role, self._others).append(task)

    def done(self, task: Task) -> None:
        """A task came back, and what follows from it was added."""
        self._out[task.role] -= 1
        if task.role == LIST:
            self._walking[task.category] -= 1

    def forget(self) -> None:
        """Nothing is out any more, whatever became of it."""
        self._out.clear()
        self._walking.clear()

    def ready(self) -> list[Task]:
        """The tasks whose turn has come."""
        ready = [*self._others, *self._ready_lists()]
        self._others.clear()
        if not self.posting:
            ready += self._some(self._pages, PAGE)
        if not (self._lists or self._pages or self._out[LIST] or self._out[PAGE]):
            ready += self._some(self._articles, ARTICLE)
        self._out[FEED] += sum(1 for task in ready if task.role not in (LIST, PAGE, ARTICLE))
        return ready

    def _some(self, waiting: deque[Task], role: str) -> list[Task]:
        some = [waiting.popleft() for _ in range(min(len(waiting), AT_ONCE - self._out[role]))]
        self._out[role] += len(some)
        return some

    def _ready_lists(self) -> list[Task]:
        self._next_walk()
        ready = [task for task in self._lists if not task.postback or task.category == self.posting]
        if ready:
            self._lists = deque(task for task in self._lists if task.postback and task.category != self.posting)
            self._out[LIST] += len(ready)
            self._walking.update(task.category for task in ready)
        return ready

    def _next_walk(self) -> None:
        """The turn of the next list, when all that the last one's walk led to was done."""
        if self.posting and (self._walking[self.posting] or any(t.category == self.posting for t in self._lists)):
            return
        self.posting = next((task.category for task in self._lists if task.postback), "")
