"""What readers may ask for: operators, spellings, numbers, filters, order, counts, suggestions."""

import sqlite3
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from archive.search import Facets, Query, count, facets, search, suggest
from archive.search.telex import untelexed
from archive.store import Archive
from tests.archive.make import article, listed, opened, shown

gathering = import_module("archive.search.gather")  # the package has a function of that name
ordering = import_module("archive.search.ranking")
FILLER = "Đoạn này chỉ để bài đủ dài mà không nói gì thêm cho ai cả"
TEXTS = {
    "1": ("Quyết định 1117/QĐ-UBND", "về tỉ lệ hoà giải ở cơ sở", "2019-05-24T08:00:00+07:00", "Nguyễn Văn Hoà"),
    "2": ("Tỷ lệ hòa giải", "theo 1118/QĐ-UBND và 1117/KH-UBND", "2020-01-02T08:00:00+07:00", "Trần Thị Lý"),
    "3": ("Kĩ thuật trồng lúa", "đường về đồng, kỹ thuật mới ngày 5/6/2020", "2020-12-31T23:00:00+07:00", None),
    "4": ("Dương Văn A", "kể chuyện con đương làm việc ở dương gian", None, None),
    "5": ("Đường sá", "đường làng, đường xã và đường huyện", "2021-07-01T00:00:00+07:00", "Trần Thị Lý"),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    pages = [
        shown(n, article(key, title=title, body=f"{body}. {FILLER} {key}.", published_at=date, author=author))
        for n, (key, (title, body, date, author)) in enumerate(TEXTS.items(), 1)
    ]
    with opened(tmp_path_factory.mktemp("query"), *pages, listed(8, "1", "3")) as made:
        made.db.execute(
            "insert into attachments (id, article_id, url, text, shown_by) values (1, 4, 'u', 'Danh sách hộ nghèo', 4)"
        )
        yield made


def keys(archive: Archive, words: str, **asked: object) -> list[str]:
    return [hit.key.removeprefix("queson/") for hit in search(archive, Query(words, **asked))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("đường OR lúa", {"3", "4", "5"}),
        ("duong NOT van", {"3", "5"}),
        ("đường NOT dương", {"3", "5"}),
        ("(lúa OR hoà) AND giải", {"1", "2"}),
        ("giải (lúa OR hoà", {"1", "2"}),
        ("mới NEAR/3 đồng", {"3"}),
        ("mới NEAR/1 đồng", set()),
        ("trồng NEAR/1 thuật", {"3"}),
        ("lúa NEAR/2 thuật", {"3"}),
        ("kĩ NEAR/1 mới", {"3"}),
        ('"con đương"', {"4"}),
        ("ngh*", {"4"}),
        ("danh sách nghèo", {"4"}),
        ("and or not", set()),
        ("AND", set()),
        ("NOT lúa", set()),
    ],
)
def test_operators_in_capitals_mean_what_they_say(archive: Archive, typed: str, found: set[str]) -> None:
    assert set(keys(archive, typed)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà giải", "hòa giải"), ("tỉ lệ", "tỷ lệ"), ("ti le", "ty le"), ("kĩ thuật", "kỹ thuật"), ("kĩ*", "kĩ*")],
)
def test_two_spellings_of_one_word_find_the_same(archive: Archive, one: str, other: str) -> None:
    assert keys(archive, one) == keys(archive, other) != []


def test_numbers_of_documents_are_one_unit(archive: Archive) -> None:
    assert keys(archive, "1117/QĐ-UBND") == keys(archive, "1117/qd-ubnd") == ["1"]
    assert keys(archive, "quyết định 1117/QĐ-UBND") == ["1"]
    assert keys(archive, "1117/KH-UBND") == ["2"]
    assert keys(archive, "1119/QĐ-UBND") == []
    assert keys(archive, "05/06/2020") == keys(archive, "5/6/2020") == ["3"]


