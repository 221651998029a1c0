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
