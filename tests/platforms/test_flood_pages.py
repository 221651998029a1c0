"""Pages that say they were asked for too fast, whatever their status; news about patience is none."""

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import NotContent, Why
from queson_crawler.platforms import GENERIC

HOME = "http://bausen.example/tin-tuc/bai-1234.html"


def kind(text: str, status: int = 200, role: str = "article") -> Why | None:
    body = f"<html><head><title>Thông báo</title></head><body><div>{text}</div></body></html>"
    result = understand(Answer(HOME, status, body.encode()), GENERIC, role).result
    return result.why if isinstance(result, NotContent) else None


@pytest.mark.parametrize(
    "text",
    [
        "Hệ thống nhận được quá nhiều yêu cầu từ bạn. Hãy đợi <span>45</span> giây...",
        "Bạn truy cập quá nhanh, vui lòng thử lại sau",
        "Too Many Requests",
    ],
)
@pytest.mark.parametrize("role", ["article", "list", "page"])
def test_a_page_that_asks_for_patience_is_a_flood_answer(text: str, role: str) -> None:
    assert kind(text, role=role) is Why.FLOOD
    assert kind(text, 503, role) is Why.FLOOD


def test_the_time_it_asks_for_is_told() -> None:
    answer = Answer(HOME, 200, "<p>Quá nhiều yêu cầu. Hãy đợi 45 giây</p>".encode())
    result = understand(answer, GENERIC, "list").result
    assert isinstance(result, NotContent)
    assert result.detail.endswith(", 45 s to wait")


def test_news_of_many_requests_are_none() -> None:
    assert (
        kind("<h1>Tin</h1>" + "<p>Phường nhận được quá nhiều yêu cầu của người dân trong ngày.</p>" * 20)
        is not Why.FLOOD
    )
