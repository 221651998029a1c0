"""Articles as JSON lines and tables: out of an archive, into another, and the same again."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.exchange.table import harmless
from tests.crawl.foreign import Foreign
from tests.crawl.tools import Crawled, assert_equal_tables, assert_sound, here, news, queson, rows, value

LINE: dict[str, Any] = {
    "portal": "queson", "native_id": "1", "url": "http://queson.example/1", "title": "Bài một",
    "body": "Ủy ban nhân dân huyện Quế Sơn tổ chức hội nghị.", "published_at": "2020-05-01T08:00+07:00",
    "published_precision": "minute", "last_seen_at": "2022-01-01T00:00:00Z",
}  # fmt: skip


def exported(folder: Path, *options: object) -> bytes:
    target = folder.parent / "out.jsonl"
    ran = queson("export", "jsonl", "--archive", folder, "--out", target, *options)
    assert ran.code == 0, ran.said
    return target.read_bytes()


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def taken(path: Path, folder: Path, code: int = 0) -> str:
    ran = queson("import", path, "--archive", folder)
    assert ran.code == code, ran.said
    return ran.said


@pytest.fixture(scope="module")
def there_and_back(complete: Crawled, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """What a crawled archive exports, and an archive made of that."""
    work = tmp_path_factory.mktemp("records")
    first = exported(complete.folder)
    taken_in = work / "data"
    taken(Path(written(work / "articles.jsonl", first.decode().rstrip("\n"))), taken_in)
    return first, taken_in


def test_what_is_exported_and_imported_is_exported_the_same(there_and_back: tuple[bytes, Path]) -> None:
    first, folder = there_and_back
    assert len(first.splitlines()) > 20
    assert b'"revisions":[{' in first
    assert exported(folder) == first
    assert_sound(folder)
    for command in ("verify", "doctor"):
        ran = queson(command, "--archive", folder)
        assert ran.code == 0, ran.said


def test_records_survive_a_rebuild(there_and_back: tuple[bytes, Path], tmp_path: Path) -> None:
    _, folder = there_and_back
    ran = queson("rebuild", "--archive", folder, "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(folder, tmp_path / "anew")


def test_what_is_known_is_not_taken_twice(there_and_back: tuple[bytes, Path], tmp_path: Path) -> None:
    first, folder = there_and_back
    path = tmp_path / "again.jsonl.gz"
    path.write_bytes(gzip.compress(first))
    before = rows(folder, "select * from captures"), rows(folder, "select * from runs")
    assert ": 0 records taken in" in taken(path, folder)
    assert (rows(folder, "select * from captures"), rows(folder, "select * from runs")) == before


def test_a_line_that_stands_twice_in_a_file_is_taken_once(tmp_path: Path) -> None:
    portal = {"record": "portal", "slug": "queson", "base_url": "http://queson.example/"}
    path = written(tmp_path / "a.jsonl", portal, LINE, portal, LINE, LINE | {"native_id": "2"}, LINE)
    assert "3 records taken in, 3 were known" in taken(path, tmp_path / "data")
    assert value(tmp_path / "data", "select count(*) from captures") == 3
    assert rows(tmp_path / "data", "select key from articles order by key") == [("queson/1",), ("queson/2",)]
    assert_sound(tmp_path / "data")


def test_a_line_of_somebody_else_is_enough_with_a_text_and_a_time(tmp_path: Path) -> None:
    taken(written(tmp_path / "a.jsonl", LINE), tmp_path / "data")
    assert rows(tmp_path / "data", "select key, title, first_seen_at, word_count from articles") == [
        ("queson/1", "Bài một", "2022-01-01T00:00:00Z", 11)
    ]
    assert rows(tmp_path / "data", "select role, warc_file <> '' from captures") == [("record", 1)]


def test_a_line_that_tells_no_time_was_first_seen_when_it_came(tmp_path: Path) -> None:
    data, line = tmp_path / "data", {"key": "queson/1", "url": "http://a.example/1", "title": "Bài một", "body": "Một."}
    path = written(tmp_path / "a.jsonl", line)
    begun = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    taken(path, data)
    (seen,) = rows(data, "select portal, native_id, first_seen_at, last_seen_at from articles")
    assert seen[:2] == ("queson", "1")
    assert begun <= seen[2] == seen[3]
    assert "0 records taken in, 1 were known" in taken(path, data)
    taken(written(path, line | {"body": "Hai."}), data)
    assert rows(data, "select number, body from revisions order by number") == [(1, "Một."), (2, "Hai.")]


def test_a_record_keeps_that_its_article_is_gone(tmp_path: Path) -> None:
    gone = LINE | {"gone_at": "2022-02-01T00:00:00Z", "gone_reason": "http error: 404"}
    taken(written(tmp_path / "a.jsonl", gone), tmp_path / "data")
    first = exported(tmp_path / "data")
    told = json.loads(first.splitlines()[-1])
    assert (told["gone_at"], told["gone_reason"]) == (gone["gone_at"], gone["gone_reason"])
    taken(Path(written(tmp_path / "b.jsonl", first.decode().rstrip("\n"))), tmp_path / "again" / "data")
    assert exported(tmp_path / "again" / "data") == first


def test_a_part_of_an_archive_keeps_which_originals_outside_of_it_its_articles_repeat(tmp_path: Path) -> None:
    body = " ".join(f"Xã Quế {number} được công nhận đạt chuẩn nông thôn mới." for number in range(12))
    lines = [
        LINE
        | {"native_id": str(number), "url": f"http://a.example/{number}", "body": body, "published_at": f"20{number}"}
        for number in (19, 20, 21)
    ]
    whole, part = tmp_path / "whole" / "data", tmp_path / "part" / "data"
    taken(written(tmp_path / "a.jsonl", *lines), whole)
    first = exported(whole, "--since", "2020")
    told = [json.loads(line) for line in first.splitlines()][-2:]
    assert [each["duplicate_of"] for each in told] == ["queson/19", "queson/19"]
    file = Path(written(tmp_path / "b.jsonl", first.decode().rstrip("\n")))
    taken(file, part)
    assert exported(part) == first
    assert rows(part, "select count(*) from articles where duplicate_of is not null") == [(1,)]
    assert "0 records taken in" in taken(file, part)
    assert queson("rebuild", "--archive", part, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(part, tmp_path / "anew")
    ran = queson("export", "csv", "--archive", part)
    assert [row["duplicate_of"] for row in csv.DictReader(io.StringIO(ran.out))] == ["queson/19", "queson/19"]
    taken(tmp_path / "a.jsonl", part)  # the original comes too
    assert rows(part, "select a.native_id, o.native_id from articles a join articles o on o.id = a.duplicate_of") == [
        ("20", "19"), ("21", "19")
    ]  # fmt: skip


def test_another_text_is_a_revision_in_the_order_of_time(tmp_path: Path) -> None:
    data = tmp_path / "data"
    taken(written(tmp_path / "a.jsonl", LINE), data)
    for number, (year, title) in enumerate((("2021", "Bài đầu"), ("2023", "Bài cuối"), ("2022", "Bài một"))):
        line = LINE | {"title": title, "last_seen_at": f"{year}-06-01T00:00:00Z"}
        taken(written(tmp_path / f"{number}.jsonl", line), data)
    assert rows(data, "select number, title from revisions order by number") == [
        (1, "Bài đầu"), (2, "Bài một"), (3, "Bài cuối"),
    ]  # fmt: skip
    assert rows(data, "select title, first_seen_at, last_seen_at from articles") == [
        ("Bài cuối", "2021-06-01T00:00:00Z", "2023-06-01T00:00:00Z")
    ]
    ran = queson("rebuild", "--archive", data, "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(data, tmp_path / "anew")


BROKEN = {
    "no JSON": '{"key": ',
    "an array": "{}[",
    "nothing in it": {},
    "deeply nested": '{"key": ' + "[" * 100_000,
    "nested a little too deep": LINE | {"images": [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]},
    "NUL": LINE | {"title": "a\0b"},
    "half a character": json.dumps(LINE | {"title": "?"}).replace("?", "\\ud800"),
    "a number as text": LINE | {"title": 7},
    "a text as number": LINE | {"view_count": "7"},
    "a number too great": LINE | {"view_count": 1 << 70},
    "infinity": json.dumps(LINE | {"view_count": float("inf")}),
    "a date that is none": LINE | {"published_at": "2020-02-31"},
    "a time that is none": LINE | {"last_seen_at": "2020-01-01T25:00:00Z"},
    "no address": {name: each for name, each in LINE.items() if name != "url"},
    "another key": LINE | {"key": "other/1"},
    "a slug that leads elsewhere": LINE | {"portal": "../../etc"},
    "a digest of another text": LINE | {"content_sha256": "0" * 64},
    "images that are none": LINE | {"images": ["a"]},
    "a precision that is none": LINE | {"published_precision": "eon"},
    "less than nothing": LINE | {"view_count": -1},
    "a state that is none": LINE | {"images": [{"url": "http://a.example/1.jpg", "state": "eaten"}]},
    "copies that are none": LINE | {"copies": [{"original": "a/1", "kind": "same", "similarity": 1, "is_first": 1}]},
    "too new": {"record": "queson", "version": 99},
    "an unknown kind": {"record": ["x"]},
}


def test_broken_lines_are_named_and_the_good_ones_stored(tmp_path: Path) -> None:
    lines = [LINE, *BROKEN.values(), LINE | {"native_id": "2"}]
    path = written(tmp_path / "a.jsonl", *lines)
    with path.open("ab") as file:
        file.write(b'{"key": "\xff"}\n')
    said = taken(path, tmp_path / "data", 3)
    assert rows(tmp_path / "data", "select key from articles order by key") == [("queson/1",), ("queson/2",)]
    told = rows(tmp_path / "data", "select url, kind from problems order by rowid")
    numbers = [*range(2, len(BROKEN) + 2), len(lines) + 1]
    assert told == [(f"a.jsonl#line={number}", "broken record") for number in numbers]
    assert all(f"line {number}: " in said for number in numbers[:20])
    taken(path, tmp_path / "data", 3)
    assert value(tmp_path / "data", "select count(*) from runs") == 1
    ran = queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_a_line_without_an_end_takes_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.store import Archive
    from queson_crawler.imports import lines

    monkeypatch.setattr("queson_crawler.imports.line_records.MAX_LINE", 2000)
    monkeypatch.setattr("archive.exchange.checked.MAX_LINE", 2000)
    path = written(tmp_path / "a.jsonl", LINE, '{"title": "' + "x" * 9000, LINE | {"native_id": "2"})
    with Archive.open(tmp_path / "data") as archive:
        *_, last = lines.take_lines(archive, path)
    assert (last.records, last.broken) == (2, 1)


def test_an_import_that_was_cut_off_is_continued(
    there_and_back: tuple[bytes, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.store import Archive
    from queson_crawler.imports import lines

    first, _ = there_and_back
    path = tmp_path / "a.jsonl"
    path.write_bytes(first)
    monkeypatch.setattr(lines, "_AT_ONCE", 7)
    store, calls = Archive.store_records, []

    def breaks(archive: Archive, found: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        store(archive, found)

    monkeypatch.setattr(Archive, "store_records", breaks)
    with Archive.open(tmp_path / "data") as archive, pytest.raises(KeyboardInterrupt):
        list(lines.take_lines(archive, path))
    monkeypatch.undo()
    taken(path, tmp_path / "data")
    assert exported(tmp_path / "data") == first
    assert_sound(tmp_path / "data")
    ran = queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_the_filters_are_those_of_a_search(complete: Crawled) -> None:
    whole = [json.loads(line) for line in exported(complete.folder).splitlines()]
    articles = [each for each in whole if each["record"] == "article"]
    year = articles[0]["published_at"][:4]
    some = [json.loads(line) for line in exported(complete.folder, "--since", year, "--until", year).splitlines()]
    assert [each["key"] for each in some if each["record"] == "article"] == [
        each["key"] for each in articles if (each["published_at"] or "").startswith(year)
    ]
    assert not exported(complete.folder, "--portal", "other").splitlines()[1:]
    word = articles[0]["title"].split()[0]
    found = queson("export", "csv", word, "--archive", complete.folder).out
    assert articles[0]["key"] in found


def test_a_table_opens_in_a_spreadsheet_and_calculates_nothing(tmp_path: Path) -> None:
    titles = ["=1+1", "+84 123", "-5 độ", "@SUM(A1)", "\tx", "'trích'", "a\r\n=2", '“thường”, "có"']
    lines = [LINE | {"native_id": str(number), "title": title} for number, title in enumerate(titles)]
    taken(written(tmp_path / "a.jsonl", *lines), tmp_path / "data")
    out = tmp_path / "a.csv"
    assert queson("export", "csv", "--bom", "--archive", tmp_path / "data", "--out", out).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfkey,portal,")
    table = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in table] == [harmless(title) for title in titles]
    assert [row["title"].removeprefix("'") if row["title"][0] == "'" else row["title"] for row in table] == titles
    assert not any(cell[:1] in "=+-@\t\r" for row in table for cell in row.values() if cell)


def test_an_archive_is_sound_whatever_letters_the_addresses_in_lines_have(tmp_path: Path) -> None:
    lines = [
        {"record": "portal", "slug": "tin", "title": "Cổng", "base_url": "http://tin.example/"},
        {"record": "category", "portal": "tin", "url": "http://tin.example/tin tức\u202e", "title": "Tin tức"},
        {**LINE, "portal": "tin", "native_id": "ế<1>", "url": "http://tin.example/ế 1"},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    assert here("import", tmp_path / "a.jsonl", "--archive", tmp_path / "data").code == 0
    for looking in ("verify", "doctor"):
        ran = here(looking, "--archive", tmp_path / "data")
        assert ran.code == 0, ran.said


def test_an_archive_is_sound_however_a_warc_of_others_writes_addresses(tmp_path: Path) -> None:
    file = Foreign()
    for path, told in news().items():
        file.response(f"<HTTP://tin.example{path}>", told)
    assert here("import", file.save(tmp_path / "a.warc.gz"), "--archive", tmp_path / "data").code in (0, 3)
    assert value(tmp_path / "data", "select count(*) from articles") == 6
    ran = here("doctor", "--archive", tmp_path / "data")
    assert ran.code == 0, ran.said
