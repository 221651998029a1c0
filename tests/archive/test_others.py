"""What others made is believed in nothing: headers, names of files, sizes, addresses, times, files of other writers."""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import foreign_database, ownership, portals
from archive.checks import is_native_id, is_past, is_slug, is_web_address
from archive.errors import BadRecord, NotOurs, WarcDamaged
from archive.events import Event, RunCutOff
from archive.exchange.checked import Refused, checked
from archive.records import Origin, Page, PortalRecord, RunStart
from archive.store import Archive
from archive.warc import Place, StoredEvent, Unusable, block, names, read_all
from archive.warc.coding import MAX_DECODED, decoded
from archive.warc.headers import fields_of, is_event, kept_of
from archive.warc.members import OTHERS, records
from archive.warc.opening import is_name, open_file
from archive.warc.reader import place_in
from archive.warc.shapes import Raw
from tests.archive.make import SITE, article, capture, exchange, moment, shown

EVENT = b"urn:queson:event:run-end"
SMUGGLED = (
    b"Queson-Note: x",
    b"queson-note : x",
    b"\x0bQueson-Note: x",
    b"\x00Queson-Note: x",
    b"\xa0Queson-Note: x",
    b"Queson Note: x",
    b"Queson-Refers-To: x",
    b"X-Whatever: x",
)


@pytest.mark.parametrize("line", SMUGGLED)
def test_no_header_of_others_is_kept_but_those_of_the_format(line: bytes) -> None:
    assert kept_of([b"WARC-Type: response", line, b" folded"]) == [("WARC-Type", b"response")]


@pytest.mark.parametrize("before", [b"no colon", b"\x0bodd: x", b""])
def test_a_folded_line_behind_what_is_no_header_is_none(before: bytes) -> None:
    assert fields_of([before, b" Queson-Note: x"]) == {}


