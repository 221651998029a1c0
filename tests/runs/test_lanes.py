"""Which portals are crawled at the same time: in their order, as many as may be, those of busy addresses last."""

import asyncio

import pytest

from queson_crawler.runs import lanes
from queson_crawler.runs.lanes import Lanes, lanes_of_machine


class Fleet:
    """Portals by name, each with an address; their crawls end when they are told to."""

    def __init__(self, addresses: dict[str, str | None]) -> None:
        self.addresses = addresses
        self.begun: list[str] = []
        self.looked: list[list[str]] = []
        self.may_end = {name: asyncio.Event() for name in addresses}

    async def find(self, name: str) -> frozenset[str] | None:
        address = self.addresses[name]
        return None if address is None else frozenset([address])

    async def crawl(self, name: str) -> None:
        self.begun.append(name)
        await self.may_end[name].wait()

    async def until(self, count: int) -> None:
        """Wait until so many crawls were begun, and then a little."""
        while len(self.begun) < count:
            await asyncio.sleep(0)
        for _ in range(10):
            await asyncio.sleep(0)

    def lanes(self, most: int) -> Lanes[str]:
        found = Lanes(most, self.find, self.crawl, self.looked.append)
        found.head_start = 0
        return found


def test_no_more_are_crawled_at_once_than_may_be_and_all_are() -> None:
    async def play() -> None:
        fleet = Fleet({name: name for name in "abcde"})
        running = asyncio.create_task(fleet.lanes(2).all("abcde"))
        await fleet.until(2)
        assert fleet.begun == ["a", "b"]
        fleet.may_end["b"].set()
        await fleet.until(3)
        assert fleet.begun == ["a", "b", "c"]
        for name in "acde":
            fleet.may_end[name].set()
        await running
        assert fleet.begun == list("abcde")

    asyncio.run(play())


def test_portals_of_one_address_do_not_keep_the_others_waiting() -> None:
    async def play() -> None:
        fleet = Fleet({"a": "1", "b": "1", "c": "1", "d": "2", "e": None, "f": "3"})
        running = asyncio.create_task(fleet.lanes(3).all("abcdef"))
        await fleet.until(3)
        assert fleet.begun == ["a", "d", "f"]
        fleet.may_end["d"].set()
        await fleet.until(4)
        assert fleet.begun == ["a", "d", "f", "b"], "a lane that is free is used, by a portal of a busy address too"
        for event in fleet.may_end.values():
            event.set()
        await running
        assert sorted(fleet.begun) == list("abcdf"), "what must not be asked is not crawled"

    asyncio.run(play())


def test_a_portal_of_a_busy_address_waits_until_the_others_had_time_to_get_going(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "LOOK_EVERY", 0.001)

    async def play() -> None:
        fleet = Fleet({"a": "1", "b": "1", "c": "2", "d": "1"})
        crawls = fleet.lanes(9)
        crawls.head_start = 1e9
        running = asyncio.create_task(crawls.all("abcd"))
        await fleet.until(2)
        assert fleet.begun == ["a", "c"]
        fleet.may_end["a"].set()
        await fleet.until(3)
        assert fleet.begun == ["a", "c", "b"], "nobody is there any more"
        crawls.head_start = 0
        await fleet.until(4)
        assert fleet.begun == ["a", "c", "b", "d"]
        for event in fleet.may_end.values():
            event.set()
        await running

    asyncio.run(play())


def test_once_none_waits_those_that_go_on_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LOOK_EVERY", 0.001)

    async def play() -> None:
        fleet = Fleet({"a": "1", "b": "2"})
        running = asyncio.create_task(fleet.lanes(1).all("ab"))
        await fleet.until(1)
        await asyncio.sleep(0.01)
        assert fleet.looked == [], "b still waits"
        fleet.may_end["a"].set()
        await fleet.until(2)
        while not fleet.looked:
            await asyncio.sleep(0.001)
        assert fleet.looked[-1] == ["b"]
        fleet.may_end["b"].set()
        await running

    asyncio.run(play())


def test_once_stopped_none_is_begun() -> None:
    async def play() -> None:
        fleet = Fleet({"a": "1", "b": "2"})
        crawls = fleet.lanes(1)
        running = asyncio.create_task(crawls.all("ab"))
        await fleet.until(1)
        crawls.stop()
        fleet.may_end["a"].set()
        await running
        assert fleet.begun == ["a"]

    asyncio.run(play())


@pytest.mark.parametrize(("files", "memory", "expected"), [(10**6, 10**12, 100), (220, 10**12, 20), (10**6, 1, 1)])
def test_the_machine_says_how_many(monkeypatch: pytest.MonkeyPatch, files: int, memory: int, expected: int) -> None:
    monkeypatch.setattr(lanes, "_open_files", lambda: files)
    monkeypatch.setattr(lanes, "_free_memory", lambda: memory)
    assert lanes_of_machine() == expected


def test_this_machine_bears_some() -> None:
    assert 1 <= lanes_of_machine() <= lanes.MAX_LANES
