"""Each page of the reading room tells what the archive holds, in both languages and as data."""

import asyncio
import csv
import json
import re
import socket
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pyarrow.parquet
import pytest
from click.testing import CliRunner
from datasette.app import Datasette
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from archive.datasette import apart, base, charts, sanitize, serving
from archive.datasette.base import article_path
from archive.datasette.guard import bound
from archive.datasette.serving import described, room
from archive.datasette.words import day, number, percent, words
from archive.dictionary import queries
from archive.exchange.feed import atom
from archive.records import Outcome, Page, RunStart
from archive.search import Query
from archive.store import Archive
from queson_crawler.cli import main
from tests.archive.rich import ODD, OTHER, SITE, Keeper, hostile, png, rich
from tests.harness.processor import within

LANGUAGES = {"vi": "vi-VN,vi;q=0.9,en;q=0.5", "en": "fr, en-GB;q=0.8, vi;q=0.2"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich(tmp_path_factory.mktemp("rich") / "data")


@pytest.fixture
def served(folder: Path) -> Datasette:
    with Archive.open(folder) as archive:
        about = described(archive)
    base._remembered.clear()
    return room(folder / "archive.db", about)


async def get(datasette: Datasette, path: str, status: int = 200, **headers: str) -> str:
    answer = await datasette.client.get(path, headers=headers)
    assert answer.status_code == status, (path, answer.status_code, answer.text[-500:])
    return str(answer.text)


async def tree(datasette: Datasette, path: str, **headers: str) -> Any:
    return html.document_fromstring(
        (await get(datasette, path, **headers)).encode(), parser=html.HTMLParser(encoding="utf-8")
    )


def text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


PATHS = (
    "/", "/-/search", "/-/search?q=cau", "/-/search?q=cau&vs=duong", "/-/search?portal=queson", "/-/search?q=zzzz",
    "/-/fleet", "/-/fleet?sort=-articles&q=que",
    "/-/portal/queson", "/-/portal/duyxuyen", "/-/category/1", "/-/article/queson/1", "/-/article/queson/1?revision=1",
    "/-/article/queson/1?revision=2", "/-/capture/1", "/-/capture/8", "/-/capture/9", "/-/cite/queson/1",
    article_path(f"queson/{ODD}"), article_path(f"queson/{ODD}", "cite"),
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_speaks_both_languages_and_is_data_too(served: Datasette, path: str) -> None:
    joint = "&" if "?" in path else "?"
    for lang, accepted in LANGUAGES.items():
        page = await get(served, path, **{"accept-language": accepted})
        assert f'<html lang="{lang}">' in page
        assert await get(served, f"{path}{joint}lang={lang}", **{"accept-language": LANGUAGES["vi"]})
        assert "{}" not in page
        assert "built-in" not in page
    switched = await tree(served, f"{path}{joint}lang=en")
    inner = [a.get("href") for a in switched.iter("a") if (a.get("href") or "").startswith("/-/")]
    kept = [href for href in inner if not re.match(r"/-/(file|captured)/", href)]
    assert all("lang=en" in href or href == switched.xpath("//a[@class='lang']/@href")[0] for href in kept)
    assert isinstance(json.loads(await get(served, f"{path}{joint}_format=json")), dict)
    lines = list(csv.reader((await get(served, f"{path}{joint}_format=csv")).removeprefix("\ufeff").splitlines()))
    assert len(lines[0]) >= 1


async def test_home_says_what_there_is_and_how_it_stands(served: Datasette) -> None:
    page = await tree(served, "/", **{"accept-language": "en"})
    said = text(page)
    assert "7 articles" in text(page.xpath("//dl[@class='held']")[0]).replace("articles 7", "7 articles")
    for part in ("2012–2019", "Complete: 1 of 2 portals", "1 alarms", "Khánh thành cầu Bà Rén", "Huyện Duy Xuyên"):
        assert part in said
    seen = json.loads(await get(served, "/?_format=json"))
    months = dict(seen["months"])
    assert (next(iter(months)), list(months)[-1]) == ("2012-03", "2019-06")
    assert len(months) == 12 * 7 + 4
    assert sum(months.values()) == seen["held"]["articles"] == 7
    assert [each["slug"] for each in seen["portals"]] == ["queson", "duyxuyen"]


async def test_a_search_is_narrowed_counted_sorted_and_compared(served: Datasette) -> None:
    page = await tree(served, "/-/search?q=cau", **{"accept-language": "vi"})
    assert "2 kết quả" not in text(page)  # the copy is folded under its original
    assert [text(each) for each in page.xpath("//ol[@class='hits']//h2")] == ["Khánh thành cầu Bà Rén"]
    assert "cầu" in [text(each).lower() for each in page.iter("mark")]
    both = json.loads(await get(served, "/-/search?q=cau&copies=all&_format=json"))
    assert {row["key"] for row in both["rows"]} == {"queson/1", "duyxuyen/77"}
    only = json.loads(await get(served, "/-/search?q=cau&copies=all&portal=duyxuyen&_format=json"))
    assert [row["key"] for row in only["rows"]] == ["duyxuyen/77"]
    dated = json.loads(await get(served, "/-/search?q=duong&sort=date&since=2013&until=2016&_format=json"))
    assert [row["date"][:4] for row in dated["rows"]] == ["2016", "2014", "2013"]
    chips = await tree(served, "/-/search?q=duong&portal=queson&since=2013", **{"accept-language": "en"})
    shown = [text(each) for each in chips.xpath("//ul[@class='chosen']/li")]
    assert shown[:2] == ["Portal: Huyện Quế Sơn ×", "From: 2013 ×"]
    assert chips.xpath("//ul[@class='chosen']/li/a/@href")[0] == "/-/search?q=duong&since=2013"
    trend = await tree(served, "/-/search?q=duong&vs=cau")
    assert len(trend.xpath("//*[@class='bar']")) == len(trend.xpath("//*[@class='bar other']")) == 8


async def test_what_is_exported_is_exactly_the_result(served: Datasette) -> None:
    path = "/-/search?q=duong&sort=date"
    page = await tree(served, path)
    titles = [text(each) for each in page.xpath("//ol[@class='hits']//h2")]
    lines = list(csv.DictReader((await get(served, f"{path}&_format=csv")).removeprefix("\ufeff").splitlines()))
    rows = json.loads(await get(served, f"{path}&_format=json"))
    assert [row["title"] for row in lines] == [row["title"] for row in rows["rows"]] == titles
    assert (rows["total"], rows["more"], len(titles)) == (len(lines), False, 5)
    assert lines[0]["author"] == "Lê Hoà"
    feed = ElementTree.fromstring(await get(served, f"{path}&_format=atom"))
    name = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{name}title") for entry in feed.iter(f"{name}entry")] == titles
    for moment in feed.iter(f"{name}updated"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", moment.text or ""), moment.text


FILTERS = (
    {"words": "duong"}, {"words": "đường NOT cầu"}, {"words": "cau", "fold_copies": False},
    {"words": "duong", "portal": "queson", "since": "2013", "until": "2016"}, {"words": "", "author": "le hoa"},
    {"words": "khong bai nao co het may chu nay dau duong", "near": True},
)  # fmt: skip


@pytest.mark.parametrize("chosen", FILTERS)
async def test_the_room_exports_what_the_command_exports(
    chosen: dict[str, Any], served: Datasette, folder: Path, tmp_path: Path
) -> None:
    asked = {"q": chosen["words"], **{name: each for name, each in chosen.items() if isinstance(each, str)}}
    asked |= {} if chosen.get("fold_copies", True) else {"copies": "all"}
    asked |= {"near": "1"} if chosen.get("near") else {}
    path = f"/-/search?{urlencode(asked)}&_format="
    options = [f"--{name}={each}" for name, each in chosen.items() if name != "words" and isinstance(each, str)]
    options += ["--fold-copies"] if chosen.get("fold_copies", True) else []
    options += ["--near"] if chosen.get("near") else []
    for form in ("csv", "parquet"):
        target = tmp_path / form
        told = ["export", form, *options, "--archive", str(folder), "--out", str(target), "--", chosen["words"]]
        assert CliRunner().invoke(main, told).exit_code == 0
    csv_text = (await get(served, path + "csv")).removeprefix("\ufeff")
    assert sorted(csv.reader(csv_text.splitlines())) == sorted(
        csv.reader((tmp_path / "csv").read_text("utf-8").splitlines())
    )
    tables = [(await served.client.get(path + "parquet")).content, (tmp_path / "parquet").read_bytes()]
    one, other = (pyarrow.parquet.read_table(BytesIO(each)) for each in tables)
    assert one.schema.equals(other.schema)
    assert one.sort_by("key").to_pylist() == other.sort_by("key").to_pylist()
    ranked = json.loads(await get(served, path + "json"))["rows"]
    assert one["key"].to_pylist() == [row["key"] for row in ranked]
    assert ranked


async def test_a_feed_of_everything_holds_the_newest_articles_and_is_that_of_the_command(
    served: Datasette, folder: Path
) -> None:
    name = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(await get(served, "/-/search?_format=atom&copies=all"))
    entries = list(feed.iter(f"{name}entry"))
    assert len(entries) == 7
    dates = [entry.findtext(f"{name}published") or "" for entry in entries]
    assert dates == sorted(dates, reverse=True)
    with Archive.open(folder) as archive:
        same = ElementTree.fromstring("".join(atom(archive.db.conn, Query("", fold_copies=False), 50)))
    assert [each.findtext(f"{name}id") for each in entries] == [
        each.findtext(f"{name}id") for each in same.iter(f"{name}entry")
    ]
    for entry in entries:
        (own, via) = entry.findall(f"{name}link")
        assert re.match(r"http://localhost/-/article/", own.get("href") or "")
        assert re.match(r"https?://|about:blank", via.get("href") or "")
        assert entry.findtext(f"{name}author/{name}name")


async def test_a_trend_is_told_as_counts_or_as_the_share_of_each_years_articles(served: Datasette) -> None:
    page = await tree(served, "/-/search?q=duong&vs=cau&trend=share&portal=queson", **{"accept-language": "en"})
    table = page.xpath("//section[@class='trend']//table")[0]
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in table.xpath(".//tbody/tr")}
    assert rows["2013"] == ["1", "100.0%", "0", "0.00%", "1"]
    assert rows["2019"] == ["0", "0.00%", "1", "100.0%", "1"]
    assert rows["2015"] == ["0", "0.00%", "0", "0.00%", "0"]
    titles = [each.text for each in page.xpath("//section[@class='trend']//*[local-name()='title']")]
    assert "2013: 100.0%" in titles
    counts = await tree(served, "/-/search?q=duong&trend=share&since=2013-02-01")
    assert counts.xpath("//section[@class='trend']")
    assert not counts.xpath("//section[@class='trend']/p[@class='sort']"), "a part of a year is no year"
    assert (percent(1_234_567 // 100, "vi"), percent(125_000, "en")) == ("1,23 %", "12.5%")


async def test_a_query_that_finds_little_is_asked_back(served: Datasette) -> None:
    page = await tree(served, "/-/search?q=khanh+thnah", **{"accept-language": "en"})
    assert page.xpath("//p[@class='meant']//a/@href") or "Nothing was found" in text(page)
    assert "Không tìm thấy bài nào" in await get(served, "/-/search?q=zzzzqq&lang=vi")


async def test_an_article_shows_all_that_hangs_on_it(served: Datasette) -> None:
    page = await tree(served, "/-/article/queson/1", **{"accept-language": "en"})
    said = text(page)
    for part in (
        "Cây cầu nối hai xã.", "Sáng 5/6, bà Trần Thị Bình dự", "5 Jun 2019, 08:30", "Lê Hoà", "Báo Quảng Nam",
        "2019-06-05T08:30:00+07:00", "“05/06/2019 08:30 SA”", "Tin hoạt động", "40 views", "Quyết định 1117/QĐ-UBND",
        "Điều 1. Phê duyệt", "The same text elsewhere", "Revision 2", "3 addresses",
    ):  # fmt: skip
        assert part in said, part
    assert len(page.xpath("//div[@class='body']/p")) == 2
    assert page.xpath("//img/@src") == ["/-/file/8"]
    assert "/-/article/duyxuyen/77" in page.xpath("//aside//a/@href")
    assert "javascript:" not in " ".join(page.xpath("//@href"))
    for link in page.xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer"
    assert page.xpath("//*[@class='dot']")


async def test_an_earlier_revision_is_shown_with_what_changed(served: Datasette) -> None:
    first = await tree(served, "/-/article/queson/1?revision=1")
    assert "ông Nguyễn Văn An" in text(first.xpath("//div[@class='body']")[0])
    second = await tree(served, "/-/article/queson/1?revision=2")
    assert [text(each) for each in second.iter("del")] == ["ông Nguyễn Văn An", "30"]
    assert [text(each) for each in second.iter("ins")] == ["bà Trần Thị Bình", "45"]
    data = json.loads(await get(served, "/-/article/queson/1?revision=2&_format=json"))
    assert {piece["kind"] for piece in data["changed"]["body"]} == {"same", "gone", "new"}
    await get(served, "/-/article/queson/1?revision=3", 404)


async def test_copies_and_lost_articles_say_so(served: Datasette) -> None:
    copy = await tree(served, "/-/article/duyxuyen/77", **{"accept-language": "en"})
    assert "This article repeats: Khánh thành cầu Bà Rén" in text(copy)
    lost = await get(served, "/-/article/queson/gone-9?lang=en")
    assert "The portal no longer shows this article since 5 Jan 2026" in lost


async def test_a_portal_says_in_plain_words_what_is_missing(served: Datasette) -> None:
    page = text(await tree(served, "/-/portal/queson", **{"accept-language": "en"}))
    for part in (
        "UBND huyện Quế Sơn", "Đông Phú", "0235 3885 001", "author is filled in 2 of 9",
        "Tin hoạt động: the portal declares 9 articles and lists 1", "A hatched cell holds no article",
    ):  # fmt: skip
        assert part in page, part
    page = text(await tree(served, "/-/portal/duyxuyen", **{"accept-language": "vi"}))
    assert "đầy đủ" in page
    heat = (await tree(served, "/-/portal/queson")).xpath("//table[@class='heat']")[0]
    assert [text(each) for each in heat.xpath(".//thead//th")][1:-1] == [str(year) for year in range(2012, 2020)]
    assert [each.get("class") for each in heat.xpath(".//td")][3] == "h0"  # 2015


async def test_a_captured_page_shows_its_pictures_from_the_archive(served: Datasette) -> None:
    number = json.loads(await get(served, "/-/article/queson/1?_format=json"))["article"]["revisions"][0]["capture_id"]
    page = html.document_fromstring(await get(served, f"/-/captured/{number}"))
    assert page.xpath("//img/@src") == ["/-/file/8"]
    assert not page.xpath("//@onclick")
    answer = await served.client.get("/-/file/8")
    assert (answer.content, answer.headers["content-type"]) == (png(), "image/png")
    pdf = await served.client.get("/-/file/9")
    assert pdf.headers["content-disposition"] == "attachment; filename*=UTF-8''qd.pdf"
    assert pdf.headers["content-type"] == "application/octet-stream"


def test_a_captured_page_wears_the_styles_that_were_captured_and_nothing_else(tmp_path: Path) -> None:
    sheet = b"h1 { color: red; background: url(http://evil.example/x.png) } @import 'http://evil.example/y.css'; "
    sheet += b"</style><script>alert(1)</script> \\3c/style>\\3cimg src=x> p { color: blue }"
    page = """<base href="/bai/"><link rel="StyleSheet" media="screen" href="../kieu.css?v=1">sau
        <link rel="alternate stylesheet" href="../kieu.css?v=1"><link rel=stylesheet href="http://other.example/b.css">
        <style>b{background:url(http://evil.example/)} \\3c/style>\\3cscript>alert(2)</style><p>Quế Sơn"""
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        keeper = Keeper(archive)
        with keeper.writer:
            shown = keeper.capture(run, f"{SITE}/kieu.css?v=1", sheet, kind="text/css", role="other")
            archive.store(Page(run, shown))
        made = sanitize.harmless(archive.db.conn, f"{SITE}/bai-1", page.encode())
    tree = html.document_fromstring(made)
    styles = tree.xpath("//style")
    assert len(styles) == 2
    assert styles[0].get("media") == "screen"
    assert "color: red" in styles[0].text
    assert "p { color: blue }" in styles[0].text
    assert "evil.example" not in made
    assert not tree.xpath("//script | //img | //link | //base")
    assert "sau" in made


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Quế Sơn".encode(), "Quế Sơn"),
        ("\ufeffQuế Sơn".encode("utf-16"), "Quế Sơn"),
        ('<meta charset="windows-1252">café'.encode("cp1252"), "café"),
        ("Huyê\u0323n".encode("cp1258"), "Huyê\u0323n"),
        (b'<meta charset="zlib">x', "x"),
        ("Sơ".encode()[:-1] + b"\xc6", "S"),
    ],
)
def test_captured_pages_are_read_in_the_encoding_they_are_in(body: bytes, shown: str) -> None:
    assert shown in sanitize.decoded(body).decode()


def test_a_page_made_to_take_minutes_takes_seconds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x"  # 10 s and more
    file = str(folder / "archive.db")
    with monkeypatch.context() as hasty:
        hasty.setattr(apart, "SECONDS", 1)
        assert apart.shown(file, f"{SITE}/1", crowded, "") is None
    monkeypatch.setattr(apart, "START", 600)  # on a busy machine a process may be long in starting
    monkeypatch.setattr(apart, "SECONDS", 60)
    large = b"<p>" + "Quế Sơn ".encode() * 40_000 + b"<img src=/anh.png><script>x</script>"
    page = apart.shown(file, f"{SITE}/1", large, "/kho") or ""
    assert "Quế Sơn" in page
    assert 'src="/kho/-/file/8"' in page
    assert "script" not in page


async def test_pages_that_are_not_there_are_friendly(served: Datasette, tmp_path: Path) -> None:
    for path in ("/-/article/a/b", "/-/portal/x", "/-/category/99", "/-/capture/9999", "/-/cite/x/1", "/-/file/9999"):
        assert re.search("Kho lưu trữ không có trang này|Không đọc được bản lưu", await get(served, path, 404))
        assert 'role="search"' in await get(served, path, 404, **{"accept-language": "en"})
    assert "Không tìm thấy · Not found" in await get(served, "/nowhere", 404)
    with Archive.open(tmp_path / "empty"):
        pass
    empty = Datasette([str(tmp_path / "empty/archive.db")])
    assert "queson crawl ADDRESS" in await get(empty, "/?lang=en")
    assert "queson crawl ĐỊA-CHỈ" in await get(empty, "/", **{"accept-language": "vi"})
    assert "Không tìm thấy bài nào" in await get(empty, "/-/search?q=a&lang=vi")


async def test_an_archive_that_cannot_be_read_now_is_told_of_friendly(
    folder: Path, served: Datasette, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE_MS", 0)
    monkeypatch.setattr("datasette.utils.time.perf_counter", iter(range(10**9)).__next__)
    assert "This took too long" in await get(served, "/-/portal/queson?lang=en", 503)
    monkeypatch.undo()
    (tmp_path / "archive.db").write_bytes((folder / "archive.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as db:
        db.execute("drop table month_counts")
    old = Datasette([str(tmp_path / "archive.db")])
    assert "An older queson made this archive" in await get(old, "/?lang=en", 503)
    assert "Kho này do một phiên bản queson cũ hơn tạo ra" in await get(old, "/?lang=vi", 503)


@pytest.mark.slow
async def test_a_locked_archive_is_told_of_friendly(tmp_path: Path) -> None:
    with Archive.open(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        db.execute("pragma journal_mode = delete")
    busy = Datasette([str(tmp_path / "archive.db")], settings={"num_sql_threads": 1})
    await get(busy, "/")
    base._remembered.clear()
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as db:
        await busy.get_database("archive").execute_fn(lambda conn: conn.execute("pragma busy_timeout = 50"))
        db.execute("begin exclusive")
        assert "The archive is busy" in await get(busy, "/?lang=en", 503)
        assert "Kho đang bận" in await get(busy, "/-/search?q=a&lang=vi", 503)


async def test_an_archive_that_was_replaced_is_read_anew(folder: Path, tmp_path: Path) -> None:
    for name in ("old", "new"):
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            db.execute("vacuum into ?", (str(tmp_path / name),))
    with closing(sqlite3.connect(tmp_path / "new", isolation_level=None)) as db:
        db.execute("update articles set title = 'Đã xây dựng lại' where key = 'queson/1'")
    (tmp_path / "archive.db").write_bytes((tmp_path / "old").read_bytes())
    running = room(tmp_path / "archive.db", {})
    paths = ["/-/article/queson/1"] * 12
    await asyncio.gather(*(get(running, path) for path in paths))  # every thread has it open
    (tmp_path / "new").replace(tmp_path / "archive.db")
    for page in await asyncio.gather(*(get(running, path) for path in paths)):
        assert "Đã xây dựng lại" in page
    (tmp_path / "archive.db").unlink()
    assert "There is no archive here" in await get(running, "/-/article/queson/1?lang=en", 503)


async def test_who_asks_while_the_room_starts_up_waits_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slowly(datasette: Datasette) -> object:
        await asyncio.sleep(0.1)
        return await base.database(datasette)

    monkeypatch.setattr("archive.datasette.archive_of", slowly)
    running = room(folder / "archive.db", {})
    await asyncio.gather(*(get(running, "/-/article/queson/1") for _ in range(12)))


@pytest.mark.parametrize("size", [0.5, 0])
async def test_a_file_that_is_no_archive_is_told_of_friendly(size: float, folder: Path, tmp_path: Path) -> None:
    whole = (folder / "archive.db").read_bytes()
    (tmp_path / "archive.db").write_bytes(whole[: int(len(whole) * size)] if size else b"garbage" * 9999)
    for path in ("/?lang=en", "/-/search?q=a&lang=en"):
        assert "This archive cannot be read" in await get(Datasette([str(tmp_path / "archive.db")]), path, 500)


async def test_a_wrong_address_prints_nothing_on_the_keepers_terminal(
    served: Datasette, capsys: pytest.CaptureFixture[str]
) -> None:
    await get(served, "/archive/nothing", 404)
    assert capsys.readouterr() == ("", "")


def test_whoever_reads_the_address_may_ask_at_once(folder: Path) -> None:
    def ready(address: str) -> None:
        with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=60):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        serving.run(room(folder / "archive.db", {}), 0, ready)


async def test_the_room_may_stand_below_a_path(folder: Path) -> None:
    below = Datasette([str(folder / "archive.db")], settings={"base_url": "/kho/"})
    for path in PATHS[:1] + PATHS[2:3] + PATHS[6:10]:
        page = await tree(below, path)
        links = [link for link in page.xpath("//@href | //@src | //@action") if link.startswith("/")]
        assert links
        assert all(link.startswith("/kho/") for link in links), [x for x in links if not x.startswith("/kho/")]


async def test_datasettes_own_pages_stay_and_ask_nobody_else(served: Datasette) -> None:
    for path in ("/archive", "/archive/articles", "/archive/articles/2", "/archive?sql=select+1"):
        answer = await served.client.get(path)
        assert answer.status_code == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert 'class="room"' in answer.text
    page = await tree(served, "/archive/articles")
    assert "/-/article/queson/1" in page.xpath("//td//a/@href")
    for link in page.xpath(f"//td//a[starts-with(@href, '{SITE}') or starts-with(@href, '{OTHER}')]"):
        assert link.get("rel") == "noopener noreferrer"
    assert "tiêu đề" in text(page)
    assert json.loads(await get(served, "/archive/articles.json?_search=que+son&_shape=array")) is not None
    hidden = json.loads(await get(served, "/archive.json"))["tables"]
    assert {each["name"] for each in hidden if each["hidden"]} >= {"list_pages", "texts", "signs"}
    assert not [each for each in hidden if each["name"] == "articles" and each["hidden"]]


@pytest.mark.parametrize("name", queries())
async def test_every_question_is_answered(served: Datasette, name: str) -> None:
    assert json.loads(await get(served, f"/archive/{name}.json?_shape=array")) is not None


async def test_a_database_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("create table notes (key text)")
        db.execute("insert into notes values ('a/b')")
        db.commit()
    other = Datasette([str(tmp_path / "other.db")])
    assert "Không có kho lưu trữ nào" in await get(other, "/?lang=vi", 404)
    page = await get(other, "/other/notes")
    assert "/-/article" not in page
    assert 'class="room"' not in page


async def test_nothing_a_portal_wrote_does_anything(tmp_path: Path) -> None:
    bad = Datasette([str(hostile(tmp_path / "data") / "archive.db")])
    with closing(sqlite3.connect(tmp_path / "data/archive.db")) as db:
        keys = [key for (key,) in db.execute("select key from articles")]
    own = [article_path(key, page) for key in keys for page in ("article", "cite")]
    for path in (
        "/", "/-/search?q=alert", "/-/search?q=alert&vs=" + quote(keys[1]), "/-/portal/queson", "/-/category/1",
        "/-/fleet", "/-/capture/1", "/-/captured/1", "/-/captured/2", *own,
    ):  # fmt: skip
        page = await tree(bad, path)
        for element in page.iter(etree.Element):
            assert element.tag not in ("script", "object", "embed", "base", "template"), (path, element.tag)
            assert not [name for name in element.attrib if name.startswith("on")], path
            for name in ("href", "src", "action", "formaction", "poster"):
                assert re.match(r"(?:/(?!/)|https?:|#|data:,$|$)", element.get(name, "")), (path, element.get(name))
    ElementTree.fromstring(await get(bad, "/-/search?q=alert&_format=atom"))
    for row in csv.reader((await get(bad, "/-/search?q=alert&_format=csv")).removeprefix("\ufeff").splitlines()):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]
    drawn = await bad.client.get("/-/file/4")
    assert drawn.headers["content-type"] == "application/octet-stream"
    assert "attachment" in drawn.headers["content-disposition"]
    assert drawn.headers["content-security-policy"].startswith("sandbox;")


def test_every_word_a_page_uses_is_there_in_both_languages_and_none_is_left_over() -> None:
    folder = Path(base.__file__).parent
    sources = [*folder.glob("templates/room/*.html"), *folder.glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    known, other = words("vi"), words("en")
    assert known.keys() == other.keys()
    assert not known.keys() & set(dir(dict)), "a dictionary has methods of these names"
    assert set(re.findall(r"\bw\.([a-z_]+)", text)) <= known.keys() | {"get"}
    assert all(known.values())
    assert all(other.values())
    made = {*Outcome, "running", "day", "minute", *(key for key in known if key.endswith(("_page", "_field")))}
    assert not [key for key in known if key not in made and not re.search(rf"\b{re.escape(key)}\b", text)]


def test_numbers_and_days_are_written_as_people_do() -> None:
    assert (number(1234567, "vi"), number(1234567, "en"), number(None, "vi")) == ("1.234.567", "1,234,567", "–")
    assert day("2019-06-05T08:30:00+07:00", "vi", minute=True) == "05/06/2019 08:30"
    assert day("2019-06-05T08:30:00+07:00", "en", minute=True) == "5 Jun 2019, 08:30"
    assert day("2026-01-01T20:30:00Z", "vi", minute=True) == "02/01/2026 03:30"
    assert (day("2019-06", "vi"), day("2019", "en"), day("", "vi"), day("x-y", "en")) == ("06/2019", "2019", "", "x-y")


def test_a_chart_draws_every_value_and_names_what_it_can() -> None:
    values = [(str(year), year % 7) for year in range(1990, 2026)]
    drawn = html.fromstring(str(charts.bars(values, 'a "chart"')))
    assert len(drawn.xpath("//rect")) == len(values)
    assert drawn.get("aria-label") == 'a "chart"'
    names = [each.text for each in drawn.xpath("//text[not(@class='most')]")]
    assert 5 <= len(names) <= charts.MAX_NAMES
    assert len(drawn.xpath("//text[@class='']")) <= charts.MAX_NAMES_ON_A_PHONE
    assert (str(charts.bars([], "x")), str(charts.line([("a", 1)], "x"))) == ("", "")


GREEDY = (
    "select zeroblob(900000000)", "select randomblob(1000000)",
    "select replace(printf('%.*c', 9000000, 'x'), 'x', 'long')",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select printf('%.*c', 9000000, n) from c",
    "select printf('%.*c', 9000000, 'a'), printf('%.*c', 9000000, 'a')",
    f"select {', '.join(['title'] * 101)} from articles",
    f"select {'+'.join(['1'] * 102)}",
    "select 'a' like printf('%.*c', 40000, '%')",
    "select json_patch('{}', '{}')",
    "select printf('%.*c', 1999999999, 'x')", "select format('%1999999999d', 1)",
    f"select printf('{'%.15000000c' * 50}')", "select printf('%.*c', '1999999999', 'x')",
    "select {0} glob '*' || printf('%.*c', 2000, '?') || 'b*'",
    "select {0} glob '*' || printf('%.*c', 90, '?') || 'b*'",
    "select 'x' glob '[' || {0} || ']'", "select {0} glob {0}",
)  # fmt: skip
SLOW = (
    "select instr({0}, {0} || 'b')", "select instr({0} || {0}, {0} || 'b')",
    "select replace({0} || {0}, {0} || 'b', '')",
    "select length(trim({0}, replace({0}, 'a', 'x') || 'a'))",
    "select {0} glob '*[' || printf('%.*c', 50, 'b') || ']'", "select {0} glob printf('%.*c', 30, '*a') || 'b'",
    "select {0} glob '*' || printf('%.*c', 50, 'a') || 'b*'", "select {0} like '%' || printf('%.*c', 90, 'a') || 'b%'",
)  # fmt: skip


@pytest.mark.parametrize("query", GREEDY)
async def test_no_query_takes_the_memory_of_the_server(query: str, served: Datasette) -> None:
    whole = query.replace("{0}", "printf('%.*c', 3000000, 'a')")
    with within(5):
        answer = await served.client.get(f"/archive.json?{urlencode({'sql': whole})}")
    assert answer.status_code == 400
    assert len(answer.content) < 2000


@pytest.mark.parametrize("query", SLOW)
def test_no_function_takes_minutes(query: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        bound(db)
        text = "printf('%.*c', 3000000, 'a')"
        with within(5):
            db.execute(query.format(text)).fetchall()


PRINTED = (
    "printf()", "printf(null)", "printf('a')", "format('%q', 'a''b')",
    "printf('%5d|%-5s|%05.2f|%,d|%%', 7, 'ế', 1.5, 1234567)",
    "printf('%.*f', 2, 3.14159)", "printf('%s', null)", "printf('%d', 'x')", "printf('20261129 %s', 30000000)",
    "printf('%.*c', 3, 'ab')", "printf(12.5)", "printf('%x', x'ff')", "printf('%999s', 1)",
)  # fmt: skip


def test_the_guards_printf_is_that_of_sqlite() -> None:
    with closing(sqlite3.connect(":memory:")) as plain, closing(sqlite3.connect(":memory:")) as guarded:
        bound(guarded)
        for asked in PRINTED:
            told = [tuple(db.execute(f"select {asked}").fetchone()) for db in (plain, guarded)]
            assert told[0] == told[1], asked


def test_the_guards_functions_are_those_of_sqlite() -> None:
    with closing(sqlite3.connect(":memory:")) as plain, closing(sqlite3.connect(":memory:")) as guarded:
        bound(guarded)
        values = (None, "", "Quế Sơn", "ế", "xx  Quế xx", 12, 1.5, b"Qu", b"\xff\x00")
        for one in values:
            for other in values:
                for asked in (
                    "instr(?1, ?2)",
                    "trim(?1, ?2)",
                    "ltrim(?1, ?2)",
                    "rtrim(?1, ?2)",
                    "replace(?1, ?2, '-')",
                ):
                    if bytes in (type(one), type(other)) and asked[0] != "i":
                        continue
                    told = [tuple(db.execute(f"select {asked}", (one, other)).fetchone()) for db in (plain, guarded)]
                    assert told[0] == told[1], (asked, one, other)


_PATTERNS = st.text(st.sampled_from("ab*?[]^-!\\.ế"), max_size=8)


@settings(max_examples=1000, deadline=None)
@example("[^]", "\\")
@example("[^]", "^")
@given(_PATTERNS, st.text(st.sampled_from("ab]^-!\\.ế\n"), max_size=8))
def test_the_guards_glob_is_that_of_sqlite(pattern: str, text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as plain, closing(sqlite3.connect(":memory:")) as guarded:
        bound(guarded)
        told = [db.execute("select ?1 glob ?2", (text, pattern)).fetchone()[0] for db in (plain, guarded)]
        assert told[0] == told[1], (pattern, text)
