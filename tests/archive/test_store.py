"""What a page becomes, whichever order pages are stored in."""

import itertools
import random
import sqlite3
from pathlib import Path

import pytest

from archive.dedup import content_sha256, judge
from archive.errors import StoreFailed
from archive.records import Attachment, Category, Image, ListPage, Outcome, Page, PageState, Problem, RunStart, Verdict
from archive.store import Archive, document_files, files
from tests.archive.make import (
    BODY,
    LIST,
    SITE,
    article,
    capture,
    listed,
    missing,
    moment,
    opened,
    rows,
    shown,
    tables,
)


def test_a_new_article_has_a_row_a_revision_addresses_and_belongings(tmp_path: Path) -> None:
    of = article(
        view_count=7,
        urls=(f"{SITE}/a", f"{SITE}/b"),
        images=(Image("i0", "ảnh"), Image("i1"), Image("i0")),
        attachments=(Attachment("f.pdf", "Văn bản"),),
    )
    with opened(tmp_path, shown(5, of)) as archive:
        assert rows(archive, "select id, key, first_seen_at, last_seen_at, view_count from articles") == [
            (5, "queson/1", moment(5), moment(5), 7)
        ]
        assert rows(archive, "select id, article_id, number, captured_at, capture_id from revisions") == [
            (5, 5, 1, moment(5), 5)
        ]
        assert rows(archive, "select url from article_urls") == [(f"{SITE}/a",), (f"{SITE}/b",), (f"{SITE}/bai-1",)]
        assert rows(archive, "select id, url, caption from images") == [(5120, "i0", "ảnh"), (5121, "i1", "")]
        assert rows(archive, "select id, filename from attachments") == [(5120, "Văn bản")]
        assert archive.known("queson/1") == (content_sha256(of.title, of.lead, of.body), 1)
        assert archive.known("queson/2") is None


def test_another_text_is_a_revision_and_the_row_follows(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article()), shown(2, article(title="Bài khác"))) as archive:
        assert rows(archive, "select id, number, title from revisions") == [(1, 1, "Bài 1"), (2, 2, "Bài khác")]
        assert rows(archive, "select id, title, word_count from articles") == [(1, "Bài khác", len(BODY.split()) + 2)]


def test_counters_white_space_and_bylines_make_no_revision(tmp_path: Path) -> None:
    again = article(view_count=9, author="Lê Văn A", body=f"{BODY}  Số\n1.")
    with opened(tmp_path, shown(1, article(view_count=3)), shown(2, again)) as archive:
        assert rows(archive, "select count(*) from revisions") == [(1,)]
        assert rows(archive, "select author, view_count, last_seen_at, body = ? from articles", article().body) == [
            ("Lê Văn A", 9, moment(2), 1)
        ]
        assert rows(archive, "select views from view_counts") == [(3,), (9,)]


def test_a_list_and_its_articles_find_each_other_in_either_order(tmp_path: Path) -> None:
    pages = [listed(1, "1", "2"), shown(2, article("1"))]
    for name, order in (("a", pages), ("b", pages[::-1])):
        with opened(tmp_path / name, *order) as archive:
            assert rows(archive, "select * from article_categories") == [(2, 1)]
            assert (f"{SITE}/bai-1?m=1", 2) in rows(archive, "select * from article_urls")


def test_an_address_keeps_its_first_article(tmp_path: Path) -> None:
    pages = [shown(1, article("1", urls=("u",))), shown(2, article("2", urls=("u",)))]
    for name, order in (("a", pages), ("b", pages[::-1])):
        with opened(tmp_path / name, *order) as archive:
            assert rows(archive, "select article_id from article_urls where url = 'u'") == [(1,)]


def test_copies_point_to_the_earliest_published_and_undated_ones_come_last(tmp_path: Path) -> None:
    def dated(native_id: str, date: str | None) -> Page:
        return shown(int(native_id), article(native_id, title="T", body=BODY, published_at=date))

    pages = [dated("1", None), dated("2", "2020-02-01T00:00+07:00"), dated("3", "2020-01-01T00:00+07:00")]
    for number, order in enumerate(itertools.permutations(pages)):
        with opened(tmp_path / str(number), *order) as archive:
            assert rows(archive, "select id, duplicate_of from articles") == [(1, 3), (2, 3), (3, None)]


