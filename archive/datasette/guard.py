"""What keeps a query that anyone may write from taking a server's memory or its threads.

Datasette stops a statement that takes too long, but between two steps of it only, and it counts rows, not bytes: one
value of a gigabyte, or one search for half a text in a long one, would do. Values are bounded here, and so is what one
statement may give; functions whose time grows with the product of their arguments get others in their place.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any
from weakref import ref

LONGEST = 32_000_000
"""Bytes of one value: more than any text an archive holds."""
MOST = 16_000_000
"""Characters and bytes of all the rows that one statement gives."""
LONGEST_PATTERN = 1000
"""Characters of a pattern for LIKE or GLOB."""


class Budget:
    """A row factory that gives rows until they are MOST; then it raises sqlite3.OperationalError.

    It knows which `file` its connection opened.
    """

    def __init__(self, file: tuple[int, int] | None) -> None:
        self.file = file
        self._cursor: Any = None
        self._spent = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor, self._spent = ref(cursor), 0
        self._spent += sum(len(value) for value in row if isinstance(value, str | bytes))
        if self._spent > MOST:
            raise sqlite3.OperationalError(f"more than {MOST:,} characters: ask for fewer rows or columns")
        return sqlite3.Row(cursor, row)


def identity(path: str) -> tuple[int, int] | None:
    """Which file stands at a path now; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def bound(connection: sqlite3.Connection) -> None:
    """Bound what statements on this connection may take."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    (path,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    connection.row_factory = Budget(identity(path))
    connection.create_function("instr", 2, _instr, deterministic=True)
    connection.create_function("replace", 3, _replace, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        connection.create_function(name, 2, _trimmed(strip), deterministic=True)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _instr(where: Any, what: Any) -> int | None:
    if where is None or what is None:
        return None
    if isinstance(where, bytes) and isinstance(what, bytes):
        return where.find(what) + 1
    return _text(where).find(_text(what)) + 1


def _replace(where: Any, what: Any, by: Any) -> Any:
    if where is None or what is None or by is None:
        return None
    text, old, new = _text(where), _text(what), _text(by)
    if not old:
        return where
    if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST:
        return "x" * (LONGEST + 1)  # which SQLite refuses, as it would the result
    return text.replace(old, new)


def _trimmed(strip: Any) -> Any:
    def trim(text: Any, signs: Any) -> str | None:
        if text is None or signs is None:
            return None
        return str(strip(_text(text), "".join(set(_text(signs))))) if signs != "" else _text(text)

    return trim
