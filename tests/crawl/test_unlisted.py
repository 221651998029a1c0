"""Articles that only a sitemap names belong to the category that their page names, or that is above their address."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.test_safely import sitemap
from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, news, queson, rows, site

CRUMBS = "<ul class='breadcrumb'><li><a href='/'>Trang chủ</a></li><li><a href='/van-hoa'>Văn hóa</a></li></ul>"
OF = """select g.title from articles a
join article_categories c on c.article_id = a.id join categories g on g.id = c.category_id"""


def test_what_only_a_sitemap_names_has_a_category(tmp_path: Path) -> None:
    answers = news(8)
    paths = [path for path in answers if path.endswith(".html")]
    named, below = "/khac/bai-bo-quen-2001.html", "/tin-tuc/bai-bo-quen-2002.html"
    answers[named] = Told(answers[paths[0]].body.replace(b"<h1>", CRUMBS.encode() + b"<h1>").replace(b"1 c", b"91 c"))
    answers[below] = Told(answers[paths[1]].body.replace(b"2 c", b"92 c"))
    base: list[str] = []

    def answer(path: str) -> Told | None:
        if path == "/robots.txt":
            return Told(f"Sitemap: {base[0]}/sitemap.xml\n".encode(), headers={"Content-Type": "text/plain"})
        if path == "/sitemap.xml":
            return sitemap(base[0], *paths, named, below)
        return answers.get(path)

    with site(answer) as running:
        base.append(running.base)
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 0, ran.out
    assert rows(tmp_path / "data", f"{OF} where a.url like '%2001.html'") == [("Văn hóa",)]
    assert rows(tmp_path / "data", f"{OF} where a.url like '%2002.html'") == [("Tin tức - Sự kiện",)]
    assert rows(tmp_path / "data", f"{OF} where a.url like '%1003.html'") == [("Tin tức - Sự kiện",)]
    assert_sound(tmp_path / "data")
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")
