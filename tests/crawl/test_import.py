"""What others kept is taken in through the same reader, with its own times, once, and whatever its state."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from queson_crawler.imports import intake
from queson_crawler.imports.sites import MAX_NEW
from queson_crawler.parse.answer import understand
from queson_crawler.understand import judge
from tests.crawl.foreign import BASE, Foreign, wacz
from tests.crawl.tools import (
    Ran,
    Told,
    assert_equal_tables,
    assert_holds,
    assert_sound,
    crawl,
    here,
    news,
    page,
    rows,
    site,
    tables,
    value,
)
from tests.files import make
from tests.harness.processes import python, start
from tests.harness.processor import within
from tests.lab import LabOptions, LabPortal

WHEN = "2022-08-27T03:44:45Z"
PLACE = re.compile(r"\b20(?!22)\d\d-?\d\d-?\d\dT?[\d:]*Z?")
"""What tells when an archive was filled: times other than those of the pages, names of files that hold one."""
TEXTS = "select native_id, title, lead, body, published_at from articles order by native_id"


def take(folder: Path, *files: object) -> Ran:
    return here("import", *files, "--archive", folder)


def assert_rebuilds(folder: Path, anew: Path) -> None:
    ran = here("rebuild", "--archive", folder, "--to", anew)
    assert ran.code == 0, ran.said
    assert_equal_tables(folder, anew)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The articles as a live crawl of the same pages stores them."""
    folder = tmp_path_factory.mktemp("live")
    with site(news()) as running:
        assert crawl(running.base, folder).code == 0
    return rows(folder, TEXTS)


FORMS: dict[str, Callable[[Path], Path]] = {
    "gzip by record": lambda to: Foreign().site(news()).save(to / "a.warc.gz"),
    "WARC 1.0, chunked": lambda to: Foreign(version="1.0").site(news(), encoding="chunked").save(to / "a.warc.gz"),
    "plain, gzip chunked": lambda to: Foreign(gzipped=False).site(news(), encoding="gzip chunked").save(to / "a.warc"),
    "gzip as a whole": lambda to: whole(to / "a.warc.gz", Foreign(gzipped=False).site(news()).data),
    "WACZ": lambda to: wacz(to / "a.wacz", [("archive/data.warc.gz", Foreign().site(news()).data)]),
    "WACZ, deflated, names that lead out": lambda to: wacz(
        to / "a.wacz", [("../../../archive/x.warc", Foreign(gzipped=False).site(news()).data)], zipfile.ZIP_DEFLATED
    ),
}


def whole(path: Path, data: bytes) -> Path:
    path.write_bytes(gzip.compress(data))
    return path


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_every_form_brings_what_a_live_crawl_brings(
    make: Callable[[Path], Path], live: list[tuple[object, ...]], tmp_path: Path
) -> None:
    file, folder = make(tmp_path), tmp_path / "data"
    ran = take(folder, file)
    assert ran.code == 0, ran.said
    assert rows(folder, TEXTS) == live
    assert value(folder, "select group_concat(distinct fetched_at) from captures") == WHEN
    assert rows(folder, "select portal, target, outcome from runs") == [
        ("tin-example", f"import:{file.name}", "complete")
    ]
    ((name, about),) = rows(folder, "select name, about from imports")
    assert name == file.name
    assert "Another/1.0" in about
    assert rows(folder, "select title from categories") == [("Tin tức - Sự kiện",)]
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")
    files = {path.name for path in folder.iterdir() if not path.name.startswith("archive.db")}
    assert files == {"lock", "warc", "writer.json"}


def test_importing_twice_adds_nothing_also_under_another_name_and_form(tmp_path: Path) -> None:
    folder, foreign = tmp_path / "data", Foreign().site(news())
    assert take(folder, foreign.save(tmp_path / "a.warc.gz")).code == 0
    before, files = tables(folder), sorted((folder / "warc").iterdir())
    again = take(folder, tmp_path / "a.warc.gz", wacz(tmp_path / "b.wacz", [("archive/b.warc.gz", foreign.data)]))
    assert again.code == 0
    assert again.out.count("has all of it already") == 2
    assert tables(folder) == before
    assert sorted((folder / "warc").iterdir()) == files


