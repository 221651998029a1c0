"""No regular expression of ours takes more than linear time: each meets long strings made to its own measure."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from re import _constants as name_of  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest

import archive
import queson_crawler
from tests.conftest import ROOT

LENGTH = 200_000 if "QUESON_FUZZ" in os.environ else 20_000
SECONDS = 0.1 if LENGTH <= 20_000 else 1.0
"""What takes longer is looked at: it may be slow for a machine that has other work. One in quadratic time takes five
seconds for 20,000 characters."""
END = 20
SHORTER, MORE = 4, 8
"""A quarter of a text takes a quarter of the time, or a sixteenth where time is quadratic: more than eight
times as long for the whole text is too much."""

# Only ever asked whether a text begins with them or is them, which takes linear time.
ANCHORED = {
    "queson_crawler.parse.article.credits._HOST", "queson_crawler.parse.article.names._NAME_WORD",
    "queson_crawler.parse.redirects._SENDS_ON", "queson_crawler.parse.labels._TAGS", "queson_crawler.text.dates._AFTER",
    "archive.addresses._SESSION_QUERY", "archive.warc.message._SIZE", "archive.datasette.words._ACCEPTED",
    "archive.datasette.functions._PATTERN",
    "archive.datasette.sanitize._DOCTYPE", "queson_crawler.files.resources._PAGE",
    "queson_crawler.fetch.failures._REFUSALS",
}  # fmt: skip
USUAL = (
    "a",
    "1",
    " ",
    "\xa0",
    "\n",
    ".",
    "-",
    "/",
    "<",
    "1/",
    "(",
    "[",
    "á",
    "！",
    '"',
    "12/03/2020 ",
    "a@",
    "https://",
)


def modules() -> Iterator[Any]:
    for package in (queson_crawler, archive):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and ".demo." not in found.name:
                yield importlib.import_module(found.name)


def within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from within(each, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for each in (*value, *value.values()):
            yield from within(each, depth + 1)
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from within(getattr(value, one.name, None), depth + 1)


def spelled_out(path: Path) -> Iterator[re.Pattern[Any]]:
    """Expressions that stand in a call, such as `re.sub(r"…", …)`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and node.func.attr != "compile" and node.args and isinstance(node.args[0], ast.Constant):
                yield re.compile(node.args[0].value)


def expressions() -> dict[tuple[Any, int], tuple[str, re.Pattern[Any]]]:
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for one in within(value):
                found.setdefault((one.pattern, one.flags), (f"{module.__name__}.{name}", one))
    for package in ("queson_crawler", "archive"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for one in spelled_out(path) if "demo" not in path.parts else ():
                found.setdefault((one.pattern, one.flags), (str(path.relative_to(ROOT)), one))
    return found


def letter(kind: Any, value: Any) -> str:
    """A character that one part of an expression matches."""
    if kind is name_of.LITERAL:
        return chr(value)
    if kind is name_of.IN:
        negated = value[0][0] is name_of.NEGATE
        return next((one for one in "a1 -./<x0=,;:\n\t\"'áĐ！" if _is_in(one, value) is not negated), _first(value))
    return {name_of.NOT_LITERAL: "b" if value == ord("a") else "a", name_of.ANY: "a"}.get(kind, "")


def _is_in(one: str, several: Any) -> bool:
    tests = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda text: text.isalnum() or text == "_"}
    for kind, value in several:
        if kind is name_of.LITERAL and chr(value) == one:
            return True
        if kind is name_of.RANGE and value[0] <= ord(one) <= value[1]:
            return True
        if kind is name_of.CATEGORY:
            words = str(value).split("_")
            if tests[words[-1]](one) is not ("NOT" in words):
                return True
    return False


def _first(several: Any) -> str:
    return next((chr(value if kind is name_of.LITERAL else value[0]) for kind, value in several
                 if kind in (name_of.LITERAL, name_of.RANGE)), "a")  # fmt: skip


_REPEATS = (name_of.MAX_REPEAT, name_of.MIN_REPEAT, name_of.POSSESSIVE_REPEAT)


def sample(tree: Any) -> str:
    """A short text that an expression, or a part of one, matches."""
    said = ""
    for kind, value in tree:
        if kind in _REPEATS:
            said += sample(value[2]) * value[0]
        elif kind is name_of.SUBPATTERN:
            said += sample(value[3])
        elif kind is name_of.ATOMIC_GROUP:
            said += sample(value)
        elif kind is name_of.BRANCH:
            said += sample(value[1][0])
        else:
            said += letter(kind, value)
    return said


def pumps(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """(what leads to a part that repeats, what it repeats), and both together, over and over."""
    for kind, value in tree:
        if kind in _REPEATS:
            if value[1] >= 8 and (one := sample(value[2])):
                yield before, one
                yield "", before + one
            yield from pumps(value[2], before)
        elif kind is name_of.SUBPATTERN:
            yield from pumps(value[3], before)
        elif kind is name_of.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, before)
        before += sample([(kind, value)])


LOOKS = 3
"""What is slow is so each time one looks; what a busy machine makes slow is not."""


class Slow(Exception):
    pass


def stop(number: int, frame: FrameType | None) -> None:
    raise Slow


def is_slow(expression: re.Pattern[Any], lead: str, pump: str, *, anchored: bool) -> bool:
    """Whether time grows faster than the text. That is told by ratios of the least times of several: the work of other
    processes makes all of them longer."""
    length = LENGTH

    def least(length: int, times: int) -> float:
        text = lead + pump * (length // len(pump)) + "\x01"
        return min(takes(expression, text, anchored=anchored) for _ in range(times))

    if least(length, 1) < SECONDS:
        return False
    while length > 5_000 and least(length, 1) >= END * SECONDS:
        length //= 2
    return least(length, 3) > MORE * least(length // SHORTER, 3)


def takes(expression: re.Pattern[Any], text: str, *, anchored: bool) -> float:
    """The seconds of the processor for one text; END times as many as are looked at, where it takes more."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, END * SECONDS)
    data: Any = text.encode() if isinstance(expression.pattern, bytes) else text
    try:
        if anchored:
            expression.match(data)
        else:
            for _ in expression.finditer(data):
                pass
    except Slow:
        return END * SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def test_no_expression_takes_more_than_linear_time() -> None:
    before = signal.signal(signal.SIGVTALRM, stop)
    slow = []
    try:
        for name, one in expressions().values():
            tree = _parser.parse(one.pattern, one.flags & ~re.DEBUG)
            for lead, pump in {*pumps(tree), *(("", usual) for usual in USUAL)}:
                if all(is_slow(one, lead, pump, anchored=name in ANCHORED) for _ in range(LOOKS)):
                    slow.append((name, one.pattern[:80], lead[-20:], pump[:20]))
                    break
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert len(expressions()) > 150
    assert not slow, "\n".join(map(str, slow))


QUADRATIC = (r"\s+$", r"a+b")


@pytest.mark.parametrize("pattern", QUADRATIC)
def test_an_expression_in_quadratic_time_is_told(pattern: str) -> None:
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        pumped = {*pumps(_parser.parse(pattern)), *(("", usual) for usual in USUAL)}
        assert any(is_slow(re.compile(pattern), lead, pump, anchored=False) for lead, pump in pumped)
    finally:
        signal.signal(signal.SIGVTALRM, before)
