"""A copy of an archive elsewhere equals it, byte for byte, and says so where it does not."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from archive.errors import ArchiveBusy, BadRecord, DiskFull, NotOurs
from archive.remote import place
from archive.remote.manifest import MAX_NUMBER, CopiedFile, Manifest, decoded, encoded
from archive.remote.place import NoPlace, Place, PlaceFailed
from archive.remote.pull import AlreadyThere, NothingThere, Pulled, pull
from archive.remote.push import NotWhole, Pushed, push
from archive.store import Archive
from tests.archive.make import keep
from tests.crawl.tools import here
from tests.harness.sftp import PASSWORD, SftpServer

AT = "2026-01-01T00:00:00Z"


class There(Protocol):
    """What stands at a place, as others see it."""

    url: str

    def names(self) -> dict[str, bytes]: ...

    def put(self, name: str, data: bytes) -> None: ...


class Folder:
    """A place that is a folder."""

    def __init__(self, path: Path) -> None:
        self.path, self.url = path, path.as_uri()

    def names(self) -> dict[str, bytes]:
        files = [path for path in self.path.rglob("*") if path.is_file()]
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in files}

    def put(self, name: str, data: bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class Bucket:
    """A place on an S3 server of this machine."""

    def __init__(self, endpoint: str, name: str) -> None:
        self.name, self.url = name, f"s3://{name}/keeper/archive"
        self.client = boto3.client("s3", endpoint_url=endpoint)
        self.client.create_bucket(Bucket=name)

    def names(self) -> dict[str, bytes]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        names = {}
        for each in found:
            body = self.client.get_object(Bucket=self.name, Key=each["Key"])["Body"].read()
            names[each["Key"].removeprefix("keeper/archive/")] = body
        return names

    def put(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=f"keeper/archive/{name}", Body=data)


class BehindSftp(Folder):
    """A place that is a folder of an SFTP server of this machine."""

    def __init__(self, server: SftpServer, path: Path) -> None:
        super().__init__(path)
        self.server, self.url = server, server.url(f"/{path.name}")


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BehindSftp]:
    """The server is known to the user, as `ssh-keyscan` makes it."""
    (tmp_path / "served" / "there").mkdir(parents=True)
    (tmp_path / "home" / ".ssh").mkdir(parents=True)
    server = SftpServer(tmp_path / "served")
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text(server.known_hosts())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    try:
        yield BehindSftp(server, tmp_path / "served" / "there")
    finally:
        server.close()


@pytest.fixture(params=["file", "s3", "sftp"])
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[There]:
    if request.param == "file":
        yield Folder(tmp_path / "there")
        return
    if request.param == "sftp":
        yield request.getfixturevalue("sftp")
        return
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        told = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "keeper",
            "AWS_SECRET_ACCESS_KEY": "of tests",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(tmp_path / "none"),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        }
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        # The server's buckets outlive it within one process.
        yield Bucket(endpoint, f"copies-{uuid4()}")
    finally:
        server.stop()


def pushed(folder: Path, url: str) -> Pushed:
    result = Pushed()
    with Archive.open(folder, create=False) as archive:
        list(push(archive, Place.at(url), "tests", result))
    return result


def pulled(folder: Path, url: str) -> Pulled:
    result = Pulled()
    list(pull(Place.at(url), folder, result))
    return result


def files(folder: Path) -> dict[str, bytes]:
    """What an archive consists of; SQLite's files beside the database are none of it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("lock", "archive.db-wal", "archive.db-shm"):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def test_what_is_pulled_is_what_was_pushed_byte_for_byte(tmp_path: Path, there: There) -> None:
    keep(tmp_path / "a", "một", "hai")
    keep(tmp_path / "a", "ba")
    result = pushed(tmp_path / "a", there.url)
    assert (result.files, result.known, result.damaged) == (4, 0, [])
    assert pulled(tmp_path / "b", there.url).files == 4
    assert files(tmp_path / "b") == files(tmp_path / "a")
    assert (tmp_path / "b" / "writer.json").stat().st_mode & 0o077 == 0
    with Archive.open(tmp_path / "b", create=False) as archive:
        assert len(list(archive.read())) > 2


def test_only_what_is_new_is_sent_and_nothing_that_is_there_changes(tmp_path: Path, there: There) -> None:
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    before = there.names()
    assert pushed(tmp_path / "a", there.url).files == 0
    assert there.names() == before
    keep(tmp_path / "a", "hai")
    result = pushed(tmp_path / "a", there.url)
    assert (result.files, result.known) == (2, 2)
    after = there.names()
    assert before.items() <= after.items()
    assert len(after) == len(before) + 3
    pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == files(tmp_path / "a")


