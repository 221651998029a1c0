"""WARC records that are gzip members of their own: how one begins, and how one is unpacked piece by piece."""

from __future__ import annotations

import zlib

GZIP_MAGIC = b"\x1f\x8b\x08"
GZIP = 16 + zlib.MAX_WBITS
"""What zlib is told of data with the head and the end that gzip gives them."""
RECORD = b"WARC/"
BEGINNING = 512
"""Bytes of a gzip member that tell whether it holds a record."""
STEP = 1 << 17
"""Bytes of a file that are read at once, and bytes that are unpacked at once."""


def is_record(beginning: bytes) -> bool:
    """Whether the first BEGINNING bytes of a gzip member are those of a WARC record."""
    try:
        return zlib.decompressobj(GZIP).decompress(beginning, len(RECORD)) == RECORD
    except zlib.error:
        return False


class Member:
    """One gzip member while it is unpacked. `length` is how many bytes of its file were unpacked until now; `rest` is
    what of the last piece was not: it is unpacked next, or stands behind the member where that has `ended`."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(GZIP)
        self.length = 0
        self.rest = b""

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def unpack(self, piece: bytes) -> bytes:
        """What a piece of the file holds, or the beginning of that. Raises zlib.error."""
        part = self._stream.decompress(piece, STEP)
        self.rest = self._stream.unconsumed_tail
        if self.ended:
            self.rest = self._stream.unused_data
        self.length += len(piece) - len(self.rest)
        return part
