"""Walking one list page by page to its end. Pure state: pages in, the next page to ask for out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from queson_crawler.frontier.route import MAX_PAGES, Route
from queson_crawler.frontier.trials import MAX_TRIALS, Trials
from queson_crawler.parse.results import Listing, PageLink, PostBack, Way
from queson_crawler.understand.tasks import MAX_LIST_ATTEMPTS, ListTask

MAX_RESTARTS = 2
MAX_REPEATED = 2
"""At most this many promised pages in a row may only repeat others; then the pager leads nowhere."""
MIN_LONG = 5
"""A list of at least this many pages takes long enough to read that it may have grown meanwhile."""


@dataclass(slots=True)
class Walk:
    """One list being read. `gaps` are the numbers of pages that could not be read (`unreachable` those of them to which
    no way led, `repeated` those that showed another page once more), `seen` the ids listed; `declared` the
    number of articles that the list itself tells."""

    url: str
    title: str = ""
    shape: str = ""
    seen: set[str] = field(default_factory=set)
    gaps: list[int] = field(default_factory=list)
    unreachable: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    pages: int = 0
    furthest: int = 0
    """The highest number that was read."""
    declared: int | None = None
    page_size: int = 0
    route: Route = field(default_factory=Route)
    restarts: int = 0
    is_checked_again: bool = False
    """Whether the list is being read a second time from its head, since it may have grown meanwhile."""
    ended: bool = False
    has_shifted: bool = False
    """Whether an entry was met on two neighbouring pages: one that came in at the top pushed it on."""
    rendering: bool = False
    first: frozenset[str] = frozenset()
    """The ids on the first page."""
    before: frozenset[str] = frozenset()
    """The ids on the page read last."""
    repeated_in_a_row: int = 0
    ways: tuple[Way, ...] = ()
    """The controls on the furthest page that may lead on."""
    heading: str = ""
    """The title on the first page."""
    trials: Trials = field(default_factory=Trials)
    """What was tried on this portal where nothing known led on."""
    failed_trials: int = 0
    is_unsure: bool = False
    """Whether a page was guessed, or tried, that never answered."""

    def read(self, number: int, listing: Listing, task: ListTask | None = None) -> list[ListTask]:
        """Take in page `number`; what to ask next."""
        ids = frozenset(entry.native_id for entry in listing.entries)
        fresh = ids - self.seen
        if task is not None and task.heading:
            self._tried(task, is_more=bool(fresh))
        is_new_number = number > self.furthest
        shows_nothing_new = is_new_number and not fresh
        if shows_nothing_new and self._only_repeats(number, ids):
            return self._after_repeated(number, task)
        if fresh and number == self.furthest + 1 and not ids.isdisjoint(self.before):
            self.has_shifted = True
        self.seen |= ids
        self.pages += is_new_number
        self._learn(number, listing, ids)
        if self.is_checked_again:
            is_all_new = bool(fresh) and fresh == ids
            return self._check_on(number, is_all_new=is_all_new)
        if shows_nothing_new and self._may_be_beyond_last(number):
            return self._end()
        return self._advance(number, is_full=len(ids) >= self.page_size)

    def _check_on(self, number: int, *, is_all_new: bool) -> list[ListTask]:
        """While a list is looked at once more from its head: go on as long as its pages were never seen."""
        if is_all_new:
            return self._advance(number, is_full=True)
        return self._end()

    def _may_be_beyond_last(self, number: int) -> bool:
        """Whether nothing promises a page: beyond the last one, portals show the last or the first once more."""
        return number > 1 and not self.route.promises(number + 1)

    def _only_repeats(self, number: int, ids: frozenset[str]) -> bool:
        """Whether a promised page only shows the first or the last one read once more."""
        if self.is_checked_again or not ids:
            return False
        return self.route.promises(number + 1) and ids in (self.first, self.before)

    def _after_repeated(self, number: int, task: ListTask | None) -> list[ListTask]:
        """What to do about a promised page that only repeats another: ask again, start over where the form's state may
        be stale, else hold it for a gap and go on."""
        if self._shows_all_declared:
            return self._end()
        again = self._asked_again(task)
        if again:
            return again
        self.repeated.append(number)
        self.gaps.append(number)
        self.furthest = number
        self.repeated_in_a_row += 1
        if self.repeated_in_a_row < MAX_REPEATED:
            return self._advance(number, is_full=True)
        self._miss_rest(number + 1)
        return self._end()

    def _asked_again(self, task: ListTask | None) -> list[ListTask]:
        if task is None:
            return []
        if task.postback is not None:
            return self._start_over()
        if task.attempt >= MAX_LIST_ATTEMPTS:
            return []
        return [replace(task, attempt=task.attempt + 1)]

    def go_on(self) -> list[ListTask]:
        """Read on behind the furthest page, though what was read seemed enough."""
        self.ended = False
        return self._advance(self.furthest, is_full=True)

    def miss(self, number: int, task: ListTask, *, is_answered: bool = True) -> list[ListTask]:
        """Page `number` could not be read, asked twice: start over where the state may be stale, else walk past it."""
        if task.is_guess:
            self.is_unsure = self.is_unsure or not is_answered
            if task.heading:
                self._tried(task, is_more=False)
            return self._end()
        if task.postback is not None or task.press:  # its state may be stale
            first_page = self._start_over()
            if first_page:
                return first_page
        if number not in self.gaps:
            self.gaps.append(number)
        if number == 1:
            return self._end()
        return self._advance(number, is_full=True)

    def _start_over(self) -> list[ListTask]:
        """The first page once more; nothing where that was done often enough."""
        if self.restarts >= MAX_RESTARTS:
            return []
        self.restarts += 1
        return [self._task(1, self.url)]

    def _learn(self, number: int, listing: Listing, ids: frozenset[str]) -> None:
        """Take in what a page tells of its list."""
        if listing.declared_total is not None:
            self.declared = listing.declared_total
        self.route.learn(number, listing.pager)
        if number == 1:
            self.page_size = len(listing.entries)
            self.shape = listing.shape
            self.first = self.first or ids
            self.heading = self.heading or listing.title
        if self.rendering and listing.shape:
            self.shape = listing.shape  # scripts dress later pages otherwise than the first
        self.before = ids
        self.repeated_in_a_row = 0
        if number >= self.furthest:
            self.furthest = number
            self.ways = listing.pager.ways

    def name_anew(self, renamed: Mapping[str, str]) -> None:
        """Take up other ids for the entries that were read: old id → new id."""
        self.seen = {renamed.get(each, each) for each in self.seen}
        self.first = frozenset(renamed.get(each, each) for each in self.first)
        self.before = frozenset(renamed.get(each, each) for each in self.before)

    def _advance(self, number: int, *, is_full: bool) -> list[ListTask]:
        """Ask for the page after `number`, as long as anything says, or an unbroken row of full pages lets one guess,
        that there is one."""
        following = number + 1
        if following > MAX_PAGES or self.route.is_beyond_last(following):
            return self._end()
        link, is_promised = self.route.way(following, is_after_gap=number in self.gaps)
        if link is None or not (is_promised or is_full):
            self._miss_rest(following)
            return self._end()
        if link.press and not self.rendering:
            # From here on a browser reads the list, from its first page again.
            self.rendering, self.shape = True, ""
            return [self._task(1, self.url)]
        is_guess = not is_promised or self._is_only_pressed(link)
        return [self._task(following, link.url, is_guess=is_guess, postback=link.postback, press=link.press)]

    def _is_only_pressed(self, link: PageLink) -> bool:
        """Whether a page is reached by a control that says nothing of it: a control stays when the list ends."""
        return bool(link.press) and not self.route.shows(link.number)

    def _task(
        self, number: int, url: str, *, is_guess: bool = False, postback: PostBack | None = None, press: str = ""
    ) -> ListTask:
        shape = self.shape
        if self.rendering and number == 1:
            shape = ""
        return ListTask(
            url,
            self.url,
            number,
            shape=shape,
            is_guess=is_guess,
            postback=postback,
            render=self.rendering,
            press=press,
        )

    def _miss_rest(self, number: int) -> None:
        """Pages from `number` on that are declared but to which no way leads are gaps."""
        self.unreachable = []
        for page in self.route.promised_from(number):
            if page not in self.gaps:
                self.unreachable.append(page)
        self.gaps += self.unreachable

    def _end(self) -> list[ListTask]:
        """At the end: a list that may have shifted while it was read is looked at once more from its head."""
        if self._must_be_checked():
            self.is_checked_again = True
            return [self._task(1, self.url)]
        if self._may_try():
            way = self.trials.next_of(self.ways)
            if way is not None:
                trial = self._task(self.furthest + 1, way.link.url, is_guess=True)
                return [replace(trial, heading=self.heading)]
        self.ended = True
        return []

    def _tried(self, task: ListTask, *, is_more: bool) -> None:
        """Take in what a control led to that nothing known follows."""
        if is_more:
            self.trials.led_on(task.url)
            return
        self.failed_trials += 1
        self.trials.led_nowhere(task.url)

    def _may_try(self) -> bool:
        if self.is_counted or self.rendering:
            return False
        return bool(self.heading) and self.failed_trials < MAX_TRIALS

    @property
    def _shows_all_declared(self) -> bool:
        return self.declared is not None and len(self.seen) >= self.declared

    @property
    def is_counted(self) -> bool:
        """Whether numbers of the portal's own say that the list ends where it was read to."""
        if self.declared is not None:
            return self._shows_all_declared
        return self.route.last is not None and self.furthest >= self.route.last

    @property
    def is_proved(self) -> bool:
        """Whether the list ends where it was read to: by its numbers, or because no control in it leads on."""
        if self.is_counted:
            return True
        return not self.is_unsure and not self.trials.are_left(self.ways)

    def _must_be_checked(self) -> bool:
        if self.rendering or self.is_checked_again or self.pages <= 1:
            return False
        if self.has_shifted or self.pages >= MIN_LONG:
            return True
        is_short = self.declared is not None and not self._shows_all_declared
        return is_short and not self.gaps

    def missing_from(self, twin: Walk) -> list[ListTask]:
        """The pages this walk could not read, asked of the same list under another address."""
        template = twin.route.template
        if template is None:
            return []
        return [twin._task(page, template.url(page), is_guess=True) for page in self.gaps]
