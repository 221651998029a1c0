"""Files and pictures, when the articles are done: asked one by one in the same lane, read in a process of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import moment
from archive.files import Wanted, wanted_files
from archive.records import Page
from queson_crawler.fetch.failures import describe, retry_after
from queson_crawler.files.answers import (
    FileAnswer,
    file_page,
    look,
    may_repeat,
    onward,
    refused_page,
    unanswered,
)
from queson_crawler.files.names import extension
from queson_crawler.files.readings import OF_THE_MOMENT
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.portals import Portal
from queson_crawler.recording.recorder import pairs
from queson_crawler.understand.tasks import FILE, Task
from queson_crawler.urls import clean

if TYPE_CHECKING:
    from queson_crawler.spiders.portal import PortalSpider

AT_ONCE = 20
"""So many files are handed to Scrapy at a time."""
LATER = timedelta(hours=20)
"""A file that did not come is asked for again when so much time has passed: by the next night's crawl."""
PRIORITY = -40
MOMENT = 0.5
"""Seconds before a repetition where the portal names none."""


class Attached:
    """The files of one portal that are still to be asked for."""

    def __init__(self, portal: Portal, *, wanted: bool, full: bool, unwanted: frozenset[str]) -> None:
        self.own = portal.owns
        self._portal, self._full, self._unwanted = portal.slug, full, unwanted
        self._left: list[Wanted] | None = None if wanted and portal.files != "none" else []
        self._images = portal.files != "documents"
        self.sandbox = Sandbox()

    def next(self, spider: PortalSpider) -> list[Task]:
        """Some more files to ask for; none when all were."""
        if self._left is None:
            before = (moment() - LATER).strftime("%Y-%m-%dT%H:%M:%SZ")
            found = wanted_files(spider.keeper.archive, self._portal, before, full=self._full)
            self._left = [each for each in reversed(found) if self._is_wanted(each)]
        return [self._task(self._left.pop()) for _ in islice(range(len(self._left)), AT_ONCE)]

    def _is_wanted(self, file: Wanted) -> bool:
        if file.is_image and not self._images:
            return False
        return self.own(clean(file.url)) and extension(file.url) not in self._unwanted

    @staticmethod
    def _task(file: Wanted) -> Task:
        url = clean(file.url)
        return Task(FILE, url, image=file.is_image, origin=file.url if file.url != url else "")

    async def answered(self, spider: PortalSpider, response: Response) -> AsyncIterator[Request | Page]:
        """A file came, or something in its place."""
        task: Task = response.meta["task"]
        run, capture = spider.keeper.run_id, response.meta["capture"]
        answer = FileAnswer(response.url, response.status, response.body, pairs(response.headers))
        told = look(answer, self.own)
        self._pace(spider, response)
        step = onward(task, told) if isinstance(told, str) else told
        reading = await asyncio.to_thread(self.sandbox.read, response.body) if told is None else None
        page = file_page(run, task, answer, capture, told, reading)
        if reading is not None and reading.state in OF_THE_MOMENT:
            spider.keeper.store(page)  # at once: what follows refers to it
            spider.keeper.unread(task.url, capture, reading)
        else:
            yield page
        if isinstance(step, Task):
            yield spider.request(step)
        elif step is not None and may_repeat(task, step):
            await spider.rest(retry_after(response) or MOMENT)
            yield spider.request(replace(task, attempt=task.attempt + 1))

    def failed(self, spider: PortalSpider, failure: Failure) -> list[Request | Page]:
        """No file came: name why, store it, go on."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        why, detail = describe(failure)
        spider.lane.answered()
        at = spider.keeper.unanswered(task, why, detail)
        refusal = unanswered(why, detail)
        again = [spider.request(replace(task, attempt=task.attempt + 1))] if may_repeat(task, refusal) else []
        return [refused_page(spider.keeper.run_id, task, refusal, None, at), *again]

    @staticmethod
    def _pace(spider: PortalSpider, response: Response) -> None:
        wait = retry_after(response)
        if response.status == 429:
            spider.lane.flooded(response.meta.get("burst", 0), wait)
            return
        spider.lane.answered()
        if wait is not None and response.status == 503:
            spider.lane.hold(wait)
