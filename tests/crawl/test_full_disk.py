"""A disk that is really full, a folder nobody may write, a database somebody holds, a clock that goes back."""

from __future__ import annotations

import errno
import json
import random
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.clock import AHEAD
from archive.store.transactions import Transactions
from tests.crawl.foreign import Foreign
from tests.crawl.small_disk import may_mount, small_disk
from tests.crawl.tools import assert_equal_tables, assert_sound, command, here, news, rows, site, value
from tests.harness.processes import Runner, start
from tests.lab import LabOptions, LabPortal
from tests.soak.soak import SMALL, examine

PAGE = 4096
TEXTS = "select key, title, body from articles where portal = ? order by key"


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


def asked(base: str, folder: Path) -> tuple[object, ...]:
    return "crawl", f"{base}/", "--delay", 0, "--no-files", "--archive", folder


def sentence(runner: Runner) -> str:
    assert "Traceback" not in runner.said, runner.said
    return runner.said.strip().splitlines()[-1]


def test_a_full_disk_ends_crawls_with_a_sentence_and_costs_nothing(
    runner: Runner, tmp_path: Path, needs: Callable[[str, object], None]
) -> None:
    needs("no file system can be mounted here (root or sudo -n)", may_mount(tmp_path / "disk"))
    dice, refused = random.Random(4), 0
    with small_disk(tmp_path / "disk", 12) as disk, LabPortal(LabOptions(sizes=SMALL, login_only=False)) as portal:
        folder = disk.folder / "data"
        # Too little for a database, for its log, for a WARC file, for what a page brings.
        for free in (1, 20, 90, 130, 160, *(dice.randint(0, 60) for _ in range(6))):
            disk.leave(free * PAGE)
            if runner.run(*asked(portal.base_url, folder)) == 0:
                break
            assert sentence(runner).startswith("queson: ")
            assert "full" in sentence(runner) or "No space left" in sentence(runner)
            refused += 1
            if (folder / "archive.db").exists():
                assert runner.run("status", "--archive", folder) in (0, 1)
        assert refused >= 5
        disk.leave(1 << 40)
        assert runner.run(*asked(portal.base_url, folder)) == 0, runner.said
        examine(runner, folder, portal)


def test_a_folder_that_may_not_be_written_is_named(
    tmp_path: Path, needs: Callable[[str, object], None], runner: Runner
) -> None:
    needs("no file system can be mounted here (root or sudo -n)", may_mount(tmp_path / "disk"))
    with small_disk(tmp_path / "disk", 12) as disk, site(news()) as running:
        folder = disk.folder / "data"
        assert runner.run(*asked(running.base, folder)) == 0
        disk.remount("ro")
        assert runner.run(*asked(running.base, folder)) == 1
        assert "cannot be written" in sentence(runner)
        assert "name another with --archive" in sentence(runner)


def test_an_archive_on_a_disk_that_takes_no_writing_is_read(
    tmp_path: Path, needs: Callable[[str, object], None], runner: Runner
) -> None:
    needs("no file system can be mounted here (root or sudo -n)", may_mount(tmp_path / "disk"))
    with small_disk(tmp_path / "disk", 12) as disk, site(news()) as running:
        folder = disk.folder / "data"
        assert runner.run(*asked(running.base, folder)) == 0
        (key,) = next(iter(rows(folder, "select key from articles limit 1")))
        (tmp_path / "articles.jsonl").write_text('{"record":"article","key":"other/1","title":"Một bài"}\n')
        for mode, expected in (("ro", "cannot be written"), ("rw", "is full")):
            disk.remount(mode)
            if mode == "rw":
                disk.leave(0)
            for reading in (("status",), ("search", "trình"), ("cite", key), ("verify",), ("export", "csv")):
                assert runner.run(*reading, "--archive", folder) == 0, (reading, runner.said)
            for writing in (
                ("publish", "--to", disk.folder / "copy"),
                ("publish", "--with-captures", "--to", disk.folder / "copy"),
                ("export", "jsonl", "--out", disk.folder / "articles.jsonl"),
                ("export", "datapackage", "--out", disk.folder / "package"),
                ("push", (disk.folder / "place").as_uri()),
                ("doctor", "--repair"),
                ("import", tmp_path / "articles.jsonl", "--portal", "other"),
            ):
                assert runner.run(*writing, "--archive", folder) == 1, (writing, runner.said)
                assert "cannot be written" in sentence(runner) or expected in sentence(runner)
                assert sentence(runner).startswith("queson: ")
        assert not (disk.folder / "copy").exists()
        assert not (disk.folder / "package").exists()
        disk.leave(1 << 40)
        for writing in (
            ("publish", "--to", disk.folder / "copy"),
            ("export", "datapackage", "--out", disk.folder / "p"),
        ):
            assert runner.run(*writing, "--archive", folder) == 0, (writing, runner.said)


