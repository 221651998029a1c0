"""How the tasks of the live crawl become Scrapy's requests, and what an answer says of the speed of asking."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Page
from queson_crawler.fetch.browser_page import Browsed
from queson_crawler.fetch.conditional import kept
from queson_crawler.fetch.failures import retry_after
from queson_crawler.fetch.forms import form_body
from queson_crawler.fetch.overloads import OVERLOADED
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.parse.results import NotContent, Why
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.understand.reading import Reading
from queson_crawler.understand.tasks import FileTask, ListTask, PageTask, ResourceTask, Role, Task

_PRIORITY = {
    Role.LIST: 20,
    Role.PAGE: 10,
    Role.ARTICLE: 0,
    Role.FEED: -20,
    Role.STANDING: -25,
    Role.RESOURCE: -30,
    Role.FILE: -40,
}
_KEPT_AS = {Role.STANDING: (Role.STANDING, Role.PAGE)}
"""In which roles a page was asked for that is kept, where it may be another than now: it was sought as a list first."""
MAX_MEGABYTES = 8
"""Of one style sheet, script, font or picture of the layout."""
REPETITION = 5
"""How much lower the priority of a request is with each repetition."""
MEGABYTE = 1 << 20
ASKED_ONCE = {"dont_retry": True}
"""Meta of a request whose task says how often it is repeated: Scrapy does not repeat it beside that."""
_WAIT = re.compile(r"(?<!\d)(\d{1,9}) s to wait")
_MOMENT = 0.5
"""Seconds before a repetition where the portal names none."""
Answered = Callable[[Response], AsyncIterator[Request | Page]]
Failed = Callable[[Failure], object]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Who takes an answer, and who is told that none came: of pages, of pages in a browser, of files of articles, of
    what pages are shown with."""

    page: Answered
    page_failed: Failed
    shown: Answered
    shown_failed: Failed
    file: Answered
    file_failed: Failed
    resource: Answered
    resource_failed: Failed


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes the requests of one crawl."""

    session: CrawlSession
    callbacks: Callbacks

    def of(self, task: Task) -> Request:
        """The request that a task makes: GET, postback, with a browser, or for a file."""
        if isinstance(task, ListTask) and task.press:  # its page is closed: the list begins anew
            task = replace(task, number=1, press="", shape="")
        if isinstance(task, FileTask):
            return self._file(task, self.callbacks.file, self.callbacks.file_failed, self._file_megabytes)
        if isinstance(task, ResourceTask):
            return self._file(task, self.callbacks.resource, self.callbacks.resource_failed, MAX_MEGABYTES)
        if task.render or self._is_always_shown(task):
            return self._shown(replace(task, render=True))
        if isinstance(task, ListTask) and task.postback is not None:
            body, kind = form_body(task.postback)
            return self._page(task, method="POST", body=body, headers={"Content-Type": kind})
        if task.is_stored and not self.session.full:
            known = kept(self.session.recorder.archive, task.url, *_KEPT_AS.get(task.role, (task.role,)))
            if known is not None:
                request = self._page(task, headers=known.headers)
                request.meta["kept"] = known.capture
                return request
        return self._page(task)

    def _is_always_shown(self, task: Task) -> bool:
        """Whether a browser is to show every possible list, and this one can be shown by one."""
        if self.session.render != "always":
            return False
        if isinstance(task, ListTask):
            return task.postback is None
        return isinstance(task, PageTask)

    def _page(self, task: Task, **options: Any) -> Request:
        return Request(
            task.url,
            callback=self.callbacks.page,
            errback=self.callbacks.page_failed,
            dont_filter=True,  # the frontier asks nothing twice that it does not mean to
            priority=_priority(task),
            meta={"task": task, **ASKED_ONCE},
            **options,
        )

    @property
    def _file_megabytes(self) -> int:
        """How large a file of an article may be."""
        settings = self.session.crawler.settings
        return self.session.portal.file_megabytes or settings.getint("QUESON_FILE_MEGABYTES")

    def _file(self, task: FileTask | ResourceTask, answered: Answered, failed: Failed, most: int) -> Request:
        """The request for a file of at most so many megabytes."""
        request = Request(
            task.url,
            callback=answered,
            errback=failed,
            headers={"Accept": "*/*"},
            dont_filter=True,
            priority=_priority(task),
            meta={"task": task, "download_maxsize": most * MEGABYTE, **ASKED_ONCE},
        )
        if isinstance(task, FileTask) and task.postback is not None:
            body, kind = form_body(task.postback)
            headers = {"Accept": "*/*", "Content-Type": kind}
            return request.replace(method="POST", body=body, headers=headers)
        return request

    def _shown(self, task: Task) -> Request:
        """The request for a page as a browser shows it."""
        browsed = Browsed(self.session.recorder.browsed, self.session.throttle)
        return Request(
            task.url,
            callback=self.callbacks.shown,
            errback=self.callbacks.shown_failed,
            dont_filter=True,
            priority=_priority(task),
            meta={"task": task, "browsed": browsed, **browsed.meta(), **ASKED_ONCE},
        )


def _priority(task: Task) -> int:
    return _PRIORITY[task.role] - REPETITION * (task.attempt - 1)


def pace(throttle: Throttle, response: Response, reading: Reading) -> float | None:
    """Tell the throttle how the portal took being asked; how long a repetition of this request should still wait
    (seconds), None where the throttle sees to that and the request is not to blame."""
    wait = retry_after(response)
    if wait is None:
        wait = _named_wait(reading)
    burst = response.meta.get("burst", 0)
    if isinstance(reading.result, NotContent) and reading.result.why in (Why.FLOOD, Why.CHALLENGE):
        throttle.flooded(burst, wait)
        return 0.0
    if wait is None and response.status in OVERLOADED:
        is_down = throttle.failed(burst, reading.task.attempt, sent=response.meta.get("sent", math.inf))
        return None if is_down else _MOMENT
    throttle.answered(burst, response.meta.get("sent", math.inf))
    if wait is not None and response.status == 503:
        throttle.hold(wait)
        return 0.0
    return _MOMENT


def _named_wait(reading: Reading) -> float | None:
    """The seconds that a page asks one to wait."""
    if not isinstance(reading.result, NotContent):
        return None
    said = _WAIT.search(reading.result.detail)
    return float(said.group(1)) if said else None
