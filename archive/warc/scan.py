"""Finding the records of a WARC that others made, whatever its state; nothing of them is kept in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from archive.warc.coding import decoded
from archive.warc.foreign import GROWTH, MAX_BLOCK, SPARE, Found, Tell, Window
from archive.warc.gzipped import BEGINNING, GZIP_MAGIC, STEP, Member, is_record
from archive.warc.headers import HEAD_END, MAX_HEAD, address_of, fields_of, is_http
from archive.warc.message import message, payload
from archive.warc.sniff import is_page

_MAGIC = re.compile(re.escape(GZIP_MAGIC))
_PADDING = 64
_MAX_DIGITS = 15
"""Of the length of a block."""
_BEGIN = re.compile(rb"WARC/[0-9.]{1,8}\r?\n(?=[A-Za-z-]+:)")
_STATUS = re.compile(rb"HTTP/[0-9.]+ +(\d{3})")


class Whole(Exception):
    """Gzip members do not follow the records, so that none can be reached by itself: several share a member, or one
    goes on in the next."""


def scan(window: Window, tell: Tell) -> Iterator[Found]:
    """Every record that can be made out. Raises `Whole` where gzip members do not follow them: `spool` it first."""
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
            if _goes_on(window, offset + length, total, head):
                raise Whole
            yield from _single(offset, length, total, head, tell)
            offset += length
            continue
        if window.read(offset, STEP).strip(b"\0"):
            tell(offset, "a record is torn or garbled")
        offset = _next_member(window, offset + 1)


def _goes_on(window: Window, following: int, total: int, head: bytes) -> bool:
    """Whether the record of a member is longer than that, and goes on in the member that follows."""
    parsed = _head(head.lstrip(b"\r\n"))
    is_short = parsed is not None and parsed.end > total
    if not is_short and not (parsed is None and _BEGIN.match(head) and total < MAX_HEAD):
        return False
    if window.read(following, len(GZIP_MAGIC)) != GZIP_MAGIC:
        return False
    return not is_record(window.read(following, BEGINNING))


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
    member, total, head, piece = Member(), 0, b"", window.read(offset, STEP)
    while not member.ended:
        if not piece:
            return 0, total, head
        try:
            part = member.unpack(piece)
        except zlib.error:
            return 0, total, head
        piece = member.rest or window.read(offset + member.length, STEP)
        total += len(part)
        if len(head) < MAX_HEAD:
            head += part[:MAX_HEAD]
        if total >= most:
            return 0, total, head
    return member.length, total, head


def _next_member(window: Window, offset: int) -> int:
    """Where the next gzip member begins that holds a record; the end where none does."""
    data = window.read(offset, STEP)
    while data:
        for found in _MAGIC.finditer(data):
            at = offset + found.start()
            if is_record(window.read(at, BEGINNING)):
                return at
        offset += max(len(data) - 2, 1)
        data = window.read(offset, STEP)
    return window.size


def _head(data: bytes) -> Head | None:
    """The head of the record that data begin with; None where they do not."""
    if not _BEGIN.match(data):
        return None
    split = HEAD_END.search(data)
    if split is None:
        return None
    headers = fields_of(data[: split.start()].splitlines()[1:])
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > _MAX_DIGITS:
        return None
    return Head(split.end(), int(length), headers)


def _found(offset: int, length: int, headers: dict[str, str], block: bytes) -> Found:
    kind, method, status = headers.get("warc-type", ""), "", 0
    media_type = _bare(headers.get("content-type", ""))
    http = b""
    if is_http(headers):
        http = block[:MAX_HEAD]
        status = int(_group(_STATUS.match(http)) or 0)
        media_type = _type_of(http) or _bare(headers.get("warc-identified-payload-type", ""))
    if kind == "request":
        method = http[:16].partition(b" ")[0].decode("latin-1")
    return Found(
        offset,
        length,
        kind,
        address_of(headers.get("warc-target-uri", "")),
        headers.get("warc-date", ""),
        headers.get("warc-record-id", ""),
        headers.get("warc-concurrent-to", ""),
        address_of(headers.get("warc-refers-to-target-uri", "")),
        headers.get("warc-refers-to-date", ""),
        headers.get("warc-payload-digest", ""),
        status,
        media_type,
        method,
        headers.get("warc-truncated", ""),
        headers.get("warc-segment-number", ""),
        headers.get("warc-segment-origin-id", ""),
        headers.get("warc-segment-total-length", ""),
    )


def _bare(media_type: str) -> str:
    """A media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def _type_of(http: bytes) -> str:
    """The media type of the message that bytes begin with: as it says, else as the body shows; "" where neither tells
    it."""
    _, headers, body = message(http)
    encodings = []
    for name, value in headers:
        if name.lower() == "content-type" and _bare(value):
            return _bare(value)
        if name.lower() == "content-encoding":
            encodings.append(value)
    return "text/html" if is_page(decoded(payload(headers, body), ", ".join(encodings))) else ""


def _group(found: re.Match[bytes] | None) -> str:
    """What the group of a match holds; nothing without a match."""
    if found is None:
        return ""
    return found[1].decode("latin-1")
