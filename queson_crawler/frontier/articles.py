"""The articles of one run: which are still to be asked for, and under which address next. Pure state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from archive.memory import KnownArticle
from archive.records import DOCUMENT_ID, Entry
from queson_crawler.frontier.article_state import DONE, ArticleState
from queson_crawler.parse.results import PageLink, Why
from queson_crawler.understand.tasks import ArticleTask


@dataclass(slots=True)
class Articles:
    """The articles of one run. What is `known` is not asked for when it is met; `stored` is all that the archive has;
    `most` limits how many are asked at all. While they are `held`, none is."""

    known: frozenset[str] = frozenset()
    most: int | None = None
    asked: int = 0
    stored: frozenset[str] = frozenset()
    held: bool = False
    is_sampled: bool = False
    """Whether some of what was held was asked for first, and the rest waits until these came."""
    states: dict[str, ArticleState] = field(default_factory=dict)
    parts: set[tuple[str, int]] = field(default_factory=set)
    """The further pages of articles that were asked for: native id and number."""
    listed_at: dict[str, str] = field(default_factory=dict)
    """Where lists name stored articles now, other than the address at which each was read."""

    @property
    def limited(self) -> bool:
        """Whether the run has asked for as many articles as it may."""
        if self.most is None:
            return False
        return self.asked >= self.most

    def was_met(self, native_id: str) -> bool:
        """Whether an article is known, or has been asked for."""
        if native_id in self.known:
            return True
        state = self.states.get(native_id)
        if state is None:
            return False
        return self.held or state.was_asked

    def was_met_in_this_run(self, native_id: str) -> bool:
        """Whether an article has been met in this run."""
        return native_id in self.states

    def is_new(self, native_id: str) -> bool:
        """Whether an article is not stored, and nothing has named it in this run."""
        return native_id not in self.stored and native_id not in self.states

    def want(self, entry: Entry, *, listed: bool) -> list[ArticleTask]:
        """An article was met: what to ask for, unless it is known or being asked for."""
        if entry.native_id in self.known:
            return []
        state = self.states.setdefault(entry.native_id, ArticleState())
        if state.done:
            return []
        if listed:
            state.name_in_list()
        state.meet(entry.url)
        return self._ask(entry.native_id, state)

    def want_all(self, entries: Iterable[Entry], *, listed: bool) -> list[ArticleTask]:
        """Several articles were met: what to ask for."""
        tasks: list[ArticleTask] = []
        for entry in entries:
            tasks += self.want(entry, listed=listed)
        return tasks

    def further(self, native_id: str, links: Iterable[PageLink]) -> list[ArticleTask]:
        """The further pages of an article, each once in a run."""
        tasks: list[ArticleTask] = []
        for link in links:
            part = (native_id, link.number)
            if part not in self.parts:
                self.parts.add(part)
                tasks.append(ArticleTask(link.url, native_id, part=link.number, listed=True))
        return tasks

    def ask_again(
        self, known: KnownArticle, *, is_unlisted: bool = False, listed_at: bool = False
    ) -> list[ArticleTask]:
        """Ask for a stored article once more, at the address under which it was read, or first (`listed_at`) at that
        under which a list names it now; once in a run. `is_unlisted` says that its lists no longer name it."""
        if known.native_id in self.states:
            return []
        state = ArticleState(listed=True)
        if listed_at:
            state.meet(self.listed_at.get(known.native_id, known.url))
        state.meet(known.url)
        self.states[known.native_id] = state
        return self._ask(known.native_id, state, is_unlisted=is_unlisted or known.unlisted)

    def ask_all_again(
        self, articles: Iterable[KnownArticle], *, is_unlisted: bool = False, listed_at: bool = False
    ) -> list[ArticleTask]:
        """Ask for several stored articles once more."""
        tasks: list[ArticleTask] = []
        for known in articles:
            tasks += self.ask_again(known, is_unlisted=is_unlisted, listed_at=listed_at)
        return tasks

    def expect(self, native_id: str) -> None:
        """An answer for this article comes that was not asked for here."""
        state = self.states.setdefault(native_id, ArticleState())
        if not state.done:
            state.busy = True

    def name_anew(self, identify: Callable[[str], str]) -> None:
        """Take up another rule of identity: articles that are still to be asked for are known under its ids, and held
        until they are released."""
        self.held = True
        not_asked: list[str] = []
        for native_id, state in self.states.items():
            if not (state.was_asked or native_id.startswith(DOCUMENT_ID)):
                not_asked.append(native_id)
        for state in list(map(self.states.pop, not_asked)):
            for url in state.waiting:
                self.want(Entry(identify(url), url), listed=state.listed)

    def release_sample(self, most: int) -> list[ArticleTask]:
        """Ask for a part of what is held, spread over all of it; the rest waits for `release`."""
        if not self.held or self.is_sampled:
            return []
        ready = [native_id for native_id, state in self.states.items() if state.is_ready]
        if len(ready) <= 2 * most:
            return self.release()
        step = len(ready) // most
        self.held = False
        tasks = self._ask_all(ready[::step][:most])
        self.held = self.is_sampled = True
        return tasks

    def release(self) -> list[ArticleTask]:
        """Ask for what was held, if it was."""
        if not self.held:
            return []
        self.held = self.is_sampled = False
        return self._ask_all(self.states)

    def _ask_all(self, native_ids: Iterable[str]) -> list[ArticleTask]:
        tasks: list[ArticleTask] = []
        for native_id in native_ids:
            tasks += self._ask(native_id, self.states[native_id])
        return tasks

    def _ask(self, native_id: str, state: ArticleState, *, is_unlisted: bool = False) -> list[ArticleTask]:
        is_held = self.held and not native_id.startswith(DOCUMENT_ID)
        if is_held or not state.is_ready:
            return []
        if not state.asked:
            if self.limited:
                return []
            self.asked += 1
        task = ArticleTask(state.take_address(), native_id, attempt=state.attempt, listed=state.listed)
        return [replace(task, is_stored=native_id in self.stored, is_unlisted=is_unlisted)]

    def as_of_now(self, task: ArticleTask) -> ArticleTask:
        """The task with what is known by now: a list may have named the article since it was queued."""
        state = self.states.get(task.native_id, DONE)
        return replace(task, listed=task.listed or state.listed)

    def came(self, *names: str) -> None:
        """An article came, under these ids."""
        self.states.update(dict.fromkeys(filter(None, names), DONE))

    def refused(self, task: ArticleTask, why: Why) -> list[ArticleTask]:
        """No article came at an address: ask under another, where there is one."""
        state = self.states[task.native_id]
        if state.done or task.is_part:
            return []
        state.refuse(why, task.attempt)
        was_listed_meanwhile = state.listed and not task.listed
        if why is Why.UNDATED and was_listed_meanwhile:
            # The answer was judged without knowing that: now it counts.
            asked_first = task.first_url
            state.waiting = (asked_first, *state.waiting)
        if task.native_id in self.listed_at:
            state.meet(self.listed_at[task.native_id])
        return self._ask(task.native_id, state)
