"""How many articles there are of each month and of each category and year, kept in step by triggers, in plain SQL.

A reading room shows these on every visit; counting a million rows each time would take seconds. An article without a
date counts under "". A number that falls to nothing leaves no row, so that the rows do not tell in which order pages
were stored.
"""

from __future__ import annotations

from sqlite3 import Connection

MONTHS, CATEGORIES = "month_counts", "category_counts"

_FILLED = {
    MONTHS: "select portal, coalesce(substr(published_at, 1, 7), ''), count(*) from articles group by 1, 2",
    CATEGORIES: """select x.category_id, coalesce(substr(a.published_at, 1, 4), ''), count(*)
        from article_categories x join articles a on a.id = x.article_id group by 1, 2""",
}


def fill(connection: Connection) -> None:
    """Count everything anew."""
    for table, counted in _FILLED.items():
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} {counted}")


def drifted(connection: Connection) -> tuple[str, ...]:
    """The tables whose numbers are not those of the articles."""
    found = []
    for table, counted in _FILLED.items():
        now = sorted(connection.execute(counted))
        if now != sorted(connection.execute(f"select * from {table}")):
            found.append(table)
    return tuple(found)
