"""A server that means harm: what it sends is no HTTP, has no end, leads to other hosts, or unfolds without measure."""

# ruff: noqa: E501 (one answer, one line)
from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.crawl.tools import assert_equal_tables, assert_sound, queson, rows
from tests.harness.processes import python, run

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
TEXT = "<p>Ủy ban nhân dân huyện thông báo lịch tiếp công dân định kỳ của xã.</p>" * 4
NEWS = f"<title>Tin</title><h1>Khánh thành cầu</h1><div class='date'>12/03/2020</div><div class='content'>{TEXT}</div>".encode()
Answer = Callable[[socket.socket], object]


def whole(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def told(data: bytes) -> Answer:
    return lambda connection: connection.sendall(data)


def without_end(head: bytes, part: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return answer


def nested(times: int) -> bytes:
    body = NEWS
    for _ in range(times):
        body = gzip.compress(body)
    return body


SENT: dict[str, Answer] = {
    "five hundred headers": told(whole(NEWS, *(b"X-%d: a" % number for number in range(450)))),
    "no name, no colon, escapes": told(whole(NEWS, b"nocolon", b": empty", b"X\x00Y: \x1b[31m", b"X: \xff\x9b2J")),
    "a flood of cookies": told(whole(NEWS, *(b"Set-Cookie: c%d=%b" % (number, b"v" * 4000) for number in range(40)))),
    "folded headers": told(whole(NEWS, b"X-A: a\r\n b\r\n\tc")),
    "length too small": told(OK + b"Content-Length: 10\r\n\r\n" + NEWS),
    "gzip eight times": told(whole(nested(8), b"Content-Encoding: " + b", ".join([b"gzip"] * 8))),
    "gzip bomb in gzip": told(whole(gzip.compress(gzip.compress(bytes(200_000_000))), b"Content-Encoding: gzip, gzip")),
    "zstd that is none": told(whole(b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00", b"Content-Encoding: zstd")),
    "no encodings": told(whole(NEWS, b"Content-Encoding: ,,,;;gzip;q=1")),
    "no status": told(b"HTTP/1.1 000 X\r\nConnection: close\r\nContent-Length: 1\r\n\r\na"),
    "chunks that are none": told(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + NEWS),
    "headers without end": without_end(OK, b"X-A: b\r\n" * 1000),
    "a body without end": without_end(OK + b"\r\n", b"a" * 65536),
}
LEADING = [
    b"http://169.254.169.254/latest/", b"http://[::1]:22/", b"http://0.0.0.0:%d/away", b"http://127.1:%d/away",
    b"http://2130706433:%d/away", b"http://0177.0.0.1:%d/away", b"http://0x7f.1:%d/away", b"http://[::ffff:127.0.0.1]:%d/away",
    b"http://localhost:%d/away", b"http://127.0.0.1:%d@evil.example/", b"file:///etc/passwd", b"ftp://127.0.0.1/away",
    b"data:text/html,x", b"javascript:alert(1)", b"gopher://127.0.0.1:70/x", b"http://127.0.0.1:22/",
    b"http://\xe2\x93\x94\xe2\x93\x95.example/", b"http://x\x00y/", b"http://127.0.0.1:99999/", b"http://127.0.0.1:0/",
    b"http://" + b"a." * 200 + b"com/", b"http://[fe80::1%25lo]/", b"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:%d/away",
    b"//169.254.169.254/away", b"\\\\169.254.169.254\\away", b"http:\\\\169.254.169.254/", b"/%0d%0aX: y", b"/\xe1\xba\xbf \xff",
    b"http://xn--80ak6aa92e.com/", b"http:///x", b"",
]  # fmt: skip


@contextmanager
def serving() -> Iterator[tuple[int, list[str]]]:
    """A server that answers each article in a way of its own; its port and what it was asked."""
    asked: list[str] = []
    count = len(SENT) + len(LEADING)
    items = "".join(
        f"<li class='item'><h3><a href='/tin-tuc/bai-{1000 + n}.html'>Khánh thành cầu số {n} của huyện</a></h3>"
        "<span>12/03/2020</span><p>Sáng nay.</p></li>" for n in range(count)
    )  # fmt: skip
    pages = {
        "/": "<title>Cổng</title><ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>",
        "/tin-tuc": f"<title>Tin tức</title><h2>Tin tức</h2><ul class='news-list'>{items}</ul>",
    }

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            path = connection.recv(1 << 16).split(b" ")[1].decode("latin-1")
            asked.append(path)
            if path in pages:
                connection.sendall(whole(pages[path].encode()))
                return
            number = int(path[13:17]) - 1000 if path.startswith("/tin-tuc/bai-") else count
            if number < len(SENT):
                list(SENT.values())[number](connection)
            elif number < count:
                to = LEADING[number - len(SENT)]
                to = to % port if b"%d" in to and b"%0d" not in to else to
                connection.sendall(
                    b"HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " + to + b"\r\n\r\n"
                )
            else:
                connection.sendall(b"HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        port = server.getsockname()[1]
        threading.Thread(target=serve, daemon=True).start()
        yield port, asked
        server.shutdown(socket.SHUT_RDWR)


def test_whatever_a_server_sends_has_an_end_and_a_name_and_leads_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serving() as (port, asked):
        settings = {"QUESON_ARCHIVE": folder, "DOWNLOAD_TIMEOUT": 3, "DOWNLOAD_DELAY": 0, "DOWNLOAD_MAXSIZE": 4 << 20}
        command = python("-m", "scrapy", "crawl", "portal", "-a", f"target=http://127.0.0.1:{port}/")
        command += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        ran = run(command, timeout=900)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    known = {url for (url,) in rows(folder, "select url from articles union select url from problems")}
    for number, name in enumerate((*SENT, *LEADING)):
        assert f"http://127.0.0.1:{port}/tin-tuc/bai-{1000 + number}.html" in known, name
    hosts = {url.split("/")[2] for (url,) in rows(folder, "select url from captures")}
    assert hosts == {f"127.0.0.1:{port}"}
    assert "/away" not in asked
    assert not [each for each in asked if "evil" in each or "latest" in each]
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")
