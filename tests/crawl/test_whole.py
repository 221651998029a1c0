"""`queson crawl --whole`: a portal with everything beside its news, and with the traps that such portals have."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.crawl.tools import (
    Told,
    assert_equal_tables,
    assert_sound,
    begun,
    crawl,
    news,
    page,
    queson,
    rows,
    site,
    value,
)

MENU = (
    "<ul class='menu'><li><a href='/'>Trang chủ</a></li>"
    "<li><a href='/gioi-thieu'>Giới thiệu</a><ul>"
    "<li><a href='/gioi-thieu/lich-su'>Lịch sử hình thành</a></li>"
    "<li><a href='/gioi-thieu/to-chuc'>Tổ chức bộ máy</a><ul><li><a href='/gioi-thieu/lanh-dao'>Lãnh đạo huyện</a></li>"
    "</ul></li></ul></li>"
    "<li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li><li><a href='/lien-he'>Liên hệ</a></li>"
    "<li><a href='/lich?thang=6&amp;nam=2020'>Lịch làm việc</a></li><li><a href='/dang-xuat'>Thoát</a></li></ul>"
)
HISTORY = (
    "<p>Huyện được thành lập năm 1984, trên cơ sở chia tách từ một huyện lớn, nay có mười bốn xã và thị trấn.</p>" * 4
)
LEADERS = "".join(
    f"<div class='card'><b>Ông Nguyễn Văn {name}</b><br>Chức vụ: {post}<br>Điện thoại: 0235 388{number}</div>"
    for number, (name, post) in enumerate((("An", "Chủ tịch"), ("Bình", "Phó Chủ tịch"), ("Cường", "Chánh Văn phòng")))
)
TEXTS = {
    "/gioi-thieu": "<h1>Giới thiệu chung</h1><p>Huyện nằm ở phía tây của tỉnh, địa hình đồi núi, dân cư thưa.</p>" * 2,
    "/gioi-thieu/lich-su": f"<h1>Lịch sử hình thành</h1>{HISTORY}",
    "/gioi-thieu/to-chuc": "<h1>Tổ chức bộ máy</h1><p>Gồm mười ba phòng chuyên môn trực thuộc UBND huyện.</p>"
    "<a href='/phong/noi-vu'>Phòng Nội vụ</a> <a href='/phong/xoa?id=7'>Xóa</a>"
    "<a href='/phong/noi-vu?print=1'>In trang</a><a href='/cu/index.htm'>Trang cũ</a>"
    "<a href='/phong/noi-vu?sid=0123456789abcdef0123'>Nội vụ</a>",
    "/gioi-thieu/lanh-dao": f"<h1>Lãnh đạo huyện</h1>{LEADERS}",
    "/phong/noi-vu": "<h1>Phòng Nội vụ</h1><p>Tham mưu về tổ chức, biên chế, cải cách hành chính, thi đua.</p>",
    "/cu/index.htm": "<h1>Trang thông tin năm 2003</h1><p>Trang này được giữ lại để tra cứu, không còn cập nhật.</p>"
    "<a href='/cu/a.htm'>Làng nghề</a><a href='/cu/b.htm'>Làng nghề (bản khác)</a>",
    "/cu/a.htm": "<h1>Làng nghề dệt chiếu</h1><p>Nghề dệt chiếu có từ thế kỷ mười bảy, nay còn hai mươi hộ làm.</p>",
    "/cu/b.htm": "<h1>Làng nghề dệt chiếu</h1><p>Nghề dệt chiếu có từ thế kỷ mười bảy, nay còn hai mươi hộ làm.</p>",
    "/lien-he": "<h1>Liên hệ</h1><p>Văn phòng UBND huyện, số 1 đường Hùng Vương. Điện thoại 0235 3885 111.</p>",
}  # fmt: skip
KEPT = {
    "/", "/gioi-thieu", "/gioi-thieu/lich-su", "/gioi-thieu/to-chuc", "/gioi-thieu/lanh-dao", "/phong/noi-vu",
    "/cu/index.htm", "/cu/a.htm", "/lien-he",
}  # fmt: skip


def portal(path: str) -> Told | None:
    """A portal with a calendar without end, a deleting link, a printed view, a session and a page at two addresses."""
    told = news().get(path)
    if path == "/":
        return page("Cổng thông tin", MENU)
    if told is not None:
        return told
    parts = urlsplit(path)
    if parts.path == "/lich":
        asked = dict(parse_qsl(parts.query))
        month, year = int(asked["thang"]), int(asked["nam"])
        links = "".join(
            f"<a href='/lich?thang={1 + (month + step) % 12}&amp;nam={year + (month + step) // 12}'>{step}</a>"
            for step in (-2, 0)
        )
        text = (
            f"<h1>Lịch tháng {month}/{year}</h1><p>Chưa có lịch làm việc nào của lãnh đạo huyện và các phòng ban.</p>"
        )
        return page("Lịch", MENU + text + links)
    text = TEXTS.get(parts.path)
    if text is None:
        return None
    return page(text.split("</h1>")[0].removeprefix("<h1>"), MENU + text)


def paths(folder: Path) -> dict[str, tuple[str, str]]:
    """The pages of an archive by path: way and text."""
    return {
        urlsplit(url).path: (way, text)
        for url, way, text in rows(folder, "select url, way, text from pages where url not like '%/lich?%'")
    }


def test_a_crawl_keeps_the_whole_portal(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(portal) as running:
        plain = crawl(running.base, tmp_path / "plain")
        before = len(running.asked)
        first = crawl(running.base, folder, "--whole")
        asked = running.asked[before:]
        before = len(running.asked)
        second = crawl(running.base, folder, "--whole", day=1)
        again = running.asked[before:]
    print(asked, again, rows(folder, "select * from page_urls"), first.said, second.said)
    assert plain.code == first.code == 0
    assert value(tmp_path / "plain", "select count(*) from pages") == 0
    assert value(tmp_path / "plain", "select count(*) from page_urls") == 0
    found = paths(folder)
    assert {path.replace("/b.htm", "/a.htm") for path in found} == KEPT
    assert len(found) == len(KEPT), "a page at two addresses is one"
    assert found["/gioi-thieu/lanh-dao"][0] == "Giới thiệu › Tổ chức bộ máy › Lãnh đạo huyện"
    assert "Phó Chủ tịch" in found["/gioi-thieu/lanh-dao"][1]
    assert "mười bốn xã" in found["/gioi-thieu/lich-su"][1]
    assert not [each for each in asked if "xoa" in each or "xuat" in each or "print" in each]
    assert len([each for each in asked if each.startswith("/lich")]) <= 45
    aliases = rows(folder, "select u.url from page_urls u join pages p on p.id = u.page_id where p.title like 'Làng%'")
    assert sorted(urlsplit(url).path for (url,) in aliases) == ["/cu/a.htm", "/cu/b.htm"]
    assert value(folder, "select count(*) from articles") == value(tmp_path / "plain", "select count(*) from articles")
    assert len(again) < 12
    reasons = dict(rows(folder, "select reason, count from pages_left_out where run_id = 1"))
    assert reasons["addresses that change something"] == 2
    assert_sound(folder)
    rebuilt = tmp_path / "rebuilt"
    assert queson("rebuild", "--archive", folder, "--to", rebuilt).code == 0
    assert_equal_tables(folder, rebuilt)


def with_an_article_that_leads_on(path: str) -> Told | None:
    """A portal where nothing but the text of one article leads to a page, and that to another."""
    told = news().get(path)
    if path == "/chuyen-de":
        return page("Chuyên đề", f"<h1>Chuyên đề</h1><p>{HISTORY}</p><a href='/chuyen-de/ban-do'>Bản đồ</a>")
    if path == "/chuyen-de/ban-do":
        return page("Bản đồ", f"<h1>Bản đồ hành chính</h1><p>{HISTORY}</p>")
    if told is None or not path.endswith("-1003.html"):
        return told
    return Told(told.body.replace(b"</p></div>", b" <a href='/chuyen-de'>Xem trang n\xc3\xa0y</a></p></div>"))


def test_a_page_that_only_an_article_names_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(with_an_article_that_leads_on) as running:
        assert crawl(running.base, folder, "--whole").code == 0
    assert {"/chuyen-de", "/chuyen-de/ban-do"} <= paths(folder).keys()
    assert value(folder, "select depth from page_urls where url like '%/chuyen-de'") == 3
    rebuilt = tmp_path / "rebuilt"
    assert queson("rebuild", "--archive", folder, "--to", rebuilt).code == 0
    assert_equal_tables(folder, rebuilt)


FLOOD = 100_000
"""Addresses to which the pages of a hostile portal lead, each page to as many as it can."""


def hostile(path: str) -> Told | None:
    """A portal whose pages lead to hundreds of others, which do not end: deeper than lists are sought."""
    if path == "/":
        return page("Cổng thông tin", MENU.replace("</li>", "</li><li><a href='/sau/mot'>Chuyên trang</a></li>", 1))
    told = news().get(path)
    if told is not None:
        return told
    parts = urlsplit(path)
    if parts.path in TEXTS:
        return page("Trang", MENU + TEXTS[parts.path])
    if path in STEPS[:-1]:
        following = STEPS[STEPS.index(path) + 1]
        return page("Chuyên trang", f"<h1>Chuyên trang {path}</h1><p>{HISTORY}</p><a href='{following}'>Xem tiếp</a>")
    if not parts.path.startswith("/hoi-dap/"):
        return None
    first = int("".join(filter(str.isdigit, path)) or 0) * 7
    links = []
    for number in range(first, first + 120):
        way = WAYS[number % len(WAYS)].format(number % FLOOD)
        links.append(f"<a href='{way}'>Câu hỏi {number}</a>")
    word = "".join(chr(97 + int(sign)) for sign in path if sign.isdigit())
    return page("Hỏi đáp", f"<h1>Câu hỏi {word}</h1><p>Trả lời: {word} được giải quyết trong ngày.</p>{''.join(links)}")


STEPS = ["/sau/mot", "/sau/hai", "/sau/ba", "/sau/bon", "/hoi-dap/0"]
WAYS = ("/hoi-dap/{0}", "/hoi-dap/{0}?phong={0}", "/hoi-dap/x?trang={0}&amp;loai={0}", "/hoi-dap/{0}/chi-tiet")


@pytest.mark.slow
def test_a_portal_without_end_is_kept_within_the_keepers_bounds(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(hostile) as running:
        ran = crawl(running.base, folder, "--whole", "--max-pages", 60)
        kept = value(folder, "select count(*) from page_urls where state not in ('list', 'article')")
        assert ran.code == 3, "what a bound left out is missing"
        assert "more pages than the crawl may ask for" in ran.said
        assert 40 <= kept <= 60
        assert value(folder, "select max_pages from whole_runs") == 60
        assert {"/gioi-thieu", "/cu/index.htm", "/lien-he"} <= paths(folder).keys(), "what is no flood is kept"
        before = len(running.asked)
        again = crawl(running.base, folder, "--whole", "--max-pages", 60, day=1)
        assert again.code == 3
        assert len(running.asked) - before < 15, "the bound holds over all crawls"
        crawl(running.base, folder, "--whole", "--max-pages", 80, day=2)
        assert 60 < value(folder, "select count(*) from page_urls where state not in ('list', 'article')") <= 80
    said = queson("status", "--archive", folder).said
    assert "80 pages, 500 MB" in said
    assert "left out: " in said
    assert value(folder, "select count(*) from page_urls") <= 20_000
    rebuilt = tmp_path / "rebuilt"
    assert queson("rebuild", "--archive", folder, "--to", rebuilt).code == 0
    assert_equal_tables(folder, rebuilt)


@pytest.mark.slow
def test_a_crawl_that_was_killed_goes_on(tmp_path: Path) -> None:
    folder, whole = tmp_path / "data", tmp_path / "whole"
    with site(portal) as running:
        crawl(running.base, whole, "--whole")
        asked = len(running.asked)
        for moment in (asked // 3, asked // 2, asked - 4):
            before = len(running.asked)
            process = begun(running.base, folder, "--whole", "--delay", 0, "--no-files")
            while len(running.asked) < before + moment and process.poll() is None:
                time.sleep(0.002)
            process.kill()
            process.communicate()
        assert crawl(running.base, folder, "--whole", day=1).code == 0
    assert {path.replace("/b.htm", "/a.htm"): text for path, (_, text) in paths(folder).items()} == {
        path.replace("/b.htm", "/a.htm"): text for path, (_, text) in paths(whole).items()
    }
    assert_sound(folder)
    rebuilt = tmp_path / "rebuilt"
    assert queson("rebuild", "--archive", folder, "--to", rebuilt).code == 0
    assert_equal_tables(folder, rebuilt)
