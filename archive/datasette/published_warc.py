"""WARC files on their way to a public copy: as they are, but for the paths of portal files, which only keepers know.

A crawl notes what the keeper typed; where that is no address of the web, the portal's name stands in the copy instead.
Each record keeps its place and its length, so that every capture is found where the database says.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b32encode
from contextlib import suppress
from pathlib import Path

from archive.warc.headers import EVENT
from archive.warc.members import Torn, members
from archive.warc.names import in_order

_RUN_START = f"WARC-Target-URI: {EVENT}run-start\r\n".encode()
_FLEET = f"WARC-Target-URI: {EVENT}fleet\r\n".encode()
_WEB = ("http://", "https://")
_BLOCK_HEADERS = re.compile(rb"(?<=\n)(WARC-Block-Digest|Content-Length): [^\r\n]*\r\n", re.I)


def copy_captures(source: Path, target: Path) -> None:
    """Copy the WARC files of a folder into another one, which is made; of a torn file what is whole. Raises OSError."""
    target.mkdir()
    for path in in_order(source):
        with path.open("rb") as read, path.open("rb") as raw, (target / path.name).open("wb") as copy, suppress(Torn):
            for _, length, data in members(read):
                copy.write(_published(raw.read(length), data))


def _published(member: bytes, data: bytes) -> bytes:
    """A member as it is published: of the same length."""
    head, _, block = data.partition(b"\r\n\r\n")
    told: bytes | None = b"{}"  # what a keeper decided of his list is nobody else's affair
    if _FLEET not in head + b"\r\n":
        if _RUN_START not in head + b"\r\n":
            return member
        told = _without_path(block.removesuffix(b"\r\n\r\n"))
    if told is None:
        return member
    for content in (told, b"{}"):
        made = _of_length(_record(head, content), len(member))
        if made is not None:
            return made
    raise ValueError("a record without its content is longer than with it")


def _record(head: bytes, block: bytes) -> bytes:
    digest = b32encode(hashlib.sha256(block).digest())
    lines = _BLOCK_HEADERS.sub(b"", head + b"\r\n")
    lines += b"WARC-Block-Digest: sha256:%b\r\nContent-Length: %d\r\n" % (digest, len(block))
    return lines + b"\r\n" + block + b"\r\n\r\n"


def _without_path(block: bytes) -> bytes | None:
    """The start of a run with the portal's name for its target; None where the target is an address of the web."""
    try:
        told = json.loads(block)
        start = told["start"]
        target, portal = start["target"], start["portal"]
    except (ValueError, KeyError, TypeError):
        return b"{}"  # what cannot be read may say anything
    if str(target).startswith(_WEB) or target == portal:
        return None
    start["target"] = portal
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def _of_length(record: bytes, length: int) -> bytes | None:
    """A record as a gzip member of exactly this length; what is left over stands in its extra field (RFC 1952). None
    where it is longer."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(record) + deflate.flush()
    end = packed + zlib.crc32(record).to_bytes(4, "little") + (len(record) & 0xFFFFFFFF).to_bytes(4, "little")
    left = length - len(end) - 12
    if left < 0:
        return None
    return b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + left.to_bytes(2, "little") + b"\0" * left + end
