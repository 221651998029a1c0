"""A list beside the content of a page makes the page no list."""

from __future__ import annotations

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

NEWEST = "".join(
    f"<li><a href='/kinh-te/57{n}-chuyen-ve-doi-van-nghe-quan-chung-o-son-ha'>Chuyện về đội văn nghệ quần chúng số {n}"
    "</a></li>"
    for n in (11, 12, 13, 14, 15)
)


def read(main: str, box: str) -> object:
    page = (
        f"<html><head><title>Liên hệ</title></head><body><div id=a>{main}</div><div id=b><div class=c>{box}</div>"
        "<div><b>Thống kê truy cập</b><p>Đang online: 12</p></div></div></body></html>"
    )
    return understand(Answer("http://a.example/lien-he.html", 200, page.encode()), GENERIC, Role.PAGE).result


def test_a_page_with_a_text_and_a_box_of_the_newest_is_no_list() -> None:
    contact = "<h1>Liên hệ</h1><p>Văn phòng huyện, số 1 đường Trung Tâm.</p><p>Điện thoại: 0235000000</p>"
    assert not isinstance(read(contact, f"<h3>Được quan tâm</h3><ul>{NEWEST}</ul>"), Listing)


def test_a_heading_over_nothing_else_may_be_that_of_the_list() -> None:
    assert isinstance(read("<h1>Liên hệ</h1>", f"<h3>Được quan tâm</h3><ul>{NEWEST}</ul>"), Listing)
    assert isinstance(read("<h1>Kinh tế</h1><p>Các tin về kinh tế của huyện.</p>", f"<ul>{NEWEST}</ul>"), Listing)


def test_a_banner_that_is_a_heading_names_the_portal_and_no_page() -> None:
    banner = "<h1>Cổng thông tin huyện</h1>"
    contact = "<h1>Liên hệ</h1><p>Văn phòng huyện, số 1 đường Trung Tâm.</p><p>Điện thoại: 0235000000</p>"
    box = f"<div id=b><div class=c><h3>Được quan tâm</h3><ul>{NEWEST}</ul></div></div>"
    page = (
        "<html><head><title>Liên hệ - Cổng thông tin huyện</title></head>"
        f"<body>{banner}<div id=a>{contact}</div>{box}</body></html>"
    )
    answer = Answer("http://a.example/lien-he.html", 200, page.encode())
    assert not isinstance(understand(answer, GENERIC, Role.PAGE).result, Listing)


def month(first: int) -> str:
    """A calendar whose month begins on the `first` day of the week."""
    cells = ["<td></td>"] * first + [f"<td><a href='/luu-tru/ngay-{day}'>{day}</a></td>" for day in range(1, 31)]
    weeks = ["".join(cells[start : start + 7]) for start in range(0, len(cells), 7)]
    return "<table>" + "".join(f"<tr>{week}</tr>" for week in weeks) + "</table>"


def test_a_calendar_beside_a_box_does_not_make_it_a_list() -> None:
    contact = "<h1>Liên hệ</h1><p>Văn phòng huyện, số 1 đường Trung Tâm.</p><p>Điện thoại: 0235000000</p>"
    for first in (0, 3):
        box = f"{month(first)}<div><h3>Được quan tâm</h3><ul>{NEWEST}</ul></div>"
        assert not isinstance(read(contact, box), Listing)


def test_the_arrows_of_a_slide_show_are_no_pager_beside_it() -> None:
    slides = "".join(
        f"<div><h3><a href='/khac/bai-{at}-26073{at}'>Chuyện về lớp xóa mù chữ số {at} ở Hòa Thuận</a></h3></div>"
        for at in range(4)
    )
    rows = "".join(
        f"<p>{at}. <a href='/tin/bai-{at}-26040{at}'>Khánh thành cầu dân sinh số {at} xã Tân An</a> 2{at}/07/2015</p>"
        for at in range(3)
    )
    show = f"<div id=s>{slides}<a href='#s'>‹</a><a href='#s'>›</a></div>"
    pages = "<li><b>1</b></li><li><a href='/tin?page=2'>2</a></li><li><a href='/tin?page=2'>Bài cũ</a></li>"
    own = f"<div><div><div>{rows}</div></div><ul>{pages}</ul></div>"
    page = f"<html><head><title>Tin xã</title></head><body><div>{show}<h1>Tin xã</h1>{own}</div></body></html>"
    result = understand(Answer("http://a.example/tin", 200, page.encode()), GENERIC, Role.PAGE).result
    assert isinstance(result, Listing)
    assert [entry.url.rpartition("-")[2] for entry in result.entries] == ["260400", "260401", "260402"]
