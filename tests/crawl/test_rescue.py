"""A portal that is off comes back from a web archive: a real pywb, and one that behaves like the Wayback Machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from queson_crawler.fetch.own_clock import FASTER
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.imports.web_archives.rows import Row, rows
from queson_crawler.imports.web_archives.source import as_sent, sources
from queson_crawler.portals import Portal
from tests.crawl import test_resources as shown_with
from tests.crawl.test_import import assert_rebuilds
from tests.crawl.test_replay import PYWB, serving
from tests.crawl.tools import Ran, Told, assert_sound, crawl, here, news, queson, site, tables, value
from tests.crawl.tools import rows as select
from tests.lab import LabOptions, LabPortal

TEXTS = "select native_id, title, lead, body, published_at, published_raw from articles order by native_id"
FILES = "select url, state, sha256, text from attachments order by url"
OLD = "http://huyen-cu.example"


@pytest.fixture
def pywb(needs: Callable[[str, object], None]) -> Path:
    needs("pywb in .venv-pywb: make .venv-pywb/.installed", (PYWB / "wayback").is_file())
    return PYWB


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits a minute for an archive waits a fifth of a second."""
    monkeypatch.setenv(FASTER, "300")


def rescue(folder: Path, target: object, base: str, *options: object) -> Ran:
    return queson("rescue", target, "--from", base, "--archive", folder, "--delay", 0, *options)


@pytest.mark.slow
def test_a_portal_comes_back_from_pywb_as_it_was_crawled(pywb: Path, tmp_path: Path) -> None:
    kept, folder = tmp_path / "kept", tmp_path / "data"
    with LabPortal(LabOptions(pager="query", login_only=False, sizes=(14, 9))) as portal:
        base = portal.base_url
        assert crawl(base, kept, "--files").code == 0
    with serving(pywb, tmp_path / "pywb", sorted((kept / "warc").iterdir())) as collection:
        ran = rescue(folder, base, collection)
        assert ran.code == 0, ran.said
        assert select(folder, TEXTS) == select(kept, TEXTS)
        assert select(folder, FILES) == select(kept, FILES)
        assert value(folder, "select count(*) from attachments where text is not null") > 0
        taken, originally = (
            dict(select(each, "select url, min(fetched_at) from captures where role = 'article' group by 1"))
            for each in (folder, kept)
        )
        assert taken == originally
        assert select(folder, "select target from runs") == [(f"rescue:{collection}",)]
        ((name, about),) = select(folder, "select name, about from imports")
        assert collection in about
        assert base.rpartition("/")[2].replace(".", "-").replace(":", "-") in name
        assert_sound(folder)
        assert_rebuilds(folder, tmp_path / "anew")
        assert not (folder / "rescue").exists()
        before = tables(folder)
        again = rescue(folder, base, collection, "--json")
        assert again.code == 0, again.said
        assert json.loads(again.out)[0]["came"] == 0
        assert tables(folder) == before


class Wayback:
    """Answers like the Wayback Machine: an index in parts, times that lead to the nearest capture, headers with its
    prefix, and "too fast" now and then. `captures` are (time, path, answer)."""

    def __init__(self, captures: list[tuple[str, str, Told]]) -> None:
        self.captures = captures
        self.asked: Counter[str] = Counter()

    def __call__(self, asked: str) -> Told | None:
        self.asked[asked] += 1
        parts = urlsplit(asked)
        if parts.path == "/cdx/search/cdx":
            return self.index({name: several[0] for name, several in parse_qs(parts.query).items()})
        if not asked.startswith("/web/"):
            return None
        time, _, url = asked.removeprefix("/web/").partition("id_/")
        if self.asked[asked] == 1 and "1003" in asked:
            return Told(b"slow down", 429, {"Retry-After": "0"})
        exact = [told for at, path, told in self.captures if (at, OLD + path) == (time, url)]
        if exact:
            headers = {f"X-Archive-Orig-{name}": text for name, text in exact[0].headers.items()}
            kind = {name: text for name, text in exact[0].headers.items() if name == "Content-Type"}
            headers |= {**kind, "X-Archive-Src": "a.warc.gz", "Link": "<x>"}
            return Told(exact[0].body, exact[0].status, headers)
        return None

    def index(self, query: dict[str, str]) -> Told:
        all_rows = [
            [
                f"example,huyen-cu){path}",
                at,
                OLD + path,
                told.headers.get("Content-Type", "text/html"),
                str(told.status),
                str(hash(told.body)),
                "9",
            ]
            for at, path, told in self.captures
            if at[: len(query.get("to", ""))] <= query.get("to", "")
        ]
        first = int(query.get("resumeKey", "0"))
        part = all_rows[first : first + min(int(query["limit"]), 3)]
        following = [[], [str(first + 3)]] if "showResumeKey" in query and first + 3 < len(all_rows) else []
        names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
        return Told(
            json.dumps([names, *part, *following] if part else []).encode(), headers={"Content-Type": "text/json"}
        )


