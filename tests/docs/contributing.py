"""The table of CONTRIBUTING.md: for each room, the tests that a change of it touches, and how long they take.

The seconds are of processor time, as `make seconds` measured them last; they stand in tests/docs/seconds.json.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.conftest import SLOW
from tests.harness.touching import ROOT, TESTS, touching
from tests.test_import_law import FLOORS

PAGE = ROOT / "CONTRIBUTING.md"
SECONDS = Path(__file__).parent / "seconds.json"
BEGIN, END = "<!-- tests: make docs -->", "<!-- end of tests -->"
GROUND = ("settings", "urls")
ARCHIVE = (
    "archive",
    "archive/datasette",
    "archive/dedup",
    "archive/merge",
    "archive/search",
    "archive/store",
    "archive/warc",
)


def measured(folder: Path) -> dict[str, int]:
    """Test file → seconds, of what the plugin `tests.harness.seconds` left in a folder."""
    found: Counter[str] = Counter()
    for file in folder.glob("*.json"):
        for test, seconds in json.loads(file.read_text("utf-8")).items():
            found[test.partition("::")[0]] += seconds
    return {name: round(seconds) for name, seconds in sorted(found.items()) if round(seconds)}


def row(room: str, seconds: dict[str, int]) -> str:
    """One line of the table."""
    files = [file for file in touching(room) if file.stem not in SLOW]
    taken = sum(seconds.get(str(file.relative_to(ROOT)), 0) for file in files)
    places = dict.fromkeys(str(file.relative_to(TESTS).parts[0]) for file in files)
    path = room if room.startswith("archive") else f"queson_crawler/{room}"
    return f'| `{path}` | `make test ONLY="{room}"` | {", ".join(f"`{place}`" for place in places)} | {taken or "<1"} |'


def table() -> str:
    seconds = json.loads(SECONDS.read_text("utf-8"))
    rooms = [room for room in FLOORS if room not in GROUND and (ROOT / "queson_crawler" / room).is_dir()]
    lines = ["| a change in | run | which are in `tests/` | seconds |", "|---|---|---|--:|"]
    lines += [row(room, seconds) for room in (*rooms, *ARCHIVE) if touching(room)]
    return "\n".join((BEGIN, *lines, END))


def written(page: str) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + table() + after


def write() -> None:
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")


def remember(folder: Path) -> None:
    """Keep what was measured, for the table."""
    SECONDS.write_text(json.dumps(measured(folder), indent=1) + "\n", "utf-8")
