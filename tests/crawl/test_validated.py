"""Every way in: what comes from others is checked before a byte of it is written, and what is bad is named."""
# ruff: noqa: E501 (tables read best as they are)

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.merge.other import MAX_PROFILES
from archive.new_portals import BYTES_EACH, MAX_NEW
from archive.store import Archive
from archive.warc import StoredEvent, StoredExchange
from queson_crawler.replay.checks import check_stored
from tests.crawl.foreign import wacz
from tests.crawl.tools import Ran, Told, assert_equal_tables, here, news, queson, rows, site, value
from tests.fuzz.structured import oracle, records
from tests.fuzz.structured.changes import Fields, Raw, read, written
from tests.fuzz.structured.records import Record
from tests.fuzz.structured.seeds import Seeds, event_record, warc_of

WHEN = "2021-05-04T03:02:01Z"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    return Seeds(tmp_path_factory.mktemp("seeds"))


def put(tree: Any, path: str, value: Any) -> Any:
    """A tree with a field set, by the names on the way to it; a number is the place in a list."""
    *way, last = path.split(".")
    node = tree
    for name in way:
        node = node[int(name)] if name.isdigit() else next(each for key, each in node if key == name)
    if last.isdigit():
        node[int(last)] = value
        return tree
    node[:] = [each for each in node if each[0] != last]
    node.append([last, value])
    return tree


def event(kind: str, told: dict[str, Any], *changes: tuple[str, Any]) -> Record:
    """An event of an archive whose fields were changed."""
    record = event_record(kind, read(json.dumps({"run": 1, **told})))
    for path, changed in changes:
        put(record.event, path, changed)
    return record


START = {
    "start": {"portal": "khac-example", "started_at": WHEN, "target": "x", "parser": "1"},
    "portal": {"slug": "khac-example", "start": "http://khac.example/"},
}
PROFILE = {"version": 1, "choices": [{"parts": [{"kind": "parameter", "name": "id"}]}]}
CAPTURE = {
    "id": 1, "run_id": 1, "url": "http://khac.example/", "fetched_at": WHEN, "status": 200, "media_type": "text/html",
    "sha256": "ab" * 32, "warc_file": "a.warc.gz", "warc_offset": 1, "warc_length": 2,
}  # fmt: skip
AGAIN = {"capture": CAPTURE, "place": {"file": "a.warc.gz", "offset": 1, "length": 2}, "task": {"role": "list"}}
EVENTS = {
    "of an unknown kind": event("moon", {}),
    "without its field": event("problem", {"url": "a", "kind": "b"}),
    "with a field of another type": event("run-end", {"outcome": 3}),
    "with an outcome that is none": event("run-end", {"outcome": "splendid"}),
    "nested too deep": event("failure", {"url": "a", "why": "no answer", "detail": ""}, ("task", Raw("[" * 9000))),
    "that is no JSON": event("cut-off", {}, ("x", Raw("nothing"))),
    "with a number that is too great": event("list-page-missing", {"category": "http://khac.example/", "number": 2**70}),
    "of a list at no web address": event("list-page-missing", {"category": "javascript:alert(1)", "number": 2}),
    "of a problem that nobody knows": event("failure", {"url": "http://khac.example/", "why": "x", "detail": "", "task": {}}),
    "that begins another portal than its run": event("run-start", START, ("portal.slug", "other")),
    "that begins a portal without a slug": event("run-start", START, ("start.portal", "../x"), ("portal.slug", "../x")),
    "that begins a portal at a file": event("run-start", START, ("portal.start", "file:///etc/passwd")),
    "that begins in the future": event("run-start", START, ("start.started_at", "2999-01-01T00:00:00Z")),
    "with a rule that is none": event("run-start", START, ("portal.refuse", ["("])),
    "with a selector that is none": event("run-start", START, ("portal.article", Fields([["title", ["h1["]]]))),
    "with a number without end": event("run-start", START, ("portal.delay", 10**400)),
    "with a half character": event("another-site", {"url": "http://khac.example/", "name": "\ud800"}),
    "with NUL": event("another-site", {"url": "http://khac.example/", "name": "a\0b"}),
    "with an address part that is none": event("profile", PROFILE, ("choices.0.parts.0.kind", "query")),
    "of a capture in a device": event("again", AGAIN, ("place.file", "/dev/zero")),
    "of a capture that is not there": event("again", AGAIN),
    "of a file whose state is none": event("unread", {"url": "http://khac.example/a", "capture": 1, "state": "x", "detail": ""}),
}  # fmt: skip
"""Events that no archive of ours writes."""


