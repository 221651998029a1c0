"""The files of pages that are neither lists nor news, as they were released: never edited."""

from __future__ import annotations

_FOLDED = "replace(replace({}, 'đ', 'd'), 'Đ', 'D')"

STATEMENTS = (
    """create table page_files (
        portal text not null, page_url text not null, url text not null, position integer not null,
        label text not null, filename text not null, state text, media_type text, bytes integer, sha256 text, text text,
        confidence real, capture_id integer references captures(id),
        shown_by integer not null references captures(id), primary key (portal, page_url, url),
        foreign key (portal, page_url) references page_urls (portal, url) on update cascade) without rowid""",
    "create index page_files_url on page_files (portal, url)",
    "create index page_files_sha256 on page_files (sha256)",
    "create index page_files_capture_id on page_files (capture_id)",
    "create index page_files_shown_by on page_files (shown_by)",
    "drop index page_urls_gist",
    "drop table pages_fts",
    """create virtual table pages_fts using fts5 (
        title, way, text, files, tokenize='unicode61 remove_diacritics 2')""",
    f"""insert into pages_fts (rowid, title, way, text, files)
        select id, {_FOLDED.format("title")}, {_FOLDED.format("way")}, {_FOLDED.format("text")}, '' from pages""",
)
