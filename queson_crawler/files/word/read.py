"""Text of DOC files (Word 6 to 2003), each run in the font in which Word shows it. Pure."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import chain

from archive.records import FileState
from queson_crawler.files.readings import NEXT_CELL, Extract, Run, Unreadable, has_words, once, trimmed
from queson_crawler.files.word import pages
from queson_crawler.files.word.fib import WORD_97, Story, opened
from queson_crawler.files.word.layers import Layers, layers_of
from queson_crawler.files.word.letters import Letters
from queson_crawler.files.word.old_layers import old_layers_of
from queson_crawler.files.word.sprms import Properties, Sprm

_END = re.compile("[\r\x07\x0c]")
_CELL = "\x07"
_NEXT_CELL, _NEXT_LINE = Run(NEXT_CELL), Run("\n")
_READ = (Story.MAIN, Story.FOOTNOTES, Story.ENDNOTES, Story.BOXES)
_REPEATED = (Story.HEADERS, Story.HEADER_BOXES)
"""Stories in which each section says the same again."""
_Line = list[Run]


def read_word97(data: bytes) -> Extract:
    """The paragraphs of a DOC file, table rows as one line; then its notes, text boxes, and headers once.

    Raises:
        Unreadable: encrypted, damaged.
    """
    try:
        document = opened(data)
        layers = old_layers_of(document) if document.version < WORD_97 else layers_of(document)
        return Extract(list(filter(has_words, _lines(_Reader(layers)))))
    except (struct.error, ValueError, IndexError) as error:
        raise Unreadable(FileState.BROKEN, f"its tables are damaged: {error}"[:200]) from error


def _lines(reader: _Reader) -> Iterator[_Line]:
    yield from chain.from_iterable(map(reader.lines, _READ))
    yield from once(chain.from_iterable(map(reader.lines, _REPEATED)))


class _Reader:
    """One pass over a document: paragraphs, the rows they make up, the numbers before them."""

    def __init__(self, layers: Layers) -> None:
        self._stories = layers.stories
        self._pieces = layers.pieces
        self._paragraphs = layers.paragraphs
        self._sheet = layers.sheet
        self._lists = layers.lists
        self._letters = Letters(layers)

    def lines(self, story: Story) -> Iterator[_Line]:
        """The paragraphs and table rows of a story; some hold no words."""
        line: _Line = []
        start, last = self._stories[story]
        text = self._pieces.text[:last]
        while start < len(text):
            match = _END.search(text, start)
            end = match.start() if match else len(text)
            style, properties = self._paragraph(end)
            line += self._number(style, properties, end)
            line += self._letters.runs(start, end, style)
            after = self._after(text[start : end + 1], properties)
            if after is not None:
                line.append(after)
            else:
                yield trimmed(line)
                line = []
            start = end + 1
        yield trimmed(line)

    def _paragraph(self, end: int) -> tuple[int, Properties]:
        """The style of the paragraph that ends at a position, and its properties: its end mark bears them."""
        piece = self._pieces.at(end)
        look = self._paragraphs.at(piece.place(end), pages.Look())
        properties = dict(self._sheet.paragraph(look.style))
        for changes in (look.changes, piece.changes):
            self._sheet.change(properties, changes, properties)
        return look.style, properties

    def _number(self, style: int, properties: Properties, end: int) -> _Line:
        """The number of a paragraph of a list, in the font of the paragraph's end and of the list."""
        override = properties.get(Sprm.LIST, 0)
        if not override:
            self._lists.leave()
            return []
        text, changes = self._lists.next(override, properties.get(Sprm.LIST_LEVEL, 0))
        if not text:
            return []
        return [*self._letters.of_number(text, changes, style, end), Run(" ")]

    def _after(self, paragraph: str, properties: Properties) -> Run | None:
        """What stands between a paragraph and the next; None where a line ends with it."""
        ends_cell = paragraph.endswith(_CELL)
        if not self._paragraphs.starts:
            return None if paragraph == _CELL or not ends_cell else _NEXT_CELL
        if properties.get(Sprm.ROW_END):
            return None
        if ends_cell or properties.get(Sprm.INNER_CELL_END):
            return _NEXT_CELL
        return _NEXT_LINE if properties.get(Sprm.IN_TABLE) else None
