"""A portal that is crawled again: what that costs, and that what changed in between is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from queson_crawler.frontier.revisit_plan import FLOOR
from tests.crawl.tools import (
    Crawled,
    Told,
    assert_equal_tables,
    assert_sound,
    crawl,
    crawled,
    news,
    queson,
    rows,
    site,
    value,
)  # fmt: skip
from tests.lab import LabOptions, LabPortal
from tests.lab.later import Changes

SIZES = (90, 70, 50, 40)
NEW, EDITED, DELETED = 20, 5, 3


@pytest.fixture(scope="module", params=["dnn", pytest.param("vnpt", marks=pytest.mark.slow)])
def visited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Crawled, Crawled, Changes]:
    """A portal crawled twice as it is, and once more when it has gained, edited and lost articles."""
    folder = tmp_path_factory.mktemp("visited") / "data"
    etags = request.param == "dnn"
    with LabPortal(LabOptions(shape=request.param, login_only=False, sizes=SIZES, etags=etags)) as portal:
        before = crawled(portal, folder, (), ())
        newest = [one.native_id for one in portal.truth() if not one.copy_of][:EDITED]
        changes = portal.change(NEW, newest, DELETED)
        return before, crawled(portal, folder, ()), changes


def own(portal: LabPortal, native_id: str) -> str:
    """The portal's own number of an article: this platform writes another one before it."""
    return native_id.removeprefix("92") if portal.options.shape == "vnpt" else native_id


def ids(found: Crawled, query: str) -> set[str]:
    return {own(found.portal, native_id) for (native_id,) in rows(found.folder, query)}


def test_a_crawl_of_an_unchanged_portal_costs_a_twentieth(visited: tuple[Crawled, Crawled, Changes]) -> None:
    before, _, _ = visited
    first, second = map(len, before.asked)
    assert [run.code for run in before.runs] == [0, 0]
    assert second <= 0.05 * first, (first, second)
    assert before.states[1]["revisions"] == before.states[0]["revisions"]


def test_what_changed_is_found_and_nothing_is_invented(visited: tuple[Crawled, Crawled, Changes]) -> None:
    before, after, changes = visited
    assert [run.code for run in after.runs] == [0], after.runs[0].said
    folder, portal = after.folder, after.portal
    assert rows(folder, "select new, revised, gone from runs where id = 3") == [(NEW, EDITED, DELETED)]
    assert ids(after, "select native_id from articles where gone_at is not null") == set(changes.deleted)
    revised = "select native_id from articles a join revisions v on v.article_id = a.id where v.number = 2"
    assert ids(after, revised) == set(changes.edited)
    stored = rows(folder, "select native_id, title, body from articles where gone_at is null")
    assert {own(portal, one): tuple(texts) for one, *texts in stored} == {
        one.native_id: (one.title, one.body) for one in portal.truth()
    }
    assert value(folder, "select count(*) from articles") == len(portal.truth()) + DELETED
    assert value(folder, "select count(*) from articles where gone_at is not null and length(body) > 0") == DELETED
    assert before.runs


def test_finding_it_costs_heads_changes_and_a_tenth(visited: tuple[Crawled, Crawled, Changes]) -> None:
    before, after, _ = visited
    changed = NEW + EDITED + DELETED
    assert len(after.asked[0]) <= len(SIZES) + changed + 0.10 * len(before.asked[0])


def test_what_is_known_of_the_lists_counts_in_the_ledger(visited: tuple[Crawled, Crawled, Changes]) -> None:
    _, after, _ = visited
    coverage = {
        title: counts
        for title, *counts in rows(
            after.folder,
            "select k.title, v.listed, v.stored, v.gaps from coverage v join categories k on k.id = v.category_id "
            "where v.run_id = 3",
        )
    }
    assert coverage == {one.title: [one.declared, one.declared, 0] for one in after.portal.categories()}
    assert value(after.folder, "select count(*) from coverage where run_id = 3 and extent = 'head'") > 0


def test_unchanged_articles_are_not_sent_again_where_the_portal_can_tell(
    visited: tuple[Crawled, Crawled, Changes],
) -> None:
    before, after, changes = visited
    told = value(after.folder, "select count(*) from captures where status = 304")
    assert bool(told) is before.portal.options.etags
    views = "select count(*) from view_counts v join captures c on c.article_id = v.article_id "
    assert value(after.folder, views + "and c.fetched_at = v.observed_at where c.status = 304") == 0
    assert changes.edited


def test_all_of_it_comes_back_from_the_files(visited: tuple[Crawled, Crawled, Changes], tmp_path: Path) -> None:
    _, after, _ = visited
    assert queson("rebuild", "--archive", after.folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(after.folder, tmp_path / "anew")
    assert_sound(after.folder)


@pytest.mark.slow
def test_a_full_crawl_finds_what_an_ordinary_one_leaves_for_later(tmp_path: Path) -> None:
    with LabPortal(LabOptions(login_only=False, sizes=(30, 20, 10), pager="query")) as portal:
        crawled(portal, tmp_path / "data", ())
        oldest = [one.native_id for one in portal.truth()[-9:] if not one.copy_of][:3]
        changes = portal.change(edited=oldest, deleted=2)
        found = crawled(portal, tmp_path / "data", ("--full",))
    assert found.runs[0].code == 0
    assert rows(found.folder, "select new, revised, gone from runs where id = 2") == [(0, 3, 2)]
    assert ids(found, "select native_id from articles where gone_at is not null") == set(changes.deleted)


def test_what_a_killed_or_limited_crawl_left_is_fetched_by_the_next(tmp_path: Path) -> None:
    with LabPortal(LabOptions(login_only=False, sizes=(40, 20), pager="query")) as portal:
        found = crawled(portal, tmp_path / "data", ("--max-articles", 7), (), ())
    assert [run.code for run in found.runs] == [3, 0, 0]
    assert ids(found, "select native_id from articles") == {one.native_id for one in portal.truth()}
    asked = [len([one for one in each if re.search(r"NID[=/]", one.target)]) for each in found.asked]
    assert asked[0] + asked[1] <= len(portal.truth()) + 5
    assert len(found.asked[2]) < 20


def test_a_sitemap_tells_which_old_article_was_edited(tmp_path: Path) -> None:
    told = news(9)
    paths = [path for path in told if path.endswith(".html")]
    days = dict.fromkeys(paths, "2020-04-01")

    def answer(path: str) -> Told | None:
        urls = "".join(
            f"<url><loc>{running.base}{one}</loc><lastmod>{day}</lastmod></url>" for one, day in days.items()
        )
        match path:
            case "/robots.txt":
                return Told(f"Sitemap: {running.base}/sitemap.xml".encode(), headers={"Content-Type": "text/plain"})
            case "/sitemap.xml":
                head = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                return Told(f"{head}{urls}</urlset>".encode(), headers={"Content-Type": "application/xml"})
        return told.get(path)

    with site(answer) as running:
        assert crawl(f"{running.base}/", tmp_path / "data").code == 0
        before = len(running.asked)
        oldest = paths[0]
        text = told[oldest].body.replace("phục vụ".encode(), "để phục vụ".encode())
        told[oldest], days[oldest] = Told(text), "2026-05-05"
        crawl(f"{running.base}/", tmp_path / "data")
    assert oldest in running.asked[before:]
    assert rows(tmp_path / "data", "select revised from runs where id = 2") == [(1,)]
    assert len(running.asked) - before <= 4 + 1 + FLOOR
