"""The order of what is found: questions, words without marks, words that stand together."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from archive.search import Query, count, search
from archive.store import Archive
from archive.text import fold
from tests.archive.make import article, opened, shown

promising = import_module("archive.search.candidates")  # the module has a function of that name
FILLER = "Câu này chỉ để bài đủ dài, chẳng nói gì thêm"
LONG = "Sau đó là nhiều câu khác nhau kể lại một buổi chiều yên ả ở bên dòng sông, nơi chẳng có việc gì đáng kể cả."
TEXTS = {
    "bail": "Việc người thứ ba cam kết thực hiện nghĩa vụ thay gọi là bảo lãnh nghĩa vụ",
    "what": "Thế mà có ai hỏi vì sao lại như thế thì cũng chẳng biết nói gì là phải",
    "far": "Sơn màu xanh được bán ở chợ. Bánh quế thì bán ở cửa hàng khác, ai cần cứ tới",
    "near": "Hội đồng nhân dân huyện Quế Sơn họp phiên thường kỳ trong hai ngày liền",
    "road1": "Xã mở rộng con đường liên thôn dài hai cây số trong mùa khô năm nay",
    "road2": "Nhân dân góp công làm con đường liên thôn qua cánh đồng phía đông của xã",
    "road3": "Con đường liên thôn xuống cấp đã được sửa xong trước mùa mưa bão",
    "love": "Con dưỡng liên thôn",
    "close": f"{LONG} Thu ở lớp mầm, rồi phí gửi trẻ do trường định mức. {LONG}",
    "apart": f"Phí phí thu thu {LONG} Mầm lúa lên {LONG} Phí đò tăng. {LONG} Trường làng. {LONG[:60]} Mức nước.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    pages = [
        shown(number, article(key, title=f"Tin {number}", body=f"{text}. {FILLER} {number}."))
        for number, (key, text) in enumerate(TEXTS.items(), 1)
    ]
    with opened(tmp_path_factory.mktemp("order"), *pages) as made:
        yield made


def keys(archive: Archive, words: str, limit: int = 20) -> list[str]:
    return [hit.key.removeprefix("queson/") for hit in search(archive, words, limit=limit)]


@pytest.mark.parametrize("asked", ["bảo lãnh là gì", "bao lanh la gi", "Thế nào là bảo lãnh?", "the nao la bao lanh?"])
def test_a_short_question_finds_what_it_is_about_though_none_holds_its_words(archive: Archive, asked: str) -> None:
    assert keys(archive, asked)[0] == "bail"


def test_a_short_query_that_is_no_question_asks_for_all_its_words(archive: Archive) -> None:
    assert keys(archive, "hội đồng nhân dân huyện") == ["near"]
    assert keys(archive, "con đường ở đầu thôn liên") != []  # none holds all, ở đầu is no question
    assert count(archive, Query("bảo lãnh mầm", near=True)) > 1


def test_two_words_come_first_where_they_stand_side_by_side(archive: Archive) -> None:
    assert keys(archive, "quế sơn") == keys(archive, "que son") == ["near", "far"]


def test_words_without_marks_mean_what_most_articles_write(archive: Archive) -> None:
    found = keys(archive, "con duong lien thon")
    assert (set(found[:3]), found[3:]) == ({"road1", "road2", "road3"}, ["love"])
    assert keys(archive, "con dưỡng liên thôn")[0] == "love"


def test_a_question_prefers_words_that_stand_together(archive: Archive) -> None:
    found = keys(archive, "mầm trường mức thu phí là bao nhiêu")
    assert found.index("close") < found.index("apart")


@pytest.mark.parametrize("words", ["con duong lien thon", "trường mầm non thu học phí thế nào?", "xã", "quế sơn"])
def test_the_order_does_not_hang_on_how_many_are_asked_for(archive: Archive, words: str) -> None:
    every = keys(archive, words, 100)
    assert every == keys(archive, words, 1000)
    for limit in range(1, len(every) + 1):
        assert keys(archive, words, limit) == every[:limit]
        page = search(archive, Query(words), limit=1, offset=limit - 1)
        assert [hit.key.removeprefix("queson/") for hit in page] == every[limit - 1 : limit]


def test_a_word_that_stands_twice_in_a_query_keeps_its_neighbours(tmp_path: Path) -> None:
    pages = [
        shown(1, article("1", title="Tin", body=f"Làng xanh và xanh lá. {FILLER} 1.")),
        shown(2, article("2", title="Tin", body=f"Lá cây xanh xanh. {FILLER} 2.")),
    ]
    with opened(tmp_path, *pages) as made:
        assert keys(made, "xanh xanh")[0] == "2"
        assert set(keys(made, "xanh xanh")) == {"1", "2"}


def test_the_best_answer_comes_first_though_another_article_holds_all_the_words(tmp_path: Path) -> None:
    best = "Mức thu học phí của trường mầm non công lập do hội đồng nhân dân tỉnh quy định hằng năm"
    stray = "Mức nước hồ xuống. Người thu mua phí đò của xã. Trường làng. Mầm lúa non xanh. Bao nhiêu cũng được là thế"
    pages = [shown(1, article("stray", title="Tin", body=f"{stray}. {LONG * 3}"))]
    pages.append(shown(2, article("best", title="Tin", body=f"{best}. {FILLER}")))
    pages += [shown(n, article(str(n), title="Tin", body=f"{FILLER} {n}, chuyện thứ {n * n}.")) for n in range(3, 30)]
    asked = "mức thu phí của trường mầm non là bao nhiêu"
    with opened(tmp_path, *pages) as made:
        found = search(made, asked)
        assert [hit.complete for hit in found if hit.key == "queson/stray"] == [True]
        assert [keys(made, typed)[:2] for typed in (asked, fold(asked))] == [["best", "stray"]] * 2


@pytest.mark.parametrize("bound", [1, 40, 60_000])
def test_what_is_rare_is_found_however_little_is_looked_at(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, bound: int
) -> None:
    monkeypatch.setattr(promising, "POSTINGS", bound)
    monkeypatch.setattr(promising, "SCANNED", bound)
    assert keys(archive, "thế nào là cam kết bảo lãnh nghĩa vụ của người thứ ba?")[0] == "bail"
