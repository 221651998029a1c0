"""A process that works for `archive.workers`: it calls one function on whatever it is sent, until it is sent nothing
more."""

from __future__ import annotations

import os
import pickle
import queue
import resource
import signal
import threading
import time
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

BOOT = "import os, sys; sys.path[:] = sys.argv[1].split(os.pathsep); from archive.working import main; main(sys.argv)"
"""What the process runs: it finds the modules where the one that began it did."""
READY, FAILED = b"ready", b"failed"
MAX_SECONDS = 120
"""Processor time for one piece of work; then the kernel ends the process."""
_TAKEN_FIRST = "500"
"""How much sooner the kernel ends this process, where memory is short, than the one that writes."""


def main(arguments: list[str]) -> None:
    """Serve until the other end is closed. The arguments are a path to search, the seconds that one piece of work may
    take, a descriptor, `module:function`."""
    *_, seconds, descriptor, name = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_TAKEN_FIRST)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = Connection(int(descriptor))
    module, _, function = name.partition(":")
    work = getattr(import_module(module), function)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, waiting), daemon=True).start()
    connection.send_bytes(READY)
    while True:
        item = pickle.loads(waiting.get())
        if int(seconds):
            _allow(int(seconds))
        connection.send_bytes(_done(work, item))


def _receive(connection: Connection, waiting: queue.SimpleQueue[bytes]) -> None:
    """Take what is sent as it comes, so that whoever sends never waits; at the end of it this process ends."""
    while True:
        try:
            waiting.put(connection.recv_bytes())
        except (OSError, EOFError):
            os._exit(0)


def _allow(seconds: int) -> None:
    """Let the kernel end this process when it has worked so long from now on."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _done(work: Any, item: Any) -> bytes:
    """The result of a piece of work; what raises an error here is done once more where that can be told."""
    try:
        return pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 (whoever gave the work meets the same error, with a place to tell it)
        return FAILED
