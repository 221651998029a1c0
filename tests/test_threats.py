"""The threat table names tests that exist, and has a section for every door."""

import ast
import re
from pathlib import Path

import pytest

from tests.threats.removals import REMOVALS, Removal

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs/threats.md").read_text("utf-8")
ROWS = "\n".join(line for line in TABLE.splitlines() if line.startswith("|"))
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", ROWS)
SHOWN = {each.test for each in REMOVALS}
DOORS = (
    *("wire", "browser", "files", "import", "merge", "archive itself"),
    *("web archives", "portal file", "list of portals", "copies elsewhere", "reading room", "export"),
)


def _tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_each_test_that_the_threat_table_names_exists(file: str, test: str) -> None:
    assert (ROOT / file).is_file()
    assert not test or test in _tests(ROOT / file)


def test_every_row_names_a_guard_and_a_test() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("|") and not line.startswith(("| threat", "|---"))]
    assert len(rows) >= 30
    for row in rows:
        threat, guard, test = (cell.strip() for cell in row.strip("|").split("|"))
        assert threat
        assert guard
        assert re.search(r"`tests/", test), row


def test_every_door_has_a_section() -> None:
    headings = [line.lower() for line in TABLE.splitlines() if line.startswith("## ")]
    for door in DOORS:
        assert any(door in heading for heading in headings), door


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_for_each_row_a_guard_can_be_removed(file: str, test: str) -> None:
    assert f"{file}::{test}" in SHOWN


@pytest.mark.parametrize("removal", REMOVALS, ids=[each.test.rpartition("::")[2] for each in REMOVALS])
def test_each_guard_is_where_its_removal_has_it(removal: Removal) -> None:
    """`make threats` removes it there, and shows that the test fails."""
    assert tuple(removal.test.split("::")) in NAMED
    for file, old, new in removal.edits:
        assert (ROOT / file).read_text("utf-8").count(old) == 1, (file, old)
        assert old != new
