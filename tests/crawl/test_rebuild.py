"""The database made anew from the WARC files equals the one the crawls made, row for row and id for id."""

from __future__ import annotations

from pathlib import Path

import pytest

from queson_crawler.demo.options import Pager
from tests.crawl.tools import Crawled, assert_equal_tables, assert_sound, crawled, queson, value
from tests.lab import Faults, LabOptions, LabPortal


def rebuilt(folder: Path, target: Path) -> Path:
    ran = queson("rebuild", "--archive", folder, "--to", target)
    assert ran.code == 0, ran.said
    return target


def test_two_crawls_and_a_full_one(complete: Crawled, tmp_path: Path) -> None:
    anew = rebuilt(complete.folder, tmp_path / "anew")
    assert_equal_tables(complete.folder, anew)
    (anew / "warc").symlink_to(complete.folder / "warc")
    assert_sound(anew)


FAULTS = {
    "failing for a while, a page gone": (
        "postback",
        Faults(
            kinds=("reset", "500", "truncated", "503"), every=4, retry_after=0, missing_pages=(("15", 2), ("16", 3))
        ),
    ),
    "failing for good, a page empty": (
        "query",
        Faults(kinds=("reset", "500"), every=6, tries=99, missing_pages=(("15", 2),), missing_as="empty"),
    ),
}


@pytest.mark.parametrize(("pager", "faults"), FAULTS.values(), ids=FAULTS.keys())
def test_crawls_of_a_portal_that_was(tmp_path: Path, pager: Pager, faults: Faults) -> None:
    with LabPortal(LabOptions(sizes=(8, 6), per_page=3, pager=pager, dead_link=True, faults=faults)) as portal:
        found = crawled(portal, tmp_path / "data", (), ("--full",))
    assert [run.code for run in found.runs] == [3, 3]
    assert value(found.folder, "select count(*) from problems") > 0
    assert_equal_tables(found.folder, rebuilt(found.folder, tmp_path / "anew"))


def test_crawls_that_were_killed(killed: Crawled, tmp_path: Path) -> None:
    assert_equal_tables(killed.folder, rebuilt(killed.folder, tmp_path / "anew"))
