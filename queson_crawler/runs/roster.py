"""Which portals a command crawls, and in which order: those that are named, all of the keeper's list, or those due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from archive import fleet
from archive.clock import now
from archive.fleet import Listed
from archive.fleet_records import FleetPortal
from archive.store import Archive
from archive.store.opening import DATABASE
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import Portal, resolve, shipped
from queson_crawler.portals.listed import Found, as_decided, found, row_of
from queson_crawler.replay.recovery import portals_at_the_start
from queson_crawler.runs.crawl import End
from queson_crawler.runs.fleet import Job

_LOG = logging.getLogger("queson")
Choose = Callable[[Archive], Sequence[Listed]]


def named(folder: Path, targets: Iterable[str]) -> list[Job]:
    """The portals that the keeper names: by a slug or name of his list, else as everywhere.

    Raises:
        UnknownPortal: one of them is none.
    """
    if not (folder / DATABASE).is_file():
        return [_new_job(target, None) for target in targets]
    with Archive.open(folder, create=False) as archive:
        return [_named(archive, target) for target in targets]


def every(folder: Path) -> list[Job]:
    """Every active portal of the keeper's list, in the order of their turns; the shipped ones where the list is
    empty."""
    return _of_list(folder, fleet.active)


def due(folder: Path) -> list[Job]:
    """The portals whose turn it is, in that order; all that are shipped where the list is empty."""

    def choose(archive: Archive) -> Sequence[Listed]:
        return fleet.due(archive, now())

    return _of_list(folder, choose)


def _named(archive: Archive, target: str) -> Job:
    listed = fleet.by_name(archive, target)
    if listed is not None:
        return _jobs(archive, [listed])[0]
    portal = resolve(target)
    known = fleet.by_name(archive, portal.slug)
    return _new_job(target, known.portal if known else None)


def _new_job(target: str, known: FleetPortal | None) -> Job:
    """A portal as it is named now, with what is decided of it."""
    portal = resolve(target)
    row = row_of(target, portal, known)
    return Job(as_decided(row, portal), row.target, row)


def _of_list(folder: Path, choose: Choose) -> list[Job]:
    if (folder / DATABASE).is_file():
        with Archive.open(folder, create=False) as archive:
            if not fleet.is_empty(archive):
                return _jobs(archive, choose(archive))
    return [_new_job(slug, None) for slug in shipped()]


def _jobs(archive: Archive, several: Sequence[Listed]) -> list[Job]:
    """The portals of rows. Where a row's file is lost, WARC tells how its portal was crawled last."""
    firsts = {each.portal.slug: found(each.portal) for each in several}
    lost = []
    for each in several:
        if firsts[each.portal.slug].portal is None and each.crawls.last_run is not None:
            lost.append(each.crawls.last_run)
    remembered = portals_at_the_start(archive, set(lost)) if lost else {}
    jobs = []
    for each in several:
        one = firsts[each.portal.slug]
        if one.portal is None and each.crawls.last_run in remembered:
            one = found(each.portal, remembered[each.crawls.last_run])
        jobs.append(_job(one))
    return jobs


def _job(one: Found) -> Job:
    """A job; one whose portal is lost has ended before it began."""
    if one.told:
        _LOG.warning("%s", one.told)
    if one.portal is None:
        lost = Job(Portal(one.row.slug, ""), one.row.target, one.row)
        lost.end = End(Exit.INCOMPLETE, error=one.told)
        return lost
    return Job(one.portal, one.row.target, one.row)
