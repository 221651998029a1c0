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
MAX_PATTERN = 200
"""Signs of a pattern of GLOB."""
MAX_WORK = 200_000_000
"""Signs of a text times those of a pattern, each of which may be held against each: a second or two of work."""
MAX_WIDTH = 16_000_000
"""Of a number or text that is printed in a form: as long as any value may be."""
_FORM = re.compile(r"%[^A-Za-z%]*")
_FIGURES = re.compile(r"\d{1,20}")


def install(connection: sqlite3.Connection, longest: int) -> None:
    """Put these functions in place of SQLite's; no result has more than `longest` bytes."""
    too_long = "x" * (longest + 1)
    plain = sqlite3.connect(":memory:", check_same_thread=False)
    plain.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    ours: tuple[tuple[str, int, Function], ...] = (
        ("instr", 2, _unless_null(_instr)),
        ("replace", 3, _unless_null(partial(_replace, longest))),
        ("glob", 2, _unless_null(_glob)),
        ("trim", 2, _unless_null(partial(_trimmed, str.strip))),
        ("ltrim", 2, _unless_null(partial(_trimmed, str.lstrip))),
        ("rtrim", 2, _unless_null(partial(_trimmed, str.rstrip))),
        ("printf", -1, partial(_printf, plain)),
        ("format", -1, partial(_printf, plain)),
    )
    for name, arguments, function in ours:
        connection.create_function(name, arguments, partial(_bounded, too_long, function), deterministic=True)


def _bounded(too_long: str, function: Function, *arguments: Any) -> Any:
    """What a function gives; where it would take too much, a text so long that SQLite refuses the statement. (An error
    that is raised here would write its trace into the log of the server.)"""
    try:
        return function(*arguments)
    except (ValueError, MemoryError, sqlite3.Error):
        return too_long


def _unless_null(function: Function) -> Function:
    """As SQLite has it: what is asked of NULL is NULL."""

    def asked(*arguments: Any) -> Any:
        return None if None in arguments else function(*arguments)

    return asked


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
        raise ValueError("string or blob too big")
    return text.replace(old, new)


def _trimmed(strip: Callable[[str, str], str], text: Any, signs: Any) -> str:
    if signs == "":
        return _text(text)
    return strip(_text(text), "".join(set(_text(signs))))


def _glob(pattern: Any, text: Any) -> int:
    asked, given = _text(pattern), _text(text)
    if len(asked) > MAX_PATTERN or len(asked) * len(given) > MAX_WORK:
        raise ValueError("LIKE or GLOB pattern too complex")
    return int(_compiled(asked).fullmatch(given) is not None)


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


def _printf(plain: sqlite3.Connection, *values: Any) -> Any:
    """As SQLite's, which counts up to widths of thousands of millions though it gives no result so long."""
    if values and _width(*values) > MAX_WIDTH:
        raise ValueError("a width or precision is too great")
    marks = ", ".join("?" * len(values))
    return plain.execute(f"select printf({marks})", values).fetchone()[0]


def _width(template: Any, *values: Any) -> float:
    """How many signs a template asks for at most by its widths and precisions; where it takes them from values, any
    of these may be one."""
    forms = _FORM.findall(_text(template))
    widths = [float(figures) for form in forms for figures in _FIGURES.findall(form)]
    if any("*" in form for form in forms):
        widths += map(_as_number, values)
    return sum(widths)


def _as_number(value: Any) -> float:
    try:
        return abs(float(value))
    except (ValueError, TypeError):  # no number, or NULL
        return 0.0
