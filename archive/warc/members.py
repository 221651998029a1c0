"""The lower layers of reading: gzip members of a file, and the WARC record in each."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from archive.errors import WarcDamaged
from archive.warc.message import fields_of
from archive.warc.shapes import Place, Raw

_STEP = 1 << 17
_GZIP = 16 + zlib.MAX_WBITS
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record; header names are lower case."""

    place: Place
    headers: dict[str, str]
    block: bytes


class Torn(Exception):
    """The file ends within a member, or what stands at ``offset`` is none. Never leaves `archive.warc`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def records(path: Path, start: int = 0) -> Iterator[Record]:
    """Every record from the offset on, one in memory at a time. Raises WarcDamaged where one is torn or garbled."""
    try:
        with path.open("rb") as file:
            for offset, length, data in members(file, start):
                yield parsed(Place(path.name, offset, length), data)
    except FileNotFoundError as error:
        raise _missing(path.name) from error
    except Torn as torn:
        raise damaged(path.name, torn.offset) from torn


def record_at(folder: Path, place: Place) -> Record:
    """The record at (file, offset, length). Raises WarcDamaged when it is not there whole."""
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            data = file.read(place.length)
        return parsed(place, zlib.decompress(data, _GZIP))
    except FileNotFoundError as error:
        raise _missing(place.file) from error
    except zlib.error as error:
        raise damaged(place.file, place.offset) from error


def raws_at(folder: Path, place: Place, most: int = 1) -> list[Raw]:
    """The record at a place, and those behind it, as they stand in the file. Raises WarcDamaged as above."""
    found = []
    try:
        with (folder / place.file).open("rb") as file:
            for _, _, data in islice(members(file, place.offset), most):
                head, _, block = data.partition(b"\r\n\r\n")
                version, *lines = head.split(b"\r\n")
                found.append(Raw(version, tuple(lines), block.removesuffix(b"\r\n\r\n")))
    except FileNotFoundError as error:
        raise _missing(place.file) from error
    except Torn as torn:
        if not found:
            raise damaged(place.file, torn.offset) from torn
    return found


def header_at(folder: Path, place: Place) -> dict[str, str]:
    """The headers alone of the record at a place, without reading a large body. Raises WarcDamaged as above."""
    try:
        with (folder / place.file).open("rb") as file:
            if file.seek(0, 2) < place.offset + place.length:
                raise damaged(place.file, place.offset)
            file.seek(place.offset)
            data = zlib.decompressobj(_GZIP).decompress(file.read(min(place.length, _HEAD)), _HEAD)
    except FileNotFoundError as error:
        raise _missing(place.file) from error
    except zlib.error as error:
        raise damaged(place.file, place.offset) from error
    return parsed(place, data).headers


def members(file: BinaryIO, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """(offset, length, what it holds) of each gzip member from ``start`` on. Raises Torn."""
    file.seek(start)
    offset, rest = start, file.read(_STEP)
    while rest:
        stream, parts, length = zlib.decompressobj(_GZIP), [], 0
        while not stream.eof:
            if not rest:
                raise Torn(offset)
            try:
                parts.append(stream.decompress(rest))
            except zlib.error as error:
                raise Torn(offset) from error
            length += len(rest) - len(stream.unused_data)
            rest = stream.unused_data if stream.eof else file.read(_STEP)
        yield offset, length, b"".join(parts)
        offset += length
        rest = rest or file.read(_STEP)


def parsed(place: Place, data: bytes) -> Record:
    """The record in a member's bytes. Raises WarcDamaged when they are none."""
    head, found, block = data.partition(b"\r\n\r\n")
    version, *lines = head.split(b"\r\n")
    if not found or not version.startswith(b"WARC/"):
        raise WarcDamaged(f"{place.file} holds no WARC record at byte {place.offset}: restore the file from a copy.")
    headers = fields_of(lines)
    length = headers.get("content-length", "")
    return Record(place, headers, block[: int(length)] if length.isdecimal() else block.removesuffix(b"\r\n\r\n"))


def damaged(file: str, offset: int) -> WarcDamaged:
    """The error that says where a file is torn or garbled."""
    return WarcDamaged(
        f"{file} is torn or garbled at byte {offset}: if a crawl was killed, start it again, which mends the newest "
        "file; otherwise restore the file from a copy."
    )


def _missing(file: str) -> WarcDamaged:
    return WarcDamaged(f"{file} is not in the archive's warc folder: put it back from a copy.")
