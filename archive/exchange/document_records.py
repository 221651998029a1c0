"""Legal documents as records of JSON lines: each with its files and what its portal changed of it, complete and without
what only one archive knows, so that they are taken in elsewhere and written there the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any

Record = dict[str, Any]
DOCUMENT = (
    "key", "portal", "native_id", "url", "number_raw", "kind", "issuer", "signer", "issued_raw", "issued",
    "effective_raw", "effective", "status", "field", "abstract", "first_seen_at", "last_seen_at", "gone_at",
    "gone_reason",
)  # fmt: skip
"""What is taken in of a document; the rest follows from it."""
TOLD = (*DOCUMENT, "number", "year")
FILE = ("url", "filename", "label", "media_type", "bytes", "sha256", "text", "state")
CONFIDENCE = "confidence"
OFFERED = "offered"
"""1 where the portal still offers the file, 0 where it did once; records that do not say so know of none of those."""
REVISION = (
    "revision", "captured_at", "url", "number", "kind", "issuer", "signer", "issued", "effective", "status", "field",
    "abstract", "files",
)  # fmt: skip


def documents(connection: Connection, ids: Sequence[int]) -> Iterator[Record]:
    """The documents with some ids, in this order."""
    for document_id in ids:
        row = connection.execute(f"select {', '.join(TOLD)} from documents where id = ?", (document_id,)).fetchone()
        record: Record = {"record": "document", **dict(zip(TOLD, row, strict=True))}
        record["files"] = _rows(connection, "document_files", (*FILE, CONFIDENCE, OFFERED), "position", document_id)
        record["revisions"] = _rows(connection, "document_revisions", REVISION, "revision", document_id)
        for each in record["revisions"]:
            each["files"] = each["files"].splitlines()
        yield record


def _rows(connection: Connection, table: str, columns: tuple[str, ...], order: str, document_id: int) -> list[Record]:
    found: list[Record] = []
    chosen = f"select {', '.join(columns)} from {table} where document_id = ? order by {order}"
    for row in connection.execute(chosen, (document_id,)).fetchall():
        found.append(dict(zip(columns, row, strict=True)))
    return found


def parts(record: Record) -> Iterator[Record]:
    """A record that was checked as one for each of its revisions: what a capture of that time would have shown. The
    last one bears what hangs on the document."""
    whole = dict(record)
    *earlier, latest = whole.pop("revisions")
    labels = {file["url"]: file["label"] or "" for file in whole["files"]}
    for each in earlier:
        files = []
        for url in each["files"]:
            files.append(dict.fromkeys(FILE) | {"url": url, "filename": "", "label": labels.get(url, ""), OFFERED: 1})
        shown = {name: each[name] for name in ("url", "kind", "issuer", "signer", "issued", "effective", "status")}
        shown |= {"field": each["field"], "abstract": each["abstract"], "number_raw": each["number"], "files": files}
        shown |= {"issued_raw": each["issued"] or "", "effective_raw": each["effective"] or ""}
        yield {**whole, **shown, "captured_at": each["captured_at"]}
    yield {**whole, "captured_at": latest["captured_at"]}