def test_tiny_texts_are_no_copies(tmp_path: Path) -> None:
    pages = [shown(number, article(str(number), title="T", body="Xem tệp đính kèm")) for number in (1, 2)]
    with opened(tmp_path, *pages) as archive:
        assert rows(archive, "select duplicate_of from articles") == [(None,), (None,)]


def test_a_copy_that_was_mended_is_none_any_more(tmp_path: Path) -> None:
    twins = [shown(number, article(str(number), title="T", body=BODY)) for number in (1, 2)]
    with opened(tmp_path, *twins, shown(3, article("1", title="Khác", body=BODY))) as archive:
        assert rows(archive, "select id, duplicate_of from articles") == [(1, None), (2, None)]


def some_pages() -> list[Page]:
    """Pages of one run that touch each other in every way: lists, revisions there and back, copies, addresses."""
    return [
        listed(1, "1", "2", declared_total=4),
        shown(2, article("1", view_count=1, images=(Image("i", "cũ"),))),
        shown(3, article("1", title="Sửa", view_count=2, urls=("u",), images=(Image("j"), Image("i", "mới")))),
        shown(4, article("2", title="T", body=BODY, published_at="2020-01-01T00:00+07:00")),
        shown(5, article("1", view_count=3)),
        shown(6, article("3", title="T", body=BODY, urls=("u",), attachments=(Attachment("f"),))),
        listed(7, "3", "4", page=2, declared_total=5),
        Page(1, capture(8), category=Category(f"{LIST}/con", "Con", LIST, LIST), problems=(Problem("x", "odd"),)),
        Page(1, capture(9), listing=ListPage(LIST, 2, "late", PageState.EMPTY)),
        missing(3),
        shown(10, article("3", title="T2", body=BODY)),
    ]


@pytest.mark.slow
def test_the_order_of_storing_plays_no_part(tmp_path: Path) -> None:
    dice = random.Random(1)
    wanted = None
    for attempt in range(40):
        pages = some_pages()
        if attempt:
            dice.shuffle(pages)
        with opened(tmp_path / str(attempt), *pages) as archive:
            archive.finish_run(1, moment(99), Outcome.COMPLETE)
            wanted = wanted or tables(archive)
            assert tables(archive) == wanted
            archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")


def test_a_run_is_reckoned_up_from_what_it_stored(tmp_path: Path) -> None:
    with opened(tmp_path, *some_pages()) as archive:
        archive.finish_run(1, moment(99), Outcome.INCOMPLETE)
        run = "select requests, new, revised, unchanged, gone, failed, outcome, finished_at from runs"
        assert rows(archive, run) == [(11, 3, 2, 0, 0, 2, "incomplete", moment(99))]
        assert rows(archive, "select * from coverage") == [(1, 1, 5, 4, 3, 2, 1, "3", "part")]
        assert rows(archive, "select walked_at, declared_total from categories where id = 1") == [(moment(99), 5)]


def test_a_second_run_counts_only_what_is_its_own(tmp_path: Path) -> None:
    with opened(tmp_path, *some_pages()) as archive:
        archive.finish_run(1, moment(99), Outcome.COMPLETE)
        assert archive.begin_run(RunStart("queson", moment(100))) == 2
        for page in (listed(11, "1", run=2), shown(12, article("1"), 2), shown(13, article("2", title="N"), 2)):
            archive.store(page)
        archive.finish_run(2, moment(199), Outcome.COMPLETE)
        run = "select requests, new, revised, unchanged, failed from runs where id = 2"
        assert rows(archive, run) == [(3, 0, 1, 1, 0)]
        assert rows(archive, "select * from coverage where run_id = 2") == [(2, 1, None, 1, 1, 1, 0, "", "part")]


def test_missing_pages_are_named_in_order(tmp_path: Path) -> None:
    with opened(tmp_path, listed(1, "1"), missing(63), missing(12), missing(9)) as archive:
        archive.finish_run(1, moment(99), Outcome.INCOMPLETE)
        assert rows(archive, "select gaps, missing from coverage") == [(3, "9, 12, 63")]


def test_a_list_that_never_answered_is_a_gap_too(tmp_path: Path) -> None:
    with opened(tmp_path, missing(1)) as archive:
        archive.finish_run(1, moment(99), Outcome.INCOMPLETE)
        assert rows(archive, "select pages, gaps, missing from coverage") == [(0, 1, "1")]
        assert rows(archive, "select id < 0, walked_at from categories") == [(1, None)]
        assert rows(archive, "select requests, failed from runs") == [(1, 1)]


