"""Finding the records of a WARC that others made, whatever its state; nothing of them is kept in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from archive.warc.foreign import GROWTH, MAX_BLOCK, MAX_HEAD, SPARE, Found, Tell, Window
from archive.warc.headers import fields_of
from archive.warc.message import is_http

_STEP = 1 << 17
_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b\x08"
_PADDING = 64
_BEGIN = re.compile(rb"WARC/[0-9.]{1,8}\r?\n(?=[A-Za-z-]+:)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[0-9.]+ +(\d{3})")
_TYPE = re.compile(rb"^content-type: *([^\s;]+)", re.I | re.M)


class Whole(Exception):
    """Several records share one gzip member, so none can be reached by itself."""


def scan(window: Window, tell: Tell) -> Iterator[Found]:
    """Every record that can be made out. Raises `Whole` where several share a gzip member: `spool` it first."""
    return _of_members(window, tell) if window.gzipped else _of_text(window, tell)


def _of_text(window: Window, tell: Tell) -> Iterator[Found]:
    offset, damaged = 0, False
    while head := window.read(offset, MAX_HEAD):
        blank = len(head) - len(head.lstrip(b"\r\n"))
        if blank:
            offset += blank
            continue
        parsed = _head(head)
        if parsed is None or offset + parsed[0] + parsed[1] > window.size:
            if not damaged:
                tell(offset, "a record is torn or garbled")
            damaged = True
            following = _BEGIN.search(head, 1)
            offset += following.start() if following else max(len(head) - 16, 1)
            continue
        start, length, headers = parsed
        damaged = False
        if length > MAX_BLOCK:
            tell(offset, f"a record of {length:,} bytes is larger than {MAX_BLOCK:,}")
        else:
            yield _found(offset, start + length, headers, head[start:])
        offset += start + length


def _of_members(window: Window, tell: Tell) -> Iterator[Found]:
    offset, grown, most = 0, 0, SPARE + GROWTH * window.size
    while offset < window.size:
        length, total, head = _member(window, offset, most - grown)
        grown += total
        if grown >= most:
            tell(offset, f"the file grows beyond {most:,} bytes")
            return
        if length == 0:
            following = _next_member(window, offset + 1)
            if window.read(offset, _STEP).strip(b"\0"):
                tell(offset, "a record is torn or garbled")
            offset = following
            continue
        yield from _single(offset, length, total, head, tell)
        offset += length


def _single(offset: int, length: int, total: int, head: bytes, tell: Tell) -> Iterator[Found]:
    """The record of one member."""
    parsed = _head(head.lstrip(b"\r\n"))
    if parsed is None or parsed[0] + parsed[1] > total:
        tell(offset, "what stands there is no whole WARC record")
        return
    start, size, headers = parsed
    if size > MAX_BLOCK:
        tell(offset, f"a record of {size:,} bytes is larger than {MAX_BLOCK:,}")
        return
    if total - start - size > _PADDING:
        raise Whole
    yield _found(offset, length, headers, head[start:])


def _member(window: Window, offset: int, most: int) -> tuple[int, int, bytes]:
    """(length of the gzip member, length of what it holds, the beginning of that); length 0 where it is damaged."""
    stream, at, total, head, rest = zlib.decompressobj(_GZIP), offset, 0, b"", b""
    while not stream.eof:
        rest = rest or window.read(at, _STEP)
        if not rest:
            return 0, total, head
        try:
            part = stream.decompress(rest, _STEP)
        except zlib.error:
            return 0, total, head
        left = stream.unused_data if stream.eof else stream.unconsumed_tail
        at += len(rest) - len(left)
        rest = left
        total += len(part)
        if len(head) < MAX_HEAD:
            head += part[:MAX_HEAD]
        if total >= most:
            return 0, total, head
    return at - offset, total, head


def _next_member(window: Window, offset: int) -> int:
    """Where the next gzip member begins that holds a record; the end where none does."""
    while data := window.read(offset, _STEP):
        at = data.find(_MAGIC)
        while at >= 0:
            try:
                begun = zlib.decompressobj(_GZIP).decompress(window.read(offset + at, 512), 5)
            except zlib.error:
                begun = b""  # the three bytes were there by chance
            if begun == b"WARC/":
                return offset + at
            at = data.find(_MAGIC, at + 1)
        offset += max(len(data) - 2, 1)
    return window.size


def _head(data: bytes) -> tuple[int, int, dict[str, str]] | None:
    """(where the block begins, its length, the headers) of the record that data begin with; None where they do not."""
    if not _BEGIN.match(data):
        return None
    split = _HEAD_END.search(data)
    if split is None:
        return None
    headers = fields_of(data[: split.start()].splitlines()[1:])
    length = headers.get("content-length", "")
    return (split.end(), int(length), headers) if length.isdecimal() and len(length) < 16 else None


def _found(offset: int, length: int, headers: dict[str, str], block: bytes) -> Found:
    http = block[:MAX_HEAD].partition(b"\r\n\r\n")[0] if is_http(headers) else b""
    status, kind = _STATUS.match(http), _TYPE.search(http)
    own = headers.get("content-type", "").partition(";")[0].strip()
    return Found(
        offset,
        length,
        headers.get("warc-type", ""),
        headers.get("warc-target-uri", "").strip("<>"),
        headers.get("warc-date", ""),
        headers.get("warc-record-id", ""),
        headers.get("warc-concurrent-to", ""),
        headers.get("warc-refers-to-target-uri", "").strip("<>"),
        headers.get("warc-refers-to-date", ""),
        headers.get("warc-payload-digest", ""),
        int(status[1]) if status else 0,
        (kind[1].decode("latin-1").lower() if kind else "") if http else own,
        http[:16].partition(b" ")[0].decode("latin-1") if headers.get("warc-type") == "request" else "",
    )
