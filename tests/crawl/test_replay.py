"""What a crawl wrote replays in pywb: a real process of it, in an environment of its own (.venv-pywb)."""

from __future__ import annotations

import gzip
import json
import re
import socket
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from archive.warc.members import records
from tests.conftest import ROOT
from tests.crawl.tools import crawl, here, news, rows, site
from tests.lab import LabOptions, LabPortal

PYWB = ROOT / ".venv-pywb" / "bin"
PATIENCE = 600
SAMPLE = 12
"""So many captures of each run are looked at in the replay."""
CAPTURES = """
select c.url, c.fetched_at, a.title, a.body from captures c join articles a on a.id = c.article_id
where c.run_id = ? order by c.id limit ?
"""


@pytest.fixture
def pywb(needs: Callable[[str, object], None]) -> Path:
    needs("pywb in .venv-pywb: make .venv-pywb/.installed", (PYWB / "wayback").is_file())
    return PYWB


@contextmanager
def serving(pywb: Path, folder: Path, warcs: list[Path], *, framed: bool = True) -> Iterator[str]:
    """A replay of WARC files, with a frame around each page or without; gives the address of its collection."""
    folder.mkdir()
    if not framed:
        (folder / "config.yaml").write_text("framed_replay: false\nenable_banner: false\n")
    for command in (["init", "kept"], ["add", "kept", *map(str, warcs)]):
        subprocess.run([pywb / "wb-manager", *command], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [pywb / "wayback", "--bind", "127.0.0.1", "--port", str(port), "--directory", str(folder)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}/kept"
        finally:
            server.kill()


@contextmanager
def replayed(pywb: Path, folder: Path, warcs: list[Path]) -> Iterator[Callable[[str, str], str]]:
    """A replay of WARC files; gives the page that an address had at a time."""
    opener = build_opener(ProxyHandler({}))

    def page(url: str, date: str) -> str:
        digits = "".join(character for character in date if character.isdigit())
        with opener.open(f"{collection}/{digits}mp_/{url}", timeout=PATIENCE) as answer:
            assert answer.status == 200
            assert parsedate_to_datetime(answer.headers["Memento-Datetime"]) == datetime.fromisoformat(date)
            return str(answer.read().decode("utf-8", "replace"))

    with serving(pywb, folder, warcs) as collection:
        yield page


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "pywb did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("pywb does not answer")


def text_of(page: str) -> str:
    """What a page says, without markup and white space."""
    return "".join(unicodedata.normalize("NFC", unescape(re.sub(r"<[^>]+>", "", page))).split())


@pytest.mark.slow
def test_what_was_kept_replays_with_its_revisits_and_so_does_the_package(pywb: Path, tmp_path: Path) -> None:
    folder, package = tmp_path / "data", tmp_path / "kept.wacz"
    with LabPortal(LabOptions(sizes=(8, 6), login_only=False, etags=True)) as portal, site(news()) as still:
        # The same pages twice; then a portal that says of its articles that they were not modified.
        for target, options in (
            (still.base, ()),
            (still.base, ("--full",)),
            (portal.base_url, ()),
            (portal.base_url, ()),
        ):
            assert crawl(target, folder, *options).code == 0
    kinds = kinds_of(folder)
    assert kinds["identical-payload-digest"] >= 6
    assert kinds["server-not-modified"] >= 3
    assert here("export", "wacz", package, "--archive", folder).code == 0
    warcs = unpacked(package, tmp_path)
    assert [path.read_bytes() for path in warcs] == [path.read_bytes() for path in sorted((folder / "warc").iterdir())]
    with replayed(pywb, tmp_path / "pywb", warcs) as page:
        for run in (1, 2, 3, 4):
            captures = rows(folder, CAPTURES, run, SAMPLE)
            assert len(captures) >= (6 if run < 4 else 3)
            for url, date, title, body in captures:
                shown = text_of(page(url, date))
                assert text_of(title) in shown, url
                assert text_of(body.split("\n\n")[0]) in shown, url


def kinds_of(folder: Path) -> Counter[str]:
    """How many revisits of each profile the WARC files hold."""
    found: Counter[str] = Counter()
    for path in (folder / "warc").iterdir():
        profiles = (record.headers.get("warc-profile", "") for record in records(path))
        found.update(profile.rpartition("/")[2] for profile in profiles if profile)
    return found


def unpacked(package: Path, to: Path) -> list[Path]:
    with zipfile.ZipFile(package) as opened:
        names = sorted(name for name in opened.namelist() if name.startswith("archive/"))
        return [Path(opened.extract(name, to / "unpacked")) for name in names]


def test_a_package_validates_and_is_the_same_each_time(tmp_path: Path) -> None:
    folder, one, other = tmp_path / "data", tmp_path / "one.wacz", tmp_path / "other.wacz"
    with site(news()) as running, site(news(3)) as second:
        assert crawl(running.base, folder).code == 0
        assert crawl(second.base, folder).code == 0
    (slug, count) = rows(folder, "select portal, count(*) from articles group by 1 order by 2 desc")[0]
    for file in (one, other):
        assert here("export", "wacz", file, "--archive", folder, "--portal", slug).code == 0
    assert one.read_bytes() == other.read_bytes()
    checked = subprocess.run([sys.executable, "-m", "wacz.main", "validate", "-f", one], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "is valid" in checked.stdout
    with zipfile.ZipFile(one) as package:
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
        index = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
    titles = {title for (title,) in rows(folder, "select title from articles where portal = ?", slug)}
    assert {page["title"] for page in pages if "/" in page["id"]} == titles
    assert len(titles) == count
    assert index.count("\n") == len(index.splitlines()) >= count + 2
    assert index.splitlines() == sorted(index.splitlines())
    assert here("export", "wacz", one, "--archive", folder, "--portal", "none").code == 1
    again = tmp_path / "again"
    assert here("import", other, "--archive", again).code == 0
    assert rows(again, "select title, body from articles order by title") == rows(
        folder, "select title, body from articles where portal = ? order by title", slug
    )
