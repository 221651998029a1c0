"""A list whose pager says nothing in words, and stands far from it, is known by the address of its second page."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.pager.steps import is_second
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC

SITE = "http://portal.example"
TITLES = ("Khánh thành cầu dân sinh xã Tân An", "Khởi công trường mầm non Phú Hòa", "Bàn giao trạm y tế Bình Lâm")
ITEMS = "".join(f"<li><span>04-1{at}</span><a href='/bai/{title}'>{title}</a></li>" for at, title in enumerate(TITLES))
LIST = f"<section><div><section><h3>2025</h3><ul>{ITEMS}</ul></section></div></section>"


def listed(beside: str) -> int:
    """How many entries the page of a list shows, with something beside it."""
    page = f"<html><body><div><div>{LIST}</div>{beside}</div></body></html>"
    result = understand(Answer(f"{SITE}/kho/", 200, page.encode()), GENERIC, "page").result
    return len(result.entries) if isinstance(result, Listing) else 0


@pytest.mark.parametrize("address", ["/kho/page/2/", "/kho/2", "/kho/?trang=2", "/kho/trang-2.html"])
def test_a_link_to_the_second_page_makes_a_list(address: str) -> None:
    assert is_second(f"{SITE}/kho/", f"{SITE}{address}")
    assert listed(f"<div><div><a><i></i></a></div><div><a href='{address}'><i></i></a></div></div>") == 3


def test_other_numbers_make_none() -> None:
    assert listed("<div><a href='/kho/3/'><i></i></a></div>") == 0
    assert listed("<div><a href='/khac/page/2/'><i></i></a></div>") == 0


def test_only_a_first_page_has_a_second() -> None:
    assert not is_second(f"{SITE}/kho/page/2/", f"{SITE}/kho/page/3/")
    assert not is_second(f"{SITE}/kho?trang=1", f"{SITE}/kho?trang=2")


@pytest.mark.parametrize("relation", ["", " rel='next'"])
def test_the_way_to_the_second_page_is_no_entry(relation: str) -> None:
    way = f"<div><a{relation} href='/kho/?trang=2'>Các bản tin trước đó nữa</a></div>"
    page = f"<html><body><div><div>{LIST}</div>{way}</div></body></html>"
    result = understand(Answer(f"{SITE}/kho/", 200, page.encode()), GENERIC, "page").result
    assert isinstance(result, Listing)
    assert [entry.title for entry in result.entries] == list(TITLES)
    assert result.pager.following is not None
    assert result.pager.following.url == f"{SITE}/kho/?trang=2"


@pytest.mark.parametrize("way", ["2", "Trang sau", "»"])
def test_a_page_of_a_list_is_no_article_that_is_mentioned(way: str) -> None:
    page = f"<html><body>{LIST}<p><a href='/kho/tin-page-2.html'>{way}</a></p><a href='/kho/cau-7.html'>Cầu</a></body>"
    links = understand(Answer(f"{SITE}/kho/", 200, page.encode()), GENERIC, "page").links
    assert [mention.url for mention in links.mentions] == [f"{SITE}/kho/cau-7.html"]
