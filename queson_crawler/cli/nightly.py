"""What a crawl that nobody watches needs: a start that is not everybody's, and a log that does not grow."""

from __future__ import annotations

import io
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from queson_crawler.monitoring.exit_codes import Exit

MAX_BYTES, KEPT = 5_000_000, 5


def wait(jitter: int) -> None:
    """Start up to so many seconds late."""
    if jitter:
        time.sleep(random.uniform(0, jitter))


@contextmanager
def logged(path: Path | None) -> Iterator[None]:
    """Write what is said to a file, if one is named. What ends otherwise than with 0 is told in one line all the same:
    cron sends it to the keeper. That another crawl is at work already is no news."""
    if path is None:
        yield
        return
    errors, code = log_to(path), "1"
    try:
        yield
        code = ""
    except SystemExit as end:
        code = str(end.code or "")
        raise
    finally:
        if code not in ("", str(int(Exit.BUSY))):
            os.write(errors, f"queson crawl ended with exit code {code}: see {path}, and queson status.\n".encode())
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
