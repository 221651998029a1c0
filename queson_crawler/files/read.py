"""One function from the bytes of a file to what it is and the text in it. Pure, but for bounds of time: see sandbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lxml import etree

from archive.page_ends import without_ends
from archive.records import FileState
from queson_crawler.files.decoding import Plain, plain
from queson_crawler.files.formats import Format, sniff
from queson_crawler.files.office_xml import read_office_xml
from queson_crawler.files.pdf.read import read_pdf
from queson_crawler.files.powerpoint.read import read_powerpoint
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, FileReading, Run, Unreadable
from queson_crawler.files.rtf.read import read_rtf
from queson_crawler.files.sheets import read_sheets
from queson_crawler.files.word.read import read_word97
from queson_crawler.parse.document import decode

_BLOCKS = ("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "br")


def _pages(data: bytes) -> Extract:
    """A document that an office program saved as a page."""
    text = without_ends(decode(data)[: 2 * MAX_CHARACTERS])
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    etree.strip_elements(root, "style", "script", "head", "xml", with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    for cell in root.iter("td", "th"):
        cell.tail = " | " + (cell.tail or "")
    lines = []
    for line in "".join(root.itertext()).split("\n"):
        lines.append(line.strip(" |\xa0\r\t"))
    return _paragraphs(lines)


def _text(data: bytes) -> Extract:
    return _paragraphs(decode(data[: 4 * MAX_CHARACTERS]).split("\n\n"))


def _paragraphs(texts: list[str]) -> Extract:
    """Paragraphs of one run in no known font; empty ones are left out."""
    return Extract([[Run(text)] for text in texts if text])


READERS: dict[Format, Callable[[bytes], Extract]] = {
    Format.PDF: read_pdf,
    Format.DOC: read_word97,
    Format.PPT: read_powerpoint,
    Format.RTF: read_rtf,
    Format.OFFICE_HTML: _pages,
    Format.TEXT: _text,
    Format.DOCX: partial(read_office_xml, kind=Format.DOCX),
    Format.PPTX: partial(read_office_xml, kind=Format.PPTX),
    Format.ODT: partial(read_office_xml, kind=Format.ODT),
    Format.ODP: partial(read_office_xml, kind=Format.ODP),
    Format.XLS: partial(read_sheets, kind=Format.XLS),
    Format.XLSX: partial(read_sheets, kind=Format.XLSX),
    Format.ODS: partial(read_sheets, kind=Format.ODS),
}


def read_file(data: bytes, drawn: bool = False) -> FileReading:
    """What a file is and the text in it: paragraphs parted by blank lines, normalised like the text of articles; with
    `drawn`, letters of capital fonts as capitals.

    Never raises for what a file may hold, but a memory limit of the process shows itself as MemoryError.
    """
    kind = sniff(data)
    if kind is Format.LOCKED:
        return FileReading(kind, FileState.ENCRYPTED, detail="it needs a password")
    reader = READERS.get(kind)
    if reader is None:
        state = FileState.BROKEN if kind is Format.EMPTY else FileState.NO_TEXT
        return FileReading(kind, state)
    try:
        found = reader(data)
        read = plain(found.paragraphs, drawn)
    except Unreadable as error:
        return FileReading(kind, error.state, detail=error.detail)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (a file that breaks a reader is one more kind of broken file)
        return FileReading(kind, FileState.BROKEN, detail=f"{type(error).__name__}: {error}"[:200])
    return FileReading(kind, _state(found, read), read.text, encodings=read.encodings)


def _state(found: Extract, read: Plain) -> FileState:
    if found.scan:
        return FileState.SCAN
    if not read.text:
        return FileState.NO_TEXT
    if read.cut or found.cut:
        return FileState.CUT
    return FileState.TEXT
