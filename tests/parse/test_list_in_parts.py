"""A list is whole where it is shown in columns, below the months of its items, or by pictures beside its titles."""

from __future__ import annotations

import re

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import Listing
from queson_crawler.platforms import GENERIC

TITLES = (
    "Khánh thành cầu dân sinh xã Tân An", "Khởi công trường mầm non Phú Hòa", "Bàn giao trạm y tế Bình Lâm mới xây",
    "Tổng kết phong trào thi đua ở Quế Long", "Ra quân làm thủy lợi ở Hương An", "Gặp mặt cựu chiến binh Phú Thọ",
)  # fmt: skip
OTHERS = ("Hội nghị triển khai nhiệm vụ năm mới", "Giao quân đợt một năm nay ở các xã")


def link(at: int, folder: str = "tin", titles: tuple[str, ...] = TITLES) -> str:
    return f"<a href='/{folder}/bai-so-{folder}-{at}.html'>{titles[at]}</a>"


def items(*numbers: int) -> str:
    return "<ul>" + "".join(f"<li>{link(at)} <span>(0{at + 1}/05/2019)</span></li>" for at in numbers) + "</ul>"


def listing(shown: str, role: str = "page", shape: str = "") -> Listing:
    page = f"<html><head><title>Tin</title></head><body><div><h1>Tin</h1><div>{shown}</div></div></body></html>"
    result = understand(Answer("http://portal.example/tin", 200, page.encode()), GENERIC, role, shape).result
    assert isinstance(result, Listing), result
    return result


def titles(shown: str) -> list[str]:
    return [entry.title for entry in listing(shown).entries]


def test_two_columns_are_one_list() -> None:
    columns = f"<div><div class='col'>{items(0, 1, 2)}</div><div class='col'>{items(3, 4, 5)}</div></div>"
    assert titles(columns) == list(TITLES)


def test_two_columns_stay_the_list_above_more_links_than_one_of_them_holds() -> None:
    names = [f"{title} góp phần giảm nghèo" for title in TITLES]
    rows = [
        f"<li><a href='/bai.aspx?nid=26070{at}'>{names[at]}</a> <span>(0{at + 1}/05/2019)</span></li>"
        for at in range(6)
    ]
    columns = "".join(f"<div class='col'><ul>{''.join(part)}</ul></div>" for part in (rows[:3], rows[3:]))
    older = "".join(f"<li><a href='/bai.aspx?nid=26040{at}'>{TITLES[at]}</a></li>" for at in range(6))
    assert titles(f"<div><div>{columns}</div><p>Tổng số: 16 bài</p></div><ul class='cu'>{older}</ul>") == names


def test_panes_of_tabs_are_no_parts_of_one_list() -> None:
    panes = "".join(
        f"<div id='tab{tab}' class='pane'><ul>{''.join(f'<li>{link(at, str(tab))}</li>' for at in (3, 4))}</ul></div>"
        for tab in range(9)
    )
    own = f"<div><div>{items(0, 1, 2)}</div><p>Tổng số: 3 bài viết</p></div>"
    assert titles(f"{own}<div>{panes}</div>") == list(TITLES[:3])


def test_months_part_a_list() -> None:
    months = (("Tháng 05/2019", items(0, 1)), ("Tháng 4 năm 2019", items(2)), ("Năm 2018", items(3, 4, 5)))
    inside = "".join(f"<div class='thang'><h3>{month}</h3>{shown}</div>" for month, shown in months)
    beside = "".join(f"<h3>{month}</h3>{shown}" for month, shown in months)
    assert titles(inside) == list(TITLES)
    assert titles(beside) == list(TITLES)


def test_other_words_begin_another_list() -> None:
    own = f"<div class='hop'>{items(0, 1, 2, 3)}</div>"
    other = "".join(f"<li>{link(at, 'khac', OTHERS)} <span>(01/05/2019)</span></li>" for at in range(len(OTHERS)))
    assert titles(f"{own}<div class='hop'><h3>Đọc nhiều</h3><ul>{other}</ul></div>") == list(TITLES[:4])


