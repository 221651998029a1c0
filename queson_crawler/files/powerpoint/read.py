"""Text of PPT files (PowerPoint 97 to 2003), slide by slide, each run in its font. Pure."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from archive.records import FileState
from queson_crawler.files.binary import item, stream_of
from queson_crawler.files.powerpoint.looks import font_of_master, fonts_of_runs
from queson_crawler.files.powerpoint.records import Kind, Record, objects, record_at, within
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, Run, Unreadable, has_words, text_of

MAX_FONTS = 1000
_ENCRYPTED = 0xF3D1C4DF
_SLIDES, _NOTES = 0, 2
"""The varieties of the lists of slides and of their notes; another one lists masters."""
_NUMBER = "*"
"""What stands for the number of a slide."""
_OTHER = 4
"""The kind of text that a box of its own holds."""
_LIKE = {5: 1, 7: 1, 8: 1, 6: 0}
"""Kinds of text that look like another where their master says nothing of them."""
_SIGNS = str.maketrans({"\x0b": "\n", "\xa0": " "})


@dataclass(slots=True)
class _Show:
    """One pass over a file."""

    stream: bytes
    fonts: list[str] = field(default_factory=list)
    usual: dict[int, str] = field(default_factory=dict)
    """By kind of text."""

    def paragraphs(self, document: Record, places: dict[int, int]) -> Iterator[list[Run]]:
        for record in self._inner(document):
            if record.kind == Kind.FONT and len(self.fonts) < MAX_FONTS:
                name = self.stream[record.start : record.start + 64].decode("utf-16-le", "replace")
                self.fonts.append(name.partition("\0")[0])
        for place in places.values():
            self._read_usual_fonts(record_at(self.stream, place))
        for variety in (_SLIDES, _NOTES):
            for record in self._inner(document):
                if record.kind == Kind.SLIDE_LIST and record.variety == variety:
                    yield from self._slides(record, places)

    def _inner(self, record: Record) -> Iterator[Record]:
        return within(self.stream, record.start, record.end)

    def _read_usual_fonts(self, record: Record) -> None:
        """The fonts that a master names, or the document itself."""
        if record.kind not in (Kind.MASTER, Kind.DOCUMENT):
            return
        for inner in self._inner(record):
            if inner.kind == Kind.MASTER_LOOKS:
                font = font_of_master(self.stream[inner.start : inner.end], inner.variety)
                if font is not None:
                    self.usual.setdefault(inner.variety, self._name(font))

    def _slides(self, listed: Record, places: dict[int, int]) -> Iterator[list[Run]]:
        """The texts of each slide: those of its outline, which stand in the list, then its own."""
        outline: list[Record] = []
        slide: Record | None = None
        for record in [*self._inner(listed), None]:
            if record is not None and record.kind != Kind.SLIDE_REFERENCE:
                outline.append(record)
                continue
            yield from self._texts(outline)
            if slide is not None:
                yield from self._texts(list(self._inner(slide)))
            outline = []
            slide = self._slide(record, places) if record is not None else None

    def _slide(self, reference: Record, places: dict[int, int]) -> Record | None:
        (number,) = struct.unpack_from("<I", self.stream, reference.start)
        place = places.get(number)
        return None if place is None else record_at(self.stream, place)

    def _texts(self, records: list[Record]) -> Iterator[list[Run]]:
        """The texts among some records: before each stands of what kind it is, and behind it how it looks."""
        kind, text = _OTHER, ""
        for record in filter(_is_of_text, records):
            data = self.stream[record.start : record.end]
            if record.kind == Kind.LOOKS:
                yield from _lines(self._runs(text, data, kind))
                text = ""
                continue
            yield from _lines(self._plain(text, kind))
            text = _letters_in(record, data)
            if record.kind == Kind.TEXT_KIND:
                kind = int.from_bytes(data[:4], "little")
        yield from _lines(self._plain(text, kind))

    def _plain(self, text: str, kind: int) -> Iterator[Run]:
        yield Run(text, self._usual(kind))

    def _runs(self, text: str, looks: bytes, kind: int) -> Iterator[Run]:
        at = 0
        for count, font in fonts_of_runs(looks, len(text)):
            name = self._usual(kind) if font is None else self._name(font)
            yield Run(text[at : at + count], name)
            at += count
        yield Run(text[at:], self._usual(kind))

    def _usual(self, kind: int) -> str:
        return self.usual.get(kind) or self.usual.get(_LIKE.get(kind, _OTHER), "")

    def _name(self, number: int) -> str:
        return item(self.fonts, number, "")


def _is_of_text(record: Record) -> bool:
    return record.kind in (Kind.TEXT_KIND, Kind.LETTERS, Kind.BYTES, Kind.LOOKS)


def _letters_in(record: Record, data: bytes) -> str:
    if record.kind == Kind.LETTERS:
        return data[: 2 * MAX_CHARACTERS].decode("utf-16-le", "replace")
    if record.kind == Kind.BYTES:
        return data[:MAX_CHARACTERS].decode("latin-1")
    return ""


def read_powerpoint(data: bytes) -> Extract:
    """The paragraphs of the slides, in their order; then those of their notes.

    Raises:
        Unreadable: encrypted, damaged.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream = container.openstream("PowerPoint Document").read()
        user = stream_of(container, "Current User")
    try:
        token, last_edit = struct.unpack_from("<II", user, 12)
        if token == _ENCRYPTED:
            raise Unreadable(FileState.ENCRYPTED, "it needs a password")
        places, document = objects(stream, last_edit)
        whole = record_at(stream, places[document])
        paragraphs = _Show(stream).paragraphs(whole, places)
        return Extract([line for line in paragraphs if _has_text(line)])
    except (struct.error, KeyError) as error:
        raise Unreadable(FileState.BROKEN, f"its tables are damaged: {error}"[:200]) from error


def _has_text(line: list[Run]) -> bool:
    return has_words(line) and text_of(line).strip() != _NUMBER


def _lines(runs: Iterator[Run]) -> Iterator[list[Run]]:
    """The paragraphs of a text, which end with \\r; some hold no words."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.translate(_SIGNS).split("\r")
        line.append(Run(first, run.font))
        for part in others:
            yield line
            line = [Run(part, run.font)]
    yield line
