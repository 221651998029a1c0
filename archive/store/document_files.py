"""The files of legal documents: told of what came of asking for them, as those of articles are."""

from __future__ import annotations

from pathlib import PurePosixPath
from sqlite3 import Connection
from urllib.parse import unquote, urlsplit

from archive.records import NOT_STORED, FileState

_LASTING = ", ".join(f"'{state}'" for state in sorted(NOT_STORED))
_TELL = f"""
update document_files set state = f.state, text = :text, confidence = null,
    capture_id = iif(f.state not in ({_LASTING}), f.capture_id, null),
    media_type = iif(f.state not in ({_LASTING}), f.media_type, null),
    bytes = iif(f.state not in ({_LASTING}), f.bytes, null),
    sha256 = iif(f.state not in ({_LASTING}), f.sha256, null)
from files f where f.portal = :portal and f.url = :url and document_files.url = :url
    and document_files.document_id = :id
"""
_READ_BY_MACHINE = f"""
update document_files set state = '{FileState.RECOGNISED}', text = r.text, confidence = r.confidence
from recognised r where r.sha256 = document_files.sha256 and r.text <> ''
    and document_files.state in ('{FileState.SCAN}', '{FileState.NO_TEXT}', '{FileState.RECOGNISED}')
"""
TEXT_KNOWN = """
select text from (
    select t.text from attachments t cross join articles a on a.id = t.article_id
        where t.url = :url and a.portal = :portal
    union all select t.text from document_files t cross join documents d on d.id = t.document_id
        where t.url = :url and d.portal = :portal
    union all select text from page_files indexed by page_files_url where portal = :portal and url = :url)
where text is not null limit 1
"""
"""The text of the file at an address, wherever it was offered first."""
OFFERED = """
select id from document_files t cross join documents d on d.id = t.document_id
where t.url = :url and d.portal = :portal
"""
"""The documents that offer an address. Here and above `cross join` lets SQLite begin with its few rows."""


def known_text(connection: Connection, portal: str, url: str) -> str | None:
    """What was read in the file at an address of a portal; None where nothing was."""
    row = connection.execute(TEXT_KNOWN, {"url": url, "portal": portal}).fetchone()
    return None if row is None else str(row[0])


def tell(connection: Connection, portal: str, url: str, text: str | None) -> list[int]:
    """Tell every document that offers an address what came of it; which those are."""
    rows = connection.execute(OFFERED, {"url": url, "portal": portal}).fetchall()
    told: list[int] = []
    for (document_id,) in rows:
        _tell(connection, portal, document_id, url, text)
        told.append(document_id)
    return told


def fill(connection: Connection, portal: str, document_id: int) -> None:
    """Tell a document what is known of the files it offers."""
    rows = connection.execute(
        "select t.url from document_files t join files f on f.url = t.url and f.portal = ? "
        "where t.document_id = ? and t.state is null",
        (portal, document_id),
    ).fetchall()
    for (url,) in rows:
        _tell(connection, portal, document_id, url, known_text(connection, portal, url))
    _name(connection, portal, document_id)


def _tell(connection: Connection, portal: str, document_id: int, url: str, text: str | None) -> None:
    connection.execute(_TELL, {"portal": portal, "id": document_id, "url": url, "text": text})
    connection.execute(f"{_READ_BY_MACHINE} and document_id = ? and url = ?", (document_id, url))
    _name(connection, portal, document_id)


def _name(connection: Connection, portal: str, document_id: int) -> None:
    """The name of each file: the words of its link where these are one, else the name it was sent under, else that in
    its address."""
    for url, label, sent_as in connection.execute(
        "select t.url, t.label, coalesce(f.sent_as, '') from document_files t "
        "left join files f on f.url = t.url and f.portal = ? where t.document_id = ?",
        (portal, document_id),
    ).fetchall():
        in_address = PurePosixPath(unquote(urlsplit(url).path)).name
        name = label if PurePosixPath(label).suffix else sent_as or in_address or label
        connection.execute(
            "update document_files set filename = ? where document_id = ? and url = ?", (name, document_id, url)
        )


def recognised(connection: Connection, sha256: str) -> list[int]:
    """Tell every document that offers the same bytes what a program read of them; which those are."""
    connection.execute(f"{_READ_BY_MACHINE} and document_files.sha256 = ?", (sha256,))
    return _offering(connection, "sha256", sha256)


def unread(connection: Connection, capture_id: int, state: str) -> list[int]:
    """Take back the text of a file that could not be read when it came; from which documents."""
    connection.execute("update document_files set state = ?, text = null where capture_id = ?", (state, capture_id))
    return _offering(connection, "capture_id", capture_id)


def _offering(connection: Connection, column: str, value: object) -> list[int]:
    rows = connection.execute(f"select document_id from document_files where {column} = ?", (value,)).fetchall()
    return [document_id for (document_id,) in rows]