def note(value: Any) -> Callable[[list[Record]], None]:
    """Set the note of the last exchange."""

    def change(found: list[Record]) -> None:
        headers = [record.headers for record in found if any(name == "Queson-Note" for name, _ in record.headers)][-1]
        for header in headers:
            if header[0] == "Queson-Note":
                header[1] = value if isinstance(value, Raw) else merged(header[1], value)

    return change


def merged(told: Any, changed: dict[str, Any]) -> Any:
    kept = Fields(each for each in told if each[0] not in changed)
    return Fields([*kept, *([name, each] for name, each in changed.items())])


def header(name: str, value: str) -> Callable[[list[Record]], None]:
    """Set a header of the last exchange."""

    def change(found: list[Record]) -> None:
        headers = [record.headers for record in found if any(each[0] == "Queson-Note" for each in record.headers)][-1]
        headers[:] = [each for each in headers if each[0] != name]
        headers.insert(1, [name, value])

    return change


EXCHANGES = {
    "whose note is no JSON": note(Raw("{")),
    "whose note is a list": note(Raw("[]")),
    "whose note is nested too deep": note(Raw("[" * 9000)),
    "whose run is a word": note({"run": "1"}),
    "whose number is too great": note({"id": 2**70}),
    "whose role is a number": note({"role": 3}),
    "whose list is at no web address": note({"role": "list", "category": "javascript:alert(1)", "number": 1}),
    "of a run that never began": note({"run": 99}),
    "at no web address": header("WARC-Target-URI", "file:///etc/passwd"),
    "of the future": header("WARC-Date", "2999-01-01T00:00:00Z"),
    "of no time": header("WARC-Date", "gestern"),
    "whose digest is another's": header("WARC-Payload-Digest", "sha256:" + "A" * 52),
}
"""Changes of an exchange that no archive of ours holds."""


def assert_all_is_valid(folder: Path) -> None:
    """Everything that the archive's own files hold passes the check that is asked of others before it is written."""
    with Archive.open(folder) as archive:
        for stored in archive.read():
            assert isinstance(stored, StoredEvent | StoredExchange), stored
            check_stored(stored)
    assert value(folder, "select count(*) from problems where kind = 'unusable record'") == 0
    doctor = here("doctor", "--archive", folder)
    assert doctor.code == 0, doctor.said
    assert here("rebuild", "--archive", folder, "--to", folder.parent / "anew").code == 0
    assert_equal_tables(folder, folder.parent / "anew")


INTO = [pytest.param(False, id="into ours"), pytest.param(True, id="into an empty one", marks=pytest.mark.slow)]


def merged_into(seeds: Seeds, place: Path, found: list[Record], *, empty: bool) -> Ran:
    """An archive made of records, merged into ours or into an empty one."""
    other = Path(shutil.copytree(seeds.theirs, place / "theirs"))
    (other / "warc" / seeds.name).write_bytes(warc_of([], records.whole, found))
    folder = place / "data"
    if empty:
        Archive.open(folder).close()
    else:
        shutil.copytree(seeds.ours, folder)
    before = [] if empty else oracle.of_the_victim(folder)
    ran = here("merge", other, "--archive", folder)
    assert ran.code == 3, ran.said
    assert not before or oracle.of_the_victim(folder) == before
    assert_all_is_valid(folder)
    return ran


