"""Reading exchanges back: all in the order written, or one by its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.errors import WarcDamaged
from archive.records import Capture
from archive.warc import names
from archive.warc.block import CHUNKED, EVENT, EXACT_URL, HTML, KEPT_AS, NOTE, REFERS_TO
from archive.warc.members import Record, header_at, record_at, records
from archive.warc.shapes import Exchange, Headers, Place, StoredEvent, StoredExchange

NOT_MODIFIED = 304
ANSWERS = ("response", "revisit", "conversion")


def read_all(folder: Path, *, after: Place | None = None) -> Iterator[StoredExchange | StoredEvent]:
    """Everything stored (after the record at a place, if one is given), one exchange in memory at a time.

    Raises WarcDamaged where a file is torn: `mend` the folder first.
    """
    for path, start in files(folder, after):
        answer: Record | None = None
        for record in records(path, start):
            if answer is not None:
                yield _exchange(folder, answer, record)
            answer = record if record.headers.get("warc-type") in ANSWERS else None
            if record.headers.get("warc-target-uri", "").startswith(EVENT):
                yield _event(record)
        if answer is not None:
            yield _exchange(folder, answer, None)


def read_at(folder: Path, place: Place) -> StoredExchange:
    """The exchange whose response or revisit record is at (file, offset, length). Raises WarcDamaged."""
    answer = record_at(folder, place)
    if answer.headers.get("warc-type") not in ANSWERS:
        raise WarcDamaged(f"{place.file} holds no answer of a portal at byte {place.offset}: run queson rebuild.")
    following = next(records(folder / place.file, place.offset + place.length), None)
    return _exchange(folder, answer, following)


def files(folder: Path, after: Place | None) -> Iterator[tuple[Path, int]]:
    """The files from a place on, each with the offset to begin at."""
    paths = names.in_order(folder)
    if after is not None:
        first = folder / after.file
        later = [path for path in paths if (names.serial(path), path.name) > (names.serial(first), first.name)]
        if first.exists():  # else it was put away, and what is known of it is known
            yield first, after.offset + after.length
        paths = later
    for path in paths:
        yield path, 0


def _event(record: Record) -> StoredEvent:
    kind = record.headers["warc-target-uri"].removeprefix(EVENT)
    return StoredEvent(
        kind, record.headers.get("warc-date", ""), _json(record.block), replace(record.place, record_type="metadata")
    )


def _exchange(folder: Path, answer: Record, following: Record | None) -> StoredExchange:
    headers = answer.headers
    if headers["warc-type"] == "conversion":
        return _rendered(answer)
    question = b"GET"  # its record was torn off
    if following is not None and following.headers.get("warc-concurrent-to") == headers.get("warc-record-id", ""):
        question = following.block
    asked_line, sent, asked = _message(question)
    line, received, body = _message(answer.block)
    _, status, reason = (*line.split(" ", 2), "", "")[:3]
    kind = headers["warc-type"]
    if kind == "revisit":
        received, body = _revisited(folder, answer, int(status) if status.isdecimal() else 0, received)
    exchange = Exchange(
        url=_url(headers),
        method=asked_line.partition(" ")[0],
        request_headers=sent,
        request_body=asked,
        status=int(status) if status.lstrip("-").isdecimal() else 0,
        reason=reason,
        response_headers=tuple((CHUNKED.title() if name == KEPT_AS else name, value) for name, value in received),
        body=body,
        ip=headers.get("warc-ip-address", ""),
        fetched_at=headers.get("warc-date", ""),
        note=_json(headers.get(NOTE.lower(), "{}")),
    )
    sha256 = hashlib.sha256(exchange.content).hexdigest()
    return StoredExchange(exchange, replace(answer.place, sha256=sha256, record_type=kind))


def _rendered(record: Record) -> StoredExchange:
    """A page as a browser showed it: no exchange of its own, but read like one."""
    headers = record.headers
    exchange = Exchange(
        _url(headers), "GET", (), b"", 200, "", (("Content-Type", HTML),), record.block, "",
        headers.get("warc-date", ""), _json(headers.get(NOTE.lower(), "{}")), rendered=True,
    )  # fmt: skip
    sha256 = hashlib.sha256(exchange.content).hexdigest()
    return StoredExchange(exchange, replace(record.place, sha256=sha256, record_type="conversion"))


def _url(headers: dict[str, str]) -> str:
    exact = headers.get(EXACT_URL.lower())
    return str(_json(exact)) if exact is not None else headers.get("warc-target-uri", "")


def original_place(folder: Path, capture: Capture) -> Place:
    """Where the bytes of a capture lie: its own record, or the one that it only refers to. Raises WarcDamaged."""
    place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
    at = header_at(folder, place).get(REFERS_TO.lower())
    return place if at is None else Place(**_json(at))


def _revisited(folder: Path, revisit: Record, status: int, received: Headers) -> tuple[Headers, bytes]:
    """Headers and body of an answer that only refers to another record.

    An answer that nothing was modified (304) has no body, so what it says of one does not count: what describes the
    body comes from the original.
    """
    _, headers, body = _message(_original_block(folder, revisit))
    if status != NOT_MODIFIED:
        return received, body
    own = tuple(pair for pair in received if not _describes_body(pair[0]))
    return own + tuple(pair for pair in headers if _describes_body(pair[0])), body


def _describes_body(name: str) -> bool:
    return name.lower().startswith("content-") or name in (KEPT_AS, CHUNKED)


def _original_block(folder: Path, revisit: Record) -> bytes:
    at = revisit.headers.get(REFERS_TO.lower())
    if at is None:
        raise WarcDamaged(
            f"{revisit.place.file} has a revisit at byte {revisit.place.offset} that does not say where its original "
            "is: only files written by queson can be read here."
        )
    original = record_at(folder, Place(**_json(at)))
    if original.headers.get("warc-payload-digest") != revisit.headers.get("warc-payload-digest"):
        raise WarcDamaged(
            f"{original.place.file} holds another page at byte {original.place.offset} than "
            f"{revisit.place.file} refers to: restore the file from a copy."
        )
    return original.block


def _message(block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and body of an HTTP message as we wrote it."""
    head, _, body = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, tuple((name, value.removeprefix(" ")) for name, _, value in pairs), body


def _json(text: str | bytes) -> Any:
    return json.loads(text)
