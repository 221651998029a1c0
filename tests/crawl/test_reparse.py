"""A parser that reads better than before: what is kept is read once more, and no revision is invented."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from queson_crawler.parse.results import RawArticle
from queson_crawler.replay import rebuild
from queson_crawler.understand import judge
from queson_crawler.understand.reader import PARSER
from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, news, page, queson, rows, site, value

LATER = "Sửa: lễ khánh thành dời sang tuần sau. "


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small portal crawled twice, one article edited in between."""
    told, folder = news(4), tmp_path_factory.mktemp("revised") / "data"
    with site(told) as running:
        assert crawl(f"{running.base}/", folder).code == 0
        path = next(one for one in told if one.endswith("-1001.html"))
        title = "Khánh thành đường số 1 của huyện"
        text = f"<h1>{title}</h1><div class='date'>11/03/2020 08:30</div><div class='content'><p>{LATER * 5}</p></div>"
        told[path] = page(title, text)
        crawl(f"{running.base}/", folder, "--full")
    assert rows(folder, "select number from revisions order by article_id, number").count((2,)) == 1
    return folder


@pytest.fixture
def revised(crawled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(crawled, tmp_path / "data")
    return tmp_path / "data"


def renewed(folder: Path) -> int:
    with Archive.open(folder) as archive, archive.lock():
        return sum(1 for _ in rebuild.renew(archive))


def test_what_a_new_parser_reads_replaces_what_the_old_one_read(
    revised: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(revised, "select article_id, number, capture_id, body from revisions order by id")
    real = judge.understand

    def understand(*given: Any) -> Any:
        found = real(*given)
        if isinstance(found.result, RawArticle):
            body = f"{found.result.body}\n\nĐọc bởi bộ đọc mới."
            found = replace(found, result=replace(found.result, body=body, author="Ban biên tập"))
        return found

    monkeypatch.setattr(judge, "understand", understand)
    monkeypatch.setattr(rebuild, "PARSER", "next")
    assert renewed(revised) > 0
    after = rows(revised, "select article_id, number, capture_id, body from revisions order by id")
    assert [each[:3] for each in after] == [each[:3] for each in before]
    assert [body for *_, body in after] == [f"{body}\n\nĐọc bởi bộ đọc mới." for *_, body in before]
    assert rows(revised, "select distinct author from articles") == [("Ban biên tập",)]
    assert value(revised, "select value from about") == "next"
    assert rows(revised, "select distinct parser from runs") == [(PARSER,)]
    list(rebuild.rebuild(revised / "warc", tmp_path / "anew"))
    assert_equal_tables(revised, tmp_path / "anew")
    assert_sound(revised)


def test_a_rebuild_in_place_changes_nothing_where_nothing_has_changed(revised: Path, tmp_path: Path) -> None:
    list(rebuild.rebuild(revised / "warc", tmp_path / "before"))
    said = queson("rebuild", "--archive", revised)
    assert said.code == 0
    assert "made anew" in said.out
    assert_equal_tables(revised, tmp_path / "before")
    assert [path.name for path in revised.iterdir() if path.name.startswith(".")] == []


def test_readers_see_the_old_rows_until_the_new_ones_are_there(revised: Path) -> None:
    with closing(sqlite3.connect(revised / "archive.db")) as db:
        db.execute("begin")
        before = db.execute("select count(*) from articles").fetchone()
        renewed(revised)
        assert db.execute("select count(*) from articles").fetchone() == before


def test_a_damaged_file_leaves_the_archive_as_it_was(revised: Path) -> None:
    before = rows(revised, "select * from articles order by id")
    first = min((revised / "warc").iterdir())
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 0xFF
    first.write_bytes(data)
    assert queson("rebuild", "--archive", revised).code == 1
    assert rows(revised, "select * from articles order by id") == before
    assert [path.name for path in revised.iterdir() if path.name.startswith(".")] == []


def test_a_crawl_reads_once_more_what_an_older_parser_read(revised: Path) -> None:
    with closing(sqlite3.connect(revised / "archive.db")) as db:
        db.execute("update about set value = 'older'")
        db.execute("update articles set body = 'gì đó khác', content_sha256 = '0'")
        db.execute("update revisions set body = 'gì đó khác', content_sha256 = '0'")
        db.commit()
    numbers = rows(revised, "select article_id, number from revisions order by id")
    with site(news(4)) as running:
        ran = crawl(f"{running.base}/", revised, "--full")
    assert "read once more" in ran.err
    assert value(revised, "select value from about") == PARSER
    assert rows(revised, "select article_id, number from revisions where body = 'gì đó khác'") == []
    assert rows(revised, "select article_id, number from revisions order by id")[: len(numbers)] == numbers
