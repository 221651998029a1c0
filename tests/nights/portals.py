"""Portals of a few articles, each on an address of its own, that fall into one of ten kinds of trouble and recover."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.crawl.tools import NAMES, Told, page

ARTICLES, PER_PAGE, LISTS = 12, 6, 2
REFUSAL = "<html><head><title>Đăng nhập</title></head><body><p>Bạn cần đăng nhập để xem nội dung này.</p></body></html>"
REPAIRS = (
    "<html><head><title>Bảo trì</title></head><body><p>Trang web đang bảo trì, mời quay lại sau.</p></body></html>"
)
NEW = "/tin-moi/khanh-thanh-cong-trinh-moi-9999.html"


@dataclass
class Shows:
    """What a portal shows tonight; a trouble changes it."""

    number: int
    is_there: bool = True
    start: Told | None = None
    lists: int = LISTS
    articles: int = ARTICLES
    second_page: bool = True
    has_new: bool = False
    new: Told | None = None
    owner: str = ""
    """Who has taken the address over."""

    def answer(self, path: str) -> Told | None:
        if path == "/robots.txt":
            return None
        if self.owner:
            return page(self.owner, f"<h1>{self.owner}</h1><p>Tên miền này đã có chủ mới. Liên hệ để mua.</p>")
        if path == "/":
            return self.start or self._home()
        if path == NEW and self.has_new:
            return self.new or self._article(NEW, "Khánh thành công trình mới của xã")
        for name in range(self.lists):
            told = self._of_list(path, name)
            if told is not None:
                return told
        return None

    def _home(self) -> Told:
        links = ""
        for name in range(self.lists):
            links += f"<li><a href='/tin-{name}'>Tin tức {name + 1}</a></li>"
        return page(f"Cổng thông tin xã {self.number}", f"<ul class='menu'>{links}</ul>")

    def _of_list(self, path: str, name: int) -> Told | None:
        if path == f"/tin-{name}":
            return self._list(name, 1)
        if path == f"/tin-{name}?page=2" and self.second_page and self.articles > PER_PAGE:
            return self._list(name, 2)
        for place in range(self.articles):
            if path == _path(name, place):
                return self._article(path, self._title(name, place))
        return None

    def _list(self, name: int, number: int) -> Told:
        items = ""
        if self.has_new and not name and number == 1:
            items += f"<li class='item'><h3><a href='{NEW}'>Khánh thành công trình mới của xã</a></h3></li>"
        for place in range((number - 1) * PER_PAGE, min(number * PER_PAGE, self.articles)):
            items += f"<li class='item'><h3><a href='{_path(name, place)}'>{self._title(name, place)}</a></h3>"
            items += f"<span>{day(place)}</span></li>"
        pager = ""
        if self.articles > PER_PAGE:
            pager = f"<div class='pager'><a href='/tin-{name}'>1</a> <a href='/tin-{name}?page=2'>2</a></div>"
        return page(f"Tin tức {name + 1}", f"<h2>Tin tức {name + 1}</h2><ul class='news-list'>{items}</ul>{pager}")

    def _title(self, name: int, place: int) -> str:
        return f"Khánh thành {NAMES[place % len(NAMES)]} thôn {place + 1} khu {name + 1} xã số {self.number}"

    def _article(self, path: str, title: str) -> Told:
        text = ""
        for part in range(3):
            text += f"<p>{title}, lần thứ {part}, có {len(path) + part} hộ dân về dự, phục vụ nhân dân trong xã.</p>"
        date = f"<div class='date'>{day(len(path) % 9)} 08:30</div>"
        return page(title, f"<h1>{title}</h1>{date}<div class='content'>{text}</div>")


def _path(name: int, place: int) -> str:
    return f"/tin-{name}/khanh-thanh-cong-trinh-{place}-{1000 + 100 * name + place}.html"


def day(place: int) -> str:
    """The day of an article, the newest first."""
    return f"{28 - place:02}/03/2020"


Change = Callable[[Shows], None]


def dead(shows: Shows) -> None:
    shows.is_there = False


def closed(shows: Shows) -> None:
    shows.start = Told(b"<h1>403 Forbidden</h1>", 403)


def in_repair(shows: Shows) -> None:
    shows.start = Told(REPAIRS.encode())


def taken_over(shows: Shows) -> None:
    shows.owner = "Bán tên miền giá rẻ"


def behind_a_login(shows: Shows) -> None:
    shows.new = Told(REFUSAL.encode())


def not_found(shows: Shows) -> None:
    shows.new = Told(b"<h1>404</h1>", 404)


def failing(shows: Shows) -> None:
    shows.new = Told(b"<h1>500</h1>", 500)


def page_missing(shows: Shows) -> None:
    shows.second_page = False


def list_gone(shows: Shows) -> None:
    shows.lists = 1


def emptied(shows: Shows) -> None:
    shows.articles = 1


TROUBLES: dict[str, Change] = {
    "dead": dead, "closed": closed, "in repair": in_repair, "taken over": taken_over,
    "behind a login": behind_a_login, "not found": not_found, "failing": failing,
    "a page of a list is missing": page_missing, "a list is gone": list_gone, "lists are nearly empty": emptied,
}  # fmt: skip
OF_NEW = (behind_a_login, not_found, failing)
"""Troubles with an article that is new in the first night of them."""


@dataclass
class Trouble:
    """What is wrong with one portal from the first of some nights to the last."""

    portal: int
    first: int
    last: int
    change: Change

    def on(self, shows: Shows, night: int) -> None:
        """Change what the portal shows that night."""
        if self.change in OF_NEW and night >= self.first:
            shows.has_new = True
        if self.first <= night <= self.last:
            self.change(shows)


@dataclass
class World:
    """So many portals, their troubles, and the nights in which nothing can be reached."""

    count: int
    troubles: list[Trouble] = field(default_factory=list)
    offline: frozenset[int] = frozenset()
    asked: dict[int, int] = field(default_factory=dict)
    """How often each portal was asked tonight."""
    slowness: float = 0.0
    """Seconds that every answer takes."""
    port: int = 0
    _servers: dict[int, ThreadingHTTPServer] = field(default_factory=dict)
    _shows: dict[int, Shows] = field(default_factory=dict)

    @property
    def addresses(self) -> list[str]:
        return [f"http://{host(number)}:{self.port}/" for number in range(self.count)]

    def dawn(self, night: int) -> None:
        """Let every portal show what it shows that night."""
        self.asked.clear()
        for number in range(self.count):
            shows = Shows(number)
            for trouble in self.troubles:
                if trouble.portal == number:
                    trouble.on(shows, night)
            self._shows[number] = shows
            self._serve(number, is_there=shows.is_there and night not in self.offline)

    def _serve(self, number: int, *, is_there: bool) -> None:
        running = self._servers.pop(number, None)
        if running is not None and is_there:
            self._servers[number] = running
        elif running is not None:
            running.shutdown()
            running.server_close()
        elif is_there:
            server = ThreadingHTTPServer((host(number), self.port), self._handler(number))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            self._servers[number] = server

    def _handler(self, number: int) -> type[BaseHTTPRequestHandler]:
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                world.asked[number] = world.asked.get(number, 0) + 1
                if world.slowness:
                    threading.Event().wait(world.slowness)
                told = world._shows[number].answer(self.path) or Told(b"<h1>404</h1>", 404)
                self.send_response(told.status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        return Handler

    def close(self) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def host(number: int) -> str:
    """The loopback address of a portal."""
    return f"127.0.{60 + number // 200}.{1 + number % 200}"


@contextmanager
def world(count: int) -> Iterator[World]:
    """Portals that are served until the end."""
    made = World(count, port=free_port())
    try:
        yield made
    finally:
        made.close()
