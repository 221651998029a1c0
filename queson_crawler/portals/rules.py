"""What is wrong with a regular expression of a portal file: it meets addresses that strangers write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # the only way to look at an expression rather than at its text
from typing import Any

MAX_RULE, MAX_REPEATS = 200, 3
"""Characters of an expression, and parts of it that may repeat without end: each multiplies the time by the length of
an address."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_LONG = 50


def complaint(rule: str, groups: int = 0) -> str:
    """A clause that says why the expression is refused; "" where it may be used."""
    if len(rule) > MAX_RULE:
        return f"is longer than {MAX_RULE} characters"
    try:
        if re.compile(rule).groups < groups:
            return "needs a group ( ) around the id"
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression: {error}"
    if re.search(rule, ""):
        return "matches everything"
    repeats = list(_long_repeats(rule))
    if any(repeats):
        return "repeats something that itself repeats or has alternatives: that can take for ever"
    if len(repeats) > MAX_REPEATS:
        return f"repeats without end more than {MAX_REPEATS} times"
    return ""


def _long_repeats(rule: str) -> Iterator[bool]:
    """For every part that repeats often, whether it holds another repetition or alternatives."""
    for name, value in _parts(_parser.parse(rule)):
        if name in _REPEATS and value[1] >= _LONG:
            yield any(_has_ways(*part) for part in _parts(value[2]))


def _has_ways(name: str, value: Any) -> bool:
    """Whether a part can match in more than one way: alternatives, or a repetition."""
    if name in _REPEATS:
        return bool(value[1] > 1)
    return name == "BRANCH"


def _parts(parsed: Any) -> Iterator[tuple[str, Any]]:
    """Every part of an expression, at any depth: its name and what it holds."""
    for operation, value in parsed:
        yield str(operation), value
        for inner in _within(value):
            yield from _parts(inner)


def _within(value: Any) -> Iterator[Any]:
    """The expressions that stand inside a part."""
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)
