"""Lists whose entries bear neither dates nor ids, and pagers of ASP.NET that stand apart from them."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

GUIDS = (
    "e899f499-3d98-4be9-a2a3-66979f2bd558",
    "9ff7798a-d9fe-465b-b41b-5a8cd98a82a1",
    "75c91195-e086-4fb2-ac83-c4acfbd6b490",
)
TITLES = (
    "Khánh thành sân chơi thiếu nhi ở Bến Mảng",
    "Chuyện về đề án chuyển đổi số",
    "Trao tặng tủ sách cộng đồng năm nay",
)
ITEMS = "".join(
    f"<div class=o><h3><a href='/tin/{guid}'>{title}</a></h3> <a href='/tin/{guid}'>Chi tiết</a></div>"
    for guid, title in zip(GUIDS, TITLES, strict=True)
)
CELL = "<a href=\"javascript:__doPostBack('{}','{}')\">{}</a>"


def read(body: str) -> object:
    page = f"<html><head><title>Thanh niên - Cổng huyện</title></head><body>{body}</body></html>"
    return understand(Answer("http://a.example/thanh-nien", 200, page.encode()), GENERIC, Role.PAGE).result


def test_headings_below_the_pages_name_are_a_list() -> None:
    found = read(f"<div><h1>Thanh niên</h1><div class=k>{ITEMS}</div></div>")
    assert isinstance(found, Listing)
    assert [entry.title for entry in found.entries] == list(TITLES)


LONG = [f"{title} của nhân dân trong huyện" for title in TITLES]
BARE = "".join(f"<{{0}}><a href='/{title[:9]}-871.htm'>{title}</a></{{0}}>" for title in LONG)


@pytest.mark.parametrize("item", ["li", "div", "p"])
def test_long_titles_below_the_pages_name_are_a_list(item: str) -> None:
    found = read(f"<div><h1>Thanh niên</h1><div class=k>{BARE.format(item)}</div></div>")
    assert isinstance(found, Listing)
    assert [entry.title for entry in found.entries] == LONG
    assert not isinstance(read(f"<div><h2>Đọc nhiều</h2><div class=k>{BARE.format(item)}</div></div>"), Listing)


def test_a_list_of_one_entry_below_the_pages_name_is_one_whatever_stands_beside_it() -> None:
    beside = "<div class=phai><b>Thống kê truy cập</b><p>Đang online: 12</p></div>"
    item = f"<div class=o><h3><a href='/ct?id=5424'>{TITLES[0]}</a></h3><span>22/10/2015</span></div>"
    found = read(f"{beside}<div class=trai><h1>Thanh niên</h1><div class=k>{item}</div></div>")
    assert isinstance(found, Listing)
    assert [entry.title for entry in found.entries] == [TITLES[0]]


def test_a_date_just_behind_the_year_that_ends_a_title_is_one() -> None:
    item = f"<div class=o><h3><a href='/ct?id=5424'>{TITLES[2]} 2018</a></h3><span>16/01/2019</span></div>"
    found = read(f"<div class=trai><h1>Thanh niên</h1><div class=k>{item}</div></div>")
    assert isinstance(found, Listing)
    assert len(found.entries) == 1


def test_long_titles_below_a_text_are_none() -> None:
    text = "<p>Đoàn thanh niên huyện có 24 chi đoàn, sinh hoạt vào tối thứ bảy hằng tuần tại nhà văn hóa xã.</p>" * 8
    about = "<p>Ngày đăng: 14/05/2021</p>"
    found = read(f"<div><h1>Thanh niên</h1>{about}{text}<ul>{BARE.format('li')}</ul></div>")
    assert not isinstance(found, Listing)


def test_headings_in_a_box_are_none() -> None:
    text = "<p>Đoàn thanh niên huyện có 24 chi đoàn, sinh hoạt vào tối thứ bảy hằng tuần tại nhà văn hóa.</p>"
    box = f"<div><h2>Đọc nhiều</h2>{ITEMS}</div>"
    assert not isinstance(read(f"<div><h1>Thanh niên</h1>{text}</div>{box}"), Listing)


def pager_of(*cells: tuple[str, str, int]) -> tuple[int, ...]:
    numbers = " ".join(CELL.format(*cell) for cell in cells)
    found = read(
        "<form method=post id=f><input type=hidden name=__EVENTTARGET><div><h1>Thanh niên</h1>"
        f"<div class=k><div>{ITEMS}</div></div></div><div><div class=pg><span>1</span> {numbers}</div></div></form>"
    )
    assert isinstance(found, Listing)
    return tuple(link.number for link in found.pager.links)


def test_the_numbers_of_a_form_apart_from_the_list_turn_its_pages() -> None:
    assert pager_of(("p$ctl01", "", 2), ("p$ctl02", "", 3)) == (2, 3)
    assert pager_of(("p", "Page$2", 2), ("p", "Page$3", 3)) == (2, 3)
    assert pager_of(("p$ctl01", "", 2)) == (2,), "of a list of two pages only the second is linked"


def test_the_days_of_a_calendar_do_not() -> None:
    assert pager_of(*(("lich", str(7300 + day), day) for day in range(2, 18))) == ()


def test_headings_of_categories_over_their_newest_articles_are_no_articles() -> None:
    boxes = ""
    for number, name in enumerate(("Quốc phòng an ninh", "Chuyển đổi số huyện", "Hoạt động lãnh đạo")):
        newest = "".join(
            f"<li><a href='/m{number}/bai({guid}).html'>{title}</a></li>" for guid, title in enumerate(TITLES)
        )
        boxes += f"<h2><a href='/m{number}'>{name}</a></h2><ul>{newest}</ul>"
    found = read(f"<div>{boxes}</div><p>Bản quyền thuộc Ủy ban nhân dân huyện.</p>")
    entries = found.entries if isinstance(found, Listing) else ()
    assert not any(entry.url.endswith(("/m0", "/m1", "/m2")) for entry in entries)
