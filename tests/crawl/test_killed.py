"""Crawls that are killed, and the crawl after them."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.records import Capture
from archive.warc import Place, read_at
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.headers import location_of, media_type
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import task_of
from tests.crawl.conftest import MOMENTS
from tests.crawl.tools import (
    Crawled,
    assert_equal_tables,
    assert_holds,
    assert_sound,
    begun,
    crawl,
    queson,
    rows,
    value,
)
from tests.lab import LabOptions, LabPortal

COLUMNS = "title, lead, body, author, poster, source, published_at, published_precision, published_raw"


def test_nothing_is_lost_and_nothing_doubled(killed: Crawled) -> None:
    assert killed.runs[0].code == 0, killed.runs[0].said
    assert_holds(killed.folder, killed.portal)
    assert value(killed.folder, "select count(*) from revisions") == len(killed.portal.truth())
    assert rows(killed.folder, "select id from captures order by id") == [
        (number,) for number in range(1, value(killed.folder, "select count(*) from captures") + 1)
    ]


def test_no_article_that_was_stored_is_asked_again(killed: Crawled) -> None:
    last = value(killed.folder, "select max(id) from runs")
    query = "select a.native_id from captures c join articles a on a.id = c.article_id where c.run_id {} ?"
    again = set(rows(killed.folder, query.format("="), last)) & set(rows(killed.folder, query.format("<"), last))
    assert again == set()


def test_the_runs_that_were_killed_are_marked_as_cut_off(killed: Crawled) -> None:
    outcomes = [outcome for (outcome,) in rows(killed.folder, "select outcome from runs order by id")]
    assert outcomes == ["cut off"] * len(MOMENTS) + ["complete"]
    assert value(killed.folder, "select sum(requests) from runs") == value(
        killed.folder, "select count(*) from captures"
    )


def test_the_archive_is_sound(killed: Crawled) -> None:
    assert_sound(killed.folder)


def test_any_stored_article_reads_the_same_from_its_capture(killed: Crawled) -> None:
    stored = rows(killed.folder, f"select capture_id, native_id, view_count, {COLUMNS} from articles order by id")
    for capture_id, native_id, views, *expected in random.Random(1).sample(stored, 25):
        ((run_id, url, fetched, status, sha256, file, offset, length, role),) = rows(
            killed.folder,
            "select run_id, url, fetched_at, status, sha256, warc_file, warc_offset, warc_length, role "
            "from captures where id = ?",
            capture_id,
        )
        exchange = read_at(killed.folder / "warc", Place(file, offset, length)).exchange
        kind, charset = media_type(exchange.response_headers)
        capture = Capture(capture_id, run_id, url, fetched, status, kind, sha256, file, offset, length, role)
        answer = Answer(url, status, exchange.content, kind, charset, location_of(exchange.response_headers))
        reader = Reader(Portal("demo", killed.portal.base_url, platform="dnn"), run_id)
        _, page = reader.read(task_of(url, exchange.task), answer, capture)
        article = normalised(page).article
        assert article is not None
        assert (article.native_id, article.view_count) == (native_id, views)
        assert [getattr(article, name) for name in COLUMNS.split(", ")] == expected


def test_transactions_lost_with_the_power_are_read_from_warc(tmp_path: Path) -> None:
    """A power cut may undo what SQLite committed last; the bytes in WARC are then ahead of the database, and torn."""
    folder = tmp_path / "data"
    with LabPortal(LabOptions(sizes=(20, 12, 6), login_only=False)) as portal:
        process = begun(portal.base_url, folder)
        while len(portal.requests) < 20:
            assert process.poll() is None, process.communicate()
            time.sleep(0.002)
        with (
            closing(sqlite3.connect(folder / "archive.db")) as db,
            closing(sqlite3.connect(tmp_path / "before.db")) as copy,
        ):
            db.backup(copy)
        while len(portal.requests) < 40:
            assert process.poll() is None, process.communicate()
            time.sleep(0.002)
        process.kill()
        process.communicate()
        for name in ("archive.db-wal", "archive.db-shm"):
            (folder / name).unlink(missing_ok=True)
        shutil.copy(tmp_path / "before.db", folder / "archive.db")
        (warc,) = (folder / "warc").glob("*.warc.gz")
        whole = warc.read_bytes()
        warc.write_bytes(whole + whole[:200])
        ran = crawl(portal.base_url, folder)
    assert ran.code == 0, ran.said
    assert "its last 200 bytes were cut off" in ran.err
    assert "were read from WARC" in ran.err
    assert_holds(folder, portal)
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


AROUND_THE_LISTS = [
    *(14, 19, 21, 24, 40),
    *(pytest.param(moment, marks=pytest.mark.slow) for moment in (17, 20, 22, 27)),
]


@pytest.mark.parametrize("moment", AROUND_THE_LISTS)
def test_what_was_listed_before_a_kill_is_fetched_by_the_next_crawl(tmp_path: Path, moment: int) -> None:
    """Around the moment when the lists are read and hardly an article is stored: listed is not known."""
    folder = tmp_path / "data"
    with LabPortal(LabOptions(login_only=False, sizes=(25, 14, 10, 7, 5), per_page=5)) as portal:
        process = begun(portal.base_url, folder)
        while len(portal.requests) < moment:
            assert process.poll() is None, process.communicate()
            time.sleep(0.001)
        process.kill()
        process.communicate()
        ran = crawl(portal.base_url, folder)
    assert ran.code == 0, ran.said
    assert_holds(folder, portal)
