"""A list is found whatever class its frame has, its pager wherever it stands, its name with the dash in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing, Redirect
from queson_crawler.platforms import GENERIC
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ListSelectors

URL = "http://suoimo.example/tin-tuc"
TITLES = (
    "Khánh thành cầu treo thôn Mơ",
    "Ra quân phát quang đường làng",
    "Lớp dạy đan lát cho phụ nữ",
    "Chợ phiên họp lại",
)
ITEMS = "".join(
    f"<div class=muc><h3><a href=/{slug}>{title}</a></h3><span>1{n}/05/2021</span><p>Bản tin ngắn.</p></div>"
    for n, (slug, title) in enumerate(zip(("cau", "duong", "lop", "cho"), TITLES, strict=True))
)


def listing(inner: str, title: str = "Tin tức", platform: Platform = GENERIC) -> Listing:
    html = f"<html><head><title>{title}</title></head><body><div><a href=/>Trang chủ</a></div>{inner}</body></html>"
    found = understand(Answer(URL, 200, html.encode()), platform, "list").result
    assert isinstance(found, Listing), found
    return found


@pytest.mark.parametrize("name", ["has-nav", "no-footer", "page-header-fixed", "content-with-menu", "main-banner"])
def test_a_word_inside_a_class_name_hides_no_list(name: str) -> None:
    found = listing(f"<div class={name}><h1>Tin tức</h1><div>{ITEMS}</div></div>")
    assert len(found.entries) == len(TITLES)


def test_a_pager_outside_the_root_of_the_list_is_found() -> None:
    selectors = ListSelectors(root=(".goc",), item=(".muc",), link=("h3 a",))
    pager = " ".join(f"<a href=/tin-tuc?trang={n}>{n}</a>" for n in (2, 3, 4))
    inner = f"<div><div class=goc>{ITEMS}</div><p><b>1</b> {pager}</p></div>"
    found = listing(inner, platform=replace(GENERIC, listing=selectors))
    assert [link.number for link in found.pager.links] == [2, 3, 4]


def test_the_name_of_a_list_is_not_cut_at_its_dash() -> None:
    inner = f"<h1>Tin tức - Sự kiện</h1><div>{ITEMS}</div>"
    assert listing(inner, "Tin tức - Sự kiện - Xã Suối Mơ").title == "Tin tức - Sự kiện"
    assert listing(f"<h1>Tin tức</h1><div>{ITEMS}</div>", "Tin tức - Xã Suối Mơ").title == "Tin tức"


def test_a_page_whose_script_sends_its_reader_on_leads_there() -> None:
    html = b"<html><body><script>window.location='/trang-chu.html';</script></body></html>"
    found = understand(Answer(URL, 200, html), GENERIC, "page").result
    assert found == Redirect("http://suoimo.example/trang-chu.html")
    waits = b"<html><body><script>function di() { location.href='/a'; }</script><p>Chao</p></body></html>"
    assert not isinstance(understand(Answer(URL, 200, waits), GENERIC, "page").result, Redirect)


def test_a_show_above_a_list_does_not_have_the_pager_that_stands_below_the_list() -> None:
    portal = "Cổng thông tin xã Suối Mơ"
    news = "".join(
        f"<div class=item><h3><a href=/xem?id=78{n}>Thôn Mơ làm xong việc lớn thứ {n} trong năm</a></h3></div>"
        for n in (1, 2, 3)
    )
    items = "".join(
        f"<article><header><h2><a href=/xem?id=70{n}>{title} trong niềm vui của bà con</a></h2></header>"
        f"<p><span>1{n}/05/2021</span></p></article>"
        for n, title in enumerate(TITLES)
    )
    pager = "".join(f"<li><a href=/tin-tuc?trang={n}>{n}</a></li>" for n in (2, 3))
    main = f"<h1>Tin tức</h1><div><div><div><div>{items}</div></div></div></div><ul><li><b>1</b></li>{pager}</ul>"
    menu = f"<h2>{portal}</h2><ul><li><a href=/tin-tuc>Tin tức</a></li></ul>"
    found = listing(f"{menu}<div><div class=show>{news}</div>{main}</div>", portal)
    assert [entry.url.rpartition("=")[2] for entry in found.entries] == ["700", "701", "702", "703"]
