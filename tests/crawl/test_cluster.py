"""A crawl on many machines: whatever dies meanwhile, the archive holds what a crawl on one machine stores, and no
address is asked more often than at its rate. The machines are processes here, each begun again when it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from queson_crawler.fetch.throttle import REST
from tests.crawl.tools import Row, assert_equal_tables, assert_sound, begun_command, queson, rows
from tests.lab.fleet import Fleet, serving

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytestmark = pytest.mark.slow
PORTALS, ADDRESSES, ARTICLES, DELAY = 20, 17, 6, 0.4
CONTENT = (
    "select key, title, lead, body, author, published_at, gone_at from articles order by key",
    "select a.key, number, r.body from revisions r join articles a on a.id = r.article_id order by 1, 2",
    "select c.portal, c.url, c.title, c.declared_total from categories c order by 1, 2",
    "select a.key, i.url, i.caption, i.sha256 from images i join articles a on a.id = i.article_id order by 1, 2, 3",
    "select a.key, f.url, f.filename, f.sha256, f.text from attachments f join articles a on a.id = f.article_id "
    "order by 1, 2, 3",
    "select distinct url, status, role from captures order by 1, 2, 3",
)


class Machine:
    """A process that is begun again when it ends, until it is told to stop."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self._stopped = threading.Event()
        self.process = self._begun()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli." + self._words[0], *self._words[1:]]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _keep(self) -> None:
        while not self._stopped.wait(0.2):
            if self.process.poll() is not None:
                self.process = self._begun()

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self._stopped.set()
        self._keeper.join()
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def cluster() -> Iterator[tuple[str, list[Machine]]]:
    """The address of a scheduler, and it with two workers."""
    port = str(free_port())
    address = f"tcp://127.0.0.1:{port}"
    machines = [Machine("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show")]
    for _ in range(2):
        machines.append(
            Machine("dask_worker", address, "--nthreads", "2", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
                    "--death-timeout", "20", "--memory-limit", "0")
        )  # fmt: skip
    try:
        yield address, machines
    finally:
        for machine in reversed(machines):
            machine.stop()


def asked(fleet: Fleet) -> int:
    return sum(map(len, fleet.asked().values()))


def content(folder: Path) -> list[list[Row]]:
    return [rows(folder, query) for query in CONTENT]


def wait_until_asked(fleet: Fleet, count: int, process: subprocess.Popen[str]) -> None:
    while asked(fleet) < count and process.poll() is None:
        time.sleep(0.2)


def test_what_dies_is_made_good_and_nothing_is_stored_otherwise(tmp_path: Path) -> None:
    alone, folder = tmp_path / "alone", tmp_path / "data"
    with serving(tmp_path / "portals", well=PORTALS, articles=ARTICLES, addresses=ADDRESSES) as fleet:
        words = ("crawl", *fleet.well, "--delay", DELAY, "--archive")
        assert queson(*words, alone).code == 0
        first = asked(fleet)
        with cluster() as (address, machines):
            scheduler, one, _ = machines
            process = begun_command(*words, folder, "--cluster", address, "--shards", tmp_path / "shards")
            wait_until_asked(fleet, first + first // 4, process)
            assert process.poll() is None
            one.kill()
            wait_until_asked(fleet, first + first // 2, process)
            assert process.poll() is None
            scheduler.kill()
            said, _ = process.communicate(timeout=1200)
        assert process.returncode == 0, said
        assert_at_its_rate(fleet.asked())
    assert content(folder) == content(alone)
    assert_sound(folder)
    assert queson("verify", "--archive", folder).code == 0
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def assert_at_its_rate(times_of: dict[str, list[float]]) -> None:
    assert len(times_of) == ADDRESSES
    for host, times in times_of.items():
        nearest = min(later - earlier for earlier, later in pairwise(sorted(times)))
        assert nearest >= 0.9 * REST * DELAY, (host, nearest)
