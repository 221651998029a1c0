"""Pages without list and article that show something of their own all the same."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer
from queson_crawler.parse.standing import stands

FRAME = "<header><ul><li><a href=/>Trang chủ</a></ul></header><main>{}</main><footer><p>ĐT: 0354444825</p></footer>"


def shown(main: str) -> bool:
    page = f"<html><head><title>Liên hệ - Cổng huyện</title></head><body>{FRAME.format(main)}</body></html>"
    return stands(Answer("http://a.example/lien-he.html", 200, page.encode(), charset="utf-8").document())


@pytest.mark.parametrize("line", ["Điện thoại: 0235000000", "E-mail: vp@a.example", "Địa chỉ: số 1 đường Lớn"])
def test_an_office_below_a_heading_is_something(line: str) -> None:
    assert shown(f"<h1>Liên hệ</h1><p>{line}</p>")
    assert shown(f"<h2>Liên hệ</h2><ul><li>Văn phòng</li><li>{line}</li></ul>")


@pytest.mark.parametrize("main", ["<h1>Kinh tế</h1>", "<h1>Kinh tế</h1><p>Trang này</p>", "<p>Điện thoại: 0235</p>"])
def test_a_heading_alone_or_a_frame_is_nothing(main: str) -> None:
    assert not shown(main)


def test_articles_that_are_counted_and_not_shown_are_missed() -> None:
    office = "<h1>Kinh tế</h1><p>Điện thoại: 0235000000</p>"
    assert shown(office)
    assert not shown(f"{office}<div>Tổng số: 12 bài viết</div>")


@pytest.mark.parametrize("address", ["/2025/", "/author/le-thi-hong.html", "/tags/cau/"])
def test_an_index_of_archives_is_something_however_few_they_are(address: str) -> None:
    """What it leads to repeats what the lists hold."""
    index = f"<a href='#content'>Đến nội dung</a><h1>Lưu trữ</h1><ul><li><a href='{address}'>Xem</a> (81)</li></ul>"
    assert shown(index)
    assert not shown(index.replace(address, "/kinh-te.html"))
