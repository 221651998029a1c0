"""A piece of a file's text whose font is of one encoding, and how it reads in that or another one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import filterfalse

from archive.text import is_syllable
from queson_crawler.text import DECODERS

_WESTERN = {0x2010: 0xAD, 0x2011: 0xAD, 0x2212: 0xAD, 0x02C9: 0xAF, 0x03BC: 0xB5, 0x2219: 0xB7}
"""Letters that programs took for those of an old font, by their shapes or by the names of its glyphs."""
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_WESTERN_SIGN = re.compile("[\x80-\xbf\xd7\xf7]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Segment:
    """Runs side by side whose fonts are of one encoding ("": of none that is known); `real` where it holds letters of
    Unicode's nevertheless."""

    text: str
    encoding: str
    real: bool
    capitals: bool
    decoded: str = ""
    """The encoding that it was decoded from."""

    @property
    def is_drawn(self) -> bool:
        """Whether it has letters that its font draws otherwise than Unicode has them."""
        return self.encoding != "" and not self.text.isascii()

    @property
    def letters(self) -> str:
        """The text as bytes of an old font, whatever a program took them for."""
        return _PRIVATE.sub(_as_byte, self.text).translate(_WESTERN)

    def read_in(self, encoding: str) -> str:
        """The text in an encoding."""
        return DECODERS[encoding](self.letters)

    def decode(self, encoding: str) -> None:
        """Take the text for one in an encoding, unless it reads better as it stands."""
        text = self.read_in(encoding)
        if not _reads_better_before(self.text, text):
            self.text, self.decoded = text, encoding


def _as_byte(match: re.Match[str]) -> str:
    return chr(ord(match[0]) & 0xFF)


def _reads_better_before(before: str, after: str) -> bool:
    """Whether text is Vietnamese as it stands, and no more when decoded: `Các` under the name of an old font."""
    if _WESTERN_SIGN.search(before):
        return False
    return share_of_syllables(before) == 1 > share_of_syllables(after)


def share_of_syllables(text: str) -> float:
    """Which share of the words with letters beyond ASCII Vietnamese can have; 0 where there are none."""
    words = list(filterfalse(str.isascii, _WORD.findall(text)))
    return sum(map(is_syllable, words)) / max(len(words), 1)
