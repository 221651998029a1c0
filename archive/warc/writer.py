"""Writing exchanges: response (or revisit) and request, one gzip member each, in the kernel when `write` returns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from archive import events, notes
from archive.errors import WarcDamaged
from archive.events import Event
from archive.notes import Note
from archive.records import Capture
from archive.warc import block, fields
from archive.warc.block import EXACT_URL, HEAD, HTML, NOTE, REFERS_TO
from archive.warc.headers import EVENT
from archive.warc.members import header_at
from archive.warc.output import Output, Prove
from archive.warc.reader import original_place
from archive.warc.shapes import Exchange, Place, Raw

TRIVIAL = 512
"""A payload of fewer bytes is not worth a reference: the reference would be longer."""

REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class WarcWriter:
    """One writer, one file at a time: a new file at the first record and whenever one has grown to ``max_bytes``.

    ``find_payload`` gives the first capture whose content has a digest (`Archive.find_payload`); ``name`` stands in
    the file names; ``prove`` gives the proof that a file was begun here (`Archive.writer`).

    Raises `WarcFailed` when the disk refuses; the file then ends with the last whole record.
    """

    def __init__(
        self,
        folder: Path,
        *,
        software: str,
        find_payload: Callable[[str], Capture | None],
        name: str = "queson",
        max_bytes: int = 1_000_000_000,
        prove: Prove | None = None,
    ) -> None:
        self._folder = folder
        self._find_payload = find_payload
        self._output = Output(folder, software=software, name=name, max_bytes=max_bytes, prove=prove)

    def write(self, exchange: Exchange, unchanged: Capture | None = None) -> Place:
        """Store one exchange; the place is that of its response or revisit record (of a page as a browser shows it:
        of its conversion record, beside which no request stands).

        An answer that the page is `unchanged` (304) since an earlier capture becomes a revisit of that capture's
        record, whose content is then its own. Raises WarcDamaged where that record is not there.
        """
        if unchanged is not None:
            return self._write_unchanged(exchange, unchanged)
        sha256 = hashlib.sha256(exchange.content).hexdigest()
        payload = block.digest(exchange.body)
        original = None if exchange.rendered else self._original(exchange, sha256, payload)
        answer_id, common = block.new_id(), _common(exchange)
        head = [("WARC-Record-ID", answer_id), *common, ("WARC-Payload-Digest", payload), *_ours(exchange)]
        if exchange.rendered:
            record = block.record([("WARC-Type", "conversion"), *head, ("Content-Type", HTML)], exchange.body)
            file, offset = self._output.write(exchange.fetched_at, record)
            return Place(file, offset, len(record), sha256, "conversion")
        if original is None:
            kind, answer = "response", _response(head, exchange)
        else:
            kind, answer = "revisit", _revisit(head, exchange, REVISIT, *original)
        file, offset = self._output.write(exchange.fetched_at, answer, _request(common, answer_id, exchange))
        return Place(file, offset, len(answer), sha256, kind)

    def _write_unchanged(self, exchange: Exchange, unchanged: Capture) -> Place:
        place = original_place(self._folder, unchanged)
        original = header_at(self._folder, place)
        answer_id, common = block.new_id(), _common(exchange)
        digest = original.get("warc-payload-digest", "")
        head = [("WARC-Record-ID", answer_id), *common, ("WARC-Payload-Digest", digest), *_ours(exchange)]
        answer = _revisit(head, exchange, NOT_MODIFIED, place, original)
        file, offset = self._output.write(exchange.fetched_at, answer, _request(common, answer_id, exchange))
        return Place(file, offset, len(answer), unchanged.sha256, "revisit")

    def copy(
        self,
        date: str,
        answer: Raw,
        *others: Raw,
        note: Note | None = None,
        original: Place | None = None,
        own: Iterable[tuple[str, str]] = (),
    ) -> Place:
        """Store another's record as it is, and those that belong to it behind it; our note stands beside its headers.

        Without a note it is kept and is no capture. ``original`` is where the record is that a revisit refers to;
        ``own`` are headers of ours that the record had (of a queson's archive). The place has no digest.
        """
        ours = [*own, *_of_note(note)]
        if original is not None:
            ours.append((REFERS_TO, _at(original)))
        record = block.copied(answer, *ours)
        file, offset = self._output.write(date, record, *map(block.copied, others))
        return Place(file, offset, len(record))

    def write_event(self, event: Event) -> None:
        """Keep something that happened beside the exchanges; `archive.store.events` stores it too."""
        kind, told = events.encoded(event)
        headers = [
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", block.new_id()),
            ("WARC-Date", event.at),
            ("WARC-Target-URI", EVENT + fields.uri(kind)),
            ("Content-Type", "application/json"),
        ]
        self._output.write(event.at, block.record(headers, json.dumps(told).encode("ascii")))

    def sync(self) -> None:
        """Bring everything written to the disk: what refers to it may be committed then. Raises WarcFailed."""
        self._output.sync()

    def close(self) -> None:
        """Bring the file to the disk; writing again begins a new one."""
        self._output.close()

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _original(self, exchange: Exchange, sha256: str, payload: str) -> tuple[Place, dict[str, str]] | None:
        """The record this answer repeats and its headers, if its bytes as received are really there."""
        if len(exchange.body) < TRIVIAL:
            return None
        capture = self._find_payload(sha256)
        if capture is None:
            return None
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        try:
            header = header_at(self._folder, place)
        except WarcDamaged:
            return None  # the first copy is lost, so this one is kept whole
        # Equal content may have come in other bytes (gzip once, plain once): that is no identical payload.
        same = header.get("warc-payload-digest") == payload and header.get("warc-type") == "response"
        return (place, header) if same else None


def _common(exchange: Exchange) -> list[tuple[str, str]]:
    """What the records of the answer and of the question have in common."""
    return [
        ("WARC-Date", exchange.fetched_at),
        ("WARC-Target-URI", fields.uri(exchange.url)),
        *([("WARC-IP-Address", exchange.ip)] if exchange.ip else []),
    ]


def _ours(exchange: Exchange) -> list[tuple[str, str]]:
    """What WARC has no field for: the note, and the address where its characters are not allowed in a URI."""
    exact = [] if fields.uri(exchange.url) == exchange.url else [(EXACT_URL, json.dumps(exchange.url))]
    return [*exact, *_of_note(exchange.note)]


def _of_note(note: Note | None) -> list[tuple[str, str]]:
    """The header of a note, if there is one."""
    if note is None:
        return []
    return [(NOTE, notes.encoded(note))]


def _response(head: list[tuple[str, str]], exchange: Exchange) -> bytes:
    headers = [("WARC-Type", "response"), *head, ("Content-Type", "application/http; msgtype=response")]
    return block.record(headers, block.response_head(exchange) + exchange.body)


def _revisit(
    head: list[tuple[str, str]], exchange: Exchange, profile: str, place: Place, original: dict[str, str]
) -> bytes:
    received = block.response_head(exchange)
    # Replay tools show what a revisit's block says: of a 304 nothing. Without a block they show the original.
    empty = profile == NOT_MODIFIED
    headers = [
        ("WARC-Type", "revisit"),
        *head,
        ("WARC-Profile", profile),
        *([(HEAD, json.dumps(received.decode("latin-1")))] if empty else []),
        ("WARC-Refers-To", original["warc-record-id"]),
        ("WARC-Refers-To-Target-URI", original["warc-target-uri"]),
        ("WARC-Refers-To-Date", original["warc-date"]),
        (REFERS_TO, _at(place)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return block.record(headers, b"" if empty else received)


def _at(place: Place) -> str:
    return json.dumps({"file": place.file, "offset": place.offset, "length": place.length})


def _request(common: list[tuple[str, str]], answer_id: str, exchange: Exchange) -> bytes:
    headers = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", block.new_id()),
        *common,
        ("WARC-Concurrent-To", answer_id),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return block.record(headers, block.request_block(exchange))
