"""A portal on loopback: character sets, encodings of transfer, cookies, faults, and a log of what was asked."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qsl

from tests.lab.random_portals.site import Answer, Portal

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
FLOOD = (
    "<html><body><h1>Hệ thống đang bận</h1><p>Bạn truy cập quá nhanh, vui lòng thử lại sau ít phút.</p></body></html>"
)


@dataclass
class Faults:
    """One answer in `one_in` fails, by the seed and how often an address was asked; never more than twice running."""

    one_in: int = 0
    kinds: tuple[str, ...] = ("500", "503", "reset", "truncated", "empty", "flood", "bad-gzip", "502")
    seen: Counter[str] = field(default_factory=Counter)
    running: Counter[str] = field(default_factory=Counter)

    def drawn(self, portal: Portal, request: str) -> str:
        """The fault of this request, or nothing."""
        seed = portal.seed
        self.seen[request] += 1
        if portal.traits["wire"] == "broken-gzip" and self.seen[request] == 1:
            return "" if Random(f"gzip {seed} {request}").randrange(12) else "bad-gzip"
        if not self.one_in:
            return ""
        random = Random(f"fault {seed} {request} {self.seen[request]}")
        if random.randrange(self.one_in) or self.running[request] >= 2:
            self.running[request] = 0
            return ""
        self.running[request] += 1
        return random.choice(self.kinds)


@dataclass
class Served:
    """A portal that is being served."""

    portal: Portal
    faults: Faults
    url: str = ""
    log: list[tuple[str, str, str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def cp1258(text: str) -> bytes:
    """Vietnamese as windows-1258 writes it: vowels composed, tones after them."""
    parts = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
        parts.append((base + tone).encode("cp1258", "xmlcharrefreplace"))
    return b"".join(parts)


def encoded(text: str, charset: str) -> tuple[bytes, str]:
    """Bytes of a page and its Content-Type."""
    if charset == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le"), "text/html"
    if charset == "windows-1258":
        return cp1258(text), "text/html"
    if charset == "nfd":
        return unicodedata.normalize("NFD", text).encode(), "text/html; charset=utf-8"
    return text.encode(), "text/html; charset=utf-8" if charset == "utf-8" else "text/html"


class Handler(BaseHTTPRequestHandler):
    """Answers of the portal of its server."""

    protocol_version = "HTTP/1.1"
    served: Served

    def do_GET(self) -> None:
        self._handle("GET", {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._handle("POST", _fields(body, self.headers.get("Content-Type", "")))

    def do_HEAD(self) -> None:
        self._handle("HEAD", {})

    def _handle(self, method: str, form: dict[str, str]) -> None:
        served = self.served
        self.path = self.path.encode("latin-1", "replace").decode("utf-8", "replace")
        with served.lock:
            answer = served.portal.answer(method, self.path, form)
            request = f"{method} {self.path} {sorted(form.items())}"
            fault = served.faults.drawn(served.portal, request)
            served.log.append((answer.kind, method, self.path, answer.status if not fault else -1))
        if served.portal.traits["wire"] == "cookie" and "phien=1" not in self.headers.get("Cookie", ""):
            self._send(302, b"", {"Location": self.path, "Set-Cookie": "phien=1; path=/"})
        elif fault:
            self._fail(fault, answer)
        else:
            self._answer(answer)

    def _bytes(self, answer: Answer) -> tuple[bytes, str]:
        if answer.data or not answer.text:
            return answer.data, answer.media
        return encoded(answer.text, self.served.portal.traits["charset"])

    def _answer(self, answer: Answer) -> None:
        data, media = self._bytes(answer)
        headers = {"Content-Type": media, **answer.headers}
        wire = self.served.portal.traits["wire"]
        if wire == "gzip" and answer.text and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self._send(answer.status, data, headers, chunked=wire == "chunked" and bool(answer.text))

    def _send(self, status: int, data: bytes, headers: dict[str, str], chunked: bool = False) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(data)))))
        self.end_headers()
        if self.command == "HEAD":
            return
        if not chunked:
            self.wfile.write(data)
            return
        for start in range(0, len(data), 700):
            piece = data[start : start + 700]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _fail(self, fault: str, answer: Answer) -> None:
        data, media = self._bytes(answer)
        if fault in ("500", "502"):
            self._send(int(fault), b"<h1>Server Error</h1>", {"Content-Type": "text/html"})
        elif fault == "503":
            self._send(503, b"<h1>Service Unavailable</h1>", {"Content-Type": "text/html", "Retry-After": "1"})
        elif fault == "empty":
            self._send(200, b"", {"Content-Type": media})
        elif fault == "flood":
            self._send(200, *_flood())
        elif fault == "bad-gzip":
            broken = gzip.compress(data, mtime=0)
            self._send(200, broken[: len(broken) // 2] + b"\0" * 9, {"Content-Type": media, "Content-Encoding": "gzip"})
        else:
            self._cut(data, media, fault == "truncated")

    def _cut(self, data: bytes, media: str, part: bool) -> None:
        """Ends the connection: in the middle of the body, or before anything was said."""
        self.close_connection = True
        if part:
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(data) + 100))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: `Served.log` holds what was asked."""


def _flood() -> tuple[bytes, dict[str, str]]:
    return FLOOD.encode(), {"Content-Type": "text/html; charset=utf-8"}


def _fields(body: bytes, media: str) -> dict[str, str]:
    """The fields of a form, urlencoded or multipart."""
    if not media.startswith("multipart/"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    message = BytesParser().parsebytes(f"Content-Type: {media}\r\n\r\n".encode() + body)
    found = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        found[str(name)] = part.get_payload(decode=True).decode("utf-8", "replace").rstrip("\r\n")
    return found


@contextmanager
def serve(seed: int, one_in: int = 0, port: int = 0) -> Iterator[Served]:
    """A portal on a loopback port of its own."""
    served = Served(Portal(seed), Faults(one_in))
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (Handler,), {"served": served}))
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/"
    served.portal.base = served.url.rstrip("/")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
