"""The tables of the pages that are neither lists nor news, as they were released: never edited."""

from __future__ import annotations

STATEMENTS = (
    """create table pages (
        id integer primary key, key text not null unique,
        portal text not null references portals(slug) on update cascade, url text not null, title text not null,
        way text not null, text text not null, word_count integer not null, content_sha256 text not null,
        first_seen_at text not null, last_seen_at text not null,
        capture_id integer not null references captures(id), unique (portal, content_sha256))""",
    # Every address that is known, asked for or not; those that show the same page have its `page_id`.
    """create table page_urls (
        portal text not null references portals(slug) on update cascade, url text not null,
        way text not null default '', in_menu integer not null default 0, depth integer not null default 0,
        noted_by integer not null default 0, state text, tries integer not null default 0, observed_at text,
        first_capture_id integer references captures(id), capture_id integer references captures(id),
        content_sha256 text not null default '', gist text not null default '', crumbs text not null default '',
        page_id integer references pages(id) on update cascade on delete set null,
        primary key (portal, url)) without rowid""",
    """create table whole_runs (
        run_id integer primary key references runs(id), max_pages integer not null, max_bytes integer not null,
        max_depth integer not null, max_of_host integer not null)""",
    """create table pages_left_out (
        run_id integer not null references runs(id), reason text not null, count integer not null,
        example text not null, primary key (run_id, reason)) without rowid""",
    """create virtual table pages_fts using fts5 (
        title, way, text, tokenize='unicode61 remove_diacritics 2')""",
    "create index pages_url on pages (url)",
    "create index pages_capture_id on pages (capture_id)",
    "create index page_urls_url on page_urls (url)",
    "create index page_urls_page_id on page_urls (page_id)",
    "create index page_urls_content on page_urls (portal, content_sha256)",
    "create index page_urls_gist on page_urls (portal, gist)",
    "create index page_urls_capture_id on page_urls (capture_id)",
    "create index page_urls_first_capture_id on page_urls (first_capture_id)",
)
