"""The spellings of one word: where its tone stands, i or y, a leading zero. Expanded when asked, never when stored."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from archive.text import fold, tone_key

_MOST = 8
"""So many spellings of a phrase are asked for at most."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Old style òa, new style oà; the same for oe and uy. Only where nothing follows, and not after q.
_OPEN_OLD = re.compile(rf"(?<!q)(?P<first>[ou])(?P<tone>[{_TONES}])(?P<second>[aey])\Z")
# In these syllables i and y are two spellings of one sound.
_I_OR_Y = re.compile(rf"(?P<onset>[hklmst]|qu)(?P<vowel>[iy])(?P<tone>[{_TONES}]?)\Z")
_SHORT_NUMBER = re.compile(r"0?[1-9]")


@lru_cache(maxsize=1 << 14)
def spellings(word: str) -> tuple[str, ...]:
    """A lower-case word in every spelling that means the same: `hoà` -> hoà, hòa; `tỉ` -> tỉ, tỷ. As typed first."""
    found = dict.fromkeys((word, tone_key(word)))
    for form in tuple(found):
        parts = unicodedata.normalize("NFD", form)
        if match := _OPEN_OLD.search(parts):
            moved = parts[: match.start()] + match["first"] + match["second"] + match["tone"]
            found[unicodedata.normalize("NFC", moved)] = None
        if match := _I_OR_Y.fullmatch(parts):
            other = match["onset"] + ("y" if match["vowel"] == "i" else "i") + match["tone"]
            found[unicodedata.normalize("NFC", other)] = None
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def folded_spellings(word: str) -> tuple[str, ...]:
    """The same without marks: `tỉ` -> ti, ty."""
    return tuple(dict.fromkeys(fold(form) for form in spellings(word)))


def phrases(words: tuple[str, ...], *, folded: bool) -> tuple[str, ...]:
    """Every spelling of words that stand side by side, as one string each; at most eight."""
    spelled = folded_spellings if folded else spellings
    each = [(len(words) > 1 and _numbers(word)) or spelled(word) for word in words]
    return tuple(" ".join(chosen) for chosen in islice(product(*each), _MOST))


def _numbers(word: str) -> tuple[str, ...]:
    """`5` in 5/QĐ-UBND or 5/6/2020 is also written 05."""
    return (word, f"0{word}" if word[0] != "0" else word[1:]) if _SHORT_NUMBER.fullmatch(word) else ()


def is_marked(word: str) -> bool:
    """Whether a lower-case word was typed with marks (or đ)."""
    return not word.isascii() and fold(word) != word
