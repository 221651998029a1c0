"""The table of what pages are shown with, as it was released: never edited."""

from __future__ import annotations

STATEMENTS = (
    """create table resources (
        portal text not null references portals(slug) on update cascade, url text not null, use text not null,
        depth integer not null, pages integer not null default 0, at_home integer not null default 0,
        state text, tries integer not null default 0, observed_at text,
        capture_id integer references captures(id), media_type text not null default '',
        bytes integer not null default 0, sha256 text not null default '',
        primary key (portal, url)) without rowid""",
    "create index resources_url on resources (url)",
    "create index resources_capture_id on resources (capture_id)",
)
