"""Folders in which something large is made before it takes its place in an archive, and what a kill left of them.

A folder is held with a lock of the kernel as long as somebody works in it; one that nobody holds is a leftover.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

PREFIXES = (".anew-", ".merge-", ".part-")
"""How the names of such folders begin: of a rebuild, of a merge, and of a copy that is written for others."""
ANEW, MERGE, PART = PREFIXES


@contextmanager
def made(folder: Path, prefix: str) -> Iterator[Path]:
    """A new folder within the archive's, gone afterwards."""
    with TemporaryDirectory(prefix=prefix, dir=folder) as name:
        held = _held(Path(name))
        try:
            yield Path(name)
        finally:
            os.close(held)


@contextmanager
def folder_or_none(folder: Path) -> Iterator[None]:
    """A folder, made where there is none; where the work in it failed and left nothing there, it is gone again."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # something stands in it
                folder.rmdir()
        raise


@contextmanager
def whole_or_nothing(folder: Path) -> Iterator[Path]:
    """Where to write what is to stand in a folder that is free: there when all of it was written, and not before,
    whether that failed or was killed."""
    with folder_or_none(folder):
        remove(folder)
        with made(folder, PART) as part:
            place = part / (folder.resolve().name or "copy")
            place.mkdir()
            yield place
            for path in sorted(place.iterdir()):
                path.rename(folder / path.name)


def is_free(folder: Path) -> bool:
    """Whether nothing stands there but an empty folder, or what work that was killed has left in it."""
    if not folder.is_dir():
        return not folder.exists()
    return not set(folder.iterdir()) - set(leftovers(folder))


def _held(path: Path) -> int:
    """A descriptor of a folder that is locked. Raises BlockingIOError where somebody else holds it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def leftovers(folder: Path) -> list[Path]:
    """What is left in an archive's folder of work that was killed, by name."""
    found = []
    for path in sorted(folder.glob(".*-*")):
        if path.name.startswith(PREFIXES) and _is_left(path):
            found.append(path)
    return found


def _is_left(path: Path) -> bool:
    try:
        os.close(_held(path))
    except OSError:
        return False  # somebody works in it, or it is no folder of ours
    return True


def size_of(path: Path) -> int:
    """Bytes of the files in a folder."""
    whole = 0
    for each in path.rglob("*"):
        with suppress(OSError):
            whole += each.lstat().st_size
    return whole


def remove(folder: Path) -> bool:
    """Remove all leftovers; whether none is there any more."""
    for path in leftovers(folder):
        shutil.rmtree(path, ignore_errors=True)
    return not leftovers(folder)
