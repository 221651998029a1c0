"""Web archives that are known, and how each may be asked: a table that comes with queson, and the keeper's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from archive.codec import from_json
from archive.errors import ArchiveError, BadRecord
from queson_crawler.urls import clean

FILE = "archives.toml"
A_MINUTE = 60.0


class ArchiveKind(StrEnum):
    """How a web archive is asked."""

    WAYBACK = "wayback"
    PYWB = "pywb"
    COMMON_CRAWL = "commoncrawl"
    UNKNOWN = ""


class BadTable(ArchiveError):
    """`known`: the keeper's table of archives is not as it must be, or a name stands in no table."""


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """One web archive: where its index is and where its captures are, how many of each may be asked for in a minute,
    which statuses say "too fast" and which that it has shut the door. The rest is for people: after how many days it
    shows a capture, whether it publishes these figures, whom to write to."""

    base: str
    title: str = ""
    kind: ArchiveKind = ArchiveKind.UNKNOWN
    captures_from: str = ""
    index_a_minute: int = 12
    captures_a_minute: int = 60
    too_fast: tuple[int, ...] = (429,)
    blocked: tuple[int, ...] = ()
    embargo_days: int = 0
    published: bool = False
    contact: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.base

    def index_interval(self, delay: float | None) -> float:
        """Seconds between two questions to the index; `delay` is what the keeper asks for."""
        return self._interval(self.index_a_minute, delay)

    def capture_interval(self, delay: float | None) -> float:
        """Seconds between two captures."""
        return self._interval(self.captures_a_minute, delay)

    def _interval(self, a_minute: int, delay: float | None) -> float:
        """One that is known is never asked faster than it allows; of others the keeper may know more than we do."""
        allowed = A_MINUTE / a_minute
        if delay is None:
            return allowed
        return max(allowed, delay) if self.title else delay


def tables(folder: Path) -> dict[str, KnownArchive]:
    """The archives of both tables by name, the keeper's first. Raises BadTable."""
    own = folder / FILE
    found: dict[str, KnownArchive] = {}
    if own.is_file():
        found |= _read(own)
    for name, archive in _read(Path(__file__).with_name(FILE)).items():
        found.setdefault(name, archive)
    return found


def known(folder: Path, named: str) -> KnownArchive:
    """The archive of a name or an address; one that stands in no table is asked slowly. Raises BadTable."""
    several = tables(folder)
    if named in several:
        return several[named]
    base = clean(named).rstrip("/")
    if not base or "?" in base:
        names = ", ".join(several)
        raise BadTable(f"{named} is no web archive that is known ({names}): name one, or give its address.")
    for each in several.values():
        if base.removesuffix("/web") == clean(each.base).rstrip("/"):
            return each
    return KnownArchive(base)


def _read(path: Path) -> dict[str, KnownArchive]:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        return {name: _archive(name, entry) for name, entry in told.items()}
    except (OSError, ValueError, BadRecord) as error:
        raise BadTable(f"{path} is no table of web archives ({error}): see docs/keeper.md.") from error


def _archive(name: str, entry: Mapping[str, Any]) -> KnownArchive:
    if not isinstance(entry, dict) or not clean(str(entry.get("base", ""))):
        raise BadRecord(f"{name} has no address (base)")
    archive = from_json(KnownArchive, {"title": name, **entry}, name)
    if min(archive.index_a_minute, archive.captures_a_minute) <= 0:
        raise BadRecord(f"{name} may not be asked at all")
    return archive
