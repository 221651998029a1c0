"""The runs of a paragraph of a DOC file: what it shows, and in which fonts. Pure.

The font of a letter is that of its paragraph's style, of its own style, or of its own changes: the last that names one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.readings import Run
from queson_crawler.files.word.layers import Layers
from queson_crawler.files.word.sprms import Properties, Sprm

SIGNS = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\xa0": " ",
     **dict.fromkeys("\0\x01\x02\x03\x04\x05\x08\x13\x14\x15", "")}
)  # fmt: skip
"""Letters that Word gives a meaning of their own."""
_HYPHEN, _SOFT_HYPHEN = "\x1f", "\xad"
"""A hyphen shown only where a line ends. Where there are more of them than of U+00AD, they are the ư of TCVN3."""
_SYMBOL = "("
"""What stands in the text for a letter of a font of signs; the properties name font and letter."""
MAX_LOOKS = 100_000


class Letters:
    """The letters of a document with their fonts."""

    def __init__(self, layers: Layers) -> None:
        self._pieces = layers.pieces
        self._sheet = layers.sheet
        self._spans = layers.characters
        self._fonts = layers.fonts
        self._signs = dict(SIGNS)
        pieces = layers.pieces
        if pieces.text.count(_HYPHEN) > pieces.text.count(_SOFT_HYPHEN):
            self._signs[ord(_HYPHEN)] = _SOFT_HYPHEN
        self._known: dict[tuple[int, tuple[bytes, ...]], Properties] = {}

    def runs(self, start: int, end: int, style: int) -> Iterator[Run]:
        """What is shown of the text between two positions, in a paragraph of some style."""
        for piece, first, last in self._pieces.within(start, end):
            begin, stop = piece.place(first), piece.place(last)
            places = [begin, *self._spans.between(begin, stop), stop]
            for place, following in pairwise(places):
                at = first + (place - begin) // piece.width
                text = self._pieces.text[at : at + (following - place) // piece.width]
                look = self._look(style, (self._spans.at(place, b""), piece.changes))
                yield from self._shown(text, look)

    def of_number(self, text: str, changes: bytes, style: int, end: int) -> Iterator[Run]:
        """The number before a paragraph that ends at a position; `changes` are those of its list."""
        piece = self._pieces.at(end)
        own = self._spans.at(piece.place(end), b"")
        return self._shown(text, self._look(style, (own, piece.changes, changes)))

    def _look(self, style: int, lists: tuple[bytes, ...]) -> Properties:
        """What a paragraph's style and lists of changes amount to."""
        key = (style, lists)
        look = self._known.get(key)
        if look is None:
            base = self._sheet.letters(style)
            look = dict(base)
            for changes in lists:
                self._sheet.change(look, changes, base)
            if len(self._known) < MAX_LOOKS:
                self._known[key] = look
        return look

    def _shown(self, text: str, look: Properties) -> Iterator[Run]:
        if look.get(Sprm.HIDDEN) or look.get(Sprm.DELETED):
            return
        sign = look.get(Sprm.SYMBOL)
        if sign is not None and text.strip("\0") == _SYMBOL:
            yield Run(chr(sign >> 16), self._fonts.get(sign & 0xFFFF, ""))
            return
        text = text.translate(self._signs)
        yield Run(text, self._font(look))

    def _font(self, look: Properties) -> str:
        """The font of ASCII letters where it is an old one, since Word 95 named no other; else that of the others."""
        plain = self._name(look, Sprm.FONT_ASCII)
        if encoding_of(plain):
            return plain
        return self._name(look, Sprm.FONT_OTHER)

    def _name(self, look: Properties, code: int) -> str:
        return self._fonts.get(look.get(code, -1), "")