def test_a_page_that_was_read_after_all_is_no_gap(tmp_path: Path) -> None:
    for name, pages in (("a", (missing(1), listed(1, "1"))), ("b", (listed(1, "1"), missing(1)))):
        with opened(tmp_path / name, *pages) as archive:
            assert rows(archive, "select state, entries from list_pages") == [("read", 1)]


def test_a_run_that_never_ended_is_marked_cut_off(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article())) as archive:
        archive.begin_run(RunStart("queson", moment(50)))
        assert rows(archive, "select outcome, finished_at, requests, new from runs") == [
            ("cut off", None, 1, 1),
            (None, None, None, None),
        ]


def test_a_category_knows_its_parent_and_the_list_it_repeats(tmp_path: Path) -> None:
    child = Page(1, capture(1), category=Category(f"{LIST}/con", "Con", parent_url=LIST, same_as=LIST))
    with opened(tmp_path, child, listed(2, "1")) as archive:
        assert rows(archive, "select parent_id, same_as from categories where id = 1") == [(2, 2)]


def test_a_page_that_cannot_be_stored_leaves_no_trace(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article())) as archive:
        before = tables(archive)
        broken = Page(1, capture(2), article=article("2", url=None))
        with pytest.raises(StoreFailed, match=r"archive\.db refused \(NOT NULL"):
            archive.store(broken)
        assert tables(archive) == before
        archive.store(shown(2, article("2")))


def test_the_first_capture_of_a_payload_is_found(tmp_path: Path) -> None:
    pages = [Page(1, capture(number, sha256="ab")) for number in (2, 1)]
    with opened(tmp_path, *pages) as archive:
        assert archive.find_payload("ab") == capture(1, sha256="ab")
        assert archive.find_payload("cd") is None


def test_a_plain_sqlite_shell_can_read_write_and_search(tmp_path: Path) -> None:
    opened(tmp_path, shown(1, article())).close()
    plain = sqlite3.connect(tmp_path / "archive.db")
    plain.execute("update articles set title = 'Đường mới' where id = 1")
    plain.execute(
        "insert into articles (id, key, portal, native_id, url, title, content_sha256, first_seen_at, last_seen_at, "
        "capture_id) values (9, 'queson/9', 'queson', '9', 'u', 'Đập', '', '', '', 9)"
    )
    found = "select rowid from articles_fts where articles_fts match ?"
    assert plain.execute(found, ["duong"]).fetchall() == [(1,)]
    assert plain.execute(found, ["dap"]).fetchall() == [(9,)]
    plain.execute("delete from articles where id = 9")
    assert plain.execute(found, ["dap"]).fetchall() == []
    plain.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
    plain.close()


def test_foreign_keys_hold(tmp_path: Path) -> None:
    with opened(tmp_path, *some_pages()) as archive:
        assert rows(archive, "pragma foreign_key_check") == []
        assert rows(archive, "pragma foreign_keys") == [(1,)]
        assert rows(archive, "pragma journal_mode") == [("wal",)]


def test_an_article_is_new_revised_or_the_same_by_its_text_alone() -> None:
    sha = content_sha256("Tên", "", "một  hai\n\nba")
    assert sha == content_sha256(" Tên", "", "một hai ba ")
    assert sha != content_sha256("Tên", "một", "hai ba"), "where the lead ends is part of the text"
    assert judge(None, sha) is Verdict.NEW
    assert judge((sha, 3), sha) is Verdict.SAME
    assert judge(("other", 1), sha) is Verdict.REVISED


def test_the_next_capture_is_counted_from_the_stored_ones(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert archive.next_capture_id() == 1
    with opened(tmp_path, Page(1, capture(4))) as archive:
        assert archive.next_capture_id() == 5


def test_who_shows_a_file_is_found_by_its_address_and_not_by_looking_at_every_article(tmp_path: Path) -> None:
    queries = [document_files.TEXT_KNOWN, document_files.OFFERED]
    for table in files.TABLES:
        queries.append(files.SHOWN.format(table=table))
    with opened(tmp_path) as archive:
        for query in queries:
            plan = archive.db.execute(f"explain query plan {query}", {"url": "u", "portal": "p"}).fetchall()
            steps = [step for *_, step in plan if step.startswith(("SEARCH", "SCAN"))]
            assert "url=?" in steps[0]
            assert all("rowid=?" in step or "url=?" in step for step in steps), (query, steps)
