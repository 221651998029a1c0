"""The further pages of an article, by whatever name their parameter has."""

from __future__ import annotations

import pytest

from queson_crawler.parse.article.series import is_part

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
