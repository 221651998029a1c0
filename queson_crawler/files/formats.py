"""What a file is, by its own bytes: never by its name, nor by what a server says of it. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

import olefile


class Format(StrEnum):
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


IMAGES = frozenset((Format.JPEG, Format.PNG, Format.GIF, Format.BMP, Format.WEBP, Format.TIFF, Format.ICO, Format.SVG))
_SIGNATURES = (
    (rb"....ftyp", Format.MP4),
    (rb"RIFF....WEBP", Format.WEBP),
    (rb"\xff\xd8\xff", Format.JPEG),
    (rb"\x89PNG\x0d\x0a\x1a\x0a", Format.PNG),
    (rb"GIF87a", Format.GIF),
    (rb"GIF89a", Format.GIF),
    (rb"BM", Format.BMP),
    (rb"II\x2a\x00", Format.TIFF),
    (rb"MM\x00\x2a", Format.TIFF),
    (rb"\x00\x00\x01\x00", Format.ICO),
    (rb"Rar!\x1a\x07", Format.RAR),
    (rb"7z\xbc\xaf\x27\x1c", Format.SEVEN),
    (rb"\x1f\x8b", Format.GZIP),
    (rb"ID3", Format.MP3),
    (rb"\xff\xfb", Format.MP3),
    (rb"FLV\x01", Format.FLV),
    (rb"0\x26\xb2u\x8ef\xcf\x11", Format.ASF),
    (rb"AC10", Format.DWG),
    (rb"RIFF", Format.RIFF),
)
"""How a file begins whose format has a signature; the first that fits counts."""
_COMPILED = tuple((re.compile(pattern, re.S), kind) for pattern, kind in _SIGNATURES)
_OPEN_DOCUMENT = {kind.value: kind for kind in (Format.ODT, Format.ODS, Format.ODP)}
_PARTS = (("word/", Format.DOCX), ("xl/", Format.XLSX), ("ppt/", Format.PPTX))
_PACKAGE = frozenset(("[Content_Types].xml", "_rels/.rels"))
"""The parts by which office programs find the others."""
_OFFICE = re.compile(rb"urn:schemas-microsoft-com:office|content=[\"']?(?:Word|Excel)\.(?:Document|Sheet)", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|script|table|div|p|h1)\b", re.I)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
HEAD = 4096
MAX_ENTRIES = 10_000


def sniffed(data: bytes) -> Format:
    """The same as `sniff`, where memory may not last: what takes too much of it is unknown."""
    try:
        return sniff(data)
    except MemoryError:
        return Format.UNKNOWN


def sniff(data: bytes) -> Format:
    """The format of a file's bytes. What has no signature is text, a page, or unknown."""
    head = data[:HEAD]
    if not data.strip(b"\0 \t\r\n"):
        return Format.EMPTY
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    for signature, kind in _COMPILED:
        if signature.match(head):
            return kind
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    return _written(head)


def _written(head: bytes) -> Format:
    """A format that is text itself."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith(b"{\\rt"):
        return Format.RTF
    binary = head.translate(None, _CONTROLS) != head
    if start.startswith(b"MIME-") or _is_page(head, start, binary):
        if _OFFICE.search(head):
            return Format.OFFICE_HTML
        return Format.HTML
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in head:
        return Format.SVG
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Format.TEXT
    if binary:
        return Format.UNKNOWN
    return Format.TEXT


def _is_page(head: bytes, start: bytes, binary: bool) -> bool:
    if not _HTML.search(head[:2048]):
        return False
    return start.startswith(b"<") or not binary


def _in_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names[:3]:
                with archive.open("mimetype") as part:
                    return _OPEN_DOCUMENT.get(part.read(100).decode("latin-1").strip(), Format.ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError):
        return _in_torn_zip(data)
    if _PACKAGE.isdisjoint(names):
        return Format.ZIP
    for folder, kind in _PARTS:
        if any(name.startswith(folder) for name in names):
            return kind
    return Format.ZIP


def _in_torn_zip(data: bytes) -> Format:
    """The names of its first parts stand in clear at its beginning."""
    for folder, kind in _PARTS:
        if folder.encode() in data[:HEAD]:
            return kind
    return Format.ZIP


_STREAMS = (
    ("EncryptedPackage", Format.LOCKED),
    ("WordDocument", Format.DOC),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("PowerPoint Document", Format.PPT),
)


def _in_ole(data: bytes) -> Format:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name, kind in _STREAMS:
                if container.exists(name):
                    return kind
            return Format.OLE
    except Exception:  # noqa: BLE001 (olefile raises whatever a damaged table makes it run into)
        return Format.OLE
