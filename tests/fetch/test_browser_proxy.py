"""What a browser asks goes through our own proxy, and the proxy asks nobody but the portal, at addresses it checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from queson_crawler.fetch import address_guard
from queson_crawler.fetch.browser import launch_options, own_hosts, proxy_for
from queson_crawler.fetch.browser_proxy import BrowserProxy

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\nX-A: b\r\n\r\nhello"


class Server:
    """A server on this machine that remembers what it was asked, and closes a connection when it is told to."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.asked.append(head)
                writer.write(ANSWER)
                await writer.drain()
                if b"Connection: close" in head:
                    writer.close()
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


async def through(proxy: BrowserProxy, request: bytes) -> bytes:
    """Everything that a browser hears for what it says."""
    port = await proxy.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.read(), 60)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()
        await proxy.close()


def get(url: str, more: str = "") -> bytes:
    host = url.split("/")[2]
    return f"GET {url} HTTP/1.1\r\nHost: {host}\r\nProxy-Connection: keep-alive\r\n{more}\r\n".encode()


@pytest.fixture(autouse=True)
def this_machine_is_a_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_guard, "_TARGETS", {"127.0.0.1": frozenset({"127.0.0.1"})})


async def test_the_portal_is_asked_and_its_answer_comes_as_it_is() -> None:
    async with served() as server:
        start = f"http://127.0.0.1:{server.port}/"
        heard = await through(proxy_for((start,)), get(f"{start}tin?trang=2"))
    assert heard.startswith(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n")
    assert heard.endswith(b"hello")
    (asked,) = server.asked
    assert asked.startswith(b"GET /tin?trang=2 HTTP/1.1\r\n")
    assert b"Connection: close" in asked
    assert b"Proxy" not in asked


@pytest.mark.parametrize("request_line", ["GET http://127.0.0.1:{other}/", "CONNECT 127.0.0.1:{other}"])
async def test_another_port_of_its_host_is_never_asked(request_line: str) -> None:
    async with served() as portal, served() as other:
        line = request_line.format(other=other.port)
        proxy = proxy_for((f"http://127.0.0.1:{portal.port}/",))
        heard = await through(proxy, f"{line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert heard == b""
    assert other.asked == []


async def test_no_web_socket_leads_to_a_portal_without_tls() -> None:
    async with served() as server:
        start = f"http://127.0.0.1:{server.port}/"
        heard = await through(proxy_for((start,)), f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n\r\n".encode())
    assert heard == b""


async def test_a_name_that_comes_to_mean_this_machine_is_not_asked() -> None:
    """Rebinding: the name was public when the crawl began. And what the browser hears is nothing that could be kept."""
    async with served() as server:
        names: list[str] = []

        async def lookup(name: str, port: int) -> list[str]:
            names.append(name)
            return ["127.0.0.1"]

        proxy = BrowserProxy(own_hosts((f"http://a.gov.vn:{server.port}/",)), lookup=lookup)
        heard = await through(proxy, get(f"http://a.gov.vn:{server.port}/"))
    assert names == ["a.gov.vn"]
    assert heard == b""
    assert server.asked == []


async def test_a_second_request_on_the_connection_is_not_handed_on() -> None:
    async with served() as server:
        start = f"http://127.0.0.1:{server.port}/"
        heard = await through(proxy_for((start,)), get(start) + get("http://127.0.0.1:1/secret"))
    assert len(server.asked) == 1
    assert heard.count(b"hello") == 1


async def test_an_encrypted_portal_is_reached_by_a_tunnel() -> None:
    async with served() as server:
        start = f"https://127.0.0.1:{server.port}/"
        proxy = proxy_for((start,))
        port = await proxy.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 200 OK\r\n\r\n"
        writer.write(b"hello there\r\n\r\n")
        assert await reader.readexactly(len(ANSWER)) == ANSWER
        writer.close()
        await proxy.close()
    assert server.asked == [b"hello there\r\n\r\n"]


@pytest.mark.parametrize(
    "nonsense",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
        b"GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        b"CONNECT nowhere HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1:port/ HTTP/1.1\r\n\r\n",
        b"x" * 100_000,
    ],
)
async def test_nonsense_is_answered_by_silence(nonsense: bytes) -> None:
    assert await through(proxy_for(("http://127.0.0.1:9/",)), nonsense) == b""


def test_the_browser_has_no_way_but_the_proxy() -> None:
    arguments = launch_options(4711)["args"]
    assert "--proxy-server=http://127.0.0.1:4711" in arguments
    assert "--proxy-bypass-list=<-loopback>" in arguments
    assert "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1" in arguments
    assert "--force-webrtc-ip-handling-policy=disable_non_proxied_udp" in arguments


def test_own_hosts_are_known_however_they_are_written() -> None:
    hosts = own_hosts(("https://www.A.gov.vn/trang-chu", "http://b.gov.vn:8080/", "http://c.gov.vn:80/"))
    assert hosts == {"a.gov.vn", "b.gov.vn:8080", "c.gov.vn"}
