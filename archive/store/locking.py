"""The lock by which one crawl at a time holds an archive."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveBusy
from archive.store.opening import explained


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the archive in a folder for one crawl. Raises ArchiveBusy when another process does; the kernel frees it."""
    with explained(folder):
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveBusy(
                f"Another crawl holds the archive in {folder}: wait until it ends, then start again."
            ) from error
        yield
    finally:
        os.close(descriptor)
