"""Another archive into this one: what its WARC files hold is copied and read like everything else that is kept."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive import captures, ownership, runs, scratch
from archive.clock import now
from archive.errors import ArchiveBusy
from archive.events import Event, ProblemMet, RunCutOff
from archive.hosts import Hosts
from archive.merge import Copier, NothingToMerge, Other, Speakers
from archive.store import Archive, events
from archive.store.opening import DATABASE, WARC, explained
from archive.warc import StoredEvent, StoredExchange, WarcWriter, names
from archive.workers import Workers
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.imports.merge_ahead import MergeAhead
from queson_crawler.portals import hosts_of_file
from queson_crawler.recording.session import SOFTWARE
from queson_crawler.replay.checks import check_stored
from queson_crawler.replay.feeding import Replay
from queson_crawler.replay.rebuild import renew
from queson_crawler.replay.recovery import recover
from queson_crawler.replay.working import MIN_BYTES, PATIENT, work
from queson_crawler.understand.reader import PARSER

TOGETHER = 64
DAMAGED = "damaged file"


@dataclass(frozen=True, slots=True)
class Merged:
    """What another archive brought: `runs` and `captures` that are new here (`known` were here); `damage` are sentences
    about what of it could not be read."""

    runs: int
    captures: int
    known: int
    damage: tuple[str, ...]


def merge(archive: Archive, folder: Path, jobs: int = 1) -> Iterator[int | Merged]:
    """Take in the archive in a folder, which is only read. Yields how many captures came in, at the end a `Merged`.

    Raises:
        ArchiveError: it is no archive or this very one, a crawl writes to one of them, or this one cannot be written;
            what came in until then stays, and the next time the rest comes.
    """
    if not (folder / WARC).is_dir() or not names.in_order(folder / WARC):
        raise NothingToMerge(f"There are no WARC files in {folder / WARC}: name the folder of an archive, or its .db.")
    if folder.resolve() == archive.folder.resolve():
        raise NothingToMerge(f"{folder} is the archive itself: name another one.")
    with archive.lock(), _standing(folder):
        archive.mend()
        recover(archive)
        if archive.was_read_by_another(PARSER):  # or by none: a merge into it was killed
            for _ in renew(archive, jobs):
                pass
        yield from _take(archive, _other(archive, folder), jobs)


def _other(archive: Archive, folder: Path) -> Other:
    """The archive to take in, with all that is asked of what it holds."""
    other = Other(folder)
    speakers = Speakers(Hosts(archive, "", hosts_of_file), other.lost_start)

    def check(stored: StoredExchange | StoredEvent) -> None:
        check_stored(stored)
        speakers.check(stored)

    other.check = check
    return other


@contextmanager
def _standing(folder: Path) -> Iterator[None]:
    """Hold the other archive still; one that cannot be locked (a medium that is read only) does not change."""
    descriptor = -1
    try:
        with suppress(OSError):
            descriptor = os.open(folder / "lock", os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        if descriptor >= 0:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ArchiveBusy(f"A crawl holds the archive in {folder}: wait until it ends.") from error
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _take(archive: Archive, other: Other, jobs: int) -> Iterator[int | Merged]:
    copier = Copier(archive, other)
    if _is_empty(archive) and not other.damage and not other.has_decisions and copier.is_in_order:
        yield from _whole(archive, other, jobs)
        return
    if copier.wanted:
        yield from _copy(archive, copier, jobs if other.size >= MIN_BYTES else 1)
    archive.set_parser(PARSER)  # not that of the first run that came in, by which nothing here was read
    yield Merged(len(copier.runs), copier.captures, copier.known, tuple(other.damage))


def _is_empty(archive: Archive) -> bool:
    return not names.in_order(archive.warc) and runs.is_empty(archive)


def _whole(archive: Archive, other: Other, jobs: int) -> Iterator[int | Merged]:
    """Into an empty archive the first comes as it is, file by file."""
    with explained(archive.folder), scratch.made(archive.folder, scratch.MERGE) as copies:
        for path in names.in_order(other.warc):
            shutil.copyfile(path, copies / path.name)
        for path in names.in_order(copies):
            path.rename(archive.warc / path.name)
        ownership.adopt(archive.folder, archive.warc)
    yield from renew(archive, jobs)
    yield Merged(len(runs.ids(archive)), len(captures.ids(archive)), 0, ())


def _copy(archive: Archive, copier: Copier, jobs: int) -> Iterator[int]:
    writer = archive.writer(SOFTWARE, "merged")
    with writer, Sandbox(PATIENT) as sandbox, Workers(work, jobs) as workers:
        archive.before_commit = writer.sync
        replay = Replay(archive, sandbox=sandbox, workers=workers)
        ahead = MergeAhead(copier, replay, workers)
        with ExitStack() as several:
            for stored in copier.copied(writer):
                if stored.started is not None:
                    several.close()  # what came before is committed, and so is the run that begins
                    replay.feed(stored)
                    several.enter_context(archive.together(TOGETHER))
                else:
                    is_exchange = replay.feed(stored, ahead.taken(stored))
                    ahead.fed(stored)
                    if is_exchange:
                        yield copier.captures
        for run_id in sorted(set(archive.unfinished()) & set(copier.runs.values())):
            events.record(archive, writer, Event(run_id, now(), RunCutOff()))
        _tell(archive, writer, copier)


def _tell(archive: Archive, writer: WarcWriter, copier: Copier) -> None:
    """Name what could not be read as problems of the last run that came in."""
    if not copier.runs:
        return
    run_id = max(copier.runs.values())
    name = f"{copier.other.folder.resolve().name}/{DATABASE}"
    for each in copier.other.damage:
        events.record(archive, writer, Event(run_id, now(), ProblemMet(name, DAMAGED, each)))
