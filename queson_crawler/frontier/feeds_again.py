"""What sitemaps, feeds and APIs tell at a further crawl: which articles have changed, which are gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.memory import NOTHING, KnownArticle, Memory
from archive.records import Entry
from queson_crawler.frontier.revisit_plan import is_later
from queson_crawler.urls import canonical

MAX_CHANGED, FEW_CHANGED = 0.2, 5
"""A feed in which more articles have changed than that writes the time of asking, not of a change."""
NEARLY_ALL = 0.9
"""Feeds that name so many of the stored articles name all that there are: what they no longer name seems gone."""


@dataclass(slots=True)
class FeedsAgain:
    """The feeds that one further crawl has read: their addresses, and the ids they named."""

    memory: Memory = NOTHING
    sources: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    _by_address: dict[str, str] = field(default_factory=dict)

    def read(self, source: str, entries: Iterable[Entry], others: Iterable[Entry] = ()) -> list[KnownArticle]:
        """Take in a feed: the stored articles that have changed. `others` are addresses that carry no id: those under
        which articles are stored count."""
        known = [*entries, *self._stored(others)]
        self.sources.add(source)
        self.named.update(entry.native_id for entry in known)
        return self.changed(source, known)

    def _stored(self, others: Iterable[Entry]) -> list[Entry]:
        if not self._by_address:
            for known in self.memory.articles.values():
                self._by_address[_name(known.url)] = known.native_id
        found: list[Entry] = []
        for entry in others:
            native_id = self._by_address.get(_name(entry.url))
            if native_id is not None:
                found.append(replace(entry, native_id=native_id))
        return found

    def changed(self, source: str, entries: Iterable[Entry]) -> list[KnownArticle]:
        """The stored articles of which a feed says another time of change than in the last crawl, or one since they
        were last asked for where it said none before."""
        compared = 0
        changed: list[KnownArticle] = []
        for entry in entries:
            known = self.memory.articles.get(entry.native_id)
            if known is None or not entry.changed:
                continue
            compared += 1
            if self._has_changed(source, entry, known):
                changed.append(known)
        if len(changed) > max(FEW_CHANGED, MAX_CHANGED * compared):
            return []
        return changed

    def _has_changed(self, source: str, entry: Entry, known: KnownArticle) -> bool:
        before = self.memory.changed.get((source, entry.native_id), "")
        if before:
            return entry.changed != before
        return is_later(entry.changed, known.checked_at)

    def vanished(self, listed: frozenset[str]) -> list[KnownArticle]:
        """The stored articles that these feeds named when they were last read and no longer do, and that no list named
        in this crawl; none where the feeds name but a part of all articles."""
        living = [known for known in self.memory.articles.values() if not known.gone]
        still = sum(known.native_id in self.named for known in living)
        if not living or still < NEARLY_ALL * len(living):
            return []
        before: set[str] = set()
        for source in self.sources:
            before |= self.memory.named.get(source, frozenset())
        lost = before - self.named - listed
        return [known for known in living if known.native_id in lost]


def _name(url: str) -> str:
    """An address to compare by: feeds may write it with a slash more or less."""
    return canonical(url).rstrip("/")
