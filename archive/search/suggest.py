"""Did you mean: another spelling of what was typed, from the archive's own words."""

from __future__ import annotations

from sqlite3 import Connection

from archive.search.query import Query


def suggest(connection: Connection, query: Query) -> str | None:
    """What the reader may have meant, when the archive holds it and hardly what was typed; else None."""
    return None
