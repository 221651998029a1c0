"""The fonts of the cells of an ODS file, which the library that reads values leaves out. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from queson_crawler.files.biff.cells import MAX_SHEETS, Cells
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.office_parts import opened
from queson_crawler.files.office_styles import (
    LINES,
    MIXED,
    PLAIN,
    Look,
    Looks,
    attribute,
    looks_of,
    name_of,
    whole_number,
)
from queson_crawler.files.readings import Run, Unreadable, text_of

MAX_CELLS, MAX_PLACES = 500_000, 2_000_000
_CONTENT, _STYLES = "content.xml", "styles.xml"
_CELLS = ("{*}table-cell", "{*}covered-table-cell")
_BREAKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_USUAL = "Default"
"""The style of cells that name none."""


def cells_of(data: bytes) -> list[Cells]:
    """What the sheets of an ODS file say of their cells, in their order; nothing where values alone tell all, or it is
    damaged."""
    try:
        with opened(data) as parts:
            styles, content = parts.roots(_STYLES), parts.root(_CONTENT)
            looks, usual = looks_of([*styles, content])
            is_of_unicode = not any(encoding_of(look.font) for look in (*looks.values(), usual))
            if is_of_unicode and not any(map(_is_of_a_unit, content.iter("{*}table-cell"))):
                return []
            sheets: list[Cells] = []
            for table in list(content.iter("{*}table"))[:MAX_SHEETS]:
                sheets.append(_cells(table, looks, usual))
            return sheets
    except Unreadable:
        return []


def _cells(table: etree._Element, looks: Looks, usual: Look) -> Cells:
    cells = Cells()
    usual = looks.get(_USUAL, PLAIN).over(usual)
    columns = _columns(table)
    number = row = 0
    for line in table.iter("{*}table-row"):
        column = 0
        for cell in line.iterchildren(*_CELLS):
            number += 1
            if number > MAX_CELLS:
                return cells
            style = attribute(cell, "style-name") or attribute(line, "default-cell-style-name")
            style = style or columns.get(column, "")
            _note(cell, (row, column), cells, looks, looks.get(style, PLAIN).over(usual))
            column += _times(cell, "number-columns-repeated")
        row += _times(line, "number-rows-repeated")
    return cells


def _is_of_a_unit(cell: etree._Element) -> bool:
    """Whether a cell shows more of a number than its value: per cent, a currency, hours."""
    return attribute(cell, "value-type") in ("percentage", "currency", "time")


def _columns(table: etree._Element) -> dict[int, str]:
    """The style that the cells of a column have which name none."""
    found: dict[int, str] = {}
    at = 0
    for column in table.iter("{*}table-column"):
        style = attribute(column, "default-cell-style-name")
        for _ in range(min(_times(column, "number-columns-repeated"), 1024)):
            if style:
                found[at] = style
            at += 1
    return found


def _note(cell: etree._Element, place: tuple[int, int], cells: Cells, looks: Looks, look: Look) -> None:
    """Note the font of a cell, and its runs, at every place where it is repeated beside itself."""
    runs = list(_runs(cell, looks, look))
    if not runs:
        return
    row, first = place
    for column in range(first, first + min(_times(cell, "number-columns-repeated"), 1024)):
        if len(cells.fonts) >= MAX_PLACES:
            return
        cells.fonts[row, column] = look.font
        cells.strings[row, column] = runs
        if _is_of_a_unit(cell):
            cells.shown[row, column] = text_of(runs)


def _runs(cell: etree._Element, looks: Looks, look: Look) -> Iterator[Run]:
    """The text of a cell in runs of one font; its comment is no part of it."""
    for number, line in enumerate(cell.iterchildren("{*}p", "{*}h")):
        if number:
            yield Run("\n", look.font)
        yield from _runs_of(line, looks, look)


def _runs_of(line: etree._Element, looks: Looks, look: Look) -> Iterator[Run]:
    for event, element in etree.iterwalk(line, events=("start", "end")):
        around: etree._Element | None = element
        if event == "start":
            text = element.text
            sign = _BREAKS.get(name_of(element))
            if sign:
                yield Run(sign, look.font)
        elif element is not line:
            text, around = element.tail, element.getparent()
        else:
            return
        if text and around is not None and name_of(around) in MIXED:
            yield Run(text, _font(around, looks, look))


def _font(element: etree._Element, looks: Looks, look: Look) -> str:
    if name_of(element) in LINES:
        return look.font
    return looks.get(attribute(element, "style-name"), PLAIN).over(look).font


def _times(element: etree._Element, name: str) -> int:
    """How often something stands there, as an attribute tells."""
    return whole_number(attribute(element, name), 1)
