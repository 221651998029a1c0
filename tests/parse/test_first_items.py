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
