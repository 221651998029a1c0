"""A crawl that is told to stop does so within seconds, whatever its portal does, and leaves a clean archive."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from tests.crawl.tools import (
    Told,
    assert_equal_tables,
    assert_sound,
    begun,
    here,
    news,
    queson,
    rows,
    site,
)
from tests.harness.processes import python, run

SILENT_AFTER = 5


@pytest.mark.parametrize("presses", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_portal_that_does_not_answer_delays_no_end(tmp_path: Path, presses: int) -> None:
    answers, silent, asked = news(12), threading.Event(), []

    def answer(path: str) -> Told | None:
        asked.append(path)
        if len(asked) > SILENT_AFTER:
            silent.wait(300)
        return answers.get(path)

    with site(answer) as running, begun(running.base, tmp_path / "data") as process:
        while len(asked) <= SILENT_AFTER:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        begin = time.monotonic()
        for _ in range(presses):
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        said, _ = process.communicate(timeout=240)
        took = time.monotonic() - begin
        silent.set()
    assert took < 120  # the server keeps silent for five minutes
    assert process.returncode == 3, said
    assert "Stopped before the end" in said
    assert rows(tmp_path / "data", "select outcome from runs") == [("stopped",)]
    assert_sound(tmp_path / "data")
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


WATCHED = """
import os, sys
from pathlib import Path
from archive.store import Archive

synced, sync, store = {}, os.fdatasync, Archive.store

def noted(descriptor):
    sync(descriptor)
    synced[Path(os.readlink(f"/proc/self/fd/{descriptor}")).name] = os.fstat(descriptor).st_size

def checked(archive, page):
    store(archive, page)
    for file, end in archive.db.execute("select warc_file, max(warc_offset + warc_length) from captures group by 1"):
        assert end <= synced.get(file, 0), f"row before bytes: {file} {end} {synced}"
        print("committed")

os.fdatasync, Archive.store = noted, checked
from queson_crawler.cli import main
main(sys.argv[1:])
"""


def test_no_row_is_committed_before_its_bytes_are_on_the_disk(tmp_path: Path) -> None:
    with site(news()) as running:
        crawl = ("crawl", running.base, "--delay", "0", "--archive", str(tmp_path))
        ran = run(python("-c", WATCHED, *crawl))
    assert "row before bytes" not in ran.stderr + ran.stdout
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("committed") >= 8


def test_the_status_of_a_crawl_that_was_broken_off_says_how_it_goes_on(tmp_path: Path) -> None:
    with site(news()) as running:
        assert (
            queson(
                "crawl", running.base, "--delay", 0, "--max-articles", 2, "--no-files", "--archive", tmp_path / "data"
            ).code
            == 3
        )
    said = here("status", "--archive", tmp_path / "data").out
    assert f"The last crawl was broken off: queson crawl {running.base} goes on where it was." in said
    assert "missing:" not in said
