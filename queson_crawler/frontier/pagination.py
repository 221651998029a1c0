"""Walking one list page by page to its end. Pure state: pages in, the next page to ask for out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from queson_crawler.parse.results import NO_PAGER, Listing, PageLink, Pager, PageTemplate, PostBack
from queson_crawler.understand.tasks import MAX_LIST_ATTEMPTS, ListTask

MAX_RESTARTS = 2
MAX_PAGES = 20_000
MAX_REPEATED = 2
"""At most this many promised pages in a row may only repeat others; then the pager leads nowhere."""
MIN_LONG = 5
"""A list of at least this many pages takes long enough to read that it may have grown meanwhile."""


@dataclass(slots=True)
class Walk:
    """One category being read. `gaps` are the numbers of pages that could not be read (`unreachable` those of them
    to which no way led, `repeated` those that showed another page once more), `seen` the ids listed."""

    url: str
    title: str = ""
    shape: str = ""
    seen: set[str] = field(default_factory=set)
    gaps: list[int] = field(default_factory=list)
    unreachable: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    pages: int = 0
    furthest: int = 0
    declared: int | None = None
    last: int | None = None
    page_size: int = 0
    pager: Pager = NO_PAGER
    pager_of: int = 0
    template: PageTemplate | None = None
    restarts: int = 0
    checked_again: bool = False
    ended: bool = False
    shifted: bool = False
    rendering: bool = False
    first: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    in_a_row: int = 0

    def read(self, number: int, listing: Listing, task: ListTask | None = None) -> tuple[list[ListTask], bool]:
        """Take in page `number`; what to ask next, and whether the page brought anything new."""
        ids = frozenset(entry.native_id for entry in listing.entries)
        fresh = not ids <= self.seen
        if number > self.furthest and not fresh and not self.checked_again:
            steps = self._same_again(number, ids, task)
            if steps is not None:
                return steps, False
        again = number <= self.furthest
        # An entry of the page before that stands here once more was pushed on by one that came in at the top.
        self.shifted = self.shifted or (number == self.furthest + 1 and fresh and not ids.isdisjoint(self.before))
        newer = ids.isdisjoint(self.seen)
        self.seen |= ids
        self.pages += not again
        self._learn(number, listing, ids)
        if self.checked_again:
            return (self._advance(number, full=True) if newer and ids else self._end()), fresh
        if not fresh and not again and number > 1 and (self.last is None or number >= self.last):
            # A page beyond the last shows the last or the first once more.
            return self._end(), fresh
        return self._advance(number, full=len(ids) >= self.page_size), fresh

    def _same_again(self, number: int, ids: frozenset[str], task: ListTask | None) -> list[ListTask] | None:
        """What to do about a promised page that only shows the first or the last one read once more: ask again, start
        over where the form's state may be stale, else hold it for a gap and go on; None for any other page."""
        promised = self.last is not None and number < self.last
        if not promised or not ids or ids not in (self.first, self.before):
            return None
        if self.declared is not None and len(self.seen) >= self.declared:
            return self._end()
        if task is not None and task.attempt < MAX_LIST_ATTEMPTS and task.postback is None:
            return [replace(task, attempt=task.attempt + 1)]
        if task is not None and task.postback is not None and self.restarts < MAX_RESTARTS:
            self.restarts += 1
            return [self._task(1, self.url)]
        self.repeated.append(number)
        self.gaps.append(number)
        self.furthest = number
        self.in_a_row += 1
        if self.in_a_row < MAX_REPEATED:
            return self._advance(number, full=True)
        self._miss_rest(number + 1)
        return self._end()

    def go_on(self) -> list[ListTask]:
        """Read on behind the furthest page, though what was read seemed enough."""
        self.ended = False
        return self._advance(self.furthest, full=True)

    def miss(self, number: int, task: ListTask) -> list[ListTask]:
        """Page `number` could not be read, asked twice: start over where the state may be stale, else walk past it."""
        if task.is_guess:
            return self._end()
        if (task.postback is not None or task.press) and self.restarts < MAX_RESTARTS:
            self.restarts += 1
            return [self._task(1, self.url)]
        if number not in self.gaps:
            self.gaps.append(number)
        if number == 1:
            return self._end()
        return self._advance(number, full=True)

    def _learn(self, number: int, listing: Listing, ids: frozenset[str]) -> None:
        self.declared = listing.declared_total if listing.declared_total is not None else self.declared
        self.last = listing.pager.last or self.last
        self.pager, self.pager_of = listing.pager, number
        self.template = self.template or listing.pager.template
        if number == 1:
            self.page_size, self.shape = len(listing.entries), listing.shape
            self.first = self.first or ids
        if self.rendering:
            self.shape = listing.shape or self.shape  # scripts dress later pages otherwise than the first
        self.before, self.in_a_row = ids, 0
        shown = max((link.number for link in listing.pager.links), default=0)
        if self.last is not None and shown > self.last:
            self.last = shown
        self.furthest = max(self.furthest, number)

    def _advance(self, number: int, *, full: bool) -> list[ListTask]:
        following = number + 1
        if following > MAX_PAGES or (self.last is not None and following > self.last and not self._shows(following)):
            return self._end()
        link, sure = self._way(following)
        if link is None or not (sure or full):
            self._miss_rest(following)
            return self._end()
        if link.press and not self.rendering:
            # From here on a browser reads the list, from its first page again.
            self.rendering, self.shape = True, ""
            return [self._task(1, self.url)]
        is_guess = not sure or (bool(link.press) and not self._shows(following))
        return [self._task(following, link.url, is_guess=is_guess, postback=link.postback, press=link.press)]

    def _task(
        self, number: int, url: str, *, is_guess: bool = False, postback: PostBack | None = None, press: str = ""
    ) -> ListTask:
        shape = "" if self.rendering and number == 1 else self.shape
        return ListTask(
            url, self.url, number, shape=shape, is_guess=is_guess, postback=postback, render=self.rendering, press=press
        )

    def _shows(self, number: int) -> bool:
        return any(link.number == number for link in self.pager.links)

    def _way(self, number: int) -> tuple[PageLink | None, bool]:
        """How page `number` is reached, and whether anything says that it exists."""
        promised = self.last is not None and number <= self.last
        if self._shows(number):
            return self.pager.link(number), True
        if self.pager.following is not None and self.pager_of == number - 1:
            return replace(self.pager.following, number=number), True
        if self.template is not None and (promised or number - 1 in self.gaps):
            return PageLink(number, self.template.url(number)), promised
        return None, promised

    def _miss_rest(self, number: int) -> None:
        """Pages that are declared but to which no way leads are gaps."""
        if self.last is not None:
            self.unreachable = [n for n in range(number, min(self.last, MAX_PAGES) + 1) if n not in self.gaps]
            self.gaps += self.unreachable

    def _end(self) -> list[ListTask]:
        """At the end: a list that may have shifted while it was read is looked at once more from its head."""
        short = self.declared is not None and len(self.seen) < self.declared and not self.gaps
        if (
            not self.rendering
            and (short or self.shifted or self.pages >= MIN_LONG)
            and self.pages > 1
            and not self.checked_again
        ):
            self.checked_again = True
            return [self._task(1, self.url)]
        self.ended = True
        return []

    def missing_from(self, twin: Walk) -> list[ListTask]:
        """The pages this walk could not read, asked of the same list under another address."""
        if twin.template is None:
            return []
        return [twin._task(n, twin.template.url(n), is_guess=True) for n in self.gaps]
