"""What was captured, read from the database and from WARC, and under which headers a stranger's bytes are sent."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from stat import S_ISREG
from typing import Any

from archive.datasette.data import rows
from archive.datasette.guard import file_of
from archive.errors import ArchiveError
from archive.warc import Place, read_at

POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; font-src data:; style-src 'unsafe-inline'; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
MAX_MEMBER = 256 << 20
"""Bytes of a capture in its file."""
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"\0\0\1\0": "image/x-icon",
}


def row(connection: sqlite3.Connection, capture_id: int) -> dict[str, Any] | None:
    """The row of a capture, with the key of the article it shows."""
    found = rows(
        connection,
        "select c.*, a.key, a.title from captures c left join articles a on a.id = c.article_id where c.id = ?",
        (capture_id,),
    )
    return found[0] if found else None


def content(connection: sqlite3.Connection, capture_id: int) -> tuple[dict[str, Any], bytes] | None:
    """The row of a capture and its bytes, read from WARC; None where either is not there."""
    found = row(connection, capture_id)
    if found is None:
        return None
    place = Place(found["warc_file"], found["warc_offset"], found["warc_length"])
    folder = Path(file_of(connection)).parent / "warc"
    if not _is_own(folder, place):
        return None
    try:
        stored = read_at(folder, place)
    except (ArchiveError, OSError):
        return None
    return found, stored.exchange.content


def are_kept(connection: sqlite3.Connection) -> bool:
    """Whether the WARC files are beside the database: a public copy may come without them."""
    return (Path(file_of(connection)).parent / "warc").is_dir()


def _is_own(folder: Path, place: Place) -> bool:
    """Whether a place is in a file of the archive's own folder, and no larger than a capture is: a row that somebody
    else wrote may name any file."""
    if Path(place.file).name != place.file or not 0 < place.length <= MAX_MEMBER:
        return False
    try:
        return S_ISREG((folder / place.file).lstat().st_mode)
    except (OSError, ValueError):
        return False


def picture_type(body: bytes) -> str:
    """The media type of a picture that every browser shows and that can hold no script; "" for anything else."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in PICTURES.items():
        if body.startswith(magic):
            return kind
    return ""
