"""What the pages of a portal share is learned in its crawl, kept, replayed, and no part of any text."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, queson, rows, value
from tests.lab.random_portals.grade import grade
from tests.lab.random_portals.wire import Served, serve

AT_THE_END, AT_THE_TOP_IN_PAGES = 25, 36
"""Drawn portals with a paragraph of every page inside the text's own element: below it; above it, and some of the
articles in two pages."""
WRONG = ("missing", "doubled", "stray", "merged", "added", "cut", "lead")


def wrong_in(served: Served, folder: Path, code: int) -> dict[str, object]:
    notes = grade(served, folder, code, 1.0)
    return {name: notes.wrong[name] for name in WRONG if notes.wrong[name]}


def furniture_in(folder: Path) -> list[str]:
    return [block["words"] for block in json.loads(value(folder, "select content from profiles"))["furniture"]]


@dataclass(frozen=True)
class Known:
    """A portal that is being served, its file, and the archive of one crawl of it."""

    served: Served
    file: Path
    folder: Path

    def copied(self, to: Path) -> Path:
        """The archive, to be changed."""
        return shutil.copytree(self.folder, to)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    here = tmp_path_factory.mktemp("known")
    with serve(AT_THE_END) as served:
        found = Known(served, here / "portal.toml", here / "a")
        found.file.write_text(f'start = "{served.url}"\n', "utf-8")
        ran = crawl(found.file, found.folder)
        assert ran.code == 0, ran.said
        yield found


def test_a_paragraph_that_every_page_shows_is_part_of_no_text_and_a_rebuild_knows_it(
    known: Known, tmp_path: Path
) -> None:
    assert wrong_in(known.served, known.folder, 0) == {}
    assert furniture_in(known.folder)
    assert value(known.folder, "select count(*) from revisions where number > 1") == 0
    folder = known.copied(tmp_path / "a")
    assert crawl(known.file, folder, "--full", day=1).code == 0
    assert value(folder, "select count(*) from revisions where number > 1") == 0, "nothing changed on the portal"
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_articles_in_several_pages_are_read_once_more_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with serve(AT_THE_TOP_IN_PAGES) as served:
        ran = crawl(served.url, folder)
        assert ran.code == 0, ran.said
        assert wrong_in(served, folder, ran.code) == {}
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_a_crawl_that_was_killed_between_learning_and_storing_is_continued(known: Known, tmp_path: Path) -> None:
    folder = known.copied(tmp_path / "a")
    whole = rows(folder, "select key, lead, body from articles order by key")
    _forget(folder)
    assert rows(folder, "select key, lead, body from articles order by key") != whole
    assert crawl(known.file, folder, day=1).code == 0
    assert rows(folder, "select key, lead, body from articles order by key") == whole
    assert_sound(folder)


def _forget(folder: Path) -> None:
    """Make the archive what it is when a crawl is killed before what it learned was stored."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        shared = furniture_in(folder)[0]
        db.execute("update articles set body = body || char(10, 10) || ?", (shared,))
        db.execute("update revisions set body = body || char(10, 10) || ?", (shared,))
        content = json.loads(db.execute("select content from profiles").fetchone()[0]) | {"furniture": []}
        db.execute("update profiles set content = ?", (json.dumps(content),))
        db.execute("update runs set finished_at = null, outcome = null")
        db.commit()


def test_a_portal_file_is_checked_with_what_was_learned(known: Known) -> None:
    ran = queson("portals", "check", known.file, "--archive", known.folder, "--json")
    assert ran.code == 0, ran.said
    told = json.loads(ran.out)
    assert "body" not in told["changed"], "what is stored was read with it too"
    assert told["left_out"]["reasons"]["sibling pages show it too"] >= told["pages"] / 2
    assert told["shared"] == [], "what is left out already need not be left out"


def test_a_probe_that_tells_why_tells_what_sibling_pages_share(known: Known, tmp_path: Path) -> None:
    ran = queson("probe", known.served.url, "--delay", 0, "--why", "--json", cwd=tmp_path)
    assert ran.code == 0, ran.said
    article = next(page for page in json.loads(ran.out)["why"] if page["kind"] == "article")
    cut = [block["text"] for block in article["left_out"] if block["reason"] == "sibling pages show it too"]
    assert cut, article["left_out"]
