"""The import law: who may know whom (LAWS), which room stands on which (FLOORS), and no cycle anywhere.

Imports are followed through our own modules, so no detour helps.
"""

import ast
import sys
from importlib.util import resolve_name
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("archive", "queson_crawler")
IMPURE = ("scrapy", "twisted", "sqlite3", "sqlite_utils", "socket", "requests", "time", "archive.store")
LAWS = {
    "archive": ("queson_crawler", "scrapy", "twisted", "click"),
    "queson_crawler": ("queson_crawler.cli",),
    "queson_crawler.files": IMPURE,
    "queson_crawler.parse": IMPURE,
    "queson_crawler.platforms": IMPURE,
    "queson_crawler.text": IMPURE,
}
SANDBOX = "queson_crawler.files.sandbox"
"""The one module of its room that is not pure: it starts the process in which the others read files."""
RECORDS = (
    "archive.records",
    "archive.file_records",
    "archive.list_records",
    "archive.page_records",
    "archive.trouble_records",
)
"""They import the standard library only, and one another."""
FLOORS = (
    *("settings", "urls", "text", "platforms", "parse", "portals", "profile", "understand", "files"),
    *("frontier", "fetch", "monitoring", "replay", "recording", "imports", "spiders", "runs", "demo", "cli"),
)
"""The rooms of `queson_crawler` from the ground up: each imports only from those before it."""


def within(name: str, parent: str) -> bool:
    return name == parent or name.startswith(f"{parent}.")


def modules(root: Path) -> dict[str, Path]:
    """Our modules under *root*: dotted name → file."""
    files = [file for package in PACKAGES for file in sorted((root / package).rglob("*.py"))]
    names = [".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return dict(zip(names, files, strict=True))


def imports(name: str, file: Path) -> set[str]:
    """Every dotted name that *file* imports, at any depth; `from a import b` counts as `a` and as `a.b`."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def routes(start: str, graph: dict[str, set[str]]) -> dict[str, str]:
    """Every name *start* reaches through our modules → how it gets there."""
    ways = {start: start}
    queue = [start]
    for here in queue:  # grows while it is walked
        for there in sorted(graph.get(here, set()) - ways.keys()):
            ways[there] = f"{ways[here]} → {there}"
            queue.append(there)
    return ways


def breaches(root: Path) -> list[str]:
    """Each way in which the tree under *root* breaks the law."""
    graph = {name: imports(name, file) for name, file in modules(root).items()}
    found = [
        way
        for room, banned in LAWS.items()
        for name in graph
        if within(name, room) and name != SANDBOX
        for there, way in routes(name, graph).items()
        if there != name and any(within(there, ban) and not within(name, ban) for ban in banned)
    ]
    for name in RECORDS:
        for there in graph.get(name, set()):
            is_ours = any(within(there, each) for each in RECORDS)
            if not is_ours and there.split(".")[0] not in sys.stdlib_module_names:
                found.append(f"{name} → {there}")
    return sorted(set(found))


def climbs(root: Path) -> list[str]:
    """Each import of a room by one that stands below it, and each room that has no floor."""
    found = []
    for name, file in modules(root).items():
        if not within(name, "queson_crawler") or name == "queson_crawler":
            continue
        here = name.split(".")[1]
        for there in imports(name, file):
            if not there.startswith("queson_crawler."):
                continue
            other = there.split(".")[1]
            if other not in FLOORS or here not in FLOORS or FLOORS.index(other) > FLOORS.index(here):
                found.append(f"{name} → {there}")
    return sorted(found)


def direct(root: Path) -> dict[str, set[str]]:
    """Our modules → those of ours that each names. `from room import module` names the module, not the room."""
    files = modules(root)
    graph = {}
    for name, file in files.items():
        named = imports(name, file) & files.keys()
        graph[name] = {there for there in named if not any(within(other, there) and other != there for other in named)}
    return graph


def cycles(root: Path) -> list[str]:
    """Each circle of modules that import one another, imports for types only included."""
    graph = direct(root)
    found: set[str] = set()
    for name in graph:
        ways = routes(name, graph)
        found |= {f"{ways[there]} → {name}" for there in ways if name in graph[there]}
    return sorted(found)


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, source in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return root


def test_the_packages_keep_the_import_law() -> None:
    assert modules(ROOT), "no modules found: the law would hold for nothing"
    assert breaches(ROOT) == []


def test_a_tree_that_keeps_the_law_passes(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "archive/__init__.py": "",
            "archive/records.py": "from dataclasses import dataclass\nfrom datetime import time",
            "archive/store.py": "import sqlite_utils\nfrom archive.records import dataclass",
            "queson_crawler/cli/__init__.py": "import click, scrapy\nfrom archive.store import Archive",
            "queson_crawler/parse/page.py": "from datetime import time\nfrom archive.records import X\nimport timeit",
            "queson_crawler/spiders/portal.py": "import scrapy, time\nfrom ..parse import page",
        },
    )
    assert breaches(root) == []


def test_each_breach_is_named(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "archive/export.py": "def later():\n    from click import echo",
            "archive/records.py": "import attrs\nfrom . import text",
            "archive/text.py": "import queson_crawler.text.dates",
            "queson_crawler/runs/fleet.py": "from .. import cli",
            "queson_crawler/platforms/__init__.py": "from archive import store",
            "queson_crawler/text.py": "from time import sleep",
        },
    )
    found = breaches(root)
    for breach in (
        "archive.export → click",
        "archive.records → archive.text",
        "archive.records → attrs",
        "archive.text → queson_crawler.text.dates",
        "queson_crawler.runs.fleet → queson_crawler.cli",
        "queson_crawler.platforms → archive.store",
        "queson_crawler.text → time",
    ):
        assert breach in found


def test_a_breach_behind_one_of_our_own_modules_is_found(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "queson_crawler/recording/recorder.py": "import scrapy.signals",
            "queson_crawler/parse/page.py": "from queson_crawler.recording.recorder import saved",
        },
    )
    assert breaches(root) == ["queson_crawler.parse.page → queson_crawler.recording.recorder → scrapy.signals"]


def test_each_room_imports_only_from_rooms_below_it() -> None:
    assert climbs(ROOT) == []


def test_no_modules_import_one_another() -> None:
    assert cycles(ROOT) == []


def test_a_climb_and_a_cycle_are_found(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            "queson_crawler/parse/page.py": "from queson_crawler.frontier.queue import Queue",
            "queson_crawler/frontier/queue.py": "from queson_crawler.frontier import tasks",
            "queson_crawler/frontier/tasks.py": "from queson_crawler.frontier.queue import Queue",
            "queson_crawler/attic/box.py": "",
        },
    )
    assert "queson_crawler.parse.page → queson_crawler.frontier.queue" in climbs(root)
    assert any("frontier.queue → queson_crawler.frontier.tasks" in way for way in cycles(root))


@pytest.mark.parametrize("library", ["scrapy", "scrapy_playwright", "sqlite_utils", "itemadapter"])
def test_the_libraries_that_the_project_is_built_on_are_used(library: str) -> None:
    """Given by the people who run archives: they know these."""
    declared = (ROOT / "pyproject.toml").read_text("utf-8")
    assert library.replace("_", "-") in declared
    users = [name for name, file in modules(ROOT).items() if library in file.read_text("utf-8")]
    assert users, f"nothing uses {library}"
