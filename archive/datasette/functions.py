"""SQL functions in place of SQLite's own, where the time of those grows with the product of their arguments.

SQLite stops a statement between two steps only, and one call is one step: a pattern of 90 signs over 16 MB takes ten
seconds that no limit can end. These give the same answers, in time that grows with the longer argument.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_CLASS = re.compile(r"\[(\^?)(\]?[^\]]*)\]")
"""A set of signs in a pattern of GLOB; a bracket that stands first in it is one of them."""


def install(connection: sqlite3.Connection, longest: int) -> None:
    """Put these functions in place of SQLite's; no result has more than `longest` bytes."""

    def replace(where: Any, what: Any, by: Any) -> Any:
        return _replace(where, what, by, longest)

    connection.create_function("instr", 2, _instr, deterministic=True)
    connection.create_function("replace", 3, replace, deterministic=True)
    connection.create_function("glob", 2, _glob, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        connection.create_function(name, 2, _trimmed(strip), deterministic=True)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _instr(where: Any, what: Any) -> int | None:
    if where is None or what is None:
        return None
    if isinstance(where, bytes) and isinstance(what, bytes):
        return where.find(what) + 1
    return _text(where).find(_text(what)) + 1


def _replace(where: Any, what: Any, by: Any, longest: int) -> Any:
    if where is None or what is None or by is None:
        return None
    text, old, new = _text(where), _text(what), _text(by)
    if not old:
        return where
    if len(text) + text.count(old) * (len(new) - len(old)) > longest:
        return "x" * (longest + 1)  # which SQLite refuses, as it would the result
    return text.replace(old, new)


def _trimmed(strip: Callable[[str, str], str]) -> Callable[[Any, Any], str | None]:
    def trim(text: Any, signs: Any) -> str | None:
        if text is None or signs is None:
            return None
        if signs == "":
            return _text(text)
        return strip(_text(text), "".join(set(_text(signs))))

    return trim


def _glob(pattern: Any, text: Any) -> int | None:
    if pattern is None or text is None:
        return None
    return int(_compiled(_text(pattern)).fullmatch(_text(text)) is not None)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of GLOB as a regular expression that never looks at a stretch of text twice: each part between two
    stars is taken where it stands first."""
    first, *parts = _parts(pattern)
    if not parts:
        return re.compile(first, re.DOTALL)
    *inner, last = parts
    found = [first]
    for part in inner:
        found.append(f"(?>.*?{part})")
    return re.compile("".join([*found, ".*", last]), re.DOTALL)


def _parts(pattern: str) -> list[str]:
    """What stands before, between and after the stars, as regular expressions."""
    parts = [""]
    place = 0
    while place < len(pattern):
        sign = pattern[place]
        place += 1
        if sign == "*":
            parts.append("")
        elif sign == "?":
            parts[-1] += "."
        elif sign == "[":
            found = _CLASS.match(pattern, place - 1)
            if found is None:
                return [r"(?!)"]  # a set without an end matches nothing
            parts[-1] += _set(found[1], found[2])
            place = found.end()
        else:
            parts[-1] += re.escape(sign)
    return parts


def _set(negated: str, signs: str) -> str:
    """A set of signs and ranges, as SQLite reads it: a hyphen between two signs makes a range."""
    found = []
    place = 0
    while place < len(signs):
        low = high = signs[place]
        place += 1
        if place + 1 < len(signs) and signs[place] == "-":
            high = signs[place + 1]
            place += 2
        if low <= high:
            found.append(f"{re.escape(low)}-{re.escape(high)}")
    if not found:
        return "." if negated else "(?!)"
    return f"[{negated}{''.join(found)}]"