def test_an_archive_like_the_wayback_machine_is_asked_for_the_newest_page_that_is_one(tmp_path: Path) -> None:
    answers, folder = news(), tmp_path / "data"
    changed = next(path for path in answers if "1002" in path)
    old = Told(answers[changed].body.replace("đại biểu".encode(), "khách mời".encode()), headers={"Server": "Old/1"})
    off = Told(b"<title>404</title><h1>Trang kh\xc3\xb4ng t\xe1\xbb\x93n t\xe1\xba\xa1i</h1><p>L\xe1\xbb\x97i 404</p>")
    captures = [("20200314010203", path, told) for path, told in answers.items() if path != "/robots.txt"]
    captures += [
        ("20180101000000", changed, old),
        ("20250801000000", changed, off),
        ("20250801000000", "/tin-tuc", off),
    ]
    captures += [("20200101000000", "/dang-nhap.aspx", off), ("20200101000000", "/xoa", Told(b"", 404))]
    wayback = Wayback(captures)
    with site(wayback) as running:
        assert rescue(folder, f"{OLD}/", running.base, "--json").code == 0
        assert value(folder, "select count(*) from articles") == 6
        assert value(folder, "select count(*) from articles where gone_at is not null") == 0
        assert select(folder, "select distinct substr(fetched_at, 1, 10) from captures order by 1") == [
            ("2020-03-14",), ("2025-08-01",)
        ]  # fmt: skip
        assert not [asked for asked in wayback.asked if "dang-nhap" in asked or "/xoa" in asked or "2018" in asked]
        assert value(folder, "select count(*) from article_categories") == 6
        every = rescue(folder, f"{OLD}/", running.base, "--every", "--until", "2019")
        assert every.code == 0, every.said
        texts = select(
            folder,
            "select number, substr(captured_at, 1, 4), v.body like '%khách mời%' from revisions v "
            "join articles a on a.id = article_id where a.url = ? order by 1", OLD + changed,
        )  # fmt: skip
        assert texts == [(1, "2018", 1), (2, "2020", 0)]
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_what_the_pages_are_shown_with_comes_back_too(tmp_path: Path) -> None:
    """Style sheets, what they name, and the pictures that all pages share; of one page's ornaments none."""
    solitary = {f"/la-{number}.png": Told(b"x" * 9, headers={"Content-Type": "image/png"}) for number in range(4)}
    answers = {path: told for path, told in shown_with.portal(4).items() if path not in shown_with.ANSWERS}
    told = answers["/tin-tuc"]
    ornaments = "".join(f"<img src='{path}'>" for path in solitary).encode()
    answers["/tin-tuc"] = Told(told.body.replace(b"</body>", b"<div class='chan'>" + ornaments + b"</div></body>"))
    captures = [("20200314010203", path, each) for path, each in {**answers, **solitary}.items()]
    wayback, folder = Wayback([row for row in captures if row[1] != "/robots.txt"]), tmp_path / "data"
    with site(wayback) as running:
        assert rescue(folder, f"{OLD}/", running.base, "--json").code == 0
        again = json.loads(rescue(folder, f"{OLD}/", running.base, "--json").out)[0]
    kept = select(folder, "select url from resources where state = 'kept' order by 1")
    directly = [path for path in shown_with.KEPT if path != "/moi.css"]  # a redirect led there
    assert [url.removeprefix(OLD) for (url,) in kept] == sorted(directly)
    assert not [asked for asked in wayback.asked if "/la-" in asked]
    assert again["came"] == 0
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_a_replay_that_leads_to_another_address_is_not_stored_in_its_place(tmp_path: Path) -> None:
    """Of another host, or of the portal itself: what comes from there is not what the index names."""
    answers, folder = news(), tmp_path / "data"
    pages = [path for path in answers if "100" in path]
    captures = [("20200314010203", path, told) for path, told in answers.items() if path != "/robots.txt"]
    wayback = Wayback(captures)
    moved = {
        f"/web/20200314010203id_/{OLD}{pages[0]}": "/web/20210101000000id_/http://another.example/tin.html",
        f"/web/20200314010203id_/{OLD}{pages[1]}": f"/web/20210101000000id_/{OLD}{pages[2]}",
        f"/web/20200314010203id_/{OLD}{pages[2]}": f"/web/20200314010203id_/https://www.{OLD[7:]}:443{pages[2]}",
    }
    served = {
        "/web/20210101000000id_/http://another.example/tin.html": answers[pages[3]],
        f"/web/20210101000000id_/{OLD}{pages[2]}": answers[pages[2]],
        f"/web/20200314010203id_/https://www.{OLD[7:]}:443{pages[2]}": answers[pages[2]],
    }

    def answer(asked: str) -> Told | None:
        if asked in moved:
            return Told(b"", 302, {"Location": moved[asked]})
        return served.get(asked) or wayback(asked)

    with site(answer) as running:
        ran = rescue(folder, f"{OLD}/", running.base)
    assert ran.code == 3, ran.said
    assert ran.said.count("leads to") == 2
    stored = {url for (url,) in select(folder, "select url from articles")}
    assert stored == {OLD + path for path in pages} - {OLD + pages[0], OLD + pages[1]}


