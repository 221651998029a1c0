"""Pages of an imported file parsed in other processes, before the frontier asks for them.

What is asked for next stands in the walk's queue; what a page turns out to be may change the order, or how the page is
asked, and then it is parsed when its turn comes. So what is stored is always that of one process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from archive.workers import Workers
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.held import Held
from queson_crawler.parse.headers import NOT_MODIFIED
from queson_crawler.understand.ahead import Ahead, Basis, ToParse, basis_of, parsed_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import Task

MAX_AHEAD = 16
"""Pages that are parsed ahead of their turn, for each process."""
EVERY = 8
"""After this many pages the queue is looked at again."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A page that is being parsed: as what it was asked for, and with what it is parsed."""

    number: int
    task: Task
    basis: Basis


@dataclass(slots=True)
class ImportAhead:
    """The pages of one portal that are parsed ahead, by the `id` of their records."""

    copier: Copier
    reader: Reader
    given: dict[int, _Given] = field(default_factory=dict)
    steps: int = 0
    basis: Basis | None = None

    @property
    def workers(self) -> Workers:
        return self.copier.workers

    @property
    def is_due(self) -> bool:
        """Whether it is time to look at the queue again: never, where this process is alone."""
        if self.workers.jobs == 1:
            return False
        self.steps += 1
        return self.steps % EVERY == 1

    @property
    def most(self) -> int:
        """How many pages may be ahead of their turn."""
        return MAX_AHEAD * self.workers.jobs

    def look(self, several: Iterable[tuple[Held, Task]]) -> None:
        """Have the pages parsed that are asked for next, each as the task it will answer."""
        basis = self._known()
        if basis is None:
            return
        wanted = dict(islice(((id(one), (one, task)) for one, task in several), self.most))
        for key in [key for key in self.given if key not in wanted]:
            self.workers.forget(self.given.pop(key).number)
        for key, (one, task) in wanted.items():
            if key not in self.given and key not in self.copier.done:
                self._give(one, task, basis)

    def _give(self, one: Held, task: Task, basis: Basis) -> None:
        exchange = self.copier.contents.exchange(one, self.copier.contents.load(one))
        if exchange is not None and exchange.status != NOT_MODIFIED:
            number = self.workers.give(ToParse(answer_of(exchange), task, basis.sent))
            self.given[id(one)] = _Given(number, task, basis)

    def taken(self, one: Held, task: Task) -> Ahead | None:
        """How a record was parsed as the answer to a task, where it was."""
        given = self.given.pop(id(one), None)
        if given is None:
            return None
        result = self.workers.result(given.number)
        if not _is_parsed_alike(given.task, task):
            return None
        return Ahead(parsed_of(result), given.basis)

    def _known(self) -> Basis | None:
        """With what pages are parsed now."""
        if self.basis is None or not self.basis.fits(self.reader.profile):
            self.basis = basis_of(self.reader.profile)
        return self.basis


def _is_parsed_alike(one: Task, other: Task) -> bool:
    """Whether a page is parsed the same for two tasks: that a list has named an article meanwhile changes nothing."""
    return one.as_listed() == other.as_listed()
