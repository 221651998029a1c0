"""A date with the categories of its article beside it is the line of its date, however many they are."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC

TEXT = "".join(
    f"<p>Bà con thôn {number} đóng góp ngày công và hiến đất để làm tuyến đường liên xã này.</p>" for number in range(5)
)


def published(line: str) -> str | None:
    """The day of an article with such a line below its title."""
    page = f"<html><body><h1>Hương Thọ bàn giao tuyến đường</h1><div>{line}</div><div>{TEXT}</div></body></html>"
    result = understand(Answer("http://a.example/bai/1/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    return result.published_at[:10] if result.published_at else None


@pytest.mark.parametrize("topics", [1, 2, 3, 5])
def test_a_path_of_categories_hides_no_date(topics: int) -> None:
    names = ("Tin tức", "Kinh tế - Xã hội", "Nông thôn mới", "Xây dựng Đảng", "Văn hóa, giáo dục")[:topics]
    links = "".join(f"<i></i><a href='/{name}/'>{name}</a>" for name in names)
    assert published(f"<time><i></i> 2025-04-06</time><span>|</span>{links}") == "2025-04-06"


def test_an_entry_of_a_list_is_no_line_of_a_date() -> None:
    assert published("<a href='/bai/2/'>Khánh thành cầu dân sinh ở xã Tân An</a> 2025-04-06") is None
    days = "".join(f"<a href='/ngay/{day}/'>0{day}/04/2025</a> " for day in range(1, 6))
    assert published(days) is None


def test_a_line_of_dates_in_english_is_no_lead() -> None:
    line = "<i></i><span>Created</span><time>2025-04-06</time>|<span>Updated</span><time>2025-04-09</time>"
    topics = "<span>|<a href='/tin-tuc/'>Tin tức</a><i></i><a href='/nong-thon/'>Nông thôn mới</a></span>"
    head = f"<header><h1>Hương Thọ bàn giao tuyến đường</h1><div>{line}{topics}</div></header>"
    page = f"<html><body>{head}{TEXT}</body></html>"
    result = understand(Answer("http://a.example/bai/1/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert not result.lead
    assert str(result.published_at)[:10] == "2025-04-06"
