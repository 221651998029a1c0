"""Files and pictures: one exchange tells what an address holds, for every article that shows it, whichever came first.

A file that was stored once stays, whatever its address answers later; else the latest answer holds.
"""

from __future__ import annotations

import re
from sqlite3 import Connection

from archive.events import FileUnread, TextRecognised
from archive.records import NOT_STORED, Capture, File, FileState
from archive.store import document_files, documents, mentions, page_files, portal_pages

TABLES = ("images", "attachments")
_NAME = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_LASTING = ", ".join(f"'{state}'" for state in sorted(NOT_STORED))

_STORE = f"""
insert into files (portal, url, state, tries, observed_at, capture_id, media_type, bytes, sha256, sent_as)
values (:portal, :url, :state, 1, :at, :capture, :media_type, :bytes, :sha256, :sent_as)
on conflict (portal, url) do update set
    tries = tries + 1, state = excluded.state, observed_at = excluded.observed_at, capture_id = excluded.capture_id,
    media_type = excluded.media_type, bytes = excluded.bytes, sha256 = excluded.sha256, sent_as = excluded.sent_as
where (excluded.state not in ({_LASTING}), excluded.observed_at, coalesce(excluded.capture_id, 0))
    >= (state not in ({_LASTING}), observed_at, coalesce(capture_id, 0))
"""
_READ_BY_MACHINE = f"""
update attachments set state = '{FileState.RECOGNISED}', text = r.text, confidence = r.confidence
from recognised r where r.sha256 = attachments.sha256 and r.text <> ''
    and attachments.state in ('{FileState.SCAN}', '{FileState.NO_TEXT}', '{FileState.RECOGNISED}')
"""
_TRIED_AGAIN = "update files set tries = tries + 1 where portal = :portal and url = :url"
SHOWN = """
select t.id, t.article_id from {table} t cross join articles a on a.id = t.article_id
where t.url = :url and a.portal = :portal
"""
"""Who shows an address: `cross join` lets SQLite begin with the few rows of the address, not with all articles."""


def store(connection: Connection, portal: str, file: File, capture: Capture | None, observed_at: str | None) -> None:
    """Note what came of asking for a file, and tell every article that shows it."""
    values = {
        "portal": portal, "url": file.url, "state": file.state, "media_type": file.media_type, "bytes": file.bytes,
        "sha256": file.sha256, "sent_as": file.sent_as, "at": capture.fetched_at if capture else observed_at,
        "capture": capture.id if capture else None,
    }  # fmt: skip
    if connection.execute(_STORE, values).rowcount == 0:
        connection.execute(_TRIED_AGAIN, values)
        return
    for table in TABLES:
        for _, article_id in connection.execute(SHOWN.format(table=table), values).fetchall():
            _fill(connection, portal, table, article_id, file.url, file.text)
    documents.read_anew(connection, document_files.tell(connection, portal, file.url, file.text))
    portal_pages.read_anew(connection, page_files.tell(connection, portal, file.url, file.text))


def fill(connection: Connection, portal: str, table: str, article_id: int) -> None:
    """Tell an article what is known of the files it shows; what was fetched for another one is not fetched again."""
    rows = connection.execute(
        f"select t.url from {table} t join files f on f.url = t.url and f.portal = ? where t.article_id = ? "
        "and t.state is null",
        (portal, article_id),
    ).fetchall()
    for (url,) in rows:
        text = None
        if table == "attachments":
            text = document_files.known_text(connection, portal, url)
        _fill(connection, portal, table, article_id, url, text)
    if table == "attachments":
        _name(connection, article_id)


def _fill(connection: Connection, portal: str, table: str, article_id: int, url: str, text: str | None) -> None:
    stored = f"f.state not in ({_LASTING})"
    connection.execute(
        f"update {table} set state = f.state, text = :text, capture_id = iif({stored}, f.capture_id, null), "
        f"media_type = iif({stored}, f.media_type, null), bytes = iif({stored}, f.bytes, null), "
        f"sha256 = iif({stored}, f.sha256, null) from files f where f.portal = :portal and f.url = :url "
        f"and {table}.url = :url and article_id = :article",
        {"text": text if table == "attachments" else None, "portal": portal, "url": url, "article": article_id},
    )
    if table == "attachments":
        connection.execute(
            "update attachments set confidence = null where article_id = ? and url = ?", (article_id, url)
        )
        connection.execute(f"{_READ_BY_MACHINE} and article_id = ? and url = ?", (article_id, url))
        mentions.of_files(connection, article_id, url)
        _name(connection, article_id)


def recognised(connection: Connection, run_id: int, found: TextRecognised, at: str) -> None:
    """Keep what a program read of a scan, and tell every article that offers the same bytes."""
    connection.execute(
        "insert or replace into recognised (sha256, run_id, recognised_at, text, confidence, pages, engine, problem) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        (found.sha256, run_id, at, found.text, found.percent / 100, found.pages, found.engine, found.problem),
    )
    connection.execute(f"{_READ_BY_MACHINE} and attachments.sha256 = ?", (found.sha256,))
    _mentioned_in(connection, "sha256", found.sha256)
    documents.read_anew(connection, document_files.recognised(connection, found.sha256))
    portal_pages.read_anew(connection, page_files.recognised(connection, found.sha256))


def _mentioned_in(connection: Connection, column: str, value: object) -> None:
    """Note anew what the files name of which a column has a value."""
    offered = connection.execute(f"select article_id, url from attachments where {column} = ?", (value,)).fetchall()
    for article_id, url in offered:
        mentions.of_files(connection, article_id, url)


def _name(connection: Connection, article_id: int) -> None:
    """The name of each file: the words of its link where these are one, else the name it was sent under, else those."""
    for row_id, label, filename, sent_as in connection.execute(
        "select t.id, t.label, t.filename, coalesce(f.sent_as, '') from attachments t "
        "join articles a on a.id = t.article_id left join files f on f.url = t.url and f.portal = a.portal "
        "where t.article_id = ?",
        (article_id,),
    ).fetchall():
        name = label if _NAME.search(label) or not sent_as else sent_as
        if name != filename:
            connection.execute("update attachments set filename = ? where id = ?", (name, row_id))


def unread(connection: Connection, run_id: int, file: FileUnread, observed_at: str) -> None:
    """Take back the text of a file that could not be read when it came, wherever another machine could read it."""
    connection.execute("update files set state = ? where capture_id = ?", (file.state, file.capture))
    for table in TABLES:
        connection.execute(
            f"update {table} set state = ?, text = null where capture_id = ?", (file.state, file.capture)
        )
    _mentioned_in(connection, "capture_id", file.capture)
    documents.read_anew(connection, document_files.unread(connection, file.capture, file.state))
    portal_pages.read_anew(connection, page_files.unread(connection, file.capture, file.state))
    connection.execute(
        "insert into problems (run_id, capture_id, url, kind, detail, observed_at) select ?, ?, ?, ?, ?, ? "
        "where not exists (select 1 from problems where capture_id = ? and url = ?)",
        (run_id, file.capture, file.url, f"file {file.state}", file.detail, observed_at, file.capture, file.url),
    )
