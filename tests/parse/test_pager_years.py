"""A link to a year is no page of a list; a page with the number of a year is one."""

from __future__ import annotations

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.pager.reading import read_pager

SITE = "http://portal.example"
PAGES = "".join(f'<a href="/kho/trang/{number}/">{number}</a>' for number in (2, 3, 10))
YEARS = "".join(f'<li><a href="/kho/{year}/">{year}</a></li>' for year in range(2018, 2026))


def pages(markup: str, address: str = "/kho/") -> tuple[list[int], int | None]:
    """The numbers of the pages that a pager shows, and that of the last."""
    doc = Document(f"{SITE}{address}", f"<html><body><div>{markup}</div></body></html>")
    pager = read_pager(doc, doc.root, "")
    return [page.number for page in pager.links], pager.last


@pytest.mark.parametrize("year", ["/kho/2025", "/kho/2025/", "/kho/2025/04/", "/kho/nam-2025.html", "/kho?nam=2025"])
def test_a_year_above_the_entries_is_no_page(year: str) -> None:
    shown, last = pages(f'<p><a href="{year}">2025</a></p><div><nav><b>1</b>{PAGES}</nav></div>')
    assert (shown, last) == ([2, 3, 10], 10)


def test_a_box_of_years_is_no_pager() -> None:
    assert pages(f"<ul>{YEARS}</ul>") == ([], None)
    assert pages(f"<nav><b>1</b>{PAGES}</nav><ul>{YEARS}</ul>") == ([2, 3, 10], 10)


def test_a_page_with_the_number_of_a_year_is_one() -> None:
    last = '<a href="/kho/trang/2011/">2011</a>'
    assert pages(f"<nav><b>1</b>{PAGES}{last}</nav>") == ([2, 3, 10, 2011], 2011)
    window = "".join(f'<a href="/kho/trang/{number}/">{number}</a>' for number in (2003, 2005, 2006))
    shown, _ = pages(f"<nav>{window}<a href='/kho/trang/2005/'>Trang sau</a></nav>", "/kho/trang/2004/")
    assert {2003, 2005, 2006} <= set(shown)


def test_numbers_that_stand_in_one_element_are_not_read_as_one() -> None:
    plain = '<span class="pagination"><span class="current">1</span><a href="/kho/trang/2/">2</a>'
    shown, last = pages(f'<nav>{plain}<a href="/kho/trang/3/">3</a></span></nav>')
    assert (shown, last) == ([2, 3], None)
