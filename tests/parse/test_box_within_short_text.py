"""A short text goes on behind a box of related links where its paragraph stands in the very element of the box."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC

FIRST = "Sáng nay, huyện tổ chức lễ phát động trồng cây đời đời nhớ ơn Bác Hồ tại xã Tân An."
LAST = (
    "Ngay sau lễ phát động, lãnh đạo huyện cùng đông đảo đoàn viên, hội viên và bà con đã trồng hơn năm trăm cây. " * 2
)
TITLES = ("Khởi công trường mầm non xã Phú Hòa", "Bàn giao trạm y tế Bình Lâm", "Gặp mặt cựu chiến binh Hương An")
LINKS = "".join(f"<li><a href='/tin/{at}.html'>{title}</a></li>" for at, title in enumerate(TITLES))
BOX = f"<div class='hop'><h4>Tin liên quan</h4><ul>{LINKS}</ul></div>"
HEAD = "<h1>Huyện phát động Tết trồng cây</h1><span>Ngày đăng: 12/02/2016 08:30</span>"


@pytest.mark.parametrize(("inside", "behind", "is_text"), [(LAST, "", True), ("", LAST, False), (FIRST, "", False)])
def test_a_long_paragraph_beside_the_box(inside: str, behind: str, is_text: bool) -> None:
    page = f"<html><body>{HEAD}<div><div><p>{FIRST}</p>{BOX}{inside}</div></div><div>{behind}</div></body></html>"
    result = understand(Answer("http://portal.example/tin/9.html", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    told = f"{result.lead} {result.body}"
    assert FIRST in told
    assert ("hơn năm trăm cây" in told) == is_text
    assert TITLES[0] not in told


def test_a_box_with_a_heading_of_any_words_opens_the_text() -> None:
    """The lead stands above the element of the text, so one long paragraph has to show that the text goes on."""
    box = BOX.replace("Tin liên quan", "Bài nên xem")
    page = f"<html><body>{HEAD}<h2>{FIRST}</h2><div>{box}<p>{LAST}</p><p>Ngô Thị Nam</p></div></body></html>"
    result = understand(Answer("http://portal.example/tin/9.html", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert LAST.strip() in f"{result.lead} {result.body}"
