"""`make bench`: run the benchmarks of this folder, all or those named, and print one table.

A benchmark is a module here with `run() -> list[tuple[str, float, str]]`: what was measured, the figure, its unit.
"""

import importlib
import os
import pkgutil
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

Result = tuple[str, float, str]
Run = Callable[[], list[Result]]


def benchmarks(folder: Path = Path(__file__).parent) -> dict[str, Run]:
    """The benchmarks in *folder* by module name, in alphabetical order."""
    names = [module.name for module in pkgutil.iter_modules([str(folder)]) if module.name != "__main__"]
    modules = {name: importlib.import_module(f"{__package__}.{name}") for name in sorted(names)}
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as aligned columns; the third column is a figure and stands to the right."""
    rows = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place == 2 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def readable(figure: float) -> str:
    """Three significant digits, and never an exponent for what people count."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def machine() -> str:
    """What a figure depends on, and nothing that says whose machine it was."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )


def main(wanted: list[str]) -> int:
    known = benchmarks()
    if unknown := sorted(set(wanted) - set(known)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known) or 'none'}", file=sys.stderr)
        return 2
    print(machine())
    rows = [("benchmark", "what", "figure", "unit")]
    for name in wanted or known:
        print(f"… {name}", file=sys.stderr)
        rows += [(name, what, readable(figure), unit) for what, figure, unit in known[name]()]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
