"""An archive as a Datasette: for its keeper on this machine, or as a snapshot that anyone may read."""

from __future__ import annotations

import hashlib
import json
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette

from archive.datasette.published_warc import copy_captures
from archive.dictionary import metadata
from archive.errors import ArchiveError
from archive.scratch import is_free, whole_or_nothing
from archive.sqlite import Database
from archive.store import Archive
from archive.store.opening import meaning

LIMITS: dict[str, Any] = {
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 1000,
    "suggest_facets": False,
    "truncate_cells_html": 300,
}
PUBLIC: dict[str, Any] = LIMITS | {
    "sql_time_limit_ms": 2000,
    "num_sql_threads": 8,
    "default_allow_sql": False,
    "allow_download": False,
    "max_csv_mb": 20,
    "default_cache_ttl": 3600,
}
"""What a public host allows: tables, ready questions and the room, but no SQL of a visitor's own; no download of the
whole file; answers that may be kept for an hour."""

_NO_ADDRESS = "target not like 'http://%' and target not like 'https://%'"
_PRIVATE = (
    f"update runs set target = portal where {_NO_ADDRESS}",
    f"update fleet set target = slug where {_NO_ADDRESS}",
    "update fleet set file_text = '', contact = ''",
)
"""What only the keeper needs to know: where a portal file lies on the keeper's machine, what it says, and who asks."""

_README = """# A read-only copy of a queson archive

Made with `queson publish`. Serve it with:

    datasette serve {folder} --port 8001

`archive.db` is a SQLite file; `metadata.json` describes its tables, `settings.json` holds the limits for a public host,
`inspect-data.json` says that the file never changes: make a new copy, do not write into this one. The plugin that
makes the reading room is in the package queson. Datasette listens on this machine only: put a web server before it.
What the portals published belongs to its publishers.
"""


class PortTaken(ArchiveError):
    """`run`: another program listens at the port."""


def described(archive: Archive) -> dict[str, Any]:
    """The metadata of an archive, by the tables it has."""
    return metadata(archive.db.table_names())


def room(database: Path, about: dict[str, Any], *, fixed: bool = False) -> Datasette:
    """A Datasette for one archive.db; `fixed` says that nobody will write to it."""
    if fixed:
        return Datasette([], immutables=[str(database)], metadata=about, settings=PUBLIC)
    return Datasette([str(database)], metadata=about, settings=LIMITS)


def run(datasette: Datasette, port: int, ready: Callable[[str], None]) -> None:
    """Serve on this machine until Ctrl-C. Raises PortTaken."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(f"Port {port} is taken: name another one with --port.") from error
        listening.listen(128)  # whoever reads the address may ask at once
        ready(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
        server.run([listening])


def _inspected(file: Path, counts: dict[str, Any]) -> dict[str, Any]:
    """What tells `datasette serve FOLDER` that the file never changes, and how many rows its tables have."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"hash": digest, "size": file.stat().st_size, "file": file.name, "tables": counts}


def _copied(archive: Archive, file: Path) -> dict[str, Any]:
    """Write a compact copy of the database without what is private; how many rows its tables have."""
    archive.db.conn.execute("vacuum into ?", (str(file),))
    copy = Database(str(file))
    copy.conn.execute("pragma journal_mode = delete")
    with copy.conn:
        for statement in _PRIVATE:
            copy.conn.execute(statement)
    copy.conn.execute("vacuum")  # what was overwritten would stand in free space
    copy.conn.execute("analyze")
    counts = {name: {"count": copy[name].count} for name in copy.table_names()}
    copy.close()
    return counts


def publish(archive: Archive, target: Path, *, captures: bool = False) -> None:
    """Write a compact read-only copy for a public host into a new folder, with the WARC files if `captures`.

    Raises:
        ArchiveError: the folder is not empty, or cannot be written.
    """
    if not is_free(target):
        raise ArchiveError(f"{target} is not empty: name a new folder with --to.")
    try:
        with whole_or_nothing(target) as place:
            _write(archive, place, captures=captures)
    except sqlite3.Error as error:
        raise meaning(target, error) from error
    except OSError as error:
        raise ArchiveError(f"{target} cannot be written ({error.strerror}): name another folder with --to.") from error


def _write(archive: Archive, target: Path, *, captures: bool) -> None:
    counts = _copied(archive, target / "archive.db")
    files = {"metadata.json": described(archive), "settings.json": PUBLIC,
             "inspect-data.json": {"archive": _inspected(target / "archive.db", counts)}}  # fmt: skip
    for name, content in files.items():
        (target / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (target / "README.md").write_text(_README.format(folder=target.name), "utf-8")
    if captures:
        copy_captures(archive.warc, target / "warc")
