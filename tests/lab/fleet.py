"""Many portals in one process, each on a loopback address of its own: well ones, hanging, flooding and dead ones.

`python -m tests.lab.fleet FOLDER WELL HANGING FLOODING DEAD ARTICLES ADDRESSES` serves until it is ended. It writes the
addresses of the portals to FOLDER/portals.json, and of every request a line `HOST SECONDS PATH` to FOLDER/asked.txt.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from queson_crawler.demo import DemoOptions
from queson_crawler.demo.content import build
from queson_crawler.demo.server import DemoServer
from queson_crawler.demo.skin_dnn import DnnSkin
from queson_crawler.demo.wire import Request, Response

ROOT = Path(__file__).parent.parent.parent
PORTALS, ASKED = "portals.json", "asked.txt"
PER_PAGE = 10
MAX_ADDRESSES = 10_000
LONGEST_START = 600.0


@dataclass(frozen=True)
class Fleet:
    """The addresses of portals by their state, and the folder of their log."""

    folder: Path
    well: tuple[str, ...]
    hanging: tuple[str, ...]
    flooding: tuple[str, ...]
    dead: tuple[str, ...]

    @property
    def all(self) -> list[str]:
        """All of them, the troubled ones first."""
        return [*self.dead, *self.hanging, *self.flooding, *self.well]

    def asked(self) -> dict[str, list[float]]:
        """When each host was asked, in seconds of one clock."""
        found: dict[str, list[float]] = {}
        for line in (self.folder / ASKED).read_text("utf-8").splitlines():
            host, at, _ = line.split(" ", 2)
            found.setdefault(host, []).append(float(at))
        return found


@contextmanager
def serving(
    folder: Path,
    *,
    well: int,
    hanging: int = 0,
    flooding: int = 0,
    dead: int = 0,
    articles: int = 30,
    addresses: int = MAX_ADDRESSES,
) -> Iterator[Fleet]:
    """Portals in a process of their own, on at most so many addresses; each well one has about so many articles."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = [str(number) for number in (well, hanging, flooding, dead, articles, addresses)]
    with subprocess.Popen([sys.executable, "-m", "tests.lab.fleet", str(folder), *counts], cwd=ROOT) as process:
        try:
            until = time.monotonic() + LONGEST_START
            while not (folder / PORTALS).exists():
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("the portals were not served")
                time.sleep(0.05)
            named = json.loads((folder / PORTALS).read_text("utf-8"))
            yield Fleet(folder, **{state: tuple(addresses) for state, addresses in named.items()})
        finally:
            process.kill()


class Noted:
    """A skin whose every request is noted."""

    def __init__(self, skin: Any, host: str, log: IO[str]) -> None:
        self._skin, self._host, self._log = skin, host, log

    def answer(self, request: Request) -> Response:
        self._log.write(f"{self._host} {time.monotonic():.4f} {request.target}\n")
        return self._skin.answer(request)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._skin, name)


class Flooded:
    """Answers everything but robots.txt with a status that says "too fast" or "too much"."""

    def __init__(self, status: int) -> None:
        self._status = status

    def answer(self, request: Request) -> Response:
        status = 404 if request.target == "/robots.txt" else self._status
        return Response(status, b"<html><body><p>Service Unavailable</p></body></html>")


def host_of(number: int) -> str:
    """The loopback address of a portal."""
    return f"127.0.{10 + number // 100}.{1 + number % 100}"


def serve(folder: Path, well: int, hanging: int, flooding: int, dead: int, articles: int, addresses: int) -> None:
    """Serve until the process is ended."""
    log = (folder / ASKED).open("w", encoding="utf-8", buffering=1)
    hosts = iter([host_of(number % addresses) for number in range(well + hanging + flooding + dead)])
    named: dict[str, list[str]] = {"well": [], "hanging": [], "flooding": [], "dead": []}
    for number in range(well):
        named["well"].append(_served(next(hosts), _well(number, articles), log))
    for number in range(flooding):
        named["flooding"].append(_served(next(hosts), Flooded((429, 503)[number % 2]), log))
    for _ in range(hanging):
        named["hanging"].append(_hanging(next(hosts)))
    for _ in range(dead):
        named["dead"].append(f"http://{next(hosts)}:9/")
    whole = folder / "portals.part"
    whole.write_text(json.dumps(named), "utf-8")
    whole.rename(folder / PORTALS)
    threading.Event().wait()


def _well(number: int, articles: int) -> DnnSkin:
    options = DemoOptions(
        sizes=(articles // 2, articles - articles // 2), per_page=PER_PAGE, seed=number, pager="query", login_only=False
    )
    return DnnSkin(build(options), options)


def _served(host: str, skin: Any, log: IO[str]) -> str:
    server = DemoServer(0, Noted(skin, host, log), host=host)  # type: ignore[arg-type]
    server.in_background()
    return f"{server.base}/"


def _hanging(host: str) -> str:
    """A port that takes connections and says nothing."""
    listening = socket.create_server((host, 0), backlog=100)
    _KEPT.append(listening)
    threading.Thread(target=_take_all, args=(listening,), daemon=True).start()
    return f"http://{host}:{listening.getsockname()[1]}/"


_KEPT: list[socket.socket] = []


def _take_all(listening: socket.socket) -> None:
    while True:
        _KEPT.append(listening.accept()[0])


if __name__ == "__main__":
    serve(Path(sys.argv[1]), *map(int, sys.argv[2:]))
