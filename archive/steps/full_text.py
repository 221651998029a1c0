"""The two indexes over the view `articles_text`, and their triggers, as the release made them that brought the text of
files. Released: never edited. What they hold is told in `archive.fulltext`."""

from __future__ import annotations

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


_OLD = (
    "drop trigger if exists articles_fts_insert",
    "drop trigger if exists articles_fts_delete",
    "drop trigger if exists articles_fts_update",
    "drop table if exists articles_fts",
)
_TEXTS = ("t.title", "t.lead", "t.body", "t.attachments")
_FILLED = {FOLDED: ", ".join(map(_without_stroke, _TEXTS)), EXACT: ", ".join(_TEXTS)}
_FILL = tuple(
    f"insert into {table} (rowid, {', '.join(COLUMNS)}) select t.id, {shown} from articles_text t"
    for table, shown in _FILLED.items()
)
STATEMENTS = (*_OLD, _VIEW, *_TABLES, _FACTS, *_FILL, *_triggers())
