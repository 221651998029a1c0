"""The HTTP server of the demo portal: loopback only, one thread per connection, every request recorded."""

from __future__ import annotations

import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from queson_crawler.demo.faults import FLOODED, FaultPlan, spoiled
from queson_crawler.demo.options import FaultKind, Faults
from queson_crawler.demo.wire import Request, Response, Skin, read_form

HOST = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)
UNAVAILABLE = b"<html><body><h1>Service Unavailable</h1><hr><p>HTTP Error 503.</p></body></html>"
INTERNAL = b"<html><body><h1>Server Error in '/' Application.</h1><p>Runtime Error</p></body></html>"


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """One request as it was received.

    `argument` is its `__EVENTARGUMENT` ("" without), `fault` how it was made to fail, `at` a monotonic time in seconds.
    """

    method: str
    target: str
    argument: str
    user_agent: str
    fault: FaultKind | None
    at: float


class DemoServer(ThreadingHTTPServer):
    """Serves one skin. `requests` grows in the order of arrival; read it through `received`."""

    allow_reuse_address = True

    def __init__(self, port: int, skin: Skin, faults: Faults) -> None:
        super().__init__((HOST, port), DemoHandler)
        self.skin = skin
        self.base = f"http://{HOST}:{self.server_port}"
        self.tags: dict[str, str] = {}
        self._faults, self._retry_after, self._slow = FaultPlan(faults), faults.retry_after, faults.slow
        self._requests: list[DemoRequest] = []
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def server_bind(self) -> None:
        """Binds without HTTPServer's look-up of the host name, which may wait for a name server."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def received(self) -> tuple[DemoRequest, ...]:
        """All requests until now."""
        with self._lock:
            return tuple(self._requests)

    def record(self, request: Request, user_agent: str) -> FaultKind | None:
        """Keeps the request; returns how it must fail, if it must."""
        fault = self._faults.fault(request)
        argument = request.form.get("__EVENTARGUMENT", "")
        entry = DemoRequest(request.method, request.target, argument, user_agent, fault, time.monotonic())
        with self._lock:
            self._requests.append(entry)
        return fault

    def respond(self, request: Request, fault: FaultKind | None) -> Response:
        """The answer, or the error page that stands for it."""
        match fault:
            case "500" | "502":
                return Response(int(fault), INTERNAL)
            case "503" | "429":
                return Response(int(fault), UNAVAILABLE, headers=(("Retry-After", str(self._retry_after)),))
            case "flood":
                return Response.page(FLOODED, 429)
            case "loop":
                return Response(302, b"", headers=(("Location", request.target),))
            case _:
                if fault == "slow":
                    time.sleep(self._slow)
                return spoiled(self.skin.answer(request), fault)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the connections that clients keep open."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news; anything else is a defect of the demo and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class DemoHandler(BaseHTTPRequestHandler):
    """Turns a request on the wire into a `Request`, and a `Response` into bytes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes: with Nagle's algorithm each answer waits 40 ms
    timeout = 60
    server: DemoServer

    def do_GET(self) -> None:
        self._serve({})

    def do_HEAD(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length) if length.isdigit() else 0)
        self._serve(read_form(self.headers.get("Content-Type", ""), body))

    def version_string(self) -> str:
        """The server such portals name."""
        return "Microsoft-IIS/7.5"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: `DemoPortal.requests` is the log."""

    def _serve(self, form: dict[str, str]) -> None:
        pairs = (pair.partition("=") for pair in self.headers.get("Cookie", "").split(";"))
        cookies = {name.strip(): value for name, _, value in pairs if name.strip()}
        kind = self.headers.get("Content-Type", "")
        request = Request(self.command, self.path, self.server.base, form, kind, cookies)
        fault = self.server.record(request, self.headers.get("User-Agent", ""))
        if fault == "reset":
            self._reset()
            return
        tag = self.server.tags.get(self.path, "")
        if tag and fault is None and self.headers.get("If-None-Match") == tag:
            response = Response(304, b"")
        else:
            response = self.server.respond(request, fault)
        self.send_response(response.status)
        for name, value in (
            ("Cache-Control", "private"),
            ("Content-Type", response.media_type),
            ("X-AspNet-Version", "2.0.50727"),
            ("X-Powered-By", "ASP.NET"),
            *response.headers,
            *([("ETag", tag)] if tag else []),
            ("Content-Length", str(len(response.body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._send(response.body, truncated=fault == "truncated")

    def _send(self, body: bytes, truncated: bool) -> None:
        self.wfile.write(body[: len(body) // 2] if truncated else body)
        self.close_connection = self.close_connection or truncated

    def _reset(self) -> None:
        """Ends the connection with RST: closing a socket that does not linger."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.rfile.close()
        self.connection.close()
