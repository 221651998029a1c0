"""The short form of `make soak`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak.soak import SMALL, Zygote, full_disks, killed, second_writer, zygote

KILLS = 8


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    with zygote(tmp_path_factory.mktemp("zygote")) as running:
        yield running


def test_kills_at_random_moments_lose_nothing_and_double_nothing(runner: Zygote, tmp_path: Path) -> None:
    tally = killed(runner, KILLS, random.Random(), tmp_path, SMALL)
    assert tally.kills == KILLS
    # What a kill costs is its lists, read anew, and the page in hand.
    assert tally.requests < tally.undisturbed * (1 + tally.kills)


def test_full_disks_end_in_a_sentence_and_cost_nothing(runner: Zygote, tmp_path: Path) -> None:
    assert full_disks(runner, 3, random.Random(), tmp_path) >= 1


def test_a_second_writer_is_turned_away(runner: Zygote, tmp_path: Path) -> None:
    second_writer(runner, tmp_path)
