"""The tables of numbers, the indexes for what readers ask of all articles, and their triggers, as they were released:
never edited. What they hold is told in `archive.tallies`."""

from __future__ import annotations

MONTHS, CATEGORIES = "month_counts", "category_counts"

_TABLES = (
    f"""create table {MONTHS} (
        portal text not null references portals(slug) on update cascade, month text not null,
        articles integer not null, primary key (portal, month)) without rowid""",
    f"""create table {CATEGORIES} (
        category_id integer not null references categories(id) on update cascade, year text not null,
        articles integer not null, primary key (category_id, year)) without rowid""",
)
_INDEXES = (
    "create index articles_views on articles (view_count) where view_count is not null",
    "create index articles_gone_at on articles (gone_at) where gone_at is not null",
    "create index articles_author on articles (author, published_at)",
    "create index articles_dates on articles (portal, published_at)",
    "create index revisions_later on revisions (captured_at) where number > 1",
)
"""What the questions that are ready in Datasette are answered from."""

_FILLED = {
    MONTHS: "select portal, coalesce(substr(published_at, 1, 7), ''), count(*) from articles group by 1, 2",
    CATEGORIES: """select x.category_id, coalesce(substr(a.published_at, 1, 4), ''), count(*)
        from article_categories x join articles a on a.id = x.article_id group by 1, 2""",
}


def _part(row: str, length: int) -> str:
    return f"coalesce(substr({row}.published_at, 1, {length}), '')"


def _more(table: str, key: str, values: str) -> str:
    """A statement that counts one more; ``values`` is a select of two columns."""
    return (
        f"insert into {table} ({key}, articles) select {values}, 1 where true "
        "on conflict do update set articles = articles + 1;"
    )


def _month(row: str, *, more: bool) -> str:
    if more:
        return _more(MONTHS, "portal, month", f"{row}.portal, {_part(row, 7)}")
    where = f"where portal = {row}.portal and month = {_part(row, 7)}"
    return f"update {MONTHS} set articles = articles - 1 {where}; delete from {MONTHS} {where} and articles = 0;"


def _triggers() -> tuple[str, ...]:
    year = "(select coalesce(substr(published_at, 1, 4), '') from articles where id = {}.article_id)"
    one_less = f"where category_id = old.category_id and year = coalesce({year.format('old')}, '')"
    of_article = "in (select category_id from article_categories where article_id = new.id)"
    old_year = f"where category_id {of_article} and year = {_part('old', 4)}"
    return (
        f"create trigger {MONTHS}_insert after insert on articles begin {_month('new', more=True)} end",
        f"create trigger {MONTHS}_delete after delete on articles begin {_month('old', more=False)} end",
        f"""create trigger {MONTHS}_update after update of portal, published_at on articles
            when old.portal is not new.portal or {_part("old", 7)} is not {_part("new", 7)}
            begin {_month("old", more=False)} {_month("new", more=True)} end""",
        f"""create trigger {CATEGORIES}_insert after insert on article_categories
            begin {_more(CATEGORIES, "category_id, year", f"new.category_id, coalesce({year.format('new')}, '')")}
            end""",
        f"""create trigger {CATEGORIES}_delete after delete on article_categories
            begin update {CATEGORIES} set articles = articles - 1 {one_less};
            delete from {CATEGORIES} {one_less} and articles = 0; end""",
        f"""create trigger {CATEGORIES}_update after update of published_at on articles
            when {_part("old", 4)} is not {_part("new", 4)}
            begin update {CATEGORIES} set articles = articles - 1 {old_year};
            delete from {CATEGORIES} {old_year} and articles = 0;
            insert into {CATEGORIES} (category_id, year, articles)
                select category_id, {_part("new", 4)}, 1 from article_categories where article_id = new.id
                on conflict do update set articles = articles + 1; end""",
    )


_FILL = tuple(f"insert into {table} {counted}" for table, counted in _FILLED.items())
STATEMENTS = (*_TABLES, *_INDEXES, *_FILL, *_triggers())