def test_filters_leave_out_what_they_say(archive: Archive) -> None:
    assert set(keys(archive, "duong", since="2020")) == {"3", "5"}
    assert keys(archive, "duong", since="2020", until="2020-12") == ["3"]
    assert keys(archive, "hoà giải", until="2019-05-24") == ["1"]
    assert keys(archive, "hoà giải", author="tran thi ly") == ["2"]
    assert keys(archive, "hoà giải", author="nobody") == []
    assert keys(archive, "giải OR lúa", category="tin tuc", sort="date") == ["3", "1"]
    assert keys(archive, "duong", portal="other") == []
    assert set(keys(archive, "", author="trần thị lý")) == {"2", "5"}
    assert keys(archive, "") == []


def test_the_newest_come_first_when_asked(archive: Archive) -> None:
    assert keys(archive, "duong", sort="date") == ["5", "3", "4"]
    assert keys(archive, "", portal="queson") == ["5", "3", "2", "1", "4"]


def test_a_word_typed_with_marks_comes_first_in_that_spelling(archive: Archive) -> None:
    assert keys(archive, "đường")[:2] == ["5", "3"]
    assert keys(archive, "đương") == keys(archive, "đương")
    assert keys(archive, "đương")[0] == keys(archive, "dương van")[0] == "4"


def test_facets_count_what_is_found(archive: Archive) -> None:
    counted = facets(archive, "duong")
    assert counted == Facets({"2021": 1, "2020": 1, None: 1}, {"queson": 3}, counted.categories)
    assert [(each.category, each.count) for each in counted.categories] == [("Tin tức", 1)]


def test_the_snippet_marks_the_spelling_that_was_typed(archive: Archive) -> None:
    (hit,) = search(archive, Query("kỹ thuật trồng"))
    assert "[kỹ thuật]" in hit.snippet or "[Kĩ thuật trồng]" in hit.snippet
    (hit,) = search(archive, "con đương")
    assert "[con đương]" in hit.snippet
    assert "[dương]" not in hit.snippet
    (hit,) = search(archive, "hộ nghèo")
    assert hit.snippet == "Danh sách [hộ nghèo]"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quyết địn", "quyết định"), ("hoagiai", "hoà giải"), ("kix thuaatj", "kĩ thuật"), ("duong", None),
        ("zzz", None), ("", None), ("đường OR zzz", None),
    ],
)  # fmt: skip
def test_what_was_meant_is_suggested_from_the_archives_own_words(
    archive: Archive, typed: str, meant: str | None
) -> None:
    found = suggest(archive, typed)
    assert found == meant or (found or "").replace("hòa", "hoà") == meant


def test_keys_of_telex_are_read() -> None:
    assert [untelexed(each) for each in "dduwowngf quees thuyr binhf tieengs nguowif".split()] == [
        "đường", "quế", "thủy", "bình", "tiếng", "người",
    ]  # fmt: skip
    assert [untelexed(each) for each in ("quan", "toan", "đường", "c3")] == [None] * 4


def test_a_plain_connection_that_may_only_read_is_enough(archive: Archive) -> None:
    with sqlite3.connect(f"file:{archive.folder / 'archive.db'}?mode=ro", uri=True) as reading:
        assert search(reading, "đường") == search(archive, "đường")
        assert count(reading, "đường") == 2
        assert facets(reading, "đường") == facets(archive, "đường")
        assert suggest(reading, "quyết địn") == "quyết định"


def test_many_matches_are_said_to_be_more_and_the_best_still_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "SMALL", 10)
    pages = [
        shown(n, article(str(n), title=f"Tin {n}", body=f"sơn này quế kia, bài {n}. {FILLER}", published_at=f"20{n}"))
        for n in range(10, 70)
    ]
    best = [
        shown(80, article("80", title="Khác", body=f"về quế sơn. {FILLER}", published_at="1999")),
        shown(81, article("81", title="Quế Sơn", body=f"không gì. {FILLER} 81", published_at="1998")),
    ]
    with opened(tmp_path, *pages, *best) as archive:
        pool = gathering.gather(archive.db.conn, Query("quế sơn"), 5, cap=20)
        assert (pool.ids[:2], pool.whole.total, pool.whole.more) == ([81, 80], 20, True)
        assert gathering.gather(archive.db.conn, Query("quế sơn", sort="date"), 2, cap=20).ids[:2] == [69, 68]
        asked = "sơn là gì mà ai cũng hỏi về quế sơn hoài vậy"
        assert gathering.gather(archive.db.conn, Query(asked), 2, cap=20).ids[0] in (80, 81)
