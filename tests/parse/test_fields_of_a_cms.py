"""Where a CMS has a field for the text: the lead that an editor typed into it, and the minute behind a day."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms.wordpress import WORDPRESS
from queson_crawler.understand.tasks import Role

FIRST = "Sáng 12/3, tại xã Núi Khói: Hội Nông dân họp về chợ."
SHORT = "Tại Núi Khói: họp về chợ."
TEXT = [
    f"Đợt {number}: nghệ nhân Phan Khánh Khoát thuộc hơn 67 bài hò mà chưa từng chép ra giấy." for number in range(9)
]
TIME = '<time class="{names}" datetime="2025-01-15T10:32:00+07:00">January 15, 2025</time>'
OTHER = '<div class="more"><time datetime="2025-01-15T06:00:00+07:00">15/01/2025</time> Bài khác</div>'


def read(text: str, below: str = "") -> RawArticle:
    html = (
        "<html><head><title>Tin</title><meta name='generator' content='WordPress 6.1'></head>"
        "<body class='single single-post'><main>"
        "<h1 class='wp-block-post-title'>Giải bóng chuyền các thôn lần thứ 67</h1>"
        f"<div class='entry-content wp-block-post-content'>{text}</div>{below}</main></body></html>"
    )
    found = understand(Answer("http://a.example/giai-bong-chuyen/", 200, html.encode()), WORDPRESS, Role.ARTICLE)
    assert isinstance(found.result, RawArticle)
    return found.result


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    ("opening", "lead"),
    [(f"<strong>{FIRST}</strong>", FIRST), (FIRST, ""), (f"<strong>{SHORT}</strong>", "")],
    ids=["in bold", "as the rest", "too short for a sentence"],
)
def test_a_first_paragraph_in_bold_is_the_lead(opening: str, lead: str) -> None:
    article = read(paragraphs(opening, *TEXT))
    assert article.lead == lead
    assert article.body.startswith(TEXT[0] if lead else opening.replace("<strong>", "").replace("</strong>", ""))


def test_a_class_from_a_word_processor_makes_no_lead() -> None:
    article = read(f"<p class='MsoNormal'>{FIRST}</p>" + paragraphs(*TEXT))
    assert article.lead == ""


@pytest.mark.parametrize("names", ["", "entry-date published updated"])
def test_the_minute_stands_in_the_line_of_the_day_however_far_below_the_title(names: str) -> None:
    article = read(paragraphs(*TEXT), f"<div class='entry-meta'>{TIME.format(names=names)}</div>{OTHER}")
    assert article.published_at == "2025-01-15T10:32:00+07:00"
    assert article.published_precision == "minute"


def test_the_time_of_a_change_is_not_that_of_publication() -> None:
    article = read(paragraphs(*TEXT), f"<div class='entry-meta'>{TIME.format(names='updated')}</div>")
    assert article.published_precision == "day"
