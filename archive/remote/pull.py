"""An archive made again from a copy: every file is held against its digest before it takes its place."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import foreign_database, scratch
from archive.errors import ArchiveError, DiskFull, NotOurs
from archive.ownership import FILE as KEY
from archive.remote.manifest import FOLDER, CopiedFile, Manifest
from archive.remote.place import Place
from archive.remote.push import NotWhole, newest
from archive.store.opening import DATABASE, WARC, explained


class NothingThere(ArchiveError):
    """`pull`: the place holds no copy."""


class AlreadyThere(ArchiveError):
    """`pull`: the folder holds another archive."""


@dataclass(slots=True)
class Pulled:
    """What came: files and bytes; how many were there; the moment of the copy."""

    files: int = 0
    bytes: int = 0
    known: int = 0
    at: str = ""


def pull(place: Place, folder: Path, result: Pulled) -> Iterator[str]:
    """Make the archive in `folder` again, the database last; yields the path of each file before it comes. What came
    of it goes into `result`. A call that was broken off goes on where it was.

    Raises:
        NotWhole: a file at the place is not what was pushed; all others have come.
        ArchiveError: there is no copy, the folder holds another archive, or the place or folder cannot be used.
    """
    manifest = newest(place, place.sizes(FOLDER))
    if manifest is None:
        raise NothingThere(f"{place.url} holds no copy of an archive: look whether the address is right.")
    result.at = manifest.at
    _check_folder(folder, manifest)
    with explained(folder):
        (folder / WARC).mkdir(parents=True, exist_ok=True)
        _check_space(folder, manifest)
        scratch.remove(folder)
        lost: list[str] = []
        with scratch.made(folder, scratch.ANEW) as parts:
            for file in sorted(manifest.files, key=_is_database):
                if _is_there(folder / file.path, file):
                    result.known += 1
                    continue
                if lost and _is_database(file):
                    break
                yield file.path
                if _came(place, file, parts / "part", folder / file.path):
                    result.files += 1
                    result.bytes += file.bytes
                else:
                    lost.append(file.name)
    if lost:
        told = ", ".join(lost[:3])
        raise NotWhole(
            f"{len(lost)} file(s) at {place.url} are not what was pushed ({told}): push again from the archive, or use "
            "another copy; what is whole is in the folder."
        )


def _is_database(file: CopiedFile) -> bool:
    return file.path == DATABASE


def _check_folder(folder: Path, manifest: Manifest) -> None:
    """Refuse a folder with another archive in it, or with WARC files that the copy does not know."""
    known = {file.path: file for file in manifest.files}
    found = [folder / DATABASE] if (folder / DATABASE).exists() else []
    if (folder / WARC).is_dir():
        found += sorted((folder / WARC).iterdir())
    for path in found:
        file = known.get(path.relative_to(folder).as_posix())
        if file is None or not _is_there(path, file):
            raise AlreadyThere(f"{path} is not of this copy: name a new folder with --archive.")


def _check_space(folder: Path, manifest: Manifest) -> None:
    """Refuse what has no place on the disk before a byte of it comes."""
    needed = 0
    for file in manifest.files:
        if not (folder / file.path).exists():
            needed += file.bytes
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise DiskFull(
            f"The disk of {folder} cannot hold the copy, which is {needed / 1e6:,.1f} MB; {free / 1e6:,.1f} MB are "
            "free: free some space, then start again."
        )


def _is_there(path: Path, file: CopiedFile) -> bool:
    """Whether a file is here already, byte for byte."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != file.bytes:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256


def _came(place: Place, file: CopiedFile, part: Path, to: Path) -> bool:
    """Fetch a file; whether it is what was pushed, and only then it takes its place."""
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as out:
        for data in place.parts(file.name):
            size += len(data)
            if size > file.bytes:
                return False
            digest.update(data)
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if size != file.bytes or digest.hexdigest() != file.sha256:
        return False
    if file.path == KEY:
        part.chmod(0o600)
    if _is_database(file):
        _check_database(part, to.parent)
    part.rename(to)
    return True


def _check_database(part: Path, folder: Path) -> None:
    """Refuse a database that does something by itself when it is used. Raises NotOurs."""
    try:
        foreign_database.check_parts(part)
    except NotOurs as error:
        raise NotOurs(
            f"The database of the copy is left where it is ({error}). All files of it have come: make one from "
            f"them with queson rebuild --archive {folder}."
        ) from error
