"""Pages that other processes parse: read as here, whatever becomes of those processes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from queson_crawler.parse.answer import Answer
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.spiders.parsers import Parsers
from queson_crawler.understand.ahead import Ahead, basis_of
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.tasks import ArticleTask
from tests.crawl.tools import news

PORTAL = Portal("xa", "http://xa.example/")
AT = "2026-01-01T00:00:00Z"
PAGES = {path: told.body for path, told in news(8).items() if path.endswith(".html")}


@pytest.fixture
def parsers() -> Iterator[Parsers]:
    begun = Parsers(2)
    yield begun
    begun.close()


def reader() -> Reader:
    begun = Reader(PORTAL, 1, gathers=True)
    begun.profile = Profile.of(PORTAL, "generic")
    return begun


def answered(path: str) -> tuple[ArticleTask, Answer]:
    url = f"http://xa.example{path}"
    return ArticleTask(url), Answer(url, 200, PAGES[path], "text/html", "utf-8", "", AT)


async def all_parsed(parsers: Parsers) -> list[Ahead | None]:
    """All pages as they are parsed elsewhere, asked for at the same time."""
    basis = basis_of(reader().profile)
    assert basis is not None
    waits = []
    for path in PAGES:
        task, answer = answered(path)
        waits.append(parsers.parsed(answer, task, basis, is_sibling=True))
    return await asyncio.gather(*waits)


def assert_read_as_here(several: list[Ahead | None]) -> None:
    for path, ahead in zip(PAGES, several, strict=True):
        task, answer = answered(path)
        assert ahead is not None
        there, here = reader().read(task, answer, None, ahead), reader().read(task, answer, None)
        assert here[1].article is not None
        assert there[1] == here[1]
        assert there[0].sibling == here[0].sibling
        assert there[0].sibling.region


async def test_pages_are_read_as_in_this_process(parsers: Parsers) -> None:
    assert_read_as_here(await all_parsed(parsers))


async def test_the_first_pages_of_a_single_crawl_are_parsed_here_and_no_process_is_begun_for_them() -> None:
    parsers = Parsers(2, first_here=len(PAGES))
    try:
        assert await all_parsed(parsers) == [None] * len(PAGES)
        assert parsers.pids == []
        assert_read_as_here(await all_parsed(parsers))
        assert parsers.pids
    finally:
        parsers.close()


async def test_processes_that_are_killed_lose_no_page(parsers: Parsers) -> None:
    await all_parsed(parsers)
    for pid in parsers.pids:
        os.kill(pid, signal.SIGKILL)
    assert_read_as_here(await all_parsed(parsers))


async def test_where_no_process_can_begin_pages_are_parsed_here(
    parsers: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.workers.BOOT", "raise SystemExit(1)")
    several = await all_parsed(parsers)
    assert_read_as_here(several)
    assert parsers.pids == []
    assert set(await all_parsed(parsers)) == {None}


async def test_a_crawl_that_is_stopped_waits_for_no_page(parsers: Parsers) -> None:
    stopped = asyncio.create_task(all_parsed(parsers))
    await asyncio.sleep(0)
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert_read_as_here(await all_parsed(parsers))
