"""Who may sign below an article: people and offices, and no sentence."""

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.article.names import is_name, is_person
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC


@pytest.mark.parametrize(
    "text",
    [
        "Lê Thị Hồng",
        "(Thu Hiền)",
        "Văn phòng HĐND-UBND huyện",
        "Phòng Tài nguyên và Môi trường",
        "Đài Truyền thanh - Truyền hình huyện",
        "BBT",
    ],
)
def test_people_and_offices_sign(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị kết thúc tốt đẹp lúc 11 giờ",
        "Phòng chống dịch là việc của mọi người.",
        "TM. ỦY BAN NHÂN DÂN",
        "một dòng không có chữ hoa",
    ],
)
def test_sentences_and_stamps_do_not(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("name", ["Dương Ngọc Trang", "Nguyễn Trang Nhung", "Trần Văn Đài"])
def test_a_given_name_that_means_a_page_too_is_a_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["Trang Thông Tin Huyện", "Đài Truyền Thanh", "Báo Quảng Nam"])
def test_a_page_a_station_and_a_paper_are_no_people(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize("name", ["Thứ Ba", "Thứ Bảy", "Chủ Nhật"])
def test_a_weekday_in_capitals_is_no_person(name: str) -> None:
    """Else a date below the text, `Thứ Ba - 27/08/2013 20:41`, would be a reader's comment."""
    assert not is_person(name)


SIGNED = "".join(f"<p align='center'><b>{line}</b></p>" for line in ("CHỦ TỊCH", "(Đã ký)", "Ngô Quốc Quân"))
WRITTEN = "<p align='right'><b>Ngô Quốc Quân</b></p>"


@pytest.mark.parametrize(("end", "author"), [(SIGNED, ""), (WRITTEN, "Ngô Quốc Quân")])
def test_who_signs_a_document_is_no_author_and_stays_in_it(end: str, author: str) -> None:
    text = "<p>Ủy ban nhân dân huyện thông báo lịch trực Tết để bà con trong toàn huyện được biết và liên hệ.</p>" * 3
    head = "<h1>Thông báo lịch trực Tết năm nay</h1><span>Ngày đăng: 05/01/2016</span>"
    page = f"<html><body>{head}<div>{text}{end}</div></body></html>"
    result = understand(Answer("http://portal.example/tin/1", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert (result.author or "") == author
    assert result.body.endswith("Ngô Quốc Quân") == (not author)
