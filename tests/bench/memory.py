"""Memory of one long crawl: `QUESON_BENCH_PAGES=100000 make bench ONLY=memory`.

A crawl of a portal made for it, in a process of its own, without files; its resident memory is read beside the pages it
has stored. The figure is what it takes at its end over what it took when a tenth of the pages were stored.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.bench.huge import PER_PAGE

ROOT = Path(__file__).parent.parent.parent
PAGES = int(os.environ.get("QUESON_BENCH_PAGES", "10000"))
FOLDER = os.environ.get("QUESON_BENCH_FOLDER")
EVERY = 2.0


def run() -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory(dir=FOLDER) as name, _portal(PAGES * PER_PAGE // (PER_PAGE + 1)) as url:
        begun = time.monotonic()
        samples = list(_samples(url, Path(name) / "data"))
        seconds = time.monotonic() - begun
    pages, _ = samples[-1]
    early = _at(samples, max(PAGES // 10, min(10_000, PAGES // 2)))
    late = max(megabytes for at, megabytes in samples if at >= pages * 0.9)
    return [
        ("pages of one crawl", pages, ""),
        ("pages of one crawl", pages / seconds, "1/s"),
        *((f"memory when {at:,} pages were stored", megabytes, "MB") for at, megabytes in _steps(samples)),
        ("memory at the end", late, "MB"),
        ("growth after the first pages (10,000, or half)", 100 * (late / early - 1), "%"),
    ]


def _at(samples: list[tuple[int, float]], pages: int) -> float:
    return next((megabytes for at, megabytes in samples if at >= pages), samples[-1][1])


def _steps(samples: list[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    for tenth in range(1, 10):
        yield PAGES * tenth // 10, _at(samples, PAGES * tenth // 10)


def _samples(url: str, archive: Path) -> Iterator[tuple[int, float]]:
    """(pages stored, MB resident) of a crawl, again and again until it ends."""
    command = [sys.executable, "-m", "queson_crawler.cli", "crawl", url, "--delay", "0", "--no-files"]
    with subprocess.Popen([*command, "--archive", str(archive)], cwd=ROOT, stdout=-3, stderr=-3) as process:
        while process.poll() is None:
            time.sleep(EVERY)
            if (megabytes := _resident(process.pid)) and (archive / "archive.db").exists():
                yield _stored(archive), megabytes
                if os.environ.get("QUESON_BENCH_TELL"):
                    print(_stored(archive), megabytes, file=sys.stderr, flush=True)
        if process.returncode:
            raise RuntimeError(f"the crawl ended with {process.returncode}")


def _resident(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1e3
    return 0.0


def _stored(archive: Path) -> int:
    with closing(sqlite3.connect(archive / "archive.db", timeout=30)) as db:
        return int(db.execute("select coalesce(max(id), 0) from captures").fetchone()[0])


@contextmanager
def _portal(articles: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.huge", str(articles)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()
