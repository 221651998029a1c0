"""Crawled archives that several tests look into; none of them writes to one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.crawl.tools import Crawled, Ran, begun, command, crawled
from tests.harness.processes import start
from tests.harness.shared import made_once
from tests.lab import LabOptions, LabPortal

WARC, REPLAY = SHARED / "real/sotttt-hanoi-2022.warc.gz", SHARED / "tools/replay.py"

MOMENTS = (2, 8, 15, 24, 40)
"""After how many requests each of the crawls is killed."""


@pytest.fixture(scope="session")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The demo portal with postbacks, crawled twice and then in full."""

    def make(folder: Path) -> Crawled:
        with LabPortal(LabOptions(login_only=False, sizes=(36, 20, 12, 8, 5))) as portal:
            return crawled(portal, folder / "data", ("--files",), (), ("--files", "--full"))

    return made_once(tmp_path_factory, "complete", make)


@pytest.fixture(scope="session")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The demo portal with numbered addresses and one article behind a login, crawled twice and then in full."""

    def make(folder: Path) -> Crawled:
        with LabPortal(LabOptions(pager="query", login_only=True, sizes=(24, 14, 9))) as portal:
            return crawled(portal, folder / "data", (), (), ("--full",))

    return made_once(tmp_path_factory, "walled", make)


@pytest.fixture(scope="session")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The demo portal, crawled anew after each of five crawls that were killed."""
    return made_once(tmp_path_factory, "killed", _killed)


def _killed(folder: Path) -> Crawled:
    folder = folder / "data"
    with LabPortal(LabOptions(login_only=False, sizes=(30, 18, 12))) as portal:
        for moment in MOMENTS:
            before = len(portal.requests)
            process = begun(portal.base_url, folder)
            while len(portal.requests) < before + moment:
                assert process.poll() is None, process.communicate()
                time.sleep(0.002)
            process.kill()
            process.communicate()
        return crawled(portal, folder, ())


@pytest.fixture(scope="session", autouse="PYTEST_XDIST_WORKER" not in os.environ)
def recorded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], tuple[Path, Ran]] | None]:
    """The crawl of a whole recorded portal: its archive, and how it ended, once it has; None where it is not at hand.

    It takes a minute, so where it is wanted at all it begins before the first test and goes on beside the others; where
    several processes test, it begins in the one that wants it.
    """
    wanted = any("test_real_portal" in item.nodeid for item in request.session.items)
    if not (wanted and WARC.is_file() and REPLAY.is_file()):
        yield None
        return
    folder = tmp_path_factory.mktemp("recorded")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    replay = [sys.executable, str(REPLAY), str(WARC), "--port", str(port)]
    crawl = command(
        "crawl", f"http://127.0.0.1:{port}/vi/trang-chu", "--delay", 0, "--no-files", "--archive", folder / "data"
    )
    with (
        (folder / "out").open("w") as out,
        (folder / "err").open("w") as err,
        subprocess.Popen(replay, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        server.stdout.readline()
        with start(crawl, stdout=out, stderr=err) as process:

            def ended() -> tuple[Path, Ran]:
                code = process.wait(timeout=1200)
                return folder / "data", Ran(code, (folder / "out").read_text(), (folder / "err").read_text())

            yield ended
            process.kill()
        server.kill()
