"""A whole crawl of the demo portal, and the crawls after it."""

from __future__ import annotations

import re

import pytest

from queson_crawler.frontier.revisit_plan import FLOOR
from queson_crawler.urls import clean
from tests.crawl.tools import Crawled, assert_sound, queson, rows, value


@pytest.fixture(params=["complete", "walled"])
def demo(request: pytest.FixtureRequest) -> Crawled:
    found: Crawled = request.getfixturevalue(request.param)
    return found


def asked_articles(demo: Crawled, run: int) -> set[str]:
    return {found[1] for one in demo.asked[run] if (found := re.search(r"NID[=/](\d+)", one.target))}


def test_every_article_is_stored_once_with_every_field(demo: Crawled) -> None:
    stored = {
        row[0]: row[1:]
        for row in rows(
            demo.folder,
            "select native_id, title, lead, body, author, poster, source, published_at, published_precision "
            "from articles",
        )
    }
    expected = {
        one.native_id: (
            one.title, one.lead, one.body, one.author, one.poster, one.source, one.published, one.precision
        )
        for one in demo.portal.truth()
    }  # fmt: skip
    assert stored.keys() == expected.keys()
    for native_id in expected:
        assert stored[native_id] == expected[native_id]
    assert value(demo.folder, "select count(*) from articles") == len(expected)


@pytest.mark.parametrize(
    ("table", "columns", "told"),
    [("images", "url, caption", "images"), ("attachments", "url, ''", "attachments")],
)
def test_pictures_and_files_belong_to_their_articles(demo: Crawled, table: str, columns: str, told: str) -> None:
    base = demo.portal.base_url
    for one in demo.portal.truth():
        stored = rows(
            demo.folder,
            f"select {columns} from {table} where article_id = (select id from articles where native_id = ?) "
            "order by id",
            one.native_id,
        )
        pairs = [each if told == "images" else (each, "") for each in getattr(one, told)]
        assert stored == [(base + path, label) for path, label in pairs]


def test_every_article_stands_in_its_categories(demo: Crawled) -> None:
    for one in demo.portal.truth():
        stored = rows(
            demo.folder,
            "select k.title from categories k join article_categories c on c.category_id = k.id "
            "join articles a on a.id = c.article_id where a.native_id = ?",
            one.native_id,
        )
        assert sorted(title for (title,) in stored) == sorted(one.categories)


def test_articles_with_one_text_are_linked_as_copies(demo: Crawled) -> None:
    copies = rows(
        demo.folder,
        "select a.native_id, o.native_id from articles a join articles o on o.id = a.duplicate_of",
    )
    assert copies == [(one.native_id, one.copy_of) for one in demo.portal.truth() if one.copy_of]


def addresses(demo: Crawled) -> dict[str, str]:
    """Every stored address of an article → its native id."""
    query = "select u.url, a.native_id from article_urls u join articles a on a.id = u.article_id"
    return dict(rows(demo.folder, query))


def test_every_address_that_a_list_gives_leads_to_its_article(demo: Crawled) -> None:
    known = addresses(demo)
    listed = rows(
        demo.folder, "select url, native_id from list_entries where native_id in (select native_id from articles)"
    )
    assert {native_id for _, native_id in listed} == {one.native_id for one in demo.portal.truth()}
    assert all(known[url] == native_id for url, native_id in listed)
    twice = [one for one in demo.portal.truth() if len(one.categories) == 2]
    assert all(list(known.values()).count(one.native_id) == 2 for one in twice)
    assert twice


def test_every_address_the_portal_links_leads_to_its_article(demo: Crawled) -> None:
    known, most = addresses(demo), 0
    for one in demo.portal.truth():
        paths = demo.portal.article_paths(one.native_id)
        most = max(most, len(paths))
        assert {known.get(clean(demo.portal.base_url + path)) for path in paths} == {one.native_id}
    assert most >= 4


def test_the_ledger_agrees_with_the_portal(demo: Crawled) -> None:
    unreadable = set(demo.portal.unreadable())
    ledger = {
        title: counts
        for title, *counts in rows(
            demo.folder,
            "select k.title, v.declared, v.listed, v.stored, v.gaps, v.missing from coverage v "
            "join categories k on k.id = v.category_id where v.run_id = 1",
        )
    }
    assert ledger == {
        one.title: [one.declared, one.declared, one.declared - len(unreadable & set(one.native_ids)), 0, ""]
        for one in demo.portal.categories()
    }


def test_a_complete_crawl_ends_with_0_and_no_problem(complete: Crawled) -> None:
    assert [run.code for run in complete.runs] == [0, 0, 0]
    assert rows(complete.folder, "select * from problems") == []
    assert rows(complete.folder, "select outcome from runs") == [("complete",)] * 3
    assert "is complete." in complete.runs[0].out


def test_a_login_wall_is_named_and_the_crawl_ends_with_3(walled: Crawled) -> None:
    assert [run.code for run in walled.runs] == [3, 3, 3]
    (native_id,) = walled.portal.unreadable()
    problems = rows(walled.folder, "select kind, url from problems where run_id = 1")
    assert [kind for kind, _ in problems] == ["login wall"] * len(problems)
    assert all(f"NID={native_id}" in url for _, url in problems)
    assert problems
    assert "1 of 9 listed articles are not stored" in walled.runs[0].out
    assert "is incomplete" in walled.runs[0].out


def test_a_second_crawl_asks_for_few_articles_again_and_changes_none(demo: Crawled) -> None:
    again = asked_articles(demo, 1) - set(demo.portal.unreadable())
    assert asked_articles(demo, 1) >= set(demo.portal.unreadable())
    assert len(again) <= FLOOR
    assert rows(demo.folder, "select new, revised, unchanged from runs where id = 2") == [(0, 0, len(again))]
    for name in ("revisions", "article_urls", "article_categories"):
        assert demo.states[1][name] == demo.states[0][name]
    shown_by = 9  # which capture described them last: those read again are described again
    for name in ("images", "attachments"):
        first, second = ([row[:shown_by] + row[shown_by + 1 :] for row in demo.states[n][name]] for n in (0, 1))
        assert second == first


def test_a_full_crawl_asks_for_every_article_and_makes_no_revision(demo: Crawled) -> None:
    truth = {one.native_id for one in demo.portal.truth()}
    assert asked_articles(demo, 2) >= truth
    assert rows(demo.folder, "select new, revised, unchanged from runs where id = 3") == [(0, 0, len(truth))]
    assert demo.states[2]["revisions"] == demo.states[0]["revisions"]
    before = {row[0]: row[1] for row in rows(demo.folder, "select article_id, min(views) from view_counts group by 1")}
    after = dict(rows(demo.folder, "select id, view_count from articles"))
    assert all(after[article] > before[article] for article in after)


def test_the_archive_of_three_crawls_is_sound(demo: Crawled) -> None:
    assert_sound(demo.folder)


def test_what_was_crawled_is_found_with_and_without_marks(complete: Crawled) -> None:
    for words in ("hợp tác xã", "hop tac xa"):
        found = queson("search", words, "--archive", complete.folder)
        assert found.code == 0
        assert "Hợp tác xã" in found.out.replace("[", "").replace("]", "")
