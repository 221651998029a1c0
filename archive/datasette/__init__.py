"""A Datasette plugin for archives; Datasette finds it by the entry point in pyproject.toml."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from archive.datasette.pages import ROUTES, Page
from archive.schema import APPLICATION_ID
from archive.search import expression


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let the search box of a table understand what `queson search` understands, in archives and nowhere else."""
    (mark,) = conn.execute("pragma application_id").fetchone()
    if mark == APPLICATION_ID:
        conn.create_function("escape_fts", 1, lambda typed: expression(str(typed)), deterministic=True)


@hookimpl
def register_routes() -> list[tuple[str, Page]]:
    """The pages of the reading room; all of Datasette's own stay where they are, but for the first."""
    return list(ROUTES)
