"""What keeps a query that anyone may write from taking a server's memory or its threads, or telling of the machine.

Datasette stops a statement that takes too long, but between two steps of it only, and it counts rows, not bytes: one
value of a gigabyte, or one search for half a text in a long one, would do. So values, patterns, columns and nesting are
bounded here, and so is what one statement may give; functions whose time grows with the product of their arguments are
replaced (`archive.datasette.functions`) or refused; and no statement learns where the archive lies.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any
from weakref import ref

from archive.datasette import functions

MAX_VALUE = 16_000_000
"""Bytes of one value: more than any text an archive holds."""
MAX_RESULT = 16_000_000
"""Characters and bytes of all the rows that one statement gives."""
MAX_PATTERN = 100
"""Bytes of a pattern for LIKE, each of which may be held against each of a text."""
MAX_HEAP = 400_000_000
"""Bytes that SQLite takes in the whole process of a reading room."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 32,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: MAX_PATTERN,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
REFUSED = frozenset(
    "edit fts3_tokenizer json_patch jsonb_patch load_extension randomblob readfile writefile zeroblob".split()
)
"""Functions that make something of nothing, take time that grows with the square of what they are given, or reach out
of the database."""
PRAGMAS = frozenset(
    """application_id compile_options data_version encoding foreign_key_list function_list index_info index_list
    index_xinfo page_count max_page_count page_size query_only recursive_triggers schema_version table_info table_list
    table_xinfo user_version""".split()
)
"""What statements may ask SQLite about the database; to any other question there is no answer. Not `database_list`,
which names the file."""
_REACHING_OUT = frozenset((
    sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_CREATE_TEMP_VIEW,
    sqlite3.SQLITE_CREATE_TEMP_INDEX, sqlite3.SQLITE_CREATE_TEMP_TRIGGER, sqlite3.SQLITE_CREATE_VTABLE,
))  # fmt: skip
"""Other files, and tables beside those of the archive. (Datasette opens the archive itself read-only.)"""

_paths: dict[int, str] = {}


class Budget:
    """A row factory that gives rows until they are MAX_RESULT; then it raises sqlite3.OperationalError.

    It knows which `file` its connection opened.
    """

    def __init__(self, file: tuple[int, int] | None) -> None:
        self.file = file
        self._cursor: Any = None
        self._spent = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor, self._spent = ref(cursor), 0
        for value in row:
            if isinstance(value, str | bytes):
                self._spent += len(value)
        if self._spent > MAX_RESULT:
            raise sqlite3.OperationalError(f"more than {MAX_RESULT:,} characters: ask for fewer rows or columns")
        return sqlite3.Row(cursor, row)


def identity(path: str) -> tuple[int, int] | None:
    """Which file stands at a path now; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def file_of(connection: sqlite3.Connection) -> str:
    """The path of the file behind a connection, bounded or not."""
    row = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    if row is None:  # a bounded connection does not tell
        return _paths[id(connection)]
    return str(row[0])


def bound(connection: sqlite3.Connection) -> None:
    """Bound what statements on this connection may take and tell; they only read."""
    path = file_of(connection)
    _paths[id(connection)] = path
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    connection.row_factory = Budget(identity(path))
    functions.install(connection, MAX_VALUE)
    connection.set_authorizer(_authorised)


def bound_memory(connection: sqlite3.Connection) -> None:
    """Bound what SQLite takes in this process, whichever connection asks; once set it is not raised again."""
    connection.set_authorizer(None)
    try:
        connection.execute(f"pragma hard_heap_limit = {MAX_HEAP}")
    finally:
        connection.set_authorizer(_authorised)


def _authorised(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Whether a statement may do something. SQLite calls it while it prepares the statement."""
    if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in REFUSED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and str(first).lower() not in PRAGMAS:
        return sqlite3.SQLITE_IGNORE
    if action in _REACHING_OUT:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
