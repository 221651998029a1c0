"""The fonts of the cells of an XLS file, and the texts that lie over its sheets. Pure."""

from __future__ import annotations

import io
import re
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import olefile

from queson_crawler.files.biff.records import Kind, Record, Rich, Strings, records
from queson_crawler.files.binary import item
from queson_crawler.files.number_formats import BUILT_IN, shown, tells_more
from queson_crawler.files.readings import Run, text_of

MAX_FONTS, MAX_FORMATS, MAX_SHEETS, MAX_BOXES = 4096, 65_536, 200, 1000
_STREAMS = ("Workbook", "Book")
_BIFF_8 = 0x0600
_CHART = 0x20
"""What a sheet says of itself that is a chart."""
_NOTE = 0x19
"""The kind of object that is a comment on a cell."""
_NO_FONT = 4
"""The number that no font has: those behind stand one place earlier in the list."""
_NO_LOOK = (sys.maxsize, 0)
_SMALL = 6
"""Bytes of one of several numbers in a record."""
_SPACES = re.compile(r"\s+")
Place = tuple[int, int]


@dataclass(slots=True)
class Cells:
    """What one sheet says of its cells, by row and column: the font, a string in several fonts, and of a number that
    shows more than its value the format, or what it shows; text boxes."""

    fonts: dict[Place, str] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str] = field(default_factory=dict)
    strings: dict[Place, list[Run]] = field(default_factory=dict)
    boxes: list[list[Run]] = field(default_factory=list)

    def number(self, place: Place, value: object) -> Run | None:
        """A number or a day as its cell shows it, in its font; None where its value says as much."""
        text = self.shown.get(place) or shown(self.formats.get(place, ""), value)
        return None if text is None else Run(text, self.fonts.get(place, ""))

    def runs(self, place: Place, text: str) -> list[Run]:
        """A cell's text in its fonts, in one line."""
        runs = self.strings.get(place)
        if runs is None or text_of(runs).strip() != text.strip():
            runs = [Run(text, self.fonts.get(place, ""))]
        lines: list[Run] = []
        for run in runs:
            lines.append(Run(_SPACES.sub(" ", run.text), run.font))
        return lines


