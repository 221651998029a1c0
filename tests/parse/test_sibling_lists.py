"""What is addressed as a list with a number is a list too, though an article's address may carry a number as well."""

from __future__ import annotations

from archive.records import Entry
from queson_crawler.parse.answer import Answer, Understood, understand
from queson_crawler.parse.results import Listing
from queson_crawler.parse.sibling_lists import without_siblings
from queson_crawler.platforms import GENERIC

HOME = "http://portal.example"
TITLES = ("Khánh thành cầu dân sinh xã Tân An", "Khởi công trường mầm non Phú Hòa", "Bàn giao trạm y tế Bình Lâm")
TABS = (
    "<ul class='tabs'><li><a href='/tin.aspx?ID=1'>Tin tức</a></li><li><a href='/tin.aspx?ID=2'>Kinh tế</a></li></ul>"
)


def shown(page: str) -> Understood:
    items = ""
    for at, title in enumerate(TITLES):
        items += f"<li><a href='/{page}?ID={2100 + at}'>{title}</a> <span>(0{at + 1}/05/2019)</span></li>"
    head = "<html><head><title>Tin tức</title></head>"
    body = f"{head}<body>{TABS}<div><h1>Tin tức</h1><ul>{items}</ul></div></body></html>"
    return understand(Answer(f"{HOME}/tin.aspx?ID=1", 200, body.encode()), GENERIC, "page")


def test_lists_beside_a_list_with_a_number_are_no_articles() -> None:
    links = shown("xem.aspx").links
    assert (f"{HOME}/tin.aspx?ID=2", "Kinh tế") in [(each.url, each.title) for each in links.candidates]
    assert f"{HOME}/tin.aspx?ID=2" not in [each.url for each in links.mentions]
    assert f"{HOME}/xem.aspx?ID=2100" in [each.url for each in links.mentions]


def test_articles_addressed_as_the_page_that_lists_them_stay_articles() -> None:
    assert f"{HOME}/tin.aspx?ID=2100" in [each.url for each in shown("tin.aspx").links.mentions]


def test_lists_beside_a_list_that_seem_a_part_of_it_are_none() -> None:
    """As NukeViet 2 prints both: a table of categories, and tables of titles."""
    news = f"{HOME}/modules.php?name=News&op="
    lists = [Entry("", f"{news}viewcat&catid={at}", name) for at, name in enumerate(("Tin tức", "Kinh tế", "Văn hóa"))]
    stories = [Entry("", f"{news}viewst&sid={at}", title) for at, title in enumerate(TITLES)]
    whole = Listing("Tin tức", (*lists, *stories))
    for own in ("viewcat&catid=1", "viewcat&catid=12&page=8"):
        assert without_siblings(whole, news + own, GENERIC).entries == tuple(stories)
    assert without_siblings(whole, f"{HOME}/tin-tuc", GENERIC) == whole
    assert without_siblings(Listing("Tin tức", tuple(lists)), f"{news}viewcat&catid=1", GENERIC).entries == tuple(lists)
