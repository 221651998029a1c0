"""Pages as a browser shows them: reading one, and pressing the controls of its pager until the list ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from archive.records import Page
from queson_crawler.fetch.browser import press, quietly, settle, snapshot, unroll
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.results import Why
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import MAX_ATTEMPTS, Task

if TYPE_CHECKING:
    from queson_crawler.spiders.portal import PortalSpider


async def read_shown(spider: PortalSpider, response: Response) -> AsyncIterator[Request | Page]:
    """Read a page as a browser shows it; press the controls of its pager until the list ends."""
    page, browsed = response.meta["playwright_page"], response.meta["browsed"]
    waiting: list[Task] = [response.meta["task"]]
    begun, following = waiting[0], []
    try:
        await settle(page)
        await unroll(page, lambda: spider.rest(spider.pause()))
        while waiting and spider.crawler.crawling:
            task: Task = waiting.pop(0)
            if task.press:
                await spider.rest(spider.pause())
                if not await press(page, task.press):
                    if task.attempt < MAX_ATTEMPTS:
                        waiting.insert(0, replace(task, attempt=task.attempt + 1))
                    else:
                        page_of_gap, steps = _unmoved(spider, task)
                        following += steps
                        yield page_of_gap
                    continue
            url, body = await snapshot(page)
            for step in _taken(spider, task, url or task.url, body):
                if not isinstance(step, Task):
                    yield step
                elif step.press:
                    waiting.append(step)
                else:
                    following.append(step)
        await browsed.kept()
    finally:
        await quietly(page.close())
    for request in spider.follow(begun, following):
        yield request


def _unmoved(spider: PortalSpider, task: Task) -> tuple[Page, list[Task]]:
    """A control was pressed again and again and nothing changed: a gap where it promised a page, else the end."""
    detail = "pressing the control changed nothing"
    at = spider.keeper.unanswered(task, Why.NO_ANSWER, detail)
    page = spider.reader.unanswered(task, Why.NO_ANSWER, detail, at)
    steps = spider.frontier.refused(task, Why.NO_ANSWER)
    spider.decide()
    return page, steps


def _taken(spider: PortalSpider, task: Task, url: str, body: bytes) -> list[Task | Page]:
    spider.stop_if_nothing_is_kept()
    capture = spider.keeper.rendered(task, url, body)
    if capture is None:
        return []
    understood, page = spider.reader.read(task, Answer(url, 200, body, "text/html", "utf-8"), capture)
    spider.frontier.platform = spider.reader.platform or GENERIC
    steps = spider.frontier.take(task, url, understood)
    spider.decide()
    return [page, *steps]
