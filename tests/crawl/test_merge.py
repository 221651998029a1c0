"""Two keepers crawled; one archive comes out: nothing is lost, nothing is doubled, and it is rebuilt from its WARC."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.clock import AHEAD
from archive.store import Archive
from queson_crawler.imports import merge as merging
from queson_crawler.parse.answer import understand
from queson_crawler.understand import judge
from tests.crawl.tools import (
    Ran,
    Told,
    assert_equal_tables,
    assert_sound,
    begun,
    begun_command,
    crawl,
    here,
    news,
    page,
    rows,
    site,
    tables,
    value,
)
from tests.lab import LabOptions, LabPortal

OPTIONS = LabOptions(login_only=False, sizes=(6, 4), per_page=3)
# What an archive says, without the numbers that only it knows.
SAID = (
    "select key, url, title, lead, body, author, published_at, view_count, content_sha256, first_seen_at, last_seen_at "
    "from articles order by key",
    "select a.key, v.number, v.captured_at, v.title, v.lead, v.body from revisions v join articles a "
    "on a.id = v.article_id order by 1, 2",
    "select url, fetched_at, status, media_type, sha256, role from captures order by 1, 2, 5, 6",
    "select a.key, k.url from article_categories x join articles a on a.id = x.article_id "
    "join categories k on k.id = x.category_id order by 1, 2",
    "select a.key, u.url from article_urls u join articles a on a.id = u.article_id order by 1, 2",
    "select a.key, observed_at, views from view_counts join articles a on a.id = article_id order by 1, 2",
    "select a.key, f.url, f.filename, f.sha256, f.text, f.state from attachments f join articles a "
    "on a.id = f.article_id order by 1, 2",
    "select portal, target, started_at, outcome from runs order by started_at",
)


class Two:
    """Two archives of one portal: the older, and one made of it later, when the portal had changed."""

    def __init__(self, older: Path, later: Path, edited: tuple[str, ...], deleted: tuple[str, ...]) -> None:
        self.older, self.later, self.edited, self.deleted = older, later, edited, deleted


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("keepers")
    with LabPortal(OPTIONS) as portal:
        assert crawl(portal.base_url, folder / "older", "--files", day=-3).code == 0
        changes = portal.change(3, 2, 1)
        assert crawl(portal.base_url, folder / "later", "--files", day=-2).code == 0
        assert crawl(portal.base_url, folder / "later", "--files", day=-1).code == 0
        yield Two(folder / "older", folder / "later", changes.edited, changes.deleted)


def merge(into: Path, *others: Path, code: int = 0) -> Ran:
    ran = here("merge", *others, "--archive", into)
    assert ran.code == code, ran.said
    return ran


def copied(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def said(folder: Path) -> list[list[tuple[object, ...]]]:
    return [rows(folder, query) for query in SAID]


def files(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted((folder / "warc").iterdir())]


def assert_rebuilds(folder: Path, anew: Path) -> None:
    ran = here("rebuild", "--archive", folder, "--to", anew)
    assert ran.code == 0, ran.said
    assert_equal_tables(folder, anew)


def test_nothing_is_lost_or_doubled_whichever_is_taken_into_which(two: Two, tmp_path: Path) -> None:
    before = files(two.later)
    one = copied(two.older, tmp_path / "one")
    merge(one, two.later)
    other = copied(two.later, tmp_path / "other")
    merge(other, two.older)
    both = tmp_path / "both"
    merge(both, two.older, two.later)
    assert said(one) == said(other) == said(both)
    assert files(two.later) == before
    captures = SAID[2]
    assert rows(one, captures) == sorted(rows(two.older, captures) + rows(two.later, captures))
    assert_sound(other)
    for folder in (one, other, both):
        assert_rebuilds(folder, folder / "anew")


def test_an_article_says_what_it_said_last_and_keeps_what_it_said_before(two: Two, tmp_path: Path) -> None:
    folder = copied(two.later, tmp_path / "data")
    merge(folder, two.older)
    for native_id in two.edited:
        numbered = rows(
            folder,
            "select number, v.captured_at, v.body from revisions v join articles a on a.id = v.article_id "
            "where native_id = ? order by number",
            native_id,
        )
        assert [number for number, _, _ in numbered] == [1, 2]
        assert numbered[0][1] < numbered[1][1]
        assert value(folder, "select body from articles where native_id = ?", native_id) == numbered[1][2]
        assert numbered[1][2] == value(two.later, "select body from articles where native_id = ?", native_id)
    for native_id in two.deleted:
        assert value(folder, "select count(*) from articles where native_id = ?", native_id) == 1
    assert value(folder, "select count(*) from revisions where number > 1") == len(two.edited)


def test_merging_again_or_a_copy_or_what_has_taken_it_in_changes_nothing(two: Two, tmp_path: Path) -> None:
    folder = copied(two.older, tmp_path / "data")
    merge(folder, two.later)
    once = tables(folder), files(folder)
    assert "has all of it already" in merge(folder, two.later).out
    merge(folder, copied(folder, tmp_path / "copy"))
    assert (tables(folder), files(folder)) == once
    back = copied(two.later, tmp_path / "back")
    merge(back, folder)
    assert said(back) == said(folder)
    twice = tables(back)
    merge(back, two.older, folder)
    assert tables(back) == twice


def test_a_crawl_goes_on_in_a_merged_archive(two: Two, tmp_path: Path) -> None:
    with LabPortal(OPTIONS) as portal:
        folder, other = tmp_path / "data", tmp_path / "other"
        assert crawl(portal.base_url, other).code == 0
        assert crawl(portal.base_url, folder).code == 0
        merge(folder, other)
        portal.change(2, 0, 0)
        ran = crawl(portal.base_url, folder)
        assert ran.code == 0, ran.said
        assert value(folder, "select count(*) from articles") == len(portal.truth())
    assert value(folder, "select new from runs order by id desc limit 1") == 2
    assert_rebuilds(folder, tmp_path / "anew")


def test_of_a_damaged_archive_comes_what_is_whole_and_the_rest_is_named(two: Two, tmp_path: Path) -> None:
    broken = copied(two.later, tmp_path / "broken")
    path = max((broken / "warc").iterdir(), key=lambda each: each.stat().st_size)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)
    folder = copied(two.older, tmp_path / "data")
    ran = merge(folder, broken, code=3)
    assert path.name in ran.err
    assert value(folder, "select count(*) from captures") - value(two.older, "select count(*) from captures") > 0
    assert value(folder, "select count(*) from problems where kind = 'damaged file'") >= 1
    assert bytes(data) == path.read_bytes()
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")
    whole = merge(folder, two.later)  # the whole one brings the rest
    assert "taken in" in whole.out
    captures = SAID[2]
    assert rows(folder, captures) == sorted(rows(two.older, captures) + rows(two.later, captures))
    assert_rebuilds(folder, tmp_path / "anew-again")


@pytest.mark.parametrize("after", [7, 40])
def test_a_merge_that_was_killed_goes_on(two: Two, tmp_path: Path, after: int) -> None:
    folder = copied(two.older, tmp_path / "data")
    process = begun_command("merge", two.later, "--archive", folder)
    before = len(list((folder / "warc").iterdir()))
    while process.poll() is None:
        written = sorted((folder / "warc").iterdir())[before:]
        if sum(path.stat().st_size for path in written) > after * 1000:
            break
        time.sleep(0.001)
    process.kill()
    process.communicate()
    newest = max((folder / "warc").iterdir(), key=lambda path: path.name.rpartition("-")[2])
    newest.write_bytes(newest.read_bytes()[:-5])
    merge(folder, two.later)
    wanted = copied(two.older, tmp_path / "wanted")
    merge(wanted, two.later)
    assert said(folder)[:-1] == said(wanted)[:-1]
    assert_rebuilds(folder, tmp_path / "anew")
    again = tables(folder)
    merge(folder, two.later)
    assert tables(folder) == again


def test_a_crawl_that_was_killed_is_taken_in_as_far_as_it_came(tmp_path: Path) -> None:
    with LabPortal(OPTIONS) as portal:
        process = begun(portal.base_url, tmp_path / "killed")
        while len(portal.requests) < 20:
            assert process.poll() is None
        process.kill()
        process.communicate()
        newest = max((tmp_path / "killed/warc").iterdir())
        newest.write_bytes(newest.read_bytes()[:-7])
        assert crawl(portal.base_url, tmp_path / "data").code == 0
    merge(tmp_path / "data", tmp_path / "killed", code=3)
    assert rows(tmp_path / "data", "select outcome from runs order by id") == [("complete",), ("cut off",)]
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


def test_what_is_gone_there_is_gone_here_unless_it_was_seen_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = news(6)
    told["/"] = page("Cổng", "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")
    lost, back = [path for path in told if path.endswith(".html")][-2:]
    kept = told[back]
    with site(told) as running:

        def on(day: float, folder: Path) -> None:
            monkeypatch.setenv(AHEAD, str(int(day * 86_400)))
            crawl(f"{running.base}/", folder)

        on(0, tmp_path / "one")
        on(0.01, tmp_path / "other")
        told[lost] = told[back] = Told(b"<h1>404</h1>", 404)
        on(1, tmp_path / "other")
        on(3, tmp_path / "other")
        told[back] = kept
        on(4, tmp_path / "one")
    gone = "select url, gone_at from articles where gone_at is not null"
    assert len(rows(tmp_path / "other", gone)) == 2
    expected = [row for row in rows(tmp_path / "other", gone) if row[0].endswith(lost)]
    for into, other in (("one", "other"), ("other", "one")):
        folder = copied(tmp_path / into, tmp_path / f"{into} and {other}")
        merge(folder, tmp_path / other)
        assert rows(folder, gone) == expected
        assert_rebuilds(folder, folder / "anew")


def test_files_of_this_archive_stay_as_they_are(two: Two, tmp_path: Path) -> None:
    before = files(two.older)
    folder = copied(two.older, tmp_path / "data")
    merge(folder, two.later)
    after = files(folder)
    assert set(before) < set(after)
    assert len({name for name, _ in after}) == len(after)


def test_itself_nothing_and_a_held_archive_are_refused_in_a_sentence(two: Two, tmp_path: Path) -> None:
    assert "the archive itself" in merge(two.older, two.older, code=1).err
    (tmp_path / "nothing").mkdir()
    assert "no WARC files" in merge(tmp_path / "data", tmp_path / "nothing", code=1).err
    (tmp_path / "no.db").write_text("nothing")
    assert "cannot be read" in merge(tmp_path / "data", tmp_path / "no.db", code=1).err
    with Archive.open(two.later) as archive, archive.lock():
        assert "A crawl holds the archive" in merge(tmp_path / "data", two.later, code=75).err


def test_of_a_database_alone_come_the_records(two: Two, tmp_path: Path) -> None:
    alone = tmp_path / "other.db"
    with sqlite3.connect(two.later / "archive.db") as there, sqlite3.connect(alone) as to:
        there.backup(to)
    folder = copied(two.older, tmp_path / "data")
    merge(folder, alone)
    texts = "select key, title, body from articles order by key"
    assert set(rows(two.later, texts)) <= set(rows(folder, texts))
    for native_id in two.edited:
        assert value(folder, "select max(number) from revisions v join articles a on a.id = v.article_id "
                     "where native_id = ?", native_id) == 2  # fmt: skip
    before = tables(folder)
    merge(folder, alone)
    assert tables(folder) == before
    assert_rebuilds(folder, tmp_path / "anew")


def test_several_processes_merge_the_same_as_one(two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MIN_BYTES", 0)
    parsed: list[object] = []
    monkeypatch.setattr(judge, "understand", lambda *asked: parsed.append(asked) or understand(*asked))
    counted: dict[int, int] = {}
    for jobs in (1, 2):
        parsed.clear()
        into = copied(two.older, tmp_path / str(jobs))
        ran = here("merge", two.later, "--archive", into, "--jobs", jobs)
        assert ran.code == 0, ran.said
        counted[jobs] = len(parsed)
    assert counted[2] < counted[1] / 2, "pages were parsed here that others were to parse"
    assert said(tmp_path / "1") == said(tmp_path / "2")
    ids = "select id, run_id, url, article_id from captures order by id"
    assert rows(tmp_path / "1", ids) == rows(tmp_path / "2", ids)
