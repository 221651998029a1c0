"""The indexes of web archives, asked side by side, each to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from queson_crawler.fetch.archive_lanes import LANE, REFUSAL, ArchiveLanes
from queson_crawler.fetch.failures import describe
from queson_crawler.imports.web_archives.asked import AskedArchive
from queson_crawler.imports.web_archives.choice import Choice
from queson_crawler.spiders.requests import ASKED_ONCE
from queson_crawler.understand.tasks import MAX_ATTEMPTS, MAX_FLOODED

MAX_INDEX = 512 << 20
"""Bytes of one answer of an index."""


class Indexes:
    """Asks every index for what it names, which goes into a `Choice`; `when_done` gives what is asked for then."""

    def __init__(
        self,
        several: Sequence[AskedArchive],
        lanes: Sequence[ArchiveLanes],
        choice: Choice,
        missing: list[str],
        when_done: Callable[[], Iterator[Request]],
    ) -> None:
        self._several, self._lanes, self._choice, self._missing = several, lanes, choice, missing
        self._when_done = when_done
        self._walking = len(several)

    def start(self) -> Iterator[Request]:
        """The first question to each."""
        for one in self._several:
            yield from self._walk(one)

    def _walk(self, one: AskedArchive, attempt: int = 1) -> Iterator[Request]:
        """The next question to an index; when all indexes are known, the captures."""
        url = one.walk.url
        if url and not self._lanes[one.number].is_blocked:
            yield Request(
                url, callback=self.listed, errback=self.unlisted, dont_filter=True,
                meta={
                    "archive": one, "attempt": attempt, "download_maxsize": MAX_INDEX, "download_timeout": 300,
                    LANE: self._lanes[one.number].index, **ASKED_ONCE,
                },
            )  # fmt: skip
            return
        self._walking -= 1
        for gap in one.walk.gaps:
            self._missing.append(one.told(gap))
        if not self._walking:
            yield from self._when_done()

    async def listed(self, response: Response) -> AsyncIterator[Request]:
        """An index answered."""
        one, attempt = response.meta["archive"], response.meta["attempt"]
        if not response.meta[REFUSAL] or (attempt >= MAX_FLOODED and not self._lanes[one.number].is_blocked):
            found = one.walk.take(response.status, response.body)
            self._choice.add(replace(row, archive=one.number) for row in found)
            attempt = 0
        for request in self._walk(one, attempt + 1):
            yield request

    def unlisted(self, failure: Failure) -> list[Request]:
        """An index gave no answer."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        one, attempt = meta["archive"], meta["attempt"]
        lanes = self._lanes[one.number]
        if not lanes.is_blocked and attempt >= MAX_ATTEMPTS:
            one.walk.lost(f"{describe(failure)[1]}; try again later")
            attempt = 0
        return list(self._walk(one, attempt + 1))
