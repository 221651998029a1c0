"""The layers of DOC files of Word 6 and 95, which keep everything in one stream, a byte for each letter. Pure.

"Microsoft Word 6.0 Binary File Format": FIB, STSH, FFN, FKP, ANLD.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from queson_crawler.files.binary import item
from queson_crawler.files.numbering import BULLET, MAX_START, NO_NUMBER, Level
from queson_crawler.files.readings import MAX_CHARACTERS
from queson_crawler.files.word import pages, pieces
from queson_crawler.files.word.fib import Document, Story, number
from queson_crawler.files.word.layers import Layers
from queson_crawler.files.word.lists import MAX_LISTS, Lists
from queson_crawler.files.word.old_sprms import translated
from queson_crawler.files.word.pages import Look, Spans
from queson_crawler.files.word.pieces import Piece, Pieces
from queson_crawler.files.word.sprms import Sprm
from queson_crawler.files.word.styles import MAX_FONTS, Sheet, Style, lists_of_style, sheet_of_styles

_FLAGS, _COMPLEX = 0x0A, 0x04
_TEXT, _LENGTHS, _STYLES, _CHARACTER_PAGES, _PARAGRAPH_PAGES, _FONTS, _PIECES = (
    0x18, 0x34, 0x60, 0xB8, 0xC0, 0xD0, 0x160,
)  # fmt: skip
"""Where the head of the file says where its parts are."""
_FIRST_PAGES = 0x18A
"""The numbers of the first pages of properties, and how many there are: where the tables of them are not whole."""
_PARAGRAPH_HEAD = 7
_NUMBER_FORM, _BEFORE, _AFTER, _START, _TEXTS = 0, 1, 2, 10, 20
_FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 0, 6: 0, 7: 0, 22: 22, 0xFF: NO_NUMBER}


@dataclass(slots=True)
class _Reader:
    """One pass over the parts; the ways in which lists are numbered are gathered on the way."""

    document: Document
    numbers: dict[bytes, int] = field(default_factory=dict)

    def block(self, at: int) -> bytes:
        """The part whose place the head tells at some place."""
        start, length = struct.unpack_from("<II", self.document.main, at)
        return self.document.main[start : start + length]

    def translated(self, changes: bytes) -> bytes:
        return translated(changes, self._list_of)

    def _list_of(self, numbers: bytes) -> int:
        if len(numbers) < _TEXTS or (numbers not in self.numbers and len(self.numbers) >= MAX_LISTS):
            return 0
        return self.numbers.setdefault(numbers, len(self.numbers) + 1)

    def run(self, block: bytes, at: int) -> bytes:
        return self.translated(pages.of_run(block, at))

    def paragraph(self, block: bytes, at: int) -> Look:
        """How a paragraph looks: the number of two bytes that follow, its style, its changes."""
        if not at or at >= pages.PAGE - 3:
            return Look()
        size = 2 * block[at]
        style = int.from_bytes(block[at + 1 : at + 3], "little")
        return Look(style, self.translated(block[at + 3 : at + 1 + size]))

    def pieces(self) -> Pieces:
        (flags,) = struct.unpack_from("<H", self.document.main, _FLAGS)
        block = self.block(_PIECES)
        if flags & _COMPLEX and block:
            return self._pieces(block)
        start, end = struct.unpack_from("<II", self.document.main, _TEXT)
        text = self.document.main[start : min(end, start + MAX_CHARACTERS)]
        return Pieces([Piece(0, pieces.western(text), start, 1, b"")])

    def _pieces(self, block: bytes) -> Pieces:
        """The text of a file that was saved in haste: stretches in the order in which they are read."""
        lists, at, count = pieces.piece_table(block)
        bounds = struct.unpack_from(f"<{count + 1}I", block, at)
        found: list[Piece] = []
        position = 0
        for index in range(count):
            length = max(min(bounds[index + 1], MAX_CHARACTERS) - bounds[index], 0)
            _, place, modifier = struct.unpack_from("<HIH", block, at + 4 * (count + 1) + 8 * index)
            changes = item(lists, modifier >> 1, b"") if modifier & 1 else bytes((modifier >> 1 & 0x7F, modifier >> 8))
            text = pieces.western(self.document.main[place : place + length])
            if text:
                found.append(Piece(position, text, place, 1, self.translated(changes)))
                position += len(text)
        return Pieces(found or [Piece(0, "", 0, 1, b"")])

    def page_numbers(self, part: int, first: int) -> list[int]:
        """The pages of properties of one kind: those of the table, else all of a row."""
        bins = self.block(part)
        listed = max((len(bins) - 4) // 6, 0)
        begin, count = struct.unpack_from("<H2xH", self.document.main, first)
        if count > listed:
            found = list(range(begin, begin + count))
        else:
            found = list(struct.unpack_from(f"<{listed}H", bins, 4 * (listed + 1)))
        return found[: min(pages.MAX_PAGES, len(self.document.main) // pages.PAGE)]

    def sheet(self) -> Sheet:
        block = self.block(_STYLES)
        if len(block) < 16:
            return Sheet()
        usual = number(block, 14, "<H")
        sheet = sheet_of_styles(block, self._style)
        sheet.usual = {int(Sprm.FONT_ASCII): usual, int(Sprm.FONT_OTHER): usual}
        return sheet

    def _style(self, block: bytes, size: int) -> Style | None:
        """One style; its name takes a byte for each letter."""
        if len(block) <= size or size < 6:
            return None
        at = size + 1 + block[size] + 1
        style = lists_of_style(block, at)
        if style is None:
            return None
        return Style(style.kind, style.base, self.translated(style.paragraph), self.translated(style.letters))

    def fonts(self) -> dict[int, str]:
        block, at = self.block(_FONTS), 2
        names: dict[int, str] = {}
        while at + 6 < len(block) and len(names) < MAX_FONTS:
            end = at + 1 + block[at]
            names[len(names)] = pieces.western(block[at + 6 : end]).partition("\0")[0]
            at = end
        return names

    def lists(self) -> Lists:
        """The ways of numbering that were met; a list ends with the first paragraph that is not of it."""
        lists = Lists(restarts=True)
        for told, list_id in self.numbers.items():
            lists.levels[list_id] = [_level(told)]
            lists.overrides.append((list_id, {}))
        return lists


def _level(told: bytes) -> Level:
    """How the paragraphs of a list are numbered."""
    before, after = told[_BEFORE], told[_AFTER]
    texts = pieces.western(told[_TEXTS:])
    first, last = texts[:before], texts[before : before + after]
    form = _FORMS.get(told[_NUMBER_FORM], BULLET)
    start = min(number(told, _START, "<H"), MAX_START)
    sign = "\0" if form not in (NO_NUMBER, BULLET) else ""
    return Level(start, form, first.replace("\0", "") + sign + last.replace("\0", ""))


def old_layers_of(document: Document) -> Layers:
    """The layers of a file of Word 6 or 95.

    Raises:
        ValueError, struct.error, IndexError: the file is damaged.
    """
    reader = _Reader(document)
    lengths = list(struct.unpack_from(f"<{len(Story)}I", document.main, _LENGTHS))
    stories = {story: (sum(lengths[:story]), sum(lengths[: story + 1])) for story in Story}
    characters: Spans[bytes] = pages.spans(document, reader.page_numbers(_CHARACTER_PAGES, _FIRST_PAGES), 1, reader.run)
    paragraphs: Spans[Look] = pages.spans(
        document, reader.page_numbers(_PARAGRAPH_PAGES, _FIRST_PAGES + 2), _PARAGRAPH_HEAD, reader.paragraph
    )
    text, sheet, fonts = reader.pieces(), reader.sheet(), reader.fonts()
    return Layers(text, characters, paragraphs, sheet, fonts, reader.lists(), stories)
