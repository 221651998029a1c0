"""Answers of one portal are parsed beside each other, and read one after the other as they came."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from scrapy.http import HtmlResponse

from archive.records import Capture
from queson_crawler.parse.answer import Answer
from queson_crawler.portals import Portal
from queson_crawler.spiders.portal import PortalSpider
from queson_crawler.understand.tasks import ArticleTask

HOME = "http://bausen.example"


class _Session:
    """A crawl whose pages take as long to parse as the test wants."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.reader = SimpleNamespace(read=lambda task, answer, capture, ahead: (None, answer.url))
        self.begun: list[str] = []
        self.may_end = asyncio.Event()

    def stop_if_nothing_is_kept(self) -> None:
        pass

    async def parsed(self, task: ArticleTask, answer: Answer) -> None:
        self.begun.append(answer.url)
        if answer.url.endswith("/1"):  # the first is parsed last
            await self.may_end.wait()


def _response(url: str) -> HtmlResponse:
    capture = Capture(1, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0)
    response = HtmlResponse(url, body=b"<p>", headers={"Content-Type": "text/html"})
    response.request = SimpleNamespace(meta={"task": ArticleTask(url), "capture": capture})  # type: ignore[assignment]
    return response


async def test_a_page_is_parsed_before_its_turn_and_read_in_its_turn() -> None:
    spider = PortalSpider(portal=Portal("bausen", HOME), is_allowed=True)
    session: Any = _Session()
    spider.session = session
    first, second = (spider.answered(_response(f"{HOME}/{number}")) for number in (1, 2))
    of_first, of_second = asyncio.ensure_future(anext(first)), asyncio.ensure_future(anext(second))
    await asyncio.sleep(0.01)
    assert session.begun == [f"{HOME}/1", f"{HOME}/2"]
    assert not of_second.done()
    session.may_end.set()
    assert await of_first == f"{HOME}/1"
    await first.aclose()
    assert await of_second == f"{HOME}/2"
    await second.aclose()