def test_a_file_that_is_torn_or_garbled_gives_what_is_whole_and_says_where_it_ends(tmp_path: Path) -> None:
    data = Foreign().site(news()).data
    middle = len(data) // 2
    for number, damaged in enumerate((data[:-900], data[:middle] + b"\0garbage\xff" * 9 + data[middle + 40 :])):
        folder = tmp_path / str(number)
        (tmp_path / "a.warc.gz").write_bytes(damaged)
        ran = take(folder, tmp_path / "a.warc.gz")
        assert ran.code == 3
        assert "torn or garbled (byte" in ran.out
        assert 1 <= value(folder, "select count(*) from articles") < 6 + (number == 1)
        assert value(folder, "select count(*) from problems where kind = 'damaged file'") >= 1
        assert_sound(folder)
        assert_rebuilds(folder, tmp_path / f"anew-{number}")


def test_revisits_are_read_as_what_they_repeat_and_those_of_nothing_are_named(tmp_path: Path) -> None:
    foreign, answers = Foreign(), news()
    path = next(path for path in answers if "1003" in path)
    payload = foreign.response(BASE + "/ban-sao", answers[path])
    foreign.revisit(BASE + path, BASE + "/ban-sao", payload)
    foreign.revisit(BASE + "/mat", BASE + "/x", "sha1:" + 32 * "A")
    foreign.site({name: told for name, told in answers.items() if name != path})
    ran = take(tmp_path / "data", foreign.save(tmp_path / "a.warc.gz"))
    assert ran.code == 3
    assert value(tmp_path / "data", "select count(*) from articles") == 6
    assert rows(tmp_path / "data", "select url, kind from problems") == [(BASE + "/mat", "original missing")]
    assert_sound(tmp_path / "data")
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


def test_what_is_old_never_takes_the_place_of_what_is_new(tmp_path: Path) -> None:
    folder, answers = tmp_path / "data", news()
    path = next(path for path in answers if "1003" in path)
    older = {**answers, path: Told(answers[path].body.replace("đại biểu".encode(), "khách mời".encode()))}
    newest = {**answers, path: Told(answers[path].body.replace("đại biểu".encode(), "người dân".encode()))}
    take(folder, Foreign(date="2023-01-01T00:00:00Z").site(newest).save(tmp_path / "new.warc.gz"))
    take(folder, Foreign(date="2019-01-01T00:00:00Z").site(older).save(tmp_path / "old.warc.gz"))
    take(folder, Foreign(date="2021-01-01T00:00:00Z").site(answers).save(tmp_path / "between.warc.gz"))
    texts = rows(
        folder,
        "select number, captured_at, v.body from revisions v join articles a on a.id = article_id "
        "where a.url = ? order by 1", BASE + path,
    )  # fmt: skip
    assert [(number, at[:4]) for number, at, _ in texts] == [(1, "2019"), (2, "2021"), (3, "2023")]
    assert [word in body for word, (_, _, body) in zip(("khách mời", "đại biểu", "người dân"), texts, strict=True)] == [
        True
    ] * 3
    assert "người dân" in value(folder, "select body from articles where url = ?", BASE + path)
    assert value(folder, "select first_seen_at || last_seen_at from articles where url = ?", BASE + path) == (
        "2019-01-01T00:00:00Z2023-01-01T00:00:00Z"
    )
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_pages_that_nothing_in_the_file_leads_to_are_found_and_what_lists_name_and_it_lacks_is_told(
    tmp_path: Path,
) -> None:
    answers = news()
    lost = next(path for path in answers if "1002" in path)
    kept = {path: told for path, told in answers.items() if path not in ("/", lost)}
    logo = Told(b"GIF89a" + bytes(600), headers={"Content-Type": "image/gif"})
    foreign = Foreign().site(dict(reversed(kept.items())) | {"/logo.gif": logo})
    foreign.response("https://film.example/embed", page("Phim", "Phim"))
    foreign.record("metadata", "urn:pageinfo:x", b"{}", {})
    ran = take(tmp_path / "data", foreign.save(tmp_path / "a.warc.gz"))
    assert ran.code == 0, ran.said
    assert "1 of 6 listed articles are not stored" in ran.out
    assert value(tmp_path / "data", "select count(*) from articles") == 5
    assert value(tmp_path / "data", "select count(*) from captures") == len(kept) + 2
    assert rows(tmp_path / "data", "select slug from portals") == [("tin-example",)]
    assert_sound(tmp_path / "data")
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def answer(url: str, **more: str) -> dict[str, str]:
    return {
        "WARC-Type": "response", "WARC-Date": WHEN, "WARC-Target-URI": url, "WARC-Record-ID": f"<urn:x:{url}>",
        "Content-Type": "application/http; msgtype=response", **more,
    }  # fmt: skip


