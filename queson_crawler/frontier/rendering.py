"""Which pages of one run are asked for with a browser, and why others are not. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive.events import PageNotRendered
from queson_crawler.understand.tasks import MAX_ATTEMPTS, ListTask, Role, Task

STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
MAX_RENDERED_LISTS, MAX_RENDERED = 60, 5000
"""A browser looks at this many pages at most in search of lists, and at this many in all: it takes seconds for each."""


@dataclass(slots=True)
class Rendering:
    """The pages of one run that need a browser; what was concluded of those that got none waits in `concluded`."""

    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    count: int = 0
    concluded: list[PageNotRendered] = field(default_factory=list)

    def ask(self, task: Task) -> list[Task]:
        """A page held nothing, and shows signs that a browser would see more: ask once more, with one; else say why
        not."""
        if task.render:
            return self._ask_again(task)
        if self._may_ask(task):
            self.count += 1
            return [replace(task, render=True, attempt=1)]
        self.concluded.append(PageNotRendered(task.url, self.no_browser or TOO_MANY))
        return []

    def _ask_again(self, task: Task) -> list[Task]:
        """A browser showed nothing either: what its scripts asked for may have failed."""
        if task.attempt < MAX_ATTEMPTS:
            return [replace(task, attempt=task.attempt + 1)]
        self.concluded.append(PageNotRendered(task.url, STILL_EMPTY))
        return []

    def _may_ask(self, task: Task) -> bool:
        if self.no_browser:
            return False
        if isinstance(task, ListTask) and task.postback is not None:
            return False
        most = MAX_RENDERED if task.role is Role.ARTICLE else MAX_RENDERED_LISTS
        return self.count < most
