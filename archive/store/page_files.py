"""The files to which pages lead that are neither lists nor news: told of what came of asking for them, as those of
articles are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from sqlite3 import Connection
from urllib.parse import unquote, urlsplit

from archive.records import NOT_STORED, Attachment, Capture, FileState
from archive.store import document_files

_LASTING = ", ".join(f"'{state}'" for state in sorted(NOT_STORED))
_FILE = """
insert into page_files (portal, page_url, url, position, label, filename, shown_by) values (?, ?, ?, ?, ?, ?, ?)
on conflict do update set position = excluded.position, label = excluded.label, shown_by = excluded.shown_by
where (select fetched_at, id from captures where id = excluded.shown_by)
    >= (select fetched_at, id from captures where id = page_files.shown_by)
"""
_TELL = f"""
update page_files indexed by page_files_url set state = f.state, text = :text, confidence = null,
    capture_id = iif(f.state not in ({_LASTING}), f.capture_id, null),
    media_type = iif(f.state not in ({_LASTING}), f.media_type, null),
    bytes = iif(f.state not in ({_LASTING}), f.bytes, null),
    sha256 = iif(f.state not in ({_LASTING}), f.sha256, null)
from files f where f.portal = :portal and f.url = :url and page_files.portal = :portal and page_files.url = :url
"""
_READ_BY_MACHINE = f"""
update page_files set state = '{FileState.RECOGNISED}', text = r.text, confidence = r.confidence
from recognised r where r.sha256 = page_files.sha256 and r.text <> ''
    and page_files.state in ('{FileState.SCAN}', '{FileState.NO_TEXT}', '{FileState.RECOGNISED}')
"""
_PAGES = """
select distinct u.page_id from page_files t join page_urls u on u.portal = t.portal and u.url = t.page_url
where u.page_id is not null and {}
"""
TEXTS = """
select distinct t.url, t.text from page_urls u join page_files t on t.portal = u.portal and t.page_url = u.url
where u.page_id = ? and t.text <> '' order by t.url
"""
"""The texts of the files of a page, whatever its addresses."""


def keep(connection: Connection, portal: str, page_url: str, files: Iterable[Attachment], capture: Capture) -> None:
    """Note to which files a capture of the page at an address leads; those to which it led before stay."""
    for position, file in enumerate(files):
        row = (portal, page_url, file.url, position, file.filename, file.filename, capture.id)
        connection.execute(_FILE, row)
        tell(connection, portal, file.url, document_files.known_text(connection, portal, file.url))


def tell(connection: Connection, portal: str, url: str, text: str | None) -> list[int]:
    """Tell every page that leads to an address what came of it; which pages those are."""
    values = {"portal": portal, "url": url, "text": text}
    connection.execute(_TELL, values)
    connection.execute(f"{_READ_BY_MACHINE} and portal = :portal and url = :url", values)
    _name(connection, portal, url)
    return _pages(connection, "t.portal = ? and t.url = ?", portal, url)


def _name(connection: Connection, portal: str, url: str) -> None:
    """The name of a file, as of those of documents."""
    row = connection.execute("select sent_as from files where portal = ? and url = ?", (portal, url)).fetchone()
    sent_as = "" if row is None else row[0]
    in_address = PurePosixPath(unquote(urlsplit(url).path)).name
    for page_url, label in connection.execute(
        "select page_url, label from page_files indexed by page_files_url where portal = ? and url = ?", (portal, url)
    ).fetchall():
        name = label if PurePosixPath(label).suffix else sent_as or in_address or label
        connection.execute(
            "update page_files set filename = ? where portal = ? and page_url = ? and url = ?",
            (name, portal, page_url, url),
        )


def recognised(connection: Connection, sha256: str) -> list[int]:
    """Tell every page that leads to the same bytes what a program read of them; which pages those are."""
    connection.execute(f"{_READ_BY_MACHINE} and page_files.sha256 = ?", (sha256,))
    return _pages(connection, "t.sha256 = ?", sha256)


def unread(connection: Connection, capture_id: int, state: str) -> list[int]:
    """Take back the text of a file that could not be read when it came; from which pages."""
    connection.execute("update page_files set state = ?, text = null where capture_id = ?", (state, capture_id))
    return _pages(connection, "t.capture_id = ?", capture_id)


def _pages(connection: Connection, where: str, *values: object) -> list[int]:
    return [page_id for (page_id,) in connection.execute(_PAGES.format(where), values).fetchall()]
