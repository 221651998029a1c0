"""A page that shows the lists of a portal, with counts or the first articles of each, is no list, and not empty."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, Understood, understand
from queson_crawler.parse.results import Listing, NotContent
from queson_crawler.platforms import GENERIC

HOME = "http://portal.example"
TITLES = ("Khánh thành cầu dân sinh số {} ở xã Tân An", "Bàn giao trạm y tế số {} cho xã Phú Hòa")


def understood(path: str, body: str) -> Understood:
    page = f"<html><head><title>Chuyên mục</title></head><body>{body}</body></html>"
    return understand(Answer(f"{HOME}{path}", 200, page.encode()), GENERIC, "page")


def boxes(*names: str, more: str = "More...") -> str:
    """Boxes with four articles each and a link to all."""
    found = []
    for name in names:
        items = [f'<a href="/{name}-{n}/"><span>{TITLES[n % 2].format(n)}</span></a>' for n in range(4)]
        found.append(f'<div class=box>{"".join(items)}<a href="/categories/{name}/"><span>{more}</span></a></div>')
    return "".join(found)


def counted(*names: str) -> str:
    return "".join(
        f'<div class=item><a href="/categories/{name}/"><span>{name} và các tin khác</span><b>({n + 7})</b></a></div>'
        for n, name in enumerate(names)
    )


@pytest.mark.parametrize("body", [boxes("tin-tuc", "thong-bao"), counted("tin-tuc", "thong-bao", "nong-thon-moi")])
def test_a_folder_of_lists_is_no_list_and_not_empty(body: str) -> None:
    page = understood("/categories/", body)
    assert isinstance(page.result, NotContent)
    assert page.stands
    assert {f"{HOME}/categories/tin-tuc/", f"{HOME}/categories/thong-bao/"} <= {
        one.url for one in page.links.candidates
    }


def test_one_way_on_makes_no_folder() -> None:
    items = "".join(f'<li><a href="/bai-{n}/">{TITLES[n % 2].format(n)}</a></li>' for n in range(6))
    page = understood("/tin/", f'<h1>Chuyên mục</h1><ul>{items}</ul><a href="/tin/cu/">Xem thêm</a>')
    assert isinstance(page.result, Listing)
    assert len(page.result.entries) == 6


def test_long_titles_with_counts_are_articles() -> None:
    items = "".join(f'<li><a href="/bai-{n}/">{TITLES[n % 2].format(n)} <b>({n + 20})</b></a></li>' for n in range(6))
    page = understood("/tin-tuc/", f"<h1>Chuyên mục</h1><ul>{items}</ul>")
    assert isinstance(page.result, Listing)
    assert len(page.result.entries) == 6


def test_ways_to_the_text_of_each_entry_make_no_folder() -> None:
    items = ""
    for n in range(3):
        address = f"/tin/bai-so-{n}.html"
        title = TITLES[n % 2].format(n)
        items += f'<div><h3><a href="{address}">{title}</a></h3><p>1/2/2024</p><a href="{address}">Xem thêm</a></div>'
    page = understood("/tin/", f"<h1>Chuyên mục</h1><div>{items}</div>")
    assert isinstance(page.result, Listing)
    assert len(page.result.entries) == 3
