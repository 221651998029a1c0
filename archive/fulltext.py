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

# Datasette and sqlite-utils look for an index of a table by the text content="table" in its definition.
_TABLES = (
    f"""create virtual table {FOLDED} using fts5 (
        title, lead, body, attachments, content="articles_text", content_rowid='id',
        tokenize='unicode61 remove_diacritics 2' /* found by this: content="articles" */)""",
    f"""create virtual table {EXACT} using fts5 (
        title, lead, body, attachments, content="articles_text", content_rowid='id',
        tokenize='unicode61 remove_diacritics 0')""",
)


def _joined(rows: str) -> str:
    return f"(select group_concat(text, char(10, 10)) from ({rows} order by id))"


def _files(where: str) -> str:
    return _joined(f"select id, text from attachments where {where} and text <> ''")


_VIEW = f"""create view articles_text as
    select id, title, lead, body, {_files("article_id = articles.id")} as attachments from articles"""

# Filters, copies and dates are read for every match: beside the bodies that would take a page or two each.
_FACTS = "create index articles_facts on articles (id, portal, published_at, duplicate_of)"


def _without_stroke(text: str) -> str:
    """unicode61 takes every Vietnamese mark off but leaves đ, so plain SQL does that."""
    return f"replace(replace({text}, 'đ', 'd'), 'Đ', 'D')"


def _write(command: str, row: str, files: str, source: str = "") -> str:
    """Statements that put one row into both indexes, or take it out (command ``delete``)."""
    texts = [f"{row}.title", f"{row}.lead", f"{row}.body", files]
    folded = list(map(_without_stroke, texts))
    return _write_into(FOLDED, folded, command, row, source) + " " + _write_into(EXACT, texts, command, row, source)


def _write_into(table: str, texts: list[str], command: str, row: str, source: str) -> str:
    columns, values = f"rowid, {', '.join(COLUMNS)}", f"{row}.id, {', '.join(texts)}"
    if command:
        columns, values = f"{table}, {columns}", f"'{command}', {values}"
    return f"insert into {table} ({columns}) select {values} {source};"


def _reindex(article: str, before: str) -> str:
    """Statements that index an article anew after one of its files changed; ``before`` is what the files held."""
    source = f"from articles a where a.id = {article}"
    after = _files(f"article_id = {article}")
    return _write("delete", "a", before, source) + " " + _write("", "a", after, source)


def _triggers() -> tuple[str, ...]:
    both = _files("article_id in (old.id, new.id)")
    others = "select id, text from attachments where article_id = {} and id <> {} and text <> ''"
    with_old = "{} union all select old.id, old.text where old.text <> ''"
    as_before = _joined(with_old.format(others.format("old.article_id", "new.id")))
    moved = _reindex("new.article_id", _joined(others.format("new.article_id", "new.id")))
    return (
        f"""create trigger articles_fts_insert after insert on articles
            begin {_write("", "new", _files("article_id = new.id"))} end""",
        f"""create trigger articles_fts_delete after delete on articles
            begin {_write("delete", "old", _files("article_id = old.id"))} end""",
        f"""create trigger articles_fts_update after update of id, title, lead, body on articles
            when old.id is not new.id or old.title is not new.title or old.lead is not new.lead
                or old.body is not new.body
            begin {_write("delete", "old", both)} {_write("", "new", both)} end""",
        f"""create trigger attachments_fts_insert after insert on attachments when new.text <> ''
            begin {_reindex("new.article_id", _joined(others.format("new.article_id", "new.id")))} end""",
        f"""create trigger attachments_fts_delete after delete on attachments when old.text <> ''
            begin {_reindex("old.article_id", as_before.replace("new.id", "old.id"))} end""",
        f"""create trigger attachments_fts_update after update of id, article_id, text on attachments
            when old.article_id = new.article_id and (old.text is not new.text or old.id is not new.id)
                and coalesce(old.text, new.text, '') || coalesce(new.text, '') <> ''
            begin {_reindex("old.article_id", as_before)} end""",
        f"""create trigger attachments_fts_move after update of article_id on attachments
            when old.article_id <> new.article_id and coalesce(old.text, '') || coalesce(new.text, '') <> ''
                and exists (select 1 from articles where id = old.article_id)
            begin {_reindex("old.article_id", as_before)} {moved} end""",
    )


def install(connection: Connection) -> None:
    """Replace the index of the first release by the two, and fill them from what is stored."""
    for name in ("insert", "delete", "update"):
        connection.execute(f"drop trigger if exists articles_fts_{name}")
    connection.execute(f"drop table if exists {FOLDED}")
    for statement in (_VIEW, *_TABLES, _FACTS):
        connection.execute(statement)
    fill(connection)
    for statement in _triggers():
        connection.execute(statement)


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
