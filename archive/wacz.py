"""WARC files as one package with an index and a list of pages (WACZ 1.1.1); the same archive gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import NoSuchPortal, WarcFailed, reason
from archive.rows import column
from archive.store import Archive
from archive.warc import Place
from archive.warc.block import REFERS_TO
from archive.warc.members import header_at
from archive.warc.opening import open_file
from archive.warc.reader import place_in

VERSION = "1.1.1"
_DATE = (1980, 1, 1, 0, 0, 0)
_STEP = 1 << 20

_FILES = """
select distinct c.warc_file from captures c join runs r on r.id = c.run_id
where :portal is null or r.portal = :portal order by 1
"""
_PAGES = """
select key, url, fetched_at, title from (
    select a.key, c.url, c.fetched_at, a.title, a.id from articles a join captures c on c.id = a.capture_id
    where :portal is null or a.portal = :portal order by a.id)
union all select key, url, fetched_at, title from (
    select d.key, c.url, c.fetched_at, trim(d.number || ' ' || d.abstract) as title from documents d
    join document_accounts o on o.document_id = d.id and o.is_own join captures c on c.id = o.capture_id
    where :portal is null or d.portal = :portal order by d.id)
union all select key, url, fetched_at, title from (
    select g.key, c.url, c.fetched_at, g.title from pages g join captures c on c.id = g.capture_id
    where :portal is null or g.portal = :portal order by g.id)
"""
_REVISITS = """
select c.warc_file, c.warc_offset, c.warc_length from captures c join runs r on r.id = c.run_id
where r.portal = :portal and exists (select 1 from captures o join runs p on p.id = o.run_id
    where o.sha256 = c.sha256 and o.id < c.id and p.portal <> :portal)
"""
_LAST = "select max(coalesce(finished_at, started_at)) from runs where :portal is null or portal = :portal"
_HOME = """
select c.url, c.fetched_at from captures c join runs r on r.id = c.run_id
where c.status = 200 and c.role = 'page' and (:portal is null or r.portal = :portal) order by c.id limit 1
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What a package holds."""

    path: str
    files: int
    pages: int
    captures: int
    bytes: int


def write(archive: Archive, to: Path, *, software: str, portal: str | None = None) -> Written:
    """Write a package of all portals or of one (a slug), whole or not at all. Call it under the archive's lock.

    Of a portal come all WARC files of its crawls, and those that hold the originals of what they only refer to.

    Raises:
        NoSuchPortal: the archive holds nothing of it.
        WarcDamaged: a WARC file is torn or garbled.
        WarcFailed: the package cannot be written.
    """
    files = [archive.warc / name for name in _files(archive, portal)]
    if not files:
        raise NoSuchPortal(f"The archive holds nothing of {portal or 'any portal'}: queson status lists what it holds.")
    part = to.with_name(f".{to.name}.part")
    try:
        with part.open("wb") as file:
            written = _write(archive, file, files, software, portal)
            file.flush()
            os.fsync(file.fileno())
        size = part.stat().st_size
        part.replace(to)
    except OSError as error:
        raise WarcFailed(f"{to} could not be written ({reason(error)}): name another file.") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return Written(str(to), len(files), *written, size)


def _files(archive: Archive, portal: str | None) -> list[str]:
    names = set(column(archive.db.execute(_FILES, {"portal": portal})))
    if portal is None:
        return sorted(names)
    for row in archive.db.execute(_REVISITS, {"portal": portal}).fetchall():
        at = header_at(archive.warc, Place(*row)).get(REFERS_TO.lower())
        if at:
            names.add(place_in(at).file)
    return sorted(names)


def _write(archive: Archive, file: BinaryIO, files: list[Path], software: str, portal: str | None) -> tuple[int, int]:
    from archive.cdxj import lines_of, packed

    pages = [json.dumps(page, ensure_ascii=False) for page in _pages(archive, portal)]
    lines = list(chain.from_iterable(map(lines_of, files)))
    blocks, index = packed(lines)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        resources = [_add(package, f"archive/{path.name}", _read(path)) for path in files]
        resources += [
            _add(package, "indexes/index.cdx.gz", [blocks]),
            _add(package, "indexes/index.idx", [index]),
            _add(package, "pages/pages.jsonl", ["\n".join(pages).encode() + b"\n"]),
        ]
        described = json.dumps(_described(archive, resources, software, portal), indent=2, ensure_ascii=False).encode()
        _add(package, "datapackage.json", [described])
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
        _add(package, "datapackage-digest.json", [json.dumps(digest, indent=2).encode()])
    return len(pages) - 1, len(lines)


def _pages(archive: Archive, portal: str | None) -> Iterator[dict[str, Any]]:
    """The header of the list of pages, the home page, every article."""
    yield {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": False}
    home = archive.db.execute(_HOME, {"portal": portal}).fetchone()
    if home is not None:
        yield {"id": "home", "url": home[0], "ts": home[1], "title": portal or home[0], "seed": True}
    for key, url, ts, title in archive.db.execute(_PAGES, {"portal": portal}):
        yield {"id": key, "url": url, "ts": ts, "title": title}


def _described(archive: Archive, resources: list[dict[str, Any]], software: str, portal: str | None) -> dict[str, Any]:
    (last,) = archive.db.execute(_LAST, {"portal": portal}).fetchone()
    (title,) = archive.db.execute("select max(title) from portals where slug = ?", [portal]).fetchone()
    home = archive.db.execute(_HOME, {"portal": portal}).fetchone()
    described = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title or portal or "Vietnamese district portals",
        "software": software,
        "created": last or "",
    }
    if home is not None:
        described |= {"mainPageUrl": home[0], "mainPageDate": home[1]}
    return described | {"resources": resources}


def _read(path: Path) -> Iterator[bytes]:
    with open_file(path.parent, path.name) as file:
        while part := file.read(_STEP):
            yield part


def _add(package: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> dict[str, Any]:
    """Add a file as it is; what the description of the package says of it."""
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = 0o644 << 16
    with package.open(info, "w", force_zip64=True) as entry:
        for part in parts:
            entry.write(part)
            digest.update(part)
            size += len(part)
    return {"name": Path(name).name.lower(), "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}


__all__ = ["Written", "write"]
