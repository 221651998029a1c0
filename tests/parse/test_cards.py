"""Cards of other articles behind a text: told by their links and their place, whatever their heading says."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

TITLE = "Núi Khói nghiệm thu cầu dân sinh số 22"
LEAD = "Sáng 23/3, tại Núi Khói: Đoàn Thanh niên họp về cầu dân sinh của xã."
TEXT = [
    f"Đợt {number}: nghệ nhân Phan Khánh Khoát thuộc hơn 67 bài hò mà chưa từng chép ra giấy." for number in range(5)
]
BYLINE = "<p><span class='who'>Trần Văn Nghĩa</span> <span>&bull;</span> <span>Ngày 28 tháng 1 năm 2025</span></p>"


def card(number: int) -> str:
    link = f"<a href='/nui-khoi-nghiem-thu-cho-so-{number}/'>Núi Khói nghiệm thu chợ số {number}</a>"
    lead = f"<p class='lead'>Sáng {number}/3, tại Núi Khói: họp về chợ của xã.</p>"
    text = f"<p>Trước đó, {number} cuộc họp dân được tổ chức để lấy ý kiến…</p>"
    picture, date = f"<img src='/a{number}.png'>", f"<p><i>Ngày 0{number} tháng 4 năm 2025</i></p>"
    return f"<div class='card'>{picture}<h3>{link}</h3>{lead}{date}{text}</div>"


def read(heading: str) -> RawArticle:
    name = f"{TITLE} — Cổng thông tin"
    head = f"<title>{name}</title><meta property='og:title' content='{name}'>"
    top = f"<div class='top'><h1>{TITLE}</h1><p class='lead'>{LEAD}</p>{BYLINE}</div>"
    text = "".join(f"<p>{each}</p>" for each in TEXT)
    cards = f"<div class='more'>{heading}<div class='row'>{''.join(map(card, range(1, 4)))}</div></div>"
    html = f"<html><head>{head}</head><body><article>{top}<div class='text'>{text}</div>{cards}</article></body></html>"
    found = understand(Answer("http://a.example/cau-so-22/", 200, html.encode()), GENERIC, Role.ARTICLE).result
    assert isinstance(found, RawArticle)
    return found


@pytest.mark.parametrize("words", ["Related", "Khám phá thêm cùng chúng tôi", ""])
def test_cards_are_no_text(words: str) -> None:
    article = read(f"<h2>{words}</h2>" if words else "")
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.body == "\n\n".join(TEXT)


def test_a_name_and_a_date_are_a_line_about_the_article() -> None:
    article = read("<h2>Related</h2>")
    assert article.author == "Trần Văn Nghĩa"
    assert article.published_at == "2025-01-28T00:00:00+07:00"
