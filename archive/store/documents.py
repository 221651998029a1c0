"""Legal documents: what the newest page of a list and the newest page of its own say of each, whichever came first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from sqlite3 import Connection
from typing import Any

from archive.codec import as_json
from archive.numbers import kind_of, number_in, year_of
from archive.records import DOCUMENTS, Capture, Document
from archive.store import document_files, document_history, mentions
from archive.store.document_history import FIELDS, OWN, files_of, first_with

_ACCOUNT = """
insert into document_accounts (document_id, is_own, capture_id, content) values (:id, :is_own, :capture, :content)
on conflict (document_id, is_own) do update set capture_id = excluded.capture_id, content = excluded.content
where (select fetched_at, id from captures where id = excluded.capture_id)
    >= (select fetched_at, id from captures where id = document_accounts.capture_id)
"""
_UPDATE = """
update documents set url = :url, number = :normal, number_raw = :number, kind = :kind, issuer = :issuer,
    signer = :signer, issued = :issued_on, issued_raw = :issued, effective = :effective_on,
    effective_raw = :effective, status = :status, field = :field, abstract = :abstract, year = :year,
    first_seen_at = min(first_seen_at, :seen_at), last_seen_at = max(last_seen_at, :seen_at), capture_id = :capture,
    gone_at = null, gone_reason = null
where id = :id
"""
_NEW = """
insert into documents (id, key, portal, native_id, url, number, number_raw, kind, issuer, signer, issued_raw,
    effective_raw, status, field, abstract, first_seen_at, last_seen_at, capture_id)
values (?, ?, ?, ?, ?, '', '', '', '', '', '', '', '', '', '', ?, ?, ?)
"""
_FILE = """
insert into document_files (document_id, url, position, label, filename, offered) values (?, ?, ?, ?, ?, ?)
on conflict (document_id, url) do update set position = excluded.position, label = excluded.label,
    offered = excluded.offered
"""
_FOLDED = "replace(replace({}, 'đ', 'd'), 'Đ', 'D')"
"""unicode61 takes every Vietnamese mark off but leaves đ."""
_INDEX = f"""
insert into documents_fts (rowid, number, abstract, kind, issuer, signer, files)
select id, {_FOLDED.format("number || ' ' || number_raw")}, {_FOLDED.format("abstract")}, {_FOLDED.format("kind")},
    {_FOLDED.format("issuer")}, {_FOLDED.format("signer")},
    coalesce((select group_concat({_FOLDED.format("text")}, char(10)) from document_files
        where document_id = documents.id), '')
from documents where id = ?
"""


def store(
    connection: Connection, documents: Iterable[Document], capture: Capture, *, is_own: bool, source: str = OWN
) -> None:
    """Store documents as one capture shows them: in the rows of a list (the `source`, by its address), or (`is_own`) on
    a page of their own."""
    for position, document in enumerate(islice(documents, DOCUMENTS)):
        document_id = _id_of(connection, document, capture, capture.id * DOCUMENTS + position)
        content = json.dumps(as_json(document), ensure_ascii=False)
        connection.execute(_ACCOUNT, {"id": document_id, "is_own": is_own, "capture": capture.id, "content": content})
        is_new = document_history.observe(connection, document_id, source, content, capture)
        _show(connection, document_id, capture)
        if is_new:
            mentions.of_document(connection, document_id)


def _id_of(connection: Connection, document: Document, capture: Capture, first: int) -> int:
    """The id of a document's row, which is made where there is none; it becomes smaller when an earlier capture comes
    later."""
    row = connection.execute("select id from documents where key = ?", (document.key,)).fetchone()
    if row is None:
        at = capture.fetched_at
        connection.execute(
            _NEW, (first, document.key, document.portal, document.native_id, document.url, at, at, capture.id)
        )
        return first
    if first < row[0]:
        connection.execute("delete from documents_fts where rowid = ?", (row[0],))
        connection.execute("update documents set id = ? where id = ?", (first, row[0]))
        return first
    return int(row[0])


def _show(connection: Connection, document_id: int, capture: Capture) -> None:
    """Make a document say what is told of it: by its own page, and where that says nothing, by its lists."""
    told = document_history.accounts_of(connection, document_id)
    (newest,) = connection.execute(
        "select max(capture_id) from document_accounts where document_id = ?", (document_id,)
    ).fetchone()
    values: dict[str, Any] = {"id": document_id, "url": told[0]["url"], "seen_at": capture.fetched_at}
    values["capture"] = newest
    for name in FIELDS:
        source = first_with(told, name)
        values[name] = source.get(name, "")
        if name in ("issued", "effective"):
            values[f"{name}_on"] = source.get(f"{name}_on")
    values["normal"] = number_in(values["number"])
    values["kind"] = values["kind"] or kind_of(values["normal"])
    values["year"] = year_of(values["normal"]) or _year(values["issued_on"])
    connection.execute(_UPDATE, values)
    _files(connection, document_id, told)
    document_files.fill(connection, told[0]["portal"], document_id)
    index(connection, document_id)


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None


def _files(connection: Connection, document_id: int, told: list[dict[str, Any]]) -> None:
    """The files of a document, each address once; those that nothing names any more stay, behind the others."""
    offered = files_of(told)
    labels = offered | document_history.once_named(connection, document_id, offered)
    for position, (url, label) in enumerate(labels.items()):
        connection.execute(_FILE, (document_id, url, position, label, label, url in offered))


def index(connection: Connection, document_id: int) -> None:
    """Put what a document says into the full-text index."""
    connection.execute("delete from documents_fts where rowid = ?", (document_id,))
    connection.execute(_INDEX, (document_id,))


def read_anew(connection: Connection, document_ids: Iterable[int]) -> None:
    """Take up that the files of some documents say something else."""
    for document_id in document_ids:
        index(connection, document_id)
        mentions.of_document(connection, document_id)
