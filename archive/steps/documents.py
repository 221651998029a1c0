"""The tables of legal documents and of the places that name them, as they were released: never edited."""

from __future__ import annotations

STATEMENTS = (
    """create table documents (
        id integer primary key, key text not null unique, portal text not null references portals(slug)
            on update cascade,
        native_id text not null, url text not null, number text not null, number_raw text not null,
        kind text not null, issuer text not null, signer text not null, issued text, issued_raw text not null,
        effective text, effective_raw text not null, status text not null, field text not null,
        abstract text not null, year integer, first_seen_at text not null, last_seen_at text not null,
        gone_at text, gone_reason text,
        capture_id integer not null references captures(id), unique (portal, native_id))""",
    # What the newest list and the newest page of its own say of each document: `documents` is made of both.
    """create table document_accounts (
        document_id integer not null references documents(id) on update cascade, is_own integer not null,
        capture_id integer not null references captures(id), content text not null,
        primary key (document_id, is_own)) without rowid""",
    """create table document_files (
        document_id integer not null references documents(id) on update cascade, url text not null,
        position integer not null, label text not null, filename text not null, state text, media_type text,
        bytes integer, sha256 text, text text, confidence real, capture_id integer references captures(id),
        primary key (document_id, url)) without rowid""",
    """create table mentions (
        article_id integer not null references articles(id) on update cascade, part text not null, url text not null,
        offset integer not null, printed text not null, number text not null, kind text not null, year integer,
        dated text, primary key (article_id, part, url, offset)) without rowid""",
    """create view document_mentions as
        select d.id as document_id, d.key as document_key, d.portal as document_portal, m.article_id, m.part, m.url,
            m.offset, m.printed, m.number, m.kind, m.year, m.dated
        from mentions m join documents d on d.number = m.number
        where (m.dated is null or d.issued is null or m.dated = d.issued)
            and (m.year is null or d.year is null or m.year = d.year)""",
    """create virtual table documents_fts using fts5 (
        number, abstract, kind, issuer, signer, files, tokenize='unicode61 remove_diacritics 2')""",
    "create index documents_url on documents (url)",
    "create index documents_number on documents (number)",
    "create index documents_issued on documents (portal, issued)",
    "create index documents_capture_id on documents (capture_id)",
    "create index document_accounts_capture_id on document_accounts (capture_id)",
    "create index document_files_url on document_files (url)",
    "create index document_files_sha256 on document_files (sha256)",
    "create index document_files_capture_id on document_files (capture_id)",
    "create index mentions_number on mentions (number)",
)
