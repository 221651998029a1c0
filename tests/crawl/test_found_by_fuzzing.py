"""What `make fuzz` found, each as small as it is: what was stored made no sound archive, or a command broke."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import foreign_database
from archive.errors import NotOurs
from tests.crawl.foreign import Foreign
from tests.crawl.tools import here, news


def imported(folder: Path, file: Path) -> Path:
    """An archive into which a file was taken."""
    assert here("import", file, "--archive", folder).code in (0, 3)
    return folder


def test_what_a_warc_says_of_itself_holds_nothing_that_no_event_may_hold(tmp_path: Path) -> None:
    said = b"software: a\0b"
    head = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:a>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
    first = gzip.compress(head + b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(said), said))
    file = Foreign().site(news()).save(tmp_path / "a.warc.gz")
    file.write_bytes(first + file.read_bytes())
    folder = imported(tmp_path / "data", file)
    ran = here("doctor", "--archive", folder)
    assert ran.code == 0, ran.said


@pytest.mark.parametrize("lacking", ["published_at", "published_precision"])
def test_a_line_with_a_date_has_a_precision_and_one_without_has_none(tmp_path: Path, lacking: str) -> None:
    ours = imported(tmp_path / "ours", Foreign().site(news()).save(tmp_path / "a.warc.gz"))
    lines = []
    for line in here("export", "jsonl", "--archive", ours).out.splitlines():
        told = json.loads(line)
        told.pop(lacking, None)
        lines.append(json.dumps(told))
    (tmp_path / "b.jsonl").write_text("\n".join(lines), "utf-8")
    folder = imported(tmp_path / "data", tmp_path / "b.jsonl")
    ran = here("doctor", "--archive", folder)
    assert ran.code == 0, ran.said


def test_a_database_of_others_with_a_garbled_schema_is_refused_in_a_sentence(tmp_path: Path) -> None:
    ours = imported(tmp_path / "ours", Foreign().site(news()).save(tmp_path / "a.warc.gz"))
    other = shutil.copyfile(ours / "archive.db", tmp_path / "other.db")
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        db.execute("pragma writable_schema = on")
        db.execute(
            "update sqlite_master set sql = cast(? as text) where name = 'runs'", [b"CREATE TABLE runs (a '\xff\xfe)"]
        )
    with pytest.raises(NotOurs, match="cannot be read"), foreign_database.opened(other, ("runs",)):
        pass
