"""Of which portals the runs of another archive may speak: with none of their exchanges of a portal that is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.addresses import host
from archive.errors import BadRecord
from archive.exchange.parts import checked_part
from archive.hosts import Hosts
from archive.merge.other import begun
from archive.notes import Note
from archive.records import RECORD
from archive.warc import Exchange, StoredEvent, StoredExchange


@dataclass(frozen=True, slots=True)
class _Speaker:
    """The portal of a run, and the hosts at which it was crawled."""

    portal: str
    hosts: frozenset[str]


@dataclass
class Speakers:
    """Refuses what a run says of the host of another portal that was here before. `lost_start` tells of the beginning
    of a run that is nowhere in the WARC files, by having it checked here."""

    hosts: Hosts
    lost_start: Callable[[int], object]
    _runs: dict[int, _Speaker] = field(default_factory=dict)

    def check(self, stored: StoredExchange | StoredEvent) -> None:
        """Raises BadRecord for what may not come in."""
        start = begun(stored)
        if start is not None:
            self._runs[stored.run] = _Speaker(start.start.portal, _hosts_in(start.portal))
        elif isinstance(stored, StoredExchange) and stored.note is not None:
            self._check_exchange(stored.exchange, stored.note)

    def _check_exchange(self, exchange: Exchange, note: Note) -> None:
        if note.run not in self._runs:
            self.lost_start(note.run)
        speaker = self._runs.get(note.run)
        objection = ""
        if note.role == RECORD:
            objection = self.hosts.objection(checked_part(exchange.content))
        elif speaker is not None:
            objection = self.hosts.claim(speaker.portal, exchange.url, speaker.hosts)
        if objection:
            raise BadRecord(objection)


def _hosts_in(portal: dict[str, object]) -> frozenset[str]:
    """The hosts of a portal, from its settings as JSON, which were checked."""
    further = portal.get("hosts")
    names = {host(str(portal.get("start") or ""))}
    if isinstance(further, list):
        names.update(map(str, further))
    return frozenset(names)
