"""What is wrong with portals, read back: what stands, what of it was accepted, and what the keeper was not told yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from archive.records import Trouble
from archive.rows import shaped
from archive.store import Archive

TOLD_AGAIN = timedelta(days=30)
"""After that time the keeper is told once more of what still stands."""
MORE, MUCH_MORE = 2, 1.5
"""A trouble has grown when it is larger by more than MORE, and MUCH_MORE times as large."""


@dataclass(frozen=True, slots=True)
class KnownTrouble:
    """One row of `troubles`. What was told and accepted of it is kept as it was then; `ended_at` is when a run found it
    to be no more, which the keeper has not been told yet."""

    portal: str
    kind: str
    subject: str
    detail: str
    example: str
    size: int
    shape: str
    since: str
    seen_at: str
    run_id: int
    accepted_at: str | None
    accepted_shape: str | None
    accepted_size: int | None
    told_at: str | None
    told_shape: str | None
    told_size: int | None
    ended_at: str | None
    is_kind_accepted: int

    @property
    def trouble(self) -> Trouble:
        """What is wrong, as a run found it."""
        return Trouble(self.kind, self.subject, self.detail, self.example, self.size, self.shape)

    @property
    def is_accepted(self) -> bool:
        """Whether the keeper took it as it is, and it has not changed since."""
        if self.is_kind_accepted:
            return True
        if self.accepted_at is None:
            return False
        return not self._has_changed(self.accepted_shape, self.accepted_size)

    @property
    def is_over(self) -> bool:
        """Whether a run found it to be no more."""
        return self.ended_at is not None

    def is_news(self, now: datetime) -> bool:
        """Whether the keeper is to be told of it: it is new, or has changed, or is over, or it is long since."""
        if self.is_over:
            return True
        if self.is_accepted:
            return False
        if self.told_at is None or self._has_changed(self.told_shape, self.told_size):
            return True
        return now - datetime.fromisoformat(self.told_at) >= TOLD_AGAIN

    def _has_changed(self, shape: str | None, size: int | None) -> bool:
        if shape != self.shape:
            return True
        before = size or 0
        return self.size > before + MORE and self.size > MUCH_MORE * before


_ALL = """
select t.portal, t.kind, t.subject, t.detail, t.example, t.size, t.shape, t.since, t.seen_at, t.run_id, t.accepted_at,
    t.accepted_shape, t.accepted_size, t.told_at, t.told_shape, t.told_size, t.ended_at,
    exists (select 1 from accepted_kinds k where k.kind = t.kind and k.portal in ('', t.portal))
from troubles t
"""


def troubles(archive: Archive, portal: str | None = None) -> tuple[KnownTrouble, ...]:
    """What is wrong with a portal, or with all, also what is over and was not told yet; "" is this machine."""
    if portal is None:
        return troubles_in(archive.db.conn)
    return shaped(KnownTrouble, archive.db.execute(f"{_ALL} where t.portal = ? order by t.kind, t.subject", [portal]))


def troubles_in(connection: Connection) -> tuple[KnownTrouble, ...]:
    """What is wrong with all portals, of a plain connection."""
    return shaped(KnownTrouble, connection.execute(f"{_ALL} order by t.portal, t.kind, t.subject"))


def are_all_accepted(archive: Archive, run_id: int) -> bool:
    """Whether a run found something wrong, and all of it is accepted."""
    found = shaped(KnownTrouble, archive.db.execute(f"{_ALL} where t.run_id = ? and t.ended_at is null", [run_id]))
    return bool(found) and all_accepted(found)


def all_accepted(found: Iterable[KnownTrouble]) -> bool:
    """Whether each of some troubles is accepted as it is."""
    return not [each for each in found if not each.is_accepted]


def accepted_kinds(archive: Archive) -> tuple[tuple[str, str], ...]:
    """(portal, kind) of what is accepted whatever it is about; the portal "" stands for every one."""
    return tuple(archive.db.execute("select portal, kind from accepted_kinds order by portal, kind").fetchall())
