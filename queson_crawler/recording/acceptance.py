"""A keeper says of what is wrong with a portal that this is how it is: by portal, by address, or by kind."""

from __future__ import annotations

from collections.abc import Iterable

from archive import runs
from archive.clock import now
from archive.events import AlarmsAccepted, Event, Happening, TroublesAccepted
from archive.signs import alarms_of
from archive.store import Archive, events
from archive.troubles import KnownTrouble, troubles
from queson_crawler.recording.session import SOFTWARE


def accept(archive: Archive, portal: str) -> int:
    """Accept all that is wrong with a portal, in WARC and in the database; how much that was. Later runs are held
    against its last one."""
    chosen = [each for each in troubles(archive, portal) if not each.is_over and not each.is_accepted]
    run_id = runs.last_of(archive, portal)
    has_alarms = bool(run_id and alarms_of(archive, run_id))
    said: list[Happening] = _of_portals(chosen, is_withdrawn=False)
    if has_alarms:
        said.insert(0, AlarmsAccepted())
    _record(archive, run_id, said)
    return len(chosen) or int(has_alarms)


def accept_addresses(archive: Archive, portal: str, urls: Iterable[str], *, is_withdrawn: bool) -> int:
    """Accept what is wrong with some addresses, of a portal or ("") of any; how much that was."""
    named = frozenset(urls)
    chosen = []
    for each in troubles(archive, portal or None):
        is_meant = each.subject in named or each.example in named
        if is_meant and not each.is_over and each.is_accepted is is_withdrawn:
            chosen.append(each)
    _record(archive, _last_run(archive, portal), _of_portals(chosen, is_withdrawn=is_withdrawn))
    return len(chosen)


def accept_kinds(archive: Archive, portal: str, kinds: Iterable[str], *, is_withdrawn: bool) -> None:
    """Accept what is of some kinds, now and later, of a portal or ("") of every one."""
    said = TroublesAccepted(portal, kinds=tuple(kinds), is_withdrawn=is_withdrawn)
    _record(archive, _last_run(archive, portal), [said])


def withdraw(archive: Archive, portal: str) -> int:
    """Accept nothing more of what is wrong with a portal now; how much was."""
    chosen = [each for each in troubles(archive, portal) if each.accepted_at is not None]
    _record(archive, _last_run(archive, portal), _of_portals(chosen, is_withdrawn=True))
    return len(chosen)


def _of_portals(chosen: Iterable[KnownTrouble], *, is_withdrawn: bool) -> list[Happening]:
    """What is said of troubles, portal by portal."""
    portals: dict[str, list[KnownTrouble]] = {}
    for each in chosen:
        portals.setdefault(each.portal, []).append(each)
    said: list[Happening] = []
    for portal, found in portals.items():
        said.append(TroublesAccepted(portal, tuple(each.trouble for each in found), is_withdrawn=is_withdrawn))
    return said


def _last_run(archive: Archive, portal: str) -> int:
    """The last run of a portal, or of all; 0 without."""
    return runs.last_of(archive, portal) if portal else max(runs.ids(archive), default=0)


def _record(archive: Archive, run_id: int, said: Iterable[Happening]) -> None:
    events_of_keeper = list(said)
    if not events_of_keeper:
        return
    with archive.lock(), archive.writer(SOFTWARE, "queson") as writer:
        for what in events_of_keeper:
            events.record(archive, writer, Event(run_id, now(), what))
