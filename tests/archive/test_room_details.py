"""What is easily lost of the reading room: pages after the first, bounds that end with a statement, caching, robots."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from lxml import etree, html

from archive.cite import Citation, bibtex, check
from archive.datasette import base, charts, data, guard, search_files, search_page, trend
from archive.datasette.serving import described, room
from archive.dictionary import queries
from archive.exchange import feed
from archive.exchange.selection import counts
from archive.records import Page, PortalRecord, RunStart
from archive.search import Query
from archive.store import Archive
from tests.archive.make import article, capture
from tests.archive.rich import hostile, rich
from tests.archive.test_room_pages import get, text, tree


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich(tmp_path_factory.mktemp("details") / "data")


@pytest.fixture
def served(folder: Path) -> Datasette:
    base._remembered.clear()
    with Archive.open(folder) as archive:
        return room(folder / "archive.db", described(archive))


async def test_the_second_page_goes_on_where_the_first_ended(
    served: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "PER_PAGE", 2)
    ranked = [row["key"] for row in json.loads(await get(served, "/-/search?q=duong&_format=json"))["rows"]]
    shown = []
    for number in (1, 2, 3):
        page = await tree(served, f"/-/search?q=duong&page={number}")
        shown += [way.split("/-/article/")[1] for way in page.xpath("//ol[@class='hits']//h2/a/@href")]
        assert bool(page.xpath("//a[@rel='next']")) == (number < 3)
        assert bool(page.xpath("//a[@rel='prev']")) == (number > 1)
    assert len(shown) == len(ranked) == 5
    assert [unquote(key) for key in shown] == ranked


async def test_a_long_result_is_written_in_parts_and_whole(served: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {form: await get(served, f"/-/search?q=duong&_format={form}") for form in ("csv", "json")}
    monkeypatch.setattr(search_files, "AT_ONCE", 2)
    for form, told in whole.items():
        assert await get(served, f"/-/search?q=duong&_format={form}") == told
    assert [row["rank"] for row in json.loads(whole["json"])["rows"]] == [1, 2, 3, 4, 5]


async def test_the_bound_is_one_of_a_statement_and_the_rooms_own_pages_have_none(
    served: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_RESULT", 200_000)
    fits, greedy = "select printf('%.*c', 160000, 'a')", "select printf('%.*c', 240000, 'a')"
    archive = await base.database(served)
    for _ in range(6):  # more than there are threads
        assert json.loads(await get(served, f"/archive.json?{urlencode({'sql': fits})}"))["ok"]
        assert len((await base.ask(archive, lambda conn: conn.execute(greedy).fetchone()))[0]) == 240_000
    for _ in range(6):
        await get(served, f"/archive.json?{urlencode({'sql': greedy})}", 400)


async def test_pages_are_kept_elsewhere_only_where_nobody_writes(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("vacuum into ?", (str(tmp_path / "archive.db"),))
    for fixed, told in ((False, "no-cache"), (True, "public, max-age=3600")):
        datasette = room(tmp_path / "archive.db", {}, fixed=fixed)
        assert (await datasette.client.get("/")).headers["cache-control"] == told
        assert (await datasette.client.get("/-/article/x/1")).headers["cache-control"] == "no-cache"


async def test_what_is_counted_over_the_whole_archive_is_counted_again_after_a_while(
    served: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    with closing(sqlite3.connect(":memory:")) as db:
        for moment in (1000.0, 1000.0 + base.FRESH - 1, 1000.0 + base.FRESH + 1):
            monkeypatch.setattr("archive.datasette.base.time.monotonic", lambda moment=moment: moment)
            base.remembered(db, "details", lambda _: asked.append(1))
    assert len(asked) == 2


async def test_machines_are_asked_to_leave_tables_and_searches(served: Datasette) -> None:
    told = (await get(served, "/robots.txt")).splitlines()
    assert {"User-agent: *", "Disallow: /archive", "Disallow: /-/search", "Disallow: /-/captured/"} <= set(told)
    assert "Disallow: /" not in told


async def test_every_page_of_the_room_is_in_its_sitemap(served: Datasette) -> None:
    (robots,) = [line for line in (await get(served, "/robots.txt")).splitlines() if line.startswith("Sitemap: ")]
    index = robots.removeprefix("Sitemap: ")
    assert index.startswith("http")
    found: list[str] = []
    for part in await locations(served, urlsplit(index).path):
        found += await locations(served, urlsplit(part).path)
    paths = [urlsplit(each).path for each in found]
    assert {"/", "/-/portal/queson", "/-/article/queson/1"} <= set(paths)
    assert len(paths) == len(set(paths))
    for path in paths:
        assert (await served.client.get(path)).status_code == 200, path
    assert (await served.client.get("/-/sitemap/captures-0.xml")).status_code == 404


async def locations(served: Datasette, path: str) -> list[str]:
    root = etree.fromstring((await get(served, path)).encode())
    return [str(each.text) for each in root.iter("{*}loc")]


async def test_any_two_revisions_are_compared(served: Datasette) -> None:
    page = await tree(served, "/-/article/queson/1?revision=1&against=2")
    assert [text(each) for each in page.iter("ins")] == ["ông Nguyễn Văn An", "30"]
    assert [text(each) for each in page.iter("del")] == ["bà Trần Thị Bình", "45"]


async def test_a_share_counts_copies_on_both_sides_and_months_alone(served: Datasette) -> None:
    async def year(path: str) -> dict[str, list[str]]:
        page = await tree(served, f"/-/search?{path}&trend=share&lang=en")
        return {text(row[0]): [text(cell) for cell in row[1:]] for row in page.xpath("//section[@class='trend']//tr")}

    assert (await year("q=cau&vs=duong"))["2019"] == ["2", "100.0%", "0", "0.00%", "2"]
    narrowed = await year("q=duong&since=2013&until=2016-12")
    assert list(narrowed)[1:] == ["2013", "2014", "2015", "2016"]
    assert (await year("q=duong&vs=cau&since=2019-07")).get("2019") is None
    assert (await year("q=duong&vs=cau&portal=duyxuyen")).get("2019", ["1"])[-1] in ("1", "100.0%")


def test_a_large_category_shows_what_a_small_one_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(folder) as archive:
        (number,) = archive.db.execute("select category_id from article_categories limit 1").fetchone()
        small = data.category(archive.db.conn, number)
        monkeypatch.setattr(data, "FEW", 0)
        large = data.category(archive.db.conn, number)
    assert small == large
    assert small is not None
    assert small["newest"]


def test_copies_are_folded_in_exports_that_ask_for_it(folder: Path) -> None:
    with Archive.open(folder) as archive:
        for query, number in ((Query(""), 6), (Query("", fold_copies=False), 7), (Query("", author="hoa"), 6)):
            assert counts(archive.db.conn, query).whole == number, query


def test_a_feed_of_a_hostile_portal_holds_no_address_that_runs(tmp_path: Path) -> None:
    with Archive.open(hostile(tmp_path / "data")) as archive:
        told = "".join(feed.atom(archive.db.conn, Query("", fold_copies=False), 50))
        roomy = "".join(feed.atom(archive.db.conn, Query(""), 50, room=lambda key: f"http://room/{key}"))
    for each in (told, roomy):
        links = [
            link.get("href") or "" for link in ElementTree.fromstring(each).iter("{http://www.w3.org/2005/Atom}link")
        ]
        assert links
        assert all(re.match(r"http://room/|https?://|about:blank$", link) for link in links), links
    clean = feed._text("x\x00\x0b\ud800<&")
    assert ElementTree.fromstring(f"<a>{clean}</a>").text == "x<&"


def test_a_mark_is_found_as_latex_writes_it(folder: Path) -> None:
    cited = Citation("a_b/100%", 3, "T", None, "P", "", None, "2026-01-01T00:00:00Z", "http://a.vn/", "a" * 64)
    with Archive.open(folder) as archive:
        for written in (bibtex(cited), bibtex(cited).replace(";", r"\;")):
            (proof,) = check(archive, written)
            assert proof.detail == "the archive holds no revision 3 of a_b/100%"


def test_what_is_not_nothing_can_be_seen_in_a_chart() -> None:
    drawn = html.fromstring(str(charts.bars([("2019", 1), ("2020", 0), ("2021", 10**6)], "x")))
    heights = [float(each.get("height").rstrip("%")) for each in drawn.xpath("//rect")]
    assert heights[0] > 0.5
    assert heights[1] == 0


@pytest.mark.parametrize("table", ["articles", "captures", "problems", "runs", "attachments"])
async def test_tables_are_described_in_both_languages_and_counted_by_what_is_told_apart(
    table: str, served: Datasette
) -> None:
    page = text(await tree(served, f"/archive/{table}"))
    assert " · " in page
    facets = json.loads(await get(served, f"/archive/{table}.json"))["facet_results"]
    assert facets


async def test_tables_of_the_indexes_are_not_counted(served: Datasette) -> None:
    told = {each["name"]: each for each in json.loads(await get(served, "/archive.json"))["tables"]}
    assert (told["articles"]["count"], told["portals"]["count"]) == (7, 2)
    assert told["articles_fts_data"]["count"] is None
    assert "articles_fts_data" not in text(await tree(served, "/archive")).split("hidden")[0]


def test_the_longest_gaps_are_those_between_days_with_articles(tmp_path: Path) -> None:
    dates = ("2019-01-01T08:00:00+07:00", "2019-01-01T09:00:00+07:00", "2019-01-05", "2019-03", "2019-03-09", None)
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        archive.store(Page(run, portal=PortalRecord("leer")))
        for number, date in enumerate(dates, 1):
            archive.store(Page(run, capture(number, run), article=article(str(number), published_at=date)))
        found = [tuple(row) for row in archive.db.execute(queries()["longest_gaps"]["sql"])]
    assert [row[1:] for row in found if row[3]] == [("2019-01-01", "2019-01-05", 4)]
    assert {row[1:3] for row in found} == {
        ("2019-01-01", "2019-01-05"), ("2019-01-05", "2019-03"), ("2019-03", "2019-03-09"),
    }  # fmt: skip


def test_all_articles_of_a_year_are_those_of_the_portal_and_the_months_asked_for(folder: Path) -> None:
    with Archive.open(folder) as archive:
        for query, told in (
            (Query("", portal="duyxuyen"), {"2019": 1}),
            (Query("", since="2017"), {"2017": 1, "2019": 2}),
            (Query("", since="2016-01", until="2019-05"), {"2016": 1, "2017": 1}),
            (Query("", until="2013"), {"2012": 1, "2013": 1}),
        ):
            assert trend._totals(archive.db.conn, query) == told, query
