"""The short form of `make soak`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.harness.processes import Runner
from tests.soak.soak import SMALL, full_disks, killed, second_writer

KILLS = 8


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


def test_kills_at_random_moments_lose_nothing_and_double_nothing(runner: Runner, tmp_path: Path) -> None:
    tally = killed(runner, KILLS, random.Random(), tmp_path, SMALL)
    assert tally.kills == KILLS
    # What a kill costs is its lists, read anew, and the page in hand.
    assert tally.requests < tally.undisturbed * (1 + tally.kills)


def test_full_disks_end_in_a_sentence_and_cost_nothing(runner: Runner, tmp_path: Path) -> None:
    assert full_disks(runner, 3, random.Random(), tmp_path) >= 1


def test_a_second_writer_is_turned_away(runner: Runner, tmp_path: Path) -> None:
    second_writer(runner, tmp_path)
