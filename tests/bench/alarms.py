"""Portals that break: how many of some hundred ways are told. And quiet years, of which nothing is to be told."""

import tempfile
from pathlib import Path

from archive.store import Archive
from tests.broken import BROKEN
from tests.broken_lab import break_all
from tests.harness.processes import Runner
from tests.quiet import KINDS, year

SEEDS = 1
SHAPES = ("dnn", "liferay7", "wordpress")


def run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        runner = Runner(Path(name))
        found = [each for shape in SHAPES for each in break_all(runner, Path(name), shape, BROKEN)]
        false = sum(_false_alarms(Path(name), kind, seed) for kind in KINDS for seed in range(SEEDS))
    harmful = [each for each in found if each.wrong]
    silent = [each for each in harmful if each.silent]
    for each in silent:
        print(f"  not told: {each.shape}: {each.name} ({each.wrong} wrong)")
    told = 100 * (1 - len(silent) / len(harmful))
    return [
        ("ways to break portals, of those that do harm", len(harmful), f"of {len(found)}"),
        ("ways that raise an alarm", told, "%"),
        (f"alarms in {len(KINDS) * SEEDS} quiet years of offices", false, ""),
    ]


def _false_alarms(folder: Path, kind: str, seed: int) -> int:
    with Archive.open(folder / f"{kind}-{seed}") as archive:
        return sum(map(len, year(archive, seed, kind)))
