"""The browser's only way out: a proxy on this machine that asks the portal's own hosts, at addresses that were checked.

A browser resolves names itself and opens connections that no filter of requests sees: redirects, preconnects,
prefetches, WebSockets. Chromium is told to send all of them here. What may not be asked is not answered at all, so that
no answer of ours is ever taken for one of the portal.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from queson_crawler.fetch.address_guard import may_ask
from queson_crawler.urls import host

MAX_HEAD = 64 * 1024
MAX_BYTES = 64 * 1024 * 1024
"""Bytes of one answer, or of one encrypted connection."""
CONNECT_SECONDS = 15.0
_CHUNK = 1 << 16
_PORTS = {"http": 80, "https": 443}
_OF_THE_CONNECTION = frozenset((b"connection", b"proxy-connection", b"keep-alive", b"proxy-authorization", b"upgrade"))
"""Headers that are about one connection and not about what is asked."""
Lookup = Callable[[str, int], Awaitable[list[str]]]


class NotAllowed(Exception):
    """The browser asked for what it must not reach, or said what is no request. Its connection is closed."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request of the browser leads."""

    scheme: str
    name: str
    port: int

    @property
    def host(self) -> str:
        """Host and port as `urls.host` writes them: a usual port and `www.` are left out."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        if self.port != _PORTS[self.scheme]:
            name = f"{name}:{self.port}"
        return host(f"{self.scheme}://{name}/")


async def addresses_of(name: str, port: int) -> list[str]:
    """The numeric addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(slots=True)
class BrowserProxy:
    """Serves one browser. `hosts` are those it may ask, as `urls.host` writes them; `plain` those of them that speak
    HTTP only, to which no tunnel leads: it would be a WebSocket."""

    hosts: frozenset[str]
    plain: frozenset[str] = frozenset()
    lookup: Lookup = addresses_of
    _server: asyncio.Server | None = None
    _connections: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> int:
        """Begin to serve; the port on 127.0.0.1."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=MAX_HEAD)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """End every connection."""
        if self._server is not None:
            self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._connections.add(task)
        try:
            await self._serve(browser, to_browser)
        except (NotAllowed, OSError, ValueError, EOFError, asyncio.CancelledError, asyncio.LimitOverrunError):
            pass  # the browser sees a connection that was closed without a word
        finally:
            self._connections.discard(task)
            await _closed(to_browser)

    async def _serve(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        """One request of the browser: a plain one, or the tunnel for an encrypted connection."""
        head = await browser.readuntil(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        method, target, _ = line.decode("ascii").split(" ")
        if method == "CONNECT":
            portal, to_portal = await self._connection(_tunnel_to(target))
            to_browser.write(b"HTTP/1.1 200 OK\r\n\r\n")
            try:
                await _until_one_ends(_pipe(browser, to_portal), _pipe(portal, to_browser))
            finally:
                await _closed(to_portal)
            return
        portal, to_portal = await self._connection(_plain_to(target))
        try:
            to_portal.write(_as_asked_of_a_server(method, target, headers))
            await _until_one_ends(_send_body(browser, to_portal, _length_of(headers)), _answer(portal, to_browser))
        finally:
            await _closed(to_portal)

    async def _connection(self, to: Destination) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a host of the portal, at an address that was checked."""
        if to.host not in self.hosts or (to.scheme == "https" and to.host in self.plain):
            raise NotAllowed(to.host)
        for address in await self.lookup(to.name, to.port):
            if may_ask(to.name, address):
                return await asyncio.wait_for(asyncio.open_connection(address, to.port), CONNECT_SECONDS)
        raise NotAllowed(to.name)


def _tunnel_to(target: str) -> Destination:
    name, _, port = target.rpartition(":")
    return Destination("https", name.strip("[]").lower().rstrip("."), int(port))


def _plain_to(target: str) -> Destination:
    parts = urlsplit(target)
    if parts.scheme != "http" or not parts.hostname:
        raise NotAllowed(target)
    return Destination("http", parts.hostname.lower().rstrip("."), parts.port or _PORTS["http"])


def _as_asked_of_a_server(method: str, target: str, headers: bytes) -> bytes:
    """The head of a request as its server expects it: the path alone, and one request on one connection."""
    parts = urlsplit(target)
    path = parts.path or "/"
    if parts.query:
        path = f"{path}?{parts.query}"
    return f"{method} {path} HTTP/1.1\r\n".encode("ascii") + _for_one_exchange(headers)


def _for_one_exchange(headers: bytes) -> bytes:
    """Header lines for a connection that ends after this exchange."""
    kept = []
    for line in headers.split(b"\r\n"):
        name = line.partition(b":")[0].strip().lower()
        if line and name not in _OF_THE_CONNECTION:
            kept.append(line)
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])


def _length_of(headers: bytes) -> int:
    """The length of a request's body in bytes."""
    length = 0
    for line in headers.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"transfer-encoding":
            raise NotAllowed("a body without a length")
        if name.strip().lower() == b"content-length":
            length = int(value)
    if length > MAX_BYTES:
        raise NotAllowed("a body that is too long")
    return length


async def _send_body(browser: asyncio.StreamReader, to_portal: asyncio.StreamWriter, length: int) -> None:
    """Hand on a request's body; then wait until the browser hangs up. What else it says is not handed on."""
    if length:
        to_portal.write(await browser.readexactly(length))
        await to_portal.drain()
    while await browser.read(_CHUNK):
        pass


async def _answer(portal: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
    """Hand on an answer, changed only in what it says of its connection."""
    while True:
        head = await portal.readuntil(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        status = line.split(b" ", 2)[1]
        if not status.startswith(b"1"):
            break
    to_browser.write(line + b"\r\n" + _for_one_exchange(headers))
    await _pipe(portal, to_browser)


async def _pipe(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Hand on what comes, up to MAX_BYTES."""
    size = 0
    while size < MAX_BYTES:
        data = await source.read(_CHUNK)
        if not data:
            return
        size += len(data)
        to.write(data)
        await to.drain()


async def _until_one_ends(sending: Coroutine[Any, Any, None], receiving: Coroutine[Any, Any, None]) -> None:
    """Run both directions of a connection until one of them ends; then end the other."""
    tasks = [asyncio.create_task(sending), asyncio.create_task(receiving)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
