"""What pages are shown with, out of an imported file: kept like what a crawl fetches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.clock import now
from archive.records import Needed
from archive.resources import wanted_resources
from queson_crawler.files.answers import FileAnswer
from queson_crawler.files.resources import resource_answer
from queson_crawler.imports.copying import Copier
from queson_crawler.imports.files import file_held
from queson_crawler.imports.held import Held
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import MAX_ATTEMPTS, ResourceTask


class Resources:
    """What the pages of a portal are shown with, as far as the imported file holds it."""

    def __init__(self, copier: Copier, portal: Portal) -> None:
        self._copier, self._portal = copier, portal
        self._asked: set[str] = set()

    def steps(self) -> Iterator[int]:
        """Take in everything that is held; yields how many records were done."""
        wanted = self._wanted()
        while wanted:  # style sheets lead to more
            for each in wanted:
                self._take(each)
                yield len(self._copier.done)
            wanted = self._wanted()

    def _wanted(self) -> list[Needed]:
        found: list[Needed] = []
        for each in wanted_resources(self._copier.archive, self._portal.slug, now(), self._portal.owns):
            if each.url not in self._asked:
                self._asked.add(each.url)
                found.append(each)
        return found

    def _take(self, needed: Needed) -> None:
        step: ResourceTask | None = ResourceTask(
            needed.url,
            use=needed.use,
            depth=needed.depth,
            attempt=MAX_ATTEMPTS,  # a file gives the same answer every time
        )
        while step is not None:
            one = file_held(self._copier, step.url)
            if one is None:
                return
            step = self._read(one, step)

    def _read(self, one: Held, task: ResourceTask) -> ResourceTask | None:
        """Store a record as the answer for a resource; what follows from it."""
        copier = self._copier
        met = copier.meet(one, task)
        if met is None:
            return None
        if met.is_known:
            copier.met_again(met.capture, task)
        exchange = met.exchange
        answer = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
        found = resource_answer(copier.run_id, task, answer, met.capture, self._portal.owns)
        copier.archive.store(replace(found.page, again=met.is_known))
        return found.following
