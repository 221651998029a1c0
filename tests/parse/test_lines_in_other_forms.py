"""The lines about an article in the many forms in which portals print them: none is taken for text, none is misread."""

from __future__ import annotations

import pytest

from tests.parse.test_what_belongs_to_an_article import FIRST, SECOND, TITLE, article, page, story

DAY, MINUTE = "2022-06-07T00:00:00+07:00", "2022-06-07T09:10:00+07:00"
BOTH = f"{FIRST}\n\n{SECOND}"
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"
NAME = "Trần Thị Mẫu"


@pytest.mark.parametrize(
    ("line", "when"),
    [
        (f"07/06/2022 09:10 | Tác giả: {NAME}", MINUTE),
        (f"07/06/2022 09:10 Tác giả: {NAME}", MINUTE),
        (f"<span>07/06/2022</span><span>Tác giả: {NAME}</span>", DAY),
        (f"{NAME} đăng ngày 07/06/2022 lúc 09:10", MINUTE),
        (f"Submitted by {NAME} on 07/06/2022 - 09:10", MINUTE),
        (f"Đăng bởi {NAME} trong Tin tức vào 07/06/2022 - 09:10", MINUTE),
        (f"Người đăng tin: {NAME} // 07/06/2022 09:10", MINUTE),
        (f"Bởi {NAME} vào Th 3, 07/06/2022 - 09:10", MINUTE),
    ],
)
def test_a_name_beside_a_date_is_no_text(line: str, when: str) -> None:
    read = story(TEXT, f"<div>{line}</div>")
    assert (read.author or read.poster, read.published_at) == (NAME, when)
    assert (read.lead, read.body) == ("", BOTH)


@pytest.mark.parametrize(
    "line",
    [
        "<span>07/06/2022</span><span>09:10</span>",
        "<span>09:10</span><span>07/06/2022</span>",
        "<span>07/06/2022 09:10</span><span>1234 lượt xem</span><span>5 bình luận</span>",
        "Đã đăng: 9 giờ 10 ngày 7/6/2022",
        "Th 3, 07/06/2022 - 09:10",
    ],
)
def test_the_minute_is_read_where_it_stands_glued_or_in_words(line: str) -> None:
    read = story(TEXT, f"<div>{line}</div>")
    assert (read.published_at, read.lead, read.body) == (MINUTE, "", BOTH)


@pytest.mark.parametrize("line", ["Cập nhật lúc 18h00 ngày 15/6/2022:", "Số liệu tính đến ngày 15/6/2022:"])
def test_a_date_that_leads_on_to_a_text_is_text(line: str) -> None:
    assert story(f"<p>{line}</p>{TEXT}").body == f"{line}\n\n{BOTH}"


def test_words_before_a_label_are_prose_unless_they_are_a_date() -> None:
    line = "Ngày 15/6/2022 bà con thực hiện: làm cỏ"
    assert line in story(f"<p>{line}</p>{TEXT}").body


@pytest.mark.parametrize("label", ["Tổng lượt truy cập", "Tổng số lượt truy cập"])
def test_the_counter_of_a_portal_is_no_count_of_an_article(label: str) -> None:
    read = article(page(f"<h1>{TITLE}</h1><div>07/06/2022</div><div>{TEXT}</div><div>{label}: 1.234.567</div>"))
    assert read.view_count is None


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("C", "hủ tịch UBND xã:"), "Chủ tịch UBND xã:"),
        (("TP", "HCM:"), "TPHCM:"),
        (("1", "2 ý kiến"), "12 ý kiến"),
    ],
)
def test_words_that_a_word_processor_parted_stay_whole(parts: tuple[str, str], text: str) -> None:
    first, second = parts
    read = story(f"<p><span>{first}</span><span>{second}</span> của nhân dân trong thôn</p>{TEXT}")
    assert read.body.startswith(f"{text} của nhân dân")
