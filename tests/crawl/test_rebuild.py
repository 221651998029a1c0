"""The database made anew from the WARC files equals the one the crawls made, row for row and id for id."""

from __future__ import annotations

from pathlib import Path

import pytest

from queson_crawler.demo import DemoOptions, DemoPortal, Faults
from tests.crawl.tools import Crawled, assert_equal_tables, assert_sound, crawled, queson, rows


def rebuilt(folder: Path, target: Path) -> Path:
    ran = queson("rebuild", "--archive", folder, "--to", target)
    assert ran.code == 0, ran.said
    return target


def test_two_crawls_and_a_full_one(complete: Crawled, tmp_path: Path) -> None:
    assert_equal_tables(complete.folder, rebuilt(complete.folder, tmp_path / "anew"))


FAULTS = {
    "a portal that fails and comes back": Faults(kinds=("reset", "500", "truncated", "503"), every=4, retry_after=0),
    "a portal that never answers for some": Faults(kinds=("reset", "500"), every=6, tries=99),
    "a list page that is gone": Faults(missing_pages=(("15", 2), ("16", 3))),
    "a list page that is empty": Faults(missing_pages=(("15", 2), ("16", 3)), missing_as="empty"),
}


@pytest.mark.parametrize("pager", ["postback", "query"])
@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS.keys())
def test_crawls_of_a_portal_with_faults(tmp_path: Path, faults: Faults, pager: str) -> None:
    options = DemoOptions(sizes=(10, 8, 3), per_page=3, pager=pager, dead_link=True, faults=faults)  # type: ignore[arg-type]
    with DemoPortal(options) as portal:
        found = crawled(portal, tmp_path / "data", (), ("--full",))
    assert [run.code for run in found.runs] == [3, 3]
    assert rows(found.folder, "select count(*) > 0 from problems") == [(1,)]
    assert_equal_tables(found.folder, rebuilt(found.folder, tmp_path / "anew"))


def test_crawls_that_were_killed(killed: Crawled, tmp_path: Path) -> None:
    anew = rebuilt(killed.folder, tmp_path / "anew")
    assert_equal_tables(killed.folder, anew)


def test_a_rebuilt_archive_with_its_warc_files_is_sound(complete: Crawled, tmp_path: Path) -> None:
    anew = rebuilt(complete.folder, tmp_path / "anew")
    (anew / "warc").rmdir()
    (anew / "warc").symlink_to(complete.folder / "warc")
    assert_sound(anew)
