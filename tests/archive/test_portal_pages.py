"""Pages that are neither lists nor news, as the archive keeps them: once each, whatever comes first."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from archive import cite
from archive.datasette import base
from archive.datasette.serving import described, room
from archive.exchange import pages as exchange
from archive.page_records import PagesLeftOut
from archive.portal_pages import pages_status
from archive.records import (
    Attachment,
    File,
    FileState,
    Page,
    PageAnswer,
    PageLead,
    RestOfPortal,
    RunStart,
    StandingPage,
)
from archive.search import Query
from archive.search.pages import find_pages
from archive.store import Archive
from tests.archive.make import SITE, capture, moment

HISTORY = StandingPage("Lịch sử", "Huyện được thành lập năm 1984, trên đường <b>Hùng Vương</b>.")
FORM = f"{SITE}/mau.doc"
LEADERS = StandingPage(
    "Lãnh đạo", "Chủ tịch: ông Nguyễn Văn An.", ("Giới thiệu", "Lãnh đạo"), (), (Attachment(FORM, "Mẫu đơn"),)
)
ONE, OTHER, OLD = f"{SITE}/lich-su", f"{SITE}/lich-su?id=1", f"{SITE}/cu"


def came(number: int, shown: StandingPage | None, *urls: str, state: str = "kept") -> Page:
    answer = PageAnswer(urls, state, shown)
    return Page(1, capture(number, role="standing", url=urls[0]), answer=answer)


def noted(number: int, *way: str, url: str = ONE, in_menu: bool = True) -> Page:
    return Page(1, capture(number, role="page"), leads=(PageLead(url, way, in_menu, 1),))


def stored(folder: Path, *pages: Page) -> Archive:
    archive = Archive.open(folder)
    archive.begin_run(RunStart("queson", moment(0)))
    for page in pages:
        archive.store(page)
    return archive


def rows(archive: Archive) -> list[tuple[Any, ...]]:
    pages = archive.db.execute("select * from pages order by id").fetchall()
    urls = archive.db.execute("select * from page_urls order by url").fetchall()
    files = archive.db.execute("select * from page_files order by page_url, url").fetchall()
    index = archive.db.execute("select rowid, title, way, text, files from pages_fts order by rowid").fetchall()
    return [*pages, *urls, *files, *index]


@pytest.mark.slow
def test_pages_do_not_depend_on_the_order_in_which_they_are_stored(tmp_path: Path) -> None:
    several = (
        noted(1, "Giới thiệu", "Lịch sử"),
        noted(2, "xem thêm", in_menu=False),
        came(3, HISTORY, ONE),
        came(4, HISTORY, OTHER),
        came(5, LEADERS, ONE, OLD),
        came(6, None, OTHER, state="not found"),
    )
    form = Page(1, capture(7, role="file", url=FORM), file=File(FORM, FileState.TEXT, "text/plain", 4, "ab", "", "đơn"))
    expected: list[tuple[Any, ...]] = []
    for number, order in enumerate(permutations(several)):
        if number % 7:
            continue
        with stored(tmp_path / str(number), *order, form) as archive:
            found = rows(archive)
        expected = expected or found
        assert found == expected, order
    assert expected[-2][-1] == "dơn"
    assert [(row[0], row[3], row[5]) for row in expected[:2]] == [
        (3, ONE, "Giới thiệu › Lãnh đạo"),
        (4, OTHER, ""),
    ]


def test_a_page_at_many_addresses_is_kept_once_and_what_was_kept_stays(tmp_path: Path) -> None:
    pages = (came(3, HISTORY, ONE), came(4, HISTORY, OTHER), came(5, HISTORY, f"{ONE}?sid=3", OLD))
    with stored(tmp_path, *pages, came(6, None, ONE, state="not found")) as archive:
        ((number, url),) = archive.db.execute("select id, url from pages").fetchall()
        aliases = archive.db.execute("select url, page_id, state from page_urls order by url").fetchall()
    assert (number, url) == (3, ONE)
    assert aliases == [(OLD, 3, "kept"), (ONE, 3, "not found"), (OTHER, 3, "kept"), (f"{ONE}?sid=3", 3, "kept")]


def test_pages_without_text_are_told_apart_by_what_they_show(tmp_path: Path) -> None:
    gallery = [StandingPage("Ảnh", "", (), (f"{SITE}/{number}.jpg",)) for number in (1, 2)]
    with stored(tmp_path, came(1, gallery[0], ONE), came(2, gallery[1], OTHER)) as archive:
        assert archive.db.execute("select count(*) from pages").fetchone() == (2,)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    rest = RestOfPortal(3000, 5 << 20, 8, 3000, (PagesLeftOut("other languages", 3, f"{SITE}/en"),))
    pages = (noted(1, "Giới thiệu", "Lịch sử"), came(3, HISTORY, ONE), came(4, HISTORY, OTHER))
    with stored(tmp_path, *pages, Page(1, rest=rest), came(5, None, OLD, state="not found")):
        return tmp_path


def test_pages_are_found_and_exported_and_cited(kept: Path) -> None:
    with Archive.open(kept) as archive:
        found = find_pages(archive, Query("duong hung vuong"))
        assert [(hit.title, hit.way, found.total) for hit in found.hits] == [("Lịch sử", "Giới thiệu › Lịch sử", 1)]
        assert "[đường]" in found.hits[0].snippet
        assert find_pages(archive, Query("thành lập", since="2020")).total == 0
        assert find_pages(archive, Query("xe đạp")).total == 0
        (told,) = map(json.loads, exchange.json_lines(archive.db.conn, Query("")))
        assert told["urls"] == [ONE, OTHER]
        assert len(list(exchange.csv_lines(archive.db.conn, Query("")))) == 2
        cited = cite.citation(archive, OTHER)
        assert cited == cite.citation(archive, told["key"])
        assert (cited.key, cited.title) == ("queson/tr:queson.example/lich-su", "Lịch sử")
        status = pages_status(archive, "queson")
        assert (status.kept, status.aliases, status.max_bytes) == (1, 1, 5 << 20)
        assert [(each.reason, each.count) for each in (*status.left, *status.not_kept)] == [
            ("other languages", 3),
            ("not found", 1),
        ]


async def test_the_room_shows_them(kept: Path) -> None:
    with Archive.open(kept) as archive:
        about = described(archive)
    base._remembered.clear()
    served = room(kept / "archive.db", about)
    answer = await served.client.get("/-/page/queson/tr%3Aqueson.example/lich-su")
    assert answer.status_code == 200
    assert "Giới thiệu › Lịch sử" in answer.text
    assert "đường &lt;b&gt;Hùng Vương&lt;/b&gt;" in answer.text
    assert OTHER.replace("&", "&amp;") in answer.text
    found = await served.client.get("/-/search?q=thanh+lap")
    assert 'href="/-/page/queson/tr%3Aqueson.example/lich-su"' in found.text
    table = await served.client.get("/archive/pages?_format=json")
    assert table.status_code == 200
    assert (await served.client.get("/-/page/queson/tr:none")).status_code == 404


async def test_the_room_and_exports_show_the_files_of_a_page(tmp_path: Path) -> None:
    file = File(FORM, FileState.TEXT, "text/plain", 4, "ab", "", "đơn xin cấp lại")
    pages = (came(1, LEADERS, ONE), came(2, LEADERS, OTHER), Page(1, capture(3, role="file", url=FORM), file=file))
    with stored(tmp_path, *pages) as archive:
        about = described(archive)
        assert find_pages(archive, Query("cap lai")).total == 1
        (told,) = map(json.loads, exchange.json_lines(archive.db.conn, Query("")))
        assert [(each["url"], each["text"]) for each in told["files"]] == [(FORM, file.text)]
    base._remembered.clear()
    answer = await room(tmp_path / "archive.db", about).client.get("/-/page/queson/tr%3Aqueson.example/lich-su")
    assert "Mẫu đơn" in answer.text
    assert answer.text.count("đơn xin cấp lại") == 1
