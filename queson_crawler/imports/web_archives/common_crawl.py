"""Common Crawl as it is asked: an index for each of its crawls, page by page, and parts of its WARC files. Pure."""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from archive.checks import is_past
from archive.errors import BadRecord
from archive.warc.foreign import MAX_BLOCK
from archive.warc.gzipped import GZIP, RECORD
from archive.warc.headers import MAX_HEAD, fields_of
from archive.warc.message import exchange_of
from archive.warc.shapes import Raw
from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.rows import Row, is_torn, number_of, rows
from queson_crawler.imports.web_archives.source import Pairs, Received
from queson_crawler.urls import clean, host

CRAWLS = "collinfo.json"
MAX_PAGES = 1000
"""Pages of one index that are asked for."""
MAX_CRAWLS = 1000
"""Crawls whose indexes are asked; there are some hundred."""
MAX_TORN = 2
NO_MORE = (400, 404)
"""What an index answers that has no (further) page for an address."""
_DIGITS_OF_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Parts:
    """Captures as parts of WARC files: one record each, by its place."""

    base: str

    def capture(self, row: Row) -> str:
        """The address of the file that holds a capture. Whatever an index calls it, it lies at this archive."""
        return f"{self.base}/{quote(row.file)}"

    def asked_with(self, row: Row) -> dict[str, str]:
        """Headers that ask for the capture alone."""
        return {"Range": f"bytes={row.offset}-{row.offset + row.length - 1}"}

    def original(self, url: str) -> str:
        """Nothing: no capture leads to another."""
        return ""

    def received(self, row: Row, url: str, headers: Pairs, body: bytes) -> Received | None:
        """The answer in the record that came; None where that is no record of the capture."""
        if len(body) > row.length:  # the whole file came, whatever was asked for
            body = body[row.offset : row.offset + row.length]
        raw = _record(body)
        if raw is None:
            return None
        told = fields_of(raw.lines)
        try:
            exchange = exchange_of(told, raw.block)
        except BadRecord:
            return None
        if told.get("warc-type") != "response" or loosely(exchange.url) != loosely(row.url):
            return None
        row = replace(row, truncated=told.get("warc-truncated", row.truncated))
        return Received(row, exchange.response_headers, exchange.body)


def _record(member: bytes) -> Raw | None:
    """The record in a gzip member; None where there is none."""
    try:
        data = zlib.decompressobj(GZIP).decompress(member, MAX_HEAD + MAX_BLOCK)
    except zlib.error:
        return None
    head, found, rest = data.partition(b"\r\n\r\n")
    version, *lines = head.split(b"\r\n")
    length = number_of(fields_of(lines).get("content-length", ""))
    if not found or not version.startswith(RECORD) or not length:
        return None
    return Raw(version, tuple(lines), rest[:length])


class CrawlWalk:
    """Asks which crawls there are, and the index of each for the captures of some hosts, as `walk.IndexWalk` does. That
    an index has no further page is what shows its end."""

    def __init__(self, base: str, captures_from: str, hosts: Iterable[str], until: str = "") -> None:
        self._base, self._hosts, self._until = clean(base).rstrip("/"), tuple(hosts), until
        self.way = Parts((captures_from or base).rstrip("/"))
        self._left: deque[tuple[str, str]] | None = None
        self._page = self._torn = 0
        self.gaps: list[str] = []
        self.error = ""

    @property
    def url(self) -> str:
        """The next question; "" when there is none."""
        if self.error:
            return ""
        if self._left is None:
            return f"{self._base}/{CRAWLS}"
        if not self._left:
            return ""
        index, host = self._left[0]
        asked = {"url": f"{host}/*", "output": "json", "page": str(self._page)}
        if self._until:
            asked["to"] = self._until
        return f"{index}?{urlencode(asked)}"

    def take(self, status: int, body: bytes) -> list[Row]:
        """The captures that an answer names; `url` is the next question then."""
        if self._left is None:
            self._take_crawls(status, body)
            return []
        if status in NO_MORE:
            self._next_index()
            return []
        if status != 200:
            self.lost(f"it answered {status}")
            return []
        if is_torn(status, body):
            self._torn += 1
            if self._torn < MAX_TORN:
                return []
            self.lost("it breaks off")
        named, _, others = rows(body)
        found = [row for row in named if row.file and row.length > 0 and is_past(row.date)]
        if others + len(named) - len(found):
            self.gaps.append(f"{others + len(named) - len(found):,} line(s) of the index name no capture")
        if self._torn < MAX_TORN:
            self._next_page(is_empty=not named)
        self._torn = 0
        return found

    def lost(self, why: str) -> None:
        """A question was not answered, however often it was asked."""
        if self._left is None:
            self.error = f"it did not name its crawls: {why}"
        elif self._left:
            index, host = self._left[0]
            self.gaps.append(f"the index {index.rpartition('/')[2]} of {host} is known in part only: {why}")
            self._next_index()

    def _take_crawls(self, status: int, body: bytes) -> None:
        """Which crawls there are, the newest first; one that began after the last day that counts is passed over, and
        one whose index is said to lie elsewhere."""
        own = host(self._base)
        try:
            told = json.loads(body) if status == 200 else []
            several = [(str(each["cdx-api"]), str(each.get("from", ""))) for each in told[:MAX_CRAWLS]]
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
            several = []
        self._left = deque()
        for index, begun in several:
            if host(clean(index)) == own and not self._is_later(begun):
                self._left.extend((index, each) for each in self._hosts)
        if not several:
            self._left = None
            self.error = f"it does not name its crawls ({CRAWLS} was answered with {status})"

    def _is_later(self, begun: str) -> bool:
        """Whether a crawl began after the last day that counts."""
        day = "".join(filter(str.isdigit, begun))[:_DIGITS_OF_A_DAY]
        return bool(self._until) and day[: len(self._until)] > self._until

    def _next_page(self, *, is_empty: bool) -> None:
        self._page += 1
        if is_empty or self._page >= MAX_PAGES:
            self._next_index()

    def _next_index(self) -> None:
        self._page = 0
        if self._left:
            self._left.popleft()
