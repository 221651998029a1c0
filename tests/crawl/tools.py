"""Crawls in processes of their own, what they kept, and a site of a few pages that can be made to misbehave."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from click.testing import CliRunner

from archive import altered
from archive.clock import AHEAD
from archive.warc import Place, read_at
from queson_crawler.cli import main
from tests.harness.processes import environment, python, run, start
from tests.lab import LabOptions, LabPortal, LabRequest
from tests.lab.offline import Offline
from tests.lab.portal import served

__all__ = ["environment"]
SECONDS_A_DAY = 86_400
A_MINUTE = 60 / SECONDS_A_DAY
MAX_CRAWLS = 20
"""The first crawl of an archive is as many minutes ago: at most N come before now."""
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def command(*arguments: object) -> list[str]:
    return python("-m", "queson_crawler.cli", *arguments)


def queson(*arguments: object, cwd: Path | None = None, day: float = 0, most_bytes: int = 0) -> Ran:
    """A command in a process of its own, whose clock is `day` days ahead of the machine's.

    It may write no more than `most_bytes` into a file, if that is not 0.
    """
    ahead = {AHEAD: str(int(day * SECONDS_A_DAY))} if day else {}
    done = run(command(*arguments), cwd=cwd, env=environment() | ahead, most_bytes=most_bytes)
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def here(*arguments: object) -> Ran:
    """A command within this process, which saves a second each time."""
    ran = CliRunner().invoke(main, list(map(str, arguments)))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def crawl(target: object, folder: Path, *options: object, day: float = 0, most_bytes: int = 0) -> Ran:
    """A crawl without pauses; without files too, which would double its requests, where `--files` does not ask.

    Times are kept to the second, and a crawl may take less: where one must be seen to come after another,
    it says on which `day`.
    """
    files = () if "--files" in options else ("--no-files",)
    return queson("crawl", target, "--delay", 0, "--archive", folder, *files, *options, day=day, most_bytes=most_bytes)


OFFLINE = "http://127.0.0.1:8042"
"""Where portals claim to be that are crawled without sockets."""


def crawled_offline(
    options: LabOptions, folder: Path, *words: object, base: str = OFFLINE, target: str = ""
) -> tuple[LabPortal, Ran]:
    """The portal of these options, crawled in a process of its own without sockets, and how that ended. A `target` is
    where the keeper takes the portal to be that is at `base`.

    For claims about what portals say; those about the wire need one.
    """
    file = folder.with_suffix(".portal")
    file.write_bytes(pickle.dumps(Offline(options, base)))
    asked = ("crawl", target or base, "--delay", 0, "--no-files", "--archive", folder, *words)
    done = run(python("-m", "tests.lab.offline", file, *asked))
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    requests = pickle.loads(file.read_bytes())
    return served(options, base, requests), Ran(done.returncode, done.stdout, done.stderr)


def begun(target: object, folder: Path, *options: object) -> subprocess.Popen[str]:
    """A crawl that goes on."""
    return begun_command("crawl", target, "--archive", folder, *(options or ("--delay", 0)), cwd=folder.parent)


def begun_command(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    """A command that goes on."""
    return start(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def rows(folder: Path, query: str, *values: Any) -> list[Row]:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return db.execute(query, values).fetchall()


def value(folder: Path, query: str, *values: Any) -> Any:
    ((found,),) = rows(folder, query, *values)
    return found


def tables(folder: Path) -> dict[str, list[Row]]:
    """Every row of every table, but for what SQLite, FTS5 and the migrations keep for themselves."""
    found = {}
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        for (name,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            if "_fts" not in name and not name.startswith(("_", "sqlite_")):
                found[name] = sorted(db.execute(f"select * from {name}").fetchall(), key=repr)
    return found


def assert_equal_tables(one: Path, other: Path) -> None:
    first, second = tables(one), tables(other)
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name
    search = "select rowid from articles_fts where articles_fts match ? order by rowid"
    assert rows(one, search, "xa OR huyen") == rows(other, search, "xa OR huyen")


def assert_sound(folder: Path) -> None:
    """The database holds together, every WARC file is whole, and every capture is where its row says."""
    assert value(folder, "pragma integrity_check") == "ok"
    assert rows(folder, "pragma foreign_key_check") == []
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
        assert_index_is_that_of_the_articles(db)
        assert altered.rows(db) == []
    files = sorted((folder / "warc").glob("*.warc.gz"))
    subprocess.run(["gzip", "-t", *files], check=True, capture_output=True)
    checked = run(python("-m", "warcio.cli", "check", *files))
    assert checked.returncode == 0, checked.stdout
    places = rows(folder, "select warc_file, warc_offset, warc_length, sha256, url, status, fetched_at from captures")
    assert places
    for file, offset, length, sha256, url, status, at in places:
        stored = read_at(folder / "warc", Place(file, offset, length))
        exchange = stored.exchange
        found = (stored.place.sha256, exchange.url, exchange.status, exchange.fetched_at)
        assert found == (sha256, url, status, at)


def assert_index_is_that_of_the_articles(db: sqlite3.Connection) -> None:
    """An index made anew holds the same words at the same places. FTS5 cannot tell, since it is given đ as d."""
    names = ("title", "lead", "body", "attachments")
    columns = ", ".join(f"replace(replace({name}, 'đ', 'd'), 'Đ', 'D')" for name in names)
    tokens = "tokenize='unicode61 remove_diacritics 2'"
    db.execute(f"create virtual table temp.anew using fts5 ({', '.join(names)}, content='', {tokens})")
    db.execute(f"insert into temp.anew (rowid, {', '.join(names)}) select id, {columns} from articles_text")
    db.execute("create virtual table temp.new_words using fts5vocab ('temp', 'anew', 'instance')")
    db.execute("create virtual table temp.words using fts5vocab ('main', 'articles_fts', 'instance')")
    query = "select term, doc, col, offset from temp.{} order by 1, 2, 3, 4"
    assert db.execute(query.format("words")).fetchall() == db.execute(query.format("new_words")).fetchall()


def assert_holds(folder: Path, portal: LabPortal) -> None:
    """Every article of the portal is there once, and nothing else is."""
    truth = {article.native_id: (article.title, article.body) for article in portal.truth()}
    stored = rows(folder, "select native_id, title, body from articles")
    assert len(stored) == len(truth)
    assert {native_id: text for native_id, *text in stored} == {one: list(text) for one, text in truth.items()}


@dataclass(frozen=True)
class Crawled:
    """A demo portal and the archive of several crawls of it: what each said, asked, and left in the tables."""

    portal: LabPortal
    folder: Path
    runs: tuple[Ran, ...]
    asked: tuple[tuple[LabRequest, ...], ...]
    states: tuple[dict[str, list[Row]], ...]


def crawled(portal: LabPortal, folder: Path, *options: tuple[object, ...]) -> Crawled:
    """Crawl a running portal once with each of the options, one crawl a minute after the other."""
    runs, asked, states = [], [], []
    earlier = value(folder, "select count(*) from runs") if folder.exists() else 0
    for number, each in enumerate(options, earlier):
        before = len(portal.requests)
        runs.append(crawl(portal.base_url, folder, *each, day=(number - MAX_CRAWLS) * A_MINUTE))
        asked.append(portal.requests[before:])
        states.append(tables(folder))
    return Crawled(portal, folder, tuple(runs), tuple(asked), tuple(states))


@dataclass(frozen=True)
class Told:
    """One answer of a `Site`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def page(title: str, main: str) -> Told:
    """A page as a small portal would send it."""
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><div id='main'>{main}</div></body></html>"
    return Told(html.encode())


