"""The live crawl of one portal: asks what the frontier wants, hands every answer to the reader."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import moment
from archive.memory import memory_of
from archive.records import Page
from queson_crawler.fetch.address_guard import allow_targets
from queson_crawler.fetch.browser import HOW_TO, browser, quietly
from queson_crawler.fetch.failures import describe, excused
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds import MAX_FEEDS
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.queue import Turns
from queson_crawler.frontier.revisit import Visit
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.headers import NOT_MODIFIED, location_of, media_type
from queson_crawler.parse.imprint import read_imprint
from queson_crawler.parse.results import Why
from queson_crawler.platforms import GENERIC
from queson_crawler.portals import Portal, resolve
from queson_crawler.recording.recorder import Recorder, pairs
from queson_crawler.spiders.attached import Attached
from queson_crawler.spiders.requests import pace, request_of
from queson_crawler.spiders.shown import read_shown
from queson_crawler.understand.reader import Reader, answer_of
from queson_crawler.understand.tasks import Task


class PortalSpider(scrapy.Spider):
    """`scrapy crawl portal -a target=…`: a slug, the path of a portal file, or any address."""

    name = "portal"

    def __init__(
        self,
        target: str = "",
        full: str = "",
        max_articles: str = "",
        render: str = "",
        files: str = "1",
        portal: Portal | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.target = target
        self.full = bool(full) and full not in ("0", "false", "no")
        self.portal = portal or resolve(target)
        self.render = render or self.portal.render or "auto"
        allow_targets([self.portal.start, *(f"http://{each}" for each in self.portal.hosts)])
        most = int(max_articles) if max_articles else None
        self.frontier = Frontier(self.portal, Articles(most=most))
        self.turns = Turns()
        self._files = files not in ("0", "false", "no", "")

    keeper: Recorder
    attached: Attached
    reader: Reader
    lane: Throttle

    async def start(self) -> AsyncIterator[Request]:
        """Begin the run, then ask for the portal's first pages."""
        keeper = self.crawler.get_extension(Recorder)
        if keeper is None:
            raise RuntimeError("the spider needs the extension queson_crawler.recording.recorder.Recorder")
        self.keeper, self.lane = keeper, Throttle.of(self.crawler)
        keeper.begin(self.portal, self.target)
        if keeper.error:
            return
        self.crawler.signals.connect(self.robots, signals.robots_parsed)
        self.crawler.signals.connect(self.idle, signals.spider_idle)
        if self.render == "never" or "PLAYWRIGHT_CONTEXTS" not in self.crawler.settings:
            self.frontier.no_browser = "only a browser shows it, and none was allowed (--render never)"
        elif not browser():
            self.frontier.no_browser = f"only a browser shows it: {HOW_TO}"
        self.reader = Reader(self.portal, self.keeper.run_id)
        unwanted = frozenset(self.crawler.settings.getlist("QUESON_UNWANTED_FILES"))
        self.attached = Attached(self.portal, wanted=self._files, full=self.full, unwanted=unwanted)
        known = memory_of(keeper.archive, self.portal.slug)
        self.frontier.remember(Visit(known, self.full, moment()))
        self.turns.add(self.frontier.start())
        for task in self.turns.ready():
            yield self.request(task)

    def robots(self, robotparser: Any) -> None:
        """Keep the distance that robots.txt asks for, and remember the sitemaps it names: they check the lists."""
        self.lane.keep_distance(robotparser.crawl_delay("queson") or 0.0)
        rules = getattr(robotparser, "rp", None)
        self.frontier.feeds.sitemaps += [str(url) for url in islice(getattr(rules, "sitemaps", ()), MAX_FEEDS)]

    def request(self, task: Task) -> Request:
        """The request that a task makes."""
        return request_of(self, task)

    async def file_answered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Keep a file, or name what came in its place."""
        self.stop_if_nothing_is_kept()
        async for step in self.attached.answered(self, response):
            yield step

    def file_failed(self, failure: Failure) -> list[Request | Page]:
        """Name why a file did not come."""
        self.stop_if_nothing_is_kept()
        return self.attached.failed(self, failure)

    def closed(self, reason: str) -> None:
        """The process that reads files ends with the crawl."""
        if hasattr(self, "attached"):
            self.attached.sandbox.close()

    async def rendered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Read a page as a browser shows it, and the further pages of its list."""
        async for step in read_shown(self, response):
            yield step

    def idle(self) -> None:
        """Before the crawl ends: ask for what waited until the lists were read, then for the files of articles."""
        keeper = self.keeper
        if keeper.error or not keeper.run_id:
            return
        self.turns.forget()
        if not self.turns:
            self.turns.add(self.frontier.idle(keeper.asked, *keeper.archive.count_changes(keeper.run_id)))
            self.decide()
        if not self.turns:
            self.turns.add(self.attached.next(self))
        ready = self.turns.ready()
        for task in ready:
            self.crawler.engine.crawl(self.request(task))
        if ready:
            raise DontCloseSpider

    def follow(self, task: Task, steps: Iterable[Task]) -> list[Request]:
        """The requests whose turn has come, now that a task is done and these steps follow from it."""
        self.turns.add(steps)
        self.turns.done(task)
        return [self.request(each) for each in self.turns.ready()]

    def pause(self) -> float:
        """Seconds between two presses: as between two requests."""
        return max(self.crawler.settings.getfloat("DOWNLOAD_DELAY"), self.lane.interval)

    async def not_rendered(self, failure: Failure) -> AsyncIterator[Request | Page]:
        """A browser could not show a page: close it, and name why."""
        page = failure.request.meta.get("playwright_page")  # type: ignore[attr-defined]
        if page is not None:
            await quietly(page.close())
        for step in self.failed(failure):
            yield step

    async def answered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Read an answer; store what it brought, ask for what follows."""
        self.stop_if_nothing_is_kept()
        task: Task = response.meta["task"]
        answer = self._answer(response)
        understood, page = self.reader.read(task, answer, response.meta["capture"])
        self.frontier.platform = self.reader.platform or GENERIC
        if task.start and response.status == 200:
            self.frontier.visit.title = read_imprint(answer.document()).title
        yield page
        steps = self.frontier.take(task, response.url, understood)
        self.decide()
        wait = pace(self.lane, response, understood)
        if wait is None:
            steps, wait = excused(task, steps), 0.0
        if any(step.attempt > 1 for step in steps) and response.status not in (200, 404, 410):
            await self.rest(wait)
        for request in self.follow(task, steps):
            yield request

    def _answer(self, response: Response) -> Answer:
        """What came; of an answer that nothing has changed, what came before."""
        if response.status == NOT_MODIFIED and "kept" in response.meta:
            return answer_of(self.keeper.stored(response.meta["capture"]).exchange)
        headers = pairs(response.headers)
        kind, charset = media_type(headers)
        return Answer(response.url, response.status, response.body, kind, charset, location_of(headers))

    def failed(self, failure: Failure) -> list[Request | Page]:
        """No answer came: name why, store it, go on."""
        self.stop_if_nothing_is_kept()
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        why, detail = describe(failure)
        burst = failure.request.meta.get("burst", 0)  # type: ignore[attr-defined]
        down = why is Why.NO_ANSWER and self.lane.failed(burst, task.attempt, silent=True)
        at = self.keeper.unanswered(task, why, detail)
        page = self.reader.unanswered(task, why, detail, at)
        steps = self.frontier.refused(task, why)
        steps = excused(task, steps) if down else steps
        self.decide()
        return [page, *self.follow(task, steps)]

    def decide(self) -> None:
        """Keep what the frontier concluded."""
        self.keeper.limited = self.frontier.articles.limited
        for decision in self.frontier.decisions():
            self.keeper.decided(decision)

    def stop_if_nothing_is_kept(self) -> None:
        """End the crawl where nothing more can be kept."""
        if self.keeper.error:
            raise CloseSpider("nothing can be kept")

    async def rest(self, seconds: float) -> None:
        """Wait, but not longer than the crawl goes on: a keeper who stops it is not made to wait."""
        end = time.monotonic() + seconds
        while self.crawler.crawling and (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 1.0))
