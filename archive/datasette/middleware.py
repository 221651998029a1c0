"""What stands between the web and every page of a reading room, Datasette's own pages too.

Headers that keep a browser from guessing; pages that tell of the machine are closed; gates for what is dear; CSV that
no spreadsheet calculates.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils import tilde_decode

from archive.datasette.gate import Busy, Gate, Gates
from archive.datasette.spreadsheet import HarmlessCsv

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""For Datasette's own pages, which bring scripts of their own: no other host is asked, whatever a cell holds."""
CLOSED = re.compile(
    r"/-/(actor|allow-debug|auth-token|config|databases|messages|patterns|permissions|plugins|settings|threads|versions)"
    r"(\.json)?"
)
"""Datasette's pages about itself: paths of files, threads, versions of what could be attacked."""
METHODS = ("GET", "HEAD", "OPTIONS")
MAX_QUERY = 8192
"""Bytes of the parameters of a request."""
MAX_PARAMETERS, MAX_FACETS = 60, 8
MAX_FILE_SECONDS = 600
"""Sending a whole result to a slow reader may take at most this many seconds."""
_FILES = frozenset(("csv", "json", "parquet"))
_OWN = frozenset(("/", "/robots.txt", "/sitemap.xml", "/favicon.ico"))
_WITHIN_AN_INDEX = re.compile(r"\w{1,60}_fts\w{0,20}_(config|content|data|docsize|idx)", re.ASCII | re.IGNORECASE)
"""The tables in which SQLite keeps a full-text index: large, and of no meaning to a reader."""


class Room:
    """The room as an ASGI application around Datasette's."""

    def __init__(self, app: App, is_archive: Callable[[], Awaitable[bool]], base: str) -> None:
        self._app = app
        self._look = is_archive
        self._is_archive: bool | None = None
        self._base = base
        self._gates = Gates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not await self._is_of_room(scope):
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self._base.rstrip("/")) or "/"
        scope["queson_gates"] = self._gates
        scope["queson_is_table"] = _is_table(path)
        refused = _refused(scope, path)
        if refused:
            await _told(send, *refused)
            return
        answer = _Answer(send, is_csv=_is_table(path) and _form(path, scope) == "csv")
        try:
            await self._gated(path, scope, receive, answer)
        except Busy:
            await _told(
                send,
                503,
                "Đang có quá nhiều người hỏi, hãy thử lại sau ít giây. · "
                "Too many ask for this at once: try again in a few seconds.",
            )

    async def _is_of_room(self, scope: Scope) -> bool:
        """Whether it is a request, and an archive is served."""
        if scope["type"] != "http":
            return False
        if self._is_archive is None:
            self._is_archive = await self._look()
        return self._is_archive

    async def _gated(self, path: str, scope: Scope, receive: Receive, answer: _Answer) -> None:
        gate = self._gate(path)
        if gate is None:
            await self._app(scope, receive, answer)
        elif _form(path, scope) in _FILES:
            async with self._gates.files.place(), asyncio.timeout(MAX_FILE_SECONDS):
                await self._through(gate, scope, receive, answer)
        else:
            await self._through(gate, scope, receive, answer)

    async def _through(self, gate: Gate, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Hold a place until the answer begins: how slowly it is received is the reader's affair."""
        await gate.enter()
        answer.begun = gate.leave
        try:
            await self._app(scope, receive, answer)
        finally:
            answer.begin()

    def _gate(self, path: str) -> Gate | None:
        if path == "/-/search":
            return self._gates.search
        return self._gates.tables if _is_table(path) else None


def _is_table(path: str) -> bool:
    """Whether a path is one of Datasette's own: tables, rows and queries of the archive, under whatever spelling."""
    return path not in _OWN and not path.startswith("/-/")


def _refused(scope: Scope, path: str) -> tuple[int, str] | None:
    """Status and reason where a request is answered by none of the pages."""
    if scope["method"] not in METHODS:
        return 405, "Trang này chỉ để đọc. · The reading room is only read."
    if CLOSED.fullmatch(path) or _is_within_an_index(path):
        return 404, "Không có trang này. · There is no such page."
    query = _query(scope)
    if len(query) > MAX_QUERY:
        return (
            414,
            f"Địa chỉ quá dài: tối đa {MAX_QUERY} byte tham số. · At most {MAX_QUERY} bytes of parameters are read.",
        )
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    facets = [name for name in names if name.startswith("_facet")]
    if len(names) > MAX_PARAMETERS or len(facets) > MAX_FACETS:
        return (
            400,
            f"Tối đa {MAX_PARAMETERS} tham số, trong đó {MAX_FACETS} là facet. · "
            f"At most {MAX_PARAMETERS} parameters are read, and {MAX_FACETS} of them facets.",
        )
    if "_searchmode" in names:
        return (
            400,
            "Hãy tìm bằng ô tìm kiếm của trang đọc. · "
            "Words are searched as the search box of the room understands them.",
        )
    return None


def _is_within_an_index(path: str) -> bool:
    """Whether a path leads to a table of a full-text index, under whatever spelling: as Datasette reads it, what stands
    behind a full stop is the form that is asked for."""
    for part in path.split("/")[2:]:
        name = tilde_decode(part.partition(".")[0])
        if _WITHIN_AN_INDEX.fullmatch(name):
            return True
    return False


def _query(scope: Scope) -> str:
    """The parameters of a request, one character for each byte."""
    return bytes(scope.get("query_string") or b"").decode("latin-1")


def _form(path: str, scope: Scope) -> str:
    """In which form an answer is asked for, where the request says it: csv, json, parquet, atom."""
    if path.endswith(".csv"):
        return "csv"
    return dict(parse_qsl(_query(scope))).get("_format", "")


async def _told(send: Send, status: int, said: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})


