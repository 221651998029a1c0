"""Pure: from the headers and block of a record to the exchange in it, ours or another's."""

from __future__ import annotations

import json
import re
from itertools import filterfalse
from typing import Any

from archive.errors import BadRecord
from archive.notes import Note, decoded
from archive.warc.block import CHUNKED, EXACT_URL, HEAD, KEPT_AS, NOTE
from archive.warc.dates import moment
from archive.warc.headers import address_of, is_http
from archive.warc.shapes import Exchange, Headers

HTML_TYPE, NOT_MODIFIED = "text/html", "304"
_MAX_STATUS = 4
"""Characters of a status: what is longer is none."""
_OF_BODY = re.compile(rf"content-.*|{re.escape(KEPT_AS)}|{CHUNKED}", re.I | re.S)
"""Names of headers that describe the body."""
_HEAD_END = re.compile(rb"\r\n\r\n|\n\n")
_LINE_END = re.compile(rb"\r\n|[\r\n]|\Z")
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,4096}\r?\n")


def exchange_of(
    headers: dict[str, str], block: bytes, question: bytes = b"GET", original: bytes | None = None
) -> Exchange:
    """The exchange in an answer's record. ``question`` is the block of its request; ``original`` that of the
    record that a revisit refers to.

    An answer that nothing was modified (304) has no body, so what it says of one does not count: what describes the
    body comes from the original.
    """
    kind = headers.get("warc-type", "")
    if kind in ("conversion", "resource") and not is_http(headers):
        return _plain(headers, block, rendered=kind == "conversion")
    head = headers.get(HEAD.lower())
    if head is not None:
        block = _text_in(head, HEAD).encode("latin-1", "replace")
    asked_line, sent, asked = message(question)
    line, received, body = message(block)
    described = received
    if original is not None:
        original_line, described, body = message(original)
        if not block:  # it need not repeat what the original said
            line, received = original_line, described
    _, status, reason = (*line.split(" ", 2), "", "")[:3]
    if status == NOT_MODIFIED and original is not None:
        received = (*filterfalse(_is_of_body, received), *filter(_is_of_body, described))
    return Exchange(
        url=url_of(headers),
        method=asked_line.partition(" ")[0],
        request_headers=sent,
        request_body=asked,
        status=_status(status),
        reason=reason,
        response_headers=tuple(map(_as_received, received)),
        body=payload(described, body),
        ip=headers.get("warc-ip-address", ""),
        fetched_at=moment(headers.get("warc-date", "")),
        note=note_of(headers),
    )


def _status(text: str) -> int:
    """The status in a first line; 0 where there is none."""
    if len(text) > _MAX_STATUS or not text.removeprefix("-").isdecimal():
        return 0
    return int(text)


def _is_of_body(header: tuple[str, str]) -> bool:
    """Whether a header describes the body."""
    return _OF_BODY.fullmatch(header[0]) is not None


def _as_received(header: tuple[str, str]) -> tuple[str, str]:
    """A header under the name that it had when it came."""
    name, value = header
    if name == KEPT_AS:
        return CHUNKED.title(), value
    return header


def _plain(headers: dict[str, str], block: bytes, *, rendered: bool) -> Exchange:
    """A page as a browser showed it, or a file that was kept without its exchange: read like an answer."""
    kind = headers.get("content-type", "")
    rendered = rendered and kind.lower().startswith(HTML_TYPE)
    return Exchange(
        url_of(headers), "GET", (), b"", 200, "", (("Content-Type", kind),), block, "",
        moment(headers.get("warc-date", "")), note_of(headers), rendered=rendered,
    )  # fmt: skip


def note_of(headers: dict[str, str]) -> Note | None:
    """The note beside an exchange; None of a record that is kept and was not read. Raises BadRecord."""
    text = headers.get(NOTE.lower())
    if text is None:
        return None
    return decoded(text)


def url_of(headers: dict[str, str]) -> str:
    """The address of a record: as it was asked, where that is no URI. Raises BadRecord."""
    exact = headers.get(EXACT_URL.lower())
    if exact is not None:
        return _text_in(exact, EXACT_URL)
    return address_of(headers.get("warc-target-uri", ""))


def json_in(value: str | bytes, name: str) -> Any:
    """What is written as JSON. Raises BadRecord where it is none."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{name} is no JSON") from error


def _text_in(value: str, name: str) -> str:
    """The text that a header of ours holds as JSON."""
    found = json_in(value, name)
    if not isinstance(found, str):
        raise BadRecord(f"{name} is no text")
    return found


def message(block: bytes) -> tuple[str, Headers, bytes]:
    """First line, headers and body of an HTTP message."""
    head, body = (*_HEAD_END.split(block, 1), b"")[:2]
    first, *lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line.startswith((" ", "\t")):
            _go_on(headers, line)
        elif colon:
            headers.append((name.rstrip(" \t"), value.removeprefix(" ").removeprefix("\t")))
    return first, tuple(headers), body


def _go_on(headers: list[tuple[str, str]], line: str) -> None:
    """A header that goes on in the next line, as old servers wrote it."""
    if headers:
        name, value = headers[-1]
        headers[-1] = (name, f"{value} {line.strip()}".lstrip())


def payload(headers: Headers, body: bytes) -> bytes:
    """The body without its chunks. What others keep may still have them; ours never announces any."""
    for name, value in headers:
        if name.lower() == CHUNKED and "chunked" in value.lower():
            return _joined(body)
    return body


def _joined(body: bytes) -> bytes:
    """Chunks put together, as far as they go; the body as it is where it has none (some tools leave the header)."""
    whole, at = bytearray(), 0
    while found := _SIZE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return bytes(whole)
        end = found.end() + size
        line_end = _LINE_END.match(body, end)
        if line_end is None:
            break
        whole += body[found.end() : end]
        at = line_end.end()
        if at == len(body):
            return bytes(whole)
    return bytes(whole) if whole else body
