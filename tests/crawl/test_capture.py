"""Every exchange with a portal is in the WARC files, whole, as question and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.warc import Place, read_at
from tests.crawl.tools import Crawled, Ran, Site, Told, assert_sound, crawl, news, rows, site


@dataclass(frozen=True)
class Record:
    """One record as another WARC program reads it."""

    type: str
    headers: dict[str, str]
    status: str
    payload: bytes


def records(folder: Path) -> Iterator[Record]:
    for path in sorted((folder / "warc").iterdir()):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                status = record.http_headers.get_statuscode() if record.rec_type in ("response", "revisit") else ""
                yield Record(record.rec_type, dict(record.rec_headers.headers), status, record.content_stream().read())


def asked(record: Record) -> str:
    parts = urlsplit(record.headers["WARC-Target-URI"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


LONG = "<h1>Không tìm thấy</h1>" + "<p>Trang này không còn.</p>" * 60


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path, Ran]:
    """A crawled site that redirects, forbids, fails and has lost some of its articles."""
    told = news(7)
    articles = [path for path in told if path.endswith(".html")]
    told["/trang-chu"] = Told(
        told["/"].body.replace(b"</ul>", b"<li><a href='/cam/tin'>Tin c\xe1\xba\xa5m</a></li></ul>")
    )
    told["/"] = Told(status=302, headers={"Location": "/trang-chu"})
    told["/moi.html"] = told[articles[0]]
    told[articles[0]] = Told(b"Moved", 301, {"Location": "/moi.html"})
    told[articles[1]] = told[articles[2]] = Told(LONG.encode(), 404)
    told[articles[3]] = Told(b"broken", 500)
    folder = tmp_path_factory.mktemp("odd") / "data"
    with site(told) as running:
        return running, folder, crawl(running.base, folder)


def test_every_answer_stands_beside_its_question_and_the_address_it_came_from(
    odd: tuple[Site, Path, Ran], complete: Crawled
) -> None:
    for folder in (odd[1], complete.folder):
        found = list(records(folder))
        answers = {one.headers["WARC-Record-ID"]: one for one in found if one.type in ("response", "revisit")}
        questions = [one for one in found if one.type == "request"]
        assert Counter(one.headers["WARC-Concurrent-To"] for one in questions) == dict.fromkeys(answers, 1)
        for one in (*answers.values(), *questions):
            assert one.headers["WARC-IP-Address"] == "127.0.0.1"
            assert one.headers["WARC-Date"].endswith("Z")


def test_everything_the_portal_was_asked_is_in_the_warc(odd: tuple[Site, Path, Ran], complete: Crawled) -> None:
    running, folder, _ = odd
    assert Counter(asked(one) for one in records(folder) if one.type == "request") == Counter(running.asked)
    kept = Counter(asked(one) for one in records(complete.folder) if one.type == "request")
    assert kept == Counter(one.target for one in complete.portal.requests)


def test_robots_lists_articles_errors_and_redirects_are_kept_as_they_came(odd: tuple[Site, Path, Ran]) -> None:
    _, folder, _ = odd
    kept = {(asked(one), one.status) for one in records(folder) if one.type in ("response", "revisit")}
    assert {
        ("/robots.txt", "200"),
        ("/", "302"),
        ("/trang-chu", "200"),
        ("/tin-tuc", "200"),
        ("/moi.html", "200"),
    } <= kept
    assert {status for _, status in kept} == {"200", "301", "302", "404", "500"}
    stored = {(urlsplit(url).path, str(status)) for url, status in rows(folder, "select url, status from captures")}
    assert stored == kept
    assert {"robots", "page", "article"} <= {role for (role,) in rows(folder, "select role from captures")}


def test_an_article_that_moved_is_stored_under_both_its_addresses(odd: tuple[Site, Path, Ran]) -> None:
    running, folder, _ = odd
    addresses = rows(
        folder,
        "select url from article_urls where article_id = (select id from articles where url = ?)",
        running.base + "/moi.html",
    )
    assert {urlsplit(url).path for (url,) in addresses} == {"/moi.html", "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html"}


def test_identical_answers_become_revisits_that_read_as_the_first(odd: tuple[Site, Path, Ran]) -> None:
    _, folder, _ = odd
    revisits = [one for one in records(folder) if one.type == "revisit"]
    assert {one.status for one in revisits} == {"404"}
    assert all(one.payload == b"" for one in revisits)
    places = rows(folder, "select warc_file, warc_offset, warc_length from captures where status = 404")
    assert len(places) >= 2
    assert {read_at(folder / "warc", Place(*place)).exchange.content for place in places} == {LONG.encode()}


def test_a_path_that_robots_txt_forbids_is_not_asked_and_is_named(odd: tuple[Site, Path, Ran]) -> None:
    running, folder, ran = odd
    assert not [path for path in running.asked if path.startswith("/cam/")]
    problems = rows(folder, "select url, detail from problems where kind = 'forbidden by robots.txt'")
    assert problems == [(running.base + "/cam/tin", "robots.txt does not allow it")]
    assert ran.code == 3


def test_the_odd_archive_is_sound(odd: tuple[Site, Path, Ran]) -> None:
    assert_sound(odd[1])


def test_what_was_posted_is_kept(complete: Crawled) -> None:
    posted = [one for one in complete.portal.requests if one.method == "POST"]
    bodies = [
        one.payload for one in records(complete.folder) if one.type == "request" and b"__EVENTTARGET" in one.payload
    ]
    assert len(bodies) == len(posted) > 0
    for one in posted:
        assert any(one.argument.encode() in body and b"__VIEWSTATE" in body for body in bodies)


def test_every_file_begins_by_saying_what_wrote_it(complete: Crawled) -> None:
    first = {}
    for path in sorted((complete.folder / "warc").iterdir()):
        with path.open("rb") as file:
            record = next(iter(ArchiveIterator(file)))
            first[path.name] = (record.rec_type, record.rec_headers["WARC-Filename"], record.content_stream().read())
    assert len(first) == len(complete.runs)
    for name, (kind, told, about) in first.items():
        assert (kind, told) == ("warcinfo", name)
        assert b"software: queson/" in about