def test_titles_that_are_no_links() -> None:
    """The picture leads to the article, and a button; the title stands between."""
    cards = ""
    for at in range(3):
        picture, more = (
            f"<a href='/tin/bai-so-{at}.html'>{said}</a>" for said in ("<img src='1.png'>", "Xem chi tiết")
        )
        summary = "Lãnh đạo huyện và đông đảo bà con đến dự buổi lễ. " * 2
        cards += f"<div class='o'>{picture}<h3>{TITLES[at]}</h3><i>0{at + 1}/05/2019</i><p>{summary}</p>{more}</div>"
    other = "".join(f"<li>{link(at, 'khac', OTHERS)} <span>01/05/2019</span></li>" for at in range(len(OTHERS)))
    assert titles(f"{cards}</div><div><h3>Thông báo</h3><ul>{other}</ul>") == list(TITLES[:3])


def large(at: int, tag: str) -> str:
    return f"<div class='o-{tag}'><{tag}>{link(at)}</{tag}><span>0{at + 1}/05/2019</span></div>"


def test_a_last_page_that_ends_among_the_large_items() -> None:
    first = listing(f"{large(0, 'h2')}<div>{large(1, 'h3')}{large(2, 'h3')}</div>{items(3, 4, 5)}")
    assert len(first.entries) == len(TITLES)
    last = listing(f"{large(0, 'h2')}<div>{large(1, 'h3')}</div>", "list", first.shape)
    assert [entry.title for entry in last.entries] == list(TITLES[:2])


def test_the_heading_of_a_page_is_no_title_of_an_item() -> None:
    text = "<p>Huyện được thành lập năm 1984, trên cơ sở chia tách từ một huyện lớn của tỉnh.</p>" * 4
    page = f"<body><h1>Chuyên trang về lịch sử</h1>{text}<a href='/sau/hai'>Xem tiếp</a></body>"
    result = understand(Answer("http://portal.example/sau/mot", 200, page.encode()), GENERIC, "page").result
    assert not isinstance(result, Listing)


def test_a_first_page_that_ends_with_one_mere_title() -> None:
    """Four items in three dresses: the last alone in its list; only a query tells their addresses apart."""
    summary = "<p>Lãnh đạo huyện và đông đảo bà con đến dự buổi lễ, sau đó cùng trồng cây ở sân trường.</p>"
    first = large(5, "h2").replace("</div>", f"{summary}</div>")
    shown = f"{first}<div class='row'>{large(4, 'h3')}{large(3, 'h3')}</div>{items(2)}"
    for at in range(2, 6):
        shown = shown.replace(f"/tin/bai-so-tin-{at}.html", f"/web/guest/tin/hoi-nghi-{'xyzt'[at - 2]}-o-xa?543{at}")
    shown = re.sub("(<h.><a href=(.*?)>)", r"<a href=\2><img src='/anh.png' alt='' width='120'></a>\1", shown)
    assert titles(shown) == [*TITLES[5:1:-1]]


def test_archives_of_months_beside_a_list_are_no_items_of_it() -> None:
    months = "".join(f"<li><a href='/luu-tru/2019-{at:02}'>Tháng {at}/2019 ({at})</a></li>" for at in range(1, 13))
    years = "".join(f"<li><a href='/luu-tru/{year}-00'>Năm {year} có nhiều tin</a></li>" for year in range(2009, 2020))
    for archive in (months, years):
        assert titles(f"<div>{items(0, 1)}</div><div><h3>Lưu trữ</h3><ul>{archive}</ul></div>") == list(TITLES[:2])


def test_a_first_item_without_a_number_beside_some_that_seem_to_have_one() -> None:
    """`nam-2015` at the end of a slug is the year of a title, and no id of all items."""
    shown = f"{large(5, 'h2')}{items(4, 3, 2)}"
    for at, end in ((5, "da-xong"), (4, "nam-2015"), (3, "o-xa"), (2, "nam-2014")):
        shown = shown.replace(f"/tin/bai-so-tin-{at}.html", f"/2016051206400005{at}p0c1019/hop-ban-{end}.htm")
    assert titles(shown) == [*TITLES[5:1:-1]]


def test_what_stands_above_the_name_of_a_page_is_no_first_item_of_its_list() -> None:
    teasers = "".join(large(at, "h4") for at in (3, 4, 5))
    own = f"<div class='o'><p>1. {link(0)} </p></div>"
    page = f"<title>Xã</title><div><div class='t'><h3>Tiêu điểm</h3>{teasers}</div><h1>Tin</h1><div>{own}</div></div>"
    result = understand(Answer("http://portal.example/tin/", 200, page.encode()), GENERIC, "page", "").result
    assert isinstance(result, Listing)
    assert [entry.title for entry in result.entries] == [TITLES[0]]
