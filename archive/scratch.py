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

PREFIXES = (".anew-", ".merge-")
"""How the names of such folders begin: of a rebuild, and of a merge."""
ANEW, MERGE = PREFIXES


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
def emptied_on_failure(folder: Path) -> Iterator[None]:
    """A folder, made where there is none and otherwise empty; what was written into it is gone where that failed, so
    that the same command can be given again."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise


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
