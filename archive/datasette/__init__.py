"""A Datasette plugin for archives; Datasette finds it by the entry point in pyproject.toml.

Only hooks that Datasette 1.0 has too. A database that is no archive is left as it is.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import Response, hookimpl
from markupsafe import Markup

from archive.datasette.answers import web
from archive.datasette.base import article_path, known
from archive.datasette.base import database as archive_of
from archive.datasette.counts import table_counts
from archive.datasette.guard import bound, bound_memory
from archive.datasette.middleware import App, Room
from archive.datasette.pages import ROUTES
from archive.datasette.refusals import refusal
from archive.datasette.views import Page
from archive.schema import APPLICATION_ID
from archive.search import expression

KEYS = frozenset({"key", "original", "copy", "article_key", "document_key"})
"""Columns whose values are keys of articles or of legal documents."""


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Let templates know whether an archive is served, and Datasette count the tables that people see alone."""

    async def look() -> None:
        environment = getattr(datasette, "jinja_env", None) or datasette._jinja_env  # the latter since 1.0
        try:
            db = await archive_of(datasette)
            environment.globals["queson_archive"] = db is not None
            if db is not None:
                _without_rich_errors()
                db.table_counts = partial(table_counts, db)
                await db.execute_fn(bound_memory)
        except sqlite3.DatabaseError:  # the pages tell of it
            environment.globals["queson_archive"] = True

    return look


def _without_rich_errors() -> None:
    """Datasette would print every refused address with all that a stranger sent, and take half a second for it, while
    nobody else is answered. (Imported here first, that module would register too early.)"""
    sys.modules["datasette.handle_exception"].__dict__["rich"] = None


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """In archives and nowhere else: bound what a query may take, and let the search box of a table understand what
    `queson search` understands."""
    (mark,) = conn.execute("pragma application_id").fetchone()
    if mark == APPLICATION_ID:
        bound(conn)
        conn.create_function("escape_fts", 1, _escaped, deterministic=True)


def _escaped(typed: object) -> str:
    return expression(str(typed))


@hookimpl
def register_routes() -> list[tuple[str, Page]]:
    """The pages of the reading room; all of Datasette's own stay where they are, but for the first."""
    return list(ROUTES)


@hookimpl
def render_cell(value: object, column: str, database: str, datasette: Any) -> Markup | None:
    """Keys lead to the article's page; addresses of the web tell nobody where the reader came from."""
    if not isinstance(value, str) or database == "_internal":
        return None
    if column in KEYS and "/" in value and database == known(datasette):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(article_path(value)), value)
    if web(value) and value.split() == [value]:
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(value, value)
    return None


@hookimpl
def handle_exception(request: Any, exception: Exception) -> Response | None:
    """What was asked of a table and makes no sense is the asker's fault (400), or there is no such row (404): Datasette
    would say that the server failed."""
    if not request.scope.get("queson_is_table"):
        return None
    return refusal(exception)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """What stands between the web and every page: see `archive.datasette.middleware`.

    Requests wait until the room is ready: Datasette starts it up with the first, and lets the next ones pass meanwhile.
    """
    starting = asyncio.Lock()

    async def is_archive() -> bool:
        async with starting:
            await datasette.invoke_startup()
        try:
            return await archive_of(datasette) is not None
        except sqlite3.DatabaseError:  # one that cannot be read now
            return True

    def wrap(app: App) -> App:
        return Room(app, is_archive, str(datasette.setting("base_url")))

    return wrap
