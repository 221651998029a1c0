"""Portals that fail: what passes by itself is waited for, what is really missing is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.tools import Ran, assert_holds, assert_sound, crawl, rows, value
from tests.lab import Faults, LabOptions, LabPortal

SIZES = (20, 10, 6)
GAPS = [("postback", "404"), pytest.param(("query", "empty"), marks=pytest.mark.slow)]


def listed_on(portal: LabPortal, page: int, per_page: int) -> set[str]:
    """The articles that only this page of the first list names."""
    first, *others = portal.categories()
    on_page = set(first.native_ids[(page - 1) * per_page : page * per_page])
    return on_page - {one for category in others for one in category.native_ids}


@pytest.mark.parametrize("pager", [pytest.param("postback", marks=pytest.mark.slow), "query"])
def test_errors_that_pass_lose_nothing(tmp_path: Path, pager: str) -> None:
    faults = Faults(kinds=("500", "503", "reset", "truncated"), every=5, retry_after=1)
    with LabPortal(LabOptions(sizes=SIZES, per_page=4, login_only=False, pager=pager, faults=faults)) as portal:  # type: ignore[arg-type]
        ran = crawl(portal.base_url, tmp_path / "data")
        met = {one.fault for one in portal.requests}
    assert met == {None, "500", "503", "reset", "truncated"}
    assert ran.code == 0, ran.out
    assert_holds(tmp_path / "data", portal)
    assert rows(tmp_path / "data", "select * from problems") == []
    assert_sound(tmp_path / "data")


def test_a_portal_that_says_when_to_come_back_is_not_asked_before(tmp_path: Path) -> None:
    faults = Faults(kinds=("503",), every=7, retry_after=2)
    with LabPortal(LabOptions(sizes=(3, 3), login_only=False, faults=faults)) as portal:
        assert crawl(portal.base_url, tmp_path / "data").code == 0
        refused = [one for one in portal.requests if one.fault]
        again = [one for one in portal.requests if one.target == refused[0].target]
    assert again[1].at - again[0].at >= 1.9


@pytest.fixture(scope="module", params=GAPS, ids=" ".join)
def gap(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[LabPortal, Path, Ran]:
    """A portal whose first list lacks its third page, its archive, and how the crawl ended."""
    pager, missing_as = request.param
    faults = Faults(missing_pages=(("15", 3),), missing_as=missing_as)
    folder = tmp_path_factory.mktemp("gap") / "data"
    with LabPortal(LabOptions(sizes=SIZES, per_page=4, login_only=False, pager=pager, faults=faults)) as portal:
        return portal, folder, crawl(portal.base_url, folder)


def test_a_page_missing_in_the_middle_of_a_list_is_named_and_walked_past(gap: tuple[LabPortal, Path, Ran]) -> None:
    portal, folder, ran = gap
    first = portal.categories()[0]
    assert ran.code == 3
    assert f"{first.title}: page 3 of the list could not be read" in ran.out
    coverage = rows(folder, "select k.url, v.missing from coverage v join categories k on k.id = v.category_id")
    assert dict(coverage) == {portal.base_url + each.path: "3" if each == first else "" for each in portal.categories()}
    stored = {native_id for (native_id,) in rows(folder, "select native_id from articles")}
    assert stored >= {one.native_id for one in portal.truth()} - listed_on(portal, 3, 4)
    assert value(folder, "select outcome from runs") == "incomplete"


def test_a_missing_page_is_asked_for_at_least_twice(gap: tuple[LabPortal, Path, Ran]) -> None:
    asked = [one for one in gap[0].requests if one.argument == "Page_3" or "Group=15&page=3" in one.target]
    assert len(asked) >= 2


def test_a_list_that_is_started_over_keeps_its_title(gap: tuple[LabPortal, Path, Ran]) -> None:
    portal, folder, _ = gap
    titles = dict(rows(folder, "select url, title from categories"))
    assert titles == {portal.base_url + each.path: each.title for each in portal.categories()}


def test_what_never_answers_is_missing_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    faults = Faults(kinds=("reset",), every=9, tries=99)
    with LabPortal(LabOptions(sizes=SIZES, per_page=3, login_only=False, faults=faults)) as portal:
        ran = crawl(portal.base_url, folder)
    assert ran.code == 3
    dead = {one.target for one in portal.requests if one.fault}
    assert dead
    told = rows(folder, "select kind, detail from problems")
    assert set(told) == {("no answer", "the connection broke")}
    stored = {native_id for (native_id,) in rows(folder, "select native_id from articles")}
    named = {native_id for (native_id,) in rows(folder, "select native_id from list_entries")}
    assert stored
    assert named - stored or value(folder, "select group_concat(missing, '') from coverage")
    assert_sound(folder)


def test_a_listed_article_that_is_dead_is_a_problem_by_name(tmp_path: Path) -> None:
    with LabPortal(LabOptions(sizes=SIZES, login_only=False, dead_link=True)) as portal:
        ran = crawl(portal.base_url, tmp_path / "data")
    (dead,) = portal.unreadable()
    assert ran.code == 3
    problems = rows(tmp_path / "data", "select kind, url, detail from problems")
    assert {kind for kind, _, _ in problems} == {"not found"}
    assert all(f"NID={dead}" in url and detail == "answered 404" for _, url, detail in problems)
    assert "1 of 23 listed articles are not stored" in ran.out
    assert_holds(tmp_path / "data", portal)
