"""Eight clients ask what hurts while a reader opens pages: how long the reader waits, how much memory it takes."""

from __future__ import annotations

import http.client
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack.hostile import address
from tests.attack.target import SECRET

CLIENTS = 8
MAX_WAIT = 2.0
"""Seconds that a reader waits for a page at most."""
MAX_MEMORY = 1_500
"""Megabytes of the room and the processes it begins."""
PAGES = (
    "/", "/?lang=en", "/-/portal/queson", "/-/category/1", "/-/article/queson/1", "/-/cite/queson/1", "/-/capture/1",
    "/-/article/que-hostile/200", "/-/portal/que-hostile", "/robots.txt", "/-/static/app.css",
)  # fmt: skip
DEAR = ("/-/search?q=que+son", "/archive/portals", "/-/captured/1")
"""Pages that stand in one line with what the clients ask: they answer, or say that too many ask."""
_OF_THE_MACHINE = re.compile("|".join(map(re.escape, ("site-packages", f"{Path.home()}/", SECRET))).encode())


@dataclass
class Seen:
    """What the attack showed."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    """Addresses whose answer tells of the machine."""
    failed: list[str] = field(default_factory=list)
    """Addresses that were answered with 500."""
    wrong: list[str] = field(default_factory=list)
    """Pages of the reader that were not answered."""
    memory: float = 0.0
    """The most memory at one moment, in megabytes."""

    @property
    def longest(self) -> float:
        """How long the reader waited for a page at most, in seconds; those that stand in line left out."""
        return max(max(waits) for path, waits in self.waits.items() if path not in DEAR)


@contextmanager
def room(copy: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A public copy served as its README says: the process, and the port it listens at."""
    command = [sys.executable, "-m", "datasette", "serve", str(copy), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = None
            while not found:
                found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stderr.readline())
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield process, int(found[1])
        finally:
            process.kill()


def get(port: int, path: str, limit: float = 60) -> tuple[int, bytes, float]:
    """(status, body, seconds); status 0 where no answer came."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(), time.monotonic() - begun
    except (OSError, http.client.HTTPException):
        return 0, b"", time.monotonic() - begun
    finally:
        connection.close()


def attack(copy: Path, seconds: float, seed: int, captures: int) -> Seen:
    """Attack a copy for some seconds."""
    seen = Seen()
    with room(copy) as (process, port):
        for path in (*PAGES, *DEAR):
            get(port, path)
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=_measure, args=(process.pid, until, seen))]
        for number in range(CLIENTS):
            dice = random.Random(f"{seed} {number}")
            threads.append(threading.Thread(target=_ask, args=(port, until, dice, captures, seen)))
        for thread in threads:
            thread.start()
        _read(port, until, seen)
        for thread in threads:
            thread.join()
        if process.poll() is not None:
            seen.wrong.append("the room ended")
    return seen


def _ask(port: int, until: float, dice: random.Random, captures: int, seen: Seen) -> None:
    while time.monotonic() < until:
        path = address(dice, captures)
        status, body, _ = get(port, path)
        seen.statuses[status] += 1
        if status == 500:
            seen.failed.append(path)
        if _OF_THE_MACHINE.search(body):
            seen.told.append(path)


def _read(port: int, until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        for path in (*PAGES, *DEAR):
            status, body, waited = get(port, path)
            seen.waits.setdefault(path, []).append(waited)
            if status != 200 and not (status == 503 and path in DEAR):
                seen.wrong.append(f"{path}: {status}")
            if _OF_THE_MACHINE.search(body):
                seen.told.append(path)
            time.sleep(0.05)


def _measure(pid: int, until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        seen.memory = max(seen.memory, sum(map(_megabytes, _family(pid))))
        time.sleep(0.2)


def _family(pid: int) -> list[int]:
    """A process and all that it began."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _family(int(child))
    except OSError:
        pass
    return found


def _megabytes(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
