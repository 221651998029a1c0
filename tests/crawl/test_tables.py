"""Articles as Parquet, data package and Atom feed: complete, described, the same each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.exchange.feed import _moment
from archive.exchange.table import COLUMNS
from tests.crawl.tools import Crawled, queson, rows, value

ATOM = "{http://www.w3.org/2005/Atom}"


def exported(form: str, found: Crawled, target: Path, *options: object) -> Path:
    ran = queson("export", form, *options, "--archive", found.folder, "--out", target)
    assert ran.code == 0, ran.said
    return target


def same(one: Path, other: Path) -> bool:
    return hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()


def test_parquet_holds_every_article_and_is_the_same_each_time(complete: Crawled, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    one, other = (exported("parquet", complete, tmp_path / name) for name in ("a.parquet", "b.parquet"))
    table = parquet.read_table(one)
    assert table.column_names == list(COLUMNS)
    assert table["key"].to_pylist() == [key for (key,) in rows(complete.folder, "select key from articles order by id")]
    assert table["body"].to_pylist() == [
        text for (text,) in rows(complete.folder, "select body from articles order by id")
    ]
    assert str(table.schema.field("view_count").type) == "int64"
    assert same(one, other)


def test_parquet_of_nothing_has_columns(complete: Crawled, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(exported("parquet", complete, tmp_path / "a.parquet", "--portal", "none"))
    assert (table.num_rows, table.column_names) == (0, list(COLUMNS))


def test_a_data_package_is_valid_and_explains_itself(
    complete: Crawled, tmp_path: Path, needs: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (exported("datapackage", complete, tmp_path / name) for name in ("a", "b"))
    assert all(same(one / name, other / name) for name in ("articles.csv", "datapackage.json", "README.md"))
    described = json.loads((one / "datapackage.json").read_text("utf-8"))["resources"][0]
    assert [field["name"] for field in described["schema"]["fields"]] == list(COLUMNS)
    assert all(field["description"] for field in described["schema"]["fields"])
    assert described["hash"] == f"sha256:{hashlib.sha256((one / 'articles.csv').read_bytes()).hexdigest()}"
    told = (one / "README.md").read_text("utf-8")
    assert f"{value(complete.folder, 'select count(*) from articles'):,} articles" in told
    assert "What is missing" in told
    assert queson("export", "datapackage", "--archive", complete.folder, "--out", one).code == 2
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(one)
    report = frictionless.Package("datapackage.json").validate()
    assert report.valid, report.flatten(["type", "message"])


def test_a_feed_holds_the_newest_articles(complete: Crawled, tmp_path: Path) -> None:
    feed = ElementTree.parse(exported("atom", complete, tmp_path / "a.xml", "--limit", "5")).getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    newest = "select title from articles order by published_at is null, published_at desc, id desc limit 5"
    assert titles == [title for (title,) in rows(complete.folder, newest)]
    assert all(entry.findtext(f"{ATOM}id") and entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry"))
    assert feed.findtext(f"{ATOM}updated")


def test_dates_of_every_precision_are_moments_of_a_feed() -> None:
    assert [_moment(date) for date in ("2020-05-01T08:05+07:00", "2020-05-01", "2020-05", "2020", None)] == [
        "2020-05-01T08:05:00+07:00", "2020-05-01T00:00:00+07:00", "2020-05-01T00:00:00+07:00",
        "2020-01-01T00:00:00+07:00", "",
    ]  # fmt: skip
