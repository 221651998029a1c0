"""The page of the fleet: one line a portal, sorted and narrowed by the server, for no script runs here."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from archive.clock import now
from archive.datasette import base
from archive.datasette.fleet import ON_A_PAGE
from archive.datasette.serving import described, room
from archive.fleet_records import DAY, FleetPortal, PortalState
from archive.records import Outcome, Page, PortalRecord, RunStart
from archive.store import Archive

NOW = now()


def served(folder: Path) -> Datasette:
    with Archive.open(folder) as archive:
        about = described(archive)
    base._remembered.clear()
    return room(folder / "archive.db", about)


async def get(datasette: Datasette, path: str) -> str:
    answer = await datasette.client.get(path)
    assert answer.status_code == 200, answer.text[-500:]
    return str(answer.text)


async def slugs(datasette: Datasette, query: str = "") -> list[str]:
    found: Any = json.loads(await get(datasette, f"/-/fleet?_format=json{query}"))
    return [row["portal"] for row in found["rows"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Archive.open(tmp_path) as archive:
        for slug, outcome, title in (
            ("a", Outcome.COMPLETE, "Xã Đồng An"), ("b", Outcome.INCOMPLETE, "Xã Bình Minh"),
            ("c", Outcome.COMPLETE, "<script>alert(1)</script>"),
        ):  # fmt: skip
            run = archive.begin_run(RunStart(slug, NOW))
            archive.store(Page(run, portal=PortalRecord(slug, title)))
            archive.finish_run(run, NOW, outcome)
        archive.decide(FleetPortal("a", "http://a.example/", group="Quảng Nam", every=99 * DAY), NOW)
        archive.decide(FleetPortal("d", "/secret/d.toml", state=PortalState.PAUSED, contact="me@example.org"), NOW)
        archive.db.conn.execute("insert into month_counts values ('a', '2020-01', 7), ('c', '2020-01', 12)")
    return tmp_path


async def test_those_to_look_at_come_first_and_every_column_sorts(folder: Path) -> None:
    datasette = served(folder)
    assert await slugs(datasette) == ["b", "a", "c", "d"]
    assert await slugs(datasette, "&sort=-articles") == ["c", "a", "b", "d"]
    assert await slugs(datasette, "&sort=articles") == ["b", "d", "a", "c"]
    assert (await slugs(datasette, "&sort=-last_whole"))[2:] == ["b", "d"], "what is not known comes last"
    assert await slugs(datasette, "&sort=nonsense") == ["b", "a", "c", "d"]
    page = html.document_fromstring(await get(datasette, "/-/fleet?sort=-articles&lang=en"))
    (sorted_by,) = page.xpath("//th[@aria-sort='descending']//a/@href")
    assert "sort=articles" in sorted_by


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&q=dong an", ["a"]),
        ("&q=Bình", ["b"]),
        ("&group=Quảng Nam", ["a"]),
        ("&state=paused", ["d"]),
        ("&failing=1", ["b"]),
        ("&state=paused&failing=1", []),
    ],
)
async def test_the_list_is_narrowed(query: str, expected: list[str], folder: Path) -> None:
    assert await slugs(served(folder), query) == expected


async def test_it_is_a_page_and_a_table_for_other_programs_and_runs_nothing(folder: Path) -> None:
    datasette = served(folder)
    page = await get(datasette, "/-/fleet?lang=en")
    assert "<script" not in page
    assert "/secret" not in page
    assert "me@example.org" not in page
    text = html.document_fromstring(page).text_content()
    assert "paused" in text
    assert "never crawled" in text
    lines = list(csv.reader((await get(datasette, "/-/fleet?_format=csv")).removeprefix("\ufeff").splitlines()))
    assert len(lines) == 5
    assert "/-/fleet" in await get(datasette, "/")


async def test_thousands_of_portals_are_shown_page_by_page(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive, archive.together(1000):
        for number in range(ON_A_PAGE + 5):
            archive.decide(FleetPortal(f"p{number:04}", f"http://p{number}.example/"), NOW)
    datasette = served(tmp_path)
    first = html.document_fromstring(await get(datasette, "/-/fleet"))
    assert len(first.xpath("//tbody/tr")) == ON_A_PAGE
    (further,) = first.xpath("//a[@rel='next']/@href")
    second = html.document_fromstring(await get(datasette, further))
    assert len(second.xpath("//tbody/tr")) == 5
    assert second.xpath("//a[@rel='prev']")
    assert not second.xpath("//a[@rel='next']")
