"""Reading exchanges back: all in the order written, or one by its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from archive.codec import from_json
from archive.errors import BadRecord, WarcDamaged
from archive.events import RecordPlace, decoded
from archive.records import Capture
from archive.warc import names
from archive.warc.block import NOTE, REFERS_TO
from archive.warc.digests import PAYLOAD, is_payload
from archive.warc.headers import EVENT, is_event
from archive.warc.members import OWN, Bounds, Record, header_at, record_at, records
from archive.warc.message import exchange_of, json_in
from archive.warc.opening import MAX_NAME, is_name
from archive.warc.shapes import Place, Stored, StoredEvent, StoredExchange, Unusable

FIRST = 3
"""A file begins with its warcinfo; then comes the run's beginning."""
Owns = Callable[[Path], bool]
NOT_OWN = "the file was begun by another program: take it in with queson import, or its archive with queson merge"
ANSWERS = ("response", "revisit", "conversion", "resource")


def anybody(path: Path) -> bool:
    """Where no file is told from another: each is the archive's own."""
    return True


def read_all(folder: Path, *, after: Place | None = None, owns: Owns = anybody) -> Iterator[Stored]:
    """Everything stored (after the record at a place, if one is given), one exchange in memory at a time.

    Of a file that the archive does not own nothing is read. Raises WarcDamaged where a file is torn: `mend` the folder
    first.
    """
    for path, start in files(folder, after):
        if owns(path):
            yield from _read_file(folder, path, start)
        else:
            yield Unusable(Place(path.name, 0, 0), NOT_OWN)


def _read_file(folder: Path, path: Path, start: int) -> Iterator[Stored]:
    unusable: list[Unusable] = []
    found = records(path, start, tell=lambda place, why: unusable.append(Unusable(place, why)))
    for record, following in with_following(found):
        if is_answer(record):
            yield _exchange(folder, record, following)
        elif is_event(record.headers):
            yield _event(record)
    yield from unusable


def with_following(found: Iterable[Record]) -> Iterator[tuple[Record, Record | None]]:
    """Each record; that of an answer together with the one behind it, which may be its request."""
    answer: Record | None = None
    for record in found:
        if answer is not None:
            yield answer, record
        answer = None
        if is_answer(record):
            answer = record
        else:
            yield record, None
    if answer is not None:
        yield answer, None


def is_answer(record: Record) -> bool:
    """Whether a record holds what a portal answered, or what was made of that."""
    return record.headers.get("warc-type") in ANSWERS


def _exchange(folder: Path, answer: Record, following: Record | None) -> Stored:
    try:
        return exchange_in(folder, answer, following)
    except BadRecord as error:
        return Unusable(answer.place, str(error), answer.headers.get("warc-date", ""))


def _event(record: Record) -> Stored:
    try:
        return event_in(record)
    except BadRecord as error:
        return Unusable(record.place, str(error), record.headers.get("warc-date", ""))


def first_events(folder: Path, owns: Owns = anybody) -> Iterator[StoredEvent]:
    """The events that files begin with, the newest file first: a run begins a file of its own."""
    for path in reversed(names.in_order(folder)):
        if owns(path):
            with suppress(WarcDamaged, BadRecord):  # doctor tells of it
                for record in islice(records(path), FIRST):
                    if is_event(record.headers):
                        yield event_in(record)


def opening_events(folder: Path, owns: Owns = anybody) -> Iterator[StoredEvent]:
    """What the newest file tells before its first exchange."""
    for path in names.in_order(folder)[-1:]:
        if owns(path):
            with suppress(WarcDamaged, BadRecord):  # doctor tells of it
                for record in records(path):
                    if is_answer(record):
                        return
                    if is_event(record.headers):
                        yield event_in(record)


def read_at(folder: Path, place: Place) -> StoredExchange:
    """The exchange whose response or revisit record is at (file, offset, length). Raises WarcDamaged."""
    answer = record_at(folder, place)
    if not is_answer(answer):
        raise WarcDamaged(f"{place.file} holds no answer of a portal at byte {place.offset}: run queson rebuild.")
    following = next(records(folder / place.file, place.offset + place.length), None)
    return exchange_in(folder, answer, following)


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


def event_in(record: Record) -> StoredEvent:
    """The event in a record. Raises BadRecord where it is none."""
    kind = record.headers["warc-target-uri"].removeprefix(EVENT)
    found = json_in(record.block, kind)
    event = decoded(kind, record.headers.get("warc-date", ""), found)
    return StoredEvent(event, replace(record.place, record_type="metadata"))


def exchange_in(folder: Path, answer: Record, following: Record | None, bounds: Bounds = OWN) -> StoredExchange:
    """The exchange in the record of an answer and the one behind it. Raises WarcDamaged."""
    headers = answer.headers
    question = b"GET"  # its record was torn off
    if following is not None and following.headers.get("warc-concurrent-to") == headers.get("warc-record-id", ""):
        question = following.block
    kind = headers["warc-type"]
    original = None
    if kind == "revisit":
        original = original_block(folder, answer, bounds)
    exchange = exchange_of(headers, answer.block, question, original)
    sha256 = hashlib.sha256(exchange.content).hexdigest()
    return StoredExchange(exchange, replace(answer.place, sha256=sha256, record_type=kind))


def original_place(folder: Path, capture: Capture) -> Place:
    """Where the bytes of a capture lie: its own record, or the one that it only refers to. Raises WarcDamaged."""
    place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
    at = header_at(folder, place).get(REFERS_TO.lower())
    if at is None:
        return place
    return place_in(at)


def place_in(text: str) -> Place:
    """The place that a header of ours gives as JSON. Raises BadRecord where it is none."""
    found = json_in(text, "the place of an original")
    told = from_json(RecordPlace, found, "the place of an original")
    is_place = told.offset >= 0 and told.length > 0
    if not is_place or not is_name(told.file):
        raise BadRecord(f"{told.file[:MAX_NAME]!r} is no place in a WARC file")
    return Place(told.file, told.offset, told.length)


def _repeats(original: Record, said: str) -> bool:
    """Whether a record has the payload that a revisit tells, in whatever form; others need not tell any."""
    if not said or original.headers.get(PAYLOAD) == said:
        return True
    return is_payload(said, original.headers, original.block)


def original_block(folder: Path, revisit: Record, bounds: Bounds = OWN) -> bytes:
    """The block of the record that a revisit refers to. Raises WarcDamaged when it is not there."""
    at = revisit.headers.get(REFERS_TO.lower())
    if at is None:
        if NOTE.lower() not in revisit.headers:
            return b""  # of another file that nobody gave us; it is kept, and no capture
        raise WarcDamaged(
            f"{revisit.place.file} has a revisit at byte {revisit.place.offset} that does not say where its original "
            "is: only files written by queson can be read here."
        )
    original = record_at(folder, place_in(at), bounds)
    if not _repeats(original, revisit.headers.get(PAYLOAD, "")):
        raise WarcDamaged(
            f"{original.place.file} holds another page at byte {original.place.offset} than "
            f"{revisit.place.file} refers to: restore the file from a copy."
        )
    return original.block
