"""How the crawls of one archive are run by themselves: what its keeper set once, in a file of the archive's folder.

It may hold a password of a mail server, so nobody else may read it, and nothing of it is written to WARC or published.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from archive.codec import from_json
from archive.errors import ArchiveError, BadRecord, reason

FILE = "keeper.toml"
_HEAD = "# How queson crawl --due crawls into this archive; queson schedule writes it. It may hold a password.\n"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the keeper set: seconds between requests of portals that say nothing themselves (None: the default), the
    address that is sent along, whether files are fetched and private networks asked, who is notified, by which mail
    server and sender; and by how many seconds a nightly start may be late."""

    delay: float | None = None
    contact: str = ""
    files: bool = True
    private: bool = False
    notify: tuple[str, ...] = ()
    smtp: str = ""
    mail_from: str = ""
    jitter: int = 0


def load(folder: Path) -> Settings:
    """What is set for the archive in a folder; the defaults where nothing is.

    Raises:
        ArchiveError: the file cannot be read, or is none of ours.
    """
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return from_json(Settings, data, FILE)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {reason(error)}.") from error
    except (ValueError, BadRecord) as error:
        raise ArchiveError(f"{path} cannot be used ({error}): correct it, or delete it and set all anew.") from error


def change(folder: Path, told: dict[str, Any]) -> Settings:
    """Set what is told, keep the rest, and write it where only the keeper reads it. Nothing is written where nothing is
    told.

    Raises:
        ArchiveError: it cannot be written, or what is there is none of ours.
    """
    settings = load(folder)
    if not told:
        return settings
    settings = replace(settings, **told)
    path = folder / FILE
    passing = path.with_name(f"{FILE}.new")
    try:
        passing.unlink(missing_ok=True)
        descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_text(settings))
        passing.replace(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {reason(error)}.") from error
    return settings


def _text(settings: Settings) -> str:
    lines = [_HEAD]
    for each in fields(settings):
        value = getattr(settings, each.name)
        if value is not None:
            lines.append(f"{each.name} = {json.dumps(value)}\n")  # ASCII, and for these types the same as in TOML
    return "".join(lines)
