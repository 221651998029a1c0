"""A portal that means harm: nothing outside it is asked, nothing it says steers a terminal, a page or a program."""

# ruff: noqa: E501 (one page, one line)
from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawl.tools import Ran, Site, Told, assert_equal_tables, assert_sound, crawl, news, page, queson, rows, site

pytestmark = pytest.mark.slow

TEXT = "<p>Ủy ban nhân dân huyện thông báo lịch tiếp công dân định kỳ của xã trong tháng này.</p>" * 3
SCRIPT = "<script>alert(1)</script>"
TITLES = {
    "escape": "Tin \x1b[31mđỏ\x1b[0m \x1b]0;x\x07 &#27;[2J &#155;31m",
    "markup": "Tin [red]đỏ[/red] [link=file:///etc/passwd]x[/link] {0} %s %(x)s",
    "lines": "Tin&#10;2020-01-01 ERROR root: giả&#13;mạo&#8232;dòng",
    "turned": "Tin \u202egnuht ýl\u202c \u2066ẩn\u2069 \u200bchữ",
    "sql": "Tin '); drop table articles; -- \" `x`",
    "csv": "=cmd|' /C calc'!A0",
    "html": f"Tin &lt;script&gt;alert(1)&lt;/script&gt; {SCRIPT} &lt;img src=x onerror=alert(1)&gt;",
    "path": "../../../../etc/passwd",
    "null": "Tin &#0; \x00 không",
    "long": "Tin dài " * 400,
}
GZIP = {"Content-Encoding": "gzip"}


def _article(title: str, body: str = TEXT) -> Told:
    html = f"<h1>{title}</h1><div class='date'>12/03/2020 08:30</div><div class='content'>{body}</div>"
    return page(title, html)


