"""Portals that break: how many of some hundred ways are told. `make bench ONLY=alarms`."""

import tempfile
from pathlib import Path

from tests.broken import BROKEN
from tests.broken_lab import break_all
from tests.soak.soak import zygote

SHAPES = ("dnn", "nukeviet", "liferay7", "sharepoint-path", "vnpt", "wordpress")


def run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name, zygote(Path(name)) as runner:
        found = [each for shape in SHAPES for each in break_all(runner, Path(name), shape, BROKEN)]
    harmful = [each for each in found if each.wrong]
    silent = [each for each in harmful if each.silent]
    for each in silent:
        print(f"  not told: {each.shape}: {each.name} ({each.wrong} wrong)")
    told = 100 * (1 - len(silent) / len(harmful))
    return [
        ("ways to break portals, of those that do harm", len(harmful), f"of {len(found)}"),
        ("ways that raise an alarm", told, "%"),
    ]
