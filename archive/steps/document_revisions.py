"""The tables of what legal documents were changed to, and of the documents that they name, as they were released: never
edited."""

from __future__ import annotations

STATEMENTS = (
    # What each list (by its address) and the page of its own ('') said of a document, and from which capture to which.
    """create table document_history (
        document_id integer not null references documents(id) on update cascade, source text not null,
        capture_id integer not null references captures(id), last_capture_id integer not null references captures(id),
        content text not null, primary key (document_id, source, capture_id)) without rowid""",
    """create table document_revisions (
        document_id integer not null references documents(id) on update cascade, revision integer not null,
        captured_at text not null, url text not null, number text not null, kind text not null, issuer text not null,
        signer text not null, issued text, effective text, status text not null, field text not null,
        abstract text not null, files text not null, capture_id integer not null references captures(id),
        primary key (document_id, revision)) without rowid""",
    """create table document_citations (
        document_id integer not null references documents(id) on update cascade, part text not null, url text not null,
        offset integer not null, printed text not null, number text not null, kind text not null, year integer,
        dated text, primary key (document_id, part, url, offset)) without rowid""",
    """create view cited_documents as
        select c.document_id, f.key as document_key, d.id as cited_id, d.key as cited_key, c.part, c.url, c.offset,
            c.printed, c.number, c.kind, c.year, c.dated
        from document_citations c join documents f on f.id = c.document_id join documents d on d.number = c.number
        where d.id <> c.document_id and (c.dated is null or d.issued is null or c.dated = d.issued)
            and (c.year is null or d.year is null or c.year = d.year)""",
    "create index document_history_capture_id on document_history (capture_id)",
    "create index document_history_last_capture_id on document_history (last_capture_id)",
    "create index document_revisions_capture_id on document_revisions (capture_id)",
    "create index document_citations_number on document_citations (number)",
)
