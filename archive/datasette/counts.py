"""How many rows tables have, for Datasette's own pages.

Datasette counts every table whenever it lists them. Those of the full-text indexes are gigabytes in a big archive, and
SQLite counts them in one step, which no limit of time can end.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.database import QueryInterrupted

from archive.dictionary import tables


async def table_counts(db: Any, limit: int = 10) -> dict[str, int | None]:
    """The rows of each table that the dictionary describes, None where counting takes more than `limit` ms; None for
    every other table. A file that never changes is counted once."""
    if not db.is_mutable and db.cached_table_counts is not None:
        return dict(db.cached_table_counts)
    counts: dict[str, int | None] = dict.fromkeys(await db.table_names())
    for name in counts.keys() & tables().keys():
        try:
            counts[name] = (await db.execute(f"select count(*) from [{name}]", custom_time_limit=limit)).rows[0][0]
        except (QueryInterrupted, sqlite3.DatabaseError):
            continue
    if not db.is_mutable:
        db._cached_table_counts = counts
    return counts
