"""Files and pictures, when the articles are done: asked one by one in the same lane, read in a process of their own."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import moment
from archive.files import Wanted, showing, wanted_files
from archive.records import POSTED, Page
from archive.store import Archive
from archive.warc import read_at
from queson_crawler.fetch.failures import describe, retry_after
from queson_crawler.fetch.throttle import Throttle
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
from queson_crawler.files.sandbox import Sandbox, Sandboxes
from queson_crawler.parse.posted_files import PostedFile, posted_file
from queson_crawler.parse.results import Why
from queson_crawler.recording.recorder import pairs
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import MAX_ATTEMPTS, FileTask
from queson_crawler.urls import clean

SANDBOXES = "QUESON_SANDBOXES"
"""The setting that holds the processes which read files, where several crawls share them."""
MAX_AT_ONCE = 20
"""At most this many files are handed to Scrapy at a time."""
LATER = timedelta(hours=20)
"""A file that did not come is asked for again after this time: by the next night's crawl."""
NO_CONTROL = "its page does not offer it any more"
MOMENT = 0.5
"""Seconds before a repetition where the portal names none."""


class AttachedFiles:
    """The files of one portal that are still to be asked for."""

    def __init__(self, session: CrawlSession, *, wanted: bool) -> None:
        self._session = session
        settings = session.crawler.settings
        self._unwanted = frozenset(settings.getlist("QUESON_UNWANTED_FILES"))
        self._waiting: list[Wanted] | None = None
        if not wanted or session.portal.files == "none":
            self._waiting = []
        self._shared: Sandboxes | None = settings.get(SANDBOXES)
        self._sandbox = self._shared or Sandbox()

    def next(self) -> list[FileTask]:
        """Some more files to ask for; none when all were."""
        if self._waiting is None:
            self._waiting = self._find()
        tasks: list[FileTask] = []
        while self._waiting and len(tasks) < MAX_AT_ONCE:
            task = self._task(self._waiting.pop())
            if task is not None:
                tasks.append(task)
        return tasks

    def _task(self, file: Wanted) -> FileTask | None:
        """The task that asks for a file; None where a form has to be sent that no capture shows any more."""
        url = clean(file.url)
        task = FileTask(url, image=file.is_image, origin=file.url if file.url != url else "")
        if POSTED not in file.url:
            return task
        return self._posted(task)

    def _posted(self, task: FileTask) -> FileTask | None:
        session, recorder = self._session, self._session.recorder
        sent = sent_for(recorder.archive, session.portal.slug, task.first_url)
        if sent is not None and session.portal.owns(sent.address):
            return replace(task, url=sent.address, postback=sent.event)
        task = replace(task, attempt=MAX_ATTEMPTS)
        at = recorder.unanswered(task, Why.UNREACHED, NO_CONTROL)
        recorder.store(refused_page(recorder.run_id, task, unanswered(Why.UNREACHED, NO_CONTROL), None, at))
        return None

    def _find(self) -> list[Wanted]:
        """The files that are wanted, the first at the end."""
        session = self._session
        before = (moment() - LATER).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = wanted_files(session.recorder.archive, session.portal.slug, before, full=session.full)
        return [file for file in reversed(found) if self._is_wanted(file)]

    def _is_wanted(self, file: Wanted) -> bool:
        if file.is_image and self._session.portal.files == "documents":
            return False
        return self._session.portal.owns(clean(file.url)) and extension(file.url) not in self._unwanted

    async def answered(self, response: Response) -> AsyncIterator[FileTask | Page]:
        """A file came, or something in its place."""
        session, recorder = self._session, self._session.recorder
        task: FileTask = response.meta["task"]
        capture = response.meta["capture"]
        answer = FileAnswer(response.url, response.status, response.body, pairs(response.headers))
        told = look(answer, session.portal.owns)
        pace(session.throttle, response)
        step = onward(task, told) if isinstance(told, str) else told
        reading = await asyncio.to_thread(self._sandbox.read, response.body) if told is None else None
        page = file_page(recorder.run_id, task, answer, capture, told, reading)
        if reading is not None and reading.state in OF_THE_MOMENT:
            recorder.store(page)  # at once: what follows refers to it
            recorder.unread(task.url, capture, reading)
        else:
            yield page
        if isinstance(step, FileTask):
            yield step
        elif step is not None and may_repeat(task, step):
            await session.rest(retry_after(response) or MOMENT)
            yield replace(task, attempt=task.attempt + 1)

    def failed(self, failure: Failure) -> list[FileTask | Page]:
        """No file came: name why, store it, go on."""
        session, recorder = self._session, self._session.recorder
        task: FileTask = failure.request.meta["task"]  # type: ignore[attr-defined]
        why, detail = describe(failure)
        session.throttle.unanswered()
        at = recorder.unanswered(task, why, detail)
        refusal = unanswered(why, detail)
        steps: list[FileTask | Page] = [refused_page(recorder.run_id, task, refusal, None, at)]
        if may_repeat(task, refusal):
            steps.append(replace(task, attempt=task.attempt + 1))
        return steps

    def close(self) -> None:
        """End the process that reads files, if it is this crawl's own."""
        if self._shared is None:
            self._sandbox.close()


def pace(throttle: Throttle, response: Response) -> None:
    """Tell the throttle how the portal took being asked for a file."""
    wait = retry_after(response)
    burst = response.meta.get("burst", 0)
    if response.status == 429:
        throttle.flooded(burst, wait)
        return
    throttle.answered(burst, response.meta.get("sent", math.inf))
    if wait is not None and response.status == 503:
        throttle.hold(wait)


def sent_for(archive: Archive, portal: str, url: str) -> PostedFile | None:
    """What is sent for a file that has no address of its own, by the newest capture that offers it."""
    for place in showing(archive, portal, url):
        answer = answer_of(read_at(archive.warc, place).exchange)
        sent = posted_file(answer.document(), url)
        if sent is not None:
            return sent
    return None
