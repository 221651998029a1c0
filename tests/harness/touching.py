"""Which tests a change touches, without those that crawl: `python -m tests.harness.touching parse text` prints them.

A room is a folder or module of `queson_crawler`, or `archive` or one of its own (`archive/search`); a path from the
root names one too (`queson_crawler/parse/words.py`). Its tests are those of the folder of the same name, and those that
import it, also by way of what else is in `tests/`.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from tests.test_import_law import imports, within

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
CRAWLER = "queson_crawler"
PROCESSES = "tests.harness.processes"
"""What imports this starts processes: crawls, nearly always."""
LEFT_OUT = ("attack", "bench", "crawl", "real", "soak")


def named(file: Path) -> str:
    """The dotted name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


@cache
def graph() -> dict[str, set[str]]:
    """Every module under tests/ → what it imports."""
    return {named(file): imports(named(file), file) for file in sorted(TESTS.rglob("*.py"))}


@cache
def reached(test: str) -> frozenset[str]:
    """What a test imports, through modules under tests/ too."""
    found: set[str] = set()
    queue = [test]
    for here in queue:  # grows while it is walked
        for there in graph().get(here, set()) - found:
            found.add(there)
            queue.append(there)
    return frozenset(found)


def room_of(path: str) -> str:
    """The room that a path from the root names; what names one already stays as it is."""
    return path.removeprefix(f"{CRAWLER}/").removesuffix("/").removesuffix(".py")


def module_of(room: str) -> str:
    """The dotted name of a room. Raises SystemExit where there is none."""
    path = room if room.split("/")[0] == "archive" else f"{CRAWLER}/{room}"
    if not (ROOT / path).is_dir() and not (ROOT / f"{path}.py").is_file():
        raise SystemExit(f"There is no room {room!r}: name a folder of {CRAWLER}/, or archive/…")
    return path.replace("/", ".")


def touching(room: str) -> list[Path]:
    """The test files for a room, without those that start processes."""
    module = module_of(room)
    found = []
    for file in sorted(TESTS.rglob("test_*.py")):
        if file.relative_to(TESTS).parts[0] in LEFT_OUT:
            continue
        imported = reached(named(file))
        is_own = room in file.parent.relative_to(TESTS).parts
        if PROCESSES not in imported and (is_own or any(within(each, module) for each in imported)):
            found.append(file)
    return found


def main(rooms: list[str]) -> None:
    """Print the test files for rooms. Raises SystemExit where there are none: pytest would take that for all."""
    files = {file for room in rooms for file in touching(room_of(room))}
    if not files:
        raise SystemExit(f"No test touches {' '.join(rooms)} without crawling.")
    print("\n".join(str(file.relative_to(ROOT)) for file in sorted(files)))


if __name__ == "__main__":
    main(sys.argv[1:])
