"""A menu leads to lists, articles and standing pages; an entry that shows none of them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, rows, site, value

SITEMAP = "".join(f"<p><a href='/tin-tuc#muc-{n}'>Tin tức {n}</a></p>" for n in range(6))
STANDING = {
    "a text": "<h2>Giới thiệu</h2><p>Huyện có mười bốn xã, một thị trấn, dân số hơn một trăm nghìn người.</p>",
    "prose without a title": f"<div class='ten'>Giới thiệu</div><div><p>{'Huyện có mười bốn xã. ' * 6}</p></div>",
    "a picture": "<h2>Sơ đồ tổ chức</h2><p><img src='/anh/so-do.png' width='800' height='600' alt='Sơ đồ'></p>",
    "a form": "<h2>Liên hệ</h2><form action='/gui'><input name='ten'><textarea name='noi-dung'></textarea></form>",
    "a form of one field": "<h2>Liên hệ</h2><form action='/gui'><input name='ten'></form>",
    "a map": "<h2>Bản đồ</h2><iframe src='http://127.0.0.2:9/ban-do' width='600' height='400'></iframe>",
    "a film": "<h2>Truyền hình</h2><video controls src='/phim/thoi-su.mp4'></video>",
    "a map of the portal": f"<h2>Sơ đồ cổng</h2><div class='sitemap'>{SITEMAP}</div>",
    "a way in for few": "<h2>Nội bộ</h2><form action='/mo'><input type='password' name='p'></form>",
    "that it is empty": "<h2>Chuyển đổi số</h2><p>Chuyên mục đang được cập nhật.</p>",
}
BARE = {
    "a heading": "<h2>Văn hóa</h2>",
    "nothing": "<div id='noi-dung'></div>",
    "a search": "<h2>Văn hóa</h2><form action='/tim'><input type='search' name='k'><input name='txtSearchNew'></form>",
    "a way in": "<h2>Văn hóa</h2><form action='/vao'><input name='username'><input type='password' name='p'></form>",
}
FOOTER = "<footer><p>Bản quyền thuộc Ủy ban nhân dân huyện. Địa chỉ: số 1 đường Hùng Vương.</p></footer>"


def portal(main: str) -> dict[str, Told]:
    answers = news(8)
    menu = "<ul class='menu'><li><a href='/tin-tuc'>Tin tức</a></li><li><a href='/muc'>Mục khác</a></li></ul>"
    answers["/"] = page("Cổng thông tin huyện", menu)
    answers["/muc"] = page("Cổng thông tin huyện", f"<header>{menu}</header><main>{main}</main>{FOOTER}")
    return answers


@pytest.mark.parametrize("shown", STANDING)
def test_a_standing_page_is_nothing_amiss(shown: str, tmp_path: Path) -> None:
    with site(portal(STANDING[shown])) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.out
    assert rows(tmp_path / "data", "select kind, url from problems") == []


@pytest.mark.parametrize("shown", BARE)
def test_an_entry_that_shows_nothing_is_named(shown: str, tmp_path: Path) -> None:
    with site(portal(BARE[shown])) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 3, ran.out
    assert rows(tmp_path / "data", "select kind, url from problems") == [("nothing to read", f"{running.base}/muc")]
    assert "a menu leads there" in ran.out
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_a_menu_that_names_articles_has_none_asked_twice(tmp_path: Path) -> None:
    told = news(8)
    paths = [path for path in told if path.endswith(".html")]
    named = ""
    for number, path in enumerate(paths):
        named += f"<li><a href='{path}'>Khánh thành công trình số {number} của huyện nhà</a></li>"
    tree = f"<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a><ul>{named}</ul></li></ul>"
    told["/"] = page("Cổng thông tin", tree)
    for path in (*paths, "/tin-tuc"):
        told[path] = Told(told[path].body.replace(b"<div id='main'>", f"{tree}<div id='main'>".encode()))
    with site(told) as running:
        ran = crawl(f"{running.base}/", tmp_path / "data")
    assert ran.code == 0, ran.said
    assert value(tmp_path / "data", "select count(*) from articles") == len(paths)
    assert len(running.asked) == len(set(running.asked))
