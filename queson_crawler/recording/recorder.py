"""Exchanges to WARC, before anyone reads them: a Scrapy extension that keeps the archive of one run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached

from archive.clock import now
from archive.errors import ArchiveError
from archive.events import Conclusion, Event, encoded
from archive.records import RENDERED, Alarm, Capture, Handshake, Outcome, Page, RunStart, UnreadFile
from archive.signs import alarms_of, earlier, signs_of
from archive.store import Archive
from archive.store.conclusions import page_of
from archive.warc import Exchange, Place, StoredExchange, WarcWriter, fields, read_at
from queson_crawler.files.readings import FileReading
from queson_crawler.monitoring.alarms import judge
from queson_crawler.monitoring.completeness import findings, outcome_of
from queson_crawler.monitoring.site_identity import alarms_of_run
from queson_crawler.parse.headers import NOT_MODIFIED, media_type
from queson_crawler.portals import Portal
from queson_crawler.recording.session import SOFTWARE, Vault
from queson_crawler.replay.rebuild import recover
from queson_crawler.understand.reader import PARSER
from queson_crawler.understand.tasks import Task

_OF_ENCODING = ("content-encoding", "transfer-encoding", "content-length")


class Keeper:
    """The archive of a run: opened with the spider, closed with it. Every exchange is written as it comes in.

    A capture's row is stored with what its page brought; exchanges that are no page's (robots.txt) at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        folder = Path(crawler.settings.get("QUESON_ARCHIVE") or "data")
        self._vault: Vault = crawler.settings.get("QUESON_VAULT") or Vault(folder)
        self.archive: Archive
        self.run_id = self.finished_run = 0
        self.limited = False
        """Whether the crawl was told to end before it had everything."""
        self.error = ""
        """Why nothing more can be kept, in a sentence; the crawl ends then, and the next one goes on from there."""
        self.asked = 0
        """How many exchanges this run has kept."""
        self._writer: WarcWriter
        self._portal: Portal
        self._waiting: dict[int, Capture] = {}
        self._met: dict[str, Handshake] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeper:
        keeper = cls(crawler)
        crawler.signals.connect(keeper.downloaded, signals.response_downloaded)
        crawler.signals.connect(keeper.closed, signals.spider_closed)
        return keeper

    def begin(self, portal: Portal, target: str) -> None:
        """Open the archive and begin a run; `error` says why where that cannot be."""
        with self._keeping():
            self._begin(portal, target)

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """What the archive refuses ends the run; Scrapy would only log it and go on asking."""
        try:
            yield
        except ArchiveError as error:
            self.error = self.error or str(error)

    def _begin(self, portal: Portal, target: str) -> None:
        self._portal = portal
        self._vault.open(portal)
        self.archive, self._writer = self._vault.archive, self._vault.writer
        start = RunStart(portal.slug, now(), target, PARSER)
        self.run_id = self.archive.begin_run(start)
        self._writer.write_event("run-start", start.started_at, {"run": self.run_id, **run_as_json(start, portal)})

    def downloaded(self, response: Response, request: Request) -> None:
        """One exchange came in: to WARC, and its place into the request's meta for whoever reads the answer."""
        if self.run_id and not self.error and not request.meta.get("playwright"):
            with self._keeping():
                self._downloaded(response, request)

    def _downloaded(self, response: Response, request: Request) -> None:
        task: Task | None = request.meta.get("task")
        role = task.role if task else "robots" if urlparse_cached(request).path == "/robots.txt" else "other"
        note, met = self._note(task, role), self._connected(response, request)
        exchange = _exchange(response, request, {**note, **({"tls": asdict(met)} if met else {})})
        capture = self._write(exchange, role, request.meta.get("kept") if response.status == NOT_MODIFIED else None)
        if met is not None:
            self.archive.met(self.run_id, met)
        if task is None:
            self.archive.store(Page(self.run_id, capture=capture))
        else:
            self._wait(capture)
            request.meta["capture"] = capture

    def _connected(self, response: Response, request: Request) -> Handshake | None:
        """How a host was spoken to, when it is met in another way than before in this run."""
        protocol, cipher, *wrong = request.meta.get("tls") or ("", "")
        host = urlparse_cached(request).hostname or ""
        told = Handshake(host, protocol, cipher, ", ".join(wrong), str(response.ip_address or ""))
        if not protocol or self._met.get(host) == told:
            return None
        self._met[host] = told
        return told

    def _note(self, task: Task | None, role: str) -> dict[str, Any]:
        return {"run": self.run_id, "id": self._vault.next_id, **(task.note() if task else {"role": role})}

    def browsed(self, url: str, method: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        """One exchange of a browser: kept like every other, and read by nobody. The body comes without its encoding."""
        if self.error or not self.run_id:
            return
        with self._keeping():
            kept = tuple(
                (name if name.lower() not in _OF_ENCODING else f"X-Archive-Orig-{name}", value)
                for name, value in headers
            )
            exchange = Exchange(
                url, method, (), b"", status, _reason(status), kept, body, "", now(), self._note(None, "browser")
            )
            self.archive.store(Page(self.run_id, capture=self._write(exchange, "browser")))

    def rendered(self, task: Task, url: str, body: bytes) -> Capture | None:
        """A page as a browser shows it; None where nothing can be kept."""
        capture = None
        with self._keeping():
            exchange = Exchange(
                url, "GET", (), b"", 200, "", (("Content-Type", "text/html; charset=utf-8"),), body, "", now(),
                self._note(task, task.role), rendered=True,
            )  # fmt: skip
            capture = self._write(exchange, RENDERED)
            self._wait(capture)
        return capture

    def _wait(self, capture: Capture) -> None:
        """A capture was written, and is still to be read."""
        self._waiting[capture.id] = self._vault.waiting[capture.id] = capture

    def _read(self, *capture_ids: int) -> None:
        for each in capture_ids:
            self._waiting.pop(each, None)
            self._vault.waiting.pop(each, None)

    def stored(self, capture: Capture) -> StoredExchange:
        """An exchange of this archive, read back."""
        return read_at(self.archive.warc, Place(capture.warc_file, capture.warc_offset, capture.warc_length))

    def _write(self, exchange: Exchange, role: str, unchanged: Capture | None = None) -> Capture:
        """Write an exchange; one that says that a page is `unchanged` has the content of that capture."""
        place = self._writer.write(exchange, unchanged)
        kind = unchanged.media_type if unchanged else media_type(exchange.response_headers)[0]
        capture = Capture(
            self._vault.next_id, self.run_id, exchange.url, exchange.fetched_at, exchange.status, kind,
            place.sha256, place.file, place.offset, place.length, role,
        )  # fmt: skip
        self._vault.next_id += 1
        self.asked += 1
        return capture

    def store(self, page: Page) -> None:
        """One transaction: everything a page brought."""
        if self.error:
            return
        with self._keeping():
            self.archive.store(page)
            if page.capture is not None:
                self._read(page.capture.id)

    def unanswered(self, task: Task, why: str, detail: str) -> str:
        """Note in WARC that no answer came; the time that was noted."""
        at = now()
        payload = {"run": self.run_id, "url": task.url, "why": why, "detail": detail, "task": task.note()}
        with self._keeping():
            self._writer.write_event("failure", at, payload)
        return at

    def unread(self, url: str, capture: Capture, reading: FileReading) -> None:
        """Note in WARC and in the database that a file could not be read here and now: elsewhere it might be."""
        at = now()
        told = UnreadFile(self.run_id, url, capture.id, reading.state, f"{reading.kind.value}: {reading.detail}")
        with self._keeping():
            self._writer.write_event("unread", at, asdict(told))
            self.archive.unread(told, at)

    def decided(self, conclusion: Conclusion) -> None:
        """Store what the frontier concluded from several pages, in WARC and in the database."""
        at = now()
        kind, payload = encoded(Event(self.run_id, at, conclusion))
        with self._keeping():
            self._writer.write_event(kind, at, payload)
            self.archive.store(page_of(conclusion, self.run_id, at))

    def finish(self, reason: str) -> None:
        """Reckon up the run, judge it by its own ledger, and store the verdict."""
        if self._waiting:  # what was written and not read yet: the same as after a kill
            recover(self.archive, self._portal, only=self.run_id)
        self._read(*tuple(self._waiting))
        at = now()
        self.archive.finish_run(self.run_id, at, Outcome.INCOMPLETE)
        whole = reason == "finished" and not self.limited
        alarms = self._alarms() if whole else ()
        outcome = outcome_of(findings(self.archive, self.run_id), alarms) if whole else Outcome.STOPPED
        end = {"run": self.run_id, "outcome": outcome, "alarms": [asdict(alarm) for alarm in alarms]}
        self._writer.write_event("run-end", at, end)
        self.archive.finish_run(self.run_id, at, outcome, alarms)

    def _alarms(self) -> tuple[Alarm, ...]:
        found = judge(signs_of(self.archive, self.run_id), earlier(self.archive, self.run_id))
        return alarms_of_run(self.archive, self._portal, self.run_id, found)

    def closed(self, reason: str) -> None:
        """The spider has ended: judge the run, close the files."""
        if not self.run_id:
            self._leave()
            return
        try:
            if not self.error:
                with self._keeping():
                    self.finish(reason)
        finally:
            self.finished_run, self.run_id = self.run_id, 0
            with self._keeping():
                self._leave()

    def _leave(self) -> None:
        if not self._vault.shared:
            self._vault.close()


def accept(archive: Archive, portal: str) -> int:
    """Take the alarms of a portal's last run as how it is now, in WARC and in the database; how many there were."""
    (run_id,) = archive.db.execute("select max(id) from runs where portal = ?", [portal]).fetchone()
    alarms = alarms_of(archive, run_id) if run_id else ()
    if alarms:
        at = now()
        with archive.lock(), WarcWriter(
            archive.warc, software=SOFTWARE, find_payload=archive.find_payload, name=portal
        ) as writer:  # fmt: skip
            writer.write_event("accepted", at, {"run": run_id})
            archive.accept_run(run_id, at)
    return len(alarms)


def run_as_json(start: RunStart, portal: Portal) -> dict[str, Any]:
    """What a rebuild needs to know of a run."""
    return {"start": asdict(start), "portal": asdict(portal)}


def pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Scrapy's headers as pairs of text, bytes read as latin-1, as they will be read back from WARC."""
    return tuple(
        (fields.token(name.decode("latin-1"), "X"), fields.value(value.decode("latin-1")).decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _exchange(response: Response, request: Request, note: dict[str, Any]) -> Exchange:
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=pairs(request.headers),
        request_body=request.body,
        status=response.status,
        reason=_reason(response.status),
        response_headers=pairs(response.headers),
        body=response.body,
        ip=str(response.ip_address or ""),
        fetched_at=now(),
        note=note,
    )
