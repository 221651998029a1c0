"""Many portals at once: a hundred on a hundred loopback addresses, all well; then thirty of them in trouble.

Rates and gaps are the servers' own log; the portals are served by a process of its own, as they would be by others.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from archive.store import Archive
from tests.lab.fleet import Fleet, serving

ROOT = Path(__file__).parent.parent.parent
WELL, IN_TROUBLE = 100, 10
ARTICLES = 60
DELAY = 1.0
PAGE = os.sysconf("SC_PAGE_SIZE")
Row = tuple[str, float, str]


@dataclass
class Crawled:
    """How a crawl of many portals went: seconds, CPU seconds, the most memory (bytes) of it and its processes."""

    seconds: float
    cpu: float
    memory: float
    outcomes: dict[str, str]
    asked: dict[str, list[float]]
    begun: float

    def complete(self, urls: tuple[str, ...]) -> int:
        """How many of some portals are complete."""
        return sum(self.outcomes.get(url) == "complete" for url in urls)


def run() -> list[Row]:
    """Both crawls."""
    with tempfile.TemporaryDirectory() as name:
        rows = _well(Path(name) / "well")
        return rows + _in_trouble(Path(name) / "trouble")


def _well(folder: Path) -> list[Row]:
    with serving(folder, well=WELL, articles=ARTICLES) as fleet:
        crawled = _crawl(fleet)
        requests = sum(map(len, crawled.asked.values()))
        nearest, fastest = _rates(crawled.asked)
        return [
            (f"{WELL} portals, delay {DELAY:g} s", requests / crawled.seconds, "requests/s (goal: 90)"),
            ("requests of a portal, most", max(map(len, crawled.asked.values())), ""),
            ("fastest address", fastest, "requests/s (bound: 1)"),
            ("nearest requests at one address", nearest, "s"),
            ("CPU of the crawl", 1000 * crawled.cpu / requests, "ms a request"),
            ("memory of the crawl and its processes", crawled.memory / 1e6, "MB (bound: 1,500)"),
            ("complete", crawled.complete(fleet.well), f"of {WELL}"),
        ]


def _in_trouble(folder: Path) -> list[Row]:
    well = WELL - 3 * IN_TROUBLE
    trouble = {"hanging": IN_TROUBLE, "flooding": IN_TROUBLE, "dead": IN_TROUBLE}
    with serving(folder, well=well, articles=ARTICLES, **trouble) as fleet:
        crawled = _crawl(fleet)
        of_well = {url.split("/")[2].split(":")[0] for url in fleet.well}
        slowest = max(max(crawled.asked[host]) for host in of_well) - crawled.begun
        return [
            (f"{well} well, {3 * IN_TROUBLE} hanging, flooding, dead", crawled.seconds, "s"),
            ("… / the slowest well one", crawled.seconds / slowest, "times (bound: 1.2)"),
            ("complete of those that are well", crawled.complete(fleet.well), f"of {well}"),
        ]


def _crawl(fleet: Fleet) -> Crawled:
    folder = fleet.folder / "data"
    words = ["crawl", *fleet.all, "--archive", str(folder), "--delay", str(DELAY)]
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "queson_crawler.cli", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while True:
        ended, _, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        most = max(most, _memory(process.pid))
        time.sleep(0.5)
    process.returncode = 0
    seconds = time.monotonic() - begun
    with Archive.open(folder, create=False) as archive:
        outcomes = dict(archive.db.execute("select target, outcome from runs").fetchall())
    return Crawled(seconds, usage.ru_utime + usage.ru_stime, most, outcomes, fleet.asked(), begun)


def _rates(asked: dict[str, list[float]]) -> tuple[float, float]:
    """The nearest two requests at one address, seconds; and the most requests per second that one got on the whole."""
    nearest, fastest = float("inf"), 0.0
    for times in asked.values():
        times.sort()
        nearest = min([nearest, *(later - earlier for earlier, later in pairwise(times))])
        fastest = max(fastest, (len(times) - 1) / (times[-1] - times[0]))
    return nearest, fastest


def _memory(pid: int) -> int:
    """Bytes that a process and its children have in memory."""
    total = 0
    for each in [pid, *_children(pid)]:
        try:
            total += int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1]) * PAGE
        except OSError:
            continue  # it has ended
    return total


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return [int(each) for each in told.split()]
