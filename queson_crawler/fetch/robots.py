"""robots.txt as RFC 9309 asks: one that answers with an error of the server is asked again, and then forbids all."""

from __future__ import annotations

import asyncio
import re
from typing import NoReturn

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from queson_crawler.fetch.limits import TOO_MANY, retry_header
from queson_crawler.fetch.throttle import Throttle

MAX_TRIES = 4
FIRST_WAIT = 1.0
"""Seconds before it is asked for the second time, doubled with each further one; a Retry-After may ask for more."""
UNAVAILABLE = "robots.txt cannot be had"
MAX_BYTES = 512 * 1024
"""Bytes of a robots.txt that are read: RFC 9309 asks for 500 KiB at least. What comes later counts for nothing."""
_ENCODINGS = (
    (re.compile(rb"\xff\xfe|\xfe\xff"), "utf-16"),
    (re.compile(rb".\0", re.S), "utf-16-le"),
    (re.compile(rb"\0"), "utf-16-be"),
)
"""How a text in UTF-16 begins: with a mark, or with an ASCII character."""


def in_utf_8(body: bytes) -> bytes:
    """The text of a robots.txt as Scrapy's parser reads it; Windows' editors write UTF-16, with a mark or without."""
    for beginning, encoding in _ENCODINGS:
        if beginning.match(body):
            return body.decode(encoding, "replace").encode("utf-8", "replace")
    return body


def as_far_as_read(body: bytes) -> bytes:
    """The lines of a robots.txt that are read; one that is cut off there would mean something else."""
    lines = body + b"\n"
    return lines[:MAX_BYTES].rpartition(b"\n")[0]


def is_unavailable(status: int) -> bool:
    """Whether a status says that nobody knows what robots.txt allows."""
    return status >= 500 or status == TOO_MANY


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware; what cannot be had forbids everything, and UTF-16 is read."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        for tried in range(1, MAX_TRIES):
            if not is_unavailable(response.status):
                break
            response = await self._asked_again(response, tried)
        if is_unavailable(response.status):
            self._forbid(netloc, response.status)
            return
        body = as_far_as_read(in_utf_8(response.body[: 2 * MAX_BYTES]))
        await super()._parse_robots(response.replace(body=body), netloc, request)

    async def _asked_again(self, response: Response, tried: int) -> Response:
        Throttle.of(self.crawler).heard(response.status, retry_header(response))
        await asyncio.sleep(FIRST_WAIT * 2.0 ** (tried - 1))
        again = Request(
            response.url,
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        if self.crawler.engine is None:
            raise IgnoreRequest(f"{UNAVAILABLE}: the crawl has ended")
        return await self.crawler.engine.download_async(again)

    def _forbid(self, netloc: str, status: int) -> None:
        waiting = self._parsers[netloc]
        rules = NothingAllowed(status)
        self._parsers[netloc] = rules
        if isinstance(waiting, Deferred):
            waiting.callback(rules)


class NothingAllowed(RobotParser):
    """What stands for a robots.txt that its server could not give."""

    def __init__(self, status: int) -> None:
        self._status = status

    @classmethod
    def from_crawler(cls, crawler: object, robotstxt_body: bytes) -> NoReturn:
        raise NotImplementedError("made for a status, not from a file")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> NoReturn:
        """Refuse every address, and say why."""
        raise IgnoreRequest(f"{UNAVAILABLE}: it answers {self._status}, so nothing is asked (RFC 9309)")
