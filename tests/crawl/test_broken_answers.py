"""An answer that never comes whole is asked for as often as the rule says, however many ways lead to it."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from queson_crawler.understand.tasks import MAX_ATTEMPTS
from tests.crawl.tools import Told, crawl, news, page, rows, site

WHOLE = gzip.compress(b"<html><body>" + b"<p>Tin t\xe1\xbb\xa9c</p>" * 500)
BROKEN = {
    "cut gzip": Told(WHOLE[: len(WHOLE) // 2], headers={"Content-Encoding": "gzip"}),
    "garbled gzip": Told(WHOLE[:60] + b"\xff" * 200 + WHOLE[60:], headers={"Content-Encoding": "gzip"}),
    "no gzip at all": Told(b"\x00\x01\x02" * 300, headers={"Content-Encoding": "gzip"}),
    "unknown encoding": Told(b"\x8f" * 900, headers={"Content-Encoding": "zstd, br, gzip"}),
    "binary": Told(bytes(range(256)) * 8),
    "fewer bytes than promised": Told(b"<html>", headers={"Content-Length": "90000", "Connection": "close"}),
    "failing": Told(b"<h1>500</h1>", 500),
}
"""Answers that hold nothing, each time the same."""


def answers() -> dict[str, Told]:
    """A portal whose menu, lists, home page, sitemap and other articles all lead to everything."""
    told = news(8)
    articles = [path for path in told if path.endswith(".html")]
    items = "".join(
        f"<li class='item'><h3><a href='{path}?m={{}}'>Bài {path[-9:-5]}</a></h3></li>" for path in articles
    )
    names = ("/tin-tuc", "/thong-bao", "/van-hoa")
    menu = "".join(f"<li><a href='{name}'>Tin {name[1:]}</a></li>" for name in names)
    told["/"] = page("Cổng", f"<ul class='menu'>{menu}</ul><ul>{items.replace('{}', '0')}</ul>")
    for number, name in enumerate(names[1:], 1):
        told[name] = page(name, f"<h2>{name}</h2><ul class='news-list'>{items.replace('{}', str(number))}</ul>")
    told["/robots.txt"] = Told(b"Sitemap: {base}/sitemap.xml\n", headers={"Content-Type": "text/plain"})
    urls = "".join(f"<url><loc>{{base}}{path}</loc></url>" for path in articles)
    told["/sitemap.xml"] = Told(f"<urlset>{urls}</urlset>".encode(), headers={"Content-Type": "application/xml"})
    return told


def of(path: str) -> str:
    """What is asked for, under whatever parameters."""
    return path.partition("?")[0]


@pytest.mark.parametrize("told", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("place", ["an article", "a list", "the sitemap"])
def test_what_never_comes_whole_is_asked_for_as_often_as_the_rule_says(tmp_path: Path, told: Told, place: str) -> None:
    found = answers()
    path = {"an article": list(news(8))[3], "a list": "/thong-bao", "the sitemap": "/sitemap.xml"}[place]

    def answer(asked: str) -> Told | None:
        return told if of(asked) == path else found.get(asked) or found.get(of(asked))

    with site(answer) as running:
        for each in ("/sitemap.xml", "/robots.txt"):
            body = found[each].body.replace(b"{base}", running.base.encode())
            found[each] = replace(found[each], body=body)
        ran = crawl(f"{running.base}/", tmp_path / "data")
        asked = Counter(running.asked)
        times = sum(count for each, count in asked.items() if of(each) == path)
    assert "Traceback" not in ran.said
    addresses = {each for each in asked if of(each) == path}
    assert addresses
    assert max(count for each, count in asked.items() if of(each) == path) <= MAX_ATTEMPTS, asked
    assert times <= MAX_ATTEMPTS + len(addresses) - 1, asked
    if place == "an article":
        assert rows(tmp_path / "data", "select 1 from problems where url like ?", f"%{path}%")
