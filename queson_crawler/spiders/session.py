"""What one crawl of one portal consists of while it runs: who keeps, who paces, who reads, and what is still to ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from archive.events import ProfileLearned
from archive.records import Page
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.queue import RequestQueue
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.results import Why
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import Recorder
from queson_crawler.replay.captures_again import readable
from queson_crawler.replay.reading_again import concerned
from queson_crawler.spiders.parsers import PARSERS, Parsers
from queson_crawler.understand.ahead import Ahead, Basis, basis_of
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.tasks import Task, task_of

MAX_PREPARED = 1000
"""At most this many stored articles are parsed before they are read once more: they are in memory meanwhile."""
MAX_SLEEP = 1.0
"""Seconds after which a wait looks whether the crawl still goes on."""


@dataclass(slots=True)
class CrawlSession:
    """One crawl of one portal. `full` says that everything is asked, known or not; `render` is auto, never or always;
    `is_sample` that it never wants everything, as a probe does not."""

    crawler: Crawler
    portal: Portal
    recorder: Recorder
    throttle: Throttle
    reader: Reader
    frontier: Frontier
    full: bool = False
    render: str = "auto"
    is_sample: bool = False
    queue: RequestQueue = field(default_factory=RequestQueue)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while an answer is read: each is read in its turn, also where it is parsed in another process meanwhile."""
    _parsers: Parsers | None = None
    _basis: Basis | None = None
    _made: dict[int, Ahead] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        """Whether the crawl goes on: nobody has stopped it."""
        return bool(self.crawler.crawling)

    def begin(self) -> list[Task]:
        """The first tasks."""
        self.recorder.as_of_now = self.frontier.as_of_now
        self._parsers = self.crawler.settings.get(PARSERS)
        self.queue.add(self.frontier.start())
        return self.queue.ready()

    async def parsed(self, task: Task, answer: Answer) -> Ahead | None:
        """A page as another process parsed it; None where this one is to parse it."""
        if self._parsers is None:
            return None
        if self._basis is None or not self._basis.fits(self.reader.profile):
            self._basis = basis_of(self.reader.profile)
        if self._basis is None:
            return None
        return await self._parsers.parsed(answer, task, self._basis, is_sibling=self.reader.may_gather)

    def take(self, reading: Reading) -> list[Task]:
        """What follows from an answer; what it lets one conclude is kept."""
        steps = self.frontier.take(reading)
        self._conclude()
        return steps

    def unanswered(self, task: Task, why: Why, detail: str) -> tuple[Page, list[Task]]:
        """No answer came: what is stored of that, and what follows."""
        at = self.recorder.unanswered(task, why, detail)
        page = self.reader.unanswered(task, why, detail, at)
        steps = self.frontier.refused(task, why)
        self._conclude()
        return page, steps

    def done(self, task: Task, steps: Iterable[Task]) -> list[Task]:
        """The tasks whose turn has come, now that one is done and these steps follow from it."""
        self.queue.add(steps)
        self.queue.done(task)
        return self.queue.ready()

    def is_to_learn(self) -> bool:
        """Whether stored articles are to be read once more, and other processes can parse them before that."""
        return self._parsers is not None and not self.queue and self.frontier.learn_template()

    async def prepare(self) -> None:
        """Parse the stored articles, with what their pages told together, that are to be read once more."""
        reader, archive = self.reader, self.recorder.archive
        profile = reader.profile.taken_up(self.frontier.profile.kept())
        basis = basis_of(profile)
        if basis is None or self._parsers is None:
            return
        async with self._parsers.learning:
            several = concerned(archive, reader.run_id, profile, reader.profile.template)
            for capture, exchange in readable(archive.warc, several[:MAX_PREPARED]):
                task = task_of(exchange.url, exchange.task)
                ahead = await self._parsers.parsed(answer_of(exchange), task, basis)
                if ahead is not None:
                    self._made[capture.id] = ahead

    def at_rest(self) -> list[Task]:
        """The tasks whose turn has come when no request is out: what waited until the lists were read."""
        self.queue.forget()
        if not self.queue:
            self.frontier.learn_template()
            self._conclude()
            changes = self.recorder.archive.count_changes(self.recorder.run_id)
            self.queue.add(self.frontier.idle(self.recorder.asked, *changes))
            self._conclude()
            self._made.clear()
        return self.queue.ready()

    def _conclude(self) -> None:
        """Keep what the frontier concluded."""
        self.recorder.limited = self.is_sample or self.frontier.articles.limited
        for conclusion in self.frontier.conclusions():
            if isinstance(conclusion, ProfileLearned):
                self.recorder.learned(self.reader, conclusion, self._made)
            else:
                self.recorder.decided(conclusion)

    def stop_if_nothing_is_kept(self) -> None:
        """End the crawl where nothing more can be kept."""
        if self.recorder.error:
            raise CloseSpider("nothing can be kept")

    @property
    def pause(self) -> float:
        """Seconds between two presses of a control: as between two requests."""
        return max(self.throttle.delay, self.throttle.interval)

    async def rest(self, seconds: float) -> None:
        """Wait, but not longer than the crawl goes on: a keeper who stops it is not made to wait."""
        end = time.monotonic() + seconds
        while self.is_running:
            remaining = end - time.monotonic()
            if remaining <= 0:
                return
            await asyncio.sleep(min(remaining, MAX_SLEEP))
