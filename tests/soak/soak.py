"""Crawls that are killed at random moments, again and again, and what is left of them afterwards."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.crawl.tools import assert_equal_tables, assert_sound, rows, value
from tests.harness.processes import Runner
from tests.lab import Faults, LabOptions, LabPortal

FAULTS = Faults(kinds=("reset", "500", "truncated", "503"), every=5, retry_after=0)
LARGE, SMALL = (70, 40, 25, 12), (24, 14, 9)
MAX_REQUESTS = 30
"""A crawl is killed after at most so many requests, a few of them before the first."""
PATIENCE = 600
TEXTS = "select native_id, title, lead, body, author, poster, source, published_at from articles order by native_id"


@dataclass
class Tally:
    """What happened: kills, and requests of the killed crawls together against those of undisturbed ones."""

    kills: int = 0
    rounds: int = 0
    articles: int = 0
    requests: int = 0
    undisturbed: int = 0
    moments: list[int] = field(default_factory=list)


def killed(runner: Runner, kills: int, dice: random.Random, folder: Path, sizes: tuple[int, ...] = LARGE) -> Tally:
    """Crawls of portals with one answer in five failing, killed until there were so many kills; each archive is then
    crawled to its end and examined."""
    tally = Tally()
    while tally.kills < kills:
        tally.rounds += 1
        archive = folder / f"round-{tally.rounds}"
        with LabPortal(LabOptions(sizes=sizes, login_only=False, faults=FAULTS, seed=tally.rounds)) as portal:
            calm = folder / f"undisturbed-{tally.rounds}"
            assert runner.run("crawl", portal.base_url, "--delay", 0, "--archive", calm) == 0, runner.said
            tally.undisturbed += len(portal.requests)
        with LabPortal(LabOptions(sizes=sizes, login_only=False, faults=FAULTS, seed=tally.rounds)) as portal:
            while tally.kills < kills and _one(runner, portal, archive, dice, tally):
                pass
            code = runner.run("crawl", portal.base_url, "--delay", 0, "--archive", archive)
            assert code == 0, runner.said
            tally.requests += len(portal.requests)
            examine(runner, archive, portal)
            assert rows(archive, TEXTS) == rows(calm, TEXTS)
            tally.articles += len(portal.truth())
    return tally


def _one(runner: Runner, portal: LabPortal, archive: Path, dice: random.Random, tally: Tally) -> bool:
    """One crawl that is killed; False where it came to its end before."""
    moment, before = dice.randint(0, MAX_REQUESTS), len(portal.requests)
    pid = runner.begin("crawl", portal.base_url, "--delay", 0, "--archive", archive)
    until = time.monotonic() + PATIENCE
    while len(portal.requests) - before < moment and _lives(pid) and time.monotonic() < until:
        time.sleep(0.001)
    # Within a request, between two, or (before the first) while the archive is opened and mended.
    time.sleep(dice.uniform(0, 0.4) if moment == 0 else dice.uniform(0, 0.03))
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    if runner.end() != -signal.SIGKILL:
        return False
    tally.kills += 1
    tally.moments.append(moment)
    return True


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def examine(runner: Runner, archive: Path, portal: LabPortal) -> None:
    """Nothing lost, nothing doubled, every byte where its row says, and the WARC files alone give the same rows."""
    wanted = sorted(article.native_id for article in portal.truth())
    assert [native_id for native_id, *_ in rows(archive, TEXTS)] == wanted
    assert value(archive, "select count(*) from revisions") == len(portal.truth())
    assert value(archive, "select count(*) - count(distinct key) from articles") == 0
    assert_sound(archive)
    assert runner.run("verify", "--archive", archive) == 0, runner.said
    assert runner.run("doctor", "--archive", archive) == 0, runner.said
    with tempfile.TemporaryDirectory(dir=archive.parent) as anew:
        assert runner.run("rebuild", "--archive", archive, "--to", Path(anew) / "data") == 0, runner.said
        assert_equal_tables(archive, Path(anew) / "data")


def full_disks(runner: Runner, times: int, dice: random.Random, folder: Path) -> int:
    """Crawls that may write no more than so many bytes into one file: in the middle of a WARC record, or of a
    transaction. Each says so in one sentence; afterwards the archive is sound and goes on. How many there were."""
    archive, count = folder / "full", 0
    with LabPortal(LabOptions(sizes=SMALL, login_only=False)) as portal:
        for _ in range(times):
            largest = max((path.stat().st_size for path in archive.rglob("*") if path.is_file()), default=0)
            most = largest + dice.randint(1, 120_000)
            code = runner.run("crawl", portal.base_url, "--delay", 0, "--archive", archive, most_bytes=most)
            if code != 0:
                assert code == 1, (most, runner.said)
                assert "Traceback" not in runner.said, runner.said
                assert runner.said.strip().splitlines()[-1].startswith("queson: "), runner.said
                count += 1
        assert runner.run("crawl", portal.base_url, "--delay", 0, "--archive", archive) == 0, runner.said
        examine(runner, archive, portal)
    return count


def second_writer(runner: Runner, folder: Path) -> None:
    """While a crawl goes on, another is turned away with 75, and the first is not disturbed."""
    archive = folder / "two"
    other = Runner(folder / "other")
    with LabPortal(LabOptions(sizes=SMALL, login_only=False)) as portal:
        runner.begin("crawl", portal.base_url, "--delay", 0.1, "--archive", archive)
        until = time.monotonic() + PATIENCE
        while len(portal.requests) < 3 and time.monotonic() < until:
            time.sleep(0.005)
        asked = ("crawl", portal.base_url, "--delay", 0, "--archive", archive)
        assert [other.run(*asked), other.run("doctor", "--archive", archive)] == [75, 75], other.said
        assert runner.end() == 0, runner.said
        examine(runner, archive, portal)
