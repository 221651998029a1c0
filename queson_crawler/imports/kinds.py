"""What kind of file someone gives us, told by how it begins: a name proves nothing. Pure but for the reading."""

from __future__ import annotations

import zlib
from enum import StrEnum
from pathlib import Path

from archive.warc.zst import is_zst

_BEGIN = 1 << 16
_MHTML = b"content-type: multipart/related"
_ZIP, _GZIP, _WARC, _BOM = b"PK\x03\x04", b"\x1f\x8b", b"WARC/", b"\xef\xbb\xbf"


class FileKind(StrEnum):
    """What `queson import` can be given."""

    WARC = "WARC"
    WACZ = "WACZ"
    JSONL = "JSON lines"
    SAVED = "saved pages (a folder, SingleFile, MHTML)"
    UNKNOWN = "unknown"


_SIGNS = ((_WARC, FileKind.WARC), (b"{", FileKind.JSONL), (b"<", FileKind.SAVED))
"""How files of text begin."""


def kind_of(path: Path) -> FileKind:
    """The kind of a file, packed with gzip or not. Raises OSError where it cannot be read."""
    if path.is_dir():
        return FileKind.SAVED
    if path.exists() and not path.is_file():
        return FileKind.UNKNOWN  # a pipe or a device may have no end, or none that ever comes
    with path.open("rb") as file:
        begin = file.read(_BEGIN)
    if begin.startswith(_ZIP):
        return FileKind.WACZ
    if is_zst(begin):
        return FileKind.WARC
    if begin.startswith(_GZIP):
        begin = _unpacked(begin)
    begin = begin.removeprefix(_BOM).lstrip()
    for sign, kind in _SIGNS:
        if begin.startswith(sign):
            return kind
    if _MHTML in begin.lower():
        return FileKind.SAVED
    return FileKind.UNKNOWN


def _unpacked(begin: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(begin, _BEGIN)
    except zlib.error:
        return b""
