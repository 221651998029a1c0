"""What kind of file someone gives us, told by how it begins: a name proves nothing. Pure but for the reading."""

from __future__ import annotations

import zlib
from enum import StrEnum
from pathlib import Path

_BEGIN = 1 << 16
_ZIP, _GZIP, _WARC, _BOM = b"PK\x03\x04", b"\x1f\x8b", b"WARC/", b"\xef\xbb\xbf"


class FileKind(StrEnum):
    """What `queson import` can be given."""

    WARC = "WARC"
    WACZ = "WACZ"
    JSONL = "JSON lines"
    UNKNOWN = "unknown"


def kind_of(path: Path) -> FileKind:
    """The kind of a file, packed with gzip or not. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        begin = file.read(_BEGIN)
    if begin.startswith(_ZIP):
        return FileKind.WACZ
    if begin.startswith(_GZIP):
        begin = _unpacked(begin)
    begin = begin.removeprefix(_BOM).lstrip()
    if begin.startswith(_WARC):
        return FileKind.WARC
    return FileKind.JSONL if begin.startswith(b"{") else FileKind.UNKNOWN


def _unpacked(begin: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(begin, _BEGIN)
    except zlib.error:
        return b""
