"""A captured page made harmless in a process of its own, where it is so large that it could be made to take minutes.

The parser's time grows with the square of the attributes of one element; a page of a quarter of a megabyte cannot hold
enough of them to matter, one of four can. What takes too long or too much memory is not shown.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing

from archive.datasette.guard import bound
from archive.datasette.sanitize import harmless

SMALL = 250_000
"""Bytes of a page that needs no process of its own."""
SECONDS, MEMORY = 8, 700_000_000
"""Of processor time, and bytes of memory, at most."""
START = 10


def shown(file: str, url: str, body: bytes, root: str, number: int = 0) -> str | None:
    """The page as `harmless` makes it with the archive.db at a path; None where that takes more than SECONDS."""
    told = json.dumps({"file": file, "url": url, "root": root, "number": number, "seconds": SECONDS}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=told + b"\n" + body,
            capture_output=True,
            timeout=START + 3 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def main() -> None:
    """Read one page from standard input and write it, made harmless, to standard output."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    told, _, body = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(told)
    begun = resource.getrusage(resource.RUSAGE_SELF)
    seconds = asked["seconds"] + int(begun.ru_utime + begun.ru_stime) + 1  # what starting took is not the page's fault
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with closing(sqlite3.connect(asked["file"])) as connection:
        bound(connection)
        page = harmless(connection, asked["url"], body, asked["root"], asked["number"])
    sys.stdout.buffer.write(page.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
