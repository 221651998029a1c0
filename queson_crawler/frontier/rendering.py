"""Which pages of one run are asked for with a browser, and why others are not. Pure state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from archive.events import PageNotRendered
from queson_crawler.parse.scripted import Blank
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import MAX_ATTEMPTS, Role, Task

IDLE = "it shows nothing, and on pages like it a browser showed no more"
NOTHING_SAID = "a menu leads there, and it shows nothing as the server sends it"
STILL_EMPTY = "its scripts brought nothing, not even in a browser"
TOO_MANY = "more pages need a browser than one crawl shows"
MAX_RENDERED_LISTS, MAX_RENDERED = 60, 5000
"""A browser looks at this many pages at most in search of lists, and at this many in all: it takes seconds for each."""
_MOST = {Role.ARTICLE: MAX_RENDERED}
MAX_BARREN = 2
"""Where a browser brought nothing on so many pages of a template, and something on none, it looks at no more."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A page that may need a browser: the task it answered, its blanks, whether it says enough as it is, or anything
    at all."""

    task: Task
    blanks: tuple[Blank, ...]
    says_enough: bool = False
    stands: bool = True

    @property
    def is_bare(self) -> bool:
        """Whether a menu leads to the page, and it shows nothing of its own."""
        return self.task.is_in_menu and not self.stands

    @property
    def template(self) -> tuple[str, ...]:
        """The name of its template."""
        return tuple(sorted(blank.place for blank in self.blanks))

    @property
    def is_sure(self) -> bool:
        """Whether the page itself says that something is to come."""
        return any(blank.is_sure for blank in self.blanks)

    @property
    def may_wait(self) -> bool:
        """Whether the page only may be a list: one that is known to be one is asked at once, and a start page that says
        that something is to come."""
        if self.task.is_start and self.is_sure:
            return False
        return self.task.only_may_be_list


@dataclass(slots=True)
class Template:
    """The pages that have the same places empty: on how many of them a browser brought something, and nothing."""

    fruitful: int = 0
    barren: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether a browser brings nothing on its pages."""
        if self.fruitful:
            return False
        return self.barren >= MAX_BARREN

    def may_fail(self, wish: Wish) -> bool:
        """Whether what the scripts of a page asked for may have failed, so that a browser looks once more."""
        if self.fruitful:
            return True
        return wish.is_sure and not self.barren

    def promises_more(self, wish: Wish) -> bool:
        """Whether a page that stayed empty in a browser too seems to lack something."""
        if wish.says_enough:
            return False
        return wish.is_sure or self.fruitful > 0


@dataclass(slots=True)
class Rendering:
    """The pages of one run that need a browser; what was concluded of those that got none waits in `concluded`.

    Pages that only may be lists wait until the others were read: those tell which places stay empty on every page.
    """

    no_browser: str = ""
    """Why pages that need a browser cannot be asked with one, and what to do about it; empty where they can."""
    count: int = 0
    concluded: list[PageNotRendered] = field(default_factory=list)
    waiting: list[Wish] = field(default_factory=list)
    _asked: dict[str, Wish] = field(default_factory=dict)
    """What was asked for with a browser, by its address."""
    _templates: dict[tuple[str, ...], Template] = field(default_factory=lambda: defaultdict(Template))

    def take(self, reading: Reading) -> list[Task] | None:
        """What is asked with a browser because of an answer; None where it stands as it is."""
        if reading.task.render:
            return self._shown(reading)
        if reading.kind is not Kind.UNRENDERED:
            return None
        wish = Wish(reading.task, reading.blanks, reading.says_enough, reading.stands)
        if wish.may_wait:
            self.waiting.append(wish)
            return []
        return self._ask(wish) or None

    def release(self, profile: Profile) -> list[Task]:
        """The pages that waited, but for those of which it is known now that nothing is to come."""
        tasks: list[Task] = []
        waiting, self.waiting = self.waiting, []
        for wish in waiting:
            blanks = profile.unexplained(wish.blanks)
            if blanks:
                tasks += self._ask(replace(wish, blanks=blanks))
            elif wish.is_bare:
                self.concluded.append(PageNotRendered(wish.task.url, NOTHING_SAID))
        return tasks

    def _ask(self, wish: Wish) -> list[Task]:
        """Ask for a page with a browser, unless that brings nothing or cannot be done."""
        if self._templates[wish.template].is_idle:
            return self._leave(wish, IDLE, is_missed=wish.task.is_promised or wish.is_bare)
        refusal = self._refusal(wish.task)
        if refusal:
            return self._leave(wish, refusal, is_missed=wish.task.is_promised or not wish.says_enough)
        self.count += 1
        self._asked[wish.task.url] = wish
        return [replace(wish.task, render=True, attempt=1)]

    def _leave(self, wish: Wish, why: str, *, is_missed: bool) -> list[Task]:
        """Leave a page as it is; where something `is_missed` on it, say so."""
        if is_missed:
            self.concluded.append(PageNotRendered(wish.task.url, why))
        return []

    def _refusal(self, task: Task) -> str:
        """Why a page cannot be shown by a browser; "" where it can."""
        if self.no_browser:
            return self.no_browser
        if task.is_posted:
            return TOO_MANY
        if self.count >= _MOST.get(task.role, MAX_RENDERED_LISTS):
            return TOO_MANY
        return ""

    def _shown(self, reading: Reading) -> list[Task] | None:
        """Compare what a browser showed with what the server sent: nothing, or the page would not have been asked."""
        task = reading.task
        wish = self._asked.get(task.url)
        if wish is None:
            return None
        template = self._templates[wish.template]
        if reading.kind is not Kind.NO_CONTENT:
            template.fruitful += 1
            return None
        if not reading.blanks:
            template.barren += 1
            return None
        if task.attempt < MAX_ATTEMPTS and template.may_fail(wish):
            return [task.again()]
        template.barren += 1
        if template.promises_more(wish):
            self.concluded.append(PageNotRendered(task.url, STILL_EMPTY))
        return None
