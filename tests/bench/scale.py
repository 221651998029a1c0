"""What many portals cost, per request, article and night: the inputs of docs/scale.md. Ratios hold on any machine."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive.clock import AHEAD
from tests.lab.fleet import serving

ROOT = Path(__file__).parent.parent.parent
PORTALS, ARTICLES, DAY = 10, 100, 86_400
Row = tuple[str, float, str]


def run() -> list[Row]:
    """A first crawl, a night later, and the merge of both into an archive that holds something."""
    with tempfile.TemporaryDirectory() as name:
        return _measured(Path(name))


def _measured(folder: Path) -> list[Row]:
    data, other = folder / "data", folder / "other"
    with serving(folder / "one", well=1, articles=ARTICLES) as few:
        _run("crawl", *few.all, "--delay", "0", "--archive", str(other), ahead=-3 * DAY)
    with serving(folder / "many", well=PORTALS, articles=ARTICLES) as fleet:
        words = ("crawl", *fleet.all, "--delay", "0", "--archive", str(data))
        first_cpu, _ = _run(*words, ahead=-2 * DAY)
        requests, articles, warc = _counted(data)
        night_cpu, _ = _run(*words, ahead=-DAY)
        of_night = _counted(data)[0] - requests
    merge_cpu, merge_seconds = _run("merge", str(data), "--archive", str(other), ahead=0)
    return [
        ("requests an article, files and lists among them", requests / articles, ""),
        ("CPU of a first crawl", 1000 * first_cpu / requests, "ms a request"),
        ("requests of a night, an unchanged portal", of_night / PORTALS, ""),
        ("CPU of a night, an unchanged portal", 1000 * night_cpu / PORTALS, "ms"),
        ("WARC", warc / articles / 1000, "KB an article (made-up pages: small)"),
        ("database", (data / "archive.db").stat().st_size / articles / 1000, "KB an article"),
        ("merge", articles / merge_seconds, "articles/s"),
        ("CPU of a merge", 1000 * merge_cpu / articles, "ms an article"),
    ]


def _run(*words: str, ahead: int) -> tuple[float, float]:
    """Seconds of the processor and on the clock that a command took."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "queson_crawler.cli", *words], cwd=ROOT, env=os.environ | {AHEAD: str(ahead)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - begun


def _counted(folder: Path) -> tuple[int, int, int]:
    """Requests, articles, and bytes in WARC."""
    with sqlite3.connect(f"file:{folder / 'archive.db'}?mode=ro", uri=True) as db:
        requests, size = db.execute("select count(*), sum(warc_length) from captures").fetchone()
        (articles,) = db.execute("select count(*) from articles").fetchone()
    return requests, articles, size
