"""Opening a WARC file by its name: a regular file inside the folder and nothing else, whoever gave the name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from archive.errors import WarcDamaged

MAX_NAME = 255


def is_name(name: str) -> bool:
    """Whether a text is the bare name of a file: no path, nothing hidden, nothing that a system could mistake."""
    is_bare = 0 < len(name) <= MAX_NAME and name == os.path.basename(name) and not name.startswith(".")
    return is_bare and name.isprintable()


def is_regular(path: Path) -> bool:
    """Whether a path is a regular file and no link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def open_file(folder: Path, name: str) -> BinaryIO:
    """Open a WARC file of a folder for reading. A link, a pipe or a device is never opened.

    Raises:
        WarcDamaged: the name is no name, the file is not there, or is no regular file.
    """
    if not is_name(name):
        raise WarcDamaged(f"{name[:MAX_NAME]!r} is no name of a WARC file: run queson rebuild.")
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise missing(name) from error
    except OSError as error:
        raise WarcDamaged(f"{name} cannot be opened ({error.strerror}): put a regular file in its place.") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise WarcDamaged(f"{name} is no regular file: put it back from a copy.")
    return os.fdopen(descriptor, "rb")


def missing(name: str) -> WarcDamaged:
    """The error that says that a file is not there."""
    return WarcDamaged(f"{name} is not in the archive's warc folder: put it back from a copy.")
