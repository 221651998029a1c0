"""What a rebuild or a merge leaves that was killed: doctor names it, the next one removes it and goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive import scratch
from tests.crawl.foreign import Foreign
from tests.crawl.tools import assert_equal_tables, here, news
from tests.harness.processes import python, run

KILLED = """
import os, signal, sys
from queson_crawler.cli import main
from queson_crawler.{module} import {owner}

real, count = {owner}.{name}, 0

def until_the_kill(*given, **named):
    global count
    count += 1
    if count == {nth}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)

{owner}.{name} = until_the_kill
main({words!r})
"""
EXCHANGE = ("replay.feeding", "Replay", "feed")
END = ("replay.rebuild", "Archive", "replace")


def killed(point: tuple[str, str, str], nth: int, *words: object) -> None:
    """A command that is killed when it calls a function for the nth time."""
    module, owner, name = point
    script = KILLED.format(module=module, owner=owner, name=name, nth=nth, words=list(map(str, words)))
    done = run(python("-c", script))
    assert done.returncode == -9, done.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive; no test writes to it."""
    folder = tmp_path_factory.mktemp("whole")
    file = Foreign().site(news()).save(folder / "site.warc.gz")
    assert here("import", file, "--archive", folder / "data").code == 0
    return folder / "data"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "data"))


def complaints(folder: Path, *options: str) -> dict[str, bool]:
    return {
        one["kind"]: one["mended"] for one in json.loads(here("doctor", "--archive", folder, "--json", *options).out)
    }


@pytest.mark.parametrize(("point", "nth"), [(EXCHANGE, 1), (EXCHANGE, 6), (END, 1)])
def test_what_a_killed_rebuild_left_is_named_and_the_next_one_removes_it(
    whole: Path, folder: Path, point: tuple[str, str, str], nth: int
) -> None:
    killed(point, nth, "rebuild", "--archive", folder)
    assert complaints(folder) == {"leftover folder": False}
    assert_equal_tables(folder, whole)
    assert here("rebuild", "--archive", folder).code == 0
    assert not scratch.leftovers(folder)
    assert complaints(folder) == {}
    assert_equal_tables(folder, whole)


def test_doctor_removes_it_when_asked(folder: Path) -> None:
    killed(EXCHANGE, 3, "rebuild", "--archive", folder)
    assert complaints(folder, "--repair") == {"leftover folder": True}
    assert complaints(folder) == {}


@pytest.mark.parametrize("nth", [1, 6])
def test_a_killed_rebuild_into_a_new_folder_is_begun_anew(whole: Path, tmp_path: Path, nth: int) -> None:
    anew = tmp_path / "anew"
    killed(EXCHANGE, nth, "rebuild", "--archive", whole, "--to", anew)
    assert not (anew / "archive.db").exists()
    ran = here("rebuild", "--archive", whole, "--to", anew)
    assert ran.code == 0, ran.said
    assert not scratch.leftovers(anew)
    assert_equal_tables(anew, whole)


@pytest.mark.parametrize(("point", "nth"), [(EXCHANGE, 1), (EXCHANGE, 6), (END, 1)])
def test_a_killed_merge_into_an_empty_archive_goes_on(
    whole: Path, tmp_path: Path, point: tuple[str, str, str], nth: int
) -> None:
    folder = tmp_path / "new"
    killed(point, nth, "merge", whole, "--archive", folder)
    assert scratch.leftovers(folder)
    ran = here("merge", whole, "--archive", folder)
    assert ran.code == 0, ran.said
    assert complaints(folder) == {}
    assert_equal_tables(folder, whole)


def test_a_folder_in_which_somebody_works_is_no_leftover(folder: Path) -> None:
    with scratch.made(folder, scratch.ANEW) as made:
        assert scratch.leftovers(folder) == []
        assert scratch.remove(folder)
        assert made.is_dir()
    assert not made.exists()


def test_only_folders_of_ours_are_removed(folder: Path, tmp_path: Path) -> None:
    (folder / ".anew-file").write_text("x")
    (folder / ".anew-link").symlink_to(tmp_path)
    (folder / ".other-folder").mkdir()
    assert scratch.remove(folder)
    assert {".anew-file", ".anew-link", ".other-folder"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize(
    ("point", "words"),
    [
        (("cli.exports", "datapackage", "_readme"), ("export", "datapackage", "--out")),
        (("cli.room", "Path", "write_text"), ("publish", "--with-captures", "--to")),
    ],
)
def test_of_a_copy_that_was_killed_nothing_stands_there_and_it_can_be_made_again(
    whole: Path, tmp_path: Path, point: tuple[str, str, str], words: tuple[str, ...], nth: int
) -> None:
    target = tmp_path / "copy"
    if nth == 2:
        target.mkdir()  # an empty folder is as good as none
    killed(point, 1, *words, target, "--archive", whole)
    (left,) = target.iterdir()
    assert scratch.leftovers(target) == [left]
    ran = here(*words, target, "--archive", whole)
    assert ran.code == 0, ran.said
    assert scratch.leftovers(target) == []
    assert "README.md" in {path.name for path in target.iterdir()}


def test_what_a_killed_export_left_is_written_over_by_the_next_one(whole: Path, tmp_path: Path) -> None:
    words = ("export", "csv", "--archive", whole, "--out", tmp_path / "a.csv")
    killed(("cli.exports", "Path", "replace"), 1, *words)
    assert [path.name for path in tmp_path.iterdir()] == [".a.csv.part"]
    (tmp_path / ".a.csv.part").write_bytes(b"x" * 1_000_000)
    assert here(*words).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert b"xxx" not in (tmp_path / "a.csv").read_bytes()
