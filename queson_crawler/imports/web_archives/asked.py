"""One web archive in one rescue: what it is, how its index is walked, whether it may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queson_crawler.imports.web_archives.common_crawl import CrawlWalk, Parts
from queson_crawler.imports.web_archives.known import ArchiveKind, KnownArchive
from queson_crawler.imports.web_archives.source import Source, sources
from queson_crawler.imports.web_archives.walk import IndexWalk


@dataclass(slots=True)
class AskedArchive:
    """An archive by its number among those that are asked, and the walk through its index."""

    number: int
    archive: KnownArchive
    walk: IndexWalk | CrawlWalk

    @property
    def way(self) -> Source | Parts:
        """How its captures are asked for."""
        return self.walk.way

    def told(self, clause: str) -> str:
        """A clause about this archive."""
        return f"{self.archive.name}: {clause}"


def asked(several: Iterable[KnownArchive], hosts: Iterable[str], until: str) -> list[AskedArchive]:
    """The archives as they are asked, in the order in which they were named."""
    names = tuple(hosts)
    found = []
    for number, archive in enumerate(several):
        found.append(AskedArchive(number, archive, _walk(archive, names, until)))
    return found


def _walk(archive: KnownArchive, hosts: Iterable[str], until: str) -> IndexWalk | CrawlWalk:
    """The walk through an archive's index."""
    if archive.kind is ArchiveKind.COMMON_CRAWL:
        return CrawlWalk(archive.base, archive.captures_from, hosts, until)
    return IndexWalk(_ways(archive), hosts, until)


def _ways(archive: KnownArchive) -> tuple[Source, ...]:
    """How an archive may be asked: as the table says, else both ways that are usual."""
    wayback_or_pywb = sources(archive.base)
    if archive.kind is ArchiveKind.UNKNOWN:
        return wayback_or_pywb
    in_parts = archive.kind is ArchiveKind.WAYBACK
    return tuple(way for way in wayback_or_pywb if way.in_parts is in_parts)
