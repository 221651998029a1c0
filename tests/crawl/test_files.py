"""Files and pictures of articles: fetched once, after the articles, known by their bytes, their text searchable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from queson_crawler.demo.media import png
from tests.crawl.tools import Ran, Site, Told, assert_equal_tables, assert_sound, crawl, news, queson, rows, site, value
from tests.files import make

ONE, OTHER = "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html", "/tin-tuc/khanh-thanh-cong-trinh-2-1002.html"
TOMCAT = (
    b"<html><head><title>Apache Tomcat/6.0 - Error report</title></head><body><h1>HTTP Status 404</h1></body></html>"
)
HTML = {"Content-Type": "text/html"}
NAMED = {"Content-Disposition": "attachment; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2012.pdf"}
GARBLED = {"Content-Disposition": 'attachment; filename="../../etc/Kế hoạch\x1b[31m.doc"'.encode().decode("latin-1")}
TCVN3 = "Uû ban nh©n d©n huyÖn th«ng b¸o lÞch tiÕp c«ng d©n"
FILES = {
    "/Portals/0/Cong%20van.pdf": Told(make.pdf(["Cong van so muoi hai"]), headers={"Content-Type": "application/pdf"}),
    "/LinkClick.aspx?fileticket=ab%3d&tabid=3": Told(make.pdf(["Quyet dinh bo nhiem"]), headers=NAMED),
    "/webcenter/documentContent?dDocName=PORTAL1": Told(make.docx(make.paragraph((TCVN3, ".VnTime")))),
    "/tin-tuc/bai-5.html?download=1&id=0": Told(make.doc([("Thống kê\r", "Arial")], unicode=True), headers=GARBLED),
    "/files/tu-choi.pdf": Told(make.pdf(["x"]), headers={}),
    "/files/khoa.doc": Told(make.doc([("a\r", "Arial")], encrypted=True)),
    "/files/hong.docx": Told(make.docx(make.paragraph("dài"))[:-60]),
    "/files/bom.docx": Told(make.docx("<w:p><w:r><w:t>" + " " * (80 << 20) + "</w:t></w:r></w:p>")),
    "/files/that-ra-la-trang.pdf": Told(TOMCAT, headers=HTML),
    "/files/mat.pdf": Told(TOMCAT, 404, HTML),
    "/files/loi.xls": Told(b"Server Error", 503, HTML | {"Retry-After": "0"}),
    "/files/lon.zip": Told(make.zipped({"a": bytes(3 << 20)}, method=0)),
    "/files/chuyen.pdf": Told(b"", 302, {"Location": "/Portals/0/Cong%20van.pdf?v=2"}),
    "/Portals/0/Cong%20van.pdf?v=2": Told(make.pdf(["Cong van so muoi hai"])),
    "/files/di-noi-khac.pdf": Told(b"", 301, {"Location": "http://169.254.169.254/latest/meta-data/"}),
    "/files/anh.pdf": Told(png(3)),
}
PICTURES = {
    "/Portals/0/anh/a.png": Told(png(1), headers={"Content-Type": "image/png"}),
    "/Portals/0/anh/mat.jpg": Told(TOMCAT, 200, HTML),
}
NEVER = ("/files/bai-hat.mp3", "http://khac.example/x.pdf", "http://127.0.0.1:9/x.png", "file:///etc/passwd")


def portal() -> dict[str, Told]:
    """A small portal whose first two articles have files and pictures."""
    answers = news(3)
    links = "".join(f"<p><a href='{path.replace('&', '&amp;')}'>Tải về {n}</a></p>" for n, path in enumerate(FILES))
    links += "".join(f"<p><a href='{path}'>Nghe</a></p>" for path in NEVER)
    pictures = "".join(f"<p><img src='{path}' width='300' height='200'></p>" for path in (*PICTURES, NEVER[2]))
    for path, more in ((ONE, pictures + links), (OTHER, "<p><a href='/Portals/0/Cong%20van.pdf'>CV-12.pdf</a></p>")):
        answers[path] = Told(answers[path].body.replace(b"</div></div>", f"{more}</div></div>".encode()))
    robots = b"User-agent: *\nDisallow: /files/tu-choi\n"
    return {**answers, **FILES, **PICTURES, "/robots.txt": Told(robots, headers={"Content-Type": "text/plain"})}


@dataclass(frozen=True)
class Kept:
    folder: Path
    running: Site
    runs: tuple[Ran, ...]
    asked: tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A portal with files of every kind, crawled without files, with them, and once more."""
    place = tmp_path_factory.mktemp("files")
    runs, asked = [], []
    with site(portal()) as running:
        toml = place / "mau.toml"
        toml.write_text(f'start = "{running.base}/"\nfile_megabytes = 2\n')
        for options in (("--no-files",), ("--files",), ("--files",)):
            before = len(running.asked)
            runs.append(crawl(toml, place / "data", *options))
            asked.append(tuple(running.asked[before:]))
        yield Kept(place / "data", running, tuple(runs), tuple(asked))


def states(kept: Kept, table: str = "attachments") -> dict[str, tuple[object, ...]]:
    """What the first article's files are, by their path."""
    joined = f"{table} t join articles a on a.id = t.article_id where native_id = '1001'"
    found = rows(kept.folder, f"select t.url, state, media_type, bytes, text from {joined}")
    return {row[0].removeprefix(kept.running.base): row[1:] for row in found}