def test_a_rescue_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    answers, folder = news(), tmp_path / "data"
    wayback = Wayback([("20200314010203", path, told) for path, told in answers.items() if path != "/robots.txt"])
    broken = list(answers)[-1]

    class Down(Wayback):
        def __call__(self, asked: str) -> Told | None:
            if asked.endswith(broken):
                raise ConnectionAbortedError
            return super().__call__(asked)

    with site(Down(wayback.captures)) as running:
        ran = rescue(folder, f"{OLD}/", running.base)
        assert ran.code == 3
        assert broken in ran.out
        assert value(folder, "select count(*) from articles") == 5
    with site(wayback) as running:
        assert rescue(folder, f"{OLD}/", running.base).code == 0
        assert sum(wayback.asked[asked] for asked in wayback.asked if asked.startswith("/web/")) == 1
    assert value(folder, "select count(*) from articles") == 6
    assert_sound(folder)


def test_an_archive_that_has_nothing_or_is_none_is_said_to_be_so(tmp_path: Path) -> None:
    with site({}) as running:
        ran = rescue(tmp_path / "data", f"{OLD}/", running.base)
    assert ran.code == 1
    assert "names no capture of huyen-cu.example" in ran.err
    assert "Traceback" not in ran.said
    assert here("rescue", OLD, "--from", "ftp://x", "--archive", tmp_path).code == 2
    assert here("rescue", OLD, "--until", "31/02", "--archive", tmp_path).code == 2


def test_an_index_is_read_in_every_form_and_nonsense_in_it_is_counted() -> None:
    line = (
        b'{"urlkey": "x", "timestamp": "20200101000000", "url": "http://a.vn/", "mime": "text/html", "status": "200"}'
    )
    row = Row("20200101000000", "http://a.vn/", "text/html", "200", "")
    assert rows(line + b"\nnonsense\n{}\n[1]\n") == ([row], "", 3)
    assert rows(b"vn,a)/ 20200101000000 http://a.vn/ text/html 200 AAA 9") == (
        [Row(*row_values(row)[:4], "AAA")],
        "",
        0,
    )
    assert rows(b"<html>not found</html>")[0] == []
    assert rows(b"[[[[")[0] == []
    assert rows(b"[" * 100_000)[0] == []
    for evil in (b"99999999999999", b"20200231000000", b"2020010100000", "２０２００１０１００００００".encode()):
        assert rows(line.replace(b"20200101000000", evil))[0] == []
    for evil in (b"file:///etc/passwd", b"javascript:x", b"http://", b"//a.vn/"):
        assert rows(line.replace(b"http://a.vn/", evil))[0] == []


def test_only_captures_of_the_portal_itself_are_chosen() -> None:
    choice = Choice(Portal("a", "http://a.vn/"))
    urls = (
        "http://a.vn/x",
        "http://www.a.vn/y?a=1",
        "https://a.vn/x",
        "http://b.vn/x",
        "http://a.vn.evil/x",
        "http://a.vn@b.vn/",
    )
    choice.add(Row("20200101000000", url, "text/html", "200", str(n)) for n, url in enumerate(urls))
    assert [[row.url for row in several] for several in choice.pages()] == [
        ["http://a.vn/x", "https://a.vn/x"], ["http://www.a.vn/y?a=1"]
    ]  # fmt: skip


def test_what_the_archive_adds_to_headers_is_left_out() -> None:
    sent = [
        ("X-Archive-Orig-Server", "IIS"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("Content-Type", "text/html"),
        ("X-Archive-Src", "x"),
        ("Memento-Datetime", "x"),
    ]
    assert list(as_sent(sent)) == [("Server", "IIS"), ("Content-Type", "text/html")]
    assert list(as_sent([("Server", "IIS"), ("Link", "<x>"), ("Content-Encoding", "gzip")])) == [
        ("Server", "IIS"),
        ("Content-Encoding", "gzip"),
    ]


def test_the_ways_of_asking_follow_from_the_address() -> None:
    assert [way.replay for way in sources("https://web.archive.example/")] == [
        "https://web.archive.example/web/",
        "https://web.archive.example/",
    ]
    assert (
        sources("http://h.example/kept")[0].capture(Row("20200101000000", "http://a.vn/?b=c", "", "", ""))
        == "http://h.example/kept/20200101000000id_/http://a.vn/?b=c"
    )
    assert sources("http://h/kept")[0].time_of("http://evil/20200101000000id_/http://a.vn/") == ""


def row_values(row: Row) -> tuple[str, ...]:
    return row.time, row.url, row.kind, row.status, row.digest
