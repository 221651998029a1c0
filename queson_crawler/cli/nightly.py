"""What a crawl that nobody watches needs: a start that is not everybody's, and a log that does not grow."""

from __future__ import annotations

import io
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.steering import cleaned
from queson_crawler.monitoring.exit_codes import Exit

MAX_BYTES, KEPT = 5_000_000, 5


def wait(jitter: int) -> None:
    """Start late, by a random time of at most so many seconds."""
    if jitter:
        time.sleep(random.uniform(0, jitter))


@dataclass(slots=True)
class Cron:
    """What cron is told of a command, and sends to the keeper. `lines` is None until it is known what there is to
    tell."""

    is_there: bool
    lines: list[str] | None = None

    def text(self, code: str, path: Path) -> str:
        """What is written at the end of a command with an exit code, whose log is at `path`."""
        if self.lines is not None:
            return cleaned("".join(f"{line}\n" for line in self.lines))
        if code not in ("", str(int(Exit.BUSY))):
            return f"queson crawl ended with exit code {code}: see {path}, and queson status.\n"
        return ""


NO_CRON = Cron(is_there=False)
"""A command that somebody watches."""


@contextmanager
def logged(path: Path | None) -> Iterator[Cron]:
    """Write what is said to a file, if one is named. What is new is told cron all the same, and that a command broke
    off; that another crawl is at work already is no news."""
    cron = Cron(is_there=path is not None)
    if path is None:
        yield cron
        return
    errors, code = log_to(path), "1"
    try:
        yield cron
        code = ""
    except SystemExit as end:
        code = str(end.code or "")
        raise
    finally:
        os.write(errors, cron.text(code, path).encode("utf-8", "replace"))
        os.close(errors)


def log_to(path: Path) -> int:
    """Send both streams of this process to a file, which is put away when it has grown; a copy of the error stream."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rotate(path)
    sys.stdout.flush()
    sys.stderr.flush()
    before = os.dup(2)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError):
                stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the locale of cron is
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    return before


def rotate(path: Path) -> None:
    """`crawl.log` becomes `crawl.log.1` when it is large, that `.2`, and the last one goes."""
    if not path.exists() or path.stat().st_size < MAX_BYTES:
        return
    names = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, KEPT + 1))]
    for older, newer in zip(reversed(names), [*reversed(names)][1:], strict=False):
        if newer.exists():
            newer.replace(older)
