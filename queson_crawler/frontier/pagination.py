"""Walking one list page by page to its end. Pure state: pages in, the next page to ask for out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from queson_crawler.frontier.list_state import ListState, Sight
from queson_crawler.frontier.trials import MAX_TRIALS, Trials
from queson_crawler.parse.results import Listing, PageLink
from queson_crawler.understand.tasks import MAX_LIST_ATTEMPTS, ListTask

MAX_RESTARTS = 2
MAX_REPEATED = 2
"""At most this many promised pages in a row may only repeat others; then the pager leads nowhere."""
MAX_IDLE = 10
"""At most this many pages in a row that a list shows by number are read while they name nothing new."""
MIN_LONG = 5
"""A list of at least this many pages takes long enough to read that it may have grown meanwhile."""
NOT_ASKED = ListTask("", number=1, attempt=MAX_LIST_ATTEMPTS)
"""What stands for the task of a first page that was not asked for as such: it is not asked for again."""


@dataclass(slots=True)
class Walk(ListState):
    """One list, and how far its reading has come."""

    restarts: int = 0
    is_checked_again: bool = False
    """Whether the list is being read a second time from its head, since it may have grown meanwhile."""
    ended: bool = False
    trials: Trials = field(default_factory=Trials)
    """What was tried on this portal where nothing known led on."""
    failed_trials: int = 0
    is_unsure: bool = False
    """Whether a page was guessed, or tried, that never answered."""

    def read(self, number: int, listing: Listing, task: ListTask = NOT_ASKED) -> list[ListTask]:
        """Take in page `number`; what to ask next."""
        self.asked.add(number)
        page = self.sight(number, listing)
        self._note_trial(task, is_more=bool(page.fresh))
        if self._only_repeats(page):
            return self._after_repeated(number, task)
        self.learn(page, listing)
        if self.is_checked_again:
            return self._check_on(page)
        if self._is_beyond_last(page):
            return self._after_idle(page, task)
        self._note_idle_passed()
        return self._advance(number, is_full=len(page.ids) >= self.page_size)

    def _only_repeats(self, page: Sight) -> bool:
        """Whether a promised page only shows the first or the last one read once more."""
        if self.is_checked_again:
            return False
        if not page.ids or not page.shows_nothing_new:
            return False
        if page.ids not in (self.first, self.before):
            return False
        return self.route.promises(page.number + 1)

    def _is_beyond_last(self, page: Sight) -> bool:
        """Whether a page that nothing promised shows nothing new: beyond the last one, portals show the last or the
        first once more."""
        if page.number == 1:
            return False
        if not page.shows_nothing_new:
            return False
        return not self.route.promises(page.number + 1)

    def _after_idle(self, page: Sight, task: ListTask) -> list[ListTask]:
        """What to do behind a page that shows nothing new: the list may have shown further numbers all the same."""
        if self.shows_all_declared or page.number + 1 not in self.offered:
            return self._end()
        again = self._asked_again(task)
        if again:
            return again
        self.idle.append(page.number)
        if len(self.idle) > MAX_IDLE:
            return self._end()
        return self._advance(page.number, is_full=True)

    def _note_idle_passed(self) -> None:
        """Behind pages that showed nothing new, one does: so the others were not those that were asked for."""
        self.gaps += self.idle
        self.repeated += self.idle
        self.idle.clear()

    def _check_on(self, page: Sight) -> list[ListTask]:
        """While a list is looked at once more from its head: go on as long as its pages were never seen."""
        if page.shows_only_new:
            return self._advance(page.number, is_full=True)
        return self._end()

    def _after_repeated(self, number: int, task: ListTask) -> list[ListTask]:
        """What to do about a promised page that only repeats another: ask again, start over where the form's state may
        be stale, else hold it for a gap and go on."""
        if self.shows_all_declared:
            return self._end()
        again = self._asked_again(task)
        if again:
            return again
        self.note_repeated(number)
        if self.repeated_in_a_row < MAX_REPEATED:
            return self._advance(number, is_full=True)
        return self._end_without(number + 1)

    def _asked_again(self, task: ListTask) -> list[ListTask]:
        if task.is_posted:
            return self._start_over()
        if task.attempt >= MAX_LIST_ATTEMPTS:
            return []
        return [task.again()]

    def go_on(self) -> list[ListTask]:
        """Read on behind the furthest page, though what was read seemed enough."""
        self.ended = False
        return self._advance(self.furthest, is_full=True)

    def miss(self, task: ListTask, *, is_answered: bool = True) -> list[ListTask]:
        """A page could not be read, asked twice: start over where the state may be stale, else walk past it."""
        self.asked.add(task.number)
        if task.is_guess:
            return self._after_guess(task, is_answered=is_answered)
        if task.has_state:
            first_page = self._start_over()
            if first_page:
                return first_page
        self.note_gap(task.number)
        if task.number == 1:
            return self._end()
        return self._advance(task.number, is_full=True)

    def shows_no_more(self, task: ListTask) -> list[ListTask]:
        """A page says that the list has come to its end: a link that stays on the last page led there. Where numbers of
        the list's own tell otherwise, or the state of a form may be stale, the page is missing."""
        if task.is_guess or task.number == 1:
            return self.miss(task)
        is_promised = self.is_short or self.route.promises(task.number)
        if not is_promised and not task.has_state:
            self.asked.add(task.number)
            return self._end()
        following = self.miss(task)
        if task.number in self.gaps:
            self.unreachable.append(task.number)
        return following

    def _after_guess(self, task: ListTask, *, is_answered: bool) -> list[ListTask]:
        """A page that nothing promised did not come: the list ends here, if it answered."""
        if not is_answered:
            self.is_unsure = True
        self._note_trial(task, is_more=False)
        return self._end()

    def _start_over(self) -> list[ListTask]:
        """The first page once more; nothing where that was done often enough."""
        if self.restarts >= MAX_RESTARTS:
            return []
        self.restarts += 1
        return [self.first_page()]

    def _advance(self, number: int, *, is_full: bool) -> list[ListTask]:
        """Ask for the page after `number`, as long as anything says, or an unbroken row of full pages lets one guess,
        that there is one."""
        following = number + 1
        if self.route.is_beyond_last(following):
            return self._end()
        way = self.route.way(following, is_after_gap=number in self.gaps)
        if way is None:
            return self._end_without(following)
        if not way.is_promised and not is_full:
            return self._end_without(following)
        if way.link.press and not self.rendering:
            return self._read_with_browser()
        return [self.page_at(way.link, is_guess=way.is_guess)]

    def _end_without(self, number: int) -> list[ListTask]:
        """The list ends, and the pages from `number` on that it promises are missing."""
        self.note_rest_missing(number)
        return self._end()

    def _read_with_browser(self) -> list[ListTask]:
        """From here on a browser reads the list, from its first page again, where one may be used."""
        if not self.may_render:
            self.is_unsure = True
            self.lacks_browser = True
            return self._end_without(self.furthest + 1)
        self.rendering = True
        self.shape = ""
        return [self.first_page()]

    def _end(self) -> list[ListTask]:
        """At the end: a list that may have shifted while it was read is looked at once more from its head."""
        if self._must_be_checked():
            self.is_checked_again = True
            return [self.first_page()]
        if self._may_try():
            way = self.trials.next_of(self.ways)
            if way is not None:
                link = PageLink(self.furthest + 1, way.link.url)
                return [replace(self.page_at(link, is_guess=True), heading=self.heading)]
        self.ended = True
        return []

    def _must_be_checked(self) -> bool:
        if self.rendering or self.is_checked_again:
            return False
        if self.pages <= 1:
            return False
        if self.has_shifted:
            return True
        if self.pages >= MIN_LONG:
            return True
        return self.is_short and not self.gaps

    def _may_try(self) -> bool:
        """Whether controls may be tried that nothing known follows."""
        if self.is_counted or self.rendering:
            return False
        if not self.heading:
            return False
        return self.failed_trials < MAX_TRIALS

    def _note_trial(self, task: ListTask, *, is_more: bool) -> None:
        """Take in what a control led to that nothing known follows."""
        if not task.is_trial:
            return
        if is_more:
            self.trials.led_on(task.url)
            return
        self.failed_trials += 1
        self.trials.led_nowhere(task.url)

    @property
    def is_proved(self) -> bool:
        """Whether the list ends where it was read to: by its numbers, or because no control in it leads on."""
        if self.is_counted:
            return True
        if self.is_unsure or self.is_left_open:
            return False
        return not self.trials.are_left(self.ways)

    def missing_from(self, twin: Walk) -> list[ListTask]:
        """The pages this walk could not read, asked of the same list under another address."""
        template = twin.route.template
        if template is None:
            return []
        links = [PageLink(number, template.url(number)) for number in self.gaps]
        return [twin.page_at(link, is_guess=True) for link in links]
