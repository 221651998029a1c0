"""Who may sign below an article: people and offices, and no sentence."""

import pytest

from queson_crawler.parse.article.names import is_name, is_person


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
