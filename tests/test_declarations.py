"""What the packages import is declared, and what is declared is imported: an install brings all that is needed."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import ROOT

PACKAGES = ("archive", "queson_crawler")
ADDRESS = re.compile(r"https?://|--index-url|--find-links|file:|@ ")


def imported() -> dict[str, set[Path]]:
    """The distributions that shipped code imports, and the files that do."""
    owners = packages_distributions()
    found: dict[str, set[Path]] = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for module in _top_level(ast.parse(file.read_text(encoding="utf-8"))):
                if module in sys.stdlib_module_names or module in PACKAGES:
                    continue
                for owner in owners.get(module, [f"nobody installs {module}"]):
                    found.setdefault(_plain(owner), set()).add(file)
    return found


def _top_level(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _plain(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """The names in `dependencies` and in some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    names = {_plain(re.match(r"[\w.-]+", line)[0]) for line in lines}  # type: ignore[index]
    return names - {"queson"}


def test_what_is_imported_is_declared() -> None:
    undeclared = imported().keys() - declared("export", "remote", "cluster")
    assert not undeclared, undeclared


def test_what_is_declared_is_imported() -> None:
    unused = declared("export", "remote", "cluster") - imported().keys() - {"s3fs"}  # fsspec imports it by its name
    assert not unused, unused


def test_the_lock_pins_what_is_declared_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.M)}
    assert declared("export", "remote", "cluster", "dev") <= pinned
    assert not ADDRESS.search(lock)
    entries = re.findall(r"^[\w.-]+==.*?(?=^[\w.-]+==|\Z)", lock, re.M | re.S)
    assert all("--hash=sha256:" in entry for entry in entries)
