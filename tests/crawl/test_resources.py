"""What pages are shown with: fetched once for each portal, named once where it does not come, and never the reason for
an exit code."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from queson_crawler.demo.media import png
from queson_crawler.runs.crawl import AT_ONCE_WITHOUT_DELAY
from tests.crawl.tools import (
    Site,
    Told,
    assert_equal_tables,
    assert_sound,
    begun,
    crawl,
    here,
    news,
    queson,
    rows,
    site,
    value,
)  # fmt: skip

CSS, PNG = {"Content-Type": "text/css"}, {"Content-Type": "image/png"}
HEAD = b"""<link rel=stylesheet href=/skin/a.css><link rel=icon href=/favicon.ico><script src='/js/a.js'></script>
<script src='http://cdn.example/jquery.js'></script><link rel=stylesheet href=/mat.css><img src='/logo.png'>
<img src='/dang-xuat?next=1'><link rel=stylesheet href='/cam/b.css'><link rel=stylesheet href='/chuyen.css'>
<link rel=stylesheet href='/di-noi-khac.css'><link rel=stylesheet href='/trang.css'><script src='/loi.js'></script>"""
KEPT = {
    "/skin/a.css": Told(
        b"@import 'b.css'; @import url(../skin/a.css?again); body { background: url(i/bg.png) }"
        b"@font-face { font-family: x; src: url(f.woff) }", headers=CSS,
    ),
    "/skin/a.css?again": Told(b"@import url('a.css?again'); p { color: red }", headers=CSS),
    "/skin/b.css": Told(b".x { background: image-set('i/one.png' 1x) }", headers=CSS),
    "/skin/i/bg.png": Told(png(1), headers=PNG),
    "/skin/i/one.png": Told(png(2), headers=PNG),
    "/skin/f.woff": Told(b"wOFF" + bytes(90), headers={"Content-Type": "font/woff"}),
    "/favicon.ico": Told(b"\0\0\1\0" + bytes(30), headers={"Content-Type": "image/x-icon"}),
    "/js/a.js": Told(b"document.write('never run by us')", headers={"Content-Type": "text/javascript"}),
    "/logo.png": Told(png(3), headers=PNG),
    "/moi.css": Told(b"b { color: blue }", headers=CSS),
}  # fmt: skip
LOST = {
    "/mat.css": "not found", "/cam/b.css": "refused", "/di-noi-khac.css": "elsewhere", "/trang.css": "not a file",
    "/loi.js": "no answer",
}  # fmt: skip
ANSWERS = {
    "/chuyen.css": Told(b"", 302, {"Location": "/moi.css"}),
    "/di-noi-khac.css": Told(b"", 302, {"Location": "http://169.254.169.254/x.css"}),
    "/trang.css": Told(b"<!DOCTYPE html><html><body>404</body></html>"),
    "/loi.js": Told(b"Server Error", 500),
}


def portal(count: int = 6, head: bytes = HEAD) -> dict[str, Told]:
    """A small portal whose every page has the same head."""
    pages = {}
    for path, told in news(count).items():
        pages[path] = Told(told.body.replace(b"</head>", head + b"</head>"), told.status, told.headers)
    return {**pages, **KEPT, **ANSWERS}


def resources(asked: list[str]) -> list[str]:
    """Of what was asked, what is no page."""
    return [path for path in asked if not path.startswith("/tin-tuc") and path not in ("/", "/robots.txt")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site, list[str], str]:
    """The portal, crawled: its archive, what it was asked, what of that were resources, what the crawl said."""
    folder = tmp_path_factory.mktemp("resources") / "data"
    with site(portal()) as running:
        ran = crawl(running.base, folder, "--files")
        assert ran.code == 0, ran.said
        first = resources(running.asked)
        running.asked.clear()
        again = crawl(running.base, folder, "--files")
        assert again.code == 0, again.said
    return folder, running, first, again.said


def test_everything_a_page_is_shown_with_is_asked_once(kept: tuple[Path, Site, list[str], str]) -> None:
    folder, running, first, _ = kept
    assert sorted(set(first)) == sorted((KEPT.keys() | ANSWERS.keys() | LOST.keys()) - {"/cam/b.css"})
    assert first.count("/loi.js") == 3
    assert len(first) == len(set(first)) + 2
    found = dict(rows(folder, "select url, state from resources where state is not null"))
    told = {url.removeprefix(running.base): state for url, state in found.items()}
    assert told == {
        **dict.fromkeys(KEPT.keys() - {"/moi.css"}, "kept"), **LOST, "/chuyen.css": "kept",
    }  # fmt: skip
    assert value(folder, "select count(*) from captures where role = 'resource' and url like '%/chuyen.css'") == 1
    capture = "select c.url from captures c join resources r on r.capture_id = c.id where r.url like '%/chuyen.css'"
    assert value(folder, capture).endswith("/moi.css")
    assert_sound(folder)


def test_what_is_elsewhere_or_ends_a_session_is_never_asked(kept: tuple[Path, Site, list[str], str]) -> None:
    folder, _, first, _ = kept
    assert not [path for path in first if "dang-xuat" in path]
    assert rows(folder, "select state, tries from resources where url like 'http://cdn%'") == [(None, 0)]


def test_a_second_crawl_asks_for_none_again(kept: tuple[Path, Site, list[str], str]) -> None:
    _, running, _, _ = kept
    assert resources(running.asked) == ["/loi.js"] * 3, "only what got no answer is tried in the next crawl"


def test_each_is_named_once_and_changes_no_verdict(kept: tuple[Path, Site, list[str], str]) -> None:
    folder, running, _, said = kept
    found = rows(folder, "select url, kind from problems where run_id = 1 and kind like 'resource %' order by url")
    assert [(url.removeprefix(running.base), kind) for url, kind in found] == [
        (path, f"resource {state}") for path, state in sorted(LOST.items())
    ]
    assert rows(folder, "select distinct outcome from runs") == [("complete",)]
    assert rows(folder, "select count(*) from alarms") == [(0,)]
    assert "is complete" in said
    shown = here("status", "--archive", folder)
    assert "shown with 10 style sheets, scripts, fonts and pictures" in shown.out
    assert "5 did not come" in shown.out
    (told,) = json.loads(here("status", "--archive", folder, "--json").out)
    assert (told["resources"]["kept"], told["resources"]["missing"]) == (10, 5)


def test_a_rebuild_a_merge_and_an_import_hold_them(kept: tuple[Path, Site, list[str], str], tmp_path: Path) -> None:
    folder, *_ = kept
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
    query = "select url, use, depth, pages, state, media_type, bytes, sha256 from resources order by url"
    assert here("merge", folder, "--archive", tmp_path / "merged").code == 0
    assert rows(tmp_path / "merged", query) == rows(folder, query)
    package = tmp_path / "a.wacz"
    assert here("export", "wacz", package, "--archive", folder).code == 0
    assert here("import", package, "--archive", tmp_path / "imported").code == 0
    came = "select url, use, depth, media_type, bytes, sha256 from resources where state = 'kept' order by url"
    assert rows(tmp_path / "imported", came) == rows(folder, came)
    assert queson("rebuild", "--archive", tmp_path / "imported", "--to", tmp_path / "twice").code == 0
    assert_equal_tables(tmp_path / "imported", tmp_path / "twice")
    with zipfile.ZipFile(package) as packed:
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
    assert not [page for page in pages if page.get("url", "").endswith((".css", ".png", ".js", ".ico", ".woff"))]


def test_a_killed_crawl_goes_on(tmp_path: Path) -> None:
    with site(portal()) as running:
        process = begun(running.base, tmp_path / "data")
        while len(resources(running.asked)) < 4:
            assert process.poll() is None, process.communicate()
        process.kill()
        process.communicate()
        assert crawl(running.base, tmp_path / "data", "--files").code == 0
        asked = [path for path in resources(running.asked) if path in KEPT]
    assert value(tmp_path / "data", "select count(*) from resources where state = 'kept'") == len(KEPT)
    assert len(asked) <= len(KEPT) + AT_ONCE_WITHOUT_DELAY, "what was stored before the kill is not asked again"
    assert_sound(tmp_path / "data")


def test_without_files_nothing_of_the_kind_is_asked(tmp_path: Path) -> None:
    with site(portal()) as running:
        assert crawl(running.base, tmp_path / "data").code == 0
        assert resources(running.asked) == []
        assert value(tmp_path / "data", "select count(*) from resources where url like '%/skin/a.css'") == 1


def test_addresses_made_anew_for_each_page_are_bounded(tmp_path: Path) -> None:
    answers = portal(head=b"")
    for number, (path, told) in enumerate(answers.items()):
        head = b"<link rel=stylesheet href='/skin/b.css?t=%d'><img src='/skin/i/bg.png?%d'></head>" % (number, number)
        answers[path] = Told(told.body.replace(b"</head>", head), told.status, told.headers)

    def answer(path: str) -> Told | None:
        return answers.get(path) or answers.get(path.partition("?")[0])

    with site(answer) as running:
        assert crawl(running.base, tmp_path / "data", "--files").code == 0
        asked = resources(running.asked)
    assert len([path for path in asked if path.startswith("/skin/b.css")]) == 3
    assert len([path for path in asked if path.startswith("/skin/i/bg")]) == 1, "a picture of one page is no layout"
