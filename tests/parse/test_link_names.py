"""Words that lead to several pages name none of them."""

from __future__ import annotations

from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.parse.listing.name import list_name
from queson_crawler.platforms import GENERIC

HOME = "http://portal.example"
CARD = '<div class=card><h6>{} <span>65</span></h6><a href="/{}/">查看分类 <i></i></a></div>'


def names(body: str) -> list[str]:
    page = Document(HOME, f"<html><body><div class=categories>{body}</div></body></html>")
    return [candidate.title for candidate in read_links(page, GENERIC).candidates]


def test_the_heading_of_a_card_names_what_its_button_leads_to() -> None:
    assert names(CARD.format("Tin tức", "tin-tuc") + CARD.format("Thông báo", "thong-bao")) == ["Tin tức", "Thông báo"]


def test_another_link_names_what_a_button_leads_to() -> None:
    buttons = '<a href="/tin-tuc/">Vào chuyên mục</a><a href="/thong-bao/">Vào chuyên mục</a>'
    named = '<a href="/tin-tuc/">Tin tức</a><a href="/thong-bao/">Thông báo</a>'
    assert names(buttons + named) == ["Tin tức", "Thông báo"]


def test_two_lists_of_one_name_keep_it() -> None:
    assert names('<a href="/xa-a/tin/">Tin tức</a><a href="/xa-b/tin/">Tin tức</a>') == ["Tin tức", "Tin tức"]


def test_see_all_is_no_name() -> None:
    assert names('<a href="/tin-tuc/">Xem tất cả »</a><a href="/thong-bao/">More...</a>') == ["", ""]


def test_the_page_above_is_no_part_of_the_name_of_a_list() -> None:
    menu = '<a href="/categories/">Kategorien</a>'
    title = "<title>Kategorien - Tin tức - Cổng thông tin</title>"
    assert list_name(Document(f"{HOME}/categories/tin-tuc/", f"<html>{title}<body>{menu}</body></html>")) == "Tin tức"
    assert list_name(Document(f"{HOME}/tin-tuc/", f"<html>{title}<body>{menu}</body></html>")) == "Kategorien"


def test_a_page_of_a_list_bears_the_name_of_the_list() -> None:
    menu = '<a href="/tin-tuc/">Tin tức</a>'
    page = f"<html><title>Tin tức - Trang 2 trên 7 - Cổng thông tin</title><body>{menu}</body></html>"
    assert list_name(Document(f"{HOME}/tin-tuc/page-2/", page)) == "Tin tức"


def test_a_name_with_a_dash_that_is_the_whole_title_is_not_cut() -> None:
    title = "<title>Tin tức - Sự kiện</title>"
    own = "<td><a href='/tin.asp?loai=1'>Tin tức - Sự kiện</a></td>"
    page = f"<html>{title}<body><table><tr>{own}</tr></table></body></html>"
    assert list_name(Document(f"{HOME}/tin.asp?loai=1", page)) == "Tin tức - Sự kiện"
    assert list_name(Document(f"{HOME}/tin.asp?loai=2", page)) == "Tin tức"
