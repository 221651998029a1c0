"""What is wrong with portals now: noted when a run ends, accepted by the keeper, told once, and over one day."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from archive.events import MachineFailed, RunEnded, TroublesAccepted, TroublesTold
from archive.records import EndedTrouble, Outcome, ToldTrouble, Trouble

FORGOTTEN = 60
"""Days after which a trouble that no run has met again is forgotten: nothing leads to it any more."""

_NOTE = """
insert into troubles (portal, kind, subject, detail, example, size, shape, since, seen_at, run_id)
values (:portal, :kind, :subject, :detail, :example, :size, :shape, :at, :at, :run)
on conflict (portal, kind, subject) do update set detail = excluded.detail, example = excluded.example,
    size = excluded.size, shape = excluded.shape, seen_at = excluded.seen_at, run_id = excluded.run_id
"""
_AGAIN = "delete from troubles where portal = ? and kind = ? and subject = ? and ended_at is not null"
_UNHEARD = """
delete from troubles where portal = :portal and kind = :kind and subject = :subject
and (:silently or (told_at is null and accepted_at is null))
"""
_ENDED = """
update troubles set ended_at = :at where portal = :portal and kind = :kind and subject = :subject and ended_at is null
"""
_FORGET = """
delete from troubles where portal = :portal and ended_at is null
and julianday(seen_at) < julianday(:at) - :days
"""
_ACCEPT = """
update troubles set accepted_at = :at, accepted_shape = :shape, accepted_size = :size
where portal = :portal and kind = :kind and subject = :subject and ended_at is null
"""
_WITHDRAW = """
update troubles set accepted_at = null, accepted_shape = null, accepted_size = null
where portal = ? and kind = ? and subject = ?
"""
_TOLD = """
insert into troubles (portal, kind, subject, detail, example, size, shape, since, seen_at, run_id, told_at, told_shape,
    told_size)
values (:portal, :kind, :subject, :detail, '', :size, :shape, :at, :at, :run, :at, :shape, :size)
on conflict (portal, kind, subject) do update set told_at = excluded.told_at, told_shape = excluded.told_shape,
    told_size = excluded.told_size
"""
_OVER = "delete from troubles where portal = :portal and kind = :kind and subject = :subject"
_DISREGARD = "delete from troubles where run_id = ? and since = seen_at and told_at is null and accepted_at is null"


def note(connection: Connection, run_id: int, at: str, ended: RunEnded) -> None:
    """Note what a run found wrong with its portal, and what it found to be no more."""
    (portal,) = connection.execute("select portal from runs where id = ?", (run_id,)).fetchone()
    _note_all(connection, portal, run_id, at, ended.troubles)
    _end_all(connection, portal, at, ended.ended)
    connection.execute(_FORGET, {"portal": portal, "at": at, "days": FORGOTTEN})


def _note_all(connection: Connection, portal: str, run_id: int, at: str, found: Iterable[Trouble]) -> None:
    for each in found:
        connection.execute(_AGAIN, (portal, each.kind, each.subject))
        connection.execute(_NOTE, {**_named(portal, each), "example": each.example, "at": at, "run": run_id})


def _end_all(connection: Connection, portal: str, at: str, ended: Iterable[EndedTrouble]) -> None:
    for each in ended:
        name = {"portal": portal, "kind": each.kind, "subject": each.subject}
        connection.execute(_UNHEARD, {**name, "silently": each.silently})
        connection.execute(_ENDED, {**name, "at": at})


def heard(connection: Connection, run_id: int, at: str, what: TroublesAccepted | TroublesTold | MachineFailed) -> None:
    """Note what the keeper accepted or was told of, or that runs say nothing about their portals."""
    match what:
        case TroublesAccepted():
            _accept(connection, at, what)
        case TroublesTold():
            for each in what.troubles:
                values = {**_named(each.portal, each), "at": at, "run": run_id}
                connection.execute(_OVER if each.is_over else _TOLD, values)
        case MachineFailed():
            for run in what.runs:
                connection.execute("update runs set outcome = ? where id = ?", (Outcome.OFFLINE, run))
                connection.execute("update fleet set last_outcome = ? where last_run = ?", (Outcome.OFFLINE, run))
                connection.execute("delete from alarms where run_id = ?", (run,))
                connection.execute(_DISREGARD, (run,))


def _accept(connection: Connection, at: str, what: TroublesAccepted) -> None:
    for each in what.troubles:
        if what.is_withdrawn:
            connection.execute(_WITHDRAW, (what.portal, each.kind, each.subject))
        else:
            connection.execute(_ACCEPT, {**_named(what.portal, each), "at": at})
    for kind in what.kinds:
        connection.execute("delete from accepted_kinds where portal = ? and kind = ?", (what.portal, kind))
        if not what.is_withdrawn:
            connection.execute("insert into accepted_kinds values (?, ?, ?)", (what.portal, kind, at))


def _named(portal: str, each: Trouble | ToldTrouble) -> dict[str, str | int]:
    return {
        "portal": portal, "kind": each.kind, "subject": each.subject, "detail": each.detail, "size": each.size,
        "shape": each.shape,
    }  # fmt: skip
