"""The style sheet (STSH) and the fonts of DOC files, and what they make of the changes of a run. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from queson_crawler.files.word.fib import Document, Part, number
from queson_crawler.files.word.sprms import AS_STYLE, NOT_AS_STYLE, TOGGLES, Properties, Sprm, changes

MAX_STYLES, MAX_FONTS, MAX_DEPTH = 4096, 1000, 20
_PARAGRAPH, _CHARACTER = 1, 2
_USUAL = 0
"""The number of the style "Normal"."""


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says: its kind, the style it builds on, its changes to paragraphs and to letters."""

    kind: int
    base: int
    paragraph: bytes = b""
    letters: bytes = b""


@dataclass(slots=True)
class Sheet:
    """The styles of a document by number; what they amount to is worked out once for each."""

    styles: dict[int, Style] = field(default_factory=dict)
    usual: Properties = field(default_factory=dict)
    known: dict[tuple[str, int], Properties] = field(default_factory=dict)

    def paragraph(self, style: int) -> Properties:
        """What a style says of its paragraphs."""
        return self._whole("paragraph", style, {})

    def letters(self, style: int) -> Properties:
        """What a paragraph's style says of its letters."""
        return self._whole("letters", style, self.usual)

    def _whole(self, side: str, number: int, usual: Properties) -> Properties:
        key = (side, number)
        if key not in self.known:
            done = dict(usual)
            for style in self._line(number):
                self.change(done, style.paragraph if side == "paragraph" else style.letters, done)
            self.known[key] = done
        return self.known[key]

    def _line(self, number: int) -> list[Style]:
        """A style and those it builds on, the outermost first."""
        line: list[Style] = []
        while number in self.styles and len(line) < MAX_DEPTH:
            line.append(self.styles[number])
            number = self.styles[number].base
        line.reverse()
        return line

    def change(self, properties: Properties, block: bytes, style: Properties) -> None:
        """Apply a list of changes; `style` is what "as in the style" refers to."""
        for code, value in changes(block):
            if code == Sprm.CHARACTER_STYLE:
                self._add_character_style(properties, value)
            elif code == Sprm.PLAIN:
                properties.update(style)
            elif code in TOGGLES:
                properties[code] = _toggled(value, style.get(code, 0))
            else:
                properties[code] = value

    def _add_character_style(self, properties: Properties, number: int) -> None:
        for style in self._line(number):
            if style.kind == _CHARACTER and Sprm.CHARACTER_STYLE not in dict(changes(style.letters)):
                self.change(properties, style.letters, properties)


def _toggled(value: int, style: int) -> int:
    if value == AS_STYLE:
        return style
    if value == NOT_AS_STYLE:
        return 1 - style
    return value


def sheet_of(document: Document) -> Sheet:
    """The style sheet; what is torn of it is left out."""
    block = document.block(Part.STYLES)
    if len(block) < 20:
        return Sheet()
    sheet = sheet_of_styles(block, _style)
    sheet.usual = {int(Sprm.FONT_ASCII): number(block, 14, "<H"), int(Sprm.FONT_OTHER): number(block, 18, "<H")}
    return sheet


def sheet_of_styles(block: bytes, read: Callable[[bytes, int], Style | None]) -> Sheet:
    """The styles of a sheet, each as `read` makes it of its bytes and the size of its fixed part."""
    head, count, size = number(block, 0, "<H"), number(block, 2, "<H"), number(block, 4, "<H")
    styles: dict[int, Style] = {}
    at = 2 + head
    for index in range(min(count, MAX_STYLES)):
        if at + 2 > len(block):
            break
        length = number(block, at, "<H")
        style = read(block[at + 2 : at + 2 + length], size)
        if style is not None:
            styles[index] = style
        at += 2 + length
    return Sheet(styles)


def _style(block: bytes, size: int) -> Style | None:
    """One style; its fixed part has `size` bytes, then come its name and up to three lists of changes."""
    if len(block) < size + 2 or size < 6:
        return None
    return lists_of_style(block, size + 2 + 2 * number(block, size, "<H") + 2)


def lists_of_style(block: bytes, at: int) -> Style | None:
    """One style whose lists of changes begin at a place."""
    kind, base = block[2] & 0xF, number(block, 2, "<H") >> 4
    lists = _lists(block, at, block[4] & 0xF)
    if kind == _CHARACTER:
        return Style(kind, base, letters=lists[0])
    if kind == _PARAGRAPH:
        return Style(kind, base, paragraph=lists[0][2:], letters=lists[1])
    return None


def _lists(block: bytes, at: int, count: int) -> list[bytes]:
    """The lists of changes from a place on, each at an even one."""
    lists: list[bytes] = []
    for _ in range(min(count, 3)):
        at += at % 2
        size = int.from_bytes(block[at : at + 2], "little")
        lists.append(block[at + 2 : at + 2 + size])
        at += 2 + size
    return [*lists, b"", b""]


def fonts_of(document: Document) -> dict[int, str]:
    """The names in the font table, by number."""
    block, at = document.block(Part.FONTS), 4
    names: dict[int, str] = {}
    while at + 40 < len(block) and len(names) < MAX_FONTS:
        end = at + 1 + block[at]
        names[len(names)] = block[at + 40 : end].decode("utf-16-le", "replace").partition("\0")[0]
        at = end
    return names
