"""Pages that were saved as files: mirrors, SingleFile, MHTML, ArchiveBox, folders of WARC; each with its own time."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from tests.crawl.foreign import BASE, Foreign
from tests.crawl.test_foreign_kinds import ARTICLES, SITE, articles, pages, revisits, take
from tests.crawl.test_import import assert_rebuilds
from tests.crawl.tools import assert_sound, news, rows, site

HOST = BASE.partition("://")[2]
TEXTS = "select url, title, lead, body, author, published_at, published_raw from articles order by url"
SEEN = "select distinct fetched_at from captures order by 1"
AT, SECONDS = "2022-03-05T07:10:11Z", 1646464211
_LINK = re.compile(r'href="([^"#:]*)"')


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The articles as a WARC file brings them."""
    folder = tmp_path_factory.mktemp("plain")
    assert take(folder / "data", pages(Foreign()).save(folder / "a.warc.gz")).code == 0
    return rows(folder / "data", TEXTS)


def write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    os.utime(path, (SECONDS, SECONDS))


def place(path: str, *, named: bool) -> str:
    """Where a mirror puts a path; with the ending that says what it is, where it is `named` so."""
    place = "index.html" if path == "/" else path.strip("/")
    return f"{place}.html" if named and not place.endswith(".html") else place


def converted(path: str, *, named: bool = True) -> bytes:
    """A page whose links lead to files."""

    def relative(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1]))
        if target not in SITE:
            return found[0]
        start = posixpath.dirname(f"/{place(path, named=named)}")
        return f'href="{posixpath.relpath(f"/{place(target, named=named)}", start)}"'

    return _LINK.sub(relative, SITE[path].body.decode()).encode()


def of_wget_as_it_came(folder: Path) -> None:
    for path, told in SITE.items():
        at = "tin-tuc/index.html" if path == "/tin-tuc" else place(path, named=False)
        write(folder / HOST / at, told.body)


def of_wget_with_links_changed(folder: Path) -> None:
    log, at_home = "", datetime.fromtimestamp(SECONDS).strftime("%Y-%m-%d %H:%M:%S")
    for path in SITE:
        at = f"{HOST}/{place(path, named=True)}"
        write(folder / at, converted(path))
        log += f"--{at_home}--  {BASE}{path}\nHTTP request sent, awaiting response... 200 OK\nLength: 9\n"
        log += f"Saving to: ‘{at}’\n\n{at_home} (1 MB/s) - ‘{at}’ saved [9]\n"
    write(folder / "wget-log", log.encode())


def of_wget_with_originals_beside(folder: Path) -> None:
    for path, told in SITE.items():
        write(folder / HOST / place(path, named=True), converted(path))
        write(folder / HOST / f"{place(path, named=True)}.orig", told.body)


def of_httrack(folder: Path) -> None:
    for path in SITE:
        body = converted(path).decode()
        by = "HTTrack Website Copier/3.x [XR&CO'2014], Sat, 05 Mar 2022 07:10:11 GMT"
        note = f"<!-- Mirrored from {HOST}{path} by {by} -->"
        write(folder / HOST / place(path, named=True), body.replace("<head>", f"\n{note}\n<head>", 1).encode())
    write(folder / "index.html", b"<html><head><title>Local index - HTTrack Website Copier</title></head></html>")
    write(folder / "hts-log.txt", b"HTTrack3.49-2 launched on Sat, 05 Mar 2022 07:10:00 at " + BASE.encode())


def of_singlefile(folder: Path) -> None:
    for number, (path, told) in enumerate(SITE.items()):
        note = (
            f"<!--\n Page saved with SingleFile \n url: {BASE}{path} \n saved date: Sat Mar 05 2022 14:10:11 GMT+0700 "
        )
        write(
            folder / f"{number}.html", told.body.replace(b"<head>", note.encode() + b"(Indochina Time)\n--><head>", 1)
        )


def of_a_browser(folder: Path) -> None:
    for number, (path, told) in enumerate(SITE.items()):
        url = f"{BASE}{path}"
        write(folder / f"Tin {number}.html", f"<!-- saved from url=({len(url):04}){url} -->\r\n".encode() + told.body)
        write(folder / f"Tin {number}_files" / "a.css", b"p {}")


def as_mhtml(folder: Path) -> None:
    for number, (path, told) in enumerate(SITE.items()):
        whole = MIMEMultipart("related")
        whole["Snapshot-Content-Location"] = f"{BASE}{path}"
        whole["Date"] = "Sat, 05 Mar 2022 07:10:11 -0000"
        part = MIMEText(told.body.decode(), "html", "utf-8")
        part["Content-Location"] = f"{BASE}{path}"
        whole.attach(part)
        write(folder / f"{number}.mhtml", bytes(whole))


