"""Names of WARC files: ``YYYYMMDDHHMMSS-<portal>-NNNNN.warc.gz``, NNNNN counting the files of a folder."""

from __future__ import annotations

import re
from pathlib import Path

from archive.warc.opening import is_regular

SUFFIX = ".warc.gz"
_SERIAL = re.compile(r"-(\d{5,})\.warc\.gz$")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._]+")


def in_order(folder: Path) -> list[Path]:
    """The WARC files in the order in which they were written: by number, which no clock can turn back.

    A link, a pipe or a folder is none, whatever its name.
    """
    found = [path for path in folder.glob(f"*{SUFFIX}") if is_regular(path)]
    return sorted(found, key=lambda path: (serial(path), path.name))


def irregular(folder: Path) -> list[Path]:
    """What has the name of a WARC file and is none: links, pipes, folders."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not is_regular(path))


def serial(path: Path) -> int:
    """The number in the name; 0 for a file that queson did not name."""
    found = _SERIAL.search(path.name)
    return int(found[1]) if found else 0


def name(date: str, portal: str, number: int) -> str:
    """The name of a file whose first record has the date ``2026-01-31T05:06:07Z``."""
    digits = re.sub(r"\D", "", date)[:14].ljust(14, "0")
    return f"{digits}-{_NOT_IN_NAMES.sub('-', portal).strip('-') or 'queson'}-{number:05d}{SUFFIX}"
