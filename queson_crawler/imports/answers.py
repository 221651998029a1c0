"""The records of a file as answers to tasks: each is read as what it was asked for, and stored the first time."""

from __future__ import annotations

from dataclasses import replace

from archive.events import Happening, ProfileLearned, Unanswered
from archive.records import Capture, Page
from queson_crawler.imports.ahead import ImportAhead
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.held import Held
from queson_crawler.parse.results import Why
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.replay.reading_again import learn
from queson_crawler.understand.guess import guess_of
from queson_crawler.understand.reader import PARSER, Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import PageTask, Task


class Answers:
    """Reads records of one portal for one run."""

    def __init__(self, copier: Copier, portal: Portal) -> None:
        self._copier, self._archive, self._run_id = copier, copier.archive, copier.run_id
        copier.first = lambda one: self.read(one, self.guess(one))
        self._reader = Reader(portal, self._run_id, gathers=True)
        self.ahead = ImportAhead(copier, self._reader)
        """What parses pages in other processes, before they are read here."""
        known = self._archive.has_articles(portal.slug)
        self._reader.begin(PARSER, self._archive.profile_of(portal.slug), is_known=known)
        self._places: dict[int, tuple[str, str, int]] = {}
        """As what each record was stored last, by its `id`: the same place in a list need not be stored twice."""

    @property
    def profile(self) -> Profile:
        """What is known of the portal by now."""
        return self._reader.profile

    def read(self, one: Held, task: Task) -> Reading | None:
        """Read a record as the answer to a task; it is stored the first time. None where it cannot be read."""
        met = self._copier.meet(one, task)
        if met is None:
            self._copier.keep(one)
            return None
        place = (task.role, task.category, task.number)
        reading, page = self._reader.read(task, answer_of(met.exchange), met.capture, self.ahead.taken(one, task))
        if not met.is_known:
            self._store(page)
        elif page.listing is not None and self._places.get(id(one)) != place:
            self._read_again(met.capture, task, page)
        self._places[id(one)] = place
        return reading

    def _read_again(self, capture: Capture, task: Task, page: Page) -> None:
        """A capture that is stored is, for this run, also a page of a list."""
        self._copier.met_again(capture, task)
        self._store(replace(page, again=True, article=None, problems=(), layout=()))

    def _store(self, page: Page) -> None:
        self._archive.store(judged(normalised(page), self._archive))

    def guess(self, one: Held) -> Task:
        """What a page is asked as that nothing leads to."""
        return guess_of(one.found.url, self.profile)

    def reading(self, one: Held) -> Reading | None:
        """What a page is, without storing anything; None where it cannot be read."""
        exchange = self._copier.contents.exchange(one, self._copier.contents.load(one))
        if exchange is None:
            return None
        return self._reader.reading(PageTask(exchange.url, depth=1), answer_of(exchange))

    def tell_absent(self, task: Task, detail: str) -> None:
        """Note that nothing answers a task."""
        at = self._copier.record(Unanswered(task.url, Why.NOT_HELD, detail, task.note()))
        self._archive.store(self._reader.unanswered(task, Why.NOT_HELD, detail, at))

    def conclude(self, conclusion: Happening) -> None:
        """Keep what the frontier concluded; what it learned of the portal counts for what is read from now on."""
        at = self._copier.record(conclusion)
        if isinstance(conclusion, ProfileLearned):
            learn(self._archive, self._reader, at, conclusion, workers=self._copier.workers)
