"""Which articles one run still wants, and under which address each is asked for next. Pure state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive.memory import KnownArticle
from archive.records import Entry
from queson_crawler.parse.results import Why
from queson_crawler.understand.tasks import ARTICLE, Task


@dataclass(slots=True)
class Wanted:
    """One article to fetch: the addresses it was met under, those already asked, and whether a list names it."""

    waiting: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    listed: bool = False
    busy: bool = False
    done: bool = False
    why: Why | None = None


DONE = Wanted(done=True)
"""What stands for every article that came: nothing more is remembered of it."""


@dataclass(slots=True)
class Articles:
    """The articles of one run. What is `known` is not asked for when it is met; `stored` is all that the archive has;
    `most` limits how many are asked at all. While they are `held`, none is."""

    known: frozenset[str] = frozenset()
    most: int | None = None
    asked: int = 0
    stored: frozenset[str] = frozenset()
    held: bool = False
    wanted: dict[str, Wanted] = field(default_factory=dict)
    listed_at: dict[str, str] = field(default_factory=dict)
    """Where lists name stored articles now, other than the address at which each was read."""

    @property
    def limited(self) -> bool:
        """Whether the run has asked for as many articles as it may."""
        return self.most is not None and self.asked >= self.most

    def met(self, native_id: str) -> bool:
        """Whether an article is known, or has been asked for."""
        wanted = self.wanted.get(native_id)
        return native_id in self.known or (wanted is not None and (wanted.done or bool(wanted.asked)))

    def met_again(self, native_id: str) -> bool:
        """Whether an article has been asked for in this run."""
        return native_id in self.wanted

    def want(self, entry: Entry, *, listed: bool) -> list[Task]:
        """An article was met: what to ask for, unless it is known or being asked for."""
        if entry.native_id in self.known:
            return []
        wanted = self.wanted.setdefault(entry.native_id, Wanted())
        if wanted.done:
            return []
        if listed and not wanted.listed:
            wanted.listed = True
            if wanted.why is Why.UNDATED:
                wanted.asked = ()
        if entry.url not in wanted.asked and entry.url not in wanted.waiting:
            wanted.waiting += (entry.url,)
        return self._ask(entry.native_id, wanted)

    def again(self, known: KnownArticle, *, left: bool = False, listed_at: bool = False) -> list[Task]:
        """Ask for a stored article once more, at the address under which it was read, or first (`listed_at`) at that
        under which a list names it now; once in a run. `left` says that its lists no longer name it."""
        if known.native_id in self.wanted:
            return []
        now = self.listed_at.get(known.native_id, known.url) if listed_at else known.url
        wanted = self.wanted[known.native_id] = Wanted(tuple(dict.fromkeys((now, known.url))), listed=True)
        return [replace(task, left=left or known.unlisted) for task in self._ask(known.native_id, wanted)]

    def release(self) -> list[Task]:
        """Ask for what was held."""
        self.held = False
        return [task for native_id, wanted in self.wanted.items() for task in self._ask(native_id, wanted)]

    def _ask(self, native_id: str, wanted: Wanted) -> list[Task]:
        if self.held or wanted.done or wanted.busy or not wanted.waiting:
            return []
        if not wanted.asked:
            if self.limited:
                return []
            self.asked += 1
        url, *rest = wanted.waiting
        wanted.waiting = tuple(rest)
        wanted.asked += (url,)
        wanted.busy = True
        return [Task(ARTICLE, url, native_id=native_id, listed=wanted.listed, again=native_id in self.stored)]

    def came(self, *names: str) -> None:
        """An article came, under these ids."""
        for name in names:
            if name:
                self.wanted[name] = DONE

    def refused(self, task: Task, why: Why) -> list[Task]:
        """No article came at an address: ask under another, where there is one."""
        wanted = self.wanted[task.native_id]
        if wanted.done:
            return []
        wanted.busy, wanted.why = False, why
        other = self.listed_at.get(task.native_id)
        if other and other not in (*wanted.asked, *wanted.waiting):
            wanted.waiting += (other,)
        return self._ask(task.native_id, wanted)