@dataclass(slots=True)
class _Book:
    """One pass over the records."""

    wide: bool = True
    fonts: list[str] = field(default_factory=list)
    formats: list[tuple[int, int]] = field(default_factory=list)
    """Of each format of cells the number of its font, and that of its format of numbers."""
    number_formats: dict[int, str] = field(default_factory=BUILT_IN.copy)
    strings: list[Rich] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sheets: dict[int, Cells] = field(default_factory=dict)
    sheet: Cells = field(default_factory=Cells)
    around: list[Cells] = field(default_factory=list)
    """The sheets that go on behind what stands in them: a chart."""
    object: int = 0
    is_series: bool = False
    """Whether the words of a chart that follow repeat those of cells."""

    def read(self, stream: bytes) -> None:
        for record in records(stream):
            take = _TAKERS.get(record.kind)
            if take is not None:
                take(self, record)

    def start(self, record: Record) -> None:
        version, kind = record.numbers("<HH")
        self.wide = version >= _BIFF_8
        self.around.append(self.sheet)
        if kind != _CHART or len(self.around) == 1:
            self.sheet = Cells()
        if len(self.sheets) <= MAX_SHEETS:
            self.sheets[record.at] = self.sheet

    def end(self, _: Record) -> None:
        if self.around:
            self.sheet = self.around.pop()

    def begin_series(self, _: Record) -> None:
        self.is_series = True

    def begin_chart_text(self, _: Record) -> None:
        self.is_series = False

    def chart_words(self, record: Record) -> None:
        """The title of a chart or of its axis."""
        if self.is_series or len(self.sheet.boxes) >= MAX_BOXES:
            return
        text = Strings(record.parts, 4).letters(record.data[2], record.data[3])
        self.sheet.boxes.append([Run(text)])

    def name_sheet(self, record: Record) -> None:
        if len(self.starts) < MAX_SHEETS:
            self.starts += record.numbers("<I")

    def font(self, record: Record) -> None:
        if len(self.fonts) >= MAX_FONTS:
            return
        length = record.data[14]
        if self.wide:
            self.fonts.append(Strings(record.parts, 16).letters(length, record.data[15]))
        else:
            self.fonts.append(record.data[15 : 15 + length].decode("latin-1"))

    def format(self, record: Record) -> None:
        if len(self.formats) < MAX_FORMATS:
            font, form = record.numbers("<HH")
            self.formats.append((font, form))

    def number_format(self, record: Record) -> None:
        if len(self.number_formats) >= MAX_FORMATS:
            return
        (number,) = record.numbers("<H")
        if self.wide:
            (length,) = record.numbers("<H", 2)
            self.number_formats[number] = Strings(record.parts, 5).letters(length, record.data[4])
        else:
            self.number_formats[number] = record.data[3 : 3 + record.data[2]].decode("latin-1")

    def shared_strings(self, record: Record) -> None:
        strings = Strings(record.parts, 8)
        while not strings.ended:
            self.strings.append(strings.rich())

    def cell(self, record: Record) -> None:
        row, column, look = record.numbers("<HHH")
        self.sheet.fonts[row, column] = self._font_of(look)

    def number(self, record: Record) -> None:
        self._note_number(*record.numbers("<HHH"))

    def formula(self, record: Record) -> None:
        self.cell(record)
        self.number(record)

    def numbers(self, record: Record) -> None:
        """Numbers side by side in one row."""
        row, first = record.numbers("<HH")
        for index in range((len(record.data) - 6) // _SMALL):
            (look,) = record.numbers("<H", 4 + index * _SMALL)
            self._note_number(row, first + index, look)

    def _note_number(self, row: int, column: int, look: int) -> None:
        _, number = item(self.formats, look, _NO_LOOK)
        form = self.number_formats.get(number, "")
        if tells_more(form):
            self.sheet.formats[row, column] = form
            self.sheet.fonts[row, column] = self._font_of(look)

    def shared_string(self, record: Record) -> None:
        self.cell(record)
        row, column, look, index = record.numbers("<HHHI")
        if index < len(self.strings):
            self.sheet.strings[row, column] = self._runs(self.strings[index], self._font_of(look))

    def begin_object(self, record: Record) -> None:
        (self.object,) = record.numbers("<H", 4)

    def box(self, record: Record) -> None:
        """A text over the sheet: its letters and its fonts stand in two records that continue this one."""
        if self.object == _NOTE or len(record.parts) < 3 or len(self.sheet.boxes) >= MAX_BOXES:
            return
        (count,) = record.numbers("<H", 10)
        letters = record.parts[1]
        text = Strings([letters], 1).letters(count, letters[0])
        fonts: list[tuple[int, int]] = []
        looks = record.parts[-1]
        for at in range(0, len(looks) - 7, 8):
            fonts.append(struct.unpack_from("<HH", looks, at))
        self.sheet.boxes.append(self._runs(Rich(text, tuple(fonts)), ""))

    def _runs(self, rich: Rich, usual: str) -> list[Run]:
        """A string in runs of one font; up to the first font named it has that of its cell."""
        runs: list[Run] = []
        at, font = 0, usual
        for start, number in rich.fonts:
            if start > at:
                runs.append(Run(rich.text[at:start], font))
                at = start
            font = self._name(number)
        runs.append(Run(rich.text[at:], font))
        return runs

    def _font_of(self, look: int) -> str:
        font, _ = item(self.formats, look, _NO_LOOK)
        return self._name(font)

    def _name(self, number: int) -> str:
        index = number - (number > _NO_FONT)
        return item(self.fonts, index, "")


_TAKERS: dict[int, Callable[[_Book, Record], None]] = {
    Kind.START: _Book.start,
    Kind.END: _Book.end,
    Kind.SHEET: _Book.name_sheet,
    Kind.FONT: _Book.font,
    Kind.FORMAT: _Book.format,
    Kind.SHARED_STRINGS: _Book.shared_strings,
    Kind.SHARED_STRING: _Book.shared_string,
    Kind.STRING: _Book.cell,
    Kind.RICH_STRING: _Book.cell,
    Kind.FORMULA: _Book.formula,
    Kind.FORMULA_OLD: _Book.formula,
    Kind.NUMBER: _Book.number,
    Kind.SMALL_NUMBER: _Book.number,
    Kind.NUMBERS: _Book.numbers,
    Kind.NUMBER_FORMAT: _Book.number_format,
    Kind.OBJECT: _Book.begin_object,
    Kind.TEXT_OBJECT: _Book.box,
    Kind.CHART_SERIES: _Book.begin_series,
    Kind.CHART_TEXT: _Book.begin_chart_text,
    Kind.CHART_WORDS: _Book.chart_words,
}


def cells_of(data: bytes) -> list[Cells]:
    """What an XLS file says of the cells of each sheet, in the order of its sheets; nothing where it is damaged."""
    book = _Book()
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in _STREAMS:
                if container.exists(name):
                    book.read(container.openstream(name).read())
                    break
    except (struct.error, IndexError, OSError, ValueError):
        pass
    sheets: list[Cells] = []
    for start in book.starts:
        sheets.append(book.sheets.get(start, Cells()))
    return sheets
