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
    depths = list(_long_repeats(_parser.parse(rule)))
    if any(inner for inner in depths):
        return "repeats something that itself repeats or has alternatives: that can take for ever"
    return f"repeats without end more than {MAX_REPEATS} times" if len(depths) > MAX_REPEATS else ""


def _long_repeats(parsed: Any) -> Iterator[bool]:
    """For every part that repeats often, whether it holds another repetition or alternatives."""
    for operation, value in parsed:
        name = str(operation)
        if name in _REPEATS and value[1] >= _LONG:
            yield any(_branches_or_repeats(value[2]))
        for inner in _within(value):
            yield from _long_repeats(inner)


def _branches_or_repeats(parsed: Any) -> Iterator[bool]:
    for operation, value in parsed:
        yield str(operation) == "BRANCH" or (str(operation) in _REPEATS and value[1] > 1)
        for inner in _within(value):
            yield from _branches_or_repeats(inner)


def _within(value: Any) -> Iterator[Any]:
    """The expressions that stand inside a part."""
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)