def of_archivebox(folder: Path) -> None:
    for number, (path, told) in enumerate(SITE.items()):
        home = folder / "archive" / f"1646464000.{number}"
        run = {"start_ts": "2022-03-05T07:10:11+00:00", "status": "succeeded", "output": "singlefile.html"}
        told_of = {"url": f"{BASE}{path}", "timestamp": f"1646464000.{number}", "history": {"singlefile": [run]}}
        write(home / "index.json", json.dumps(told_of).encode())
        write(home / "singlefile.html", told.body)
        write(home / "output.html", b"<html><body>DOM</body></html>")


@pytest.mark.parametrize(
    "make",
    [
        of_wget_as_it_came,
        of_wget_with_links_changed,
        of_wget_with_originals_beside,
        of_httrack,
        of_singlefile,
        of_a_browser,
        as_mhtml,
        of_archivebox,
    ],
)
def test_saved_pages_give_the_articles_that_a_warc_gives(
    make: Callable[[Path], None], wanted: list[tuple[object, ...]], tmp_path: Path
) -> None:
    make(tmp_path / "saved")
    folder = tmp_path / "data"
    ran = take(folder, tmp_path / "saved")
    found = rows(folder, TEXTS)
    assert found == wanted, ran.said
    assert ran.code == 0, ran.said
    assert rows(folder, SEEN) == [(AT,)]
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")
    assert "has all of it already" in take(folder, tmp_path / "saved").said


def test_the_files_of_a_folder_are_read_together(tmp_path: Path) -> None:
    """Revisits in the first file, originals in the second, pictures in a third: what each alone would lack."""
    several = tmp_path / "several"
    several.mkdir()
    second = revisits("2022-06-01T02:03:04Z", "identical-payload-digest", block=b"")
    second.save(several / "1.warc.gz")
    pages(Foreign(date="2022-05-01T02:03:04Z")).save(several / "2.warc.gz")
    (several / "README.txt").write_text("three files")
    ran = take(tmp_path / "data", several)
    assert ran.code == 0, ran.said
    assert articles(tmp_path / "data") == 6
    assert len(rows(tmp_path / "data", "select 1 from captures where fetched_at like '2022-06%'")) == len(SITE)
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


def test_a_page_that_does_not_say_where_it_came_from_is_named(tmp_path: Path) -> None:
    of_singlefile(tmp_path / "saved")
    write(tmp_path / "saved" / "strange.html", b"<html><title>x</title><p>y</p></html>")
    ran = take(tmp_path / "data", tmp_path / "saved")
    assert ran.code == 3
    assert "strange.html" in ran.said
    alone = take(tmp_path / "other", tmp_path / "saved" / "strange.html")
    assert alone.code == 1
    assert "address" in alone.err
    assert articles(tmp_path / "data") == 6


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "secret" / "a.html", b"<!-- saved from url=(0019)http://tin.example/ --><html><p>x</p></html>")
    of_singlefile(tmp_path / "saved")
    (tmp_path / "saved" / "out.html").symlink_to(tmp_path / "secret" / "a.html")
    (tmp_path / "saved" / "all").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "saved" / "pipe.html")
    assert take(tmp_path / "data", tmp_path / "saved").code == 0
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data" / "warc").iterdir())
    assert b"secret" not in kept


def test_a_single_saved_page_is_taken_in(tmp_path: Path) -> None:
    url = f"{BASE}{ARTICLES[0]}"
    write(tmp_path / "a.html", f"<!-- saved from url=({len(url):04}){url} -->\n".encode() + SITE[ARTICLES[0]].body)
    assert take(tmp_path / "data", tmp_path / "a.html").code in (0, 3)
    assert rows(tmp_path / "data", "select url from articles") == [(url,)]


def test_a_mirror_that_wget_made_gives_the_articles(needs: Callable[[str, object], None], tmp_path: Path) -> None:
    wget = subprocess.run(["which", "wget"], capture_output=True, text=True).stdout.strip()
    needs("wget: apt install wget", wget)
    with site(news()) as running:
        made = [
            wget,
            "--mirror",
            "--convert-links",
            "--adjust-extension",
            "-o",
            "wget-log",
            "-e",
            "robots=off",
            running.base,
        ]
        (tmp_path / "saved").mkdir()
        subprocess.run(made, cwd=tmp_path / "saved", capture_output=True)
        base = running.base
    ran = take(tmp_path / "data", tmp_path / "saved")
    assert ran.code == 0, ran.said
    assert articles(tmp_path / "data") == 6
    assert {url for (url,) in rows(tmp_path / "data", "select url from articles")} == {base + path for path in ARTICLES}
