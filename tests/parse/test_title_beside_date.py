"""A title that has its date in the same line is read without it, and the date as the article's."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC

TITLE = "Bàn giao trạm y tế cho bà con vùng cao"
SENTENCE = "Công trình phục vụ hai trăm hộ dân của thôn, tổng kinh phí hơn ba trăm triệu đồng từ ngân sách huyện."
TEXT = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(1, 5))
PORTAL = "Cổng thông tin điện tử huyện"
LINES = {
    "cell": "<table><tr><td><b>{}</b> <span>(20/06/2009 10:11)</span></td></tr></table>",
    "heading": "<h1>{} <small>20/06/2009 10:11</small></h1>",
    "no space": "<h2>{}<span>(10:11 20/06/2009)</span></h2>",
    "dressed as a link": "<div><a href='#'>{}</a>&nbsp;&nbsp;<span>20/06/2009 10:11</span></div>",
    "text behind bold type": "<p><strong>{}</strong> (20/06/2009 10:11)</p>",
    "a label": "<div class='tieude'>{} <i>(Cập nhật: 20/06/2009 10:11)</i></div>",
    "date first": "<h1><span>20/06/2009 10:11</span> {}</h1>",
}


def read(line: str, name: str = PORTAL) -> RawArticle:
    """The article of a page with a line of title and date."""
    page = f"<html><head><title>{name}</title></head><body>{line}<div class='noidung'>{TEXT}</div></body></html>"
    result = understand(Answer("http://portal.example/tin?id=7", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    return result


@pytest.mark.parametrize("name", [PORTAL, TITLE])
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_date_in_the_line_of_the_title_is_no_part_of_it(line: str, name: str) -> None:
    article = read(line.format(TITLE), name)
    assert article.title == TITLE
    assert article.published_at == "2009-06-20T10:11:00+07:00"
    assert article.body.startswith("1. Công trình")


def test_the_name_of_the_page_tells_a_date_from_the_title() -> None:
    article = read(f"<h3>{TITLE} - 20/06/2009</h3>", f"{TITLE} | {PORTAL}")
    assert (article.title, article.published_raw) == (TITLE, "20/06/2009")


@pytest.mark.parametrize("title", [f"{TITLE} - 20/06/2009", f"{TITLE} ngày <span>20/06/2009</span>"])
def test_a_date_that_belongs_to_the_title_stays(title: str) -> None:
    said = title.replace("<span>", "").replace("</span>", "")
    assert read(f"<h3>{title}</h3>").title == said
    assert read(f"<h3>{title}</h3>", said).title == said


def test_dates_in_a_text_part_no_lines() -> None:
    prose = "Nhân dịp này, Hội Nông dân xã tổ chức hội nghị vào ngày <span>20/06/2009</span>"
    other = "Theo báo cáo của phòng <i>(20/06/2009)</i>, mọi việc đã xong."
    article = read(f"<h1>{TITLE}</h1><p>{prose}</p><p>{other}</p>")
    said = f"{article.lead}\n{article.body}"
    assert "hội nghị vào ngày 20/06/2009" in said
    assert "của phòng (20/06/2009), mọi việc" in said
