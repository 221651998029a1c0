"""`python -m tests.threats [WORD …]`: remove the guard of each row (whose test's name holds a word), run its test.

Each guard is removed in a copy of the sources, in which the test then runs. A test that passes all the same, or breaks
for another reason than an assertion of its own or a command that misbehaves, proves nothing, and is told.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.threats.removals import REMOVALS, Removal

ROOT = Path(__file__).parent.parent.parent
COPIED = (
    "archive",
    "queson_crawler",
    "tests",
    "docs",
    "pyproject.toml",
    "scrapy.cfg",
    "README.md",
    "CHANGELOG.md",
    "Makefile",
)
AT_ONCE = max(len(os.sched_getaffinity(0)) // 2, 1)
SECONDS = 600
"""A test whose guard is gone may hang: that is a failure, too."""
_BROKEN = re.compile(r"(SyntaxError|IndentationError|ImportError|ModuleNotFoundError|NameError|UnboundLocalError): .*")
_REASON = re.compile(r"^E +(\S.*)$", re.M)


@dataclass(frozen=True)
class Shown:
    """What became of a test without its guard: whether it `failed` as it should, and why, in a line."""

    removal: Removal
    failed: bool
    why: str
    seconds: float


def show(removal: Removal) -> Shown:
    """Remove a guard in a copy, and run its test there."""
    begun = time.monotonic()
    with TemporaryDirectory(prefix="queson-threats-") as scratch:
        copy = Path(scratch)
        _copy(copy)
        for file, old, new in removal.edits:
            _replace(copy / file, old, new)
        failed, why = _run(copy, removal.test)
    return Shown(removal, failed, why, time.monotonic() - begun)


def _copy(to: Path) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, to / name)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{path.name}: the guard is not there once, but {text.count(old)} times: {old!r}")
    path.write_text(text.replace(old, new), "utf-8")


def _run(copy: Path, test: str) -> tuple[bool, str]:
    words = ["-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=short", test]
    environ = os.environ | {"PYTHONPATH": str(copy), "HYPOTHESIS_STORAGE_DIRECTORY": str(copy / ".hypothesis")}
    try:
        done = subprocess.run(
            [sys.executable, *words], cwd=copy, env=environ, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return True, f"it has no end ({SECONDS} s)"
    said = done.stdout + done.stderr
    if done.returncode == 0:
        return False, "it passes without its guard" if " passed" in said else f"it did not run: {said.strip()[-200:]}"
    broken = _BROKEN.search(said)
    if done.returncode != 1 or broken:
        return False, f"it breaks instead of failing: {broken[0] if broken else said.strip()[-200:]}"
    reasons = _REASON.findall(said)
    return True, (reasons[0] if reasons else said.strip().splitlines()[-1])[:160]


def main(words: list[str]) -> int:
    """Show all of them, or those whose tests hold one of the words; 1 where any proves nothing."""
    chosen = [each for each in REMOVALS if not words or any(word in each.test for word in words)]
    held = 0
    with ThreadPoolExecutor(AT_ONCE) as several:
        for shown in several.map(show, chosen):
            held += shown.failed
            verdict = "fails without its guard" if shown.failed else "PROVES NOTHING"
            print(f"{shown.removal.test}: {verdict} ({shown.seconds:.0f} s): {shown.why}", flush=True)
    print(f"{held} of {len(chosen)} tests fail when their guards are removed.")
    return int(held < len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
