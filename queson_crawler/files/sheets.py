"""Text of XLS, XLSX and ODS: a line for each row, cells parted by ` | `. Pure."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

import python_calamine as calamine

from archive.records import FileState
from queson_crawler.files import office_cells, open_cells
from queson_crawler.files.biff import cells as biff_cells
from queson_crawler.files.biff.cells import Cells, Place
from queson_crawler.files.binary import item
from queson_crawler.files.formats import MAX_ENTRIES, Format
from queson_crawler.files.readings import MAX_CHARACTERS, NEXT_CELL, Extract, Paragraph, Run, Unreadable, text_of

MAX_SHEETS = 200
MAX_ROUNDED = 1e10
"""Numbers below this are shown with ten digits where no format asks for others."""
_NEXT_CELL = Run(NEXT_CELL)
_CELLS_OF = {
    Format.XLS: biff_cells.cells_of,
    Format.XLSX: office_cells.cells_of,
    Format.ODS: open_cells.cells_of,
}
"""What reads the fonts of the cells in each format."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts of a file together, unpacked, as its own table of contents tells."""


def read_sheets(data: bytes, kind: Format) -> Extract:
    """The rows of every sheet, each sheet after its name.

    Raises:
        Unreadable: torn, encrypted, or larger than allowed.
    """
    if kind is not Format.XLS:
        _check(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        looks = _looks(data, kind)
        with book:
            return Extract(list(_rows(book, looks)), cut=len(book.sheet_names) > MAX_SHEETS)
    except calamine.PasswordError as error:
        raise Unreadable(FileState.ENCRYPTED, "it needs a password") from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unreadable(FileState.BROKEN, f"{type(error).__name__}: {error}"[:200]) from error


def _looks(data: bytes, kind: Format) -> list[Cells]:
    """The fonts of the cells of each sheet; nothing where none are known."""
    return _CELLS_OF[kind](data)


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(FileState.BROKEN, f"{type(error).__name__}: {error}"[:200]) from error
    if len(parts) > MAX_ENTRIES or sum(map(attrgetter("file_size"), parts)) > MAX_UNPACKED:
        raise Unreadable(FileState.TOO_MUCH, f"its parts grow beyond {MAX_UNPACKED >> 20} MiB")


def _rows(book: calamine.CalamineWorkbook, looks: list[Cells]) -> Iterator[Paragraph]:
    size = 0
    is_all_hidden = not any(map(_is_visible, book.sheets_metadata))
    for number, sheet in enumerate(book.sheets_metadata[:MAX_SHEETS]):
        if sheet.typ is not calamine.SheetTypeEnum.WorkSheet or not (is_all_hidden or _is_visible(sheet)):
            continue
        cells = item(looks, number, Cells())
        name: list[Paragraph] = [[Run(sheet.name)]]
        for line in chain(_lines(book.get_sheet_by_name(sheet.name), cells), cells.boxes):
            yield from name  # that of an empty sheet says nothing
            name = []
            yield line
            size += len(text_of(line))
            if size > MAX_CHARACTERS:
                return


def _lines(table: calamine.CalamineSheet, cells: Cells) -> Iterator[Paragraph]:
    """The rows of a sheet that are not empty."""
    # Its rows begin with the first of all, its columns with the first that is used.
    _, first = table.start or (0, 0)
    for row, values in enumerate(table.iter_rows()):
        line = _line(row, enumerate(values, first), cells)
        if line:
            yield line


def _is_visible(sheet: calamine.SheetMetadata) -> bool:
    return sheet.visible is calamine.SheetVisibleEnum.Visible


def _line(row: int, values: Iterable[tuple[int, object]], cells: Cells) -> list[Run]:
    """A row as one line, without empty cells at its end."""
    line: list[Run] = []
    filled = 0
    for column, value in values:
        if line:
            line.append(_NEXT_CELL)
        runs = _runs(value, (row, column), cells)
        line += runs
        if text_of(runs):
            filled = len(line)
    return line[:filled]


def _runs(value: object, place: Place, cells: Cells) -> list[Run]:
    number = cells.number(place, value)
    if number is not None:
        return [number]
    if isinstance(value, str) and value.strip():
        return cells.runs(place, value)
    return [Run(_cell(value))]


def _cell(value: object) -> str:
    """A cell as a reader sees it, days first."""
    match value:
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float() if abs(value) < MAX_ROUNDED:
            return f"{value:.10g}"
        case datetime.datetime() if (value.hour, value.minute, value.second) != (0, 0, 0):
            return value.strftime("%d/%m/%Y %H:%M")
        case datetime.date():
            return value.strftime("%d/%m/%Y")
        case datetime.time():
            return value.strftime("%H:%M:%S").removesuffix(":00")
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return " ".join(str(value).split())
