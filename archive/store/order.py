"""Which of two captures of an article is the newer one.

Of what was crawled the id says it, whatever the clock said. What was imported was captured long before it came here, so
where an article has such a capture the times of all its captures count.
"""

from __future__ import annotations

from sqlite3 import Connection

from archive.records import Capture

_IMPORTED = "select 1 from captures c join imports i on i.run_id = c.run_id where c.article_id = ? limit 1"


def is_older(connection: Connection, capture: Capture, than: int, article_id: int) -> bool:
    """Whether a capture of an article (observed already) is older than the one with the id ``than``."""
    if not _by_time(connection, article_id):
        return capture.id < than
    row = connection.execute("select fetched_at, id from captures where id = ?", (than,)).fetchone()
    return row is not None and (capture.fetched_at, capture.id) < tuple(row)


def of_article(connection: Connection, article_id: int) -> str:
    """The columns by which the captures of an article are put in order."""
    return "fetched_at, id" if _by_time(connection, article_id) else "id"


def _by_time(connection: Connection, article_id: int) -> bool:
    return connection.execute(_IMPORTED, (article_id,)).fetchone() is not None
