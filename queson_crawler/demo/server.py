"""The HTTP server of the demo portal: loopback only, one thread per connection."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from queson_crawler.demo.wire import Request, Response, Skin, read_cookies, read_form

HOST = "127.0.0.1"
POLL_SECONDS = 0.02
SERVER = "Microsoft-IIS/7.5"
"""The server such portals name."""


class DemoServer(ThreadingHTTPServer):
    """Serves one skin."""

    allow_reuse_address = True

    def __init__(self, port: int, skin: Skin, handler: type[DemoHandler] | None = None, host: str = HOST) -> None:
        super().__init__((host, port), handler or DemoHandler)
        self.skin = skin
        self.base = f"http://{host}:{self.server_port}"
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def server_bind(self) -> None:
        """Binds without HTTPServer's look-up of the host name, which may wait for a name server."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def in_background(self) -> Thread:
        """Serves in a thread of its own, which is returned; `stop` ends it."""
        thread = Thread(target=self.serve_forever, args=(POLL_SECONDS,), name="demo-portal", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Stops serving and ends the connections that clients keep open."""
        self.shutdown()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news; anything else is a defect of the demo and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def header_fields(response: Response) -> tuple[tuple[str, str], ...]:
    """The headers of an answer, but for the server's name and the date."""
    return (
        ("Cache-Control", "private"),
        ("Content-Type", response.media_type),
        ("X-AspNet-Version", "2.0.50727"),
        ("X-Powered-By", "ASP.NET"),
        *response.headers,
        ("Content-Length", str(len(response.body))),
    )


class DemoHandler(BaseHTTPRequestHandler):
    """Turns a request on the wire into a `Request`, and a `Response` into bytes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes: with Nagle's algorithm each answer waits 40 ms
    timeout = 60
    server: DemoServer

    def do_GET(self) -> None:
        self.answer(self._request({}))

    def do_HEAD(self) -> None:
        self.answer(self._request({}))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length) if length.isdigit() else 0)
        self.answer(self._request(read_form(self.headers.get("Content-Type", ""), body)))

    def answer(self, request: Request) -> None:
        """Sends what the skin answers."""
        self.send(self.server.skin.answer(request))

    def send(self, response: Response) -> None:
        """Sends the response, its body only where the method asks for one."""
        self.send_response(response.status)
        for name, value in header_fields(response):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.send_body(response.body)

    def send_body(self, body: bytes) -> None:
        self.wfile.write(body)

    def version_string(self) -> str:
        return SERVER

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _request(self, form: dict[str, str]) -> Request:
        cookies = read_cookies(self.headers.get("Cookie", ""))
        kind = self.headers.get("Content-Type", "")
        return Request(self.command, self.path, self.server.base, form, kind, cookies)
