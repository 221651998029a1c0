"""Whatever is given, or answered: one clear sentence, the right exit code, never a traceback."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from queson_crawler.demo.media import png
from tests.crawl.tools import Ran, Told, assert_sound, begun, crawl, news, page, queson, rows, site, value
from tests.lab import LabOptions, LabPortal

MAX_LINES = 8


def sentence(ran: Ran, code: int) -> str:
    """The one sentence a command ended with; no more than a few lines around it."""
    assert ran.code == code, ran.said
    lines = ran.said.strip().splitlines()
    assert len(lines) <= MAX_LINES, ran.said
    told = [line for line in lines if line.startswith("queson: ")]
    assert len(told) == 1, ran.said
    assert told[0].endswith(".")
    assert lines[-1] == told[0]
    return told[0]


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_an_unknown_portal(tmp_path: Path) -> None:
    told = sentence(crawl("atlantis", tmp_path / "data"), 2)
    assert "no portal 'atlantis'" in told
    assert "queson" in told
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read"),
        ("tên = ", "is not TOML"),
        ('start = "http://a.vn/"\ncolour = "red"', "unknown keys: colour"),
        ('title = "Quế Sơn"', "needs start"),
        ('start = "http://a.vn/"\nplatform = "joomla-9"', "unknown platform 'joomla-9'"),
        (b"\xff\xfe\x00", "is not UTF-8"),
    ],
)
def test_a_portal_file_that_is_none(tmp_path: Path, text: str | bytes | None, words: str) -> None:
    file = tmp_path / "mine.toml"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    told = sentence(crawl(file, tmp_path / "data"), 2)
    assert words in told
    assert "mine.toml" in told


def test_a_host_that_does_not_answer(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{closed_port()}/"
    told = sentence(crawl(address, tmp_path / "data"), 3)
    assert address in told
    assert "connection refused" in told
    assert rows(tmp_path / "data", "select kind, url from problems") == [("no answer", address)]
    assert value(tmp_path / "data", "select outcome from runs") == "failed"


def test_a_host_whose_name_leads_nowhere(tmp_path: Path) -> None:
    told = sentence(crawl("http://queson.invalid/", tmp_path / "data"), 3)
    assert "http://queson.invalid/: the host's name leads nowhere" in told


STARTS = {
    "refused": (Told(b"<h1>Forbidden</h1>", 403), "answered 403"),
    "a picture": (Told(png(1), headers={"Content-Type": "image/png"}), "sent as image/png"),
    "no bytes": (Told(), "no bytes in the answer"),
    "a page without lists": (page("Chào", "<p>Xin chào.</p><a href='#'>Đầu trang</a>"), "no list of articles"),
    "a redirect to itself": (Told(status=302, headers={"Location": "/"}), "leads on to"),
    "a redirect to another host": (
        Told(status=301, headers={"Location": "http://localhost:9/"}),
        "http://localhost:9/",
    ),
}
ODD = (
    *(told for told, _ in STARTS.values()),
    page("Cổng thông tin", ""),
    Told(png(1)),
    Told(status=302),
    Told(status=301, headers={"Location": "http://[::1/"}),
    Told(bytes(range(256)) * 40),
    Told(b"<html><body>" + b"<div><b>" * 10_000 + b"tin"),
    Told("<ul>\ud800</ul>".encode("utf-16", "surrogatepass"), headers={"Content-Type": "text/html; charset=utf-16"}),
    Told(b"<p>?</p>", headers={"Content-Type": "text/html; charset=no-such"}),
    Told(b"<p>?</p>", headers={"Content-Encoding": "gzip"}),
)


@pytest.mark.parametrize(("told", "words"), STARTS.values(), ids=STARTS.keys())
def test_a_start_page_that_is_none(tmp_path: Path, told: Told, words: str) -> None:
    with site(lambda path: None if path == "/robots.txt" else told) as running:
        ran = crawl(running.base, tmp_path / "data")
    said = sentence(ran, 3)
    assert running.base in said
    assert words in said
    assert_sound(tmp_path / "data")


def test_a_site_that_robots_txt_closes(tmp_path: Path) -> None:
    answers = news() | {"/robots.txt": Told(b"User-agent: *\nDisallow: /\n")}
    with site(answers) as running:
        told = sentence(crawl(running.base, tmp_path / "data"), 3)
    assert "robots.txt does not allow it" in told
    assert set(running.asked) == {"/robots.txt"}


def test_a_loop_of_redirects_is_left(tmp_path: Path) -> None:
    with site(lambda path: Told(status=302, headers={"Location": f"/{len(path)}{path}"})) as running:
        sentence(crawl(running.base, tmp_path / "data"), 3)
    assert len(running.asked) < 10


def test_pages_that_are_none_do_not_keep_a_crawl_from_the_others(tmp_path: Path) -> None:
    odd = {f"/odd-{number}": told for number, told in enumerate(ODD)}
    links = "".join(f"<li><a href='{path}'>Mục {path}</a></li>" for path in odd)
    answers = news() | odd
    answers["/"] = Told(answers["/"].body.replace(b"</ul>", links.encode() + b"</ul>"))
    with site(answers) as running:
        ran = crawl(running.base, tmp_path / "data")
    assert ran.code == 3
    assert value(tmp_path / "data", "select count(*) from articles") == 6


def below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("mine")
    return folder / "file" / "data"


def on_a_file(folder: Path) -> Path:
    (folder / "file").write_text("mine")
    return folder / "file"


def on_anothers_database(folder: Path) -> Path:
    (folder / "archive.db").write_text("not a database, but long enough to be looked at as one" * 20)
    return folder


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (on_a_file, "is a file"),
        (below_a_file, "is a file"),
        (lambda folder: Path("/proc/x"), "/proc/x cannot be written"),
        (on_anothers_database, "is not a database"),
    ],
    ids=["a file", "below a file", "/proc", "a file named archive.db"],
)
def test_an_archive_that_cannot_be(tmp_path: Path, place: object, words: str) -> None:
    folder = place(tmp_path)  # type: ignore[operator]
    assert words in sentence(crawl("http://127.0.0.1:9/", folder), 1)


@pytest.mark.parametrize("what", [["search", "xã"], ["status"], ["serve"], ["rebuild", "--to", "anew"]], ids=" ".join)
def test_a_folder_without_an_archive(tmp_path: Path, what: list[str]) -> None:
    told = sentence(queson(*what, cwd=tmp_path), 1)
    assert "data" in told
    assert "--archive" in told
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def slow(tmp_path: Path):
    """A crawl under way, of a portal that is asked once in a while."""
    with LabPortal(LabOptions(login_only=False)) as portal:
        process = begun(portal.base_url, tmp_path / "data", "--delay", "1")
        while len(portal.requests) < 6:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        with process:
            yield portal, process
            process.kill()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_crawl_keeps_others_out_until_it_is_told_to_stop(tmp_path: Path, slow, name: str) -> None:
    portal, process = slow
    if name == "SIGINT":
        busy = crawl(portal.base_url, tmp_path / "data")
        assert "Another crawl holds the archive" in sentence(busy, 75)
    process.send_signal(signal.Signals[name])
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 3, said
    assert "Traceback" not in said
    assert "Stopped before the end" in said
    assert value(tmp_path / "data", "select outcome from runs") == "stopped"
    assert_sound(tmp_path / "data")


def test_a_crawl_that_waits_for_its_portal_can_be_stopped(tmp_path: Path) -> None:
    late = {"/tin-tuc": Told(b"later", 503, {"Retry-After": "500"})}
    with site(news() | late) as running, begun(running.base, tmp_path / "data") as process:
        while "/tin-tuc" not in running.asked:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        time.sleep(0.3)
        process.terminate()
        said, _ = process.communicate(timeout=400)  # the portal asked for 500 s
    assert process.returncode == 3, said


def test_a_disk_that_is_full_ends_the_crawl_and_the_next_one_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with LabPortal(LabOptions(sizes=(12, 6), login_only=False)) as portal:
        ran = crawl(portal.base_url, folder, most_bytes=500_000)
        sentence(Ran(ran.code, ran.out, last_line(ran.err)), 1)
        after = crawl(portal.base_url, folder)
        assert after.code == 0, after.said
        assert value(folder, "select count(*) from articles") == len(portal.truth())
    assert_sound(folder)


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def test_a_warc_file_that_was_garbled_is_not_written_behind(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(news()) as running:
        assert crawl(running.base, folder).code == 0
        (warc,) = (folder / "warc").iterdir()
        data = warc.read_bytes()
        last = value(folder, "select warc_offset + warc_length from captures order by id desc limit 1")
        warc.write_bytes(data[:last] + b"garbled" + data[last:])
        told = sentence(crawl(running.base, folder), 1)
    assert "torn or garbled" in told
    assert [path.name for path in (folder / "warc").iterdir()] == [warc.name]
