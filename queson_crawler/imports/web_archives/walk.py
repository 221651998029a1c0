"""The index of a web archive, asked part by part to its end, which is verified. Pure state."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import StrEnum

from archive.checks import is_past
from queson_crawler.imports.index import loosely
from queson_crawler.imports.web_archives.rows import Row, is_torn, rows
from queson_crawler.imports.web_archives.source import Source

MAX_PARTS = 1000
"""Parts of an index that are asked for."""
MAX_TORN = 2
"""A part that breaks off is asked for at most this often."""


class Stage(StrEnum):
    """What the next question to an index is for."""

    TRIAL = "trial"
    PARTS = "parts"
    LAST = "last"
    DONE = "done"


class IndexWalk:
    """Asks the index of one archive for the captures of some hosts: `url` is the next question, "" when all was asked.
    `gaps` says in clauses what it does not tell, `error` why it tells nothing."""

    def __init__(self, ways: Iterable[Source], hosts: Iterable[str], until: str = "") -> None:
        self._ways, self._hosts, self._until = deque(ways), deque(hosts), until
        self._stage = Stage.TRIAL
        self._resume = ""
        self._parts: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._torn = 0
        self.gaps: list[str] = []
        self.error = ""

    @property
    def way(self) -> Source:
        """How the archive is asked."""
        return self._ways[0]

    @property
    def url(self) -> str:
        """The next question; "" when there is none."""
        if self.error or self._stage is Stage.DONE:
            return ""
        host = self._hosts[0]
        if self._stage is Stage.TRIAL:
            return self.way.query(host, until=self._until, first=True)
        if self._stage is Stage.LAST:
            return self.way.last(host, until=self._until)
        return self.way.query(host, until=self._until, resume=self._resume)

    def take(self, status: int, body: bytes) -> list[Row]:
        """The captures that an answer names; `url` is the next question then."""
        named, resume, others = rows(body) if status == 200 else ([], "", 0)
        if self._stage is Stage.TRIAL:
            self._tried(named, status)
            return []
        if self._stage is Stage.LAST:
            self._verify(named)
            return []
        if is_torn(status, body):
            self._torn += 1
            if self._torn < MAX_TORN:
                return []  # the same part once more
            self.gaps.append(f"the index of {self._hosts[0]} breaks off: it is not known what more there is")
            resume = ""
        found = [row for row in named if is_past(row.date)]
        others += len(named) - len(found)
        if others:
            self.gaps.append(f"{others:,} line(s) of the index name no capture")
        self._seen.update((row.time, loosely(row.url)) for row in found)
        self._go_on(resume)
        return found

    def lost(self, why: str) -> None:
        """A question was not answered, however often it was asked."""
        if self._stage in (Stage.TRIAL,):
            self.error = f"it did not name what it holds: {why}"
        elif self._stage is Stage.PARTS:
            self.gaps.append(f"the index of {self._hosts[0]} is known in part only: {why}")
            self._next_host()
        else:
            self.gaps.append(f"whether the index of {self._hosts[0]} came to its end could not be seen: {why}")
            self._next_host()

    def _tried(self, named: list[Row], status: int) -> None:
        """The first way of asking that names anything is the one."""
        if any(is_past(row.date) for row in named):
            self._stage = Stage.PARTS
            return
        if len(self._ways) > 1:
            self._ways.popleft()
            return
        self.error = f"it names no capture of {self._hosts[0]} (its index answered {status})"

    def _go_on(self, resume: str) -> None:
        self._torn = 0
        self._resume = ""
        if not resume:
            self._stage = Stage.LAST
        elif resume in self._parts or len(self._parts) >= MAX_PARTS:
            self.gaps.append("the index gives the same part again, or has no end: the rest of it was not asked for")
            self._next_host()
        else:
            self._parts.add(resume)
            self._resume = resume

    def _verify(self, named: list[Row]) -> None:
        """What the archive calls the last capture has to be among those that it named."""
        if named and (named[-1].time, loosely(named[-1].url)) not in self._seen:
            last = f"{named[-1].url} of {named[-1].date}"
            self.gaps.append(f"the index of {self._hosts[0]} ended early: it did not name {last}, its last capture")
        self._next_host()

    def _next_host(self) -> None:
        self._resume = ""
        self._parts.clear()
        self._seen.clear()
        self._hosts.popleft()
        self._stage = Stage.PARTS if self._hosts else Stage.DONE
