"""Records of a file into the archive's own WARC files, as they are; the database learns of them afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive import captures
from archive.clock import now
from archive.events import CaptureMetAgain, Event, Happening, ProblemMet, RecordPlace
from archive.notes import ROLE, ForeignPlace, Note
from archive.records import RENDERED, Capture, Page
from archive.runs import ORIGINAL_MISSING
from archive.store import Archive, events
from archive.warc import Exchange, Place, WarcWriter, sniff
from archive.warc.digests import wrong
from archive.warc.headers import fields_of
from archive.warc.shapes import Raw
from archive.workers import Workers
from queson_crawler.imports.contents import Contents
from queson_crawler.imports.held import Held
from queson_crawler.imports.index import Index
from queson_crawler.imports.originals import Originals
from queson_crawler.imports.package import Package
from queson_crawler.imports.segments import CONTINUATION, of_others
from queson_crawler.parse.headers import NOT_MODIFIED, media_type
from queson_crawler.understand.tasks import Task

CUT_OFF, UNKNOWN_ENCODING = "cut off", "unknown encoding"
"""Kinds of problems: only a part of an answer was kept, or none that can be read."""
MAX_DETAIL = 300
OTHER = "other"
"""The role of a capture that was read as no page."""
NOTHING = Capture(0, 0, "", "", 0, "", "", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Met:
    """An exchange of a file with its capture; `is_known` where the archive had that before."""

    exchange: Exchange
    capture: Capture
    is_known: bool


class Copier:
    """The records of a file on their way into one run. `done` are those that were dealt with, by their `id`, with
    their captures (`NOTHING` for those that are none); `captures` counts new ones, `damage` tells what is amiss."""

    def __init__(self, archive: Archive, package: Package, index: Index, workers: Workers) -> None:
        self.archive, self.package, self.index, self.workers = archive, package, index, workers
        self.contents = Contents(package, index, Originals(archive))
        self.segments = of_others(index.held)
        self.captures = self.run_id = self.next_id = 0
        self.damage: list[str] = []
        self.done: dict[int, Capture] = {}
        self.writer: WarcWriter
        self.first: Callable[[Held], object] = self.keep
        """Deals with a record that another refers to."""

    def begin(self, writer: WarcWriter, run_id: int, next_id: int) -> None:
        """Ready to write a run."""
        self.writer, self.run_id, self.next_id = writer, run_id, next_id

    def has_all(self, several: list[Held], *, is_known: bool) -> bool:
        """Whether the archive has every answer among the records already, byte for byte. Of a file that `is_known` the
        revisits do not count of which still nobody has the original."""
        answers = [one for one in several if one.is_answer]
        if not answers:
            return False
        for one in answers:
            if captures.is_stored(self.archive, one.found.url, one.when):
                continue
            if not is_known or self.contents.exchange(one, self.contents.load(one)) is not None:
                return False
        return all(map(self._has_bytes, answers))

    def has_earlier(self, url: str) -> bool:
        """Whether an earlier run brought an answer of an address."""
        return captures.is_answered(self.archive, url, self.run_id)

    def _has_bytes(self, one: Held) -> bool:
        """Whether the archive has what is in a record, if there is anything in it."""
        exchange = self.contents.exchange(one, self.contents.load(one))
        return exchange is None or self.stored(exchange) is not None

    def record(self, what: Happening) -> str:
        """Keep an event of the run, in WARC and in the database; the time that was noted."""
        at = now()
        events.record(self.archive, self.writer, Event(self.run_id, at, what))
        return at

    def problem(self, url: str, kind: str, detail: str) -> None:
        """Name something about the file, in WARC and in the database."""
        self.record(ProblemMet(url, kind, detail))

    def stored(self, exchange: Exchange) -> Capture | None:
        """The capture of this very exchange, if the archive has one."""
        sha256 = hashlib.sha256(exchange.content).hexdigest()
        return self.archive.find_capture(exchange.url, exchange.fetched_at, sha256)

    def meet(self, one: Held, task: Task) -> Met | None:
        """The exchange in a record, copied as the answer to a task where the archive has none; None for a revisit of
        something that nobody has, and for an answer that nothing was modified."""
        raw = self.contents.load(one)
        exchange = self.contents.exchange(one, raw)
        if exchange is None or _is_of_nothing(exchange):
            return None
        known = self.done.get(id(one)) or self.stored(exchange)
        capture = known or self.copy(one, raw, exchange, task)
        self.done[id(one)] = capture
        return Met(exchange, capture, is_known=known is not None)

    def copy(self, one: Held, raw: Raw, exchange: Exchange, task: Task | None) -> Capture:
        """Bytes first: the record goes into our WARC with what it was read as."""
        place_of_original = self._original(one)
        raw = self._checked(one, raw)
        role, asked_for = OTHER, {ROLE: OTHER}
        if task is not None:
            role, asked_for = task.role, task.note()
        if exchange.rendered:
            role = RENDERED
        name, _ = self.package.windows[one.window]
        note = Note(self.run_id, self.next_id, asked_for, source=ForeignPlace(name, one.found.offset))
        asked = self.index.requests.get(one.found.record_id)
        others = []
        if asked is not None:
            others.append(self._checked(asked, self.contents.load(asked)))
        place = self.writer.copy(exchange.fetched_at, raw, *others, note=note, original=place_of_original)
        kind, _ = media_type(exchange.response_headers)
        capture = Capture(
            self.next_id, self.run_id, exchange.url, exchange.fetched_at, exchange.status, kind,
            hashlib.sha256(exchange.content).hexdigest(), place.file, place.offset, place.length, role,
        )  # fmt: skip
        self.next_id += 1
        self.captures += 1
        self._tell_what_is_amiss(one, exchange)
        return capture

    def _tell_what_is_amiss(self, one: Held, exchange: Exchange) -> None:
        """Name a capture that is a part of what was sent, or that cannot be read."""
        url = one.found.url
        if one.is_cut:
            self.damage.append(f"{url}: only a part was kept ({one.found.truncated})")
            self.problem(url, CUT_OFF, f"only a part was kept ({one.found.truncated})"[:MAX_DETAIL])
        names = exchange.unknown_encodings
        if names and one.is_page and not sniff.is_page(exchange.content):
            told = f"it is in an encoding that cannot be read here ({', '.join(names)})"[:MAX_DETAIL]
            self.damage.append(f"{url}: {told}")
            self.problem(url, UNKNOWN_ENCODING, told)

    def met_again(self, capture: Capture, task: Task) -> None:
        """Note in WARC that a capture which is stored is, for this run, also the answer to a task."""
        place = RecordPlace(capture.warc_file, capture.warc_offset, capture.warc_length)
        self.record(CaptureMetAgain(capture, place, task.note()))

    def _original(self, one: Held) -> Place | None:
        """Where the record is that a revisit refers to, which is copied first."""
        if one.found.kind != "revisit":
            return None
        original = self.index.original(one.found)
        if original is None:
            stored = self.contents.stored_original(one)
            return None if stored is None else stored.place
        if id(original) not in self.done:
            self.first(original)
        capture = self.done[id(original)]
        return Place(capture.warc_file, capture.warc_offset, capture.warc_length)

    def _checked(self, one: Held, raw: Raw) -> Raw:
        """A record whose digests do not fit is named, and its digests kept as what it claimed."""
        faults = wrong(fields_of(raw.lines), raw.block)
        if not faults:
            return raw
        told = " and ".join(faults)
        self.damage.append(f"{one.found.url}: {told} does not fit its bytes")
        self.problem(one.found.url, "digest differs", f"{told} of the imported record")
        return _with_claims(raw, faults)

    def keep(self, one: Held) -> None:
        """Copy a record that is no page: as a capture where it is an answer, else beside them."""
        if id(one) in self.done:
            return
        self.done[id(one)] = NOTHING
        found = one.found
        if id(one) in self.segments or found.kind == "request" or found.url.startswith("urn:queson:"):
            return  # it goes with its record, or its answer; events of another archive are not ours
        raw = self.contents.load(one)
        exchange = None
        if one.is_answer:
            exchange = self.contents.exchange(one, raw)
        if exchange is None:
            self._keep_beside(one, raw)
            return
        capture = self.stored(exchange)
        if capture is None:
            capture = self.copy(one, raw, exchange, None)
            self.archive.store(Page(self.run_id, capture=capture))
        self.done[id(one)] = capture

    def _keep_beside(self, one: Held, raw: Raw) -> None:
        """Copy a record that no capture can be made of."""
        found = one.found
        if found.kind == "revisit" and found.status != NOT_MODIFIED:
            self.damage.append(f"{found.url}: the page that a revisit refers to is neither in the file nor here")
            self.problem(
                found.url, ORIGINAL_MISSING, "a revisit refers to a record that neither the file nor the archive holds"
            )
        elif found.kind == CONTINUATION:
            self.damage.append(f"{found.url}: what a segment goes on with is not in the file")
            self.problem(found.url, CUT_OFF, "a segment goes on with a record that the file does not hold")
        self.writer.copy(one.when or now(), self._checked(one, raw))


def _is_of_nothing(exchange: Exchange) -> bool:
    """Whether an answer says that nothing was modified, and nobody has what was not."""
    return exchange.status == NOT_MODIFIED and not exchange.body


def _with_claims(raw: Raw, faults: Sequence[str]) -> Raw:
    """A record that keeps its wrong digests as what it claimed."""
    names = tuple(f"{fault}:".encode("ascii") for fault in faults)
    lines = []
    for line in raw.lines:
        if line.lower().startswith(names):
            line = b"X-Claimed-" + line
        lines.append(line)
    return Raw(raw.version, tuple(lines), raw.block)
