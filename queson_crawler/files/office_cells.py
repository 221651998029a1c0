"""The fonts of the cells of an XLSX file, which the library that reads values leaves out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from queson_crawler.files.biff.cells import MAX_SHEETS, Cells
from queson_crawler.files.binary import item
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.number_formats import BUILT_IN, tells_more
from queson_crawler.files.office_parts import Parts, opened
from queson_crawler.files.office_styles import attribute, child, whole_number
from queson_crawler.files.readings import Run, Unreadable, text_of

MAX_FONTS, MAX_FORMATS, MAX_STRINGS, MAX_CELLS = 4096, 65_536, 500_000, 500_000
_BOOK, _PATHS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_UNTITLED = "\0"


@dataclass(slots=True)
class _Book:
    """What the parts of a workbook say of its letters."""

    fonts: list[str] = field(default_factory=list)
    """The font of each format of cells."""
    number_formats: list[str] = field(default_factory=list)
    """The format of numbers of each format of cells; "" where it shows no more than their values."""
    strings: list[list[Run]] = field(default_factory=list)
    """The shared strings, each in runs of one font ("" where that of the cell counts)."""

    @property
    def is_plain(self) -> bool:
        """Whether values alone tell what its cells show: no font is one from before Unicode, no number has a format
        that shows more."""
        if any(self.number_formats):
            return False
        named = set(self.fonts)
        for runs in self.strings:
            for run in runs:
                named.add(run.font)
        return not any(map(encoding_of, named))


def cells_of(data: bytes) -> list[Cells]:
    """What the sheets of an XLSX file say of their cells, in their order; nothing where values alone tell all, or it is
    damaged."""
    try:
        with opened(data) as parts:
            book = _Book()
            for styles in parts.roots(_STYLES):
                book.fonts = _fonts_of_formats(styles)
                book.number_formats = _number_formats(styles)
            for strings in parts.roots(_STRINGS):
                book.strings = list(_strings(strings))
            if book.is_plain:
                return []
            sheets: list[Cells] = []
            for name in _sheets(parts):
                sheets.append(_cells(parts, name, book))
            return sheets
    except Unreadable:
        return []


def _fonts_of_formats(styles: etree._Element) -> list[str]:
    fonts: list[str] = []
    for font in _children(styles, "{*}fonts")[:MAX_FONTS]:
        fonts.append(_font(font))
    formats: list[str] = []
    for one in _children(styles, "{*}cellXfs")[:MAX_FORMATS]:
        formats.append(item(fonts, whole_number(attribute(one, "fontId"), 0), ""))
    return formats


def _number_formats(styles: etree._Element) -> list[str]:
    codes = dict(BUILT_IN)
    for one in _children(styles, "{*}numFmts")[:MAX_FORMATS]:
        codes[whole_number(attribute(one, "numFmtId"), 0)] = attribute(one, "formatCode")
    formats: list[str] = []
    for one in _children(styles, "{*}cellXfs")[:MAX_FORMATS]:
        code = codes.get(whole_number(attribute(one, "numFmtId"), 0), "")
        formats.append(code if tells_more(code) else "")
    return formats


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    found = child(root, name)
    if found is None:
        return []
    return list(found)


def _font(properties: etree._Element | None) -> str:
    """The font that properties of letters name."""
    return attribute(child(properties, "{*}name", "{*}rFont"), "val")


def _strings(root: etree._Element) -> Iterator[list[Run]]:
    for string in list(root.iterchildren("{*}si"))[:MAX_STRINGS]:
        yield _runs(string)


def _runs(string: etree._Element) -> list[Run]:
    """A string in runs; how it is to be pronounced is left out."""
    runs: list[Run] = []
    for part in string.iterchildren("{*}t", "{*}r"):
        text = next(part.iter("{*}t"), None)
        if text is not None:
            runs.append(Run(text.text or "", _font(child(part, "{*}rPr"))))
    return runs


def _sheets(parts: Parts) -> list[str]:
    """The names of the parts that hold the sheets, in their order."""
    targets: dict[str, str] = {}
    for reference in parts.root(_PATHS):
        targets[attribute(reference, "Id")] = attribute(reference, "Target").rpartition("xl/")[2]
    names: list[str] = []
    for sheet in _children(parts.root(_BOOK), "{*}sheets")[:MAX_SHEETS]:
        names.append(f"xl/{targets.get(_reference(sheet), _UNTITLED)}")
    return names


def _reference(sheet: etree._Element) -> str:
    """The id under which a sheet is found: it has a namespace, its number in the book has none."""
    for key, told in sheet.attrib.items():
        if str(key).endswith("}id"):
            return str(told)
    return ""


def _cells(parts: Parts, name: str, book: _Book) -> Cells:
    cells = Cells()
    for root in parts.roots(name):
        for cell in islice(root.iter("{*}c"), MAX_CELLS):
            _note(cell, cells, book)
    return cells


def _note(cell: etree._Element, cells: Cells, book: _Book) -> None:
    match = _PLACE.fullmatch(attribute(cell, "r"))
    if match is None:
        return
    place = (int(match[2]) - 1, _column(match[1]))
    look = whole_number(attribute(cell, "s"), 0)
    font = item(book.fonts, look, "")
    cells.fonts[place] = font
    cells.formats[place] = item(book.number_formats, look, "")
    if attribute(cell, "t") != "s":
        return
    told = child(cell, "{*}v")
    if told is None:
        return
    runs = item(book.strings, whole_number(told.text or "", 0), [])
    if len(runs) > 1 and text_of(runs):
        cells.strings[place] = [Run(run.text, run.font or font) for run in runs]


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
