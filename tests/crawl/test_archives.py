"""Months and tags are no categories beside the others, and are read where a portal has nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, rows, site, value

MONTHS = "<div class='luu'><a href='/luu/3-2026'>Tháng 3/2026</a> <a href='/tag/cau-moi'>cầu mới</a></div>"


def portal(menu: str) -> dict[str, Told]:
    answers = news(8)
    answers["/"] = page("Cổng thông tin huyện", menu + MONTHS)
    of_a_month = answers["/tin-tuc"].body.replace("Tin tức - Sự kiện".encode(), "Lưu trữ".encode())
    answers["/luu/3-2026"] = Told(of_a_month)
    answers["/tag/cau-moi"] = Told(of_a_month)
    return answers


def test_months_and_tags_are_not_asked_where_there_are_categories(tmp_path: Path) -> None:
    with site(portal("<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")) as running:
        ran = crawl(running.base, tmp_path / "data")
        again = crawl(running.base, tmp_path / "data")
    assert (ran.code, again.code) == (0, 0), ran.out + again.out
    assert value(tmp_path / "data", "select count(*) from articles") == 8
    assert rows(tmp_path / "data", "select title from categories") == [("Tin tức - Sự kiện",)]
    assert value(tmp_path / "data", "select count(*) from captures where url like '%/luu/%' or url like '%/tag/%'") == 0
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_they_are_asked_where_there_are_none(tmp_path: Path) -> None:
    with site(portal("<p>Chào mừng bạn đến với cổng thông tin.</p>")) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert value(tmp_path / "data", "select count(*) from articles") == 8, ran.out
