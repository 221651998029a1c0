"""SQL functions in place of SQLite's own, where the time of those grows with the product of their arguments.

SQLite stops a statement between two steps only, and one call is one step: a pattern of 90 signs over 16 MB takes ten
seconds that no limit can end. These give the same answers, in time that grows with the longer argument.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

_PATTERN = re.compile(
    r"(?P<star>\*)|(?P<any>\?)|\[(?P<negated>\^?+)(?P<set>\]?+[^\]]*)\]|(?P<open>\[)|(?P<sign>.)", re.S
)
"""The parts of a pattern of GLOB. A bracket that stands first in a set of signs is one of them; a set without an end
matches nothing."""
_RANGE = re.compile(r"(?P<low>.)(?:-(?P<high>.))?", re.S)
"""A sign in a set, or a range of signs."""
_NOTHING = "(?!)"
_OF_NO_SIGNS = {"": _NOTHING, "^": "."}
"""A set without signs, and what it is with ^ before it."""

Function = Callable[..., Any]


def install(connection: sqlite3.Connection, longest: int) -> None:
    """Put these functions in place of SQLite's; no result has more than `longest` bytes."""
    ours: dict[str, tuple[int, Function]] = {
        "instr": (2, _instr),
        "replace": (3, partial(_replace, longest)),
        "glob": (2, _glob),
        "trim": (2, partial(_trimmed, str.strip)),
        "ltrim": (2, partial(_trimmed, str.lstrip)),
        "rtrim": (2, partial(_trimmed, str.rstrip)),
    }
    for name, (arguments, function) in ours.items():
        connection.create_function(name, arguments, partial(_unless_null, function), deterministic=True)


def _unless_null(function: Function, *arguments: Any) -> Any:
    """As SQLite has it: what is asked of NULL is NULL."""
    if None in arguments:
        return None
    return function(*arguments)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _instr(where: Any, what: Any) -> int:
    if isinstance(where, bytes) and isinstance(what, bytes):
        return where.find(what) + 1
    return _text(where).find(_text(what)) + 1


def _replace(longest: int, where: Any, what: Any, by: Any) -> Any:
    text, old, new = _text(where), _text(what), _text(by)
    if not old:
        return where
    if len(text) + text.count(old) * (len(new) - len(old)) > longest:
        return "x" * (longest + 1)  # which SQLite refuses, as it would the result
    return text.replace(old, new)


def _trimmed(strip: Callable[[str, str], str], text: Any, signs: Any) -> str:
    if signs == "":
        return _text(text)
    return strip(_text(text), "".join(set(_text(signs))))


def _glob(pattern: Any, text: Any) -> int:
    return int(_compiled(_text(pattern)).fullmatch(_text(text)) is not None)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of GLOB as a regular expression that never looks at a stretch of text twice: each part between two
    stars is taken where it stands first."""
    first, *parts = _parts(pattern)
    if not parts:
        return re.compile(first, re.DOTALL)
    *inner, last = parts
    found = map("(?>.*?{})".format, inner)
    return re.compile("".join([first, *found, ".*", last]), re.DOTALL)


def _parts(pattern: str) -> list[str]:
    """What stands before, between and after the stars, as regular expressions."""
    parts = [""]
    for found in _PATTERN.finditer(pattern):
        match found.lastgroup:
            case "star":
                parts.append("")
            case "any":
                parts[-1] += "."
            case "set":
                parts[-1] += _set(found["negated"], found["set"])
            case "open":
                return [_NOTHING]
            case _:
                parts[-1] += re.escape(found[0])
    return parts


def _set(negated: str, signs: str) -> str:
    """A set of signs and ranges, as SQLite reads it: a hyphen between two signs makes a range."""
    found = []
    for low, high in _RANGE.findall(signs):
        last = high or low
        if low <= last:
            found.append(f"{re.escape(low)}-{re.escape(last)}")
    if found:
        return f"[{negated}{''.join(found)}]"
    return _OF_NO_SIGNS[negated]
