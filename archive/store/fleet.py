"""The keeper's list of portals: what was decided of each, and how its crawls went."""

from __future__ import annotations

from sqlite3 import Connection

from archive.fleet_records import FleetPortal
from archive.records import Outcome, RunStart

_DECIDED = """
insert into fleet (slug, target, name, file_text, delay, contact, every, max_requests, max_minutes, group_name, state,
    endangered, former, listed_at, decided_at)
values (:slug, :target, :name, :file_text, :delay, :contact, :every, :max_requests, :max_minutes, :group, :state,
    :endangered, :former, :at, :at)
on conflict (slug) do update set target = :target, name = :name, file_text = :file_text, delay = :delay,
    contact = :contact, every = :every, max_requests = :max_requests, max_minutes = :max_minutes, group_name = :group,
    state = :state, endangered = :endangered, former = :former, decided_at = :at
"""
_BEGUN = """
insert into fleet (slug, target, listed_at, last_run, last_begun, last_round)
values (:slug, :target, :at, :run, :at, :round)
on conflict (slug) do update set target = iif(decided_at is null, :target, target), last_run = :run, last_begun = :at,
    last_round = :round, last_outcome = null
"""
_ENDED = """
update fleet set last_outcome = :outcome, last_whole = iif(:outcome = 'complete', last_begun, last_whole)
where last_run = :run
"""


def decide(connection: Connection, portal: FleetPortal, at: str) -> None:
    """Take up what the keeper decided of a portal, whose crawls stay as they are told of."""
    connection.execute(
        _DECIDED,
        {
            "slug": portal.slug, "target": portal.target, "name": portal.name, "file_text": portal.file_text,
            "delay": portal.delay, "contact": portal.contact, "every": portal.every,
            "max_requests": portal.max_requests, "max_minutes": portal.max_minutes, "group": portal.group,
            "state": portal.state, "endangered": portal.endangered, "former": " ".join(portal.former), "at": at,
        },
    )  # fmt: skip


def begun(connection: Connection, run_id: int, run: RunStart) -> None:
    """A crawl of a portal began: it is on the list from now on, if it was not."""
    target = run.target or run.portal
    asked = {"slug": run.portal, "target": target, "at": run.started_at, "run": run_id}
    connection.execute(_BEGUN, asked | {"round": run.round or run.started_at})


def ended(connection: Connection, run_id: int, outcome: Outcome) -> None:
    """A run came to an end; of an import, which is no crawl, nothing follows."""
    connection.execute(_ENDED, {"run": run_id, "outcome": outcome})