class _Answer:
    """Sends an answer with the headers it lacks, and CSV with cells that no spreadsheet calculates."""

    def __init__(self, send: Send, *, is_csv: bool) -> None:
        self._send = send
        self._is_csv = is_csv
        self._csv: HarmlessCsv | None = None
        self.begun: Callable[[], None] | None = None
        """Called once, when the answer begins or there is none."""

    def begin(self) -> None:
        """The answer begins."""
        begun, self.begun = self.begun, None
        if begun is not None:
            begun()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begin()
            headers = self._headers(list(message.get("headers") or []))
            message = {**message, "headers": completed(headers)}
        elif message["type"] == "http.response.body" and self._csv is not None:
            is_last = not message.get("more_body")
            message = {**message, "body": self._csv.fed(message.get("body") or b"", is_last=is_last)}
        await self._send(message)

    def _headers(self, headers: Headers) -> Headers:
        """The headers of an answer; of CSV, whose cells are changed, without its length."""
        is_text = _value(headers, b"content-type").startswith((b"text/csv", b"text/plain"))
        if not self._is_csv or not is_text:
            return headers
        self._csv = HarmlessCsv()
        return _without(headers, b"content-length")


def _value(headers: Headers, wanted: bytes) -> bytes:
    for name, value in headers:
        if name.lower() == wanted:
            return value
    return b""


def _without(headers: Headers, unwanted: bytes) -> Headers:
    return [(name, value) for name, value in headers if name.lower() != unwanted]


def completed(headers: Headers) -> Headers:
    """Headers of an answer, with those that keep a browser from guessing and from telling others.

    Addresses in an answer are made from the host that was asked for, so that no cache may give it to another.
    """
    vary = filter(None, map(bytes.strip, _value(headers, b"vary").split(b",")))
    found = _without(headers, b"vary")
    found.append((b"vary", b", ".join([*vary, b"Host"])))
    wanted = [(b"x-content-type-options", b"nosniff")]
    if _value(headers, b"content-type").startswith(b"text/html"):
        wanted += [(b"content-security-policy", POLICY.encode()), (b"referrer-policy", b"same-origin")]
    for name, value in wanted:
        if not _value(headers, name):
            found.append((name, value))
    return found
