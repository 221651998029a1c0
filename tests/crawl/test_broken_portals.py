"""Portals that break as a server breaks them, crawled: what is wrong in the archive is told. More: `make bench
ONLY=alarms`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken_lab import break_all
from tests.harness.processes import Runner

CASES = {
    "dnn": ("every title the same", "lists lead home", "every page is the first"),
    "liferay7": ("login on lists", "half a page", "teaser and a login"),
    "wordpress": ("strange text within", "mojibake", "text is being updated"),
}


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


@pytest.mark.parametrize("shape", CASES)
def test_what_a_broken_portal_does_to_the_archive_is_told(shape: str, runner: Runner, tmp_path: Path) -> None:
    found = list(break_all(runner, tmp_path, shape, CASES[shape]))
    assert [each.name for each in found if not each.wrong] == []
    assert [each.name for each in found if each.silent] == []
