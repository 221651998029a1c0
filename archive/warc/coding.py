"""Pure: taking HTTP content encodings off a body."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from string import whitespace

import brotli

MAX_DECODED = 1 << 26
"""A body that would grow beyond this many bytes stays as it was received: a bomb is kept, not set off."""

_LEAST_STEP, _GREATEST_STEP = 1 << 9, 1 << 20
_STEP = 1 << 14
_BETWEEN = f"{whitespace},"
"""What stands between the names of encodings."""
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_MAX_WINDOW = 1 << 27
"""Bytes of memory that a body in zstd may ask for (RFC 9659 allows 8 MB)."""
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Coding:
    """A content encoding: how it is taken off, and, where damage can be told, how a body in it begins."""

    plain: Callable[[bytes], bytes]
    window: int = 0
    begins: tuple[bytes, ...] = ()

    def is_damaged(self, body: bytes) -> bool:
        """Whether a body that begins like this encoding does not go on to its end."""
        return body.startswith(self.begins) and _breaks_off(body, self.window)


def decoded(body: bytes, encoding: str) -> bytes:
    """The body with its content encodings (the header's value: ``gzip``, ``deflate``, or a list) taken off.

    A truncated or damaged body gives what could be read of it; one that does not begin like the encoding it names,
    whose encoding is not known here, or that is a bomb, stays as it is.
    """
    for name in reversed(_names(encoding)):
        coding = _CODINGS.get(name)
        if coding is None:
            return body
        body = coding.plain(body)
    return body


def is_damaged(body: bytes, encoding: str) -> bool:
    """Whether a body that names gzip or deflate as its encoding breaks off, or is broken, before its end. A body that
    does not begin like its encoding was never encoded, and is whole."""
    coding = _CODINGS.get(encoding.strip(_BETWEEN).lower())
    return coding is not None and coding.is_damaged(body)


def unknown(encoding: str) -> tuple[str, ...]:
    """The content encodings in a header's value that cannot be taken off here."""
    return tuple(name for name in _names(encoding) if name not in _CODINGS)


def _names(encoding: str) -> list[str]:
    return [part.strip().lower() for part in encoding.split(",")]


def _breaks_off(body: bytes, window: int) -> bool:
    stream, read = zlib.decompressobj(window), 0
    try:
        for start in range(0, len(body), _STEP):
            read += len(stream.decompress(body[start : start + _STEP]))
            if stream.eof or read >= MAX_DECODED:
                return False
    except zlib.error:
        return True
    return True


def _members(body: bytes) -> bytes:
    """Every gzip member in turn: servers and proxies do chain them. What follows the last one is padding."""
    whole, at = bytearray(), 0
    while at < len(body):
        part, length = _inflated(body, at, _GZIP)
        if part is None:
            break
        whole += part
        at += length
        if len(whole) >= MAX_DECODED:
            return body
    return bytes(whole) if at else body


def _brotli(body: bytes) -> bytes:
    """Nobody asks for it, and some servers send it all the same."""
    try:
        whole = bytes(brotli.Decompressor().process(body, output_buffer_limit=MAX_DECODED))
    except brotli.error:
        return body
    return whole if 0 < len(whole) < MAX_DECODED else body


def _deflate(body: bytes) -> bytes:
    """RFC 9110 means a zlib stream; some servers send a bare one."""
    for window in (_ZLIB, _RAW):
        part, _ = _inflated(body, 0, window)
        if part is not None:
            return part if len(part) < MAX_DECODED else body
    return body


def _zstd(body: bytes) -> bytes:
    """Browsers ask for it, so their WARC files hold it."""
    if not body.startswith(_ZSTD_MAGIC):
        return body
    import zstandard  # few bodies are in it

    whole = bytearray()
    decoder = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    with suppress(zstandard.ZstdError), decoder.stream_reader(BytesIO(body), read_across_frames=True) as stream:
        while len(whole) < MAX_DECODED and (part := stream.read(_GREATEST_STEP)):
            whole += part
    return bytes(whole) if 0 < len(whole) < MAX_DECODED else body


def _as_it_is(body: bytes) -> bytes:
    return body


_CODING_OF_GZIP = Coding(_members, _GZIP, (b"\x1f\x8b",))
_CODINGS = {
    "": Coding(_as_it_is),
    "identity": Coding(_as_it_is),
    "gzip": _CODING_OF_GZIP,
    "x-gzip": _CODING_OF_GZIP,
    "deflate": Coding(_deflate, _ZLIB, (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")),
    "br": Coding(_brotli),
    "zstd": Coding(_zstd),
}


def _inflated(body: bytes, start: int, window: int) -> tuple[bytes | None, int]:
    """What the stream holds that begins at an offset, and its length there; None when it does not begin like one.

    It is fed in pieces that grow, so that a body of very many short streams is not copied once for each of them.
    """
    stream, whole, at, step = zlib.decompressobj(window), bytearray(), start, _LEAST_STEP
    try:
        while at < len(body) and not stream.eof and len(whole) < MAX_DECODED:
            piece = body[at : at + step]
            whole += stream.decompress(piece, MAX_DECODED)
            at += len(piece) - len(stream.unused_data) - len(stream.unconsumed_tail)
            step = min(2 * step, _GREATEST_STEP)
    except zlib.error:
        whole = _before_damage(body, start, window)
        at = len(body)
    if not whole and not stream.eof:
        return None, 0
    return bytes(whole), at - start


def _before_damage(body: bytes, start: int, window: int) -> bytearray:
    """An error loses all that one call had decoded, so this reads in small steps up to it."""
    stream, whole, step = zlib.decompressobj(window), bytearray(), 64
    if window == _RAW:  # it has no header to tell it by: garbage decodes to garbage for a while
        return whole
    with suppress(zlib.error):  # what was decoded before it is what there is
        for at in range(start, len(body), step):
            whole += stream.decompress(body[at : at + step])
            if len(whole) >= MAX_DECODED:
                break
    return whole
