"""The records of a PPT file, which hold each other, and those that are in force after its last save. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MAX_RECORDS, MAX_DEPTH, MAX_EDITS, MAX_OBJECTS = 500_000, 30, 1000, 100_000
_HEAD = struct.Struct("<HHI")
_CONTAINER = 0xF


class Kind(IntEnum):
    """Records that are of use."""

    DOCUMENT = 1000
    SLIDE = 1006
    SLIDE_REFERENCE = 1011
    MASTER = 1016
    OUTLINE_REFERENCE = 3998
    TEXT_KIND = 3999
    LETTERS = 4000
    LOOKS = 4001
    MASTER_LOOKS = 4003
    BYTES = 4008
    FONT = 4023
    SLIDE_LIST = 4080
    EDIT = 4085
    PLACES = 6002


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, its variety of that, and where its data stands in the stream."""

    kind: int
    variety: int
    start: int
    end: int
    is_container: bool


def record_at(stream: bytes, at: int) -> Record:
    """The record that begins at a place.

    Raises:
        struct.error: the place lies outside.
    """
    head, kind, length = _HEAD.unpack_from(stream, at)
    start = at + _HEAD.size
    return Record(kind, head >> 4, start, min(start + length, len(stream)), head & 0xF == _CONTAINER)


def within(stream: bytes, start: int, end: int) -> Iterator[Record]:
    """The records between two places and those that they hold, in their order."""
    count = 0
    waiting = [(start, end)]
    while waiting and count < MAX_RECORDS:
        at, stop = waiting.pop()
        if at + _HEAD.size > stop:
            continue
        record = record_at(stream, at)
        count += 1
        waiting.append((max(record.end, at + _HEAD.size), stop))
        yield record
        if record.is_container and len(waiting) < MAX_DEPTH:
            waiting.append((record.start, record.end))


def objects(stream: bytes, last_edit: int) -> tuple[dict[int, int], int]:
    """Where the objects in force stand, by number, and the number of the document. Each save adds an edit, which names
    the one before."""
    places: dict[int, int] = {}
    document = 0
    edit_at = last_edit
    for _ in range(MAX_EDITS):
        edit = record_at(stream, edit_at)
        if edit.kind != Kind.EDIT:
            break
        before, directory, named = struct.unpack_from("<III", stream, edit.start + 8)
        document = document or named
        _add_places(stream, record_at(stream, directory), places)
        if not 0 < before < edit_at:
            break
        edit_at = before
    return places, document


def _add_places(stream: bytes, directory: Record, places: dict[int, int]) -> None:
    """Objects of one edit: those of later ones, read before, stay."""
    at = directory.start
    while at + 4 <= directory.end and len(places) < MAX_OBJECTS:
        (head,) = struct.unpack_from("<I", stream, at)
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for number in range(first, first + min(count, (directory.end - at) // 4)):
            places.setdefault(number, struct.unpack_from("<I", stream, at)[0])
            at += 4
