"""Archives of every released schema open, go on, and are rebuilt row for row. They stand in tests/archives/."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import schema
from archive.sqlite import Database
from archive.store import Archive
from tests.crawl.tools import Row, assert_equal_tables, assert_sound, crawl, queson, rows, value
from tests.lab import LabOptions, LabPortal

FOLDER = Path(__file__).parent.parent / "archives"
OLD = sorted(file.name.removesuffix(".tar.xz") for file in FOLDER.glob("*.tar.xz"))
HOST, PORT = "127.83.21.5", 8099
"""Where the portal of these archives stood: its address is in every row, so it must stand there again."""
TEXTS = "select key, title, lead, body, published_at, view_count, first_seen_at from articles order by key"
SINCE = """
select a.key from revisions r join articles a on a.id = r.article_id join captures c on c.id = r.capture_id
where r.number > 1 and c.run_id = (select max(id) from runs)
"""
EDITED = 1
"""Articles that the portal of these archives had edited before the second crawl."""
KEPT = (
    TEXTS,
    "select a.key, number, captured_at, r.body from revisions r join articles a on a.id = r.article_id order by 1, 2",
    "select url, fetched_at, status, sha256, warc_file, warc_offset, warc_length, role from captures order by id",
    "select a.key, i.url, i.caption, i.sha256 from images i join articles a on a.id = i.article_id order by 1, 2",
    "select started_at, finished_at, outcome, requests, new, revised, unchanged from runs order by id",
)


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive as it was written then."""
    with tarfile.open(FOLDER / f"{request.param}.tar.xz") as packed:
        packed.extractall(tmp_path / "data", filter="data")
    return tmp_path / "data"


@pytest.fixture
def portal_of() -> Iterator[LabPortal]:
    """The portal of these archives, as it was at the second crawl."""
    portal = LabPortal(LabOptions(site="con-say", sizes=(3, 3), per_page=3, seed=7, login_only=False, pager="query"))
    portal.change(added=1, edited=1)
    portal.start(PORT, HOST)
    yield portal
    portal.stop()


def kept(folder: Path) -> list[list[Row]]:
    return [rows(folder, query) for query in KEPT]


def test_there_is_an_archive_of_every_schema() -> None:
    """Of each that was released: all but the newest, perhaps, which may still change."""
    steps = [step.name for step in schema.MIGRATIONS.pending(Database(memory=True))]
    assert [f"schema-{number:02d}" for number in range(1, len(OLD) + 1)] == OLD
    assert len(OLD) >= len(steps) - 1, "one of the schema before is missing: see tests/archives/README.md"


def test_an_old_archive_opens_and_says_what_it_said(old: Path) -> None:
    before = kept(old)
    Archive.open(old).close()
    assert kept(old) == before
    Archive.open(old.parent / "new").close()
    schema = "select name from _sqlite_migrations order by name"
    assert rows(old, schema) == rows(old.parent / "new", schema)
    assert_sound(old)


@pytest.mark.slow
def test_an_old_archive_goes_on_and_is_rebuilt_row_for_row(old: Path, portal_of: LabPortal) -> None:
    before = {key: rest for key, *rest in rows(old, TEXTS)}
    unseen = EDITED - value(old, "select count(*) from revisions where number > 1")  # edits looked for since schema 8
    portal_of.change(added=2)
    ran = crawl(portal_of.base_url, old)
    assert ran.code == 0, ran.said
    ((new, revised),) = rows(old, "select new, revised from runs order by id desc limit 1")
    assert (new, revised) == (2, unseen)
    late = {key for (key,) in rows(old, SINCE)}
    after = {key: rest for key, *rest in rows(old, TEXTS)}
    captions = {caption for (caption,) in rows(old, "select caption from images")}
    for key, (title, lead, body, day, *_) in before.items():
        if key in late:
            continue
        text = "\n\n".join(part for part in body.split("\n\n") if part not in captions)  # they were read as text once
        assert after[key][:4] == [title, lead, text, day]
    assert len(after) == len(before) + 2 == len(portal_of.truth())
    assert_sound(old)
    ran = queson("rebuild", "--archive", old, "--to", old.parent / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(old, old.parent / "anew")
