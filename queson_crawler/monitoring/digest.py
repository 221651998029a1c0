"""Pure: one notice for everything that is new after a crawl, however many portals it asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.records import ToldTrouble
from archive.troubles import KnownTrouble
from queson_crawler.monitoring.kinds import AlarmKind

MAX_ALIKE = 3
"""Of more troubles of one kind on one portal only their number is told, with an example."""
MAX_PORTALS = 100
"""Of more portals only the number is told."""
_ALARMS = frozenset(AlarmKind)


@dataclass(frozen=True, slots=True)
class PortalNews:
    """What is new of one portal: what is wrong, and what is over; `error` where its crawl could not be done."""

    slug: str
    target: str
    exit_code: int
    run: int = 0
    error: str = ""
    wrong: tuple[KnownTrouble, ...] = ()
    over: tuple[KnownTrouble, ...] = ()
    own: tuple[ToldTrouble, ...] = ()
    """What no run of the portal tells: that it could not be asked, or can be again."""

    @property
    def is_any(self) -> bool:
        """Whether there is anything new."""
        return bool(self.wrong or self.over or self.own)

    @property
    def needs_a_look(self) -> bool:
        """Whether something is wrong, and not only over."""
        return bool(self.wrong) or any(not each.is_over for each in self.own)

    @property
    def own_over(self) -> list[str]:
        """What no run tells and is over, in words."""
        return [each.detail for each in self.own if each.is_over]


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything new after a crawl of `asked` portals; `machine` are sentences about this machine."""

    portals: tuple[PortalNews, ...]
    machine: tuple[str, ...]
    asked: int
    exit_code: int
    archive: str

    @property
    def is_any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.portals or self.machine)

    @property
    def subject(self) -> str:
        """One line that says how much there is."""
        ill = [each for each in self.portals if each.needs_a_look]
        if self.machine:
            return "queson: this machine needs a look"
        if not ill:
            return f"queson: {self._named(self.portals)} well again"
        if len(ill) == 1:
            return f"queson: {ill[0].slug} needs a look"
        return f"queson: {len(ill)} of {self.asked} portals need a look"

    def _named(self, found: Sequence[PortalNews]) -> str:
        if len(found) == 1:
            return f"{found[0].slug} is"
        return f"{len(found)} portals are"

    def lines(self) -> list[str]:
        """What people read: the machine first, then portal by portal."""
        lines = [f"queson crawl ended with exit code {self.exit_code}."]
        lines += self.machine
        for each in self.portals[:MAX_PORTALS]:
            lines.append(f"{each.slug}: {each.target}")
            lines += _lines_of(each)
        if len(self.portals) > MAX_PORTALS:
            lines.append(f"… and {len(self.portals) - MAX_PORTALS} portals more.")
        lines.append(f"See more with: queson status --archive {self.archive}")
        if any(each.wrong for each in self.portals):
            lines.append(f"What cannot be mended is put to rest with: queson accept SLUG --archive {self.archive}")
        return lines

    def data(self) -> dict[str, Any]:
        """The same as JSON. Of a crawl of one portal its fields stand at the top, too."""
        portals = [_data_of(each) for each in self.portals]
        alone: dict[str, Any] = {}
        if self.asked == 1 and portals:
            alone = portals[0]
        return {**alone, "exit_code": self.exit_code, "machine": list(self.machine), "portals": portals}


def _lines_of(news: PortalNews) -> Iterator[str]:
    if news.error and not any(each.kind == AlarmKind.PORTAL for each in news.wrong):
        yield f"  {news.error}"
    for detail in news.own_over:
        yield f"  over: {detail}"
    for group in _by_kind(news.wrong):
        yield from _lines_of_kind(group, "alarm" if group[0].kind in _ALARMS else "missing")
    for group in _by_kind(news.over):
        yield from _lines_of_kind(group, "over")


def _by_kind(found: Iterable[KnownTrouble]) -> list[list[KnownTrouble]]:
    groups: dict[str, list[KnownTrouble]] = defaultdict(list)
    for each in found:
        groups[each.kind].append(each)
    return list(groups.values())


def _lines_of_kind(group: Sequence[KnownTrouble], word: str) -> Iterator[str]:
    if len(group) > MAX_ALIKE:
        yield f"  {word}: {group[0].kind}, {len(group)} times, such as {group[0].detail} ({group[0].example})"
        return
    for each in group:
        example = f", for example {each.example}" if each.example else ""
        yield f"  {word}: {each.kind}: {each.detail} (since {each.since}{example})"


def _data_of(news: PortalNews) -> dict[str, Any]:
    alarms, missing = [], []
    for each in news.wrong:
        if each.kind in _ALARMS:
            alarms.append({**asdict(each.trouble), "since": each.since})
        else:
            missing.append(f"{each.kind}: {each.detail} ({each.example})")
    over = [each.detail for each in news.over] + news.own_over
    return {
        "portal": news.slug, "target": news.target, "exit_code": news.exit_code, "run": news.run, "error": news.error,
        "alarms": alarms, "missing": missing, "over": over,
    }  # fmt: skip
