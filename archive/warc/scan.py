"""Finding the records of a WARC that others made, whatever its state; nothing of them is kept in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from archive.warc.foreign import GROWTH, MAX_BLOCK, MAX_HEAD, SPARE, Found, Tell, Window
from archive.warc.headers import fields_of
from archive.warc.magic import BEGINNING, GZIP_MAGIC, is_record, left_of
from archive.warc.message import is_http

_STEP = 1 << 17
_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = re.compile(re.escape(GZIP_MAGIC))
_PADDING = 64
_MAX_DIGITS = 15
"""Of the length of a block."""
_BEGIN = re.compile(rb"WARC/[0-9.]{1,8}\r?\n(?=[A-Za-z-]+:)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[0-9.]+ +(\d{3})")
_TYPE = re.compile(rb"^content-type: *([^\s;]+)", re.I | re.M)


class Whole(Exception):
    """Several records share one gzip member, so none can be reached by itself."""


def scan(window: Window, tell: Tell) -> Iterator[Found]:
    """Every record that can be made out. Raises `Whole` where several share a gzip member: `spool` it first."""
    return _of_members(window, tell) if window.gzipped else _of_text(window, tell)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record: where its block begins, how long that is, and the headers."""

    start: int
    length: int
    headers: dict[str, str]

    @property
    def end(self) -> int:
        """Where the record ends, from its beginning."""
        return self.start + self.length


def _of_text(window: Window, tell: Tell) -> Iterator[Found]:
    offset, damaged = 0, False
    head = window.read(offset, MAX_HEAD)
    while head:
        parsed = _head(head)
        blank = len(head) - len(head.lstrip(b"\r\n"))
        if blank:
            offset += blank
        elif parsed is None or offset + parsed.end > window.size:
            if not damaged:
                tell(offset, "a record is torn or garbled")
            damaged = True
            offset += _to_next(head)
        else:
            damaged = False
            yield from _within_bounds(offset, parsed.end, parsed, head, tell)
            offset += parsed.end
        head = window.read(offset, MAX_HEAD)


def _to_next(head: bytes) -> int:
    """How far it is to the next record that begins in some bytes, or else to about their end."""
    following = _BEGIN.search(head, 1)
    if following:
        return following.start()
    return max(len(head) - 16, 1)


def _within_bounds(offset: int, length: int, parsed: Head, head: bytes, tell: Tell) -> Iterator[Found]:
    """The record, if it is not too large; ``length`` is what it takes in the window."""
    if parsed.length > MAX_BLOCK:
        tell(offset, f"a record of {parsed.length:,} bytes is larger than {MAX_BLOCK:,}")
    else:
        yield _found(offset, length, parsed.headers, head[parsed.start :])


def _of_members(window: Window, tell: Tell) -> Iterator[Found]:
    offset, grown, most = 0, 0, SPARE + GROWTH * window.size
    while offset < window.size:
        length, total, head = _member(window, offset, most - grown)
        grown += total
        if grown >= most:
            tell(offset, f"the file grows beyond {most:,} bytes")
            return
        if length:
            yield from _single(offset, length, total, head, tell)
            offset += length
            continue
        if window.read(offset, _STEP).strip(b"\0"):
            tell(offset, "a record is torn or garbled")
        offset = _next_member(window, offset + 1)


def _single(offset: int, length: int, total: int, head: bytes, tell: Tell) -> Iterator[Found]:
    """The record of one member."""
    parsed = _head(head.lstrip(b"\r\n"))
    if parsed is None or parsed.end > total:
        tell(offset, "what stands there is no whole WARC record")
        return
    if parsed.length <= MAX_BLOCK and total - parsed.end > _PADDING:
        raise Whole
    yield from _within_bounds(offset, length, parsed, head, tell)


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
        left = left_of(stream)
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
    data = window.read(offset, _STEP)
    while data:
        for found in _MAGIC.finditer(data):
            at = offset + found.start()
            if is_record(window.read(at, BEGINNING)):
                return at
        offset += max(len(data) - 2, 1)
        data = window.read(offset, _STEP)
    return window.size


def _head(data: bytes) -> Head | None:
    """The head of the record that data begin with; None where they do not."""
    if not _BEGIN.match(data):
        return None
    split = _HEAD_END.search(data)
    if split is None:
        return None
    headers = fields_of(data[: split.start()].splitlines()[1:])
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > _MAX_DIGITS:
        return None
    return Head(split.end(), int(length), headers)


def _found(offset: int, length: int, headers: dict[str, str], block: bytes) -> Found:
    kind, method, status = headers.get("warc-type", ""), "", 0
    media_type = headers.get("content-type", "").partition(";")[0].strip()
    http = b""
    if is_http(headers):
        http = block[:MAX_HEAD].partition(b"\r\n\r\n")[0]
    if http:
        status = int(_group(_STATUS.match(http)) or 0)
        media_type = _group(_TYPE.search(http)).lower()
    if kind == "request":
        method = http[:16].partition(b" ")[0].decode("latin-1")
    return Found(
        offset,
        length,
        kind,
        headers.get("warc-target-uri", "").strip("<>"),
        headers.get("warc-date", ""),
        headers.get("warc-record-id", ""),
        headers.get("warc-concurrent-to", ""),
        headers.get("warc-refers-to-target-uri", "").strip("<>"),
        headers.get("warc-refers-to-date", ""),
        headers.get("warc-payload-digest", ""),
        status,
        media_type,
        method,
    )


def _group(found: re.Match[bytes] | None) -> str:
    """What the group of a match holds; nothing without a match."""
    if found is None:
        return ""
    return found[1].decode("latin-1")
