"""Pure: taking HTTP content encodings off a body."""

from __future__ import annotations

import zlib

import brotli

MAX_DECODED = 1 << 26
"""A body that would grow beyond this many bytes stays as it was received: a bomb is kept, not set off."""

_LEAST_STEP, _GREATEST_STEP = 1 << 9, 1 << 20
_STEP = 1 << 14
_GZIP_MAGIC, _ZLIB_MAGIC = b"\x1f\x8b", (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


def decoded(body: bytes, encoding: str) -> bytes:
    """The body with its content encodings (the header's value: ``gzip``, ``deflate``, or a list) taken off.

    A truncated or damaged body gives what could be read of it; one that does not begin like the encoding it names,
    whose encoding is not known here, or that is a bomb, stays as it is.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip"):
            body = _members(body)
        elif name == "deflate":
            body = _deflate(body)
        elif name == "br":
            body = _brotli(body)
        elif name not in ("", "identity"):
            return body
    return body


def is_damaged(body: bytes, encoding: str) -> bool:
    """Whether a body that names gzip or deflate as its encoding breaks off, or is broken, before its end. A body that
    does not begin like its encoding was never encoded, and is whole."""
    names = [part.strip().lower() for part in encoding.split(",") if part.strip()]
    if names in (["gzip"], ["x-gzip"]):
        return body[:2] == _GZIP_MAGIC and _breaks_off(body, _GZIP)
    if names == ["deflate"]:
        return body[:2] in _ZLIB_MAGIC and _breaks_off(body, _ZLIB)
    return False


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
    return body if not whole or len(whole) >= MAX_DECODED else whole


def _deflate(body: bytes) -> bytes:
    """RFC 9110 means a zlib stream; some servers send a bare one."""
    part, _ = _inflated(body, 0, _ZLIB)
    if part is None:
        part, _ = _inflated(body, 0, _RAW)
    return body if part is None or len(part) >= MAX_DECODED else part


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
        # The bare format has no header to tell it by: garbage decodes to garbage for a while.
        whole = bytearray() if window == _RAW else _before_damage(body, start, window)
        at = len(body)
    if not whole and not stream.eof:
        return None, 0
    return bytes(whole), at - start


def _before_damage(body: bytes, start: int, window: int) -> bytearray:
    """An error loses all that one call had decoded, so this reads in small steps up to it."""
    stream, whole, step = zlib.decompressobj(window), bytearray(), 64
    try:
        for at in range(start, len(body), step):
            whole += stream.decompress(body[at : at + step])
            if len(whole) >= MAX_DECODED:
                break
    except zlib.error:
        pass  # what was decoded before it is what there is
    return whole
