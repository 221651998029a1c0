"""The captures of a web archive that are still to be asked for, and what did not come of them. Pure state."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.records import Needed
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.imports.web_archives.rows import Row


@dataclass(frozen=True, slots=True)
class CaptureTask:
    """One capture that is asked for, and the older ones to ask for where it does not serve. `url` is where the archive
    leads to instead, after so many `hops`; `file` says that it is none of a page, `needed` that pages are shown with
    it."""

    row: Row
    older: tuple[Row, ...] = ()
    file: bool = False
    needed: Needed | None = None
    attempt: int = 1
    hops: int = 0
    url: str = ""


@dataclass(slots=True)
class CaptureQueue:
    """What waits, in its order; `missing` tells in clauses what did not come."""

    choice: Choice
    missing: list[str] = field(default_factory=list)
    parked: list[CaptureTask] = field(default_factory=list)
    """What cannot be asked for now, since its archive has blocked."""
    _waiting: deque[CaptureTask] = field(default_factory=deque)

    def __len__(self) -> int:
        return len(self._waiting)

    def next(self) -> CaptureTask:
        """The capture whose turn it is."""
        return self._waiting.popleft()

    def add_pages(self) -> None:
        """Ask for the captures of everything that may be a page."""
        for row, *older in self.choice.pages():
            self._waiting.append(CaptureTask(row, tuple(older)))

    def add_files(self, urls: Iterable[str]) -> None:
        """Ask for the captures of files, each once."""
        for url in urls:
            several = self.choice.file(url)
            if several:
                self._waiting.append(CaptureTask(several[0], tuple(several[1:]), file=True))

    def add_looks(self, needs: Iterable[Needed]) -> None:
        """Ask for the captures of what pages are shown with."""
        for each in needs:
            several = self.choice.file(each.url)
            if several:
                self._waiting.append(CaptureTask(several[0], tuple(several[1:]), file=True, needed=each))

    def again(self, task: CaptureTask, why: str, most: int) -> None:
        """Ask once more, when all others were asked; after at most so many attempts for an older capture."""
        if task.attempt < most:
            self._waiting.append(replace(task, attempt=task.attempt + 1))
        else:
            self.give_up(task, why)

    def onward(self, task: CaptureTask, url: str) -> None:
        """Ask, at once, where the archive leads to instead."""
        self._waiting.appendleft(replace(task, url=url, hops=task.hops + 1))

    def older(self, task: CaptureTask) -> bool:
        """Ask, at once, for the next older capture; whether there is one."""
        if not task.older:
            return False
        self._waiting.appendleft(CaptureTask(task.older[0], task.older[1:], task.file, task.needed))
        return True

    def give_up(self, task: CaptureTask, why: str) -> None:
        """A capture does not come: an older one serves, else it is missing."""
        if not self.older(task):
            self.missing.append(f"{task.row.url} of {task.row.date}: {why}")
