"""What the pages of a portal are shown with, when all pages were read: asked one by one in the same lane; nobody reads
it but for what style sheets refer to."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import moment
from archive.records import Needed, Page
from archive.resources import wanted_resources
from queson_crawler.fetch.failures import describe, retry_after
from queson_crawler.files.answers import FileAnswer, unanswered
from queson_crawler.files.names import extension
from queson_crawler.files.resources import refused, resource_answer
from queson_crawler.recording.recorder import pairs
from queson_crawler.spiders.attached import LATER, MAX_AT_ONCE, MOMENT, pace
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.understand.tasks import ResourceTask
from queson_crawler.urls import leads_out


class PageResources:
    """What pages are shown with and is still to be asked for in a crawl of one portal."""

    def __init__(self, session: CrawlSession, *, wanted: bool) -> None:
        self._session = session
        self._is_wanted = wanted and session.portal.files != "none"
        self._unwanted = frozenset(session.crawler.settings.getlist("QUESON_UNWANTED_FILES"))
        self._asked: set[str] = set()
        self._may_be_more = True

    def look_again(self) -> None:
        """More may be needed than was known: a page came, or a style sheet."""
        self._may_be_more = True

    def next(self) -> list[ResourceTask]:
        """Some more to ask for, as far as is known now; none when all were."""
        if not self._is_wanted or not self._may_be_more:
            return []
        tasks: list[ResourceTask] = []
        for each in self._find():
            if each.url in self._asked:
                continue
            self._asked.add(each.url)
            tasks.append(ResourceTask(each.url, use=each.use, depth=each.depth))
            if len(tasks) == MAX_AT_ONCE:
                break
        self._may_be_more = bool(tasks)
        return tasks

    def _find(self) -> list[Needed]:
        session = self._session
        before = (moment() - LATER).strftime("%Y-%m-%dT%H:%M:%SZ")
        with_files = session.portal.files != "documents"
        return wanted_resources(
            session.recorder.archive, session.portal.slug, before, self._may_be_asked, with_files=with_files
        )

    def _may_be_asked(self, url: str) -> bool:
        is_own = self._session.portal.owns(url) and not leads_out(url)
        return is_own and extension(url) not in self._unwanted

    async def answered(self, response: Response) -> AsyncIterator[ResourceTask | Page]:
        """A resource came, or something in its place."""
        self.look_again()
        session = self._session
        task: ResourceTask = response.meta["task"]
        answer = FileAnswer(response.url, response.status, response.body, pairs(response.headers))
        capture = response.meta["capture"]
        found = resource_answer(session.recorder.run_id, task, answer, capture, session.portal.owns)
        pace(session.throttle, response)
        yield found.page
        if found.is_repetition:
            await session.rest(retry_after(response) or MOMENT)
        if found.following is not None:
            yield found.following

    def failed(self, failure: Failure) -> list[ResourceTask | Page]:
        """None came: name why, store it, go on."""
        session, recorder = self._session, self._session.recorder
        task: ResourceTask = failure.request.meta["task"]  # type: ignore[attr-defined]
        why, detail = describe(failure)
        session.throttle.unanswered()
        at = recorder.unanswered(task, why, detail)
        found = refused(recorder.run_id, task, unanswered(why, detail), None, at)
        if found.following is None:
            return [found.page]
        return [found.page, found.following]
