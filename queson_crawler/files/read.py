"""One function from the bytes of a file to what it is and the text in it. Pure, but for bounds of time: see sandbox."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from archive.records import FileState
from queson_crawler.files.fonts import plain
from queson_crawler.files.kinds import Kind, sniff
from queson_crawler.files.office_xml import read_office_xml
from queson_crawler.files.pdf import read_pdf
from queson_crawler.files.rtf import read_rtf
from queson_crawler.files.shapes import MAX_CHARACTERS, Found, Reading, Run, Unreadable
from queson_crawler.files.sheets import read_sheets
from queson_crawler.files.word97 import read_word97
from queson_crawler.parse.document import decode

_BLOCKS = ("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "br")


def _pages(data: bytes) -> Found:
    """A document that an office program saved as a page."""
    text = decode(data)[: 2 * MAX_CHARACTERS]
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    etree.strip_elements(root, "style", "script", "head", "xml", with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    for cell in root.iter("td", "th"):
        cell.tail = " | " + (cell.tail or "")
    lines = (line.strip(" |\xa0\r\t") for line in "".join(root.itertext()).split("\n"))
    return Found([[Run(line)] for line in lines if line])


def _text(data: bytes) -> Found:
    return Found([[Run(block)] for block in decode(data[: 4 * MAX_CHARACTERS]).split("\n\n")])


def _office(kind: Kind) -> Callable[[bytes], Found]:
    return lambda data: read_office_xml(data, kind)


def _sheets(kind: Kind) -> Callable[[bytes], Found]:
    return lambda data: read_sheets(data, kind)


READERS: dict[Kind, Callable[[bytes], Found]] = {
    Kind.PDF: read_pdf,
    Kind.DOC: read_word97,
    Kind.RTF: read_rtf,
    Kind.OFFICE_HTML: _pages,
    Kind.TEXT: _text,
    **{kind: _office(kind) for kind in (Kind.DOCX, Kind.PPTX, Kind.ODT, Kind.ODP)},
    **{kind: _sheets(kind) for kind in (Kind.XLS, Kind.XLSX, Kind.ODS)},
}


def read_file(data: bytes) -> Reading:
    """What a file is and the text in it: paragraphs parted by blank lines, normalised like the text of articles.

    Never raises for what a file may hold, but a memory limit of the process shows itself as MemoryError.
    """
    kind = sniff(data)
    if kind is Kind.LOCKED:
        return Reading(kind, FileState.ENCRYPTED, detail="it needs a password")
    reader = READERS.get(kind)
    if reader is None:
        return Reading(kind, FileState.BROKEN if kind is Kind.EMPTY else FileState.NO_TEXT)
    try:
        found = reader(data)
        text, cut = plain(found.paragraphs)
    except Unreadable as error:
        return Reading(kind, error.state, detail=error.detail)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (a file that breaks a reader is one more kind of broken file)
        return Reading(kind, FileState.BROKEN, detail=f"{type(error).__name__}: {error}"[:200])
    if found.scan:
        return Reading(kind, FileState.SCAN, text)
    if not text:
        return Reading(kind, FileState.NO_TEXT)
    return Reading(kind, FileState.CUT if cut or found.cut else FileState.TEXT, text)
