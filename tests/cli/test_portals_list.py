"""The commands of the keeper's list: what they say, what they keep, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive import fleet
from archive.fleet_records import DAY, HOUR, FleetPortal, PortalState
from archive.store import Archive
from queson_crawler.portals.decisions import NotDecided, budget, every, in_words, lines_of
from queson_crawler.runs import roster
from tests.crawl.tools import Ran, assert_equal_tables, crawl, here, news, queson, rows, site

A = "https://www.xa-a.example/"
B = "https://xa-b.example/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run(folder: Path, *words: object) -> Ran:
    return here("portals", *words, "--archive", folder)


def listed(folder: Path) -> dict[str, FleetPortal]:
    with Archive.open(folder, create=False) as archive:
        return {each.portal.slug: each.portal for each in fleet.everything(archive)}


def test_portals_are_added_and_set_and_what_is_not_named_stays(folder: Path) -> None:
    words = ("--every", "weekly", "--budget", "30m", "--group", "Quảng Nam", "--delay", 2, "--contact", "a@b.example")
    assert run(folder, "add", A, B, *words, "--endangered").code == 0
    first = FleetPortal(
        "xa-a-example",
        A,
        delay=2,
        contact="a@b.example",
        every=7 * DAY,
        max_minutes=30,
        group="Quảng Nam",
        endangered=True,
    )
    assert listed(folder)["xa-a-example"] == first
    assert run(folder, "set", "xa-a-example", "--budget", "500", "--not-endangered").code == 0
    found = listed(folder)["xa-a-example"]
    assert (found.max_requests, found.max_minutes, found.endangered) == (500, 0, False)
    assert (found.every, found.group) == (7 * DAY, "Quảng Nam")
    assert "0 of 1" in run(folder, "add", A).out, "what is there already stays as it is"


def test_what_is_paused_or_retired_is_not_asked_until_it_is_resumed(folder: Path) -> None:
    run(folder, "add", A, B)
    assert run(folder, "pause", "xa-a-example").code == 0
    assert run(folder, "retire", "xa-b-example").code == 0
    assert [listed(folder)[slug].state for slug in ("xa-a-example", "xa-b-example")] == ["paused", "retired"]
    assert roster.every(folder) == []
    assert run(folder, "resume", "xa-a-example").code == 0
    assert [job.portal.slug for job in roster.every(folder)] == ["xa-a-example"]


def test_a_name_finds_a_portal_and_is_nobody_elses(folder: Path) -> None:
    run(folder, "add", A, B)
    assert run(folder, "rename", "xa-a-example", "Xã A").code == 0
    assert run(folder, "set", "Xã A", "--every", "12h").code == 0
    assert listed(folder)["xa-a-example"].every == 12 * HOUR
    assert [job.portal.slug for job in roster.named(folder, ["Xã A"])] == ["xa-a-example"]
    for taken in ("Xã A", "xa-a-example", "a.toml", "http://x.example/"):
        assert run(folder, "rename", "xa-b-example", taken).code == 2
    assert run(folder, "pause", "nobody").code == 2


def test_the_list_is_shown_whole_or_by_group_and_state(folder: Path) -> None:
    run(folder, "add", A, "--group", "QN")
    run(folder, "add", B)
    run(folder, "pause", "xa-b-example")
    said = run(folder, "list").out
    assert "xa-a-example" in said
    assert "paused" in said
    assert "2 portals" in said
    (one,) = json.loads(run(folder, "list", "--group", "QN", "--json").out)
    assert (one["slug"], one["is_due"], one["last_begun"]) == ("xa-a-example", True, None)
    (one,) = json.loads(run(folder, "list", "--state", "paused", "--json").out)
    assert one["slug"] == "xa-b-example"


TABLE = """\ufeffslug;start;every;budget;group;state;name\r
xa-c;https://c.example/;weekly;500;Quảng Nam;;Xã C\r
;https://www.d.example/;;;;paused;\r
\r
e;e.toml;3d;2h;;;"Xã ""E"" cũ"\r
queson;;;;;;\r
"""


def test_a_table_is_taken_as_it_comes_from_a_spreadsheet(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text('start = "https://e.example/"\n', "utf-8")
    table = tmp_path / "list.csv"
    table.write_text(TABLE.replace(";e.toml", f";{tmp_path}/e.toml"), "utf-8")
    assert run(folder, "import", table).code == 0
    found = listed(folder)
    assert sorted(found) == ["d-example", "e", "queson", "xa-c"]
    assert found["xa-c"] == FleetPortal(
        "xa-c", "https://c.example/", "Xã C", every=7 * DAY, max_requests=500, group="Quảng Nam"
    )
    assert found["d-example"].state == PortalState.PAUSED
    assert (found["e"].file_text, found["e"].max_minutes) == ('start = "https://e.example/"\n', 120)
    assert found["e"].name == 'Xã "E" cũ'
    table.write_text("target,every\nhttps://www.d.example/,hourly\n", "utf-8")
    assert run(folder, "import", table).code == 0
    assert (listed(folder)["d-example"].every, listed(folder)["d-example"].state) == (HOUR, "paused")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("name,every\nXã A,daily\n", "Its first line has to name the columns"),
        ("", "Its first line has to name the columns"),
        (f"target,every\n{A},daily\n{B},sometimes\n", "line 3: 'sometimes' is no time"),
        (f"target\n{A}\n{A}\n", "line 3: xa-a-example stands in it twice"),
        ("target\nnowhere\n", "line 2: There is no portal 'nowhere'"),
        (f"target,state\n{A},asleep\n", "line 2: 'asleep' is no state"),
        (f"target,slug\n{A},../x\n", "line 2: '../x' is no slug"),
        (f"target,delay\n{A},-1\n", "line 2: '-1' is no delay"),
        (f"target,name\n{A},x\n{B},x\n", "'x' is the name of xa-a-example already"),
        ("target\nmissing.toml\n", "line 2: The portal file"),
    ],
)
def test_of_a_table_with_a_wrong_line_nothing_is_taken(table: str, why: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(table, "utf-8")
    ran = run(folder, "import", tmp_path / "list.csv")
    assert ran.code == 2
    assert why in ran.said
    assert not folder.exists()


def test_a_table_that_is_not_utf_8_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("target,name\nhttp://a.example/,Xã\n".encode("utf-16"))
    assert "CSV UTF-8" in run(folder, "import", tmp_path / "list.csv").said


@pytest.mark.parametrize(
    ("typed", "seconds"), [("daily", DAY), ("90m", 5400), (" 12H ", 43200), ("2 w", 14 * DAY), ("monthly", 30 * DAY)]
)
def test_times_are_read_as_they_are_typed_and_shown_so(typed: str, seconds: int) -> None:
    assert every(typed) == seconds
    assert every(in_words(seconds)) == seconds


@pytest.mark.parametrize("typed", ["", "0h", "soon", "-1d", "9999999d", "12", "400d"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NotDecided):
        every(typed)


@pytest.mark.parametrize(
    ("typed", "bound"), [("500", (500, 0)), ("500 requests", (500, 0)), ("2h", (0, 120)), ("none", (0, 0))]
)
def test_budgets(typed: str, bound: tuple[int, int]) -> None:
    assert budget(typed) == bound


def test_lines_are_told_by_their_number_in_the_file() -> None:
    assert [
        number for number, _ in lines_of('url,name\n"http://a.example/","two\nlines"\n\nhttp://b.example/,x\n')
    ] == [3, 5]


def test_a_portal_that_moves_keeps_its_keys(folder: Path, tmp_path: Path) -> None:
    with site(news(3)) as old:
        assert crawl(f"{old.base}/", folder).code == 0
        (slug,) = listed(folder)
    keys = rows(folder, "select key from articles order by key")
    with site(news(4), "127.0.0.2") as new:
        assert run(folder, "move", slug, f"{new.base}/").code == 0
        assert queson("crawl", "--due", "--delay", 0, "--archive", folder, "--no-files", day=1).code in (0, 3)
    assert rows(folder, "select count(*) from portals") == [(1,)]
    after = rows(folder, "select key from articles order by key")
    assert set(keys) < set(after)
    assert len(after) == 4
    assert listed(folder)[slug].former == (old.base.removeprefix("http://"),)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_a_budget_bounds_one_run_and_the_next_goes_on(folder: Path) -> None:
    with site(news(6)) as portal:
        run(folder, "add", f"{portal.base}/", "--budget", "5")
        nights = 0
        while rows(folder, "select last_whole from fleet") == [(None,)] and nights < 6:
            before = len(portal.asked)
            queson("crawl", "--due", "--delay", 0.01, "--archive", folder, "--no-files", day=nights)
            assert len(portal.asked) - before <= 5 + 1, "what was under way when the bound was met still comes"
            nights += 1
    assert 1 < nights < 6
    assert rows(folder, "select count(*) from articles") == [(6,)]
