"""Archives that were damaged in every way: what verify finds, what doctor puts right, and what it says it cannot."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from queson_crawler.replay import proving
from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, here, news, queson, rows, site, value


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive; no test writes to it."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    with site(news()) as running:
        assert crawl(running.base, folder).code == 0
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(whole, tmp_path / "data"))


TEXTS = (
    "select a.id, key, title, body, first_seen_at, c.warc_offset from articles a join captures c on c.id = a.capture_id"
)


def warc_of(folder: Path) -> Path:
    return next((folder / "warc").iterdir())


def changed(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)
        db.execute("pragma wal_checkpoint(truncate)")


def complaints(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    ran = here("doctor", "--archive", folder, "--json", *options)
    return ran.code, {one["kind"]: one for one in json.loads(ran.out)}


def torn(folder: Path) -> None:
    warc = warc_of(folder)
    warc.write_bytes(warc.read_bytes() + warc.read_bytes()[:200])


def without_rows(folder: Path) -> None:
    """As after a loss of power that undid what SQLite committed last, in a run that had ended."""
    last = "(select max(id) from captures where article_id is not null)"
    changed(
        folder,
        f"delete from article_urls where article_id = {last}",
        f"delete from article_categories where article_id = {last}",
        f"delete from revisions where article_id = {last}",
        f"delete from articles where id = {last}",
        f"delete from captures where id = {last}",
    )


def drifted(folder: Path) -> None:
    changed(folder, "insert into articles_fts (rowid, title, lead, body) values (9999, 'lạc', '', '')")


def pointing_elsewhere(folder: Path) -> None:
    changed(
        folder,
        "update articles set duplicate_of = (select min(id) from articles) where id = (select max(id) from articles)",
    )


def cut_off(folder: Path) -> None:
    changed(folder, "update runs set finished_at = null, outcome = null")


def without_parts(folder: Path) -> None:
    query = "select type, name from sqlite_master where type in ('index', 'trigger', 'view') and sql is not null"
    changed(folder, *(f'drop {each[0]} "{each[1]}"' for each in rows(folder, query)))


def another_title(folder: Path) -> None:
    changed(folder, "update articles set title = 'Đã đổi' where id = (select min(id) from articles)")


def called_gone(folder: Path) -> None:
    changed(folder, "update articles set gone_at = first_seen_at, gone_reason = 'not found' where key like '%1003%'")


MENDED: dict[str, Callable[[Path], None]] = {
    "torn end": torn,
    "bytes without row": without_rows,
    "drifted full text": drifted,
    "wrong duplicate_of": pointing_elsewhere,
    "run cut off": cut_off,
    "missing part": without_parts,
    "altered article": another_title,
    "altered gone mark": called_gone,
}


@pytest.mark.parametrize(("kind", "spoil"), MENDED.items(), ids=MENDED.keys())
def test_what_can_be_mended_is_told_first_and_mended_when_asked(
    whole: Path, folder: Path, kind: str, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    before = warc_of(folder).read_bytes(), value(folder, "select count(*) from captures")
    code, found = complaints(folder)
    assert code == 3
    assert set(found) == {kind}
    assert not found[kind]["mended"]
    assert before == (warc_of(folder).read_bytes(), value(folder, "select count(*) from captures"))
    code, found = complaints(folder, "--repair")
    assert found[kind]["mended"]
    assert_sound(folder)
    # What a run counted is not brought back by a repair, and that is told.
    if kind in ("run cut off", "bytes without row"):
        assert code == 3
        assert "queson rebuild" in found["not as the WARC files say"]["advice"]
    else:
        assert code == 0
        assert complaints(folder) == (0, {})
        assert_equal_tables(folder, whole)
    assert rows(folder, TEXTS) == rows(whole, TEXTS)


def flipped(folder: Path) -> None:
    """One bit of one article's answer, in a place where gzip alone may not see it."""
    warc = warc_of(folder)
    ((offset, length),) = rows(
        folder, "select warc_offset, warc_length from captures where article_id is not null limit 1"
    )
    data = bytearray(warc.read_bytes())
    data[offset + length // 2] ^= 1
    warc.write_bytes(data)


def missing(folder: Path) -> None:
    warc_of(folder).unlink()


def other_digest(folder: Path) -> None:
    changed(folder, "update captures set sha256 = 'f' || substr(sha256, 2) where id = 3")


def other_place(folder: Path) -> None:
    changed(folder, "update captures set warc_offset = warc_offset + 1 where id = 3")


def orphaned(folder: Path) -> None:
    changed(folder, "pragma foreign_keys = off", "delete from categories")


def another_text(folder: Path) -> None:
    changed(folder, "update revisions set body = 'Đã đổi' where id = (select min(id) from revisions)")


def another_address(folder: Path) -> None:
    changed(folder, "update captures set url = url || '?' where id = 3")


def another_trigger(folder: Path) -> None:
    changed(folder, "create trigger quiet after insert on runs begin delete from problems; end")


def another_step(folder: Path) -> None:
    other = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('other', 'm001', '')"
    changed(folder, "update _sqlite_migrations set applied_at = 'x' where name like 'm011%'", other)


def doubled(folder: Path) -> None:
    warc = warc_of(folder)
    for first in ("00", "99"):
        shutil.copy(warc, warc.with_name(first + warc.name[2:]))


LOST = {
    "another text in a revision": (another_text, {"altered text", "altered article"}),
    "another address in the row": (another_address, {"altered row"}),
    "a trigger of somebody else": (another_trigger, {"unknown trigger"}),
    "a step taken at no time": (another_step, {"altered list of steps"}),
    "a file that is there three times": (doubled, {"doubled file"}),
    "a bit flipped": (flipped, {"torn end", "garbled record", "digest differs", "row without bytes"}),
    "a file gone": (missing, {"missing file", "row without bytes"}),
    "another digest in the row": (other_digest, {"content differs"}),
    "another place in the row": (other_place, {"row without bytes", "bytes without row"}),
    "rows that refer to nothing": (orphaned, {"broken reference"}),
}


@pytest.mark.parametrize(("spoil", "kinds"), LOST.values(), ids=LOST.keys())
def test_what_cannot_be_mended_is_named_with_what_to_do_and_nothing_is_thrown_away(
    folder: Path, spoil: Callable[[Path], None], kinds: set[str]
) -> None:
    spoil(folder)
    articles, captures = rows(folder, "select key, body from articles"), rows(folder, "select id from captures")
    code, found = complaints(folder, "--repair")
    assert code == 3
    assert found
    assert set(found) <= kinds
    left = [one for one in found.values() if not one["mended"]]
    assert left
    assert all(one["advice"] for one in left)
    assert rows(folder, "select key, body from articles") == articles
    assert rows(folder, "select id from captures") == captures


def test_verify_reads_everything_and_says_what_does_not_fit(whole: Path, folder: Path) -> None:
    ran = here("verify", "--archive", whole, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["sound"], told["counts"]) == (0, True, {})
    assert told["captures"] == value(whole, "select count(*) from captures")
    assert told["bytes"] == warc_of(whole).stat().st_size
    other_digest(folder)
    ran = here("verify", "--archive", folder)
    assert ran.code == 3
    assert "content differs" in ran.out
    assert "queson doctor --repair" in ran.err


def test_an_archive_without_its_database_is_told_how_to_get_it_back(folder: Path) -> None:
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (folder / name).unlink(missing_ok=True)
    ran = queson("doctor", "--archive", folder)
    assert ran.code == 1
    assert "queson rebuild" in ran.err


def test_a_garbled_database_is_to_be_made_anew(folder: Path) -> None:
    database = folder / "archive.db"
    changed(folder)
    data = bytearray(database.read_bytes())
    for page in range(20, 24):
        data[4096 * page : 4096 * (page + 1)] = b"\xaa" * 4096
    database.write_bytes(data)
    for command in (("doctor",), ("doctor", "--repair"), ("verify",), ("search", "trình")):
        ran = queson(*command, "--archive", folder)
        said = ran.out + ran.err
        assert ran.code in (0, 1, 3), said
        assert "Traceback" not in said
        assert "queson doctor" not in said or command[0] == "verify"
    ran = queson("doctor", "--archive", folder)
    assert "queson rebuild" in ran.out + ran.err
    assert queson("rebuild", "--archive", folder).code == 0
    assert complaints(folder)[0] == 0


ALTERED = (
    "update captures set fetched_at = '2001-01-01T00:00:00Z' where id = 2",
    "update captures set status = 404 where id = 2",
    "update articles set native_id = native_id || '9' where id = (select max(id) from articles)",
    "update articles set key = key || '9' where id = (select max(id) from articles)",
    "update articles set url = 'http://khac.example/' where id = (select max(id) from articles)",
    "update articles set first_seen_at = '2999-01-01T00:00:00Z' where id = (select max(id) from articles)",
    "update articles set published_precision = 'year' where id = (select max(id) from articles)",
    "update revisions set captured_at = '2001-01-01T00:00:00Z' where id = (select max(id) from revisions)",
    "update revisions set number = 7 where id = (select max(id) from revisions)",
)


@pytest.mark.parametrize("statement", ALTERED)
def test_columns_that_do_not_fit_are_named(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        assert db.execute(statement).rowcount == 1
    ran = here("doctor", "--archive", folder)
    assert ran.code == 3, ran.said
    assert "altered" in ran.said


def test_every_value_that_was_altered_is_found_by_verify(folder: Path) -> None:
    assert here("verify", "--archive", folder).code == 0
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    for table in tables:
        if table == "about" or "_fts" in table or table.startswith(("_", "sqlite_")):
            continue  # the first tells by which parser all was read
        with closing(sqlite3.connect(folder / "archive.db")) as db, db:
            columns = [(row[1], row[2].lower()) for row in db.execute(f"pragma table_info({table})") if not row[5]]
            texts = [name for name, kind in columns if kind == "text" and "_id" not in name]
            if not texts or not db.execute(f"select count(*) from {table}").fetchone()[0]:
                continue
            db.execute(f"update {table} set {texts[-1]} = 'khác'")
        ran = here("verify", "--json", "--archive", folder)
        assert ran.code == 3, table
        assert any(one["examples"][0].startswith(f"{table}: ") for one in json.loads(ran.out)["altered"]), table


HIDDEN = (
    "update articles set published_at = '2001-02-03T04:05:00+07:00' where id = {}",
    "update articles set author = 'Người khác' where id = {}",
    "update runs set target = 'http://khac.example/', requests = 1",
    "update categories set title = 'Mục khác'",
    "update list_entries set title = 'Tin khác'",
    "insert into signs select run_id, 'khác', seen, held, example from signs limit 1",
    "update coverage set listed = listed + 1",
)


@pytest.mark.parametrize("statement", HIDDEN)
def test_what_fits_every_other_row_is_held_against_the_files(folder: Path, statement: str) -> None:
    """Doctor and verify say so of a small archive."""
    assert complaints(folder) == (0, {})
    changed(folder, statement.format("(select max(id) from articles)"))
    code, found = complaints(folder)
    assert (code, set(found)) == (3, {"not as the WARC files say"})
    ran = here("verify", "--archive", folder)
    assert ran.code == 3, ran.said
    assert "Every row" in ran.said
    assert here("verify", "--bytes", "--archive", folder).code == 0


def test_a_row_that_stands_there_twice_is_one_too_many(folder: Path) -> None:
    assert queson("crawl", "http://127.0.0.1:9", "--archive", folder).code in (1, 3)
    assert value(folder, "select count(*) from problems") > 0
    assert here("verify", "--archive", folder).code == 0
    changed(folder, "insert into problems select * from problems limit 1")
    assert here("verify", "--archive", folder).code == 3


@pytest.mark.parametrize("statement", HIDDEN[:1])
def test_of_a_larger_archive_some_articles_are_held_against_their_pages(
    folder: Path, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "SMALL", 0)
    ran = here("doctor", "--archive", folder)
    assert (ran.code, "The fields of 6 articles were compared" in ran.said) == (0, True), ran.said
    changed(folder, statement.format("(select max(id) from articles)"))
    ran = here("doctor", "--archive", folder)
    assert ran.code == 3, ran.said
    assert "its published_at is not that of its page" in ran.said


def test_while_somebody_writes_no_row_is_compared(folder: Path) -> None:
    with Archive.open(folder) as archive, archive.lock():
        ran = here("verify", "--archive", folder)
    assert ran.code == 0, ran.said
    assert "somebody writes" in ran.said
