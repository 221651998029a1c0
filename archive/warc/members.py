"""The lower layers of reading: gzip members of a file, and the WARC record in each."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from archive.errors import WarcDamaged
from archive.warc.gzipped import GZIP, RECORD, STEP, Member
from archive.warc.headers import MAX_HEAD, fields_of
from archive.warc.opening import open_file
from archive.warc.shapes import Place, Raw

Tell = Callable[[Place, str], None]
"""Called with the place of what cannot be used, and a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one record may hold: `most` bytes, and beyond `plain` bytes only `growth` times what it takes in the
    file (0: that does not matter)."""

    most: int
    plain: int = 0
    growth: int = 0

    def allowed(self, length: int) -> int:
        """How many bytes a record may hold that takes `length` bytes in the file."""
        if not self.growth:
            return self.most
        return min(self.most, max(self.plain, self.growth * length))


OWN = Bounds(1 << 30)
"""Of the files of the archive: more than the largest file that is ever fetched."""
OTHERS = Bounds(1 << 28, plain=1 << 26, growth=100)
"""Of files that others made: pages grow about seven times, and a bomb a thousand times."""


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


def records(path: Path, start: int = 0, *, bounds: Bounds = OWN, tell: Tell | None = None) -> Iterator[Record]:
    """Every record from the offset on, one in memory at a time.

    What is whole and no WARC record is told of and passed over where ``tell`` is given. Raises WarcDamaged where the
    file is torn or garbled, so that nothing behind can be found.
    """
    try:
        with open_file(path.parent, path.name) as file:
            for offset, length, data in members(file, start, bounds):
                place = Place(path.name, offset, length)
                try:
                    record = parsed(place, data)
                except WarcDamaged as error:
                    if tell is None:
                        raise
                    tell(place, str(error))
                else:
                    yield record
    except Torn as torn:
        raise damaged(path.name, torn.offset) from torn


def first_record(path: Path) -> Record:
    """The record that a file begins with. Raises WarcDamaged where there is none."""
    found = next(records(path), None)
    if found is None:
        raise damaged(path.name, 0)
    return found


def record_at(folder: Path, place: Place, bounds: Bounds = OWN) -> Record:
    """The record at (file, offset, length). Raises WarcDamaged when it is not there whole."""
    found = next(_from(folder, place, bounds), None)
    if found is None or found[0] != place.length:
        raise damaged(place.file, place.offset)
    return parsed(place, found[1])


def raws_at(folder: Path, place: Place, most: int = 1, bounds: Bounds = OWN) -> list[Raw]:
    """The record at a place, and those behind it, as they stand in the file. Raises WarcDamaged as above."""
    found = []
    for _, data in islice(_from(folder, place, bounds), most):
        head, _, block = data.partition(b"\r\n\r\n")
        version, *lines = head.split(b"\r\n")
        found.append(Raw(version, tuple(lines), block.removesuffix(b"\r\n\r\n")))
    if not found:
        raise damaged(place.file, place.offset)
    return found


def _from(folder: Path, place: Place, bounds: Bounds) -> Iterator[tuple[int, bytes]]:
    """Length and content of the members from a place on, up to where the file is torn."""
    with open_file(folder, place.file) as file, suppress(Torn):
        for _, length, data in members(file, place.offset, bounds):
            yield length, data


def header_at(folder: Path, place: Place) -> dict[str, str]:
    """The headers alone of the record at a place, without reading a large body. Raises WarcDamaged as above."""
    with open_file(folder, place.file) as file:
        is_inside = place.offset >= 0 and place.length > 0 and file.seek(0, 2) >= place.offset + place.length
        if not is_inside:
            raise damaged(place.file, place.offset)
        file.seek(place.offset)
        try:
            data = zlib.decompressobj(GZIP).decompress(file.read(min(place.length, MAX_HEAD)), MAX_HEAD)
        except zlib.error as error:
            raise damaged(place.file, place.offset) from error
    return parsed(place, data).headers


def members(file: BinaryIO, start: int = 0, bounds: Bounds = OWN) -> Iterator[tuple[int, int, bytes]]:
    """(offset, length, what it holds) of each gzip member from ``start`` on; what grows beyond the bounds is passed
    over in pieces, and told as a member that holds nothing. Raises Torn."""
    if start < 0:
        raise Torn(start)
    file.seek(start)
    offset, piece = start, file.read(STEP)
    while piece:
        member = _Held(bounds)
        while not member.ended:
            if not piece:
                raise Torn(offset)
            try:
                member.take(piece)
            except zlib.error as error:
                raise Torn(offset) from error
            piece = member.rest or file.read(STEP)
        yield offset, member.length, member.content
        offset += member.length


class _Held(Member):
    """A gzip member with what was unpacked of it, as long as that may be a record within its bounds."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self._bounds = bounds
        self._held = bytearray()
        self._grown = 0
        self._is_kept = True

    @property
    def content(self) -> bytes:
        """What it holds; nothing where that is no record, or too much."""
        return bytes(self._held)

    def take(self, piece: bytes) -> None:
        """Unpack a piece of it, and hold what is in that."""
        part = self.unpack(piece)
        self._grown += len(part)
        if self._is_kept:
            self._held += part
            self._is_kept = self._may_be_kept()
        if not self._is_kept:
            self._held.clear()

    def _may_be_kept(self) -> bool:
        if not self._held.startswith(RECORD[: len(self._held)]):
            return False
        return self._grown <= self._bounds.allowed(self.length)


def parsed(place: Place, data: bytes) -> Record:
    """The record in a member's bytes. Raises WarcDamaged when they are none."""
    head, found, block = data.partition(b"\r\n\r\n")
    version, *lines = head.split(b"\r\n")
    if not found or not version.startswith(RECORD):
        raise WarcDamaged(f"{place.file} holds no WARC record at byte {place.offset}: restore the file from a copy.")
    headers = fields_of(lines)
    length = headers.get("content-length", "")
    if length.isdecimal():
        return Record(place, headers, block[: int(length)])
    return Record(place, headers, block.removesuffix(b"\r\n\r\n"))


def damaged(file: str, offset: int) -> WarcDamaged:
    """The error that says where a file is torn or garbled."""
    return WarcDamaged(
        f"{file} is torn or garbled at byte {offset}: if a crawl was killed, start it again, which mends the newest "
        "file; otherwise restore the file from a copy."
    )