@pytest.mark.parametrize("empty", INTO)
@pytest.mark.parametrize("bad", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_that_is_none_is_not_merged(seeds: Seeds, tmp_path: Path, bad: Record, empty: bool) -> None:
    plain = records.records_in(seeds.theirs / "warc" / seeds.name)
    ran = merged_into(seeds, tmp_path, [*plain[:2], bad, *plain[2:]], empty=empty)
    assert f"{seeds.name}, byte" in ran.said
    folder = tmp_path / "data"
    assert value(folder, "select count(*) from articles where portal = 'khac-example'") == len(news()) - 3
    assert rows(folder, "select detail from problems where kind = 'damaged file' and detail like ?", f"%{seeds.name}%")


@pytest.mark.parametrize("empty", INTO)
@pytest.mark.parametrize("change", EXCHANGES.values(), ids=EXCHANGES.keys())
def test_an_exchange_that_is_none_is_not_merged(
    seeds: Seeds, tmp_path: Path, change: Callable[[list[Record]], None], empty: bool
) -> None:
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    change(found)
    ran = merged_into(seeds, tmp_path, found, empty=empty)
    assert seeds.name in ran.said or "run 99 never began there" in ran.said


def test_no_exchange_at_the_host_of_another_portal_is_merged(seeds: Seeds, tmp_path: Path) -> None:
    """It would take addresses of articles to come, and stand for what that portal answers."""
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    for record in found:
        for told in record.headers:
            if told[0] == "WARC-Target-URI" and "1003.html" in told[1]:
                told[1] = "http://tin.example/tin-tuc/bai-sau-7-1977.html"
    ran = merged_into(seeds, tmp_path, found, empty=False)
    assert "tin.example is the host of tin-example here, and not of khac-example" in ran.said
    assert value(tmp_path / "data", "select count(*) from articles where portal = 'khac-example'") == len(news()) - 4


def test_profiles_without_end_do_not_keep_a_merge_busy(seeds: Seeds, tmp_path: Path) -> None:
    """Each that brings something new has all articles of its portal read once more."""
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    for number in range(MAX_PROFILES + 20):
        block = {"path": "div", "words": f"khối {number}"}
        found.append(event("profile", {"version": 2, "choices": [], "furniture": [block]}))
    ran = merged_into(seeds, tmp_path, found, empty=True)
    assert f"more than {MAX_PROFILES} profiles" in ran.said
    (content,) = rows(tmp_path / "data", "select content from profiles where portal = 'khac-example'")[0]
    assert len(json.loads(content)["furniture"]) == MAX_PROFILES


def test_a_revisit_whose_original_has_a_broken_note_comes_in_with_its_bytes(seeds: Seeds, tmp_path: Path) -> None:
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    (original,) = [record.original for record in found if record.original is not None]
    note({"from": ["x", "y"]})([original])
    ran = merged_into(seeds, tmp_path, found, empty=False)
    assert "note.source.offset is no int" in ran.said
    assert value(tmp_path / "data", "select count(*) from captures where url like '%khac.example/lap-lai'") == 1


@pytest.mark.parametrize("package", [False, True], ids=["WARC", "WACZ"])
def test_of_a_warc_of_others_nothing_is_believed(seeds: Seeds, tmp_path: Path, package: bool) -> None:
    """Our events and notes in it are kept as what they claim, and what is of no time or of the future is no capture."""
    folder = Path(shutil.copytree(seeds.ours, tmp_path / "data"))
    before = oracle.of_the_victim(folder)
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    for change in EXCHANGES.values():
        several = records.records_in(seeds.theirs / "warc" / seeds.name)
        change(several)
        found += several[-3:]
    data = warc_of([], records.whole, [*found, *EVENTS.values()])
    file = tmp_path / "khac.warc.gz"
    file.write_bytes(data)
    if package:
        file = wacz(tmp_path / "khac.wacz", [("archive/khac.warc.gz", data)])
    ran = here("import", file, "--archive", folder)
    assert ran.code == 3, ran.said
    assert oracle.of_the_victim(folder) == before
    assert value(folder, "select count(*) from runs") == 2
    assert value(folder, "select count(*) from captures where fetched_at > '2100' or url not like 'http://%'") == 0
    assert_all_is_valid(folder)


LINES = {
    "no JSON": "{",
    "nested too deep": '{"record": "article", "x": ' + "[" * 9000 + "]" * 9000 + "}",
    "a number without end": '{"record": "article", "view_count": 1e999}',
    "no slug": '{"record": "portal", "slug": "../x"}',
    "a file": '{"record": "portal", "slug": "x", "base_url": "file:///etc/passwd"}',
    "a category that is a script": '{"record": "category", "portal": "x", "url": "javascript:alert(1)"}',
    "an article of the future": '{"portal": "x", "native_id": "1", "url": "http://x.vn/1", "title": "a", "body": "b", '
    '"first_seen_at": "2999-01-01T00:00:00Z"}',
    "half a character": '{"portal": "x", "native_id": "1", "url": "http://x.vn/1", "title": "\\ud800", "body": "b", '
    '"first_seen_at": "2020-01-01T00:00:00Z"}',
    "another's key": '{"key": "x/1", "portal": "tin-example", "native_id": "1001", "url": "http://x.vn/1", "title": "a", '
    '"body": "b", "first_seen_at": "2020-01-01T00:00:00Z", "revisions": 3}',
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_lines_that_are_no_records_are_named_and_the_others_stored(seeds: Seeds, tmp_path: Path, packed: bool) -> None:
    folder, file = Path(shutil.copytree(seeds.ours, tmp_path / "data")), tmp_path / "khac.jsonl"
    data = "\n".join([*LINES.values(), *seeds.lines]).encode()
    file.write_bytes(gzip.compress(data) if packed else data)
    before = oracle.of_the_victim(folder)
    ran = here("import", file, "--archive", folder)
    assert ran.code == 3, ran.said
    named = rows(folder, "select url from problems where kind = 'broken record' order by 1")
    assert len(named) == len(LINES)
    assert oracle.of_the_victim(folder) == before
    assert_all_is_valid(folder)


def test_of_lines_none_of_which_is_a_record_nothing_is_written(seeds: Seeds, tmp_path: Path) -> None:
    folder, file = Path(shutil.copytree(seeds.ours, tmp_path / "data")), tmp_path / "khac.jsonl"
    file.write_text("\n".join(LINES.values()))
    before, kept = oracle.of_the_victim(folder), oracle.files(folder)
    ran = here("import", file, "--archive", folder)
    assert ran.code == 3
    assert f"{len(LINES)} lines" in ran.err
    assert oracle.of_the_victim(folder) == before
    assert oracle.files(folder) == kept


def test_lines_that_end_in_torn_gzip_are_stored_as_far_as_they_go(seeds: Seeds, tmp_path: Path) -> None:
    folder, file = Path(shutil.copytree(seeds.ours, tmp_path / "data")), tmp_path / "khac.jsonl.gz"
    whole = b"".join(gzip.compress(line.encode() + b"\n") for line in seeds.lines)
    file.write_bytes(whole[:-20])
    ran = here("import", file, "--archive", folder)
    assert ran.code == 3, ran.said
    assert "cannot be read to its end" in ran.err
    assert value(folder, "select count(*) from articles where portal = 'khac-example'") == len(news()) - 4
    assert rows(folder, "select distinct outcome from runs where portal = 'khac-example'") == [("incomplete",)]
    assert_all_is_valid(folder)
    file.write_bytes(b"\x1f\x8b\x08\x00" + b"garbage" * 9)
    kept = oracle.files(folder)
    assert here("import", file, "--archive", folder).code == 1
    assert oracle.files(folder) == kept


SPOILED = {
    "bytes for words": ("update articles set title = x'ff00'", 3),
    "words for numbers": ("update view_counts set views = 'many'", 0),
    "a time that is none": ("update revisions set captured_at = 'gestern'", 3),
    "a script for an address": ("update articles set url = 'javascript:alert(1)'", 3),
    "a table that is a view": ("create view copies_elsewhere as select 1", 1),
    "another program's": ("pragma application_id = 1", 1),
    "a newer one": (
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('queson', 'm999', '')",
        1,
    ),
}


@pytest.mark.parametrize(("statement", "code"), SPOILED.values(), ids=SPOILED.keys())
def test_a_database_alone_is_checked_record_by_record(seeds: Seeds, tmp_path: Path, statement: str, code: int) -> None:
    folder, other = Path(shutil.copytree(seeds.ours, tmp_path / "data")), tmp_path / "khac.db"
    shutil.copyfile(seeds.theirs / "archive.db", other)
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        db.execute("pragma foreign_keys = off")
        if "create view" in statement:
            db.execute("drop table copies_elsewhere")
        db.execute(statement)
    before, kept = oracle.of_the_victim(folder), oracle.files(folder)
    ran = here("merge", other, "--archive", folder)
    assert ran.code == code, ran.said
    assert oracle.of_the_victim(folder) == before
    assert code != 1 or oracle.files(folder) == kept
    assert_all_is_valid(folder)


def test_a_database_whose_views_have_no_end_is_refused_at_once(seeds: Seeds, tmp_path: Path) -> None:
    other = tmp_path / "khac.db"
    shutil.copyfile(seeds.theirs / "archive.db", other)
    with closing(sqlite3.connect(other, isolation_level=None)) as db:
        db.execute("pragma legacy_alter_table = on")
        columns = ", ".join(f"x as {row[1]}" for row in db.execute("pragma table_info(portals)"))
        db.execute("alter table portals rename to kept")
        endless = "with recursive n(x) as (select 1 union all select x + 1 from n)"
        db.execute(f"create view portals as {endless} select {columns} from n")
    folder = Path(shutil.copytree(seeds.ours, tmp_path / "data"))
    (ended,) = oracle.session(["merge", other, "--archive", folder])
    assert ended.code == 1
    assert "has no table portals" in ended.err


def test_values_of_another_kind_in_our_own_database_are_told_in_a_sentence(seeds: Seeds, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(seeds.ours, tmp_path / "data"))
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as db:
        db.execute("update runs set requests = x'ff'")
    ran = here("status", "--archive", folder)
    assert ran.code == 1
    assert "runs.requests (1) of another kind" in ran.err.replace('"', "")
    ran = here("doctor", "--archive", folder)
    assert ran.code == 3
    assert "value of another kind: 1" in ran.out
    assert here("rebuild", "--archive", folder).code == 0
    assert here("doctor", "--archive", folder).code == 0


def test_a_schema_of_which_sqlite_cannot_say_what_is_wrong_is_told_in_a_sentence(seeds: Seeds, tmp_path: Path) -> None:
    """Its complaint would hold bytes that are no text."""
    folder = Path(shutil.copytree(seeds.ours, tmp_path / "data"))
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as db:
        db.execute("pragma writable_schema = on")
        garbled = b"CREATE TABLE runs (a '\xff\xfe)"
        db.execute("update sqlite_master set sql = cast(? as text) where name = 'runs'", [garbled])
    ran = here("status", "--archive", folder)
    assert ran.code == 1
    assert "rebuild" in ran.err
    assert here("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0


HOST = "http://khac.example"
EVIL_ROWS = (
    ["x", "29990101000000", f"{HOST}/tuong-lai", "text/html", "200", "A", "1"],
    ["x", "20200101000000", "javascript:alert(1)", "text/html", "200", "B", "1"],
    ["x", "20200101000000", "file:///etc/passwd", "text/html", "200", "C", "1"],
    ["x", "20200101000000", "http://tin.example/tin-tuc", "text/html", "200", "D", "1"],
    ["x", "20200101000000", "http://127.0.0.1:1/", "text/html", "200", "E", "1"],
    ["x", "20200101000000", f"{HOST}/a\r\nQueson-Note: {{}}", "text/html", "200", "F", "1"],
    ["x", "2020", f"{HOST}/", "text/html", "200", "G", "1"],
    ["x", 5, None, [], {}, "H", "1"],
)


def test_of_a_web_archive_only_the_portals_own_past_comes(seeds: Seeds, tmp_path: Path) -> None:
    """A web archive may name and answer anything, also for ever."""
    folder = Path(shutil.copytree(seeds.ours, tmp_path / "data"))
    before = oracle.of_the_victim(folder)
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    good = [["x", "20200314010203", f"{HOST}{path}", "text/html", "200", path, "9"] for path in news()]

    def answer(asked: str) -> Told | None:
        if "cdx" in asked:
            told = json.dumps([names, *good, *EVIL_ROWS, [], ["go on for ever"]]).encode()
            return Told(told, headers={"Content-Type": "application/json"})
        return news().get(asked.partition(HOST)[2])

    with site(answer) as running:
        ran = queson("rescue", f"{HOST}/", "--from", running.base, "--archive", folder, "--delay", 0)
        asked = [each for each in running.asked if "/web/" in each]
    assert ran.code == 3, ran.said
    assert "gives the same part again" in ran.said
    assert all(HOST in each and "tuong-lai" not in each and "\n" not in each for each in asked), asked
    assert oracle.of_the_victim(folder) == before
    assert value(folder, "select count(*) from articles where portal = 'khac-example'") == len(news()) - 3
    assert_all_is_valid(folder)


def test_json_is_written_as_it_is_told() -> None:
    assert written(put(read('{"a": {"b": [1]}}'), "a.b.0", Raw("x"))) == '{"a":{"b":[x]}}'


def test_small_lines_make_no_thousand_portals(seeds: Seeds, tmp_path: Path) -> None:
    folder, file = Path(shutil.copytree(seeds.ours, tmp_path / "data")), tmp_path / "many.jsonl"
    (line,) = [line for line in seeds.lines if '"article"' in line][:1]
    count = 200
    several = [
        line.replace("khac-example", f"xa{number}-vn").replace("khac.example", f"xa{number}.vn")
        for number in range(count)
    ]
    file.write_bytes(gzip.compress("\n".join(several).encode()))
    before = oracle.of_the_victim(folder)
    ran = here("import", file, "--archive", folder)
    assert ran.code == 3, ran.said
    most = MAX_NEW + file.stat().st_size // BYTES_EACH
    assert most < count
    assert f"more than {most} new portals" in ran.said
    assert value(folder, "select count(*) from portals where slug like 'xa%'") == most
    assert oracle.of_the_victim(folder) == before
    assert value(folder, "select count(*) from problems where kind = 'broken record'") == count - most
    assert here("import", file, "--archive", folder).code == 3


def test_lines_of_as_many_portals_as_their_size_allows_come_in(seeds: Seeds, tmp_path: Path) -> None:
    folder, file = tmp_path / "data", tmp_path / "many.jsonl"
    (line,) = [line for line in seeds.lines if '"article"' in line][:1]
    several = [line.replace("khac-example", f"xa{number}-vn") + " " * BYTES_EACH for number in range(2 * MAX_NEW)]
    file.write_text("\n".join(several), "utf-8")
    ran = here("import", file, "--archive", folder)
    assert ran.code == 0, ran.said
    assert value(folder, "select count(*) from portals") == 2 * MAX_NEW


@pytest.mark.parametrize("empty", [False, True], ids=["into ours", "into an empty one"])
def test_a_small_archive_makes_no_thousand_portals(seeds: Seeds, tmp_path: Path, empty: bool) -> None:
    found = records.records_in(seeds.theirs / "warc" / seeds.name)
    for number in range(2, 202):
        slug = f"xa{number}-vn"
        start = {
            "start": {**START["start"], "portal": slug},
            "portal": {"slug": slug, "start": f"http://xa{number}.vn/"},
        }
        found.append(event("run-start", {"run": number, **start}))
    ran = merged_into(seeds, tmp_path, found, empty=empty)
    assert "portals of it are new: the others are left out" in ran.said
    told = int(ran.said.partition("more than ")[2].split()[0])
    assert MAX_NEW <= told < 100
    assert value(tmp_path / "data", "select count(*) from portals") == told + (not empty)
    assert rows(tmp_path / "data", "select 1 from articles where portal = 'khac-example'")
