"""How fast a portal is asked: it says when it is too fast, and is asked more slowly from then on."""

import asyncio
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from queson_crawler.fetch import limits, throttle
from queson_crawler.fetch.limits import MAX_HOLDS, MIN_BURST, MIN_FAILURES
from queson_crawler.fetch.throttle import Throttle


class Clockwork(asyncio.SelectorEventLoop):
    """A loop whose time stands still while something is to be done, and then leaps to what waits next."""

    now = 1000.0

    def time(self) -> float:
        return Clockwork.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            Clockwork.now = max(Clockwork.now, self._scheduled[0]._when)  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def moment() -> float:
    return Clockwork.now


@pytest.fixture(autouse=True)
def clockwork(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits, and none depends on how busy the machine is."""
    for module in (limits, throttle):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=moment))


def played(play: Coroutine[Any, Any, None]) -> float:
    """The seconds that something takes by this clock."""
    began = moment()
    with asyncio.Runner(loop_factory=Clockwork) as runner:
        runner.run(play)
    return moment() - began


class Portal:
    """Answers `most` requests per `seconds`; more are floods."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self.good: list[float] = []
        self.floods = 0

    def answer(self) -> bool:
        now = moment()
        if sum(1 for at in self.good if now - at < self.seconds) >= self.most:
            self.floods += 1
            return False
        self.good.append(now)
        return True


async def ask(lane: Throttle, portal: Portal, wait: float | None) -> None:
    while True:
        request = Request("http://bausen.example/")
        await lane.process_request(request)
        if portal.answer():
            lane.answered()
            return
        lane.flooded(request.meta["burst"], wait)


def asked(portal: Portal, requests: int, wait: float | None, at_once: int = 4) -> Throttle:
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]

    async def all_of_them() -> None:
        left = asyncio.Semaphore(at_once)

        async def one() -> None:
            async with left:
                await ask(lane, portal, wait)

        await asyncio.gather(*(one() for _ in range(requests)))

    played(all_of_them())
    return lane


def test_a_limit_is_met_once_and_then_kept() -> None:
    portal = Portal(MIN_BURST, 0.5)
    lane = asked(portal, 4 * MIN_BURST, wait=0.5)
    assert len(portal.good) == 4 * MIN_BURST
    assert portal.floods <= 8  # at most four in flight, twice
    assert 0.04 < lane.interval < 0.5


def test_an_answer_that_is_read_late_tells_of_the_limit_and_does_not_open_the_lane() -> None:
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    request = Request("http://bausen.example/")
    played(lane.process_request(request))
    before = request.meta["burst"]
    lane.flooded(before, wait=60)
    for _ in range(MIN_BURST):
        lane.answered(before)
    assert lane._open_at > moment() + 30, "still closed"
    lane._open_at = 0.0
    played(lane.process_request(request))
    Clockwork.now += 3
    lane.answered(request.meta["burst"])
    assert lane.interval == pytest.approx(1.05 * 3 / (MIN_BURST + 1), abs=0.1), (
        "the late answers told what the portal bears"
    )


def test_answers_that_are_read_late_do_not_hide_that_the_portal_fails() -> None:
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    told = []
    for number in range(MIN_FAILURES):
        told.append(lane.failed(lane._burst, sent=100.0 + number))
        lane.answered(lane._burst, sent=90.0 + number)
    assert told == [False] * (MIN_FAILURES - 1) + [True]
    calm = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    for number in range(2 * MIN_FAILURES):
        assert not calm.failed(calm._burst, sent=100.0 + number)
        calm.answered(calm._burst, sent=100.5 + number)


def test_without_a_time_to_wait_the_lane_tries_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIRST_HOLD", 0.1)
    portal = Portal(MIN_BURST, 0.8)
    asked(portal, 2 * MIN_BURST, wait=None)
    assert len(portal.good) == 2 * MIN_BURST
    assert portal.floods <= 12


def test_a_single_odd_answer_slows_nothing_down() -> None:
    lane = asked(Portal(2, 0.2), 6, wait=0.1, at_once=1)
    assert lane.interval == 0


def test_a_crawl_that_is_stopped_waits_no_more() -> None:
    lane = Throttle(SimpleNamespace(crawling=False))  # type: ignore[arg-type]
    lane.hold(60)
    assert played(lane.process_request(Request("http://bausen.example/"))) == 0


def test_a_request_that_breaks_off_does_not_keep_its_own_repetition_waiting() -> None:
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    lane.flooded(0, wait=0)
    request = Request("http://bausen.example/")

    async def twice() -> None:
        await lane.process_request(request)
        lane.process_exception(request, OSError())
        await lane.process_request(request)

    assert played(twice()) < 1


def failing(lane: Throttle, times: int, attempt: int = 1) -> list[bool]:
    return [lane.failed(lane._burst, attempt) for _ in range(times)]


def test_requests_that_fail_here_and_there_slow_nothing_down() -> None:
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    for _ in range(3):
        assert not any(failing(lane, MIN_FAILURES - 1))
        lane.answered()
    assert not any(failing(lane, 3 * MIN_FAILURES, attempt=2)), "what failed before fails again"


def test_a_portal_that_is_down_is_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIRST_HOLD", 0.0)
    lane = Throttle(SimpleNamespace(crawling=True))  # type: ignore[arg-type]
    failed = failing(lane, MIN_FAILURES + MAX_HOLDS + 2)
    assert failed == [False] * (MIN_FAILURES - 1) + [True] * MAX_HOLDS + [False] * 3
    lane.answered()
    assert lane.interval == 0.0, "one that was down once has no limit"