def test_a_hostile_file_costs_little_and_forges_nothing(tmp_path: Path) -> None:
    foreign, folder = Foreign().site(news()), tmp_path / "data"
    article = HEAD + next(told.body for path, told in news().items() if "1001" in path)
    size = str(len(article))
    start = {"run": 7, "start": {"portal": "x", "started_at": WHEN}, "portal": {"slug": "x", "start": BASE}}
    event = json.dumps(start).encode()
    foreign.raw(answer(BASE + "/a", **{"Content-Length": size, "Queson-Note": '{"run": 99, "id": 1}'}), article)
    foreign.raw(answer(BASE + "/b", **{"Content-Length": size, "WARC-Block-Digest": "sha1:" + 32 * "B"}), article)
    foreign.raw(answer(BASE + "/c", **{"Content-Length": "9" * 14}), article)
    foreign.raw(answer("http://[::1", **{"Content-Length": size}), article)
    foreign.raw(
        {
            "WARC-Type": "metadata", "WARC-Date": WHEN, "WARC-Target-URI": "urn:queson:event:run-start",
            "Content-Length": str(len(event)),
        }, event,
    )  # fmt: skip
    foreign.raw({**answer(BASE + "/d"), "WARC-Date": "gestern", "Content-Length": size}, article)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"".join(packer.compress(bytes(1 << 20)) for _ in range(600)) + packer.flush()
    foreign.data += zeros
    with within(30):
        ran = take(folder, foreign.save(tmp_path / "a.warc.gz"))
    assert ran.code == 3
    assert "warc-block-digest does not fit its bytes" in ran.out
    assert value(folder, "select count(*) from runs") == 1
    assert value(folder, "select max(run_id) from captures") == 1
    assert value(folder, "select count(*) from articles") == 6
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_files_that_claim_more_than_they_hold_are_refused(tmp_path: Path, method: int) -> None:
    file = wacz(tmp_path / "a.wacz", [("archive/a.warc", bytes(3 << 20))], method)
    for data in (b"PK\x03\x04" + bytes(80), file.read_bytes()[: file.stat().st_size // 2], file.read_bytes()):
        (tmp_path / "b.wacz").write_bytes(data)
        ran = take(tmp_path / "data", tmp_path / "b.wacz")
        assert ran.code == 1
        assert ran.err.startswith("queson: ")
        assert value(tmp_path / "data", "select count(*) from runs") == 0


HALTING = """
import sys, time
from archive.store import Archive
from queson_crawler.cli import main

store, stored = Archive.store, []

def halting(archive, page):
    store(archive, page)
    stored.append(page)
    if len(stored) == 15:
        print("half", flush=True)
        time.sleep(600)

Archive.store = halting
main(sys.argv[1:])
"""
"""A command that stops when it has stored fifteen pages, to be killed there."""


@pytest.mark.slow
def test_an_import_that_was_killed_goes_on(tmp_path: Path) -> None:
    with LabPortal(LabOptions(sizes=(20, 12), login_only=False, pager="query")) as portal:
        assert crawl(portal.base_url, tmp_path / "one").code == 0
        (warc,) = (tmp_path / "one" / "warc").iterdir()
        folder = tmp_path / "data"
        told = python("-c", HALTING, "import", warc, "--archive", folder)
        with start(told, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "half\n"
            process.kill()
        ran = take(folder, warc)
        assert_holds(folder, portal)
    assert value(folder, "select count(*) from runs where outcome = 'cut off'") >= 1
    assert value(folder, "select count(*) - count(distinct url || fetched_at || sha256) from captures") == 0, ran.said
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


PART = 6_000_000
"""So many bytes of a real portal's WARC are imported: about 500 pages, the last of them torn."""


@pytest.mark.slow
def test_a_part_of_a_real_portal_is_read_as_far_as_it_goes(shared: Path, tmp_path: Path) -> None:
    file = tmp_path / "part.warc.gz"
    with (shared / "real/sotttt-hanoi-2022.warc.gz").open("rb") as whole:
        file.write_bytes(whole.read(PART))
    ran = take(tmp_path / "data", file)
    assert ran.code == 3
    assert "torn or garbled (byte" in ran.out
    assert rows(tmp_path / "data", "select platform from portals") == [("liferay-6.2",)]
    stored = rows(
        tmp_path / "data",
        "select a.url, native_id, title, body, published_at, fetched_at "
        "from articles a join captures c on c.id = a.capture_id",
    )
    assert len(stored) > 100
    assert len({native_id for _, native_id, *_ in stored}) == len(stored)
    for url, native_id, title, _, published_at, fetched_at in stored:
        assert f"/{native_id}-" in url
        assert title
        assert published_at is None or published_at.endswith("+07:00")
        assert fetched_at.startswith("2022-08-")
    assert_sound(tmp_path / "data")


def test_files_of_articles_are_read_out_of_the_file_also_those_that_came_with_an_earlier_one(tmp_path: Path) -> None:
    folder, answers = tmp_path / "data", news()
    path = next(path for path in answers if "1002" in path)
    links = "<a href='/TaiVe.ashx?id=7'>Văn bản số 12</a><a href='/cu.pdf'>cu.pdf</a><a href='/no.pdf'>no.pdf</a>"
    html = (
        answers[path].body.decode().replace("<div class='content'>", f"<div class='content'><img src='/a.gif'>{links}")
    )
    sent = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename*=UTF-8''b%E1%BA%A3n.docx",
    }
    files = {
        "/TaiVe.ashx?id=7": Told(make.docx(make.paragraph("Kế hoạch số 12")), headers=sent),
        "/cu.pdf": Told(b"", 302, {"Location": "/moi.pdf"}),
        "/moi.pdf": Told(make.pdf(["Danh sach"]), headers={"Content-Type": "application/pdf"}),
        "/a.gif": Told(b"GIF89a" + bytes(600), headers={"Content-Type": "image/gif"}),
    }
    pages = {**answers, path: Told(html.encode())}
    before = Foreign().site(files | {"/tin-tuc": answers["/tin-tuc"]}).save(tmp_path / "files.warc.gz")
    assert take(folder, before).code == 0
    after = Foreign(date="2023-01-01T00:00:00Z").site({**pages, **files}).save(tmp_path / "all.warc.gz")
    assert take(folder, after).code == 0
    states = rows(
        folder, "select replace(url, ?, ''), filename, state, text from attachments order by lower(url)", BASE
    )
    assert states == [
        ("/cu.pdf", "cu.pdf", "text", "Danh sach"),
        ("/no.pdf", "no.pdf", None, None),
        ("/TaiVe.ashx?id=7", "bản.docx", "text", "Kế hoạch số 12"),
    ]
    assert rows(folder, "select state, bytes from images") == [("no text", 606)]
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_a_small_file_makes_no_thousand_portals(tmp_path: Path) -> None:
    """Each would cost a run, a file and a row for ever; the pages of the others are kept, and their number is told."""
    foreign, folder = Foreign().site(news()), tmp_path / "data"
    count = 400
    for number in range(count):
        foreign.response(f"http://xa{number}.gov.vn/", news()["/"])
    ran = take(folder, foreign.save(tmp_path / "many.warc.gz"))
    assert ran.code == 3, ran.said
    left = count + 1 - MAX_NEW
    assert f"{left} more sites than are read out of one file" in ran.said
    assert value(folder, "select count(*) from portals") == MAX_NEW
    assert value(folder, "select count(*) from articles") == 6
    assert value(folder, "select count(distinct url) from captures where url like 'http://xa%'") == count
    assert rows(folder, "select 1 from problems where kind = 'damaged file' and detail like '%more sites%'")
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_several_processes_take_in_the_same_rows_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Foreign().site(news(60)).save(tmp_path / "a.warc.gz")
    parsed: list[object] = []
    monkeypatch.setattr(judge, "understand", lambda *asked: parsed.append(asked) or understand(*asked))
    monkeypatch.setattr(intake, "MIN_BYTES", 0)
    taken = {}
    for jobs in (1, 2):
        parsed.clear()
        ran = here("import", file, "--archive", tmp_path / str(jobs), "--jobs", jobs)
        assert ran.code == 0, ran.said
        taken[jobs] = len(parsed)
    assert taken[2] < taken[1] / 2, "pages were parsed here that others were to parse"
    assert_alike(tmp_path / "1", tmp_path / "2")
    assert_rebuilds(tmp_path / "2", tmp_path / "anew")


def assert_alike(one: Path, other: Path) -> None:
    """Two archives hold the same rows, but for when they were filled and where in WARC something lies."""
    first, second = tables(one), tables(other)
    assert first.keys() == second.keys()
    for name in first.keys() - {"captures"}:
        assert [_timeless(row) for row in first[name]] == [_timeless(row) for row in second[name]], name
    captures = "select id, url, fetched_at, status, sha256, role, article_id, content_sha256 from captures order by id"
    assert rows(one, captures) == rows(other, captures)


def _timeless(row: tuple[object, ...]) -> list[object]:
    return [PLACE.sub("", str(value)) for value in row]
