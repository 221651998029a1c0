"""Taking in one file: the frontier asks for pages as in a live crawl, and the file answers.

What no page of it leads to is read afterwards, and what is no page is kept beside them. Every record is copied into the
archive's own WARC files as it is, so that a rebuild needs nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from archive import runs
from archive.checks import is_past
from archive.clock import now
from archive.events import Event, RunEnded
from archive.portals import stored as stored_portals
from archive.records import Outcome, RunStart
from archive.store import Archive, events
from archive.warc.dates import moment
from archive.warc.foreign import Found
from archive.workers import Workers
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.held import ANSWERS, Held
from queson_crawler.imports.index import Index
from queson_crawler.imports.originals import Originals
from queson_crawler.imports.package import NotReadable, Package, about, opened, records
from queson_crawler.imports.sites import portals
from queson_crawler.imports.walk import Walked
from queson_crawler.monitoring.completeness import Finding, findings, outcome_of
from queson_crawler.portals import Portal
from queson_crawler.recording.session import SOFTWARE
from queson_crawler.replay.recovery import recover
from queson_crawler.replay.working import MIN_BYTES, work
from queson_crawler.understand.reader import PARSER
from queson_crawler.urls import host

TOGETHER = 64
"""This many pages are committed together."""
MAX_NAMED, MAX_DATE = 5, 40
TARGET = "import:"
"""How the target of a run begins that read a file."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many records of how many were taken in."""

    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What one file brought for one portal. `run_id` is 0 where the archive had all of it already; `damage` are
    clauses about what in the file could not be read."""

    portal: str
    run_id: int = 0
    captures: int = 0
    findings: tuple[Finding, ...] = ()
    damage: tuple[str, ...] = ()


def take_in(
    archive: Archive, path: Path, portal: Portal | None = None, *, target: str = "", jobs: int = 1
) -> Iterator[Progress | Taken]:
    """Import a WARC or WACZ file; `portal` says whose pages it holds where the file is not to be believed,
    `target` what the run is named after where that is not the file. With more than one of `jobs`, so many other
    processes parse the pages; this one stores them.

    Raises:
        ArchiveError: the file cannot be read, the archive cannot be written, or another crawl holds it.
    """
    with archive.lock(), opened(path, archive.folder) as package, ExitStack() as stack:
        archive.mend()
        recover(archive)
        sha256 = package.origin.sha256
        is_known = runs.is_imported(archive, sha256)
        if is_known and not runs.lacks_originals(archive, sha256):
            yield Taken("")
            return
        scratch = archive.folder
        held: list[Held] = []
        said: list[str] = []
        for number in range(len(package.windows)):
            found = _of_the_past(package, number, records(package, number, scratch, stack))
            held += [Held(number, one) for one in found]
            said.append(about(package, number, found))
        index = Index(held, _kinds_of(archive))
        package.origin = replace(package.origin, about="\n\n".join(filter(None, said)))
        chosen = [portal] if portal else _chosen(archive, package, index)
        if not chosen:
            raise NotReadable(_nothing_in(path, index))
        if package.origin.bytes < MIN_BYTES:
            jobs = 1
        workers = stack.enter_context(Workers(work, jobs))
        copiers = partial(Copier, archive, package, index, workers)
        yield from _each(copiers, index, chosen, target or f"{TARGET}{package.origin.name}", is_known=is_known)


def _kinds_of(archive: Archive) -> Callable[[Found], str]:
    """What says of which media type the original of a revisit is, where the archive has it."""
    originals = Originals(archive)

    def kind_of(revisit: Found) -> str:
        original = originals.find(revisit)
        return "" if original is None else original.capture.media_type

    return kind_of


def _nothing_in(path: Path, index: Index) -> str:
    """Why nothing of a file is imported, and what may be done."""
    hosts = sorted({host(one.found.url) for one in index.held if one.is_answer} - {""})
    if hosts:
        named = ", ".join(hosts[:MAX_NAMED])
        return f"{path} holds no web page, but answers of {named}: say with --portal whose they are."
    undated = sum(one.is_web for one in index.held)
    if undated:
        return f"{path} holds {undated:,} answers, and of none can it be told when it was fetched."
    return f"{path} holds no web page: there is nothing in it to import."


def _chosen(archive: Archive, package: Package, index: Index) -> list[Portal]:
    """The portals that a file holds pages of; where they are too many that is told, and their records are kept."""
    chosen, left_out = portals(index, stored_portals(archive))
    if left_out:
        name, _ = package.windows[0]
        package.damage.append(
            (name, 0, f"{left_out:,} more sites than are read out of one file: import each by itself")
        )
    return chosen


def _of_the_past(package: Package, number: int, found: list[Found]) -> list[Found]:
    """The records of a WARC; one that is dated in the future is kept without its date, so that it is no capture."""
    name, _ = package.windows[number]
    several = []
    for one in found:
        at = moment(one.date)
        if at and not is_past(at):
            package.damage.append((name, one.offset, f"a record is dated in the future ({at})"))
            one = replace(one, date="")
        elif one.date and not at and one.kind in ANSWERS:
            package.damage.append((name, one.offset, f"the date of a record cannot be read ({one.date[:MAX_DATE]})"))
        several.append(one)
    return several


def _each(
    copiers: Callable[[], Copier], index: Index, chosen: list[Portal], target: str, *, is_known: bool
) -> Iterator[Progress | Taken]:
    """One run for each portal; what belongs to none goes with the first."""
    hosts: dict[str, str] = {}
    for portal in reversed(chosen):
        hosts |= dict.fromkeys(portal.all_hosts, portal.slug)
    first = chosen[0].slug
    for portal in chosen:
        mine = [one for one in index.held if hosts.get(host(one.found.url), first) == portal.slug]
        copier = copiers()
        if copier.has_all(mine, is_known=is_known):
            yield Taken(portal.slug, damage=_told(copier.package))
            continue
        yield from _run(copier, portal, mine, target)


def _run(copier: Copier, portal: Portal, mine: list[Held], target: str) -> Iterator[Progress | Taken]:
    archive, package = copier.archive, copier.package
    start = RunStart(portal.slug, now(), target, PARSER)
    next_id = archive.next_capture_id()
    with archive.writer(SOFTWARE, portal.slug) as writer:
        archive.before_commit = writer.sync
        run_id = events.begin_run(archive, writer, start, asdict(portal), package.origin)
        copier.begin(writer, run_id, next_id)
        with archive.together(TOGETHER):
            for done in Walked(copier, portal, mine).steps():
                yield Progress(done, len(mine))
        for name, offset, clause in package.damage:
            copier.problem(f"{package.origin.name}/{name}", "damaged file", f"{clause} (byte {offset:,})")
        at = now()
        archive.finish_run(run_id, at, Outcome.INCOMPLETE, later=True)
        found = findings(archive, run_id)
        events.record(archive, writer, Event(run_id, at, RunEnded(outcome_of(found))))
    yield Taken(portal.slug, run_id, copier.captures, found, (*_told(package), *copier.damage))


def _told(package: Package) -> tuple[str, ...]:
    return tuple(f"{name}: {clause} (byte {offset:,})" for name, offset, clause in package.damage)
