"""The live crawl of one portal: asks what the frontier wants, hands every answer to the reader."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import moment
from archive.memory import memory_of
from archive.records import Page
from queson_crawler.fetch.address_guard import allow_targets
from queson_crawler.fetch.browser import HOW_TO, browser
from queson_crawler.fetch.browser_page import quietly
from queson_crawler.fetch.encodings import DAMAGED
from queson_crawler.fetch.failures import describe, excused
from queson_crawler.fetch.overloads import Overloads
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.feeds import MAX_FEEDS
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.frontier.page_choice import MAX_MEGABYTES, MAX_PAGES, Bounds
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.headers import NOT_MODIFIED, location_of, media_type
from queson_crawler.parse.results import Why
from queson_crawler.portals import Portal, resolve
from queson_crawler.recording.recorder import Recorder, pairs
from queson_crawler.spiders.attached import AttachedFiles
from queson_crawler.spiders.requests import Callbacks, Requests, pace
from queson_crawler.spiders.resources import PageResources
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.spiders.shown import read_shown
from queson_crawler.spiders.standing import RestOfPortalPages
from queson_crawler.understand.asked import MAX_FLOODED
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import Task

NO = ("0", "false", "no", "")
ANSWERED = (200, 404, 410)
"""Statuses after which a repetition need not wait: the portal is well."""


def allow(portal: Portal) -> None:
    """Note where a portal may be asked: a keeper has named it. Looks its names up."""
    allow_targets([portal.start, *(f"http://{each}" for each in portal.hosts)])


class PortalSpider(scrapy.Spider):
    """`scrapy crawl portal -a target=…`: a slug, the path of a portal file, or any address."""

    name = "portal"
    is_sample = False
    """Whether the spider never wants everything, so that its run is not judged as a whole crawl."""
    session: CrawlSession
    requests: Requests
    attached: AttachedFiles
    rest: RestOfPortalPages
    resources: PageResources
    overloads: Overloads
    _learning: asyncio.Task[None] | None = None

    def __init__(
        self,
        target: str = "",
        full: str = "",
        max_articles: str = "",
        render: str = "",
        files: str = "1",
        whole: str = "",
        max_pages: str = "",
        max_page_megabytes: str = "",
        portal: Portal | None = None,
        is_allowed: bool = False,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.target = target
        self.full = full not in NO
        self.portal = portal or resolve(target)
        self.render = render or self.portal.render or "auto"
        self._wants_files = files not in NO
        most = int(max_articles) if max_articles else None
        self.frontier = Frontier(self.portal, Articles(most=most), keeps_whole=whole not in NO)
        self._bounds: Bounds | None = None
        if self.frontier.keeps_whole:
            numbers = int(max_pages or MAX_PAGES), int(max_page_megabytes or MAX_MEGABYTES)
            self._bounds = Bounds.of(*numbers, len(self.portal.all_hosts))
        if not is_allowed:
            allow(self.portal)

    async def start(self) -> AsyncIterator[Request]:
        """Begin the run, then ask for the portal's first pages."""
        recorder = self.crawler.get_extension(Recorder)
        if recorder is None:
            raise RuntimeError("the spider needs the extension queson_crawler.recording.recorder.Recorder")
        recorder.begin(self.portal, self.target)
        if recorder.error:
            return
        self.crawler.signals.connect(self.robots, signals.robots_parsed)
        self.crawler.signals.connect(self.idle, signals.spider_idle)
        no_browser = self._why_no_browser()
        self.frontier.rendering.no_browser = no_browser
        self.frontier.lists.no_browser = no_browser
        self.frontier.remember(Revisit(memory_of(recorder.archive, self.portal.slug), self.full, moment()))
        self._begin(recorder)
        for task in self.session.begin():
            yield self.requests.of(task)

    def _begin(self, recorder: Recorder) -> None:
        self.session = CrawlSession(
            self.crawler,
            self.portal,
            recorder,
            Throttle.of(self.crawler),
            recorder.reader(),
            self.frontier,
            full=self.full,
            render=self.render,
            is_sample=self.is_sample,
        )
        self.rest = RestOfPortalPages(self.session, self._bounds)
        self.attached = AttachedFiles(self.session, wanted=self._wants_files)
        self.resources = PageResources(self.session, wanted=self._wants_files)
        self.overloads = Overloads()
        callbacks = Callbacks(
            self.answered,
            self.failed,
            self.shown,
            self.not_shown,
            self.file_answered,
            self.file_failed,
            self.resource_answered,
            self.resource_failed,
        )
        self.requests = Requests(self.session, callbacks)

    def _why_no_browser(self) -> str:
        """Why no browser can be used; "" where one can."""
        if self.render == "never" or "PLAYWRIGHT_CONTEXTS" not in self.crawler.settings:
            return "only a browser shows it, and none was allowed (--render never)"
        return "" if browser() else f"only a browser shows it: {HOW_TO}"

    def robots(self, robotparser: Any) -> None:
        """Keep the distance that robots.txt asks for, and remember the sitemaps it names: they check the lists."""
        self.session.throttle.keep_distance(robotparser.crawl_delay("queson") or 0.0)
        rules = getattr(robotparser, "rp", None)
        self.frontier.feeds.sitemaps += [str(url) for url in islice(getattr(rules, "sitemaps", ()), MAX_FEEDS)]

    async def answered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Read an answer; store what it brought, ask for what follows."""
        session = self.session
        session.stop_if_nothing_is_kept()
        task: Task = response.meta["task"]
        answer = self._answer(response)
        parsing = asyncio.ensure_future(session.parsed(task, answer))  # goes on while others have their turn
        async with session.turn:
            reading, page = session.reader.read(task, answer, response.meta["capture"], await parsing)
            yield page
            steps = session.take(reading)
        wait = pace(session.throttle, response, reading)
        pause = 0.0 if wait is None else self.overloads.pause(task, response.status)
        if wait is None or pause:
            steps, wait = excused(task, steps), pause
        if response.status not in ANSWERED and any(step.attempt > 1 for step in steps):
            await session.rest(wait)
        for following in session.done(task, steps):
            yield self.requests.of(following)

    def _answer(self, response: Response) -> Answer:
        """What came; of an answer that nothing has changed, what came before."""
        if response.status == NOT_MODIFIED and "kept" in response.meta:
            return answer_of(self.session.recorder.stored(response.meta["capture"]).exchange)
        headers = pairs(response.headers)
        kind, charset = media_type(headers)
        at = response.meta["capture"].fetched_at
        location, is_damaged = location_of(headers), bool(response.meta.get(DAMAGED))
        return Answer(response.url, response.status, response.body, kind, charset, location, at, is_damaged)

    def failed(self, failure: Failure) -> list[Request | Page]:
        """No answer came: name why, store it, go on."""
        session = self.session
        session.stop_if_nothing_is_kept()
        meta = failure.request.meta  # type: ignore[attr-defined]
        task: Task = meta["task"]
        why, detail = describe(failure)
        is_down = False
        if session.throttle.is_left_alone:
            task = replace(task, attempt=MAX_FLOODED)  # it is not asked again
        elif why is Why.NO_ANSWER:
            sent = meta.get("sent", math.inf)
            is_down = session.throttle.failed(meta.get("burst", 0), task.attempt, silent=True, sent=sent)
        page, steps = session.unanswered(task, why, detail)
        if is_down:
            steps = excused(task, steps)
        return [page, *map(self.requests.of, session.done(task, steps))]

    async def shown(self, response: Response) -> AsyncIterator[Request | Page]:
        """Read a page as a browser shows it, and the further pages of its list."""
        async for step in read_shown(self.session, response):
            yield self._handed_on(step)

    async def not_shown(self, failure: Failure) -> AsyncIterator[Request | Page]:
        """A browser could not show a page: close it, and name why."""
        page = failure.request.meta.get("playwright_page")  # type: ignore[attr-defined]
        if page is not None:
            await quietly(page.close())
        for step in self.failed(failure):
            yield step

    async def file_answered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Keep a file, or name what came in its place."""
        self.session.stop_if_nothing_is_kept()
        async for step in self.attached.answered(response):
            yield self._handed_on(step)

    def file_failed(self, failure: Failure) -> list[Request | Page]:
        """Name why a file did not come."""
        self.session.stop_if_nothing_is_kept()
        return [self._handed_on(step) for step in self.attached.failed(failure)]

    async def resource_answered(self, response: Response) -> AsyncIterator[Request | Page]:
        """Keep what pages are shown with, or name what came in its place."""
        self.session.stop_if_nothing_is_kept()
        async for step in self.resources.answered(response):
            yield self._handed_on(step)

    def resource_failed(self, failure: Failure) -> list[Request | Page]:
        """Name why something did not come that pages are shown with."""
        self.session.stop_if_nothing_is_kept()
        return [self._handed_on(step) for step in self.resources.failed(failure)]

    def _handed_on(self, step: Task | Page) -> Request | Page:
        return step if isinstance(step, Page) else self.requests.of(step)

    def idle(self) -> None:
        """Before the crawl ends: ask for what waited until the lists were read, then for the rest of the portal where
        all of it is kept, then for what pages are shown with, then for the files of articles."""
        recorder = self.session.recorder
        if recorder.error or not recorder.run_id:
            return
        if self._learning is not None and not self._learning.done():
            raise DontCloseSpider
        if self.session.is_to_learn():
            self._learning = asyncio.create_task(self._learn())
            raise DontCloseSpider
        ready = self.session.at_rest()
        if not ready and not self.session.throttle.is_left_alone:
            ready = self._what_is_left()
        elif ready:
            self.rest.look_again()
            self.resources.look_again()
        for task in ready:
            self.crawler.engine.crawl(self.requests.of(task))
        if ready:
            raise DontCloseSpider

    async def _learn(self) -> None:
        """Have stored articles parsed that are to be read once more; then go on. Other crawls go on meanwhile."""
        await self.session.prepare()
        self._learning = None
        if self.session.is_running:
            with suppress(DontCloseSpider):
                self.idle()

    def _what_is_left(self) -> list[Task]:
        """What is asked for when the lists were read and their articles came."""
        queue = self.session.queue
        queue.add(self.rest.next())
        ready = queue.ready()
        if ready:
            self.resources.look_again()
            return ready
        queue.add(self.resources.next() or self.attached.next())
        return queue.ready()

    def closed(self, reason: str) -> None:
        """The process that reads files ends with the crawl."""
        if hasattr(self, "attached"):
            self.attached.close()
