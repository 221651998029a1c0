"""What WARC holds, fed to an archive: each exchange and each event as if it came in now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import captures, runs
from archive.errors import BadRecord
from archive.events import CaptureMetAgain, Event, FleetChanged, ProfileLearned, RunStarted, Unanswered
from archive.exchange.parts import checked_part
from archive.notes import Note
from archive.records import RENDERED, Capture, Page, Problem
from archive.store import Archive, events
from archive.warc import Exchange, Place, Stored, StoredEvent, StoredExchange, Unusable, read_at
from archive.workers import Workers
from queson_crawler.files.answers import FileAnswer, file_page, look, refused_page, unanswered
from queson_crawler.files.readings import FileReading
from queson_crawler.files.resources import refused, resource_answer
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.parse.headers import media_type
from queson_crawler.portals import Portal
from queson_crawler.replay.checks import check_exchange, portal_of, why_of
from queson_crawler.replay.reading_again import learn
from queson_crawler.replay.working import PATIENT
from queson_crawler.understand.ahead import Ahead
from queson_crawler.understand.reader import PARSER, Reader, answer_of
from queson_crawler.understand.steps import judged, normalised
from queson_crawler.understand.tasks import RECORD, FileTask, ResourceTask, Task, task_of

UNUSABLE = "unusable record"
"""The kind of problem that a record in WARC is which cannot be used."""
NOT_READ = ("robots", "other", "browser")
"""The roles of captures that are kept and not read."""


@dataclass(slots=True)
class Replay:
    """Feeds what the WARC files hold to an archive, in the order in which it was written."""

    archive: Archive
    readers: dict[int, Reader] = field(default_factory=dict)
    source: Path | None = None
    """The folder of the WARC files, where it is not the archive's own."""
    sandbox: Sandbox = field(default_factory=lambda: Sandbox(PATIENT))
    workers: Workers | None = None
    """What parses pages that are read once more, in other processes."""

    def feed(self, stored: Stored, ahead: Ahead | FileReading | None = None) -> bool:
        """Store one exchange or event; whether it was an exchange. What cannot be used is named as a problem of the run
        that is read. `ahead` is what another process made of the page, or the file."""
        if isinstance(stored, Unusable):
            self._refuse(stored)
            return False
        try:
            return self._feed(stored, ahead)
        except BadRecord as error:
            self._refuse(Unusable(stored.place, str(error), stored.at))
            return False

    def _feed(self, stored: StoredExchange | StoredEvent, ahead: Ahead | FileReading | None) -> bool:
        if isinstance(stored, StoredEvent):
            self._event(stored.event)
            return False
        if stored.note is None:
            return False
        self._exchange(stored, stored.note, ahead)
        return True

    def begin(self, run_id: int, portal: Portal, parser: str = PARSER) -> None:
        """Read what belongs to a run as pages of a portal; `parser` is the version that the run had."""
        reader = Reader(portal, run_id)
        known = self.archive.has_articles(portal.slug)
        reader.begin(parser, self.archive.profile_of(portal.slug), is_known=known)
        self.readers[run_id] = reader

    def _refuse(self, found: Unusable) -> None:
        """Name what cannot be used; without a run there is nothing that it could be a problem of."""
        run_id = max(self.readers, default=0)
        if run_id:
            problem = Problem(f"{found.place.file}#byte={found.place.offset}", UNUSABLE, found.why)
            self.archive.store(Page(run_id, problems=(problem,), observed_at=found.date or None))

    def _exchange(self, stored: StoredExchange, note: Note, ahead: Ahead | FileReading | None) -> None:
        self._check(stored.exchange, note)
        exchange, capture = stored.exchange, _capture(stored, note)
        if note.role == RECORD:
            self.archive.store_records([(capture, checked_part(exchange.content))])
            return
        if note.handshake is not None:
            self.archive.met(note.run, note.handshake)
        reader = self.readers.get(note.run)
        if reader is None or note.role in NOT_READ:
            self.archive.store(Page(note.run, capture=capture))
            return
        task = task_of(exchange.url, note.task)
        attached = self._attached(note.run, task, exchange, capture, ahead)
        if attached is not None:
            self.archive.store(attached)
            return
        parsed = ahead if isinstance(ahead, Ahead) else None
        _, page = reader.read(task, answer_of(exchange), capture, parsed)
        self._store(page)

    def _check(self, exchange: Exchange, note: Note) -> None:
        """Refuse what cannot be an exchange of this archive: of a run that never began, or with a number given twice.
        Raises BadRecord."""
        if note.run not in self.readers:
            self._check_run(note.run)
        if captures.is_known(self.archive, note.id):
            raise BadRecord(f"its number {note.id} was given to another capture")
        check_exchange(exchange, note)

    def _check_run(self, run_id: int) -> None:
        if not runs.is_known(self.archive, run_id):
            raise BadRecord(f"it belongs to run {run_id}, which never began")

    def _attached(
        self,
        run_id: int,
        task: Task,
        exchange: Exchange,
        capture: Capture,
        ahead: Ahead | FileReading | None = None,
    ) -> Page | None:
        """What a file holds, or something that a page shows; None where a task is to read a page itself."""
        if isinstance(task, FileTask):
            return self._file(run_id, task, exchange, capture, ahead)
        if isinstance(task, ResourceTask):
            return self._resource(run_id, task, exchange, capture)
        return None

    def _file(
        self,
        run_id: int,
        task: FileTask,
        exchange: Exchange,
        capture: Capture,
        ahead: Ahead | FileReading | None,
    ) -> Page:
        answered = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
        told = look(answered, self._reader(run_id).portal.owns)
        reading = None
        if told is None:
            reading = ahead if isinstance(ahead, FileReading) else self.sandbox.read(answered.body)
        return file_page(run_id, task, answered, capture, told, reading)

    def _resource(self, run_id: int, task: ResourceTask, exchange: Exchange, capture: Capture) -> Page:
        answered = FileAnswer(exchange.url, exchange.status, exchange.content, exchange.response_headers)
        return resource_answer(run_id, task, answered, capture, self._reader(run_id).portal.owns).page

    def _store(self, page: Page) -> None:
        self.archive.store(judged(normalised(page), self.archive))

    def _event(self, event: Event) -> None:
        match event.what:
            case RunStarted(start, portal, origin):
                settings = portal_of(portal)
                run_id = self.archive.begin_run(start, origin)
                self.begin(run_id, settings, start.parser)
            case ProfileLearned():
                learn(self.archive, self._reader(event.run), event.at, event.what, self.source, self.workers)
            case Unanswered():
                self._unanswered(event, event.what)
            case FleetChanged():
                events.store(self.archive, event)
            case CaptureMetAgain():
                self._met_again(event.run, event.what)
            case _:
                self._check_run(event.run)
                events.store(self.archive, event)

    def _unanswered(self, event: Event, told: Unanswered) -> None:
        task = task_of(told.url, told.task)
        if isinstance(task, FileTask):
            refusal = unanswered(told.why, told.detail)
            self.archive.store(refused_page(event.run, task, refusal, None, event.at))
            return
        if isinstance(task, ResourceTask):
            refusal = unanswered(told.why, told.detail)
            self.archive.store(refused(event.run, task, refusal, None, event.at).page)
            return
        page = self._reader(event.run).unanswered(task, why_of(told.why), told.detail, event.at)
        self.archive.store(page)

    def _reader(self, run_id: int) -> Reader:
        """What reads the pages of a run. Raises BadRecord where it never began."""
        reader = self.readers.get(run_id)
        if reader is None:
            raise BadRecord(f"it belongs to run {run_id}, which never began")
        return reader

    def _met_again(self, run_id: int, told: CaptureMetAgain) -> None:
        """A capture of an earlier run that an import met once more: for that run it is a page of a list, or a file."""
        if not captures.is_known(self.archive, told.capture.id):
            raise BadRecord(f"the capture {told.capture.id} is in no table")
        place = Place(told.place.file, told.place.offset, told.place.length)
        exchange = read_at(self.source or self.archive.warc, place).exchange
        task = task_of(exchange.url, told.task)
        attached = self._attached(run_id, task, exchange, told.capture)
        if attached is not None:
            self.archive.store(replace(attached, again=True))
            return
        _, page = self._reader(run_id).read(task, answer_of(exchange), told.capture)
        self._store(replace(page, again=True, article=None, problems=(), layout=()))


def _capture(stored: StoredExchange, note: Note) -> Capture:
    """The row of an exchange that was read back."""
    exchange, place = stored.exchange, stored.place
    kind, _ = media_type(exchange.response_headers)
    return Capture(
        note.id, note.run, exchange.url, exchange.fetched_at, exchange.status, kind, place.sha256,
        place.file, place.offset, place.length, RENDERED if exchange.rendered else note.role,
    )  # fmt: skip
