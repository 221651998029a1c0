"""How a WARC record begins that is a gzip member of its own."""

from __future__ import annotations

import zlib

GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD = b"WARC/"
BEGINNING = 512
"""Bytes of a gzip member that tell whether it holds a record."""


def is_record(beginning: bytes) -> bool:
    """Whether the first BEGINNING bytes of a gzip member are those of a WARC record."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(beginning, len(RECORD)) == RECORD
    except zlib.error:
        return False


def left_of(stream: zlib._Decompress) -> bytes:
    """What of its data a stream has not read: it waits for the next call, or belongs to what follows the stream."""
    if stream.eof:
        return stream.unused_data
    return stream.unconsumed_tail