def test_a_file_that_arrives_cut_short_is_noticed_at_once(
    tmp_path: Path, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Place.put

    def cut(self: Place, file: Path, name: str) -> None:
        if name.startswith("warc/"):
            short = tmp_path / "short"
            short.write_bytes(file.read_bytes()[:-1])
            file = short
        whole(self, file, name)

    keep(tmp_path / "a", "một")
    monkeypatch.setattr(Place, "put", cut)
    with pytest.raises(NotWhole, match="reads otherwise"):
        pushed(tmp_path / "a", there.url)
    assert not [name for name in there.names() if name.startswith("manifests/")]
    with pytest.raises(NothingThere):
        pulled(tmp_path / "b", there.url)
    monkeypatch.undo()


def test_a_file_that_was_cut_short_there_is_no_part_of_an_archive_and_is_sent_anew(
    tmp_path: Path, there: There
) -> None:
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    name, data = next((name, data) for name, data in there.names().items() if name.startswith("warc/"))
    there.put(name, data[:-1])
    with pytest.raises(NotWhole, match="1 file"):
        pulled(tmp_path / "b", there.url)
    assert not (tmp_path / "b" / "archive.db").exists()
    assert not (tmp_path / "b" / name).exists()
    result = pushed(tmp_path / "a", there.url)
    assert (result.files, result.damaged) == (1, [name])
    pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == files(tmp_path / "a")


def test_bytes_that_were_altered_there_are_noticed(tmp_path: Path, there: There) -> None:
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    name, data = next((name, data) for name, data in there.names().items() if name.startswith("database/"))
    there.put(name, data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(NotWhole):
        pulled(tmp_path / "b", there.url)
    assert not (tmp_path / "b" / "archive.db").exists()


def test_a_manifest_that_was_cut_short_is_passed_over_for_the_one_before(tmp_path: Path, there: There) -> None:
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    before = files(tmp_path / "a")
    keep(tmp_path / "a", "hai")
    newest = pushed(tmp_path / "a", there.url).manifest
    there.put(newest, there.names()[newest][:-1])
    pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == before


def test_a_server_that_nobody_knows_gets_nothing_and_no_password_is_shown(tmp_path: Path, sftp: BehindSftp) -> None:
    keep(tmp_path / "a", "một")
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
    with pytest.raises(PlaceFailed, match="not found in known_hosts") as told:
        pushed(tmp_path / "a", sftp.url)
    assert PASSWORD not in str(told.value)
    assert sftp.names() == {}


HOSTILE = (
    {"path": "../outside"}, {"path": "warc/../../outside"}, {"path": "lock"}, {"name": "../../outside"},
    {"name": "/etc/passwd"}, {"bytes": -1}, {"sha256": "0"}, {"bytes": "1"},
)  # fmt: skip


def told(there: Folder, data: bytes, number: str = "00000001") -> None:
    """A manifest of somebody else."""
    there.put(f"manifests/{number}-20260101-{hashlib.sha256(data).hexdigest()}.json", data)


@pytest.mark.parametrize("change", HOSTILE, ids=str)
def test_a_manifest_is_not_believed(tmp_path: Path, change: dict[str, object]) -> None:
    there = Folder(tmp_path / "there")
    file = {"path": "archive.db", "name": "database/a.db", "bytes": 1, "sha256": "0" * 64} | change
    told(there, json.dumps({"at": AT, "software": "", "files": [file]}).encode())
    with pytest.raises(BadRecord):
        pulled(tmp_path / "b", there.url)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"at":"%b","software":"","files":[%b]}' % (AT.encode(), b",".join([b"[]"] * 1_000_000)), "no manifest"),
        (b'{"at":"%b","software":"","files":[%b]}' % (AT.encode(), b",".join([b"1"] * 1_000_000)), "no manifest"),
        (b"[" * 1_000_000, "no manifest"),
        (b"\xff\xfe", "no JSON"),
        (b'{"at":"\\u001b]0;x","software":"","files":[]}', "of no time"),
        (b'{"at":"2999-01-01T00:00:00Z","software":"","files":[]}', "in the future"),
    ],
    ids=["lists", "numbers", "depth", "bytes", "escape", "future"],
)
def test_what_is_no_manifest_costs_nothing(
    tmp_path: Path, data: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Folder(tmp_path / "there")
    told(there, data)
    if why == "no manifest":
        monkeypatch.setattr("archive.remote.manifest.json.loads", pytest.fail)
    with pytest.raises(BadRecord, match=why):
        pulled(tmp_path / "b", there.url)


def test_an_archive_of_many_files_has_a_manifest_of_ours() -> None:
    file = CopiedFile("warc/1.warc.gz", "warc/1.warc.gz", 1, "0" * 64)
    names = [replace(file, path=f"warc/{number}.warc.gz") for number in range(1000)]
    name, data = encoded(Manifest(AT, "tests", tuple(names)), 1)
    assert decoded(name, data).files == tuple(names)


@pytest.mark.parametrize("number", ["999999999999", "٣", "9" * 5000])
def test_a_number_that_no_push_has_given_hides_no_later_copy(tmp_path: Path, number: str) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    (tmp_path / "there" / "manifests" / f"{number[:200]}-20260101-{'0' * 64}.json"[:250]).write_bytes(b"{}")
    keep(tmp_path / "a", "hai")
    pushed(tmp_path / "a", there.url)
    pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == files(tmp_path / "a")


def test_the_last_number_is_told(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    told(there, b'{"at":"%b","software":"","files":[]}' % AT.encode(), str(MAX_NUMBER))
    with pytest.raises(NotWhole, match="another place"):
        pushed(tmp_path / "a", there.url)


LED = ("warc", "database", "key", "manifests")


@pytest.mark.parametrize("folder", LED)
def test_a_link_at_a_place_leads_nowhere(tmp_path: Path, there: There, folder: str) -> None:
    if isinstance(there, Bucket):
        return  # a bucket has no links
    assert isinstance(there, Folder)
    (tmp_path / "elsewhere").mkdir()
    there.path.mkdir(exist_ok=True)
    (there.path / folder).symlink_to(tmp_path / "elsewhere")
    keep(tmp_path / "a", "một")
    with pytest.raises(PlaceFailed, match=f"{folder} is a link"):
        pushed(tmp_path / "a", there.url)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_is_linked_to_from_a_place_stays_as_it_is(tmp_path: Path, there: There) -> None:
    if isinstance(there, Bucket):
        return  # a bucket has no links
    assert isinstance(there, Folder)
    keep(tmp_path / "a", "một")
    (warc,) = (tmp_path / "a" / "warc").iterdir()
    (tmp_path / "precious").write_text("mine")
    (there.path / "warc").mkdir(parents=True)
    (there.path / "warc" / warc.name).symlink_to(tmp_path / "precious")
    with pytest.raises(PlaceFailed, match="is a link"):
        pushed(tmp_path / "a", there.url)
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.parametrize("folder", ["warc", "database", "manifests"])
def test_a_pipe_at_a_place_is_not_waited_for(tmp_path: Path, folder: str) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    (file,) = (tmp_path / "there" / folder).iterdir()
    file.unlink()
    os.mkfifo(file)
    with pytest.raises((PlaceFailed, NothingThere)):
        pulled(tmp_path / "b", there.url)


def test_folders_that_lead_back_into_themselves_are_not_walked(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    for folder in LED:
        for number in range(3):
            (tmp_path / "there" / folder / f"loop-{number}").symlink_to("..")
    assert pulled(tmp_path / "b", there.url).files == 3


def test_what_has_no_end_is_not_read_back_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")

    def endless(self: Place, name: str) -> Iterator[bytes]:
        yield from repeat(b"x" * 1000)

    monkeypatch.setattr(Place, "parts", endless)
    with pytest.raises(NotWhole, match="reads otherwise"):
        pushed(tmp_path / "a", there.url)


def test_a_list_that_makes_no_sense_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)

    def nonsense(*_: object, **__: object) -> list[dict[str, object]]:
        return [{"name": "x", "type": "file", "size": None}]

    monkeypatch.setattr("fsspec.implementations.local.LocalFileSystem.ls", nonsense)
    with pytest.raises(PlaceFailed, match="cannot be read"):
        pulled(tmp_path / "b", there.url)


def altered(there: Folder, *statements: str) -> None:
    """A copy whose database was altered, by somebody who wrote a manifest for it."""
    (name,) = (there.path / "manifests").iterdir()
    found = json.loads(name.read_bytes())
    (file,) = (each for each in found["files"] if each["path"] == "archive.db")
    with closing(sqlite3.connect(there.path / file["name"])) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    data = (there.path / file["name"]).read_bytes()
    file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    told(there, json.dumps(found).encode(), "00000002")


@pytest.mark.parametrize(
    "statements",
    [
        ["create trigger evil after insert on captures begin delete from articles; end"],
        ["drop table alarms", "create view alarms as with recursive n(i) as (select 1 union all select i from n) "
         "select * from n"],
    ],
    ids=["trigger", "view"],
)  # fmt: skip
def test_a_database_that_does_something_by_itself_is_left_where_it_is(tmp_path: Path, statements: list[str]) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    altered(there, *statements)
    with pytest.raises(NotOurs, match="queson rebuild"):
        pulled(tmp_path / "b", there.url)
    assert not (tmp_path / "b" / "archive.db").exists()
    assert here("rebuild", "--archive", tmp_path / "b").code == 0
    assert (tmp_path / "b" / "archive.db").exists()


def test_a_copy_for_which_the_disk_is_too_small_is_refused_at_once(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    file = {"path": "archive.db", "name": "database/a.db", "bytes": 1 << 60, "sha256": "0" * 64}
    told(there, json.dumps({"at": AT, "software": "", "files": [file]}).encode())
    with pytest.raises(DiskFull, match="free some space"):
        pulled(tmp_path / "b", there.url)


def test_a_folder_with_another_archive_stays_as_it_is(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    keep(tmp_path / "b", "hai")
    pushed(tmp_path / "a", there.url)
    before = files(tmp_path / "b")
    with pytest.raises(AlreadyThere):
        pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == before


def test_two_files_of_one_name_are_kept_side_by_side(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    pushed(tmp_path / "a", there.url)
    before = there.names()
    (warc,) = (tmp_path / "a" / "warc").iterdir()
    warc.write_bytes(warc.read_bytes() + warc.read_bytes())
    pushed(tmp_path / "a", there.url)
    assert before.items() <= there.names().items()
    pulled(tmp_path / "b", there.url)
    assert files(tmp_path / "b") == files(tmp_path / "a")
    assert pushed(tmp_path / "a", there.url).files == 0


def test_while_a_crawl_holds_the_archive_nothing_is_sent(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    with Archive.open(tmp_path / "a") as crawling, crawling.lock(), pytest.raises(ArchiveBusy):
        pushed(tmp_path / "a", there.url)
    assert there.names() == {}


def test_a_database_that_somebody_reads_is_copied_all_the_same(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    keep(tmp_path / "a", "một")
    with Archive.open(tmp_path / "a") as reading:
        reading.db.execute("begin")
        reading.db.execute("select count(*) from captures").fetchone()
        keep(tmp_path / "a", "hai")
        pushed(tmp_path / "a", there.url)
    pulled(tmp_path / "b", there.url)
    with Archive.open(tmp_path / "b", create=False) as archive:
        assert archive.db.execute("select count(*) from captures").fetchone() == (2,)


@pytest.mark.parametrize("url", ["", "a", "http://127.0.0.1/", "simplecache::s3://a/b", "s3://", "file:///"])
def test_other_addresses_are_no_places(url: str) -> None:
    with pytest.raises(NoPlace):
        Place.at(url)


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    keep(tmp_path / "a", "một")
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(PlaceFailed, match="there"):
        pushed(tmp_path / "a", (tmp_path / "there").as_uri())


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(url: str) -> None:
        raise ImportError("Install s3fs")

    monkeypatch.setattr(place, "_opened", missing)
    with pytest.raises(PlaceFailed, match=r"queson\[remote\]"):
        Place.at("s3://a/b")


def test_the_commands_push_and_pull(tmp_path: Path) -> None:
    url = (tmp_path / "there").as_uri()
    keep(tmp_path / "a", "một")
    told = json.loads(here("push", url, "--archive", tmp_path / "a", "--json").out)
    assert (told["files"], told["known"]) == (3, 0)
    assert "has all 3 files already" in here("push", url, "--archive", tmp_path / "a").said
    ran = here("pull", url, "--archive", tmp_path / "b")
    assert ran.code == 0, ran.said
    assert files(tmp_path / "b") == files(tmp_path / "a")
    assert here("pull", url, "--archive", tmp_path / "b").code == 0
    assert here("push", "https://queson.example/", "--archive", tmp_path / "a").code == 2
    assert here("pull", (tmp_path / "nothing").as_uri(), "--archive", tmp_path / "c").code == 1
