"""What a file is, by its own bytes: never by its name, nor by what a server says of it. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

import olefile


class Kind(StrEnum):
    """Formats that are told apart; the value is the media type."""

    PDF = "application/pdf"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    RTF = "application/rtf"
    HTML = "text/html"
    OFFICE_HTML = "application/vnd.ms-office.html"
    """A document that Word or Excel saved as a page, usually under the name .doc or .xls."""
    TEXT = "text/plain"
    OLE = "application/x-ole-storage"
    LOCKED = "application/x-encrypted-office"
    """An office document behind a password."""
    ZIP = "application/zip"
    RAR = "application/vnd.rar"
    SEVEN = "application/x-7z-compressed"
    GZIP = "application/gzip"
    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    ICO = "image/vnd.microsoft.icon"
    SVG = "image/svg+xml"
    MP3 = "audio/mpeg"
    MP4 = "video/mp4"
    ASF = "video/x-ms-asf"
    FLV = "video/x-flv"
    RIFF = "application/x-riff"
    DWG = "image/vnd.dwg"
    EMPTY = "application/x-empty"
    UNKNOWN = "application/octet-stream"


IMAGES = frozenset((Kind.JPEG, Kind.PNG, Kind.GIF, Kind.BMP, Kind.WEBP, Kind.TIFF, Kind.ICO, Kind.SVG))
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"BM", Kind.BMP),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"\0\0\1\0", Kind.ICO),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN),
    (b"\x1f\x8b", Kind.GZIP),
    (b"ID3", Kind.MP3),
    (b"\xff\xfb", Kind.MP3),
    (b"FLV\x01", Kind.FLV),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind.ASF),
    (b"AC10", Kind.DWG),
)
_OPEN_DOCUMENT = {kind.value: kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
_PARTS = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX))
_OFFICE = re.compile(rb"urn:schemas-microsoft-com:office|content=[\"']?(?:Word|Excel)\.(?:Document|Sheet)", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|script|table|div|p|h1)\b", re.I)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
HEAD = 4096
MAX_ENTRIES = 10_000


def sniff(data: bytes) -> Kind:
    """The format of a file's bytes. What has no signature is text, a page, or unknown."""
    head = data[:HEAD]
    if not data.strip(b"\0 \t\r\n"):
        return Kind.EMPTY
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if head[4:8] == b"ftyp":
        return Kind.MP4
    if head.startswith(b"RIFF"):
        return Kind.WEBP if head[8:12] == b"WEBP" else Kind.RIFF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    return _written(head)


def _written(head: bytes) -> Kind:
    """A format that is text itself."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith(b"{\\rt"):
        return Kind.RTF
    binary = head.translate(None, _CONTROLS) != head
    if (_HTML.search(head[:2048]) and (start[:1] == b"<" or not binary)) or start[:5] == b"MIME-":
        return Kind.OFFICE_HTML if _OFFICE.search(head) else Kind.HTML
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in head:
        return Kind.SVG
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    return Kind.UNKNOWN if binary else Kind.TEXT


def _in_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names[:3]:
                with archive.open("mimetype") as part:
                    return _OPEN_DOCUMENT.get(part.read(100).decode("latin-1").strip(), Kind.ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError):
        # Torn: the names of its first parts stand in clear at its beginning.
        found = (kind for part, kind in _PARTS if part.encode() in data[:HEAD])
        return next(found, Kind.ZIP)
    if "[Content_Types].xml" in names or "_rels/.rels" in names:
        return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in names)), Kind.ZIP)
    return Kind.ZIP


_STREAMS = (
    ("EncryptedPackage", Kind.LOCKED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
)


def _in_ole(data: bytes) -> Kind:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return next((kind for name, kind in _STREAMS if container.exists(name)), Kind.OLE)
    except Exception:  # noqa: BLE001 (olefile raises whatever a damaged table makes it run into)
        return Kind.OLE
