"""What is wrong with a portal after a run, and what of that which was wrong before is over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive import gaps, runs
from archive.ledger import RunLedger, ledger_of
from archive.records import Alarm, EndedTrouble, Trouble
from archive.signs import RunSigns, signs_of
from archive.store import Archive
from archive.troubles import KnownTrouble, troubles
from queson_crawler.monitoring.completeness import judge
from queson_crawler.monitoring.gaps import GapKind, gaps_of
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.monitoring.rates import count_of
from queson_crawler.monitoring.site_identity import PORTAL

_NUMBER = re.compile(r"\d+")
_SILENCE = re.compile(
    r"no answer within the time allowed|nothing answers at that address[^;]*|the answer broke off|the connection broke|"
    r"the host's name leads nowhere[^;]*"
)
"""The ways in which a portal may say nothing: which one it is may differ from night to night."""
_OF_LISTS = (AlarmKind.LIST, GapKind.LIST_PAGE)
_MOMENTS = (AlarmKind.LAYOUT, AlarmKind.SIZE)
"""Kinds that are told of the run that first meets them: that the next run is like it is no news."""
_SIGNS = {AlarmKind.TEXT: "same text", AlarmKind.DATE: "same date"}
"""The sign that a run must have looked for, before it can tell that an alarm of a kind is over."""
_OF_WHOLE_LISTS = (GapKind.LIST_PAGE, GapKind.UNPROVEN, GapKind.FEWER, GapKind.VANISHED, GapKind.OTHER)
"""Kinds that every run which reads lists looks for again."""
_RELATIVE = frozenset(AlarmKind) - {AlarmKind.PORTAL}
"""Kinds of which an accepted one is how the portal is now: a run that gives it no more says nothing new."""


def troubles_of(archive: Archive, run_id: int, alarms: Iterable[Alarm]) -> tuple[Trouble, ...]:
    """What is wrong with the portal of a run, which has been reckoned up and gave these alarms."""
    ledger = ledger_of(archive, run_id)
    findings = judge(ledger)
    found = {(each.kind, each.subject): each for each in map(_of_alarm, alarms)}
    fatal = [finding for finding in findings if finding.fatal]
    for finding in fatal:
        alarm = Alarm(AlarmKind.PORTAL, PORTAL, finding.text)
        found.setdefault((AlarmKind.PORTAL, PORTAL), _of_alarm(alarm))
    if not fatal:
        for each in gaps_of(archive, ledger):
            found.setdefault((each.kind, each.subject), each)
    if findings and not found:
        found[GapKind.OTHER, ""] = Trouble(GapKind.OTHER, "", findings[0].text)
    return tuple(found.values())


def _of_alarm(alarm: Alarm) -> Trouble:
    return Trouble(alarm.kind, alarm.subject, alarm.detail, alarm.example, shape=shape_of(alarm.detail))


def shape_of(detail: str) -> str:
    """What of the words of an alarm tells it from another of its kind and subject."""
    return _NUMBER.sub("#", _SILENCE.sub("silent", detail))


def ended_by(archive: Archive, run_id: int, found: Iterable[Trouble]) -> tuple[EndedTrouble, ...]:
    """Which troubles of a portal are over, by a run that came to its end and `found` these: only what the run looked
    at again can be over."""
    ledger = ledger_of(archive, run_id)
    now = tuple(found)
    kinds = frozenset(each.kind for each in now)
    run = _Run(archive, ledger, signs_of(archive, run_id, texts=False), kinds)
    names = {(each.kind, each.subject) for each in now}
    ended = []
    for known in troubles(archive, runs.portal_of(archive, run_id)):
        is_there = (known.kind, known.subject) in names
        if is_there or known.is_over or not run.is_over(known):
            continue
        ended.append(EndedTrouble(known.kind, known.subject, _is_silent(known)))
    return tuple(ended)


def _is_silent(known: KnownTrouble) -> bool:
    """Whether the end of a trouble is no news."""
    if known.kind in _MOMENTS:
        return True
    return known.kind in _RELATIVE and known.accepted_at is not None


@dataclass(frozen=True, slots=True)
class _Run:
    """A run that came to its end, and the kinds of troubles that it found."""

    archive: Archive
    ledger: RunLedger
    signs: RunSigns
    found: frozenset[str]

    def is_over(self, known: KnownTrouble) -> bool:
        """Whether a trouble is over that this run did not meet again."""
        if not self._has_lists():
            return False
        if known.kind in list(AlarmKind):
            return self._is_alarm_over(known)
        if known.kind in _OF_WHOLE_LISTS:
            return True
        if not known.subject:
            return known.kind not in self.found
        if gaps.is_stored(self.archive, self.ledger.run_id, known.subject):
            return True
        if gaps.was_read(self.archive, self.ledger.run_id, known.subject):
            return True
        return gaps.was_listed(self.archive, known.subject) and not self._lacks_lists()

    def _has_lists(self) -> bool:
        """Whether the run read a list: else it can tell nothing of a portal."""
        return any(each.pages for each in self.ledger.lists)

    def _is_alarm_over(self, known: KnownTrouble) -> bool:
        if known.kind == AlarmKind.PROBLEM:
            return known.subject not in self.found
        if known.kind == AlarmKind.FIELD:
            signs = (f"has {known.subject}", f"kept {known.subject}", f"same {known.subject}")
            return any(count_of(self.signs, sign).seen for sign in signs)
        sign = _SIGNS.get(AlarmKind(known.kind))
        return sign is None or count_of(self.signs, sign).seen > 0

    def _lacks_lists(self) -> bool:
        """Whether something is wrong with a list: what stands in it cannot be told then."""
        return not self.found.isdisjoint(_OF_LISTS)
