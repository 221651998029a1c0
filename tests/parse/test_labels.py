"""Lines are cut at their labels; words of prose are no labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queson_crawler.parse import labels
from queson_crawler.parse.words import AUTHOR, POSTER, PUBLISHED, SOURCE, UPDATED, VIEWS, WRITER


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "Người đăng: Nguyễn Chức Ngày đăng: 10:19 | 24/07/2020 Lượt xem: 768",
            {POSTER: "Nguyễn Chức", PUBLISHED: "10:19 | 24/07/2020", VIEWS: "768"},
        ),
        ("Posted by: Lê Thị Hồng 1 year, 10 months ago", {POSTER: "Lê Thị Hồng"}),
        ("Người đăng: Lê Thị Hồng 3 ngày trước", {POSTER: "Lê Thị Hồng"}),
        ("NGƯỜI ĐĂNG: A | LƯỢT XEM: 2", {POSTER: "A", VIEWS: "2"}),
        ("Ngày đăng 13/05/2016 | 4:53 PM | View count: 1648", {PUBLISHED: "13/05/2016 | 4:53 PM", VIEWS: "1648"}),
        ("Tác giả: Phan Thùy; Nguồn tin: Phòng Giáo dục", {AUTHOR: "Phan Thùy", SOURCE: "Phòng Giáo dục"}),
        ("Cập nhật lúc : 23/08/2019", {UPDATED: "23/08/2019"}),
        ("Cập nhật thứ hai, ngày 24/12/12 11:05 tối", {UPDATED: "thứ hai, ngày 24/12/12 11:05 tối"}),
        ("Số lượt xem: 2.045", {VIEWS: "2.045"}),
        ("Tác giả:", {AUTHOR: ""}),
        ("Bài, ảnh: Kim Ngân", {AUTHOR: "Kim Ngân"}),
        ("Tác giả: A Tác giả: B", {AUTHOR: "A"}),
        ("Ngày 11-10-2021 - Lượt xem: 76", {VIEWS: "76"}),
        (
            "by Lê Thị Hồng — published 08/01/2025 , cập nhật lần cuối 28/11/2026",
            {WRITER: "Lê Thị Hồng", PUBLISHED: "08/01/2025", UPDATED: "28/11/2026"},
        ),
        ("bởi Lê Thị Hồng — xuất bản 08/01/2025", {WRITER: "Lê Thị Hồng", PUBLISHED: "08/01/2025"}),
        ("Bởi vậy — như đã nói — xã xuất bản 8 tập thơ", {}),
    ],
)
def test_each_label_takes_what_stands_before_the_next(line: str, fields: dict[str, str]) -> None:
    assert labels.cut(line) == fields


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Theo tác giả, cuốn sách được viết trong hai năm.",
        "Nguồn nước trên sông đang cạn dần.",
        "Tác giả của sáng kiến là một cụ già.",
        "Hôm nay lượt xem tăng mạnh",
        "Chuyện ngày: không có",
    ],
)
def test_a_label_inside_prose_is_no_label(line: str) -> None:
    fields = labels.cut(line)
    assert not {AUTHOR, POSTER, SOURCE, VIEWS} & set(fields)


@pytest.mark.parametrize(
    "text", ["Các tin khác:", "[Các tin mới]", "Tin liên quan (12)", "» Những tin cũ hơn", "Ý kiến bạn đọc (2)"]
)
def test_headings_of_what_follows_end_an_article(text: str) -> None:
    assert labels.ends_article(text)


@pytest.mark.parametrize("text", ["Các tin khác nhau về vụ việc", "Tin mới nhất về bão số 4 sáng nay", "Tin"])
def test_prose_that_begins_like_a_heading_does_not_end_an_article(text: str) -> None:
    assert not labels.ends_article(text)


@pytest.mark.parametrize("text", ["[Trở về]", "In bài viết", "A+", "Chia sẻ:", "« Quay lại", "Gửi mail", ""])
def test_buttons_are_tools(text: str) -> None:
    assert labels.is_tool(text)


@pytest.mark.parametrize("text", ["In ấn lịch Tết", "Chia sẻ với đồng bào vùng lũ", "A Lưới vào xuân"])
def test_words_that_begin_like_buttons_are_text(text: str) -> None:
    assert not labels.is_tool(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("1.204 lượt xem", 1204), ("76 lượt đọc", 76), ("12,345 views", 12345), ("lượt xem", None), ("24/07/2020", None)],
)
def test_a_count_may_stand_before_its_label(text: str, count: int | None) -> None:
    assert labels.views(text) == count


@given(st.text(max_size=300))
def test_no_line_makes_the_cutter_raise(line: str) -> None:
    for value in labels.cut(line).values():
        assert value in line
    labels.views(line), labels.number(line), labels.ends_article(line), labels.is_tool(line), labels.bare(line)


def test_fields_may_stand_side_by_side_without_a_space() -> None:
    told = labels.cut("Người đăng: Bùi Văn Phúc6716 lượt xemNgày đăng: 05/07/2019 | 01:36 PM")
    assert (told[POSTER], told[PUBLISHED]) == ("Bùi Văn Phúc", "05/07/2019 | 01:36 PM")
    assert labels.views("Người đăng: Bùi Văn Phúc6716 lượt xemNgày đăng: 05/07/2019") == 6716
    assert labels.cut("Đăng bởi: Lê SơnLượt xem: 7")[POSTER] == "Lê Sơn"
