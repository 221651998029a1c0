"""A web archive on loopback that answers like the Wayback Machine, and misbehaves as its users have seen it do."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass(frozen=True)
class Kept:
    """One capture: its time (14 digits), its address, what was sent."""

    time: str
    url: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200

    @property
    def row(self) -> list[str]:
        key = self.url.partition("://")[2]
        kind = self.kind.partition(";")[0]
        return [key, self.time, self.url, kind, str(self.status), f"D{hash(self.body)}", str(len(self.body))]


@dataclass
class WebArchive:
    """What it holds, and how it behaves.

    `floods` are numbers of captures (from 1) that are answered with 429; after `refuses_after` captures every further
    connection is refused. An index that `ends_early` gives its first part as if it were all; a `torn` one breaks off.
    """

    captures: list[Kept]
    at_a_time: int = 1000
    floods: frozenset[int] = frozenset()
    retry_after: str = "1"
    refuses_after: int = 0
    ends_early: bool = False
    torn: bool = False
    statuses: Mapping[int, int] = field(default_factory=dict)
    """Statuses of captures by their number, in the place of what is kept."""
    asked: list[tuple[float, str]] = field(default_factory=list)
    """When (seconds) what was asked for."""
    base: str = ""

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.asked if path != "/robots.txt"]

    @property
    def replayed(self) -> list[str]:
        return [path for path in self.paths if path.startswith("/web/")]

    @contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        """Its address while it runs."""
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.asked.append((time.monotonic(), self.path))
                status, headers, body = served.answer(self.path, self.headers.get("Range", ""))
                if served.refuses_after and len(served.replayed) >= served.refuses_after:
                    server.socket.close()  # the firewall: nothing takes a connection any more
                self.send_response(status)
                for name, text in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        self.base = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self.base
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def answer(self, asked: str, part: str = "") -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(asked)
        if parts.path == "/cdx/search/cdx":
            return self._index({name: several[0] for name, several in parse_qs(parts.query).items()})
        if not asked.startswith("/web/"):
            return 404, {}, b"nothing"
        number = len(self.replayed)
        if number in self.floods:
            return 429, {"Retry-After": self.retry_after}, b"slow down"
        if number in self.statuses:
            return self.statuses[number], {}, b"not now"
        at, _, url = asked.removeprefix("/web/").partition("id_/")
        for kept in self.captures:
            if (kept.time, kept.url) == (at, url):
                return kept.status, {"Content-Type": kept.kind, "X-Archive-Orig-Content-Type": kept.kind}, kept.body
        return 404, {}, b"no such capture"

    def _index(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        until = query.get("to", "")
        own = urlsplit(query["url"]).netloc
        rows = [
            kept.row
            for kept in sorted(self.captures, key=lambda kept: (kept.url, kept.time))
            if kept.time[: len(until)] <= until and urlsplit(kept.url).netloc == own
        ]
        limit, first = int(query.get("limit", "100000")), int(query.get("resumeKey", "0"))
        if limit < 0:
            part, following = rows[limit:], []
        else:
            end = first + min(limit, self.at_a_time)
            part = rows[first:end]
            goes_on = "showResumeKey" in query and end < len(rows) and not self.ends_early
            following = [[], [str(end)]] if goes_on else []
        lines = [NAMES, *part, *following] if part else []
        body = ("[" + ",\n".join(map(json.dumps, lines)) + "]").encode()  # a line for each, as the real one does
        if self.torn and limit > 1:
            body = body[: len(body) * 2 // 3]
        return 200, {"Content-Type": "application/json"}, body


@dataclass
class CommonCrawl(WebArchive):
    """A web archive like Common Crawl: an index for each crawl, in pages, and WARC files of which parts are asked for.

    `crawls` are the captures of each crawl by its name; of those whose address is in `cut` the body was cut.
    """

    captures: list[Kept] = field(default_factory=list)
    crawls: Mapping[str, list[Kept]] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    gone_mad: frozenset[int] = frozenset()
    """Questions to the indexes (from 1) that are answered with 503."""

    @property
    def replayed(self) -> list[str]:
        return [path for path in self.paths if path.endswith(".warc.gz")]

    @property
    def _questions(self) -> int:
        return len([path for path in self.paths if "-index?" in path])

    def answer(self, asked: str, part: str = "") -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(asked)
        if parts.path == "/collinfo.json":
            named = [
                {"id": name, "cdx-api": f"{self.base}/{name}-index", "from": f"{several[0].time[:4]}-01-01T00:00:00"}
                for name, several in self.crawls.items()
            ]
            return 200, {}, json.dumps(named).encode()
        name = parts.path.strip("/").removesuffix("-index")
        if name in self.crawls:
            if self._questions in self.gone_mad:
                return 503, {}, b"Please reduce your request rate."
            return self._lines(name, {key: several[0] for key, several in parse_qs(parts.query).items()})
        file = parts.path.strip("/").removesuffix(".warc.gz")
        if file in self.crawls and part:
            first, _, last = part.removeprefix("bytes=").partition("-")
            return 206, {}, self._file(file)[0][int(first) : int(last) + 1]
        return 404, {}, b"nothing"

    def _file(self, name: str) -> tuple[bytes, list[tuple[int, int]]]:
        """The WARC file of a crawl, and where each record lies in it."""
        data, places = b"", []
        for kept in self.crawls[name]:
            body = kept.body
            more = ""
            if kept.url in self.cut:
                body, more = body[: len(body) // 2], "WARC-Truncated: length\r\n"
            at = kept.time
            date = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:]}Z"
            block = f"HTTP/1.1 {kept.status} OK\r\nContent-Type: {kept.kind}\r\n\r\n".encode() + body
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {kept.url}\r\nWARC-Date: {date}\r\n{more}"
            head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            member = gzip.compress(head.encode() + block + b"\r\n\r\n")
            places.append((len(data), len(member)))
            data += member
        return data, places

    def _lines(self, name: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        own = query["url"].removesuffix("/*")
        lines = []
        for kept, (offset, length) in zip(self.crawls[name], self._file(name)[1], strict=True):
            if urlsplit(kept.url).netloc == own:
                told = dict(zip(("urlkey", "timestamp", "url", "mime", "status", "digest"), kept.row, strict=False))
                told |= {"filename": f"{name}.warc.gz", "offset": str(offset), "length": str(length)}
                if kept.url in self.cut:
                    told["truncated"] = "length"
                lines.append(json.dumps(told))
        first = int(query["page"]) * self.at_a_time
        if first >= len(lines):
            return 404, {}, b'{"message": "No Captures found"}'
        return 200, {}, "\n".join(lines[first : first + self.at_a_time]).encode() + b"\n"
