"""Reading WARC files that others made: gzip by record, gzip as a whole, or plain; damaged ones as far as they go.

Nothing in such a file is believed: sizes are bounded, what is torn or garbled is told of and passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archive.warc.gzipped import GZIP, GZIP_MAGIC, STEP, Member
from archive.warc.headers import HEAD_END, MAX_HEAD, fields_of, kept_of
from archive.warc.shapes import Raw

MAX_BLOCK = 1 << 28
"""A record whose content is larger is passed over, as is one whose headers are longer than MAX_HEAD."""
SPARE, GROWTH = 1 << 30, 50
"""A file may grow to this many bytes and so many times its size; saved pages grow about seven times."""

Tell = Callable[[int, str], None]
"""Called with an offset and a clause where a file is damaged."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where one record is within its `Window`, and what it says of itself; empty text for what it does not say.

    ``status`` and ``media_type`` are those of the HTTP message in it, else 0 and that of the record; ``method`` is that
    of a request.
    """

    offset: int
    length: int
    kind: str
    url: str
    date: str
    record_id: str
    concurrent_to: str
    refers_to_url: str
    refers_to_date: str
    payload_digest: str
    status: int
    media_type: str
    method: str
    truncated: str = ""
    """Why the record holds only a part of what came, in the format's word for it; "" where it is whole."""
    segment: str = ""
    segment_of: str = ""
    segments_bytes: str = ""
    """Of a record in segments: the number of this one, the id of the first, and how long all are together."""


@dataclass(slots=True)
class Window:
    """A stretch of a file that holds a WARC. `gzipped` says whether each record is a gzip member of its own."""

    file: BinaryIO
    start: int
    end: int
    gzipped: bool = field(init=False)

    def __post_init__(self) -> None:
        self.gzipped = self.read(0, 3) == GZIP_MAGIC

    @property
    def size(self) -> int:
        return self.end - self.start

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset within the window on, never any behind its end."""
        self.file.seek(self.start + offset)
        return self.file.read(max(min(length, self.size - offset), 0))

    def load(self, found: Found) -> Raw:
        """A record that `scan` gave. Raises ValueError where the file has changed since."""
        data = self.read(found.offset, found.length)
        if self.gzipped:
            data = zlib.decompressobj(GZIP).decompress(data, MAX_HEAD + MAX_BLOCK)
        split = HEAD_END.search(data, 0, MAX_HEAD)
        if split is None:
            raise ValueError(f"no record at byte {found.offset}")
        version, *lines = data[: split.start()].splitlines()
        length = int(fields_of(lines).get("content-length", "0"))
        kept = tuple(name.encode("ascii") + b": " + value for name, value in kept_of(lines))
        return Raw(version, kept, data[split.end() : split.end() + length])


def spool(window: Window, to: BinaryIO, tell: Tell) -> Window:
    """The same records without gzip, in another file; as far as the file is whole and within its bounds."""
    most = SPARE + GROWTH * window.size
    for offset, part in _inflated(window):
        if part is None:
            tell(offset, "the gzip data are torn or garbled")
            break
        if to.tell() + len(part) > most:
            tell(offset, f"it grows beyond {most:,} bytes")
            break
        to.write(part)
    end = to.tell()
    return Window(to, 0, end)


def _inflated(window: Window) -> Iterator[tuple[int, bytes | None]]:
    """(offset, what follows) in small parts; None at the end where the data end badly."""
    offset, member, piece = 0, Member(), window.read(0, STEP)
    while piece:
        try:
            part = member.unpack(piece)
        except zlib.error:
            yield offset, None
            return
        offset += len(piece) - len(member.rest)
        piece = member.rest or window.read(offset, STEP)
        yield offset, part
        if member.ended:
            member = Member()
        elif not piece:
            yield offset, None