def test_files_come_after_the_articles_each_once_and_never_again(kept: Kept) -> None:
    without, first, second = kept.asked
    paths = {*FILES, *PICTURES}
    assert not paths & set(without)
    assert {path for path in first if path in paths} == paths - {"/files/tu-choi.pdf"}
    articles = [place for place, path in enumerate(first) if "cong-trinh" in path]
    files = [place for place, path in enumerate(first) if path in paths]
    assert not articles or max(articles) < min(files)
    twice = {path for path in first if first.count(path) > 1}
    assert twice == {"/files/loi.xls", "/Portals/0/Cong%20van.pdf?v=2"}  # in trouble; led to by another address
    assert {path for path in second if path in paths} == {"/files/loi.xls"}


def test_only_files_of_the_portal_are_asked_for(kept: Kept) -> None:
    assert not [path for asked in kept.asked for path in asked if "mp3" in path or "meta-data" in path]
    told = {**states(kept), **states(kept, "images")}
    assert [told[address][0] for address in NEVER if address in told] == [None] * sum(each in told for each in NEVER)


def test_what_came_is_known_by_its_bytes_and_what_did_not_by_its_reason(kept: Kept) -> None:
    found = {url: told[0] for url, told in (states(kept) | states(kept, "images")).items() if told[0]}
    assert found == {
        "/Portals/0/Cong%20van.pdf": "text",
        "/LinkClick.aspx?fileticket=ab%3d&tabid=3": "text",
        "/webcenter/documentContent?dDocName=PORTAL1": "text",
        "/tin-tuc/bai-5.html?download=1&id=0": "text",
        "/files/tu-choi.pdf": "refused",
        "/files/khoa.doc": "encrypted",
        "/files/hong.docx": "broken",
        "/files/bom.docx": "too much",
        "/files/that-ra-la-trang.pdf": "not a file",
        "/files/mat.pdf": "not found",
        "/files/loi.xls": "no answer",
        "/files/lon.zip": "too large",
        "/files/chuyen.pdf": "text",
        "/Portals/0/Cong%20van.pdf?v=2": "text",
        "/files/di-noi-khac.pdf": "elsewhere",
        "/files/anh.pdf": "no text",
        "/Portals/0/anh/a.png": "no text",
        "/Portals/0/anh/mat.jpg": "not a file",
    }
    kinds = dict(rows(kept.folder, "select kind, count(distinct url) from problems group by kind"))
    assert kinds == {
        "file refused": 1, "file encrypted": 1, "file broken": 1, "file too much": 1, "file not a file": 2,
        "file not found": 1, "file no answer": 1, "file too large": 1, "file elsewhere": 1,
        "file under another ending": 1, "file on another host": 1,
    }  # fmt: skip
    lost = "select count(*) from {} where state in ('not found', 'not a file') and (capture_id or sha256 or bytes)"
    assert [value(kept.folder, lost.format(table)) for table in ("images", "attachments")] == [0, 0]


def test_a_file_is_named_as_it_was_sent_and_its_name_is_safe(kept: Kept) -> None:
    names = dict(rows(kept.folder, "select url, filename from attachments"))
    by_path = {url.removeprefix(kept.running.base): name for url, name in names.items()}
    assert by_path["/LinkClick.aspx?fileticket=ab%3d&tabid=3"] == "Quyết định 12.pdf"
    assert by_path["/tin-tuc/bai-5.html?download=1&id=0"] == "Kế hoạch [31m.doc"
    assert not any(sign in name for name in names.values() for sign in ("\x1b", "/", "\\"))
    named = "select filename, label from attachments t join articles a on a.id = t.article_id where native_id = '1002'"
    assert rows(kept.folder, named) == [("CV-12.pdf", "CV-12.pdf")]


def test_the_text_of_files_is_found(kept: Kept) -> None:
    for words in ("quyet dinh bo nhiem", "lịch tiếp công dân", "thong ke"):
        assert "khanh-thanh-cong-trinh-1-1001" in queson("search", words, "--archive", kept.folder).out
    both = queson("search", "cong van so muoi hai", "--archive", kept.folder).out
    assert "1001" in both
    assert "1002" in both  # one file of two articles, asked for once


def test_identical_bytes_are_kept_once_and_files_do_not_count_as_the_cost_of_articles(kept: Kept) -> None:
    assert_sound(kept.folder)
    for ran, asked in zip(kept.runs, kept.asked, strict=True):
        needed = [path for path in asked if path not in FILES and path not in PICTURES]
        (cost,) = re.findall(r"\(([\d.]+) per article and list page\)", ran.out)
        assert float(cost) <= len(needed)
    assert "11 files and pictures, 7 did not come." in kept.runs[1].out
    requests = "select requests from runs order by id"
    counted = [number for (number,) in rows(kept.folder, requests)]
    assert counted[1] >= len(kept.asked[1])


def test_a_rebuild_reads_the_files_again_and_gives_the_same_rows(kept: Kept, tmp_path: Path) -> None:
    ran = queson("rebuild", "--archive", kept.folder, "--to", tmp_path / "anew")
    assert ran.code == 0, ran.said
    assert_equal_tables(kept.folder, tmp_path / "anew")
