"""Opening an archive: what goes wrong is said in one sentence, and leaves nothing behind."""

import os
import signal
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from archive import doctor, errors
from archive.schema import MIGRATIONS
from archive.store import Archive, opening
from tests.archive.make import article, opened, rows, shown
from tests.harness.processes import python, start

OLD = Path(__file__).parents[1] / "archives" / "schema-02.tar.xz"
CHILD = """
import sys
from pathlib import Path
from tests.archive.make import *
"""


def child(source: str, *arguments: str) -> subprocess.Popen[str]:
    return start(
        python("-c", CHILD + source, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def refused(folder: Path, error: type[errors.ArchiveError], *, create: bool = True) -> str:
    with pytest.raises(error) as caught:
        Archive.open(folder, create=create)
    said = str(caught.value)
    assert str(folder) in said
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_an_archive_is_made_with_the_folders_that_lead_to_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a" / "b") as archive:
        assert archive.warc.is_dir()
        assert archive.folder == tmp_path / "a" / "b"
    Archive.open(tmp_path / "a" / "b", create=False).close()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(tmp_path / "file", errors.NotAFolder)
    refused(tmp_path / "file" / "below", errors.NotAFolder)


def test_a_folder_without_an_archive_stays_as_it_is(tmp_path: Path) -> None:
    assert "crawl" in refused(tmp_path, errors.NoArchive, create=False)
    refused(tmp_path / "missing", errors.NoArchive, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_read_only() -> None:
    refused(Path("/proc/queson/data"), errors.ReadOnly)


def test_a_database_that_fails_takes_its_folders_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(opening.schema, "apply", fails)
    refused(tmp_path / "a" / "b", errors.ReadOnly)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", [b"not a database at all, but long enough to be taken for one" * 20, b"\0" * 5000])
def test_another_kind_of_file_is_left_alone(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "archive.db").write_bytes(text)
    refused(tmp_path, errors.NotOurs)
    assert (tmp_path / "archive.db").read_bytes() == text


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "archive.db")
    connection.execute("create table theirs (id)")
    connection.close()
    before = (tmp_path / "archive.db").read_bytes()
    refused(tmp_path, errors.NotOurs)
    assert (tmp_path / "archive.db").read_bytes() == before


def test_an_empty_file_left_by_a_crash_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    Archive.open(tmp_path).close()


def test_a_newer_archive_is_not_touched(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        MIGRATIONS.ensure_migrations_table(archive.db)
        archive.db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('queson', 'm999_later', '')"
        )
    assert "upgrade" in refused(tmp_path, errors.TooNew)


@pytest.mark.parametrize(
    "statements",
    [
        "delete from _sqlite_migrations where name = (select max(name) from _sqlite_migrations)",
        "delete from _sqlite_migrations where name like 'm011%'",
        "delete from _sqlite_migrations",
        "drop table _sqlite_migrations",
        "update _sqlite_migrations set migration_set = 'x' where name like 'm011%'",
        "update _sqlite_migrations set name = 'm999_later' where name like 'm011%'",
        "update _sqlite_migrations set name = x'ff' where name like 'm011%'",
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('queson', 'later', '')",
        "drop table _sqlite_migrations; create table _sqlite_migrations (id, x)",
    ],
)
def test_a_list_of_steps_that_is_not_that_of_the_tables_leads_to_a_rebuild(tmp_path: Path, statements: str) -> None:
    """No command may say "a newer queson made it", or "look at it with doctor", which cannot open it either."""
    opened(tmp_path, shown(1, article())).close()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as other:
        other.executescript(statements)
    before = (tmp_path / "archive.db").read_bytes()
    said = refused(tmp_path, errors.Malformed, create=False)
    assert "list of steps" in said
    assert f"queson rebuild --archive {tmp_path}" in said
    assert (tmp_path / "archive.db").read_bytes() == before


@pytest.mark.parametrize("step", [0, 11, -1])
def test_steps_that_are_killed_half_way_leave_the_archive_as_it_was(tmp_path: Path, step: int) -> None:
    with tarfile.open(OLD) as packed:
        packed.extractall(tmp_path, filter="data")
    folder = tmp_path
    with closing(sqlite3.connect(folder / "archive.db")) as other:
        before = list(other.iterdump())
    killed = child(
        "from archive.schema import MIGRATIONS\n"
        "import os, signal\n"
        "todo = [one for one in MIGRATIONS._migrations if one.name > 'm003']\n"
        "last = todo[int(sys.argv[2])]\n"
        "does = last.fn\n"
        "def fn(db):\n does(db)\n print('taken', flush=True)\n os.kill(os.getpid(), signal.SIGKILL)\n"
        "last.fn = fn\n"
        "Archive.open(Path(sys.argv[1]))\n",
        str(folder),
        str(step),
    )
    out, _ = killed.communicate()
    assert out == "taken\n"
    assert killed.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(folder / "archive.db")) as other:
        assert list(other.iterdump()) == before
    Archive.open(folder, create=False).close()
    with Archive.open(folder, create=False) as archive:
        assert list(doctor.ground(archive, repair=False)) == []
        assert [one.kind for one in doctor.examine(archive, repair=False)] == []


def test_a_locked_database_is_told_from_a_broken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path).close()
    monkeypatch.setattr(opening, "BUSY_MS", 10)
    other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    with Archive.open(tmp_path) as archive:
        other.execute("begin immediate")
        with pytest.raises(errors.Locked):
            archive.store(shown(1, article()))
        other.execute("rollback")
        archive.store(shown(1, article()))
    other.close()


def test_two_crawls_cannot_hold_one_archive(tmp_path: Path) -> None:
    holder = child(
        "with Archive.open(Path(sys.argv[1])) as a, a.lock():\n print('held', flush=True)\n sys.stdin.read()",
        str(tmp_path),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with Archive.open(tmp_path) as archive:
        with pytest.raises(errors.ArchiveBusy), archive.lock():
            pass
        holder.communicate("")
        with archive.lock():
            pass
        with archive.lock():
            pass


def test_a_killed_writer_leaves_whole_pages_only(tmp_path: Path) -> None:
    writer = child(
        "a = opened(Path(sys.argv[1]))\n"
        "for n in range(1, 10**6):\n"
        " a.store(shown(n, article(str(n), body=BODY * 50, urls=('u%d' % n,))))\n"
        " print(n, flush=True)\n",
        str(tmp_path),
    )
    assert writer.stdout is not None
    for line in writer.stdout:
        if int(line) >= 50:
            break
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    with Archive.open(tmp_path, create=False) as archive:
        assert rows(archive, "pragma integrity_check") == [("ok",)]
        archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
        (count,) = rows(archive, "select count(*) from captures")[0]
        assert count >= 50
        for table, each in (("articles", 1), ("revisions", 1), ("article_urls", 2)):
            assert rows(archive, f"select count(*) from {table}") == [(count * each,)]
        assert rows(archive, "select count(*) from articles_fts where articles_fts match 'que'") == [(count,)]
        archive.store(shown(count + 1, article(str(count + 1))))
