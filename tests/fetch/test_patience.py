"""How long a portal is waited for that gives no page."""

import asyncio
from contextlib import suppress
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from queson_crawler.fetch import limits as limits_module
from queson_crawler.fetch import patience as patience_module
from queson_crawler.fetch import throttle as throttle_module
from queson_crawler.fetch.failures import describe
from queson_crawler.fetch.patience import LEFT_ALONE, MAX_AWAY, MAX_STATED, MAX_UNHEARD, LeftAlone, Patience
from queson_crawler.fetch.throttle import Throttle
from queson_crawler.parse.results import Why
from tests.fetch.test_lane import moment, played

CRAWL = SimpleNamespace(crawling=True)
URL = "http://bausen.example/"


@pytest.fixture(autouse=True)
def clockwork(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits, and none depends on how busy the machine is."""
    for module in (throttle_module, limits_module, patience_module):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=moment))


def lane() -> Throttle:
    return Throttle(CRAWL)  # type: ignore[arg-type]


async def asked(throttle: Throttle, seconds: float) -> bool:
    """Ask, and wait for no answer; whether it was asked."""
    request = Request(URL, meta={"download_timeout": seconds, "task": None})
    try:
        await throttle.process_request(request)
    except LeftAlone:
        return False
    await asyncio.sleep(request.meta["download_timeout"])
    throttle.process_exception(request, OSError())
    return True


async def until_left(throttle: Throttle, seconds: float) -> None:
    while await asked(throttle, seconds):
        pass


async def until_flooded(throttle: Throttle, wait: float | None) -> None:
    """Every answer is that this was too fast, until nothing more is asked."""
    with suppress(LeftAlone):
        while True:
            request = Request(URL)
            await throttle.process_request(request)
            throttle.flooded(request.meta["burst"], wait)


def test_a_portal_that_never_answers_is_left_after_a_bound() -> None:
    assert MAX_UNHEARD <= played(until_left(lane(), 40)) <= MAX_UNHEARD + 1


def test_one_that_gave_pages_is_waited_for_longer() -> None:
    throttle = lane()
    throttle.answered()
    assert MAX_AWAY <= played(until_left(throttle, 40)) <= MAX_AWAY + 1


def test_each_page_begins_the_wait_anew() -> None:
    async def play() -> None:
        throttle = lane()
        for _ in range(20):
            for _ in range(2):
                assert await asked(throttle, 40)
            throttle.answered()

    assert played(play()) == pytest.approx(20 * 2 * 40)


def test_one_that_refuses_every_connection_at_once_is_not_asked_for_ever() -> None:
    async def play() -> None:
        throttle, times = lane(), 0
        while await asked(throttle, 0):
            times += 1
        assert times <= MAX_UNHEARD

    played(play())


@pytest.mark.parametrize(("gave", "most"), [(False, MAX_UNHEARD), (True, MAX_AWAY)])
def test_one_that_only_says_that_it_is_asked_too_fast_is_left(gave: bool, most: float) -> None:
    async def play() -> None:
        throttle = lane()
        if gave:
            throttle.answered()
        await until_flooded(throttle, None)

    assert most / 2 <= played(play()) <= most


def test_one_that_names_a_time_to_wait_is_obeyed_and_not_for_ever() -> None:
    async def play() -> None:
        throttle = lane()
        throttle.answered()
        await until_flooded(throttle, 300.0)

    assert MAX_STATED - 300 <= played(play()) <= MAX_STATED + 300


def test_an_answer_to_robots_txt_shows_that_a_portal_is_there() -> None:
    async def play() -> None:
        throttle = lane()
        for _ in range(2):
            assert await asked(throttle, 40)
        robots = Request(f"{URL}robots.txt", meta={"sent": moment()})
        for status, remaining in ((503, MAX_UNHEARD - 80), (429, MAX_UNHEARD - 80), (404, MAX_UNHEARD)):
            throttle.process_response(robots, Response(robots.url, status=status))
            assert throttle.patience.remaining == remaining

    played(play())


def test_what_is_under_way_when_a_portal_is_left_is_not_waited_for() -> None:
    async def never() -> Response:
        await asyncio.sleep(10**6)
        raise AssertionError

    async def play() -> None:
        throttle = lane()
        waiting = asyncio.create_task(throttle.awaited(never()))
        await asyncio.sleep(1)
        throttle.leave_alone()
        with pytest.raises(LeftAlone):
            await waiting
        with pytest.raises(LeftAlone):
            await throttle.process_request(Request(URL))

    assert played(play()) < 2


def test_a_crawl_that_ends_is_not_told_that_its_portal_was_left() -> None:
    async def never() -> Response:
        await asyncio.sleep(10**6)
        raise AssertionError

    async def play() -> None:
        waiting = asyncio.create_task(lane().awaited(never()))
        await asyncio.sleep(1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    played(play())


def test_what_a_portal_costs_is_told_from_how_slowly_it_may_be_asked() -> None:
    async def play() -> None:
        throttle = Throttle(CRAWL, delay=30.0)  # type: ignore[arg-type]
        for _ in range(5):
            request = Request("http://127.0.0.1/")
            await throttle.process_request(request)
        assert not throttle.patience.is_tried

    assert played(play()) > MAX_UNHEARD
    assert Patience().remaining == MAX_UNHEARD


def test_people_are_told_that_it_was_left() -> None:
    failure = SimpleNamespace(value=LeftAlone())
    assert describe(failure) == (Why.NO_ANSWER, LEFT_ALONE)  # type: ignore[arg-type]
