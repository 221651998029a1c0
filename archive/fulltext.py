"""The two full-text indexes over articles: their tables, and the triggers that keep them in step, in plain SQL.

`articles_fts` holds folded words (every Vietnamese mark off, đ as d); `articles_fts_exact` holds words as published.
Both index the view `articles_text`, so that highlight() and snippet() print the original, and both have the columns
title, lead, body and attachments (the text of an article's files). Nothing here needs a function of ours: any SQLite
shell can query and write the archive.

FTS5 has to be told exactly what was indexed when a row goes. Hence every trigger runs after the change and takes the
texts before it from ``old``. An article whose id changes takes its attachments along (a cascade, which runs before the
trigger on articles); the triggers on attachments leave that case to it, knowing it by the old article being gone.
"""

from __future__ import annotations

from sqlite3 import Connection, DatabaseError

COLUMNS = ("title", "lead", "body", "attachments")
FOLDED, EXACT = "articles_fts", "articles_fts_exact"


def _without_stroke(text: str) -> str:
    """unicode61 takes every Vietnamese mark off but leaves đ, so plain SQL does that."""
    return f"replace(replace({text}, 'đ', 'd'), 'Đ', 'D')"


_TEXTS = ("t.title", "t.lead", "t.body", "t.attachments")
_FILLED = {FOLDED: ", ".join(map(_without_stroke, _TEXTS)), EXACT: ", ".join(_TEXTS)}
"""What each index is given, of the view `articles_text` as t."""


def fill(connection: Connection) -> None:
    """Index every article anew. FTS5's own ``rebuild`` would take the original into the folded index, đ and all."""
    for table in (FOLDED, EXACT):
        connection.execute(f"insert into {table} ({table}) values ('delete-all')")
    for table, shown in _FILLED.items():
        connection.execute(
            f"insert into {table} (rowid, {', '.join(COLUMNS)}) select t.id, {shown} from articles_text t"
        )


def is_made_by_others(connection: Connection) -> bool:
    """Whether another program has made the folded index anew, with FTS5's own ``rebuild``: no word of it begins with đ
    as it is filled here."""
    found = connection.execute(f"select 1 from {FOLDED} where {FOLDED} match ? limit 1", ('"đ" *',))
    return found.fetchone() is not None


def drifted(connection: Connection) -> tuple[str, ...]:
    """The indexes that do not hold what the articles say: compared with one made anew, word by word.

    Takes as long as filling them; the new one lies in SQLite's temporary store.
    """
    found = []
    for table, shown in _FILLED.items():
        if _is_drifted(connection, table, shown):
            found.append(table)
    return tuple(found)


def _is_drifted(connection: Connection, table: str, shown: str) -> bool:
    try:
        connection.execute(f"insert into {table} ({table}) values ('integrity-check')")
        ids = f"select id from {table}_docsize"
        (odd,) = connection.execute(
            f"select exists ({ids} except select id from articles) or exists (select id from articles except {ids})"
        ).fetchone()
    except DatabaseError:
        return True
    return bool(odd) or _counts_differ(connection, table, shown)


def _counts_differ(connection: Connection, table: str, shown: str) -> bool:
    """Whether an index made anew counts other words."""
    (made,) = connection.execute("select sql from sqlite_master where name = ?", (table,)).fetchone()
    tokens = "tokenize=" + made.rpartition("tokenize=")[2].partition("'")[2].partition("'")[0].join("''")
    columns = ", ".join(COLUMNS)
    connection.execute(f"create virtual table temp.anew using fts5 ({columns}, content='', {tokens})")
    try:
        connection.execute(f"insert into temp.anew (rowid, {columns}) select t.id, {shown} from articles_text t")
        connection.execute("create virtual table temp.words_anew using fts5vocab ('temp', 'anew', 'row')")
        connection.execute(f"create virtual table temp.words using fts5vocab ('main', '{table}', 'row')")
        here, anew = ("select term, doc, cnt from temp.words", "select term, doc, cnt from temp.words_anew")
        more = connection.execute(f"{here} except {anew} limit 1").fetchone()
        less = connection.execute(f"{anew} except {here} limit 1").fetchone()
        return more is not None or less is not None
    finally:
        for name in ("words", "words_anew", "anew"):
            connection.execute(f"drop table if exists temp.{name}")
