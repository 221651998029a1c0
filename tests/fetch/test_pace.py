"""How often an address is asked: crawls that share it share its rate and take turns."""

import asyncio
from copy import deepcopy
from itertools import pairwise
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from queson_crawler.fetch import limits, pace
from queson_crawler.fetch import throttle as throttle_module
from queson_crawler.fetch.pace import Paces
from queson_crawler.fetch.throttle import REST, Throttle
from tests.fetch.test_lane import moment, played

CRAWL = SimpleNamespace(crawling=True)
ADDRESSES = {"a.vn": ("10.0.0.1",), "b.vn": ("10.0.0.1",), "c.vn": ("10.0.0.1", "10.0.0.2"), "d.vn": ("10.0.0.2",)}
Log = list[tuple[float, str]]


class Rates(Paces):
    """Looks names up in the table above, without threads: those know nothing of the clock of these tests."""

    async def addresses(self, host: str) -> tuple[str, ...]:
        return ADDRESSES.get(host, ())


@pytest.fixture(autouse=True)
def clockwork(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (throttle_module, limits):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=moment))


async def crawl(paces: Paces, host: str, times: int, delay: float, log: Log, takes: float = 0.1) -> None:
    """Ask a host so many times; each answer takes some seconds."""
    throttle = Throttle(CRAWL, delay, paces)  # type: ignore[arg-type]
    for _ in range(times):
        request = Request(f"http://{host}/")
        await throttle.process_request(request)
        log.append((moment(), host))
        await asyncio.sleep(takes)
        throttle.process_response(request, Response(request.url))
        throttle.answered()


def logged(*crawls: tuple[str, int, float], takes: float = 0.1) -> Log:
    log: Log = []

    async def play() -> None:
        paces = Rates()
        await asyncio.gather(*(crawl(paces, *each, log, takes) for each in crawls))

    played(play())
    return log


def gaps(log: Log, *hosts: str) -> list[float]:
    times = [at for at, host in log if host in hosts]
    return [later - earlier for earlier, later in pairwise(times)]


def test_a_portal_is_asked_once_in_its_delay() -> None:
    log = logged(("a.vn", 20, 1.0))
    assert min(gaps(log, "a.vn")) == pytest.approx(1.0)
    assert max(gaps(log, "a.vn")) == pytest.approx(1.0)


def test_portals_of_one_address_share_its_rate_and_take_turns() -> None:
    log = logged(("a.vn", 10, 1.0), ("b.vn", 10, 1.0))
    assert min(gaps(log, "a.vn", "b.vn")) >= 0.999
    assert [host for _, host in log] == ["a.vn", "b.vn"] * 10
    assert log[-1][0] - log[0][0] == pytest.approx(19.0), "no time of the address is lost"


def test_portals_of_other_addresses_are_not_kept_waiting() -> None:
    log = logged(("a.vn", 10, 1.0), ("d.vn", 10, 1.0))
    for host in ("a.vn", "d.vn"):
        assert max(gaps(log, host)) == pytest.approx(1.0)


def test_a_host_of_several_addresses_waits_for_all_of_them() -> None:
    log = logged(("a.vn", 6, 1.0), ("c.vn", 6, 1.0), ("d.vn", 6, 1.0))
    assert min(gaps(log, "a.vn", "c.vn")) >= 0.999
    assert min(gaps(log, "c.vn", "d.vn")) >= 0.999
    assert len(log) == 18


def test_one_that_is_slow_keeps_its_neighbour_from_asking_only_as_long_as_the_rate_says() -> None:
    log: Log = []

    async def play() -> None:
        paces = Rates()
        await asyncio.gather(crawl(paces, "a.vn", 2, 1.0, log, takes=100.0), crawl(paces, "b.vn", 50, 1.0, log))

    played(play())
    assert max(gaps(log, "b.vn")) <= 3.0


def test_the_delay_of_the_slower_holds_after_its_own_request_and_before_the_next() -> None:
    log = logged(("a.vn", 5, 4.0), ("b.vn", 5, 1.0))
    assert min(gaps(log, "a.vn")) >= 3.999
    after_a = [later - at for (at, host), (later, _) in pairwise(log) if host == "a.vn"]
    assert min(after_a) >= 3.999


def test_a_portal_that_takes_long_has_a_rest_after_its_answer() -> None:
    log = logged(("a.vn", 5, 1.0), takes=3.0)
    assert gaps(log, "a.vn") == pytest.approx([3.0 + REST] * 4)


def test_without_a_delay_nobody_looks_anything_up() -> None:
    class Never(Rates):
        async def addresses(self, host: str) -> tuple[str, ...]:
            raise AssertionError(host)

    log: Log = []
    played(crawl(Never(), "a.vn", 3, 0.0, log))
    assert len(log) == 3


def test_a_name_that_leads_nowhere_has_a_rate_of_its_own() -> None:
    log = logged(("gone.vn", 3, 1.0), ("gone2.vn", 3, 1.0))
    assert max(gaps(log, "gone.vn")) == pytest.approx(1.0)


def test_what_robots_txt_asks_for_is_no_limit_that_may_be_capped() -> None:
    throttle = Throttle(CRAWL)  # type: ignore[arg-type]
    throttle.keep_distance(45.0)

    async def play() -> None:
        request = Request("http://a.vn/")
        await throttle.process_request(request)
        for _ in range(20):
            throttle.answered(0)
        throttle.flooded(request.meta["burst"], 1.0)
        await throttle.process_request(request)
        throttle.answered(request.meta["burst"])

    played(play())
    assert throttle.interval == 45.0


def test_addresses_are_looked_up_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look(host: str) -> tuple[str, ...]:
        looked.append(host)
        return ("10.0.0.1",)

    monkeypatch.setattr(pace, "addresses_of", look)

    async def play() -> None:
        paces = deepcopy(Paces())
        for _ in range(3):
            await paces.of("a.vn")
        assert looked == ["a.vn"]
        monkeypatch.setattr(pace, "MAX_AGE", -1.0)
        await paces.of("a.vn")
        assert looked == ["a.vn"] * 2

    asyncio.run(play())


def test_settings_are_copied_and_rates_are_not() -> None:
    paces = Paces()
    assert deepcopy(paces) is paces
