"""A bound on the memory of a browser: a process of it that takes more is ended, and what it showed counts as failed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from contextlib import suppress
from pathlib import Path

MAX_PROCESS = 1 << 30
"""Bytes in memory of one process of a browser: those that show pages, and those in which pages store something."""
SECONDS = 1.0
"""Between two looks."""
_PROCESSES = Path("/proc")
_OF_A_BROWSER = re.compile(rb"--(?:proxy-server|type)=")
"""What stands in the command of each process of a browser: the first is given its proxy, the others a type."""


async def watch(limit: int = MAX_PROCESS) -> None:
    """End every process of a browser that grows beyond the limit, for as long as the task runs."""
    while True:
        await asyncio.sleep(SECONDS)
        for process in of_browsers():
            if memory_of(process) > limit:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)


def of_browsers() -> list[int]:
    """The processes below this one that are those of a browser."""
    found = []
    for process in _below(os.getpid()):
        with suppress(OSError):
            command = (_PROCESSES / str(process) / "cmdline").read_bytes()
            if _OF_A_BROWSER.search(command):
                found.append(process)
    return found


def memory_of(process: int) -> int:
    """The bytes that a process has in memory; 0 where it is gone."""
    try:
        pages = (_PROCESSES / str(process) / "statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _below(root: int) -> list[int]:
    """The processes that another has started, and those that these have started."""
    children: dict[int, list[int]] = {}
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    waiting = [root]
    while waiting:
        started = children.get(waiting.pop(), [])
        found += started
        waiting += started
    return found