Answers = Callable[[str], Told | None]
Posted = Callable[[str, dict[str, str]], Told | None]
"""The answer to a form: by the path it is sent to and its fields."""


@dataclass
class Site:
    """A running site: where it is and what it was asked. A path it has no answer for is a 404; an answer with an ETag
    is 304 to those who know it."""

    base: str
    asked: list[str]


@contextmanager
def site(
    answers: Mapping[str, Told] | Answers, host: str = "127.0.0.1", posted: Posted | None = None
) -> Iterator[Site]:
    answer = answers if callable(answers) else answers.get
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            told = answer(self.path)
            tag = told.headers.get("ETag") if told else None
            if tag and self.headers["If-None-Match"] == tag:
                told = Told(status=304, headers={"ETag": tag})
            self._send(told)

        def do_POST(self) -> None:
            asked.append(f"POST {self.path}")
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = dict(parse_qsl(body, keep_blank_values=True))
            self._send(None if posted is None else posted(self.path, fields))

        def _send(self, found: Told | None) -> None:
            told = found or Told(b"<h1>404</h1>" + b"<p>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</p>" * 60, 404)
            self.send_response(told.status)
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(told.body))}
            for name, text in {**headers, **told.headers}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Site(f"http://{host}:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


NAMES = ("cầu", "đường", "trường", "trạm y tế", "chợ", "nhà văn hóa", "kênh", "hồ", "bến xe", "thư viện")


def news(count: int = 6) -> dict[str, Told]:
    """A small portal: a home page, one list, its articles."""
    paths = [f"/tin-tuc/khanh-thanh-cong-trinh-{number}-{1000 + number}.html" for number in range(1, count + 1)]
    titles = [f"Khánh thành {NAMES[number % len(NAMES)]} số {number} của huyện" for number in range(1, count + 1)]
    items = "".join(
        f"<li class='item'><h3><a href='{path}'>{title}</a></h3><span>1{number}/03/2020</span><p>Sáng nay.</p></li>"
        for number, (path, title) in enumerate(zip(paths, titles, strict=True))
    )
    told = {
        "/": page("Cổng thông tin", "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>"),
        "/tin-tuc": page("Tin tức", f"<h2>Tin tức</h2><ul class='news-list'>{items}</ul>"),
        "/robots.txt": Told(b"User-agent: *\nDisallow: /cam/\n", headers={"Content-Type": "text/plain"}),
    }
    for number, (path, title) in enumerate(zip(paths, titles, strict=True)):
        text = f"<p>{title}, có mặt {number + 30} đại biểu. Công trình dài {number + 2} km, phục vụ nhân dân.</p>" * 3
        told[path] = page(
            title, f"<h1>{title}</h1><div class='date'>1{number}/03/2020 08:30</div><div class='content'>{text}</div>"
        )
    return told
