"""Portals that share addresses, crawled into an archive of their own: a process of its own, on whatever machine.

`python -m queson_crawler.runs.shard` takes a pickled `Order` on standard input, which is held open by whoever waits for
the crawl: where that one ends, so does the crawl, and can be gone on with elsewhere.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveBusy, ArchiveError
from archive.fleet_records import FleetPortal
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal
from queson_crawler.runs.crawl import Options

DONE, LOG = "shard.json", "crawl.log"
"""In the folder of a shard: which call crawled it to its end and how that ended; what was said."""
BUSY_FOR = 2.0
"""Seconds between two looks whether a crawl that lost its worker has left the shard."""
MAX_BUSY = 300.0
"""Seconds that such a crawl may take for that: it waits for nothing that does not answer."""
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Crawling:
    """One portal of a shard, as a job is made of it."""

    portal: Portal
    target: str
    listed: FleetPortal | None


@dataclass(frozen=True, slots=True)
class Order:
    """What is crawled into which folder. `call` names the call that it is part of: what that call has done already is
    not done twice."""

    folder: str
    call: str
    portals: tuple[Crawling, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a shard ended: the exit code and the error of each portal, by its slug."""

    folder: str
    codes: dict[str, int]
    errors: dict[str, str]


def crawl_shard(order: Order) -> Crawled:
    """Crawl a shard in a process beside this one and wait for it: what a worker of a cluster does. Done a second time,
    it changes nothing; begun a second time, it waits until the first has ended, and goes on."""
    until = time.monotonic() + MAX_BUSY
    while True:
        done = done_of(order)
        if done is not None:
            return done
        code = _run(order)
        done = done_of(order)
        if done is not None:
            return done
        if code != Exit.BUSY or time.monotonic() > until:
            return _failed(order, f"The crawl into {order.folder} broke off; see {LOG} there.")
        time.sleep(BUSY_FOR)


def done_of(order: Order) -> Crawled | None:
    """How the call of an order has crawled its shard already; None where it has not."""
    try:
        told = json.loads((Path(order.folder) / DONE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if told.get("call") != order.call:
        return None
    return Crawled(order.folder, told["codes"], told["errors"])


def _run(order: Order) -> int:
    """The exit code of the process that crawls."""
    folder = Path(order.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = (folder / LOG).open("ab")
    except OSError:
        return Exit.FAILED
    command = [sys.executable, "-m", "queson_crawler.runs.shard"]
    with log, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log) as process:
        assert process.stdin is not None
        sent = pickle.dumps(order)
        try:
            process.stdin.write(len(sent).to_bytes(LENGTH, "big") + sent)
            process.stdin.flush()
        except OSError:
            pass  # it has ended already
        return process.wait()


def _failed(order: Order, why: str) -> Crawled:
    codes = {each.portal.slug: int(Exit.FAILED) for each in order.portals}
    return Crawled(order.folder, codes, {each.portal.slug: why for each in order.portals})


def _end_with(pipe: BinaryIO) -> None:
    """When whoever waits for this process has ended, stop the crawl as a keeper would."""
    # Not `pipe.read()`: Python aborts where a thread holds the lock of standard input while it shuts down.
    os.read(pipe.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Crawl the shard that is ordered on standard input; the exit code."""
    from queson_crawler.runs import fleet

    pipe = sys.stdin.buffer
    order: Order = pickle.loads(pipe.read(int.from_bytes(pipe.read(LENGTH), "big")))
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    jobs = [fleet.Job(each.portal, each.target, each.listed) for each in order.portals]
    folder = Path(order.folder)
    try:
        is_through = fleet.crawl_all(jobs, folder, order.options)
    except ArchiveBusy:
        return Exit.BUSY
    except ArchiveError as error:
        fleet.failed(jobs, error)
        is_through = True
    if not is_through:
        return Exit.INCOMPLETE  # who begins it again goes on
    codes, errors = {}, {}
    for job in jobs:
        if job.end is not None:
            codes[job.portal.slug], errors[job.portal.slug] = int(job.end.code), job.end.error
    _note(folder / DONE, {"call": order.call, "codes": codes, "errors": errors})
    return fleet.worst(jobs)


def _note(path: Path, told: dict[str, object]) -> None:
    """Write a file as a whole or not at all, onto the disk."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
