"""The keeper's list where crawls meet it: what a crawl adds, a portal file that went away, and a rebuild."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archive import fleet
from archive.errors import DiskFull
from archive.fleet_records import FleetPortal, PortalState
from archive.store import Archive
from queson_crawler.portals import Portal
from queson_crawler.portals.listed import found, row_of
from queson_crawler.recording import keeping
from queson_crawler.replay.rebuild import rebuild_to
from queson_crawler.runs import roster
from tests.archive.make import tables
from tests.crawl.foreign import Foreign
from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, here, news, queson, rows, site

START = "http://127.0.0.1:9/"
FILE = f'start = "{START}"\nrefuse = ["/mat/"]\ndelay = 3\n'
SOFTWARE = "queson/test"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal file, which the keeper names from the folder it is in."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "xa-a.toml").write_text(FILE, "utf-8")
    monkeypatch.chdir(home)
    return home / "xa-a.toml"


def test_a_file_that_was_named_by_a_relative_path_is_found_from_anywhere(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (job,) = roster.named(tmp_path / "data", ["xa-a.toml"])
    assert job.listed == FleetPortal("xa-a", str(file), file_text=FILE)
    keeping.decide_in(tmp_path / "data", SOFTWARE, [job.listed])
    monkeypatch.chdir(tmp_path)
    file.write_text(FILE.replace("/mat/", "/rieng/"), "utf-8")
    (job,) = roster.every(tmp_path / "data")
    assert (job.portal.refuse, job.portal.delay) == (("/rieng/",), 3)
    assert job.listed is not None
    assert "/rieng/" in job.listed.file_text, "what the file says now is what it said last"


@pytest.mark.parametrize("broken", [None, "start = 1", "", "\udcff"])
def test_a_file_that_is_lost_or_broken_is_replaced_by_its_last_text_and_that_is_told(
    broken: str | None, file: Path
) -> None:
    row = row_of("xa-a.toml", Portal("xa-a", START))
    file.unlink()
    if broken is not None:
        file.write_bytes(broken.encode("utf-8", "surrogateescape"))
    one = found(row)
    assert one.portal is not None
    assert (one.portal.refuse, one.row) == (("/mat/",), row)
    assert "is crawled by its text as it was read last" in one.told


def test_a_file_of_which_nothing_is_known_is_not_crawled(file: Path) -> None:
    old = FleetPortal("xa-a", "xa-a.toml")  # from before the list was kept; another file of that name may be anywhere
    one = found(old)
    assert one.portal is None
    assert "is not crawled" in one.told
    remembered = found(old, Portal("xa-a", START, refuse=("/mat/",)))
    assert remembered.portal == Portal("xa-a", START, refuse=("/mat/",))


def test_an_old_archive_tells_how_a_portal_was_crawled(tmp_path: Path) -> None:
    """A row that only a run tells of, by a relative path: WARC has the settings of that run."""
    folder, (home, other) = tmp_path / "data", (tmp_path / "home", tmp_path / "other")
    with site(news(2)) as portal:
        for place in (home, other):
            place.mkdir()
        (home / "xa-a.toml").write_text(f'start = "{portal.base}/"\nrefuse = ["/mat/"]\n', "utf-8")
        assert queson("crawl", "xa-a.toml", "--delay", 0, "--archive", folder, "--no-files", cwd=home).code == 0
    with Archive.open(folder) as archive:
        archive.db.conn.execute("update fleet set target = 'xa-a.toml', file_text = '', decided_at = null")
    (job,) = roster.every(folder)
    assert job.portal.refuse == ("/mat/",)


def test_a_rebuild_gives_the_same_list(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    rows_of_list = [
        FleetPortal("a", "http://a.example/", every=3600, group="Quảng Nam"),
        FleetPortal("b", "/srv/b.toml", "Xã B", FILE, 2.0, state=PortalState.PAUSED, former=("cu.example",)),
    ]
    assert keeping.decide_in(folder, SOFTWARE, rows_of_list) == 2
    assert keeping.decide_in(folder, SOFTWARE, rows_of_list) == 0
    list(rebuild_to(folder / "warc", tmp_path / "anew"))
    with Archive.open(folder) as archive, Archive.open(tmp_path / "anew") as anew:
        assert [each.portal for each in fleet.everything(anew)] == rows_of_list
        assert tables(archive)["fleet"] == tables(anew)["fleet"]


def test_crawls_stand_on_the_list_and_a_rebuild_and_a_merge_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(news(3)) as portal:
        assert crawl(f"{portal.base}/", folder).code == 0
        assert crawl(f"{portal.base}/", folder, day=1).code == 0
        assert queson("crawl", "--due", "--delay", 0, "--archive", folder, "--no-files", day=1).code == 0
        assert rows(folder, "select count(*) from runs") == [(2,)], "nothing is due so soon"
        assert queson("crawl", "--due", "--delay", 0, "--archive", folder, "--no-files", day=2).code == 0
        assert rows(folder, "select count(*) from runs") == [(3,)]
    assert rows(folder, "select target, last_outcome, last_run from fleet") == [(f"{portal.base}/", "complete", 3)]
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
    shutil.rmtree(tmp_path / "anew")
    keeping.decide_in(tmp_path / "all", SOFTWARE, [FleetPortal("mine", START)])
    merged = queson("merge", folder, "--archive", tmp_path / "all", day=2)
    assert merged.code == 0, merged.said
    assert rows(tmp_path / "all", "select slug from fleet") == [("mine",)], "another keeper's list stays his"


def test_of_what_another_keeper_decided_nothing_comes_into_an_empty_archive_either(tmp_path: Path) -> None:
    there, here_ = tmp_path / "there", tmp_path / "here"
    assert here("import", Foreign().site(news()).save(tmp_path / "a.warc.gz"), "--archive", there).code == 0
    keeping.decide_in(there, SOFTWARE, [FleetPortal("theirs", str(tmp_path / "secret.toml"), former=("a.gov.vn",))])
    assert here("accept", "--kind", "login-wall", "--archive", there).code == 0
    merged = here("merge", there, "--archive", here_)
    assert merged.code == 0, merged.said
    assert rows(here_, "select count(*) from articles") == rows(there, "select count(*) from articles")
    assert rows(here_, "select slug from fleet") == []
    assert rows(here_, "select * from accepted_kinds") == []
    assert here("rebuild", "--archive", here_, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(here_, tmp_path / "anew")


def test_what_was_decided_when_the_disk_was_full_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    rows_of_list = [FleetPortal("one", START), FleetPortal("two", START, delay=2.0)]
    keeping.decide_in(folder, SOFTWARE, rows_of_list[:1])

    def full(*_: object) -> None:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "decide", full)
        with pytest.raises(DiskFull):
            keeping.decide_in(folder, SOFTWARE, [rows_of_list[1], replace(rows_of_list[0], delay=9.0)])
    later = FleetPortal("three", START)
    keeping.decide_in(folder, SOFTWARE, [later])
    with Archive.open(folder) as archive:
        assert [each.portal for each in fleet.everything(archive)] == [rows_of_list[0], later, rows_of_list[1]]
        list(rebuild_to(folder / "warc", tmp_path / "anew"))
        with Archive.open(tmp_path / "anew") as anew:
            assert tables(archive)["fleet"] == tables(anew)["fleet"]
