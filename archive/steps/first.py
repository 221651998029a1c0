"""The tables, indexes and full text of the first release, as it made them. Released: never edited."""

from __future__ import annotations

_ARTICLE = "references articles(id) on update cascade"
_CATEGORY = "references categories(id) on update cascade"

TABLES = (
    """create table portals (
        slug text primary key, title text not null default '', base_url text not null default '',
        platform text not null default '', owner text not null default '', address text not null default '',
        phone text not null default '', email text not null default '')""",
    """create table runs (
        id integer primary key, portal text not null references portals(slug), target text not null default '',
        parser text not null default '', started_at text not null, finished_at text, outcome text,
        requests integer, new integer, revised integer, unchanged integer, gone integer, failed integer)""",
    f"""create table categories (
        id integer primary key, portal text not null references portals(slug), parent_id integer {_CATEGORY},
        title text not null default '', url text not null, declared_total integer, walked_at text,
        same_as integer {_CATEGORY}, parent_url text, same_as_url text, capture_id integer,
        unique (portal, url))""",
    f"""create table articles (
        id integer primary key, key text not null unique, portal text not null references portals(slug),
        native_id text not null, url text not null, title text not null, lead text not null default '',
        body text not null default '', author text, poster text, source text, published_at text,
        published_precision text, published_raw text, view_count integer, word_count integer not null default 0,
        content_sha256 text not null, duplicate_of integer {_ARTICLE}, first_seen_at text not null,
        last_seen_at text not null, gone_at text, gone_reason text, capture_id integer not null,
        unique (portal, native_id))""",
    f"""create table captures (
        id integer primary key, run_id integer not null references runs(id), url text not null,
        fetched_at text not null, status integer not null, media_type text not null, sha256 text not null,
        warc_file text not null, warc_offset integer not null, warc_length integer not null,
        role text not null default '', article_id integer {_ARTICLE}, content_sha256 text)""",
    f"""create table article_categories (
        article_id integer not null {_ARTICLE}, category_id integer not null {_CATEGORY},
        primary key (article_id, category_id)) without rowid""",
    f"""create table article_urls (
        url text primary key, article_id integer not null {_ARTICLE}) without rowid""",
    f"""create table revisions (
        id integer primary key, article_id integer not null {_ARTICLE}, number integer not null,
        captured_at text not null, title text not null, lead text not null, body text not null,
        content_sha256 text not null, capture_id integer not null references captures(id),
        unique (article_id, number))""",
    f"""create table view_counts (
        article_id integer not null {_ARTICLE}, observed_at text not null, views integer not null,
        primary key (article_id, observed_at)) without rowid""",
    f"""create table images (
        id integer primary key, article_id integer not null {_ARTICLE}, url text not null,
        caption text not null default '', media_type text, bytes integer, sha256 text, text text,
        capture_id integer references captures(id), shown_by integer not null references captures(id),
        unique (article_id, url))""",
    f"""create table attachments (
        id integer primary key, article_id integer not null {_ARTICLE}, url text not null,
        filename text not null default '', media_type text, bytes integer, sha256 text, text text,
        capture_id integer references captures(id), shown_by integer not null references captures(id),
        unique (article_id, url))""",
    f"""create table coverage (
        run_id integer not null references runs(id), category_id integer not null {_CATEGORY},
        declared integer, listed integer not null, stored integer not null, pages integer not null,
        gaps integer not null, missing text not null default '', primary key (run_id, category_id)) without rowid""",
    """create table problems (
        run_id integer not null references runs(id), capture_id integer references captures(id), url text not null,
        kind text not null, detail text not null default '', observed_at text)""",
    f"""create table list_pages (
        run_id integer not null references runs(id), category_id integer not null {_CATEGORY},
        number integer not null, url text not null, capture_id integer references captures(id), state text not null,
        entries integer not null, declared_total integer, declared_pages integer,
        primary key (run_id, category_id, number)) without rowid""",
    """create table met_addresses (
        portal text not null references portals (slug) on update cascade,
        url text not null,
        native_id text not null,
        primary key (portal, url)) without rowid""",
    f"""create table list_entries (
        category_id integer not null {_CATEGORY}, native_id text not null, url text not null, title text not null,
        page integer not null, first_run_id integer not null references runs(id),
        last_run_id integer not null references runs(id), capture_id integer not null,
        primary key (category_id, native_id)) without rowid""",
)

INDEXES = (
    "create index runs_portal on runs (portal)",
    "create index categories_parent_id on categories (parent_id)",
    "create index categories_same_as on categories (same_as)",
    "create index articles_content_sha256 on articles (content_sha256)",
    "create index articles_published_at on articles (published_at)",
    "create index articles_duplicate_of on articles (duplicate_of) where duplicate_of is not null",
    "create index captures_run_id on captures (run_id)",
    "create index captures_url on captures (url)",
    "create index captures_sha256 on captures (sha256)",
    "create index captures_article_id on captures (article_id)",
    "create index captures_place on captures (warc_file, warc_offset)",
    "create index article_categories_category_id on article_categories (category_id)",
    "create index article_urls_article_id on article_urls (article_id)",
    "create index revisions_capture_id on revisions (capture_id)",
    "create index coverage_category_id on coverage (category_id)",
    "create index problems_run_id on problems (run_id, kind)",
    "create index problems_capture_id on problems (capture_id)",
    "create index list_pages_category_id on list_pages (category_id)",
    "create index list_entries_native_id on list_entries (native_id)",
    "create index met_addresses_native_id on met_addresses (portal, native_id)",
    "create index list_entries_last_run_id on list_entries (last_run_id, category_id)",
)


def _indexed(row: str) -> str:
    """The text FTS5 is given: unicode61 takes every Vietnamese mark off but leaves đ, so plain SQL does that."""
    return ", ".join(f"replace(replace({row}.{column}, 'đ', 'd'), 'Đ', 'D')" for column in ("title", "lead", "body"))


_INSERT = f"insert into articles_fts (rowid, title, lead, body) values (new.id, {_indexed('new')});"
# FTS5 has to be told exactly what was indexed, or the index silently rots.
_DELETE = (
    f"insert into articles_fts (articles_fts, rowid, title, lead, body) values ('delete', old.id, {_indexed('old')});"
)

SEARCH = (
    """create virtual table articles_fts using fts5 (
        title, lead, body, content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    f"create trigger articles_fts_insert after insert on articles begin {_INSERT} end",
    f"create trigger articles_fts_delete after delete on articles begin {_DELETE} end",
    f"""create trigger articles_fts_update after update of id, title, lead, body on articles
        when old.id is not new.id or old.title is not new.title or old.lead is not new.lead
            or old.body is not new.body
        begin {_DELETE} {_INSERT} end""",
)

STATEMENTS = (*TABLES, *INDEXES, *SEARCH)
