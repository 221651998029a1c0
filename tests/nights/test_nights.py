"""A keeper's nights through a real crond: silence where all is well, each trouble once and its end once.

`make nights` takes thirty nights of sixty portals; without it there are as many as show every kind of trouble.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from queson_crawler.runs.lanes import FILES_OF_LANE, FILES_OF_PROCESS
from tests.crawl.tools import value
from tests.harness.notices import listening
from tests.nights.cron import Cron, why_not
from tests.nights.portals import TROUBLES, Trouble, World, emptied, world

PORTALS, NIGHTS = int(os.environ.get("QUESON_PORTALS", "14")), int(os.environ.get("QUESON_NIGHTS", "8"))
LONGEST = 600.0
"""Seconds that one night may take."""
SLOW, DELAY, FEW = 0.05, 0, 5
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=f"no crond of our own: {why_not()}")]


def first_day() -> datetime:
    """The day of the first night: that before the last midnight, so that nothing is dated in the future for long."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def scheduled(cron: Cron, world: World, folder: Path, *options: str) -> None:
    """Put the portals on the list, and the archive into the crontab."""
    folder.mkdir()
    words = ["schedule", *world.addresses, "--archive", str(folder), "--jitter", "1", "--delay", str(DELAY)]
    cron.run([sys.executable, "-m", "queson_crawler.cli", *words, "--no-files", *options, "--install"])


def expected(world: World) -> dict[int, list[tuple[int, str]]]:
    """What is to be told in each night: (portal, wrong or over). In an offline night nothing of any portal."""
    told: dict[int, list[tuple[int, str]]] = {}
    for each in world.troubles:
        begins, ends = _online(world, each.first), _online(world, each.last + 1)
        if begins > each.last:
            continue  # nobody saw it
        told.setdefault(begins, []).append((each.portal, "wrong"))
        told.setdefault(ends, []).append((each.portal, "over"))
        if each.change is emptied:  # its lists are well at once; the last of its articles is looked for a night later
            told.setdefault(_online(world, ends + 1), []).append((each.portal, "over"))
    return told


def _online(world: World, night: int) -> int:
    while night in world.offline:
        night += 1
    return night


def told(notice: dict[str, Any], world: World) -> list[tuple[int, str]]:
    """What a notice says of which portal."""
    found = []
    for each in notice["portals"]:
        number = world.addresses.index(each["target"])
        if each["alarms"] or each["missing"]:
            found.append((number, "wrong"))
        if each["over"]:
            found.append((number, "over"))
    return sorted(found)


def troubled(world: World) -> None:
    """Ten kinds of trouble, one portal each, that begin and end in different nights; and nights without a network."""
    kinds = list(TROUBLES.values())
    spread = NIGHTS - 4
    for place, change in enumerate(kinds):
        first = 1 + place * spread // len(kinds)
        world.troubles.append(Trouble(place * PORTALS // len(kinds), first, first + 1 + place % 2, change))
    world.offline = frozenset({13, 21, 22}) & frozenset(range(NIGHTS))


def test_each_trouble_is_told_once_and_a_healthy_fleet_is_silent(tmp_path: Path) -> None:
    folder, cron = tmp_path / "data", Cron(tmp_path / "keeper", first_day())
    wrong = []
    with world(PORTALS) as portals, listening() as (address, heard):
        troubled(portals)
        scheduled(cron, portals, folder, "--notify", address)
        wanted = expected(portals)
        for number in range(NIGHTS):
            heard.clear()
            portals.dawn(number)
            night = cron.night(number, LONGEST)
            found = [told(notice, portals) for notice in heard]
            print(number, night.code, found, [notice["machine"] for notice in heard])
            if night.mailed:
                wrong.append((number, "mailed by cron", night.mailed))
            if number in portals.offline:
                if len(heard) != 1 or len(heard[0]["machine"]) != 1 or found != [[]] or night.code != 1:
                    wrong.append((number, "offline", list(heard)))
            elif found != ([sorted(wanted[number])] if number in wanted else []):
                wrong.append((number, sorted(wanted.get(number, [])), list(heard)))
    assert not wrong
    assert value(folder, "select count(*) from runs") == PORTALS * NIGHTS


def test_with_time_for_half_of_them_each_is_visited_every_second_night(tmp_path: Path) -> None:
    """Two at a time, until half of them were begun; those that are cut then come first the next night."""
    folder, cron = tmp_path / "data", Cron(tmp_path / "keeper", first_day())
    visited: list[set[int]] = []
    with world(PORTALS) as portals, listening() as (address, heard):
        portals.slowness = SLOW
        scheduled(cron, portals, folder, "--notify", address)
        cron.give_files(FILES_OF_PROCESS + 2 * FILES_OF_LANE)
        for number in range(FEW):
            portals.dawn(number)
            watching = threading.Thread(target=_end_at_half, args=(portals, cron), daemon=True)
            watching.start()
            night = cron.night(number, LONGEST)
            assert (night.code, night.mailed) == (124, "")
            visited.append(set(portals.asked))
            print(number, sorted(portals.asked))
            watching.join()
    assert max(map(len, visited)) < PORTALS, "the time is not enough for all"
    for before, after in pairwise(visited):
        assert before | after == set(range(PORTALS))
    assert heard == []


def _end_at_half(portals: World, cron: Cron) -> None:
    """Say that the night is over when the crawl has begun with more than half."""
    while len(portals.asked) <= PORTALS // 2:
        time.sleep(0.02)
    cron.enough.touch()
