"""A list of two undated entries looks like any links; the other lists of its portal tell that it is one."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, assert_equal_tables, crawl, page, queson, rows, site, value

NAMES = {"tin-tuc": 7, "giao-duc": 5, "thong-bao": 2}
STANDING = "/gioi-thieu"
FURTHER = ("dat", "nguoi")
TEXT = "Huyện có mười bốn xã, một thị trấn, dân số hơn một trăm nghìn người."


def address(place: str, number: int) -> str:
    return f"/xem-tin/khanh-thanh-cong-trinh-so-{number}-o-muc-{place}?{len(place)}10{number}"


def title(place: str, number: int) -> str:
    return f"Khánh thành công trình số {number} ở mục {place}"


def row(place: str, number: int) -> str:
    link = f"<a href='{address(place, number)}'>{title(place, number)}</a>"
    return f"<tr><td width='90'></td><td>{link}</td></tr><tr><td colspan='2'><hr></td></tr>"


def portal() -> dict[str, Told]:
    """Three lists whose entries bear no date, and a standing page that leads to two others."""
    links = "".join(f"<li><a href='/{place}'>{place}</a></li>" for place in NAMES)
    menu = (
        f"<ul class='menu'><li><a href='/'>Trang chủ</a></li>{links}<li><a href='{STANDING}'>Giới thiệu</a></li></ul>"
    )
    others = "".join(f"<p><a href='/lich-su-{name}'>Lịch sử và {name} của huyện nhà</a></p>" for name in FURTHER)
    told = {
        "/": page("Cổng thông tin huyện", menu),
        STANDING: page("Giới thiệu", f"{menu}<h1>Giới thiệu</h1><p>{TEXT}</p>{others}"),
    }
    for name in FURTHER:
        told[f"/lich-su-{name}"] = page(name, f"{menu}<h1>Lịch sử</h1><p>{TEXT}</p>")
    for place, count in NAMES.items():
        items = "".join(row(place, number) for number in range(count))
        told[f"/{place}"] = page(place, f"{menu}<h1>{place}</h1><table class='cac-tin'>{items}</table>")
        for number in range(count):
            text = f"<p>Công trình số {number} có {number + 30} đại biểu tới dự, phục vụ nhân dân trong huyện.</p>" * 3
            head = f"<h1>{title(place, number)}</h1><div>1{number}/03/2020 08:30</div>"
            told[address(place, number)] = page(title(place, number), f"{menu}{head}<div class='noi-dung'>{text}</div>")
    return told


def test_a_list_of_two_undated_entries_is_read_by_how_the_others_are_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with site(portal()) as running:
        first = crawl(running.base, data, "--delay", "0")
        assert first.code == 0, first.out
        again = crawl(running.base, data, "--delay", "0")
    assert again.code == 0, again.out
    assert value(data, "select count(*) from articles") == sum(NAMES.values())
    listed = rows(
        data, "select title, count(*) from categories join article_categories on category_id = id group by id"
    )
    assert dict(listed) == NAMES
    assert rows(data, "select url from problems where run_id = 2") == []
    assert queson("rebuild", "--archive", data, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(data, tmp_path / "anew")
