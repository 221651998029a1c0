"""Pages as a browser shows them: reading one, and pressing the controls of its pager until the list ends."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.http import Response

from archive.list_records import ListPage
from archive.records import Page
from queson_crawler.fetch.browser_page import press, quietly, settle, snapshot, unroll
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.results import Why
from queson_crawler.spiders.session import CrawlSession
from queson_crawler.understand.tasks import MAX_ATTEMPTS, ListTask, Task

if TYPE_CHECKING:
    from playwright.async_api import Page as BrowserPage

ASKS_TO_WAIT = (429, 503)
"""Statuses that say of the page only that it was asked too fast, or of a portal that it is overloaded."""
SILENT = "the page does not answer the browser that shows it"
ENDLESS = "the page keeps growing as it is scrolled; the crawl did not wait for the rest"
UNMOVED = "pressing the control changed nothing"


async def read_shown(session: CrawlSession, response: Response) -> AsyncIterator[Task | Page]:
    """Read a page as a browser shows it; press the controls of its pager until the list ends. Gives what is stored, and
    then the tasks whose turn has come."""
    browser_page, browsed = response.meta["playwright_page"], response.meta["browsed"]
    begun: Task = response.meta["task"]
    waiting = deque([begun])
    following: list[Task] = []
    last: ListPage | None = None
    try:
        if response.status in ASKS_TO_WAIT:
            for step in _turned_away(session, begun, response.status):
                yield step
            return
        await settle(browser_page)
        is_whole = await unroll(browser_page, lambda: _paused(session))
        while waiting and session.is_running:
            task, is_unmoved = waiting.popleft(), False
            if task.press and not await _pressed(session, browser_page, task.press):
                if task.attempt < MAX_ATTEMPTS:
                    waiting.appendleft(replace(task, attempt=task.attempt + 1))
                    continue
                is_unmoved = True
            shown = None if is_unmoved else await snapshot(browser_page)
            if shown is None:
                page, steps = session.unanswered(task, Why.NO_ANSWER, UNMOVED if is_unmoved else SILENT)
                following += steps
                yield page
                continue
            for step in _read(session, task, *shown):
                if isinstance(step, Page):
                    last = step.listing
                    yield step
                elif step.press:
                    waiting.append(step)
                else:
                    following.append(step)
        if not is_whole:
            page, steps = _cut_off(session, begun, last)
            following += steps
            yield page
        await browsed.kept()
    finally:
        await quietly(browser_page.close())
    for task in session.done(begun, following):
        yield task


async def _pressed(session: CrawlSession, page: BrowserPage, selector: str) -> bool:
    """Whether pressing a control brought anything, once it was its turn."""
    await session.rest(session.pause)
    return await press(page, selector)


async def _paused(session: CrawlSession) -> bool:
    """Wait as between two requests; whether the crawl goes on."""
    await session.rest(session.pause)
    return session.is_running


def _cut_off(session: CrawlSession, task: Task, shown: ListPage | None) -> tuple[Page, list[Task]]:
    """What is stored of a page that has no end: what it showed was read, and its list goes on where nobody looked."""
    beyond: Task = replace(task, attempt=MAX_ATTEMPTS)
    if shown is not None:
        beyond = ListTask(task.url, category=shown.category_url, number=shown.number + 1, attempt=MAX_ATTEMPTS)
    return session.unanswered(beyond, Why.TOO_LARGE, ENDLESS)


def _turned_away(session: CrawlSession, task: Task, status: int) -> list[Task | Page]:
    """What is stored where a browser is told to wait, and the tasks whose turn has come."""
    page, steps = session.unanswered(task, Why.NO_ANSWER, f"answered {status} to a browser")
    return [page, *session.done(task, steps)]


def _read(session: CrawlSession, task: Task, url: str, body: bytes) -> list[Task | Page]:
    session.stop_if_nothing_is_kept()
    url = url or task.url
    task = session.frontier.as_of_now(task)
    capture = session.recorder.rendered(task, url, body)
    if capture is None:
        return []
    answer = Answer(url, 200, body, "text/html", "utf-8")
    reading, page = session.reader.read(task, answer, capture)
    return [page, *session.take(reading)]
