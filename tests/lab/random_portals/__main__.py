"""Crawls drawn portals with the real command and tells what went wrong.

`python -m tests.lab.random_portals --seeds 1-20`
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.lab.random_portals.again import Changes, crawl_again, may_change
from tests.lab.random_portals.grade import HARD, SOFT, Grade, grade
from tests.lab.random_portals.reading import read_portal
from tests.lab.random_portals.wire import serve

MAX_SECONDS = 240
ONE_IN = 5


def crawl(
    seed: int,
    folder: Path,
    faults: bool = False,
    options: tuple[str, ...] = ("--no-files",),
    again: bool = False,
) -> Grade:
    """Serves a portal, crawls it by the command line, and grades the archive; twice more for `again`."""
    with serve(seed, ONE_IN if faults else 0) as served:
        changes = Changes(served.portal)
        changing = again and may_change(served.portal)
        if changing:
            changes.hold_back()
        run = partial(_run, served.url, folder, options)
        started = time.monotonic()
        code = run()
        graded = grade(served, folder, code, time.monotonic() - started)
        if changing and code in (0, 3):
            crawl_again(served, changes, folder, run, graded)
    log = folder.with_suffix(".log")
    if code not in (0, 1, 3) or "Traceback" in log.read_text():
        graded.note("crash", f"exit {code}, see {log}")
    if code == 1:
        graded.note("failed", "exit 1: loud, but nothing was archived")
    return graded


def _run(url: str, folder: Path, options: tuple[str, ...]) -> int:
    """One crawl by the command line: its exit code, -1 where it took too long."""
    environment = {name: value for name, value in os.environ.items() if name != "QUESON_ARCHIVE"}
    command = [sys.executable, "-m", "queson_crawler.cli", "crawl", url, "--archive", str(folder), "--delay", "0"]
    with folder.with_suffix(".log").open("a") as out:
        try:
            done = subprocess.run(
                [*command, *options], stdout=out, stderr=out, timeout=MAX_SECONDS, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            return -1
    return done.returncode


def seeds_of(text: str) -> list[int]:
    """`1-20,33` as numbers."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def totals(grades: list[Grade]) -> str:
    """What all of them together show."""
    count = len(grades)
    right = sum(1 for each in grades if each.right)
    recall = sum(each.recall for each in grades) / count
    false = [each.seed for each in grades if each.complete_but_wrong]
    lines = [
        f"{right} of {count} fully right; mean recall {recall:.4f}; "
        f"called complete while missing, merged or doubled: {len(false)} {false}"
    ]
    for kind in (*HARD, *SOFT):
        seeds = [each.seed for each in grades if each.wrong[kind]]
        if seeds:
            lines.append(f"  {kind:15} {len(seeds):3} seeds {seeds[:14]}")
    blamed: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    for each in grades:
        for trait in each.traits.split():
            drawn[trait] += 1
            blamed[trait] += 0 if each.right else 1
    often = [f"{trait} {blamed[trait]}/{drawn[trait]}" for trait, _ in blamed.most_common(40) if blamed[trait]]
    return "\n".join([*lines, "  traits of wrong ones: " + ", ".join(often)])


def _serve_only(seed: int, one_in: int) -> None:
    with serve(seed, one_in) as served:
        print(served.url, served.portal.traits.told, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.random_portals",
        description="Crawls portals drawn at random, and grades what was kept.",
    )
    parser.add_argument("--seeds", default="1-20", help="such as 1-20,33")
    parser.add_argument("--faults", action="store_true", help=f"one answer in {ONE_IN} fails")
    parser.add_argument("--serve", type=int, metavar="SEED", help="only serve that portal, until interrupted")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the archives there")
    parser.add_argument("--read", action="store_true", help="read each page by itself, without a crawl")
    parser.add_argument("--files", action="store_true", help="fetch files and pictures too")
    parser.add_argument("--again", action="store_true", help="crawl twice more: unchanged, then changed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="show examples of what is wrong")
    chosen = parser.parse_args()
    if chosen.serve is not None:
        _serve_only(chosen.serve, ONE_IN if chosen.faults else 0)
        return
    place = Path(chosen.keep or tempfile.mkdtemp(prefix="random-portals-"))
    place.mkdir(parents=True, exist_ok=True)

    def one(seed: int) -> Grade:
        folder = place / str(seed)
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
        if chosen.read:
            graded = read_portal(seed)
        else:
            options = () if chosen.files else ("--no-files",)
            graded = crawl(seed, folder, chosen.faults, options, chosen.again)
        print(graded.line, flush=True)
        if chosen.verbose:
            for kind, examples in graded.examples.items():
                for example in examples:
                    print(f"       {kind}: {example}", flush=True)
        if not chosen.keep:
            shutil.rmtree(folder, ignore_errors=True)
        return graded

    with ThreadPoolExecutor(chosen.jobs) as pool:
        grades = list(pool.map(one, seeds_of(chosen.seeds)))
    print(totals(grades))
    if not chosen.keep:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
