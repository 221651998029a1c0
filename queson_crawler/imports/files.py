"""Files and pictures of articles, out of an imported file: read like those that a crawl fetches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import filterfalse
from operator import attrgetter

from archive.clock import now
from archive.events import FileUnread
from archive.files import Wanted, wanted_files
from archive.records import POSTED, Capture
from queson_crawler.files.answers import FileAnswer, Refusal, file_page, look, onward
from queson_crawler.files.readings import OF_THE_MOMENT, FileReading
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.imports.copying import Copier, Met
from queson_crawler.imports.held import Held
from queson_crawler.portals import Portal
from queson_crawler.understand.tasks import FileTask
from queson_crawler.urls import clean

_COME, _LEAD_ON = (0, 200), (301, 302, 303, 307, 308)


class Files:
    """The files that articles of a portal show and nobody has fetched yet, as far as the imported file holds them."""

    def __init__(self, copier: Copier, portal: Portal) -> None:
        self.copier, self.portal = copier, portal

    def steps(self) -> Iterator[int]:
        """Take in every one that is held; yields how many records were done."""
        choice = self.portal.files
        if choice == "none":
            return
        with Sandbox() as sandbox:
            for file in wanted_files(self.copier.archive, self.portal.slug, now()):
                if POSTED in file.url or (choice == "documents" and file.is_image):
                    continue
                self._take(file, sandbox)
                yield len(self.copier.done)

    def _take(self, file: Wanted, sandbox: Sandbox) -> None:
        url, origin = clean(file.url), file.url
        if origin == url:
            origin = ""
        step: FileTask | Refusal | None = FileTask(url, image=file.is_image, origin=origin)
        while isinstance(step, FileTask):
            one = file_held(self.copier, step.url)
            if one is None:
                return
            step = self._read(one, step, sandbox)

    def _read(self, one: Held, task: FileTask, sandbox: Sandbox) -> FileTask | Refusal | None:
        """Store a record as the answer for a file; what follows from it."""
        met = self.copier.meet(one, task)
        if met is None:
            return None
        if met.is_known:
            self.copier.met_again(met.capture, task)
        return self._store(task, met, sandbox)

    def _store(self, task: FileTask, met: Met, sandbox: Sandbox) -> FileTask | Refusal | None:
        exchange, capture = met.exchange, met.capture
        answer = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
        told = look(answer, self.portal.owns)
        reading = None
        if told is None:
            reading = sandbox.read(answer.body)
        page = file_page(self.copier.run_id, task, answer, capture, told, reading)
        self.copier.archive.store(replace(page, again=met.is_known))
        if reading is not None and reading.state in OF_THE_MOMENT:
            self._unread(task, capture, reading)
        if isinstance(told, str):
            return onward(task, told)
        return None

    def _unread(self, task: FileTask, capture: Capture, reading: FileReading) -> None:
        detail = f"{reading.kind.value}: {reading.detail}"
        self.copier.record(FileUnread(task.url, capture.id, reading.state, detail))


def file_held(copier: Copier, url: str) -> Held | None:
    """The newest record that holds a file, else the newest that leads on to one."""
    newest = list(filterfalse(attrgetter("is_rendered"), reversed(copier.index.lookup(url))))
    for usable in (_COME, _LEAD_ON):
        for one in newest:
            if _status(one) in usable:
                return one
    return None


def _status(one: Held) -> int:
    """A revisit need not repeat the status."""
    if one.found.kind == "revisit":
        return one.found.status or 200
    return one.found.status
