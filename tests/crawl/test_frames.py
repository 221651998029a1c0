"""A start page in frames: what its frames show is the home page, and no category."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, crawl, news, page, rows, site, value

FRAMES = (
    "<html><head><title>Cổng</title></head><frameset rows='90,*'>"
    "<frame src='/menu.html'><frame src='/chinh.html'></frameset></html>"
)


def test_the_frames_of_a_start_page_are_the_home_page(tmp_path: Path) -> None:
    answers = news(6)
    shown = answers["/tin-tuc"].body.decode().partition("<ul class='news-list'>")[2].partition("</ul>")[0]
    newest = "".join(f"<li class='item'>{each}" for each in shown.split("<li class='item'>")[1:4])
    answers["/"] = Told(FRAMES.encode())
    answers["/menu.html"] = page("Menu", "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")
    answers["/chinh.html"] = page("Cổng", f"<ul class='news-list'>{newest}</ul>")
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 0, ran.out
    assert value(tmp_path, "select count(*) from articles") == 6
    assert rows(tmp_path, "select title from categories") == [("Tin tức - Sự kiện",)]
