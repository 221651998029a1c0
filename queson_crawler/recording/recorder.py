"""Exchanges to WARC, before anyone reads them: a Scrapy extension that keeps the archive of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Conclusion, Event, FileUnread, Happening, ProfileLearned, RunEnded, Unanswered
from archive.notes import ROLE, Note
from archive.records import RENDERED, Capture, Handshake, Outcome, Page, RunStart
from archive.store import Archive, events
from archive.warc import Exchange, Place, StoredExchange, WarcWriter, read_at
from queson_crawler.files.readings import FileReading
from queson_crawler.monitoring.verdict import verdict
from queson_crawler.parse.headers import NOT_MODIFIED, media_type
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.recording import exchanges
from queson_crawler.recording.exchanges import pairs as pairs
from queson_crawler.recording.session import RecordingSession
from queson_crawler.replay.captures_again import NONE_MADE
from queson_crawler.replay.reading_again import learn
from queson_crawler.replay.recovery import recover
from queson_crawler.understand.ahead import Ahead
from queson_crawler.understand.pages import named_anew
from queson_crawler.understand.reader import PARSER, Reader
from queson_crawler.understand.tasks import Task


class Recorder:
    """The archive of a run: opened with the spider, closed with it. Every exchange is written as it comes in.

    A capture's row is stored with what its page brought; exchanges that are no page's (robots.txt) at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        folder = Path(crawler.settings.get("QUESON_ARCHIVE") or "data")
        self._session: RecordingSession = crawler.settings.get("QUESON_SESSION") or RecordingSession(folder)
        self.archive: Archive
        self.run_id = self.finished_run = 0
        self.limited = False
        """Whether the crawl was told to end before it had everything."""
        self.error = ""
        """Why nothing more can be kept, in a sentence; the crawl ends then, and the next one goes on from there."""
        self.asked = 0
        """How many exchanges this run has kept."""
        self.as_of_now: Callable[[Task], Task] = _as_it_is
        """A task with what the crawl has learned about it since it was queued."""
        self._writer: WarcWriter
        self._portal: Portal
        self._unread: dict[int, Capture] = {}
        self._profile: Profile | None = None
        self._learned_at = 0
        self._handshakes: dict[str, Handshake] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recorder:
        recorder = cls(crawler)
        crawler.signals.connect(recorder.downloaded, signals.response_downloaded)
        crawler.signals.connect(recorder.closed, signals.spider_closed)
        return recorder

    def begin(self, portal: Portal, target: str) -> None:
        """Open the archive and begin a run; `error` says why where that cannot be."""
        with self._keeping():
            self._portal = portal
            self._session.open(portal)
            self.archive, self._writer = self._session.archive, self._session.writer
            start = RunStart(portal.slug, now(), target, PARSER, self._session.round)
            self.run_id = events.begin_run(self.archive, self._writer, start, asdict(portal))

    def reader(self) -> Reader:
        """The reader of the run, with what was learned of its portal before."""
        reader = Reader(self._portal, self.run_id, gathers=True)
        slug = self._portal.slug
        reader.begin(PARSER, self.archive.profile_of(slug), is_known=self.archive.has_articles(slug))
        return reader

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """What the archive refuses ends the run; Scrapy would only log it and go on asking."""
        try:
            yield
        except ArchiveError as error:
            self.error = self.error or str(error)
        self.error = self.error or self._session.error

    def downloaded(self, response: Response, request: Request) -> None:
        """One exchange came in: to WARC, and its place into the request's meta for whoever reads the answer."""
        if not self.run_id or self.error or request.meta.get("playwright"):
            return
        with self._keeping():
            self._downloaded(response, request)

    def _downloaded(self, response: Response, request: Request) -> None:
        task: Task | None = request.meta.get("task")
        if task is not None:  # what is noted is what the answer will be judged by, now and at a rebuild
            task = request.meta["task"] = self.as_of_now(task)
        role = exchanges.role_of(request, task)
        handshake = self._new_handshake(response, request)
        unchanged = request.meta.get("kept") if response.status == NOT_MODIFIED else None
        exchange = exchanges.received(response, request, self._note(task, role, handshake))
        capture = self._write(exchange, role, unchanged)
        if handshake is not None:
            self.archive.met(self.run_id, handshake)
        if task is None:
            self.archive.store(Page(self.run_id, capture=capture))
        else:
            self._wait(capture)
            request.meta["capture"] = capture

    def _new_handshake(self, response: Response, request: Request) -> Handshake | None:
        """How a host was spoken to, when it is met in another way than before in this run."""
        met = exchanges.handshake_of(response, request)
        if met is None or self._handshakes.get(met.host) == met:
            return None
        self._handshakes[met.host] = met
        return met

    def _note(self, task: Task | None, role: str, handshake: Handshake | None = None) -> Note:
        asked = task.note() if task is not None else {ROLE: role}
        return Note(self.run_id, self._session.next_id, asked, handshake)

    def browsed(self, url: str, method: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        """One exchange of a browser: kept like every other, and read by nobody. The body comes without its encoding."""
        if self.error or not self.run_id:
            return
        with self._keeping():
            note = self._note(None, exchanges.BROWSER)
            exchange = exchanges.browsed(url, method, status, headers, body, note)
            self.archive.store(Page(self.run_id, capture=self._write(exchange, exchanges.BROWSER)))

    def rendered(self, task: Task, url: str, body: bytes) -> Capture | None:
        """A page as a browser shows it; None where nothing can be kept."""
        capture = None
        with self._keeping():
            exchange = exchanges.rendered(url, body, self._note(task, task.role))
            capture = self._write(exchange, RENDERED)
            self._wait(capture)
        return capture

    def _wait(self, capture: Capture) -> None:
        """A capture was written, and is still to be read."""
        self._unread[capture.id] = self._session.waiting[capture.id] = capture

    def _read(self, *capture_ids: int) -> None:
        for each in capture_ids:
            self._unread.pop(each, None)
            self._session.waiting.pop(each, None)

    def stored(self, capture: Capture) -> StoredExchange:
        """An exchange of this archive, read back."""
        return read_at(self.archive.warc, Place(capture.warc_file, capture.warc_offset, capture.warc_length))

    def _write(self, exchange: Exchange, role: str, unchanged: Capture | None = None) -> Capture:
        """Write an exchange; one that says that a page is `unchanged` has the content of that capture."""
        place = self._writer.write(exchange, unchanged)
        kind = unchanged.media_type if unchanged else media_type(exchange.response_headers)[0]
        capture = Capture(
            self._session.next_id, self.run_id, exchange.url, exchange.fetched_at, exchange.status, kind,
            place.sha256, place.file, place.offset, place.length, role,
        )  # fmt: skip
        self._session.next_id += 1
        self.asked += 1
        return capture

    def store(self, page: Page) -> None:
        """One transaction: everything a page brought."""
        if self.error:
            return
        with self._keeping():
            if self._profile is not None and page.capture is not None and page.capture.id < self._learned_at:
                page = named_anew(page, self._profile)
            self._session.store(page)
            if page.capture is not None:
                self._read(page.capture.id)

    def _record(self, what: Happening) -> str:
        """An event of this run, to WARC and to the database; the time that was noted."""
        at = now()
        with self._keeping():
            events.record(self.archive, self._writer, Event(self.run_id, at, what))
        return at

    def unanswered(self, task: Task, why: str, detail: str) -> str:
        """Note in WARC that no answer came; the time that was noted. Its page is stored by who reads it."""
        return self._record(Unanswered(task.url, why, detail, task.note()))

    def unread(self, url: str, capture: Capture, reading: FileReading) -> None:
        """Note that a file could not be read here and now: elsewhere it might be."""
        self._record(FileUnread(url, capture.id, reading.state, f"{reading.kind.value}: {reading.detail}"))

    def decided(self, conclusion: Conclusion) -> None:
        """Note what the frontier concluded from several pages."""
        self._record(conclusion)

    def learned(self, reader: Reader, learned: ProfileLearned, made: Mapping[int, Ahead] = NONE_MADE) -> None:
        """Note what the pages told together, for the reader too. It holds for pages that were read and are not stored
        yet. `made` are stored ones that were parsed with it, by the ids of their captures."""
        kept = reader.profile.taken_up(learned).kept()
        at = self._record(kept)
        with self._keeping():
            learn(self.archive, reader, at, kept, made=made)
        self._profile, self._learned_at = reader.profile, self._session.next_id

    def finish(self, reason: str) -> None:
        """Reckon up the run, judge it by its own ledger, and store the verdict."""
        if self._unread:  # what was written and not read yet: the same as after a kill
            recover(self.archive, self._portal, only=self.run_id)
        self._read(*tuple(self._unread))
        at = now()
        self.archive.finish_run(self.run_id, at, Outcome.INCOMPLETE, later=True)
        whole = reason == "finished" and not self.limited
        ended = verdict(self.archive, self._portal, self.run_id) if whole else RunEnded(Outcome.STOPPED)
        events.record(self.archive, self._writer, Event(self.run_id, at, ended))

    def closed(self, reason: str) -> None:
        """The spider has ended: judge the run, close the files."""
        if not self.run_id:
            self._leave()
            return
        try:
            if not self.error:
                with self._keeping():
                    self.finish(reason)
                    self._session.settle()
        finally:
            self.finished_run, self.run_id = self.run_id, 0
            with self._keeping():
                self._leave()

    def _leave(self) -> None:
        if not self._session.shared:
            self._session.close()


def _as_it_is(task: Task) -> Task:
    return task
