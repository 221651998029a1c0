"""Pure: taking HTTP content encodings off a body."""

from __future__ import annotations

import zlib

import brotli

MAX_DECODED = 1 << 26
"""A body that would grow beyond this many bytes stays as it was received: a bomb is kept, not set off."""

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


def _members(body: bytes) -> bytes:
    """Every gzip member in turn: servers and proxies do chain them. What follows the last one is padding."""
    whole, rest = bytearray(), body
    while rest:
        part, rest = _inflated(rest, _GZIP)
        if part is None:
            break
        whole += part
        if len(whole) >= MAX_DECODED:
            return body
    return bytes(whole) if rest is not body else body


def _brotli(body: bytes) -> bytes:
    """Nobody asks for it, and some servers send it all the same."""
    try:
        whole = bytes(brotli.Decompressor().process(body, output_buffer_limit=MAX_DECODED))
    except brotli.error:
        return body
    return body if not whole or len(whole) >= MAX_DECODED else whole


def _deflate(body: bytes) -> bytes:
    """RFC 9110 means a zlib stream; some servers send a bare one."""
    part, _ = _inflated(body, _ZLIB)
    if part is None:
        part, _ = _inflated(body, _RAW)
    return body if part is None or len(part) >= MAX_DECODED else part


def _inflated(body: bytes, window: int) -> tuple[bytes | None, bytes]:
    """What one stream holds, and what follows it; None and the body when it does not begin like one."""
    stream = zlib.decompressobj(window)
    try:
        part = stream.decompress(body, MAX_DECODED)
    except zlib.error:
        # The bare format has no header to tell it by: garbage decodes to garbage for a while.
        part = b"" if window == _RAW else _before_damage(body, window)
    if not part and not stream.eof:
        return None, body
    return part, stream.unused_data


def _before_damage(body: bytes, window: int) -> bytes:
    """An error loses all that one call had decoded, so this reads in small steps up to it."""
    stream, whole, step = zlib.decompressobj(window), bytearray(), 64
    try:
        for start in range(0, len(body), step):
            whole += stream.decompress(body[start : start + step])
            if len(whole) >= MAX_DECODED:
                break
    except zlib.error:
        return bytes(whole)
    return bytes(whole)
