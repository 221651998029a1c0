"""The further pages of an article, by whatever name their parameter has."""

from __future__ import annotations

import pytest

from queson_crawler.parse.article.series import is_part, part_links
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import flow_of

OWN = "http://a.example/tin/71006-chuyen"


@pytest.mark.parametrize(
    ("own", "url", "number"),
    [
        (OWN, f"{OWN}?trang=2", 2),
        (OWN, f"{OWN}?showpage=2", 2),
        (f"{OWN}?showpage=2", f"{OWN}?showpage=3", 3),
        (f"{OWN}?showpage=2", OWN, 1),
        (f"{OWN}?id=7&xq=2", f"{OWN}?id=7&xq=1", 1),
    ],
)
def test_an_address_that_differs_in_one_number_is_a_page_of_the_same_article(own: str, url: str, number: int) -> None:
    assert is_part(own, url, number)


@pytest.mark.parametrize(
    ("url", "number"),
    [(f"{OWN}?rating=2", 2), (f"{OWN}?showpage=3", 2), (f"{OWN}?a=2&b=2", 2), ("http://a.example/khac?showpage=2", 2)],
)
def test_others_are_not(url: str, number: int) -> None:
    assert not is_part(OWN, url, number)


PAGE = "http://a.example/tin/chuyen-71006.html"


def further(own: str, links: str) -> list[tuple[int, str]]:
    text = "<p>Sáng 12/5, bà con thôn Suối Mơ cùng cán bộ xã dự lễ khánh thành cây cầu treo dài sáu mươi mét.</p>" * 2
    doc = Document(
        own, f"<body><h1>Thôn Suối Mơ khánh thành cầu treo</h1><div>12/05/2021</div>{text}<p>{links}</p></body>"
    )
    return [(link.number, link.url) for _, link in part_links(doc, flow_of(doc))]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("Xem tiếp trang 2 »", f"{PAGE}?p=2"),
        ("Trang sau", "http://a.example/tin/chuyen-71006-p2.html"),
        ("Đọc tiếp", f"{PAGE}?trang=2"),
        ("»", f"{PAGE}/page/2/"),
        ("Next page", f"{PAGE}?page=2"),
    ],
)
def test_a_link_in_words_leads_to_the_next_page_where_its_address_numbers_one(words: str, way: str) -> None:
    assert further(PAGE, f'<a href="{way}">{words}</a>') == [(2, way)]


@pytest.mark.parametrize("way", ["/tin/71007", "/tin/chuyen-71007.html", f"{PAGE}?p=9", f"{PAGE}?id=2"])
def test_no_other_address_is_a_page_of_the_article_whatever_the_words(way: str) -> None:
    assert further(PAGE, f'<a href="{way}">Trang sau »</a>') == []
    assert further("http://a.example/tin/71006", '<a href="/tin/71007">Trang sau</a><a href="/tin/2">»</a>') == []


def test_the_pages_before_and_behind_are_both_named() -> None:
    links = f'<a href="{PAGE}">Trang trước</a> | <a href="{PAGE}?p=3">Trang sau</a>'
    assert further(f"{PAGE}?p=2", links) == [(1, PAGE), (3, f"{PAGE}?p=3")]


def test_numbers_go_before_words() -> None:
    links = f'<a href="{PAGE}?p=2">2</a> <a href="{PAGE}?p=3">3</a> <a href="{PAGE}?p=2">Tiếp</a>'
    assert further(PAGE, links) == [(2, f"{PAGE}?p=2"), (3, f"{PAGE}?p=3")]


def test_the_choices_of_a_menu_are_pages_too() -> None:
    choices = "".join(f'<option value="{PAGE}?trang={n}">Trang {n}</option>' for n in (1, 2))
    menu = f"<select onchange='location=this.value'>{choices}</select>"
    assert further(PAGE, menu) == [(1, f"{PAGE}?trang=1"), (2, f"{PAGE}?trang=2")]