def _evil(path: str) -> dict[str, Told]:
    """Articles that are none, or too much of one: by what they do."""
    deep = "<div>" * 60_000
    return {
        "deep": _article("Tin lồng sâu", deep + TEXT),
        "links": _article("Tin nhiều liên kết", "".join(f"<a href='/x{n}?a={n}'>x</a>" for n in range(30_000))),
        "attributes": _article("Tin nhiều thuộc tính", f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>x</p>{TEXT}"),
        "one line": _article("Tin một dòng", f"<p>{'a' * 2_500_000}</p>"),
        "entities": Told(
            b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><html><body><h1>Tin</h1>&b;&b;</body></html>"
        ),
        "dates": _article("Tin nhiều ngày", "99/99/9999 " * 40_000),
        "marks": _article("Tin dấu", "a" + "\u0301" * 300_000),
        "noise": Told(bytes(range(256)) * 3000),
        "utf-16": Told("<h1>Tin</h1>".encode("utf-16"), headers={"Content-Type": "text/html; charset=utf-16"}),
        "charset": Told(b"<h1>Tin</h1>", headers={"Content-Type": "text/html; charset=\x1b[31m"}),
        "gzip bomb": Told(gzip.compress(bytes(100 << 20)), headers=GZIP),
        "torn gzip": Told(gzip.compress(b"<h1>x</h1>" * 500)[:40], headers=GZIP),
        "deflate bomb": Told(zlib.compress(bytes(100 << 20)), headers={"Content-Encoding": "deflate"}),
        "no gzip": Told(b"<h1>Tin</h1>", headers=GZIP),
        "unknown": Told(b"\x00\x01\x02", headers={"Content-Encoding": "x-secret"}),
        "loop": Told(b"", 302, {"Location": path.format("loop")}),
        "chain": Told(b"", 302, {"Location": "/chuoi/1-1"}),
        "to files": Told(b"", 302, {"Location": "file:///etc/passwd"}),
        "to scripts": Told(b"", 302, {"Location": "javascript:alert(1)"}),
        "to the machine": Told(b"", 301, {"Location": "http://127.0.0.1:22/"}),
        "to the cloud": Told(b"", 301, {"Location": "http://169.254.169.254/latest/meta-data/"}),
        "to a name": Told(b"", 301, {"Location": "http://localtest.me/"}),
        "to two lines": Told(b"", 302, {"Location": "/a%0d%0aSet-Cookie:%20x=1"}),
        "refresh": Told(b"<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/x'>"),
        "base": Told(b"<base href='http://127.0.0.1:9/'><h1>Tin</h1><a href='x.pdf'>x</a>" + TEXT.encode()),
        "frames": _article("Tin khung", "<iframe src='http://127.0.0.1:9/'></iframe><object data='file:///x'></object>" + TEXT),
        "pictures": _article(
            "Tin ảnh",
            TEXT + "".join(
                f"<img src='{url}' width=300>"
                for url in ("http://127.0.0.1:9/a.png", "file:///etc/passwd", "data:image/png;base64,AAAA", "//[::1]/a.png")
            ),
        ),
        "long header": Told(b"<h1>Tin</h1>", headers={"X-A": "a" * 60_000}),
        "many cookies": Told(b"<h1>Tin</h1>", headers={"Set-Cookie": "a=" + "b" * 5000 + "; domain=.vn"}),
        "wait for ever": Told(b"", 503, {"Retry-After": "99999999999999999999"}),
        "status": Told(b"x", 599),
        "nothing": Told(b""),
    }  # fmt: skip


@dataclass(frozen=True)
class Met:
    folder: Path
    ran: Ran
    seconds: float
    running: Site


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    path = "/tin-tuc/bai-{}.html"
    answers = news(2)
    numbered = {f"{name}": told for name, told in {**{k: _article(v) for k, v in TITLES.items()}}.items()}
    places: dict[str, str] = {}
    for number, name in enumerate((*numbered, *_evil(path)), 2001):
        places[name] = path.format(number)
    evil = _evil("/tin-tuc/bai-{}.html".replace("{}", places["loop"].rpartition("-")[2].removesuffix(".html")))
    for name, place in places.items():
        answers[place] = numbered.get(name) or evil[name]
    items = "".join(
        f"<li class='item'><h3><a href='{place}'>Bài viết số {n} của huyện: {name}</a></h3><span>12/03/2020</span></li>"
        for n, (name, place) in enumerate(places.items())
    )
    answers["/tin-tuc"] = page("Tin tức", f"<h2>Tin tức</h2><ul class='news-list'>{items}</ul>")
    menu = "".join(
        f"<li><a href='{url}'>Mục</a></li>" for url in ("javascript:x", "ftp://a/", "http://127.0.0.1:9/", "//x/")
    )
    answers["/"] = page(
        "Cổng \x1b[31m[red]thông tin",
        f"<ul class='menu'><li><a href='/tin-tuc'>Tin tức [/đỏ] [red]Sự kiện</a></li>{menu}</ul>",
    )

    def answer(asked: str) -> Told | None:
        if asked.startswith("/chuoi/"):
            return Told(b"", 302, {"Location": f"{asked}1"})
        return answers.get(asked)

    with site(answer) as running:
        began = time.monotonic()
        ran = crawl(running.base, folder, "--files")
        yield Met(folder, ran, time.monotonic() - began, running)


def test_the_crawl_ends_and_keeps_what_was_news(met: Met) -> None:
    assert met.ran.code == 3, met.ran.said
    assert met.seconds < 400  # what asks to be waited for is not: that alone would be longer
    stored = {title for (title,) in rows(met.folder, "select title from articles")}
    assert len(stored) >= len(TITLES)
    assert_sound(met.folder)


def test_what_it_says_steers_no_terminal_and_forges_no_line(met: Met) -> None:
    said = met.ran.said
    for arguments in (("status",), ("status", "--json"), ("search", "Tin"), ("search", "Tin", "--json")):
        said += queson(*arguments, "--archive", met.folder).said
    assert not set(said) & set("\x1b\x07\x00\x9b\u202e\u2066\u200b\u2028\r")
    assert "[red]đỏ[/red]" in said  # said as it stands, in no colour
    assert "Tin tức [/đỏ] [red]Sự kiện" in said
    assert not [line for line in met.ran.err.splitlines() if line.startswith("2020-01-01 ERROR")]
    json.loads(queson("search", "Tin", "--json", "--archive", met.folder).out)


def test_what_is_stored_is_text_and_nothing_else(met: Met) -> None:
    for table in ("articles", "problems", "portals", "categories", "list_entries", "attachments", "images"):
        with sqlite3.connect(met.folder / "archive.db") as db:
            for row in db.execute(f"select * from {table}"):
                for value in row:
                    if isinstance(value, str):
                        assert not set(value) & set("\x00\x1b\x07\x9b\u202e\u2066"), (table, value[:100])
                        value.encode("utf-8")
        db.close()
    titles = rows(met.folder, "select title from articles where title like '%drop table%'")
    assert len(titles) == 1


def test_a_table_made_of_it_is_read_back_as_it_was(met: Met) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows(met.folder, "select key, title from articles"))
    out.seek(0)
    assert len(list(csv.reader(out))) == len(rows(met.folder, "select 1 from articles"))


def test_nothing_outside_the_portal_is_asked(met: Met) -> None:
    hosts = {
        re.sub(r"^https?://([^/]*)/.*", r"\1", url) for (url,) in rows(met.folder, "select distinct url from captures")
    }
    assert hosts == {met.running.base.removeprefix("http://")}
    assert sum(path.startswith("/chuoi/") for path in met.running.asked) <= 20
    elsewhere = rows(met.folder, "select count(*) from problems where kind = 'another site'")
    assert elsewhere[0][0] >= 3


def test_it_is_all_read_again_from_what_was_kept(met: Met, tmp_path: Path) -> None:
    ran = queson("rebuild", "--archive", met.folder, "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(met.folder, tmp_path / "anew")
