"""Measures how the code is written, for each room and in all: `python -m tests.metrics [ROOT]`.

A *code line* holds code: it is not blank, not a comment and not part of a docstring. A *decision* is an `if`, a loop,
an `except`, a `case`, a ternary, each `for` of a comprehension and each `and` or `or` beyond the first operand. A
*compressed* expression is a ternary, a comprehension, a generator expression or a walrus. A *hidden* loop is a call of
`map`, `filter` or their kin, in which a loop and its condition do not count as decisions. All are per 100 code lines.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = ("archive", "queson_crawler")
LEFT_OUT = "demo"
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case, ast.IfExp, ast.comprehension)
COMPRESSED = (ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)
HIDDEN = frozenset(("map", "filter", "filterfalse", "starmap", "takewhile", "dropwhile"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (*FUNCTIONS, ast.ClassDef, ast.Module)

MAX_DECISIONS, MAX_COMPRESSED = 20, 5
MAX_FUNCTION, MAX_FUNCTION_P90, MAX_FUNCTION_MEDIAN = 45, 25, 10
MAX_MODULE_MEDIAN = 150


@dataclass(slots=True)
class Measure:
    """The counts of some modules. Lengths are lines from first to last."""

    code: int = 0
    decisions: int = 0
    compressed: int = 0
    hidden: int = 0
    public: int = 0
    documented: int = 0
    parameters: int = 0
    annotated: int = 0
    modules: list[int] = field(default_factory=list)
    functions: list[int] = field(default_factory=list)

    def add(self, source: str) -> None:
        """Count one module."""
        tree = ast.parse(source)
        self.modules.append(source.count("\n"))
        self.code += len(code_lines(source, tree))
        for node in ast.walk(tree):
            self.decisions += isinstance(node, BRANCHES)
            self.compressed += isinstance(node, COMPRESSED)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                self.hidden += node.func.id in HIDDEN
            if isinstance(node, ast.BoolOp):
                self.decisions += len(node.values) - 1
            if isinstance(node, FUNCTIONS):
                self._function(node)
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
                self.public += 1
                self.documented += ast.get_docstring(node) is not None

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.functions.append((node.end_lineno or node.lineno) - node.lineno + 1)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if argument.arg not in ("self", "cls"):
                self.parameters += 1
                self.annotated += argument.annotation is not None

    @property
    def decisions_per_100(self) -> float:
        return 100 * self.decisions / max(self.code, 1)

    @property
    def hidden_per_100(self) -> float:
        return 100 * self.hidden / max(self.code, 1)

    @property
    def compressed_per_100(self) -> float:
        return 100 * self.compressed / max(self.code, 1)


def code_lines(source: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines that hold code."""
    lines = set()
    for number, line in enumerate(source.splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            lines.add(number)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for each in body:
            if (
                isinstance(each, ast.Expr)
                and isinstance(each.value, ast.Constant)
                and isinstance(each.value.value, str)
            ):
                lines -= set(range(each.lineno, (each.end_lineno or each.lineno) + 1))
    return lines


def quantile(values: Iterable[int], share: float) -> int:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0


def room_of(file: Path) -> str:
    """The room of a module: `archive/store`, or the package for what lies in no room."""
    package, *rest = file.parts
    return f"{package}/{rest[0]}" if len(rest) > 1 else package


def measured(root: Path) -> Iterator[tuple[str, Path]]:
    """Every module that is measured, with its room."""
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            relative = file.relative_to(root)
            if LEFT_OUT not in relative.parts:
                yield room_of(relative), file


def long_functions(root: Path) -> list[str]:
    """Functions longer than MAX_FUNCTION lines."""
    found = []
    for _, file in measured(root):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION:
                found.append(f"{file.relative_to(root)}:{node.lineno} {node.name}")
    return found


def longest_path(root: Path) -> list[str]:
    """The longest chain of our modules that import one another."""
    from tests.test_import_law import direct

    graph = direct(root)
    best: dict[str, list[str]] = {}

    def chain(name: str) -> list[str]:
        if name not in best:
            best[name] = [name]  # ends here where there is a circle
            chains = [chain(there) for there in graph[name] if there != name]
            best[name] = [name, *max(chains, key=len, default=[])]
        return best[name]

    return max((chain(name) for name in graph), key=len)


def row(name: str, measure: Measure) -> str:
    """One line of the table."""
    functions, modules = measure.functions, measure.modules
    cells = (
        f"{name:30}",
        f"{measure.code:6}",
        f"{measure.decisions_per_100:9.1f}",
        f"{measure.compressed_per_100:10.1f}",
        f"{measure.hidden_per_100:6.1f}",
        f"{quantile(functions, 0.5):8} {quantile(functions, 0.9):3} {max(functions, default=0):3}",
        f"{quantile(modules, 0.5):6} {quantile(modules, 0.9):4} {max(modules, default=0):4}",
        f"{100 * measure.documented // max(measure.public, 1):9}",
        f"{100 * measure.annotated // max(measure.parameters, 1):9}",
    )
    return " ".join(cells)


HEAD = """\
                                 code decisions compressed hidden function lines     module lines  docstrings annotated
room                            lines      /100       /100   /100  p50 p90 max     p50  p90  max          %         %"""

WORDS = """\
decisions: if, loops, except, case, and, or; compressed: ternaries, comprehensions, walruses; hidden: map, filter, …
p50, p90: half, and nine in ten, are no longer; docstrings: of what is public; annotated: parameters with a type"""


def main(root: Path) -> None:
    """Print one row for each room, then the whole, what the words mean, the longest functions and import path."""
    from tests.test_import_law import cycles

    rooms: dict[str, Measure] = {}
    whole = Measure()
    for room, file in measured(root):
        source = file.read_text("utf-8")
        rooms.setdefault(room, Measure()).add(source)
        whole.add(source)
    print(HEAD)
    for name, measure in sorted(rooms.items()):
        print(row(name, measure))
    print(row("all", whole))
    print(WORDS)
    print(f"functions over {MAX_FUNCTION} lines: {', '.join(long_functions(root)) or 'none'}")
    print(f"import cycles: {', '.join(cycles(root)) or 'none'}")
    path = longest_path(root)
    print(f"longest import path: {len(path)} modules: {' → '.join(path)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2])
