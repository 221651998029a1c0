"""Search finds what readers mean, and never fails on what they type."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Page
from archive.search import Hit, Query, count, search
from archive.search.suggest import _near
from archive.store import Archive
from tests.archive.make import article, opened, rows, shown

LONG = "Đoạn văn này chỉ để bài đủ dài và không trùng với bài nào khác cả"
TEXTS = {
    "1": ("Hội nghị huyện Quế Sơn", "Tổng kết đường giao thông nông thôn"),
    "2": ("Thông báo", "Theo Nghị định số 12/2024/NĐ-CP, người dân huyện Que Son nộp hồ sơ"),
    "3": ("Lễ hội", "Đêm hội ở vùng quê, sơn ca hót; con dương cầm"),
    "4": ("Lập trình C#", "Đào tạo nguồn nhân lực"),
    "5": ("Thông báo tuyển sinh", "Sơn mài, mây tre ở quế lâm"),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    pages = [
        shown(number, article(key, title=title, body=f"{body}. {LONG} {key}."))
        for number, (key, (title, body)) in enumerate(TEXTS.items(), 1)
    ]
    copies = [
        shown(
            number, article(str(number), title="Bản tin chung", body=LONG, published_at=f"20{number}-01-01T00:00+07:00")
        )
        for number in (12, 11, 13)
    ]
    with opened(tmp_path_factory.mktemp("search"), *pages, *copies) as made:
        yield made


def keys(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.key.removeprefix("queson/") for hit in hits]


def test_words_without_marks_find_words_with_marks(archive: Archive) -> None:
    assert keys(search(archive, "duong giao thong")) == ["1"]
    assert keys(search(archive, "dao tao")) == ["4"]
    assert set(keys(search(archive, "que son"))) == {"1", "2", "3", "5"}


def test_what_is_typed_with_marks_comes_first_in_that_spelling(archive: Archive) -> None:
    assert keys(search(archive, "Quế Sơn"))[0] == "1"
    assert keys(search(archive, "quê sơn"))[0] == "3"
    assert keys(search(archive, "dương"))[0] == "3"
    assert keys(search(archive, "đường"))[0] == "1"


def test_decomposed_queries_find_the_same(archive: Archive) -> None:
    typed = "Quế Sơn đường"
    assert search(archive, unicodedata.normalize("NFD", typed)) == search(archive, typed) != ()


def test_neighbours_rank_before_strays_and_quotes_ask_for_them(archive: Archive) -> None:
    assert keys(search(archive, "que son"))[-1] == "5"
    assert set(keys(search(archive, '"que son"'))) == {"1", "2", "3"}
    assert keys(search(archive, '"que son" giao')) == ["1"]


def test_all_words_are_asked_for_and_any_when_none_has_all(archive: Archive) -> None:
    assert keys(search(archive, "hội nghị huyện")) == ["1"]
    assert {"1", "4"} <= set(keys(search(archive, "giao thông nhân lực")))
    assert count(archive, "zzzz") == 0
    assert search(archive, "zzzz") == ()


def test_numbers_of_documents_are_found(archive: Archive) -> None:
    assert keys(search(archive, "12/2024/NĐ-CP")) == ["2"]
    assert keys(search(archive, "12/2024/nd-cp người dân")) == ["2"]


def test_the_snippet_prints_the_original_with_the_hit_marked(archive: Archive) -> None:
    (hit,) = search(archive, "duong giao thong", marks=("<b>", "</b>"))
    assert "<b>đường</b> <b>giao</b> <b>thông</b>" in hit.snippet or "<b>đường giao thông</b>" in hit.snippet
    assert (hit.portal, hit.title, hit.url) == ("queson", TEXTS["1"][0], "http://queson.example/bai-1")


def test_copies_are_folded_under_their_original(archive: Archive) -> None:
    (hit,) = search(archive, "ban tin chung")
    assert (hit.key, hit.copies, hit.date) == ("queson/11", 2, "2011-01-01T00:00+07:00")
    assert count(archive, "ban tin chung") == 1


def test_titles_weigh_more_than_bodies(tmp_path: Path) -> None:
    pages: list[Page] = [
        shown(1, article("1", title="Khác", body=f"sầu riêng. {LONG}")),
        shown(2, article("2", title="Sầu riêng", body=f"Khác. {LONG}")),
    ]
    with opened(tmp_path, *pages) as made:
        assert keys(search(made, "sau rieng")) == ["2", "1"]


def test_a_portal_a_limit_and_an_offset_narrow(archive: Archive) -> None:
    every = search(archive, "quế sơn", limit=10)
    assert tuple(search(archive, "quế sơn", limit=1, offset=at)[0] for at in range(len(every))) == every
    assert count(archive, Query("quế sơn", near=True)) == len(every)
    assert search(archive, "quế sơn", portal="queson", limit=10) == every
    assert search(archive, "quế sơn", portal="other") == ()
    assert search(archive, "quế sơn", offset=500) == ()


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', '""', "C#", "AND", "a AND", "NOT x", "NEAR(a b)", "title:x", "^a", "a*", "(", "😀", "\0", "a\0b",
     "'", "\ud800", "ế" * 10_000, "a " * 5_000, '" "' * 500, "\U00031350", "-", "--", ";", "_", "²", "\u0301",
     "xã AND (" * 2_000,
     "(" * 2_000 + "xã OR a" + ")" * 2_000, " OR ".join(["xã"] * 3_000), "NOT " * 3_000 + "xã",
     "xã " * 3_000, "a NEAR " * 99],
)  # fmt: skip
def test_nothing_a_reader_types_is_an_error(archive: Archive, typed: str) -> None:
    assert len(search(archive, Query(typed, verbatim=True))) <= count(archive, Query(typed, near=True))
    search(archive, typed)


@given(st.text())
def test_no_text_is_an_error(archive: Archive, typed: str) -> None:
    near = Query(typed, near=True, verbatim=True)
    assert len(search(archive, near, limit=100)) == count(archive, near) >= count(archive, typed)
    assert len(search(archive, typed, limit=100)) >= count(archive, typed)


def test_the_index_is_whole_after_revisions(tmp_path: Path) -> None:
    pages = [shown(1, article()), shown(2, article(title="Đổi mới")), shown(3, article(title="Đổi nữa", view_count=3))]
    with opened(tmp_path, *pages) as made:
        made.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
        assert (count(made, "moi"), count(made, "nua"), count(made, "bai")) == (0, 1, 0)
        assert rows(made, "select highlight(articles_fts, 0, '[', ']') from articles_fts('doi')") == [("[Đổi] nữa",)]


def test_what_is_spelled_nearly_alike_is_tried_in_one_order_whatever_the_hash_seed() -> None:
    """Of equally good suggestions the first one tried is made."""
    near = [" ".join(word for term in terms for word in term.words) for terms in _near("baso")]
    assert len(near) == len(set(near))
    letters = [each for each in near if " " not in each]
    assert letters[:-1] == sorted(letters[:-1]) or letters == sorted(letters)
    assert {"ba so", "bao", "bas", "abso", "basos"} <= set(near)
