"""Captures as they are found again: by their content, by their address, or as the last that was written."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection

from archive.records import Capture
from archive.warc import Place

_CAPTURE = (
    "select id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, warc_length, role "
    "from captures"
)
_OUR_OWN = "run_id not in (select run_id from imports)"


def of_payload(connection: Connection, sha256: str) -> Capture | None:
    """The first capture whose content has the digest."""
    return _first(connection, "where sha256 = ? order by id", sha256)


def at(connection: Connection, url: str, fetched_at: str, sha256: str, portal: str) -> Capture | None:
    """The capture of an address at a moment with a content; with a ``portal`` in one of its runs."""
    which = "where url = ? and fetched_at = ? and sha256 = ?"
    if not portal:
        return _first(connection, f"{which} order by id", url, fetched_at, sha256)
    of_it = "run_id in (select id from runs where portal = ?)"
    return _first(connection, f"{which} and {of_it} order by id", url, fetched_at, sha256, portal)


def last_answer(connection: Connection, url: str, roles: Sequence[str]) -> Capture | None:
    """The last capture of an address, in one of some roles, that was answered with a page of its own to a crawl of this
    archive: what others brought may hold what the portal never said."""
    which = f"where url = ? and status = 200 and role in ({', '.join('?' * len(roles))})"
    return _first(connection, f"{which} and {_OUR_OWN} order by id desc", url, *roles)


def last(connection: Connection) -> tuple[int, Place | None]:
    """The id of the last capture, and where it lies; of an archive without any, 0 and no place."""
    row = connection.execute(
        "select id, warc_file, warc_offset, warc_length from captures order by id desc limit 1"
    ).fetchone()
    if row is None:
        return 0, None
    last_id, *place = row
    return last_id, Place(*place)


def _first(connection: Connection, which: str, *values: str) -> Capture | None:
    """The first capture of some, in their order."""
    row = connection.execute(f"{_CAPTURE} {which} limit 1", values).fetchone()
    if row is None:
        return None
    return Capture(*row)
