"""robots.txt of any size: what is read of it is bounded."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred

from queson_crawler.fetch.robots import MAX_BYTES, Robots

URL = "http://a.vn/robots.txt"
FIRST, LAST = b"User-agent: *\nDisallow: /first\n", b"Disallow: /last\n"
FILLING = b"Disallow: /somewhere-else\n"


def allowed(body: bytes) -> list[bool]:
    """Whether the first and the last address may be asked for, where robots.txt is such."""
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
    robots = Robots.from_crawler(crawler)
    robots._parsers["a.vn"] = Deferred()
    asyncio.run(robots._parse_robots(TextResponse(URL, body=body), "a.vn", Request("http://a.vn/")))
    rules = robots._parsers["a.vn"]
    assert rules is not None
    assert not isinstance(rules, Deferred)
    return [rules.allowed(f"http://a.vn/{name}", "queson") for name in ("first", "last")]


def test_of_a_file_without_end_the_beginning_counts() -> None:
    filled = FIRST + FILLING * (MAX_BYTES // len(FILLING))
    assert allowed(FIRST + FILLING * 1000 + LAST) == [False, False]
    assert allowed(filled + LAST) == [False, True]
    assert allowed((filled + LAST).decode().encode("utf-16")) == [False, True]


def test_a_line_that_is_cut_off_counts_for_nothing() -> None:
    """`Disallow: /l` would forbid more than the file does."""
    before = FIRST + FILLING * ((MAX_BYTES - len(FIRST)) // len(FILLING))
    padding = b"#" * (MAX_BYTES - len(before) - len(b"\nDisallow: /l"))
    assert len(padding) > 0
    assert allowed(before + padding + b"\nDisallow: /lovely\n") == [False, True]
