"""The reading room: every page in both languages and as data; whatever a portal wrote does nothing there."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from lxml import etree, html

from archive.datasette import base
from archive.datasette.base import article_path
from archive.datasette.sanitize import harmless
from archive.notes import Note
from archive.records import Attachment, Image, Page, PortalRecord, RunStart
from archive.store import Archive
from archive.warc import Exchange, WarcWriter
from tests.archive.make import article, capture
from tests.conftest import ROOT
from tests.crawl.tools import Crawled, value
from tests.harness.processes import python, start

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
HOSTILE_PAGE = """<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=http://evil.example/">
<base href="http://evil.example/"><link rel="stylesheet" href="http://evil.example/a.css">
<style>@import "http://evil.example/b.css"; body { background: url(http://evil.example/c.png) }</style></head>
<body onload="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)" target="_top">x</a>
<form action="http://evil.example/"><button formaction="http://evil.example/">y</button></form>
<svg onload="alert(4)"><script>alert(5)</script></svg><iframe src="http://evil.example/"></iframe>
<object data="http://evil.example/"></object><img src="http://evil.example/p.png" srcset="http://evil.example/q.png 2x">
<p style="background:url(http://evil.example/d.png);width:expression(alert(6))">Văn bản của trang</p></body></html>"""


def served(folder: Path) -> Datasette:
    return Datasette([str(folder / "archive.db")])


async def get(datasette: Datasette, path: str, **headers: str) -> str:
    answer = await datasette.client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[-500:])
    return str(answer.text)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """One article whose every text is an attack, and the page it was read from."""
    folder = tmp_path / "data"
    with Archive.open(folder) as archive:
        run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        record = PortalRecord("queson", title=EVIL, base_url="javascript:alert(1)", owner=EVIL)
        with WarcWriter(archive.warc, software="test", find_payload=archive.find_payload, name="queson") as writer:
            exchange = Exchange(
                "http://queson.example/1", "GET", (), b"", 200, "OK", (("Content-Type", "text/html"),),
                HOSTILE_PAGE.encode(), "", "2026-01-01T00:00:00Z", Note(run, 1),
            )  # fmt: skip
            place = writer.write(exchange)
        at = {"warc_file": place.file, "warc_offset": place.offset, "warc_length": place.length, "sha256": place.sha256}
        shown = article(
            "1/../?#&<b>", title=EVIL, lead=EVIL, body=f"{EVIL}\n\n{EVIL}", author=EVIL, source=EVIL,
            published_raw=EVIL, images=(Image("javascript:alert(1)", EVIL),),
            attachments=(Attachment("data:text/html,x", EVIL),),
            urls=("javascript:alert(1)",),
        )  # fmt: skip
        archive.store(Page(run, capture(1, run, **at), portal=record, article=shown))
    return folder


def assert_harmless(text: str) -> None:
    """Nothing runs, and links lead to the room itself or to the web."""
    page = html.document_fromstring(text.encode())
    for element in page.iter(etree.Element):
        assert element.tag not in ("script", "object", "embed", "base"), text
        assert not [name for name in element.attrib if name.startswith("on")], text
        for name in ("href", "src", "action"):
            assert re.match(r"(?:/|https?:|#|data:,$|$)", element.get(name, "")), element.get(name)


async def test_every_page_speaks_both_languages(complete: Crawled) -> None:
    room = served(complete.folder)
    key = value(complete.folder, "select key from articles order by id limit 1")
    category = value(complete.folder, "select min(id) from categories where id > 0")
    portal = value(complete.folder, "select slug from portals")
    paths = (
        "/", "/-/search?q=xa", f"/-/portal/{portal}", f"/-/category/{category}", f"/-/article/{quote(key)}",
        "/-/capture/1", f"/-/cite/{quote(key)}",
    )  # fmt: skip
    for path in paths:
        joint = "&" if "?" in path else "?"
        assert '<html lang="vi">' in await get(room, f"{path}{joint}lang=vi")
        assert '<html lang="en">' in await get(room, path, **{"accept-language": "fr, en-GB;q=0.8, vi;q=0.2"})
        json.loads(await get(room, f"{path}{joint}_format=json"))
        assert (await get(room, f"{path}{joint}_format=csv")).startswith("\ufeff")


async def test_a_search_finds_with_and_without_marks_and_tells_the_same_as_data(complete: Crawled) -> None:
    room = served(complete.folder)
    title, key = next(iter(complete.portal.truth())).title, ""
    word = max(title.split(), key=len)
    page = await get(room, f"/-/search?q={quote(word)}")
    assert "<mark>" in page
    rows = json.loads(await get(room, f"/-/search?q={quote(word)}&_format=json"))
    assert rows["total"] == len(rows["rows"]) > 0
    key = rows["rows"][0]["key"]
    assert key in await get(room, f"/-/search?q={quote(word)}&_format=csv")
    feed = ElementTree.fromstring(await get(room, f"/-/search?q={quote(word)}&_format=atom"))
    assert f"urn:queson:{key}" in [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert "Không tìm thấy" in await get(room, "/-/search?q=zzzzqqq&lang=vi")
    assert 'class="bar other"' in await get(room, f"/-/search?q={quote(word)}&vs=xa")


async def test_an_article_is_shown_as_it_was_published(complete: Crawled) -> None:
    room = served(complete.folder)
    for told in complete.portal.truth()[:5]:
        key = value(complete.folder, "select key from articles where native_id = ?", told.native_id)
        page = await get(room, f"/-/article/{quote(key)}")
        for text in (told.title, told.lead, *told.body.split("\n\n")[:1]):
            assert text.split("\n")[0] in page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        number = value(complete.folder, "select min(id) from captures where article_id is not null")
        assert "sandbox" in (await room.client.get(f"/-/captured/{number}")).headers["content-security-policy"]


async def test_nothing_a_portal_wrote_does_anything(hostile: Path) -> None:
    room = served(hostile)
    key = value(hostile, "select key from articles")
    of_article = (article_path(key), article_path(key).replace("article", "cite", 1))
    for path in ("/", "/-/search?q=alert", "/-/portal/queson", *of_article, "/-/capture/1"):
        assert_harmless(await get(room, path))
    ElementTree.fromstring(await get(room, "/-/search?q=alert&_format=atom"))
    csv = await get(room, "/-/search?q=alert&_format=csv")
    assert "=alert" in csv


async def test_a_captured_page_is_shown_disarmed(hostile: Path) -> None:
    answer = await served(hostile).client.get("/-/captured/1")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Văn bản của trang" in answer.text
    assert "evil.example" not in answer.text
    assert "alert" not in answer.text


def test_pages_of_any_kind_can_be_shown(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create table images (url text, capture_id integer)")
        for body in (
            b"",
            b"\0\0",
            b"<",
            b"%PDF-1.4",
            "Quế Sơn".encode("utf-16"),
            b"<html><body><p>x" * 5000,
            b"\xff" * 99,
        ):
            assert harmless(db, "http://a.vn/", body).startswith("<!DOCTYPE html")


async def test_what_is_not_there_is_told_friendly(complete: Crawled, tmp_path: Path) -> None:
    room = served(complete.folder)
    for path in ("/-/article/a/b", "/-/portal/x", "/-/category/999999", "/-/capture/99999999", "/-/cite/x/1"):
        answer = await room.client.get(path, headers={"accept-language": "vi"})
        assert answer.status_code == 404
        assert "Kho lưu trữ không có trang này" in answer.text
    with Archive.open(tmp_path / "empty"):
        pass
    assert "queson crawl" in await get(served(tmp_path / "empty"), "/?lang=en")


async def test_datasettes_own_pages_stay(complete: Crawled) -> None:
    room = served(complete.folder)
    assert "articles" in await get(room, "/archive")
    assert json.loads(await get(room, "/archive/articles.json?_shape=array&_size=1"))
    assert json.loads(await get(room, "/archive.json?sql=select+1+as+one&_shape=array")) == [{"one": 1}]


WRITER = """
import select, sys
from pathlib import Path
from archive.notes import Note
from archive.records import Page, PortalRecord, RunStart
from archive.store import Archive
from tests.archive.make import article, capture, listed
with Archive.open(Path(sys.argv[1])) as archive:
    run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
    archive.store(Page(run, portal=PortalRecord("queson", "Quế Sơn")))
    for each in range(1, 301):
        archive.store(Page(run, capture(2 * each, run), article=article(str(each), published_at=f"{2000 + each % 25}")))
        archive.store(listed(2 * each + 1, str(each), run=run))
    number = 700
    while not select.select([sys.stdin], [], [], 0)[0]:
        archive.store(listed(number, "1", run=run))
        number += 1
"""
"""Stores articles, and then goes on until its input is closed."""


async def test_readers_see_no_error_while_another_process_writes(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Archive.open(folder):
        pass
    room, asked = served(folder), 0
    paths = (
        "/", "/-/search?q=que+son", "/-/article/queson/1", "/-/portal/queson", "/-/category/3",
        "/archive/articles.json?_size=5",
    )  # fmt: skip
    with start(python("-c", WRITER, folder), cwd=ROOT, stdin=subprocess.PIPE) as writer:
        assert writer.stdin is not None
        while asked <= len(paths) * 5:
            assert writer.poll() is None
            base._remembered.clear()
            for path in paths:
                answer = await room.client.get(path)
                assert answer.status_code in ((200, 404) if path[-2:] in ("/1", "/3", "on") else (200,)), answer.text
                asked += 1
        writer.stdin.close()
        assert writer.wait() == 0
    base._remembered.clear()
    assert json.loads(await get(room, "/-/search?q=que+son&_format=json"))["total"] == 300
    assert json.loads(await get(room, "/?_format=json"))["held"]["articles"] == 300
