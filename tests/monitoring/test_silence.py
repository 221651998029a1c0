"""Silence that means health: a healthy fleet sends nothing, each trouble is told once, and its end once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.store import Archive
from queson_crawler.recording.acceptance import accept, accept_addresses, accept_kinds, withdraw
from tests.monitoring.fleet import NEW, TROUBLES, Fleet, closed, dead, told

PORTALS, NIGHTS = 60, 30


def assert_each_is_told_once(fleet: Fleet, last: int) -> None:
    """Each trouble in the night in which it begins, its end in the night after its last, and nothing else."""
    expected: dict[int, list[tuple[str, str]]] = {}
    for which, begins, ends, _ in fleet.troubles:
        expected.setdefault(_online(fleet, begins), []).append((fleet.portals[which].slug, "wrong"))
        if ends < last:
            expected.setdefault(_online(fleet, ends + 1), []).append((fleet.portals[which].slug, "over"))
    for night, news in fleet.nights(0, last):
        if night in fleet.offline:
            assert len(news.digest.machine) == 1
            assert "network of this machine" in news.digest.machine[0]
            assert (news.digest.portals, int(news.code)) == ((), 1)
            continue
        found = told(news.digest)
        assert found == sorted(expected.get(night, [])), (night, [news.digest.lines()])
        assert news.digest.machine == ()


def _online(fleet: Fleet, night: int) -> int:
    """The first night from then on in which this machine has a network."""
    while night in fleet.offline:
        night += 1
    return night


@pytest.mark.slow
def test_thirty_nights_of_sixty_portals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = Fleet(tmp_path / "data", PORTALS, monkeypatch)
    for number, change in enumerate(TROUBLES.values()):
        fleet.troubles.append((3 * number + 1, 2 + number, 8 + 2 * number, change))
    fleet.offline = {13, 21, 22}
    assert_each_is_told_once(fleet, NIGHTS)


@pytest.mark.parametrize("name", TROUBLES)
def test_a_trouble_is_told_once_and_its_end_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = Fleet(tmp_path / "data", 3, monkeypatch)
    fleet.troubles.append((1, 2, 4, TROUBLES[name]))
    assert_each_is_told_once(fleet, 6)


def one_in_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, last: int = 99) -> Fleet:
    fleet = Fleet(tmp_path / "data", 2, monkeypatch)
    fleet.troubles.append((1, 1, last, TROUBLES[name]))
    return fleet


def told_by_night(fleet: Fleet, first: int, last: int) -> list[int]:
    """The nights in which something is told."""
    return [night for night, news in fleet.nights(first, last) if news.digest.is_any]


@pytest.mark.parametrize("name", ["dead", "behind a login"])
def test_what_stands_is_told_again_after_a_month(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = one_in_trouble(tmp_path, monkeypatch, name)
    assert told_by_night(fleet, 0, 1) == [1]
    assert told_by_night(fleet, 20, 20) == []
    assert told_by_night(fleet, 31, 32) == [31]


def test_what_could_not_be_delivered_is_told_the_next_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = one_in_trouble(tmp_path, monkeypatch, "dead", 2)
    assert [fleet.night(night).digest.is_any for night in (0, 1, 2)] == [False, True, True]
    assert told_by_night(fleet, 3, 4) == [], "nobody heard that it was dead"


def test_what_was_accepted_is_silent_until_it_changes_or_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = one_in_trouble(tmp_path, monkeypatch, "behind a login", 8)
    fleet.troubles.append((1, 5, 6, dead))
    codes = {night: int(news.code) for night, news in fleet.nights(0, 2)}
    assert codes == {0: 0, 1: 3, 2: 3}
    with Archive.open(fleet.folder) as archive:
        assert accept(archive, fleet.portals[1].slug) == 1
    nights = {night: (int(news.code), told(news.digest)) for night, news in fleet.nights(3, 10)}
    slug = fleet.portals[1].slug
    assert nights == {
        3: (0, []), 4: (0, []), 5: (3, [(slug, "wrong")]), 6: (3, []), 7: (0, [(slug, "over")]), 8: (0, []),
        9: (0, [(slug, "over")]), 10: (0, []),
    }  # fmt: skip


def test_a_dead_portal_that_was_accepted_is_told_of_when_it_says_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = one_in_trouble(tmp_path, monkeypatch, "dead", 5)
    fleet.troubles.append((1, 6, 8, closed))
    assert told_by_night(fleet, 0, 1) == [1]
    with Archive.open(fleet.folder) as archive:
        accept(archive, fleet.portals[1].slug)
    nights = {night: (int(news.code), told(news.digest)) for night, news in fleet.nights(2, 10)}
    assert {night: found for night, found in nights.items() if found != (0, [])} == {
        6: (3, [(fleet.portals[1].slug, "wrong")]),
        7: (3, []),
        8: (3, []),
        9: (0, [(fleet.portals[1].slug, "over")]),
    }


def test_a_kind_is_accepted_of_every_portal_and_for_the_future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = Fleet(tmp_path / "data", 4, monkeypatch)
    assert told_by_night(fleet, 0, 0) == []
    with Archive.open(fleet.folder) as archive:
        accept_kinds(archive, "", ["login wall"], is_withdrawn=False)
    for which, name in enumerate(("behind a login", "behind a login", "not found")):
        fleet.troubles.append((which, 1, 9, TROUBLES[name]))
    news = fleet.night(1)
    assert told(news.digest) == [(fleet.portals[2].slug, "wrong")]
    with Archive.open(fleet.folder) as archive:
        accept_kinds(archive, "", ["login wall"], is_withdrawn=True)
    assert len(told(fleet.night(2).digest)) == 3


def test_one_address_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = one_in_trouble(tmp_path, monkeypatch, "not found")
    list(fleet.nights(0, 1))
    with Archive.open(fleet.folder) as archive:
        assert accept_addresses(archive, "", [f"{fleet.portals[1].start}bai-{NEW}"], is_withdrawn=False) == 1
        assert accept_addresses(archive, "", [f"{fleet.portals[1].start}bai-1-1"], is_withdrawn=False) == 0
    assert [int(news.code) for _, news in fleet.nights(2, 3)] == [0, 0]
    with Archive.open(fleet.folder) as archive:
        assert withdraw(archive, fleet.portals[1].slug) == 1
    assert int(fleet.night(4).code) == 3


def test_two_that_die_on_one_night_of_many_are_no_fault_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = Fleet(tmp_path / "data", 3, monkeypatch)
    fleet.troubles += [(0, 1, 9, dead), (1, 1, 9, dead)]
    list(fleet.nights(0, 0))
    assert len(told(fleet.night(1).digest)) == 2


def test_portals_that_are_known_to_be_dead_tell_nothing_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = Fleet(tmp_path / "data", 3, monkeypatch)
    fleet.troubles += [(0, 1, 9, dead), (1, 1, 9, dead), (2, 3, 9, dead)]
    machine = [bool(news.digest.machine) for _, news in fleet.nights(0, 4)]
    assert machine == [False] * 5


def test_a_disk_that_is_nearly_full_is_told_once_and_that_it_is_not_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet, free = Fleet(tmp_path / "data", 2, monkeypatch), [10 << 30]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: (100 << 30, 0, free[0]))
    said = []
    for night, left in enumerate((10 << 30, 200 << 20, 190 << 20, 60 << 20, 10 << 30, 10 << 30)):
        free[0] = left
        ((_, news),) = fleet.nights(night, night)
        said.append(len(news.digest.machine))
        assert int(news.code) == 0
    assert said == [0, 1, 0, 1, 1, 0]


def test_a_clock_that_was_set_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet = Fleet(tmp_path / "data", 2, monkeypatch)
    list(fleet.nights(9, 9))
    ((_, news),) = fleet.nights(2, 2)
    assert "set the clock" in news.digest.machine[0]