def test_what_is_published_or_packed_in_part_is_gone_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "data"
    assert here("import", Foreign().site(news()).save(tmp_path / "a.warc.gz"), "--archive", archive).code == 0
    (tmp_path / "empty").mkdir()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("archive.datasette.serving.copy_captures", full)
        patch.setattr("archive.exchange.datapackage._readme", full)
        for name in ("new", "empty"):
            published = here("publish", "--with-captures", "--to", tmp_path / name, "--archive", archive)
            packed = here("export", "datapackage", "--out", tmp_path / name, "--archive", archive)
            assert (published.code, packed.code) == (1, 1)
            assert "No space left on device" in published.said
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []
    assert here("publish", "--with-captures", "--to", tmp_path / "new", "--archive", archive).code == 0
    assert here("export", "datapackage", "--out", tmp_path / "empty", "--archive", archive).code == 0


@pytest.mark.parametrize("what", ["warc", "lines", "merge"])
def test_a_disk_that_is_full_at_any_commit_costs_nothing(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written to WARC by then is read from there the next time, the end of a run too."""
    warc, other = Foreign().site(news()).save(tmp_path / "a.warc.gz"), tmp_path / "other"
    assert here("import", warc, "--archive", other).code == 0
    lines = tmp_path / "a.jsonl"
    lines.write_text(here("export", "jsonl", "--archive", other).out, "utf-8")
    words = {"warc": ("import", warc), "lines": ("import", lines), "merge": ("merge", other)}[what]
    commit, base = Transactions._commit, tmp_path / "base"
    (tmp_path / "b.jsonl").write_text('{"key": "khac/1", "url": "http://khac.example/1", "title": "Một bài"}\n')
    assert here("import", tmp_path / "b.jsonl", "--archive", base).code == 0
    for number in range(100):
        left, folder = number, Path(shutil.copytree(base, tmp_path / str(number)))

        def full(transactions: Transactions) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise sqlite3.OperationalError("database or disk is full")
            commit(transactions)

        with monkeypatch.context() as patch:
            patch.setattr(Transactions, "_commit", full)
            ran = here(*words, "--archive", folder)
        if ran.code == 0:
            break
        assert "is full: free some space" in ran.said
        assert here(*words, "--archive", folder).code == 0
        kinds = {one["kind"] for one in json.loads(here("doctor", "--archive", folder, "--json").out)}
        assert kinds <= {"run cut off"}, (number, kinds)
        assert here("rebuild", "--archive", folder, "--to", tmp_path / f"{number} anew").code == 0
        assert_equal_tables(folder, tmp_path / f"{number} anew")
        assert rows(folder, TEXTS, "tin-example") == rows(other, TEXTS, "tin-example")
    assert 3 <= number < 99


def test_the_room_serves_an_archive_on_a_disk_that_takes_no_writing(
    tmp_path: Path, needs: Callable[[str, object], None], runner: Runner
) -> None:
    needs("no file system can be mounted here (root or sudo -n)", may_mount(tmp_path / "disk"))
    with small_disk(tmp_path / "disk", 12) as disk, site(news()) as running:
        folder = disk.folder / "data"
        assert runner.run(*asked(running.base, folder)) == 0
        disk.remount("ro")
        process = start(command("serve", "--archive", folder, "--port", 0), stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            address = re.search(r"http://127[^ ]+", process.stderr.readline())
            assert address
            with urlopen(address.group(), timeout=600) as answer:
                assert answer.status == 200
        finally:
            process.terminate()
            process.communicate(timeout=600)


def test_a_database_that_somebody_holds_is_named_and_nothing_is_lost(tmp_path: Path, runner: Runner) -> None:
    with site(news()) as running:
        folder = tmp_path / "data"
        assert runner.run(*asked(running.base, folder)) == 0
        with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as holder:
            holder.execute("begin immediate")
            assert runner.run(*asked(running.base, folder)) == 1
            holder.execute("rollback")
        assert "holds" in sentence(runner)
        assert "locked: close it, then try again." in sentence(runner)
        assert runner.run(*asked(running.base, folder)) == 0, runner.said
    assert value(folder, "select count(*) from articles") == 6
    assert_sound(folder)


def test_a_clock_that_goes_back_marks_nothing_as_gone_and_loses_nothing(tmp_path: Path, runner: Runner) -> None:
    told, folder = news(8), tmp_path / "data"
    lost = next(path for path in reversed(told) if path.endswith(".html"))
    with site(told) as running:

        def crawl(day: float) -> int:
            return runner.run(*asked(running.base, folder), environ={AHEAD: str(int(day * 86_400))})

        assert crawl(10) == 0
        kept = told.pop(lost)
        told["/tin-tuc"].body.index(lost.encode())
        assert [crawl(12) in (0, 3), crawl(3) in (0, 3), crawl(3.5) in (0, 3)] == [True] * 3, runner.said
        # The answer of day 12 and those of days 3 and 3.5: no two that follow each other are a day apart.
        assert value(folder, "select count(*) from articles where gone_at is not null") == 0
        told[lost] = kept
        assert crawl(4) == 0, runner.said
    assert value(folder, "select count(*) from articles where gone_at is not null") == 0
    assert value(folder, "select count(*) from revisions") == 8
    times = rows(folder, "select first_seen_at <= last_seen_at from articles")
    assert set(times) == {(1,)}
    assert value(folder, "select count(*) from alarms") == 0
    assert runner.run("rebuild", "--archive", folder, "--to", tmp_path / "anew") == 0
