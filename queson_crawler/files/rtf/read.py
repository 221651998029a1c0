"""Text of RTF, with the font of each run: what no library at hand tells, and what old Vietnamese files need. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from archive.records import FileState
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, Run, Unreadable
from queson_crawler.files.rtf import words
from queson_crawler.files.rtf.state import MAX_NAMES, Fonts, Group, Text, all_of
from queson_crawler.files.rtf.words import Story, Table

MAX_DEPTH = 1000
"""Groups within groups: office programs write some ten."""


@dataclass(slots=True)
class _Reader:
    state: Group = field(default_factory=Group)
    outer: list[Group] = field(default_factory=list)
    fonts: Fonts = field(default_factory=Fonts)
    styles: dict[int, int] = field(default_factory=dict)
    usual: int = 0
    stories: dict[Story, Text] = field(default_factory=dict)
    raw: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    hyphen: bytes = b""
    size: int = 0

    def read(self, data: bytes) -> None:
        self.stories = {story: Text() for story in Story}
        self.hyphen = words.SOFT_HYPHEN if data.count(rb"\-") > data.count(words.SOFT_HYPHEN_CODE) else b""
        at = 0
        while at < len(data) and self.size <= MAX_CHARACTERS:
            match = words.TOKEN.match(data, at)
            if match is None:  # a lone backslash at the end
                break
            at = match.end() + int(match["binary"] or 0)
            self._token(match)
        self._flush()
        for text in self.stories.values():
            text.end()

    def _token(self, match: re.Match[bytes]) -> None:
        """One piece of the file, by its kind."""
        value = match[match.lastgroup] if match.lastgroup else b""
        match match.lastgroup:
            case "brace":
                self._brace(value)
            case "word" | "number":
                self._word(match["word"].lower(), _number(match["number"]))
            case "hexadecimal":
                self._bytes(bytes([int(value, 16)]))
            case "text":
                self._bytes(value)
            case "symbol":
                self._symbol(value, match)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            if len(self.outer) >= MAX_DEPTH:
                raise Unreadable(FileState.BROKEN, f"nests groups more than {MAX_DEPTH} deep")
            self.outer.append(self.state)
        elif self.outer:
            ended = self.state.story
            self.state = self.outer.pop()
            if ended is not self.state.story:
                self.stories[ended].end()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        if word in words.SIGNS:
            self._text(words.SIGNS[word])
        elif word in words.STORIES:
            self.state = replace(self.state, story=words.STORIES[word])
        elif word in _TOGGLES:
            _TOGGLES[word](self, number != 0)
        elif word in _PLAIN_WORDS:
            _PLAIN_WORDS[word](self)
        elif number is not None and word in _NUMBERED_WORDS:
            _NUMBERED_WORDS[word](self, number)

    def hide(self) -> None:
        self.state = replace(self.state, hidden=True)

    def end_paragraph(self) -> None:
        """A paragraph within a table ends in a line of its cell."""
        if self.state.in_table:
            self._text("\n")
        else:
            self.end_line()

    def end_line(self) -> None:
        if self.state.shown:
            self.stories[self.state.story].end()

    def vanished(self, on: bool) -> None:
        self.state = replace(self.state, vanished=on)

    def in_table(self, on: bool) -> None:
        self.state = replace(self.state, in_table=on)

    def begin_fonts(self) -> None:
        self.state = replace(self.state, table=Table.FONTS)

    def begin_styles(self) -> None:
        self.state = replace(self.state, table=Table.STYLES)

    def plain(self) -> None:
        style = self.styles.get(self.state.style, self.usual)
        self.state = replace(self.state, font=style, vanished=False)

    def new_paragraph(self) -> None:
        self.state = replace(self.state, in_table=False, style=-1)

    def first_twin(self) -> None:
        """The same text twice, for readers without Unicode and for others: only the second is read."""
        self.state = replace(self.state, twin=True)

    def second_twin(self) -> None:
        self.state = replace(self.state, twin=False)

    def font(self, number: int) -> None:
        self.state = replace(self.state, font=number)
        if self.state.table is Table.STYLES and len(self.styles) < MAX_NAMES:
            self.styles[self.state.style] = number

    def style(self, number: int) -> None:
        self.state = replace(self.state, style=number)
        if not self.state.table and self.state.font == self.usual:
            self.state = replace(self.state, font=self.styles.get(number, self.usual))

    def usual_font(self, number: int) -> None:
        self.usual = number
        self.state = replace(self.state, font=number)

    def charset(self, number: int) -> None:
        if self.state.table is Table.FONTS:
            self.fonts.charset(self.state.font, number)

    def codepage(self, number: int) -> None:
        self.fonts.codepage(number)

    def fallback(self, number: int) -> None:
        self.state = replace(self.state, skip=min(abs(number), 10))

    def letter(self, number: int) -> None:
        self._text(chr(number & 0xFFFF))
        self.to_skip = self.state.skip

    def _symbol(self, symbol: bytes, match: re.Match[bytes]) -> None:
        if symbol == b"*":
            word = words.STARRED_WORD.match(match.string, match.end())
            if word is None or word[1].lower() not in words.STARRED:
                self.hide()
        elif symbol in b"\r\n":
            self.end_paragraph()
        elif symbol == b"-":
            self._bytes(self.hyphen)
        else:
            self._bytes(words.SYMBOLS.get(symbol, b""))

    def _bytes(self, data: bytes) -> None:
        if self.to_skip:
            data, self.to_skip = data[self.to_skip :], max(self.to_skip - len(data), 0)
        self.raw += data

    def _flush(self) -> None:
        """Bytes gathered so far become text: a letter may have two of them."""
        if not self.raw:
            return
        raw, self.raw = bytes(self.raw), bytearray()
        if self.state.table is Table.FONTS and not self.state.hidden:
            self.fonts.name(self.state.font, raw)
        elif self.state.shown:
            self._text(self.fonts.decode(self.state.font, raw))

    def _text(self, text: str) -> None:
        if self.state.shown:
            self.size += len(text)
            self.stories[self.state.story].runs.append(Run(text, self.fonts.names.get(self.state.font, "")))


_TOGGLES: dict[bytes, Callable[[_Reader, bool], None]] = {
    b"v": _Reader.vanished, b"deleted": _Reader.vanished, b"intbl": _Reader.in_table,
}  # fmt: skip
_PLAIN_WORDS: dict[bytes, Callable[[_Reader], None]] = {
    **dict.fromkeys(words.HIDDEN, _Reader.hide),
    **dict.fromkeys(words.LINE_ENDS, _Reader.end_line),
    b"par": _Reader.end_paragraph,
    b"fonttbl": _Reader.begin_fonts,
    b"stylesheet": _Reader.begin_styles,
    b"plain": _Reader.plain,
    b"pard": _Reader.new_paragraph,
    b"upr": _Reader.first_twin,
    b"ud": _Reader.second_twin,
}
_NUMBERED_WORDS: dict[bytes, Callable[[_Reader, int], None]] = {
    b"f": _Reader.font, b"s": _Reader.style, b"cs": _Reader.style, b"deff": _Reader.usual_font,
    b"fcharset": _Reader.charset, b"ansicpg": _Reader.codepage, b"uc": _Reader.fallback, b"u": _Reader.letter,
}  # fmt: skip


def read_rtf(data: bytes) -> Extract:
    """The paragraphs of an RTF file, each run with the name of its font; then its notes, text boxes, and headers once.

    Raises:
        Unreadable: groups nested without end.
    """
    reader = _Reader()
    reader.read(data)
    return Extract(list(all_of(reader.stories)))


def _number(digits: bytes | None) -> int | None:
    return int(digits) if digits else None
