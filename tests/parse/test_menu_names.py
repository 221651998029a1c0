"""The count of articles behind a category in a menu is no part of its name."""

from __future__ import annotations

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.platforms import GENERIC

HOME = "http://portal.example"


def names(*items: str) -> list[str]:
    """What the pages of a menu are called."""
    links = [f'<li><a href="/muc-{number}/">{item}</a></li>' for number, item in enumerate(items)]
    page = Document(HOME, f"<html><body><ul class=menu>{''.join(links)}</ul></body></html>")
    return [candidate.title for candidate in read_links(page, GENERIC).candidates]


@pytest.mark.parametrize(
    "count", ["<span>{}</span>", " <b>{}</b>", " ({})", "<i>({})</i>", " [{}]", "<span><span>{}</span></span>\n"]
)
def test_a_count_is_no_part_of_a_name(count: str) -> None:
    assert names(f"Tin tức{count.format(65)}", f"<b>Thông báo</b>{count.format(4)}") == ["Tin tức", "Thông báo"]


def test_a_number_that_tells_pages_apart_stays() -> None:
    assert names("Khóa <b>12</b>", "Khóa <b>13</b>") == ["Khóa 12", "Khóa 13"]
    assert names("Văn bản (2020)", "Thông báo (2021)") == ["Văn bản (2020)", "Thông báo (2021)"]
    assert names("Nghị quyết 35", "Chỉ thị 05") == ["Nghị quyết 35", "Chỉ thị 05"]
    assert names("Đại hội <b>13</b>", "Thông báo") == ["Đại hội 13", "Thông báo"]
