"""What every page of the reading room shares: the database, the language, the links that keep both."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode
from weakref import WeakKeyDictionary

from datasette.database import connections
from datasette.utils import sqlite_timelimit

from archive.datasette.guard import Budget, file_of, identity
from archive.datasette.words import language
from archive.page_records import PAGE_ID
from archive.records import DOCUMENT_ID
from archive.schema import APPLICATION_ID

FRESH = 60.0
"""Seconds for which what was counted over the whole archive is good."""
PATIENCE_MS = 8000
"""No page of the room asks the database for longer than this."""
MAX_REMEMBERED = 500
_KINDS = ((DOCUMENT_ID, "document"), (PAGE_ID, "page"))

_Value = TypeVar("_Value")
_found: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_remembered: dict[tuple[str, object], tuple[float, Any]] = {}


def remembered(connection: sqlite3.Connection, key: object, make: Callable[[sqlite3.Connection], _Value]) -> _Value:
    """What `make` says of the archive, at most FRESH seconds old: counts over a million rows take their time."""
    file = file_of(connection)
    at, value = _remembered.get((file, key), (0.0, None))
    if not at or time.monotonic() - at > FRESH:
        if len(_remembered) > MAX_REMEMBERED:
            _remembered.clear()
        value = make(connection)
        _remembered[file, key] = (time.monotonic(), value)
    return value  # type: ignore[no-any-return]


async def database(datasette: Any) -> Any:
    """The archive among the databases that are served; None where there is none. Once found it is remembered."""
    remembered = _found.get(datasette)
    if remembered in datasette.databases:
        return datasette.databases[remembered]
    for name, db in datasette.databases.items():
        row = (await db.execute("pragma application_id")).first()
        if row and row[0] == APPLICATION_ID:
            _found[datasette] = name
            return db
    return None


def known(datasette: Any) -> str | None:
    """The name of the archive among the databases, where it was found before."""
    return _found.get(datasette)


async def ask(db: Any, question: Callable[[sqlite3.Connection], _Value]) -> _Value:
    """What a function reads from the archive, in a thread. Raises sqlite3.OperationalError after PATIENCE_MS.

    Where another file has taken the place of the one that was opened (a rebuild), that one is asked.
    """

    def bounded(connection: sqlite3.Connection) -> _Value:
        budget = connection.row_factory
        if isinstance(budget, Budget) and budget.file != identity(file_of(connection)):
            _forget(db)
            raise _Replaced
        connection.row_factory = sqlite3.Row  # our own questions are bounded already
        try:
            with sqlite_timelimit(connection, PATIENCE_MS):
                return question(connection)
        finally:
            connection.row_factory = budget

    while True:
        try:
            return await db.execute_fn(bounded)  # type: ignore[no-any-return]
        except _Replaced:  # once for each thread that has the old one open
            continue


class _Replaced(Exception):
    """Another file has taken the place of the one that this thread had open."""


def _forget(db: Any) -> None:
    """Let Datasette open the archive anew in this thread."""
    name = getattr(db, "_thread_local_id", db.name)  # the former since 1.0
    if hasattr(connections, name):
        delattr(connections, name)
    db._read_connection = None


@dataclass(frozen=True)
class Asked:
    """One request: its parameters, the language, and the links that keep both. `root` is the path of the room."""

    request: Any
    lang: str
    root: str = ""

    @classmethod
    def of(cls, datasette: Any, request: Any) -> Asked:
        """Read a request."""
        lang = language(request.args.get("lang"), request.headers.get("accept-language", ""))
        return cls(request, lang, str(datasette.setting("base_url")).rstrip("/"))

    def get(self, name: str) -> str:
        """A parameter without the white space around it, "" where it is missing; at most a thousand characters."""
        return str(self.request.args.get(name) or "").replace("\0", " ").strip()[:1000]

    def number(self, name: str, most: int) -> int:
        """A parameter as a number from 1 to `most`; 0 where it is none."""
        said = self.get(name)
        if said.isascii() and said.isdecimal() and len(said) < 10:
            return min(most, int(said))
        return 0

    def link(self, path: str, **parameters: object) -> str:
        """A path of the room, with parameters, and with the language where this address names one."""
        chosen = {name: value for name, value in parameters.items() if value not in (None, "", False)}
        if self.request.args.get("lang"):
            chosen["lang"] = self.lang
        return self.root + _with_query(path, chosen)

    def here(self, **changes: object) -> str:
        """This very address with some parameters changed; None takes one away."""
        chosen: dict[str, object] = dict(parse_qsl(self.request.query_string, keep_blank_values=False))
        chosen |= changes
        return _with_query(self.path, {name: value for name, value in chosen.items() if value not in (None, "")})

    @property
    def path(self) -> str:
        """The path that was asked for, as it was written."""
        raw = self.request.scope.get("raw_path")
        if raw:
            return str(raw.decode("latin-1")).partition("?")[0]
        return quote(self.request.path)

    def given(self, name: str) -> str | None:
        """A parameter; None where it is not given, or empty."""
        return self.get(name) or None

    @property
    def form(self) -> str:
        """html, json, csv or atom, as `_format` says."""
        return self.get("_format") or "html"


def article_path(key: str, page: str = "article") -> str:
    """Where the page of an article, of a legal document, or of another page, is. Browsers resolve `..` between slashes,
    so there the slashes are encoded."""
    if page == "article":
        page = _kind_of(key)
    is_plain = {"", ".", ".."}.isdisjoint(key.split("/"))
    safe = "/" if is_plain else ""
    return f"/-/{page}/" + quote(key, safe=safe)


def _kind_of(key: str) -> str:
    """What a key is that of: an article, or something whose ids begin otherwise."""
    native_id = key.partition("/")[2]
    for beginning, kind in _KINDS:
        if native_id.startswith(beginning):
            return kind
    return "article"


def _with_query(path: str, parameters: dict[str, object]) -> str:
    if not parameters:
        return path
    return f"{path}?{urlencode(parameters)}"
