"""The database from the WARC files: the same reader and the same steps as the live crawl, without a network."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from archive import scratch
from archive.ownership import owner_of
from archive.store import Archive
from archive.store.opening import DATABASE, explained
from archive.warc import names, read_all
from archive.workers import Workers
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.replay.ahead import ReplayAhead
from queson_crawler.replay.feeding import Replay
from queson_crawler.replay.working import MIN_BYTES, PATIENT, work
from queson_crawler.understand.reader import PARSER

TOGETHER = 256
"""This many transactions are committed at once: a database that is made anew is thrown away when that is broken off."""


def rebuild(source: Path, target: Path, jobs: int = 1) -> Iterator[int]:
    """Make the database in `target` anew from the WARC files of the archive folder `source`.

    Yields the number of exchanges read so far. The files are read where they are; `target` gets only a database. With
    more than one of `jobs`, so many other processes parse the pages; this one stores them.

    Raises:
        ArchiveError: a file is damaged, or the target cannot be written.
    """
    count = 0
    with Archive.open(target) as archive, Sandbox(PATIENT) as sandbox:
        replay = Replay(archive, source=source, sandbox=sandbox)
        with archive.together(TOGETHER), closing(_fed(replay, source, jobs)) as fed:
            for is_exchange in fed:
                count += is_exchange
                yield count
        archive.set_parser(PARSER)


def _fed(replay: Replay, source: Path, jobs: int) -> Generator[bool, None, None]:
    """Everything in the WARC files fed to a replay; for few bytes no process is begun."""
    several = read_all(source, owns=owner_of(source.parent))
    if jobs <= 1 or _size(source) < MIN_BYTES:
        yield from map(replay.feed, several)
        return
    with Workers(work, jobs) as workers:
        replay.workers = workers
        yield from ReplayAhead(replay, workers).feed(several)


def _size(source: Path) -> int:
    return sum(path.stat().st_size for path in names.in_order(source))


def renew(archive: Archive, jobs: int = 1) -> Iterator[int]:
    """Make the database of an archive anew from its own WARC files, in its place; hold its lock meanwhile.

    Every capture is read with this parser, so what an older one understood otherwise becomes no revision. The database
    is exchanged in one transaction, when everything was read. Yields the number of exchanges read so far.

    Raises:
        ArchiveError: a file is damaged, or the archive cannot be written; it is then as it was.
    """
    with explained(archive.folder):
        scratch.remove(archive.folder)
        with scratch.made(archive.folder, scratch.ANEW) as anew:
            yield from rebuild(archive.warc, anew, jobs)
            archive.replace(anew / DATABASE)


def rebuild_to(source: Path, target: Path, jobs: int = 1) -> Iterator[int]:
    """Make the database anew as `rebuild` does; `target` holds it when it is whole, and not before."""
    with explained(target), scratch.folder_or_none(target):
        scratch.remove(target)
        with scratch.made(target, scratch.ANEW) as anew:
            yield from rebuild(source, anew, jobs)
            (anew / DATABASE).rename(target / DATABASE)
