"""What a crawl of many portals shows: one line while it runs, on a terminal alone; and one table at its end."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from queson_crawler.runs.fleet_progress import FleetProgress
from tests.crawl.tools import Site, command, news, queson, site
from tests.harness.processes import environment, start

NOBODY = "http://127.0.0.1:9/"
LINE = "portals done"
COUNT = 3


@dataclass
class One:
    """A portal as the line knows it."""

    slug: str
    left: float = 0.0

    def seconds_left(self) -> float:
        return self.left


def test_the_line_tells_how_far_all_are_and_what_takes_longest() -> None:
    progress, short, long = FleetProgress(1200), One("xa-1", 3.0), One("xa-2", 125.0)
    for each in (short, long, One("xa-3")):
        progress.begun(each)
    progress.counts.update(pages=1234, new=56, files=7)
    said = progress.line().plain
    assert said.startswith("0 of 1,200 portals done, 3 under way · 1,234 pages · 56 new · 0 revised · 7 files")
    assert said.endswith("xa-2 at least 2:05 more")
    progress.ended(long)
    assert "1 of 1,200 portals done, 2 under way" in progress.line().plain
    assert progress.line().plain.endswith("xa-1 at least 0:03 more")
    short.left = 0.0
    assert progress.line().plain.endswith("waiting for xa-1, xa-3")


@pytest.fixture
def portals() -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(site(news(COUNT), host)) for host in ("127.0.5.1", "127.0.5.2")]


def on_a_terminal(words: list[str]) -> tuple[str, str]:
    """What a command says on standard output, and on a terminal as its error stream."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        while True:
            try:
                shown.append(os.read(ours, 1 << 16))
            except OSError:  # the other end is closed
                return

    process = start(words, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment() | {"TERM": "xterm"})
    os.close(theirs)
    reader = threading.Thread(target=read)
    reader.start()
    said, _ = process.communicate(timeout=600)
    reader.join()
    os.close(ours)
    return said, b"".join(shown).decode("utf-8", "replace")


@pytest.mark.slow
def test_a_terminal_shows_one_line_and_one_table(portals: list[Site], tmp_path: Path) -> None:
    targets = [f"{each.base}/" for each in portals]
    said, shown = on_a_terminal(command("crawl", *targets, NOBODY, "--delay", 0.2, "--archive", tmp_path / "data"))
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
    assert re.search(rf"[0-3] of 3 {LINE}, \d under way · [\d,]+ pages", plain)
    assert LINE not in said
    assert_is_one_table(said)


@pytest.mark.slow
def test_without_a_terminal_there_is_no_line_and_the_log_names_the_portals(portals: list[Site], tmp_path: Path) -> None:
    targets = [f"{each.base}/" for each in portals]
    ran = queson("crawl", *targets, NOBODY, "--delay", 0, "--archive", tmp_path / "data")
    assert LINE not in ran.said
    assert_is_one_table(ran.out)
    for each in portals:
        slug = each.base.removeprefix("http://").replace(".", "-").replace(":", "-")
        assert f" {slug}: list Tin tức" in ran.said
        assert f" {slug}: new {slug}/" in ran.said


def assert_is_one_table(said: str) -> None:
    """One line for each portal, those in trouble last."""
    head, *lines, summary = said.strip().splitlines()
    assert head.split() == ["portal", "ended", "requests", "new", "revised", "gone", "failed", "took", "wrong"]
    assert [line.split()[1] for line in lines[:2]] == ["complete", "complete"]
    assert [line.split()[3] for line in lines[:2]] == [str(COUNT)] * 2
    assert re.match(r"! 127-0-0-1-9 +failed +1 +0 .*Nothing was found at http://127\.0\.0\.1:9/", lines[2])
    assert summary.startswith("3 portals: 2 complete, 1 failed. 1 to look at (!): queson status PORTAL")
