"""A lead is told by its own type, not by that of a caption beside it."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

FIRST = "Hội khuyến học quyên góp 233 bộ áo ấm trước khi đợt rét đầu mùa tràn về."
CAPTION = "Ông Kha Quang Tước (thứ hai, từ trái sang) trao đổi với cán bộ xã Núi Khói sáng nay"
REST = "Tại xã Núi Khói, nghệ nhân Phan Khánh Khoát thuộc hơn 67 bài hò mà chưa từng chép ra giấy. " * 3


@pytest.mark.parametrize(
    ("opening", "lead"),
    [
        (f"{FIRST}<br><br><table><tr><td><img src='/a.png'></td></tr><tr><td><em>{CAPTION}</em></td></tr></table>", ""),
        (f"<div><strong>{FIRST}</strong></div>", FIRST),
    ],
    ids=["a caption in italics", "an opening in bold"],
)
def test_a_caption_makes_no_lead_of_the_paragraph_before_it(opening: str, lead: str) -> None:
    html = (
        "<html><head><title>Tin</title></head><body><div id='main'><h1>Giải bóng chuyền các thôn lần thứ 67</h1>"
        f"<div class='date'>Ngày đăng: 09/06/2016 08:23</div><div class='noi-dung'>{opening}<p>{REST}</p></div>"
        "</div></body></html>"
    )
    found = understand(Answer("http://a.example/tin-67.html", 200, html.encode()), GENERIC, Role.ARTICLE).result
    assert isinstance(found, RawArticle)
    assert found.lead == lead
    assert found.body.startswith(REST.strip() if lead else FIRST)
