"""Filters as SQL. Each is answered from an index, so that what they leave out is never ranked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from sqlite3 import Connection

from archive.rows import column
from archive.search.query import Query
from archive.text import fold

Value = str | int | float | None

_CATEGORIES = "select id, title from categories"
_AUTHORS = """
with recursive names (name) as (
    select min(author) from articles
    union all select (select min(author) from articles where author > name) from names where name is not null)
select name from names where name is not null
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition over `articles_facts` (as ``a``) and its values; ids that the matches lie between."""

    sql: str
    values: tuple[Value, ...]
    range: str = ""
    ids: tuple[Value, ...] = ()


def compiled(connection: Connection, query: Query) -> Filter:
    """The filters of a query. A category or an author is compared without case and marks."""
    parts: list[tuple[str, tuple[Value, ...]]] = []
    if query.portal:
        parts.append(("a.portal = ?", (query.portal,)))
    if query.since:
        parts.append(("a.published_at >= ?", (query.since,)))
    if query.until:
        parts.append(("substr(a.published_at, 1, ?) <= ?", (len(query.until), query.until)))
    if query.category is not None:
        ids = _category_ids(connection, query.category)
        listed = "select 1 from article_categories where article_id = a.id and category_id in"
        parts.append((f"exists ({listed} ({_marks(ids)}))", ids))
    if query.author:
        names = _authors(connection, query.author)
        parts.append((f"exists (select 1 from articles b where b.author in ({_marks(names)}) and b.id = a.id)", names))
    condition = " and ".join(map(itemgetter(0), parts)) or "true"
    values = tuple(chain.from_iterable(map(itemgetter(1), parts)))
    if not query.portal:
        return Filter(condition, values)
    # A portal is crawled at a stretch, so its ids lie together, and FTS5 need not read what lies outside.
    ends = connection.execute("select min(id), max(id) from articles where portal = ?", (query.portal,)).fetchone()
    return Filter(condition, values, "and f.rowid between ? and ?", ends)


def _marks(values: tuple[Value, ...]) -> str:
    return ", ".join("?" * len(values))


def _category_ids(connection: Connection, category: str | int) -> tuple[Value, ...]:
    """The categories meant, with those that are the same list under another address, and those below."""
    if isinstance(category, int):
        chosen: list[Value] = [category]
    else:
        wanted = fold(category)
        chosen = [row[0] for row in connection.execute(_CATEGORIES) if fold(row[1]) == wanted]
    below = connection.execute(
        f"""with recursive inside (id) as (
            select id from categories where id in ({_marks(tuple(chosen))})
            union select c.id from categories c join inside i on c.parent_id = i.id or c.same_as = i.id)
        select id from inside""",
        chosen,
    )
    return tuple(column(below))


def _authors(connection: Connection, author: str) -> tuple[Value, ...]:
    wanted = fold(author)
    return tuple(row[0] for row in connection.execute(_AUTHORS) if wanted in fold(row[0]))
