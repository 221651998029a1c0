"""WARC files in zstd, whole or a frame for each record, with the dictionary that some of them begin with."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from archive.warc.foreign import GROWTH, SPARE, Tell, Window

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict

MAGIC, _DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
MAX_DICTIONARY = 1 << 24
_MAX_WINDOW = 1 << 27
_STEP = 1 << 11
"""Bytes that are unpacked at once: each may become sixty thousand."""
_HEAD = 8


def is_zst(begin: bytes) -> bool:
    """Whether a file begins like one in zstd."""
    return begin.startswith((MAGIC, _DICTIONARY))


def spool(window: Window, to: BinaryIO, tell: Tell) -> Window:
    """The same records without zstd, in another file; as far as the file is whole and within its bounds."""
    import zstandard

    most = SPARE + GROWTH * window.size
    try:
        for part in _inflated(window):
            if to.tell() + len(part) > most:
                tell(to.tell(), f"it grows beyond {most:,} bytes")
                break
            to.write(part)
    except (zstandard.ZstdError, MemoryError) as error:
        tell(to.tell(), f"the zstd data are torn or garbled ({error})")
    return Window(to, 0, to.tell())


def _inflated(window: Window) -> Iterator[bytes]:
    """What all frames hold, in parts. Raises zstandard.ZstdError."""
    import zstandard

    dictionary, at = _dictionary(window)
    decoder = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_MAX_WINDOW)
    stream, rest = decoder.decompressobj(), b""
    while rest or at < window.size:
        if not rest:
            rest = window.read(at, _STEP)
            at += len(rest)
        yield stream.decompress(rest)
        rest = b""
        if stream.eof:
            rest = stream.unused_data
            stream = decoder.decompressobj()


def _dictionary(window: Window) -> tuple[ZstdCompressionDict | None, int]:
    """The dictionary that a file begins with, None without one; and where its frames begin."""
    import zstandard

    head = window.read(0, _HEAD)
    if not head.startswith(_DICTIONARY) or len(head) < _HEAD:
        return None, 0
    (length,) = struct.unpack("<I", head[4:])
    data = window.read(_HEAD, min(length, MAX_DICTIONARY))
    if data.startswith(MAGIC):
        data = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).decompress(data, max_output_size=MAX_DICTIONARY)
    return zstandard.ZstdCompressionDict(data), _HEAD + length
