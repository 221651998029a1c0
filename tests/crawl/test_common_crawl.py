"""An archive in the form of Common Crawl's that means harm: what it names lies at it alone, and numbers are numbers."""

from __future__ import annotations

import gzip
import json

import pytest

from queson_crawler.imports.web_archives.common_crawl import MAX_CRAWLS, CrawlWalk, Parts
from queson_crawler.imports.web_archives.rows import Row
from queson_crawler.urls import host

BASE, PARTS = "https://index.example", "https://data.example"


@pytest.mark.parametrize(
    "file", ["//[x", "http://elsewhere.example/x", "//elsewhere.example/", "@elsewhere.example/", "?a", "\r\nX: y"]
)
def test_a_capture_lies_at_its_archive_whatever_it_is_called(file: str) -> None:
    row = Row("20200101000000", "http://a.vn/", "text/html", "200", "A", file=file, offset=1, length=5)
    assert host(Parts(PARTS).capture(row)) == host(PARTS)


def test_an_index_lies_at_its_archive() -> None:
    walk = CrawlWalk(BASE, PARTS, ["a.vn"])
    named = [{"cdx-api": each} for each in ("http://elsewhere.example/x", "http://127.0.0.1:22/", f"{BASE}/one", 5)]
    walk.take(200, json.dumps(named).encode())
    assert walk.url.startswith(f"{BASE}/one?")
    walk.take(404, b"")
    assert walk.url == ""


def test_crawls_without_end_are_not_asked_one_after_the_other() -> None:
    walk = CrawlWalk(BASE, PARTS, ["a.vn"])
    walk.take(200, json.dumps([{"cdx-api": f"{BASE}/{number}"} for number in range(2 * MAX_CRAWLS)]).encode())
    asked = 0
    while walk.url:
        walk.take(404, b"")
        asked += 1
    assert asked == MAX_CRAWLS


@pytest.mark.parametrize("length", ["9" * 5000, "²", "-1", ""])
def test_a_record_of_no_possible_length_is_none(length: str) -> None:
    row = Row("20200101000000", "http://a.vn/", "text/html", "200", "A", file="a.warc.gz", offset=0, length=1 << 20)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.vn/\r\nContent-Length: {length}\r\n\r\n"
    member = gzip.compress(head.encode() + b"HTTP/1.1 200 OK\r\n\r\nx")
    assert Parts(PARTS).received(row, f"{PARTS}/a.warc.gz", (), member) is None
