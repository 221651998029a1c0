"""Text of DOCX, PPTX and ODT: XML parts in a ZIP, each read up to a limit. Pure.

Read here and not by python-docx and its like, because those unpack every part of the file whole, drop text boxes, and
do not say which font a run inherits from its styles: which decides how pre-Unicode Vietnamese is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from archive.records import FileState
from queson_crawler.files.formats import MAX_ENTRIES, Format
from queson_crawler.files.office_styles import LINES, MIXED, Fonts, font_of, fonts_of, name_of, style_of
from queson_crawler.files.readings import (
    MAX_CHARACTERS,
    NEXT_CELL,
    Extract,
    Paragraph,
    Run,
    Unreadable,
    has_words,
    trimmed,
)

MAX_PART = 64 * 1024 * 1024
"""Bytes of one XML part, unpacked."""
MAX_SLIDES = 1000
_MAIN = {Format.DOCX: "word/document.xml", Format.ODT: "content.xml", Format.ODP: "content.xml"}
_STYLES = ("word/styles.xml", "styles.xml")
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-", "s": " "}
_SKIPPED = frozenset(
    ("pPr", "Fallback", "del", "moveFrom", "tracked-changes", "annotation", "styles", "automatic-styles")
)
"""What is not text, was struck out, or says a second time what stands beside it."""
_CELL = Run(NEXT_CELL)
_TORN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    EOFError,
    KeyError,
    etree.XMLSyntaxError,
)
"""What a damaged ZIP or a damaged part raises."""


def read_office_xml(data: bytes, kind: Format) -> Extract:
    """The paragraphs of a document or of slides, with the font of each run where it is known.

    Raises:
        Unreadable: torn, encrypted, no XML, or larger than allowed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                raise Unreadable(FileState.TOO_MUCH, f"holds more than {MAX_ENTRIES} parts")
            return _read(archive, kind)
    except _TORN as error:
        raise Unreadable(FileState.BROKEN, f"{type(error).__name__}: {error}"[:200]) from error
    except RuntimeError as error:  # zipfile: "File … is encrypted, password required"
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password") from error


def _read(archive: zipfile.ZipFile, kind: Format) -> Extract:
    names = set(archive.namelist())
    if kind is Format.PPTX:
        return _slides(archive, names)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _bytes(archive, "META-INF/manifest.xml"):
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password")
    root = _root(archive, _MAIN[kind])
    parts = [_root(archive, name) for name in _STYLES if name in names]
    fonts, usual = fonts_of([*parts, root])
    return Extract(list(_Walk(fonts, usual).paragraphs(root)))


def _slides(archive: zipfile.ZipFile, names: set[str]) -> Extract:
    """The paragraphs of the slides, in their order."""
    slides = sorted(filter(_SLIDE.fullmatch, names), key=_slide_number)
    paragraphs: list[Paragraph] = []
    for name in slides[:MAX_SLIDES]:
        paragraphs += _Walk({}, "").paragraphs(_root(archive, name))
    return Extract(paragraphs, cut=len(slides) > MAX_SLIDES)


def _slide_number(name: str) -> int:
    return int(_SLIDE.findall(name)[0])


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise Unreadable(FileState.TOO_MUCH, f"its part {name[:80]} grows beyond {MAX_PART >> 20} MiB")
    return data


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True, recover=True, huge_tree=False,
    )  # fmt: skip
    data = _bytes(archive, name)
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise Unreadable(FileState.BROKEN, "declares entities, which no office program does")
    root = etree.fromstring(data, parser)
    if root is None:
        raise Unreadable(FileState.BROKEN, f"its part {name[:80]} is no XML")
    return root


@dataclass(slots=True)
class _Walk:
    """One pass over a document: paragraphs in its order, those of a table row as one line. No recursion, since how
    deep things are nested is a stranger's choice."""

    fonts: Fonts
    usual: str
    open: list[list[Run]] = field(default_factory=list)
    """The paragraphs begun: a text box stands within another paragraph."""
    styles: list[str] = field(default_factory=list)
    row: etree._Element | None = None
    cells: list[Run] = field(default_factory=list)
    size: int = 0

    def paragraphs(self, root: etree._Element) -> Iterator[Paragraph]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = name_of(element)
            if event == "start" and name in _SKIPPED:
                walk.skip_subtree()
            elif event == "start":
                self._begin(element, name)
            else:
                done = self._end(element, name)
                if has_words(done):
                    yield done
            if self.size > MAX_CHARACTERS:
                break
        yield [*self.cells, *chain.from_iterable(self.open)]

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in ("tr", "table-row") and self.row is None:
            self.row = element
        elif name in LINES:
            self.open.append([])
            self.styles.append(self.fonts.get(style_of(element)) or self.usual)
        if name in MIXED:
            self._add(element.text, element)
        self._add(_BREAKS.get(name), element)

    def _end(self, element: etree._Element, name: str) -> list[Run]:
        """The paragraph or row that ends here; empty where none does."""
        if element is self.row:
            return self._end_of_row()
        if name == "t":
            self._add(element.text, element)
        if name in LINES:
            return self._end_of_paragraph()
        around = element.getparent()
        if around is not None and name_of(around) in MIXED:
            self._add(element.tail, around)
        return []

    def _end_of_row(self) -> list[Run]:
        done = trimmed(self.cells)
        self.row, self.cells = None, []
        return done

    def _end_of_paragraph(self) -> list[Run]:
        if not self.open:
            return []
        done = self.open.pop()
        self.styles.pop()
        if self.row is None:
            return done
        self.cells += [*done, _CELL]
        return []

    def _add(self, text: str | None, element: etree._Element) -> None:
        if text and self.open:
            self.open[-1].append(Run(text, font_of(element, self.fonts) or self.styles[-1]))
            self.size += len(text)
