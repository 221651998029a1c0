"""JSON lines as they are read from a file, and parts of records as the WARC records in which they are kept. Pure."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import BinaryIO

from archive.exchange.checked import MAX_LINE
from archive.exchange.lines import Record
from archive.warc import block, fields
from archive.warc.shapes import Raw

JSON = "application/json"
_FIRST_TIME = "1970-01-01T00:00:00Z"
"""Of a record that tells no time."""


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, packed with gzip or not; of one that is too long only so much that it shows."""
    unpacked = _unpacked(file)
    line = unpacked.readline(MAX_LINE + 1)
    while line:
        if len(line) > MAX_LINE:
            _skip_rest(unpacked, line)
        yield line
        line = unpacked.readline(MAX_LINE + 1)


def _unpacked(file: BinaryIO) -> BinaryIO | gzip.GzipFile:
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if is_packed:
        return gzip.GzipFile(fileobj=file)
    return file


def _skip_rest(file: BinaryIO | gzip.GzipFile, rest: bytes) -> None:
    while rest and not rest.endswith(b"\n"):
        rest = file.readline(MAX_LINE)


def address_of(part: Record) -> str:
    """The address under which a part of a record is kept."""
    return f"urn:queson:{part['record']}:{_name(part)}"


def _name(part: Record) -> str:
    match part["record"]:
        case "portal":
            return str(part["slug"])
        case "category":
            return f"{part['portal']}:{part['url']}"
        case _:
            return str(part["key"])


def time_of(part: Record) -> str:
    """When a part of a record was captured."""
    return part.get("captured_at") or part.get("walked_at") or _FIRST_TIME


def resource(url: str, at: str, content: bytes) -> Raw:
    """The WARC record of a part."""
    digest = block.digest(content)
    headers = {
        "WARC-Type": "resource",
        "WARC-Record-ID": block.new_id(),
        "WARC-Date": at,
        "WARC-Target-URI": fields.uri(url),
        "WARC-Payload-Digest": digest,
        "WARC-Block-Digest": digest,
        "Content-Type": JSON,
    }
    return Raw(b"WARC/1.1", tuple(f"{name}: {value}".encode() for name, value in headers.items()), content)
