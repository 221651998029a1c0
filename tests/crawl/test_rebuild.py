"""The database made anew from the WARC files equals the one the crawls made, row for row and id for id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.workers import Lost, Workers
from queson_crawler.demo.options import Pager
from queson_crawler.parse.answer import understand
from queson_crawler.parse.results import Why
from queson_crawler.replay import rebuild
from queson_crawler.understand import judge
from tests.crawl import poison
from tests.crawl.tools import Crawled, assert_equal_tables, assert_sound, crawled, queson, rows, value
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


FOR_GOOD = "failing for good, a page empty"
"""It takes long, for a portal that fails is waited for."""
FAULTS = {
    "failing for a while, a page gone": (
        "postback",
        Faults(
            kinds=("reset", "500", "truncated", "503"), every=4, retry_after=0, missing_pages=(("15", 2), ("16", 3))
        ),
    ),
    FOR_GOOD: (
        "query",
        Faults(kinds=("reset", "500"), every=6, tries=99, missing_pages=(("15", 2),), missing_as="empty"),
    ),
}


def faulty() -> Iterator[Any]:
    for name, (pager, faults) in FAULTS.items():
        yield pytest.param(pager, faults, marks=pytest.mark.slow if name == FOR_GOOD else (), id=name)


@pytest.mark.parametrize(("pager", "faults"), list(faulty()))
def test_crawls_of_a_portal_that_was(tmp_path: Path, pager: Pager, faults: Faults) -> None:
    with LabPortal(LabOptions(sizes=(8, 6), per_page=3, pager=pager, dead_link=True, faults=faults)) as portal:
        found = crawled(portal, tmp_path / "data", (), ("--full",))
    assert [run.code for run in found.runs] == [3, 3]
    assert value(found.folder, "select count(*) from problems") > 0
    assert_equal_tables(found.folder, rebuilt(found.folder, tmp_path / "anew"))


@pytest.mark.slow
def test_crawls_that_were_killed(killed: Crawled, tmp_path: Path) -> None:
    assert_equal_tables(killed.folder, rebuilt(killed.folder, tmp_path / "anew"))


def rebuilt_by(jobs: int, folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Made anew in this process with so many jobs, however few bytes there are."""
    monkeypatch.setattr(rebuild, "MIN_BYTES", 0)
    target.mkdir()
    list(rebuild.rebuild(folder / "warc", target, jobs))
    return target


@pytest.mark.slow
@pytest.mark.parametrize("crawls", ["complete", "killed"])
def test_several_processes_make_the_same_rows_as_one(
    crawls: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Crawled = request.getfixturevalue(crawls)
    parsed: list[object] = []
    monkeypatch.setattr(judge, "understand", lambda *asked: parsed.append(asked) or understand(*asked))
    alone = rebuilt_by(1, found.folder, tmp_path / "alone", monkeypatch)
    here = len(parsed)
    beside = rebuilt_by(2, found.folder, tmp_path / "beside", monkeypatch)
    assert len(parsed) - here < here / 2, "pages were parsed here that others were to parse"
    assert_equal_tables(alone, beside)
    assert_equal_tables(found.folder, beside)


def test_a_page_that_takes_its_process_down_is_named_and_the_rest_is_there(
    complete: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, url = rows(complete.folder, "select key, url from articles order by id")[1]
    monkeypatch.setenv(poison.PAGE, url)
    monkeypatch.setattr(rebuild, "work", poison.work)
    anew = rebuilt_by(2, complete.folder, tmp_path / "anew", monkeypatch)
    named = rows(anew, "select distinct url, detail from problems where kind = ?", Why.BROKEN)
    assert named == [(url, Lost().why)]
    others = "select key, title, body from articles where key <> ? order by 1"
    assert rows(anew, others, key) == rows(complete.folder, others, key)


def test_no_process_is_left_when_a_rebuild_is_broken_off(
    complete: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Workers] = []
    monkeypatch.setattr(rebuild, "MIN_BYTES", 0)
    monkeypatch.setattr(rebuild, "Workers", lambda *told: begun.append(Workers(*told)) or begun[0])
    steps = rebuild.rebuild(complete.folder / "warc", tmp_path, 2)
    while not (begun and begun[0].pids):
        next(steps)
    pids = begun[0].pids
    with pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
