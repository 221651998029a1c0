"""The keeper's list of portals, read: what is to be crawled, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

from archive.fleet_records import HOUR, CrawlRecord, FleetPortal, PortalState
from archive.records import Outcome
from archive.store import Archive

MAX_EARLY = 6 * HOUR
"""A portal is due up to this many seconds early: no night begins at the very second when the last one did."""
EARLY_PART = 4
"""Nor earlier than by this part of what lies between two crawls."""
_CUT = (None, Outcome.STOPPED, Outcome.CUT_OFF, Outcome.OFFLINE)
_DECIDED = (
    *("slug", "target", "name", "file_text", "delay", "contact", "every", "max_requests", "max_minutes"),
    *("group", "state", "endangered", "former"),
)
"""The fields of `FleetPortal`, in the order of the columns."""
_LISTED = """
select slug, target, name, file_text, delay, contact, every, max_requests, max_minutes, group_name, state, endangered,
    former, listed_at, last_run, last_begun, last_round, last_outcome, last_whole
from fleet
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A portal of the list, and how its crawls stand."""

    portal: FleetPortal
    crawls: CrawlRecord

    @property
    def was_cut(self) -> bool:
        """Whether its last crawl did not come to its end."""
        return self.crawls.last_begun is not None and self.crawls.last_outcome in _CUT

    @property
    def is_endangered(self) -> bool:
        """Whether its keeper says that it may be gone soon, or it was never archived as a whole."""
        return self.portal.endangered or self.crawls.last_whole is None

    @property
    def due_at(self) -> datetime:
        """From when on it is to be crawled: all that one command crawled are due at one time, and what it did not
        get to is due before them."""
        crawls = self.crawls
        if crawls.last_round is None:
            return _time(crawls.listed_at)
        return _time(crawls.last_round) + timedelta(seconds=self.portal.every)

    def is_due(self, at: str) -> bool:
        """Whether it is its turn at a time. What was cut goes on at once, unless a bound of its own cut it."""
        if self.was_cut and not (self.portal.max_requests or self.portal.max_minutes):
            return True
        early = min(MAX_EARLY, self.portal.every // EARLY_PART)
        return self.due_at - timedelta(seconds=early) <= _time(at)

    @property
    def turn(self) -> tuple[datetime, bool, bool, str, str]:
        """Its place among others: the most overdue first, of these what was cut, then what may be gone soon."""
        began = self.crawls.last_begun or ""
        return self.due_at, not self.was_cut, not self.is_endangered, began, self.portal.slug


def everything(archive: Archive) -> list[Listed]:
    """Every portal of the list, by slug."""
    return everything_in(archive.db.conn)


def everything_in(connection: Connection) -> list[Listed]:
    """The same, of a plain connection."""
    return _listed(connection, "order by slug")


def active(archive: Archive) -> list[Listed]:
    """The portals that are asked by themselves, in the order of their turns."""
    found = _listed(archive.db.conn, "where state = ?", PortalState.ACTIVE)
    return sorted(found, key=_turn)


def due(archive: Archive, at: str) -> list[Listed]:
    """The portals whose turn it is at a time (UTC), in that order."""
    found = []
    for each in active(archive):
        if each.is_due(at):
            found.append(each)
    return found


def by_name(archive: Archive, name: str) -> Listed | None:
    """The portal of a slug, or of another name that its keeper gave it; None where none has it."""
    connection = archive.db.conn
    found = _listed(connection, "where slug = ?", name) or _listed(connection, "where name = ?", name)
    if not found:
        return None
    return found[0]


def lacks(archive: Archive, portal: FleetPortal, at: str) -> bool:
    """Whether the list lacks what was decided of a portal at a time, and nothing was decided later."""
    row = archive.db.execute("select coalesce(decided_at, '') from fleet where slug = ?", (portal.slug,)).fetchone()
    if row is None or row[0] < at:
        return True
    listed = by_name(archive, portal.slug)
    return row[0] == at and listed is not None and listed.portal != portal


def is_empty(archive: Archive) -> bool:
    """Whether nothing stands on the list."""
    return archive.db.execute("select 1 from fleet limit 1").fetchone() is None


def _turn(listed: Listed) -> tuple[datetime, bool, bool, str, str]:
    return listed.turn


def _listed(connection: Connection, which: str, *values: str) -> list[Listed]:
    rows = connection.execute(f"{_LISTED} {which}", values)
    return list(map(_of_row, rows))


def _of_row(row: tuple[Any, ...]) -> Listed:
    decided = dict(zip(_DECIDED, row, strict=False))
    decided["state"] = PortalState(decided["state"])
    decided["endangered"] = bool(decided["endangered"])
    decided["former"] = tuple(decided["former"].split())
    return Listed(FleetPortal(**decided), CrawlRecord(*tuple(row)[len(_DECIDED) :]))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
