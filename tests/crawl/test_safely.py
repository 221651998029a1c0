"""Walking safely: what is not content is named, what leads astray is not followed, what lists forget is found."""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crawl.tools import (
    Told,
    assert_sound,
    command,
    crawl,
    environment,
    news,
    page,
    rows,
    site,
    value,
)

ENTRY = "/tin-tuc/khanh-thanh-cong-trinh-3-1003.html"


def test_an_article_that_now_leads_home_is_no_article(tmp_path: Path) -> None:
    for number, target in enumerate(("/", "/tin-tuc")):
        folder = tmp_path / str(number)
        with site(news() | {ENTRY: Told(b"", 302, {"Location": target})}) as running:
            ran = crawl(running.base, folder)
        assert ran.code == 3
        assert value(folder, "select count(*) from articles") == 5
        assert rows(folder, "select kind, detail from problems") == [("soft 404", f"leads to {running.base}{target}")]
        assert "1 of 6 listed articles are not stored (1 soft 404)" in ran.out


def test_an_article_that_leads_to_another_site_is_recorded_and_not_followed(tmp_path: Path) -> None:
    with site({"/": page("Người khác", "Trang khác")}) as other:
        with site(news() | {ENTRY: Told(b"", 301, {"Location": f"{other.base}/bai-1003.html"})}) as running:
            ran = crawl(running.base, tmp_path)
        assert other.asked == []
    assert rows(tmp_path, "select kind, detail from problems") == [
        ("another site", f"leads to {other.base}/bai-1003.html")
    ]
    assert "(1 another site)" in ran.out


def test_an_article_in_parts_is_stored_whole(tmp_path: Path) -> None:
    answers = news()
    shown = answers[ENTRY].body.decode()
    parts = f"<div class='index'><a href='{ENTRY}?start=1'>2</a> <a href='{ENTRY}?showall=1'>Tất cả</a></div></body>"
    answers[ENTRY] = Told(shown.replace("</body>", parts).encode())
    answers[f"{ENTRY}?showall=1"] = Told(shown.replace("</p>", " Phần sau cũng vậy.</p>").encode())
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 0, ran.said
    assert value(tmp_path, "select count(*) from articles") == 6
    assert "Phần sau cũng vậy." in value(tmp_path, "select body from articles where native_id = '1003'")
    urls = [url for (url,) in rows(tmp_path, "select url from article_urls where url like '%1003%' order by url")]
    assert urls == [f"{running.base}{ENTRY}", f"{running.base}{ENTRY}?showall=1"]


def test_a_page_that_sends_its_reader_on_is_followed(tmp_path: Path) -> None:
    moved = Told(
        b"<html><head><meta http-equiv='Refresh' content='0; URL=/tin-moi/cong-trinh-1003.html'></head></html>"
    )
    answers = news()
    answers["/tin-moi/cong-trinh-1003.html"] = answers[ENTRY]
    with site(answers | {ENTRY: moved}) as running:
        assert crawl(running.base, tmp_path).code == 0
    assert value(tmp_path, "select count(*) from articles") == 6


def test_a_missing_page_that_sends_its_reader_home_is_a_soft_404(tmp_path: Path) -> None:
    text = "Lỗi 404: Trang web mà bạn đã cố gắng truy cập không tồn tại"
    gone = Told(f"<meta http-equiv='refresh' content='3;url=/'><h1>{text}</h1>".encode())
    with site(news() | {ENTRY: gone}) as running:
        assert crawl(running.base, tmp_path).code == 3
    assert rows(tmp_path, "select kind from problems") == [("soft 404",)]


def test_links_that_change_the_portals_theme_or_language_are_not_asked(tmp_path: Path) -> None:
    menu = "".join(
        f"<li><a href='{href}'>Xem</a></li>"
        for href in (
            "/index.php?language=vi&amp;nv=news&amp;nvvithemever=m&amp;nv_redirect=abc",
            "/?nv_redirect=abc",
            "/en/news",
            "/users/login/",
            "/seek/?q=huyen",
            "/tin-tuc/print/khanh-thanh-1003.html",
        )
    )
    answers = news()
    home = page("Cổng thông tin", f"<ul class='menu'><li><a href='/tin-tuc'>Tin tức</a></li>{menu}</ul>")
    with site(answers | {"/": home}) as running:
        assert crawl(running.base, tmp_path).code == 0
    assert sorted(running.asked) == sorted(["/robots.txt", "/", "/tin-tuc", *(p for p in answers if "cong-trinh" in p)])


SITEMAP = (
    """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>"""
)


def sitemap(base: str, *paths: str) -> Told:
    urls = "".join(f"<url><loc>{base}{path}</loc></url>" for path in paths)
    return Told(SITEMAP.format(urls).encode(), headers={"Content-Type": "application/xml"})


def test_what_a_sitemap_names_and_no_list_does_is_fetched_and_the_difference_is_told(tmp_path: Path) -> None:
    answers = news()
    forgotten, dead = "/tin-tuc/bai-bo-quen-2001.html", "/tin-tuc/bai-da-mat-2002.html"
    answers[forgotten] = answers[ENTRY]
    base: list[str] = []

    def answer(path: str) -> Told | None:
        if path == "/robots.txt":
            text = f"User-agent: *\nDisallow: /cam/\nSitemap: {base[0]}/sitemap.xml\n"
            return Told(text.encode(), headers={"Content-Type": "text/plain"})
        if path == "/sitemap.xml":
            return sitemap(base[0], "/gioi-thieu", ENTRY, forgotten, dead)
        return answers.get(path)

    with site(answer) as running:
        base.append(running.base)
        ran = crawl(running.base, tmp_path)
    assert ran.code == 3
    assert value(tmp_path, "select count(*) from articles") == 7
    assert f"{running.base}/sitemap.xml names 3 articles, 2 of them in no list." in ran.out
    assert f"{running.base}/sitemap.xml names 1 article(s) that are neither listed nor stored" in ran.out
    assert_sound(tmp_path)


@pytest.mark.slow
def test_a_flood_limit_is_waited_for_and_nothing_is_lost(tmp_path: Path) -> None:
    answers = news(48)
    good: list[float] = []
    refused: list[float] = []
    text = "<title>Hãy đợi…</title><p>Bạn đã truy cập quá nhanh.</p><p>Hãy đợi thêm <span>3</span> giây</p>"

    def answer(path: str) -> Told | None:
        now = time.monotonic()
        if sum(1 for at in good if now - at < 3) >= 12:
            refused.append(now)
            return Told(text.encode(), 429)
        good.append(now)
        return answers.get(path)

    with site(answer) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 0, ran.out
    assert value(tmp_path, "select count(*) from articles") == 48
    met = [now for before, now in zip([0.0, *refused], refused, strict=False) if now - before > 2]
    assert len(met) <= 3, "the limit is met once, on a slow machine again, and then kept: not five times"
    assert rows(tmp_path, "select * from problems") == []
    assert_sound(tmp_path)


def test_a_cookie_of_a_domain_is_nobody_elses_business(tmp_path: Path) -> None:
    """Whether `vn` is a public suffix is no question for a server elsewhere; the proxy would hear of it."""
    told = {path: replace(each, headers={"Set-Cookie": "s=1; Domain=vn"}) for path, each in news().items()}
    with site(told) as portal, socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        outside = {**environment(), "HTTPS_PROXY": address, "TLDEXTRACT_CACHE": str(tmp_path / "suffixes")}
        command_line = command("crawl", portal.base, "--delay", 0, "--archive", tmp_path / "data")
        done = subprocess.run(command_line, env=outside, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        with pytest.raises(BlockingIOError):
            proxy.accept()