@pytest.mark.parametrize("kind", [b"request", b"metadata", b"resource"])
@pytest.mark.parametrize("address", [EVENT, b"<" + EVENT + b">", EVENT.upper(), b"\t" + EVENT])
def test_no_record_of_others_is_copied_as_an_event(kind: bytes, address: bytes) -> None:
    raw = Raw(b"WARC/1.0", (b"WARC-Type: " + kind, b"WARC-Target-URI: " + address), b"{}")
    head, _, _ = zlib.decompress(block.copied(raw), 31).partition(b"\r\n\r\n")
    kept = fields_of(head.split(b"\r\n")[1:])
    assert not is_event(kept)
    assert "warc-target-uri" not in kept


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a.gz", "a/b.gz", "/dev/zero", ".hidden.gz", "a\0.gz", "a\n.gz", "x" * 256]
)
def test_only_a_bare_name_names_a_file(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(WarcDamaged):
        open_file(Path("/dev"), name)
    with pytest.raises(BadRecord):
        place_in(json.dumps({"file": name, "offset": 0, "length": 1}))


@pytest.mark.parametrize("text", ["", "[]", '{"file": "a.gz"}', '{"file": "a.gz", "offset": -1, "length": 3}', "nan"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        place_in(text)


def link(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [os.mkfifo, link, Path.mkdir], ids=["pipe", "link", "folder"])
def test_what_is_no_regular_file_is_never_opened(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "a.warc.gz")
    assert names.in_order(tmp_path) == []
    assert [path.name for path in names.irregular(tmp_path)] == ["a.warc.gz"]
    with pytest.raises(WarcDamaged):
        open_file(tmp_path, "a.warc.gz")


def packed(*parts: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(map(packer.compress, parts)) + packer.flush()


ZEROS = [bytes(1 << 20)] * 80


@pytest.mark.parametrize("bomb", [ZEROS, [b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", *ZEROS]], ids=["zeros", "record"])
def test_a_bomb_is_passed_over_and_what_follows_is_read(bomb: list[bytes], tmp_path: Path) -> None:
    path, told = tmp_path / "a.warc.gz", []
    path.write_bytes(packed(*bomb) + block.record([("WARC-Type", "resource")], b"here"))
    found = list(records(path, bounds=OTHERS, tell=lambda place, why: told.append(place.offset)))
    assert [record.block for record in found] == [b"here"]
    assert told == [0]


def test_a_body_of_very_many_gzip_members_is_read_in_a_time_that_grows_with_it() -> None:
    assert decoded(packed(b"x") * 100_000, "gzip") == b"x" * 100_000


def test_a_body_that_grows_without_end_stays_as_it_is() -> None:
    body = packed(*([bytes(1 << 20)] * (2 + MAX_DECODED // (1 << 20))))
    assert decoded(body, "gzip") == body


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "//a/b", "http://a\n/", "http://a/\ud800", ""]
)
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


def test_what_names_and_times_are() -> None:
    assert is_web_address("http://[::1]:8/bài một?x=1#y")
    assert is_slug("a-b.vn")
    assert not any(map(is_slug, ("", "A", "../a", "a/b", "-a", "a" * 101)))
    assert is_native_id("bài một")
    assert not any(map(is_native_id, ("", "a\nb", "a\0", "x" * 1001)))
    assert is_past("2026-01-01T00:00:00Z")
    assert not is_past("9999-12-31T23:59:59Z")


LINE = {"key": "p/1", "url": "http://a/1", "title": "Tin", "body": "b", "captured_at": "2021-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "javascript:alert(1)"},
        {"captured_at": "9999-12-31T23:59:59Z"},
        {"gone_at": "2999-01-01T00:00:00Z"},
        {"addresses": ["data:text/html,x"]},
        {"images": [{"url": "file:///etc/passwd", "caption": ""}]},
        {"key": "p/a\nb"},
        {"key": "../p/1"},
    ],
    ids=str,
)
def test_a_line_that_could_not_be_is_refused(wrong: dict[str, object]) -> None:
    assert checked(json.dumps(LINE).encode())["title"] == "Tin"
    with pytest.raises(Refused):
        checked(json.dumps({**LINE, **wrong}).encode())


def written(folder: Path) -> Archive:
    """An archive with one file of its own."""
    archive = Archive.open(folder)
    with archive.writer("test", "own") as writer:
        writer.write_event(Event(1, moment(0), RunCutOff()))
    return archive


def stranger(archive: Archive, name: str) -> None:
    """A file of another writer, put into the archive's folder."""
    own = names.in_order(archive.warc)[0].read_bytes()
    (archive.warc / name).write_bytes(own)


def kinds(archive: Archive) -> list[type]:
    return [type(stored) for stored in archive.read()]


def test_of_a_file_that_another_program_began_nothing_is_read(tmp_path: Path) -> None:
    with written(tmp_path / "data") as archive:
        assert kinds(archive) == [StoredEvent]
        stranger(archive, "20260101000000-evil-00002.warc.gz")
        assert kinds(archive) == [StoredEvent, Unusable]


def test_files_from_before_are_taken_on_trust_once(tmp_path: Path) -> None:
    with written(tmp_path / "data") as archive:
        stranger(archive, "20260101000000-before-00002.warc.gz")
        (archive.folder / ownership.FILE).unlink()
        assert kinds(archive) == [StoredEvent, StoredEvent]
        archive.writer("test", "own").close()
        stranger(archive, "20260101000000-later-00003.warc.gz")
        assert kinds(archive) == [StoredEvent, StoredEvent, Unusable]
        known = ownership.of(archive.folder)
        assert known is not None
        assert [each.name for each in known.adopted] == [path.name for path in names.in_order(archive.warc)[:2]]


def test_the_key_is_read_by_its_owner_only(tmp_path: Path) -> None:
    with written(tmp_path / "data") as archive:
        assert (archive.folder / ownership.FILE).stat().st_mode & 0o077 == 0


def test_a_record_that_cannot_be_used_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    with written(tmp_path / "data") as archive:
        path = names.in_order(archive.warc)[0]
        whole = [("WARC-Type", "metadata"), ("WARC-Date", moment(0))]
        bad = block.record([*whole, ("WARC-Target-URI", "urn:queson:event:run-end")], b'{"run": 1}')
        odd = block.record([("WARC-Type", "response"), ("WARC-Date", moment(0)), ("Queson-Note", "[]")], b"")
        path.write_bytes(path.read_bytes() + bad + packed(b"no record") + odd)
        with archive.writer("test", "own") as writer:
            writer.write_event(Event(1, moment(1), RunCutOff()))
        *_, last = read_all(archive.warc)
        assert isinstance(last, StoredEvent)
        assert kinds(archive).count(Unusable) == 3


@pytest.mark.parametrize(
    "made", ["create view runs as select 1 as id", "create virtual table runs using fts5 (id)", ""]
)
def test_of_a_database_of_others_only_plain_tables_are_read(made: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("create table portals (slug)")
        if made:
            db.execute(made)
    with pytest.raises(NotOurs), foreign_database.opened(path, ("runs", "portals")):
        pass
    with foreign_database.opened(path, ("portals",)) as db, pytest.raises(sqlite3.Error):
        db.execute("with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n").fetchone()


def test_what_others_brought_is_not_what_a_portal_answered_last(tmp_path: Path) -> None:
    """A portal that is asked whether that still holds, by its digest, would confirm what it never said."""
    with Archive.open(tmp_path / "data") as archive:
        own = archive.begin_run(RunStart("queson", moment(0)))
        archive.store(shown(1, article(), own))
        run = archive.begin_run(RunStart("queson", moment(2)), Origin("a.warc.gz", "ab" * 32, 9))
        archive.store(Page(run, capture(2, run, url=f"{SITE}/1"), article=article()))
        last = archive.last_answer(f"{SITE}/1", "")
        assert last is not None
        assert last.id == 1


def test_a_portal_is_known_by_its_host(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "data") as archive:
        run = archive.begin_run(RunStart("mine", moment(0)))
        assert portals.is_at(archive, "mine", "http://evil.example/")
        archive.store(Page(run, portal=PortalRecord("mine", base_url="https://www.mine.example/x")))
        assert portals.is_at(archive, "mine", "http://mine.example/")
        assert not portals.is_at(archive, "mine", "http://evil.example/")
        assert portals.is_at(archive, "free", "http://evil.example/")


def test_an_exchange_of_ours_is_read_back_from_a_file_of_ours(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "data") as archive, archive.writer("test", "own") as writer:
        place = writer.write(exchange(1))
        (stored,) = archive.read()
        assert not isinstance(stored, Unusable)
        assert stored.place == Place(place.file, place.offset, place.length, place.sha256, place.record_type)
