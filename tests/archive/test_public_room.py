"""A public copy tells nothing of the machine, and nothing that anybody may send hangs or fills it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.datasette import base, middleware, serving
from archive.datasette.gate import Busy, Gate, Gates
from archive.datasette.guard import bound, file_of
from archive.datasette.middleware import completed
from archive.datasette.spreadsheet import HarmlessCsv
from archive.events import Event, FleetChanged, RunStarted
from archive.fleet_records import FleetPortal
from archive.records import RunStart
from archive.search import expression
from archive.store import Archive
from archive.store import events as store
from archive.warc.headers import is_event
from archive.warc.members import records
from tests.archive.rich import Keeper, rich

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keeper-of-secrets")
    rich(folder / "data")
    with closing(sqlite3.connect(folder / "data/archive.db")) as db, db:
        db.execute("update runs set target = ?", (f"{folder}/private/portal.toml",))
    with Archive.open(folder / "data") as archive:
        serving.publish(archive, folder / "public")
    return folder / "public"


@pytest.fixture
def public(copy: Path) -> Datasette:
    return served(copy)


def served(copy: Path) -> Datasette:
    base._remembered.clear()
    return Datasette(
        [], immutables=[str(copy / "archive.db")], settings=json.loads((copy / "settings.json").read_text()),
        metadata=json.loads((copy / "metadata.json").read_text()),
    )  # fmt: skip


def test_a_copy_holds_no_path_of_the_keeper_in_any_byte(copy: Path) -> None:
    for file in copy.rglob("*"):
        if file.is_file():
            assert b"keeper-of-secrets" not in file.read_bytes(), file
    with closing(sqlite3.connect(copy / "archive.db")) as db:
        assert db.execute("select count(*) from runs where target <> portal").fetchone() == (0,)


@pytest.mark.parametrize("target", ["/home/keeper-of-secrets/portal.toml", "../keeper-of-secrets.toml", "k/s.toml"])
def test_captures_that_go_along_keep_their_places_and_tell_no_path(target: str, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "data") as archive:
        keeper = Keeper(archive)
        with keeper.writer as writer:
            for number, named in enumerate((target, "http://queson.example/", target), 1):
                start = RunStart("queson", "2026-01-01T00:00:00Z", target=named)
                archive.begin_run(start)
                writer.write_event(Event(number, start.started_at, RunStarted(start, {"slug": "queson"})))
                keeper.capture(number, f"http://queson.example/{number}", b"<p>x")
            row = FleetPortal("queson", target, file_text=target, contact=f"me@{target}")
            store.record(archive, writer, Event(0, "2026-01-02T00:00:00Z", FleetChanged(row)))
        serving.publish(archive, tmp_path / "public", captures=True)
        (before,), (after,) = (list((tmp_path / folder / "warc").iterdir()) for folder in ("data", "public"))
        assert after.name == before.name
        assert after.stat().st_size == before.stat().st_size
        old, new = list(records(before)), list(records(after))
        assert [each.place for each in new] == [each.place for each in old]
        told = [json.loads(each.block) for each in new if is_event(each.headers)]
        starts = [each["start"]["target"] for each in told if "start" in each]
        assert starts == ["queson", "http://queson.example/", "queson"]
        with closing(sqlite3.connect(tmp_path / "public/archive.db")) as db:
            assert db.execute("select target, file_text, contact from fleet").fetchall() == [("queson", "", "")]
        for one, other in zip(old, new, strict=True):
            assert target.encode() not in other.block
            assert is_event(one.headers) or one == other
    with after.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()


MACHINE = (
    *(f"/-/{name}{form}" for name in ("databases", "threads", "plugins", "versions", "settings", "actor")
      for form in ("", ".json")),
    "/", "/archive", "/archive.json", "/-/metadata.json", "/archive/runs", "/archive/runs.json?_size=max",
    "/archive.db",
    "/archive.json?sql=select+*+from+pragma_database_list", "/archive/nothing", "/-/nothing", "/archive?sql=selec",
)  # fmt: skip


@pytest.mark.parametrize("path", MACHINE)
async def test_no_page_tells_where_the_archive_lies(path: str, public: Datasette) -> None:
    answer = await public.client.get(path)
    assert "keeper-of-secrets" not in answer.text
    assert "/site-packages" not in answer.text
    if path.startswith("/-/") and "metadata" not in path:
        assert answer.status_code == 404


async def test_a_visitor_writes_no_sql_and_questions_that_are_ready_are_answered(public: Datasette) -> None:
    for path in ("/archive.json?sql=select+1", "/archive/articles.json?_where=1=1"):
        assert (await public.client.get(path)).status_code in (400, 403), path
    assert (await public.client.get("/archive/articles.json?_search=que+son&_shape=array")).status_code == 200
    for name in json.loads((await public.client.get("/archive.json")).text)["queries"]:
        assert (await public.client.get(f"/archive/{name['name']}.json")).status_code == 200


REFUSED = (
    ("/archive/articles?" + "&".join(f"_facet=c{n}" for n in range(9)), 400),
    ("/archive/articles?" + "&".join(f"title__contains={n}" for n in range(61)), 400),
    ("/archive/articles?_searchmode=raw&_search=a*", 400),
    ("/-/search?q=" + "a" * 9000, 414),
)


@pytest.mark.parametrize(("path", "status"), REFUSED)
async def test_what_no_reader_asks_is_refused_before_anything_is_done(
    path: str, status: int, public: Datasette
) -> None:
    answer = await public.client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


WITHIN_AN_INDEX = (
    "articles_fts_data", "articles_fts_idx", "articles_fts_content", "articles_fts_docsize", "articles_fts_config",
    "articles_fts_exact_data", "ARTICLES_FTS_DATA", "articles~5Ffts_data", "articles%5Ffts_data",
)  # fmt: skip


@pytest.mark.parametrize("table", WITHIN_AN_INDEX)
async def test_the_tables_within_a_full_text_index_are_no_pages(table: str, public: Datasette) -> None:
    for form in ("", ".json", ".csv", ".csv?_stream=on", "/1", "/1.json", "/1,2", "/1.blob?_blob_column=block"):
        assert (await public.client.get(f"/archive/{table}{form}")).status_code == 404, form
    assert (await public.client.get("/archive/articles_fts.json")).status_code == 200


ASKED_WRONGLY = (
    "_sort=nothing", "_sort=%00", "_sort_desc=%5D", "_facet=%00", "_facet=%7B%7D", "_facet_array=%7B%22id%22%3A1%7D",
    "_facet_date=%00", "_through=a", "_through=%7B%7D", "_through=1", "_timelimit=a", "_timelimit=1e999",
    f"id={'9' * 50}", f"id__gt={'9' * 30}", "_next=%00", "_size=a", "_size=-1", "_ttl=a", "_shape=nothing", "_json=%00",
    "title__in=%7B", "_col=nothing", "_blob_column=body", "_search_nothing=a", "title__nothing=a", "_extra=%00",
)  # fmt: skip


@pytest.mark.parametrize("asked", ASKED_WRONGLY)
async def test_what_makes_no_sense_is_no_fault_of_the_room(asked: str, public: Datasette) -> None:
    for form in ("", ".json", ".csv"):
        answer = await public.client.get(f"/archive/articles{form}?{asked}")
        assert answer.status_code in (200, 302, 400, 404), form
    for form in (".json", ".csv"):  # a view has no key: what comes next is told by its number
        answer = await public.client.get(f"/archive/articles_text{form}?{asked}&_next={'9' * 30}")
        assert answer.status_code in (302, 400, 404), form
    for row in ("list_entries/1", "articles/1,2,3", f"articles/{'9' * 40}", "articles/~00"):
        for form in ("", ".json"):
            assert (await public.client.get(f"/archive/{row}{form}")).status_code in (400, 404), row


async def test_a_fault_of_the_archive_stays_one(public: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    await public.client.get("/")
    monkeypatch.setattr(public.databases["archive"], "execute", broken)
    assert (await public.client.get("/archive/articles/1.json")).status_code == 500


async def test_a_question_that_takes_too_long_is_no_fault_of_the_room(
    public: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: Any, **__: Any) -> None:
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), "select 1", {})

    await public.client.get("/")
    monkeypatch.setattr(public.databases["archive"], "execute", slow)
    for form in (".json", ".csv"):
        assert (await public.client.get(f"/archive/articles{form}?title__glob=a")).status_code == 400, form


async def test_the_room_is_only_read(public: Datasette) -> None:
    for path in ("/", "/-/permissions", "/archive/articles"):
        assert (await public.client.post(path, data={"a": "b"})).status_code == 405


PAGES = (
    "/", "/archive", "/archive/articles.json", "/archive/articles.csv", "/-/search?q=a", "/-/static/app.css",
    "/-/search?_format=atom", "/-/search?q=a&_format=csv",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_no_browser_guesses_and_no_cache_mixes_hosts(path: str, public: Datasette) -> None:
    answer = await public.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Host" in answer.headers["vary"].split(", ")
    if answer.headers["content-type"].startswith("text/html"):
        assert answer.headers["content-security-policy"]


def test_headers_that_are_there_stay() -> None:
    given_headers = [(b"Vary", b"Accept-Language, Cookie"), (b"content-type", b"text/html"), (b"Referrer-Policy", b"x")]
    found = dict(completed(given_headers))
    assert found[b"vary"] == b"Accept-Language, Cookie, Host"
    assert found[b"Referrer-Policy"] == b"x"
    assert b"referrer-policy" not in found


async def test_datasettes_own_csv_holds_no_formula(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes((copy / "archive.db").read_bytes())
    cells = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-2", "'x", '=a\n"b",c\r\n=d', "an ordinary title")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        ids = [number for (number,) in db.execute("select id from articles order by id limit ?", (len(cells),))]
        for number, cell in zip(ids, cells, strict=False):
            db.execute("update articles set author = ? where id = ?", (cell, number))
    room = Datasette([], immutables=[str(tmp_path / "archive.db")])
    answer = await room.client.get("/archive/articles.csv?_size=max&_sort=id&_col=author&_col=id&_stream=on")
    rows = {int(row["id"]): row["author"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))}
    for number, cell in zip(ids, cells, strict=False):
        is_text = cell[0] in "=+@\t'" or (cell[0] == "-" and not cell[1:].isdecimal())
        assert rows[number] == (f"'{cell}" if is_text else cell)


@given(st.lists(st.lists(st.text(st.sampled_from('a=,"\n\r-1ế'), max_size=6), min_size=2, max_size=3)), st.data())
def test_csv_may_come_in_any_pieces(rows: list[list[str]], data: st.DataObject) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    whole = out.getvalue().encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    once, pieces = HarmlessCsv(), HarmlessCsv()
    made = b""
    for start, end in zip([0, *cuts], cuts, strict=False):
        made += pieces.fed(whole[start:end], is_last=False)
    made += pieces.fed(whole[cuts[-1] if cuts else 0 :], is_last=True)
    assert made == once.fed(whole, is_last=True)
    for row in csv.reader(io.StringIO(made.decode(), newline="")):
        assert not any(cell[:1] == "=" for cell in row)


async def test_a_gate_lets_few_in_and_few_wait() -> None:
    gate = Gate(at_once=1, waiting=1)
    await gate.enter()
    waiting = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await gate.enter()
    gate.leave()
    await waiting
    gate.leave()


async def test_who_waits_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.datasette.gate.PATIENCE", 0.01)
    gate = Gate(at_once=1, waiting=9)
    await gate.enter()
    with pytest.raises(Busy):
        await gate.enter()
    gate.leave()
    await asyncio.wait_for(gate.enter(), 60)


@pytest.mark.parametrize("path", ["/-/search?q=a", "/archive/articles", "/~61rchive/articles", "/archive/articles/1"])
async def test_home_and_articles_answer_while_the_dear_pages_are_full(
    path: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.datasette.gate.PATIENCE", 0.05)
    full = Gates(search=Gate(0, 1), tables=Gate(0, 1))
    monkeypatch.setattr(middleware, "Gates", lambda: full)
    public = served(copy)
    assert (await public.client.get(path)).status_code == 503
    assert (await public.client.get("/")).status_code == 200


async def test_a_place_is_free_again_when_the_answer_begins_or_fails() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/broken":
            raise ZeroDivisionError
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(600)  # a reader that receives slowly

    async def yes() -> bool:
        return True

    async def send(message: Any) -> None:
        pass

    room = middleware.Room(app, yes, "/")
    scope = {"type": "http", "method": "GET", "path": "/archive", "query_string": b""}
    slow = [asyncio.create_task(room(dict(scope), send, send)) for _ in range(6)]
    await asyncio.sleep(0.1)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(room({**scope, "path": "/broken"}, send, send), 60)
    for task in slow:
        task.cancel()


@pytest.fixture
def connection(copy: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{copy / 'archive.db'}?mode=ro", uri=True)) as db:
        bound(db)
        yield db


def test_a_bounded_connection_does_not_tell_its_file(copy: Path, connection: sqlite3.Connection) -> None:
    assert connection.execute("select * from pragma_database_list").fetchall() == []
    assert connection.execute("pragma database_list").fetchall() == []
    assert file_of(connection) == str(copy / "archive.db")
    for statement in (
        "attach '/tmp/x' as y",
        "create temp table t (a)",
        "select zeroblob(1)",
        "select load_extension('x')",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(statement)


def test_what_is_typed_is_bounded_before_it_is_read() -> None:
    assert len(expression("a" * 10_000_000)) < 1000
    assert len(expression('"(' * 5_000_000)) < 10_000
    assert len(expression("ế " * 5_000_000)) < 10_000


@pytest.mark.parametrize(
    "name", ["../secret.gz", "../../secret.gz", "/etc/hostname", "link.gz", "pipe.gz", "", ".", "a\0b"]
)
async def test_a_capture_row_names_files_of_the_archive_alone(name: str, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>SECRET-OUTSIDE"
    record = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(page), page)
    )
    member = zlib.compress(record, 6, 31)
    for secret in (tmp_path / "secret.gz", tmp_path.parent / "secret.gz"):
        secret.write_bytes(member)
    os.symlink(tmp_path / "secret.gz", tmp_path / "warc/link.gz")
    os.mkfifo(tmp_path / "warc/pipe.gz")
    (tmp_path / "archive.db").write_bytes((copy / "archive.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        db.execute("update captures set warc_file = ?, warc_offset = 0, warc_length = ?", (name, len(member)))
    room = Datasette([], immutables=[str(tmp_path / "archive.db")])
    for path in ("/-/captured/1", "/-/file/1"):
        answer = await asyncio.wait_for(room.client.get(path), 120)
        assert answer.status_code == 404, (path, quote(name))
        assert "SECRET-OUTSIDE" not in answer.text


async def test_a_copy_without_captures_offers_none(public: Datasette) -> None:
    article = (await public.client.get("/-/article/queson/1")).text
    assert "/-/file/" not in article
    capture = (await public.client.get("/-/capture/1?lang=en")).text
    assert "Captures were left out" in capture
    assert "<iframe" not in capture


async def test_dates_are_read_as_people_type_them(public: Datasette) -> None:
    totals = {}
    for typed in ("2019-06-05", "5/6/2019", "05.06.2019", "2019/6/5"):
        answer = await public.client.get(f"/-/search?{urlencode({'q': 'cầu', 'since': typed, '_format': 'json'})}")
        totals[typed] = answer.json()["total"]
    assert len(set(totals.values())) == 1
    assert totals["5/6/2019"] > 0
    for typed in ("30/02/2022", "2022-13-45", "hôm qua", "0000", "9" * 50):
        answer = await public.client.get(f"/-/search?{urlencode({'q': 'cầu', 'until': typed})}")
        assert answer.status_code == 400
        assert "Không hiểu ngày" in answer.text


async def test_the_keepers_own_room_takes_sql_and_bounds_it(copy: Path) -> None:
    room = Datasette([str(copy / "archive.db")], settings=serving.LIMITS)
    good = await room.client.get("/archive.json?" + urlencode({"sql": "select count(*) as n from articles"}))
    assert good.status_code == 200
    pattern = f"select printf('%.*c', 30000000, 'a') glob '*[{'b' * 900}]'"
    answer = await asyncio.wait_for(room.client.get("/archive.json?" + urlencode({"sql": pattern})), 120)
    assert answer.status_code in (200, 400)
