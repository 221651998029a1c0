"""Write the list of modules in docs/architecture.md, and the table of CONTRIBUTING.md, again: `python -m tests.docs`.

A module's sentence is the first of its docstring, so the page and the code say the same.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from archive import dictionary
from tests.docs import contributing

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("queson_crawler", "archive")
BEGIN, END = "<!-- modules: make docs -->", "<!-- end of modules -->"
FLOORS_FIRST = "queson_crawler"
_SENTENCE = re.compile(r"(.+?[.!?])(?:\s|$)", re.S)


def sentence(file: Path) -> str:
    """The first sentence of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    match = _SENTENCE.match(text)
    first = match.group(1) if match else text
    return " ".join(first.split())


def is_public(file: Path) -> bool:
    """Whether a module is listed: those whose names begin with an underscore are not."""
    return not any(part.startswith("_") for part in file.with_suffix("").parts[-1:])


def rooms() -> dict[str, list[Path]]:
    """Room → its modules, rooms of the crawler from the ground up, then those of the archive."""
    from tests.test_import_law import FLOORS

    found: dict[str, list[Path]] = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            relative = file.relative_to(ROOT)
            room = "/".join(relative.parts[:2]) if len(relative.parts) > 2 else package
            found.setdefault(room, []).append(file)

    def place(room: str) -> tuple[int, int, str]:
        package, _, name = room.partition("/")
        floor = FLOORS.index(name) if package == FLOORS_FIRST and name in FLOORS else -1
        return PACKAGES.index(package), floor, room

    return dict(sorted(found.items(), key=lambda item: place(item[0])))


def section() -> str:
    """The list of rooms and modules as Markdown."""
    lines = [BEGIN]
    for room, files in rooms().items():
        head = ROOT / room / "__init__.py"
        lines += ["", f"### `{room}/`", "", sentence(head), ""]
        for file in files:
            if is_public(file):
                name = file.relative_to(ROOT / room).with_suffix("").as_posix()
                lines.append(f"- `{name}`: {sentence(file)}")
    return "\n".join([*lines, "", END])


def written(page: str) -> str:
    """The page with its list of modules made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + section() + after


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
    if sys.argv[1:]:
        contributing.remember(Path(sys.argv[1]))
    contributing.write()
    (ROOT / "docs" / "data-dictionary.md").write_text(dictionary.markdown(), "utf-8")
