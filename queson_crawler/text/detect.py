"""Which legacy encoding a text is in, judged by what its words become."""

import re
from collections.abc import Callable
from itertools import filterfalse

from archive.text import is_syllable
from queson_crawler.text.legacy import DECODERS

_REAL_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300-\u036f]")
# A word as the legacy fonts see it: signs and most control characters are letters to them. U+00A0 is one to VISCII only
# (Õ), and a space to everybody else.
_WORD = re.compile(r"[^\t\n\r\xa0 !-@\[-`{-~]+")
_SAMPLE = 4_000
_ENOUGH_WORDS = 3
_READABLE_AFTER = 0.9
_READABLE_BEFORE = 0.7


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words)


def _merit(words: list[str], decode: Callable[[str], str]) -> float:
    """How much more of the words is Vietnamese after decoding; 0 when too few change or too few come out right."""
    decoded = list(map(decode, words))
    repaired = 0
    for new, old in zip(decoded, words, strict=True):
        if new != old:
            repaired += is_syllable(new)
    after = _share(decoded)
    if repaired < _ENOUGH_WORDS or after < _READABLE_AFTER:
        return 0.0
    return after


def detect_legacy(text: str, expected: str | None = None) -> str | None:
    """`tcvn3`, `vni`, `viscii` or `vps` (a key of `DECODERS`), or None. Repair mojibake before asking.

    None whenever the text holds a real Vietnamese letter, reads well as it stands, or shows fewer than three words that
    an encoding would turn into Vietnamese syllables: short strings are never converted on suspicion. Where an encoding
    is expected, of which the rest of a document is, it is the one wherever its words are Vietnamese too.
    """
    if text.isascii() or _REAL_LETTER.search(text):
        return None
    words = list(filterfalse(str.isascii, _WORD.findall(text[:_SAMPLE])))
    if len(words) < _ENOUGH_WORDS or _share(words) > _READABLE_BEFORE:
        return None
    best, best_merit = None, 0.0
    for name, decode in DECODERS.items():
        merit = _merit(words, decode)
        if merit and name == expected:
            return name
        if merit > best_merit:
            best, best_merit = name, merit
    return best
