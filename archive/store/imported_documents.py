"""Legal documents that came as records without pages: stored like pages that showed the same."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

from archive.records import Attachment, Capture, Document
from archive.store import documents
from archive.store.document_history import OWN

Record = dict[str, Any]
RECORDS = "records"
"""The source that records are of a document without a page of its own: what a list tells later stands before it."""
WITHOUT_PAGE = "vb:@"
"""How the ids of documents begin that have no page of their own."""
_FILLED = ("media_type", "bytes", "sha256", "text", "state", "confidence")
_FILL = f"""
update document_files set filename = iif(state is null and capture_id is null, :filename, filename),
    {", ".join(f"{name} = coalesce({name}, :{name})" for name in _FILLED)}
where document_id = :document and url = :url
"""
_SEEN = """
update documents set first_seen_at = min(first_seen_at, :first_seen_at),
    last_seen_at = max(last_seen_at, :last_seen_at),
    gone_at = iif(capture_id = :capture, :gone_at, gone_at),
    gone_reason = iif(capture_id = :capture, :gone_reason, gone_reason)
where id = :document
"""


def store(connection: Connection, capture: Capture, record: Record) -> None:
    """Store one revision of a document; the latest brings what hangs on the document."""
    connection.execute("insert or ignore into portals (slug) values (?)", (record["portal"],))
    has_page = not str(record["native_id"]).startswith(WITHOUT_PAGE)
    document = _document(record)
    source = OWN if has_page else RECORDS
    documents.store(connection, (document,), capture, is_own=has_page, source=source)
    if not record["is_latest"]:
        return
    (document_id,) = connection.execute("select id from documents where key = ?", (document.key,)).fetchone()
    for each in record["files"]:
        connection.execute(_FILL, {**each, "document": document_id})
    documents.read_anew(connection, [document_id])
    seen = {name: record[name] for name in ("first_seen_at", "last_seen_at", "gone_at", "gone_reason")}
    connection.execute(_SEEN, {**seen, "capture": capture.id, "document": document_id})


def _document(record: Record) -> Document:
    files = []
    for each in record["files"]:
        if each["offered"]:
            files.append(Attachment(each["url"], each["label"] or each["filename"]))
    return Document(
        record["portal"], record["native_id"], record["url"], record["number_raw"], record["kind"], record["issuer"],
        record["signer"], record["issued_raw"], record["issued"], record["effective_raw"], record["effective"],
        record["status"], record["field"], record["abstract"], tuple(files),
    )  # fmt: skip
