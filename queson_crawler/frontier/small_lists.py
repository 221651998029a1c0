"""Pages that gave no list and may be one all the same: one or two undated entries look like any other links.

They wait until the other lists of the portal were read: these tell how its articles are named, and how its lists show
them. Pure state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter

from queson_crawler.frontier.lists import Lists
from queson_crawler.parse.legal.reading import SHAPE as DOCUMENTS
from queson_crawler.parse.links import Candidate
from queson_crawler.parse.listing.shape import joined
from queson_crawler.parse.results import Why
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.tasks import PageTask, Task

NamesNew = Callable[[Iterable[Candidate]], bool]


@dataclass(slots=True)
class SmallLists:
    """The pages that wait, each with the pages to which it leads."""

    pages: dict[PageTask, tuple[Candidate, ...]] = field(default_factory=dict)

    def note(self, reading: Reading) -> None:
        """Take in a page that gave no list."""
        task = reading.task
        if isinstance(task, PageTask) and may_be_small(task, reading.why):
            self.pages[task] = reading.links.candidates

    def waits(self, task: Task) -> bool:
        """Whether a page waits to be asked again."""
        return task in self.pages

    def again(self, lists: Lists, names_new: NamesNew) -> list[PageTask]:
        """Ask again for the pages that were lists at an earlier crawl, and for those that lead to what seems to be
        articles which no list names."""
        shape = shape_of_lists(lists)
        tasks: list[PageTask] = []
        for task, candidates in self.pages.items():
            is_known = task.may_repeat(Why.NO_LIST)
            if is_known or (shape and names_new(candidates)):
                tasks.append(replace(task.again(), shape=shape))
        self.pages.clear()
        return tasks


def may_be_small(task: PageTask, why: Why) -> bool:
    """Whether a page that brought no content may be a list that is too small to be seen as one."""
    if why is not Why.NO_LIST:
        return False
    return not (task.is_start or task.shape)


def shape_of_lists(lists: Lists) -> str:
    """All shapes in which the lists of articles that were read show their entries."""
    shapes = set(map(attrgetter("shape"), lists.walks.values()))
    return joined(sorted(shapes - {"", DOCUMENTS}))
