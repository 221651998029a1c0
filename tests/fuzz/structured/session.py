"""Commands one after the other in a process of their own, with bounds on processor time and memory.

`python -m tests.fuzz.structured.session` reads the commands as JSON from standard input (a list of lists of words) and
prints one JSON line for each of them. The first that breaks is the last.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from typing import Any

from click.testing import CliRunner

from queson_crawler.cli import main

SECONDS = 5.0
"""Of the processor, for one command."""
MEGABYTES = 1024
"""Of memory, for a process with all that it imported."""
_KILLED_AFTER = 60
"""Seconds of the processor after which the system ends the process, whatever it does."""
_ADDRESSES = 3 << 30
"""Bytes of address space."""


@dataclass(frozen=True)
class Ended:
    """How a command ended. ``trace`` is empty unless it broke; ``megabytes`` is the most it took by then."""

    words: list[str]
    code: int
    out: str
    err: str
    trace: str
    seconds: float
    megabytes: float


def ended(words: list[str]) -> Ended:
    begun = _used()
    ran = CliRunner().invoke(main, words)
    trace = ""
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        trace = "".join(traceback.format_exception(ran.exception))
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Ended(words, int(ran.exit_code), ran.stdout, ran.stderr, trace, _used() - begun, most / 1024)


def _used() -> float:
    """Seconds of the processor, of this process and those that it waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def run(commands: list[Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_KILLED_AFTER, _KILLED_AFTER + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    for words in commands:
        told = ended(words)
        sys.stdout.write(json.dumps(asdict(told)) + "\n")
        sys.stdout.flush()
        if told.trace:
            return


if __name__ == "__main__":
    run(json.load(sys.stdin))
