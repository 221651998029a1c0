"""The first items of a list in another dress than the rest, and what merely stands where they might."""

from __future__ import annotations

import unicodedata

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

HOME = "http://a.example/thanh-nien"
TITLES = (
    "Khánh thành sân chơi thiếu nhi ở Bến Mảng",
    "Chuyện về đề án chuyển đổi số của huyện",
    "Trao tặng tủ sách cộng đồng cho thôn Hạ",
    "Bàn giao nhà văn hóa thôn cho nhân dân",
)
GUIDS = ("e899f499", "9ff7798a", "75c91195", "217a09d5")


def addresses(form: str) -> list[str]:
    return [form.format(guid) for guid in GUIDS]


def large(address: str, title: str) -> str:
    return f"<div class=dau><a href='{address}'><img src=/a.png></a><h2><a href='{address}'>{title}</a></h2></div>"


def small(pairs: list[tuple[str, str]]) -> str:
    items = "".join(f"<li><a href='{address}'>{title}</a> <i>18/02/2016</i></li>" for address, title in pairs)
    return f"<ul class=k>{items}</ul>"


def read(main: str, shape: str = "", form: str = "NFC") -> Listing:
    page = f"<html><head><title>Thanh niên - Cổng huyện</title></head><body><div><h1>Thanh niên</h1>{main}</div></body>"
    body = unicodedata.normalize(form, page).encode()
    found = understand(Answer(HOME, 200, body, charset="utf-8"), GENERIC, Role.PAGE, shape).result
    assert isinstance(found, Listing)
    return found


@pytest.mark.parametrize(
    "form", ["/thanh-nien/{}", "/tabid/92/newsid/{}/Default.aspx", "/tin/{}/chi-tiet", "/xem.aspx?ma={}&m=2"]
)
def test_a_large_first_item_is_of_the_list_however_addresses_are_made(form: str) -> None:
    pairs = list(zip(addresses(form), TITLES, strict=True))
    found = read(f"<div class=o>{large(*pairs[0])}{small(pairs[1:])}</div>")
    assert [entry.title for entry in found.entries] == list(TITLES)


def test_a_last_page_may_show_a_large_item_alone() -> None:
    pairs = list(zip(addresses("/thanh-nien/{}"), TITLES, strict=True))
    first = read(f"<div class=o>{large(*pairs[0])}{small(pairs[1:])}</div>")
    last = read(f"<div class=o>{large('/thanh-nien/4cc6c9d5', 'Phát động trồng cây đầu xuân')}</div>", first.shape)
    assert [entry.title for entry in last.entries] == ["Phát động trồng cây đầu xuân"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("words", ["Xem các tin cũ hơn", "Mời lật sang tờ tiếp nữa"])
def test_the_way_to_the_next_page_above_a_list_is_no_item(words: str, form: str) -> None:
    control = f"<ul class=p><li><a href='/thanh-nien?trang=2'>{words}</a></li></ul>"
    items = "".join(
        f"<div class=o><h3><a href='/{guid}-bai'>{title}</a></h3></div>"
        for guid, title in zip(GUIDS, TITLES, strict=True)
    )
    found = read(f"<div>{control}<div class=k>{items}</div>{control}<p>Tổng số: 19 bài viết</p></div>", form=form)
    assert [entry.title for entry in found.entries] == list(TITLES)
    assert found.declared_total == 19
    assert [way.link.url for way in found.pager.ways] == [f"{HOME}?trang=2"]


def older(days: list[str], form: str = "/{}-cu", above: int = 4) -> Listing:
    items = "".join(
        f"<div class=o><h3><a href='/{guid}-bai'>{title}</a></h3>12/03/2020</div>"
        for guid, title in zip(GUIDS[:above], TITLES[:above], strict=True)
    )
    rest = "".join(
        f"<li><a href='{form.format(place)}'>Họp dân thôn số {place} năm 2013</a> ({day})</li>"
        for place, day in enumerate(days)
    )
    return read(f"<div class=k>{items}<div class=c><h4>Các tin đã đưa</h4><ul>{rest}</ul></div></div>")


def test_titles_below_a_list_that_are_all_older_are_of_it() -> None:
    assert len(older(["11/03/2020", "02/02/2020", "01/02/2020"]).entries) == 7


@pytest.mark.parametrize("above", [1, 2, 4])
def test_a_single_older_title_below_a_list_is_of_it(above: int) -> None:
    assert len(older(["11/03/2020"], above=above).entries) == above + 1


@pytest.mark.parametrize("day", ["13/03/2020", "hôm qua"])
def test_titles_below_a_list_that_nothing_says_to_be_of_it_are_not(day: str) -> None:
    assert len(older(["11/03/2020", day, "01/02/2020"]).entries) == 4


def test_the_pager_of_a_list_is_the_nearest_one() -> None:
    days = "".join(f"<td><a href='/lich/{day}'>{day}</a></td>" for day in range(1, 29))
    items = "".join(
        f"<div class=o><h3><a href='/{guid}-bai'>{title}</a></h3>12/03/2020</div>"
        for guid, title in zip(GUIDS, TITLES, strict=True)
    )
    control = f"<div class=p><b>1</b> <a href='{HOME}?trang=2'>2</a></div>"
    found = read(f"<div><div><div><div class=c>{items}</div></div></div>{control}</div><table><tr>{days}</tr></table>")
    assert [link.number for link in found.pager.links if link.url.endswith("trang=2")] == [2]


@pytest.mark.parametrize("own", ["/thanh-nien-p2.html", "/thanh-nien", "/thanh-nien/"])
def test_a_large_first_item_is_of_the_list_though_articles_are_numbered_as_pages_may_be(own: str) -> None:
    pairs = [(f"/thanh-nien/{number}.html", title) for number, title in zip((14, 13, 12, 2), TITLES, strict=True)]
    page = "<html><head><title>Thanh niên</title></head><body><div><h1>Thanh niên</h1>{}</div></body></html>"
    body = page.format(f"<div class=o>{large(*pairs[0])}{small(pairs[1:])}</div>").encode()
    answer = Answer(f"http://a.example{own}", 200, body, charset="utf-8")
    found = understand(answer, GENERIC, Role.PAGE).result
    assert isinstance(found, Listing)
    assert [entry.title for entry in found.entries] == list(TITLES)
