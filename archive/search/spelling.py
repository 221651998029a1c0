"""The spellings of one word: where its tone stands, i or y, a leading zero. Expanded when asked, never when stored."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from archive.text import fold, is_syllable, tone_key

_MOST = 8
"""At most this many spellings of a phrase are asked for."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Old style òa, new style oà; the same for oe and uy. Only where nothing follows, and not after q.
_OPEN_OLD = re.compile(rf"(?<!q)(?P<first>[ou])(?P<tone>[{_TONES}])(?P<second>[aey])\Z")
# In these syllables i and y are two spellings of one sound.
_I_OR_Y = re.compile(rf"(?P<onset>[hklmst]|qu)(?P<vowel>[iy])(?P<tone>[{_TONES}]?)\Z")
_SHORT_NUMBER = re.compile(r"0?[1-9]")


@lru_cache(maxsize=1 << 14)
def spellings(word: str) -> tuple[str, ...]:
    """A lower-case word in every spelling that means the same: `hoà` -> hoà, hòa; `tỉ` -> tỉ, tỷ. As typed first."""
    found = list(dict.fromkeys((word, tone_key(word))))
    for form in tuple(found):
        parts = unicodedata.normalize("NFD", form)
        found += filter(None, (_new_style(parts), _i_or_y(parts)))
    return tuple(dict.fromkeys(found))


def _new_style(parts: str) -> str | None:
    """A decomposed word (hòa) with its tone as the new style writes it (hoà); None where there is no choice."""
    match = _OPEN_OLD.search(parts)
    if match is None:
        return None
    return unicodedata.normalize("NFC", parts[: match.start()] + match["first"] + match["second"] + match["tone"])


def _i_or_y(parts: str) -> str | None:
    """A decomposed syllable with y for i, or i for y; None where it has neither."""
    match = _I_OR_Y.fullmatch(parts)
    if match is None:
        return None
    vowel = "y" if match["vowel"] == "i" else "i"
    return unicodedata.normalize("NFC", match["onset"] + vowel + match["tone"])


@lru_cache(maxsize=1 << 14)
def folded_spellings(word: str) -> tuple[str, ...]:
    """The same without marks: `tỉ` -> ti, ty."""
    return tuple(dict.fromkeys(map(fold, spellings(word))))


def phrases(words: tuple[str, ...], *, folded: bool) -> tuple[str, ...]:
    """Every spelling of words that stand side by side, as one string each; at most eight."""
    spelled = folded_spellings if folded else spellings
    is_bound = not folded and any(map(is_marked, words))
    choices = []
    for word in words:
        numbers = same_numbers(word)
        if len(words) > 1 and numbers:
            choices.append(numbers)
        elif is_bound and "d" in word and word.isascii() and not is_syllable(word):
            choices.append(_abbreviations(word))
        else:
            choices.append(spelled(word))
    return tuple(map(" ".join, islice(product(*choices), _MOST)))


def _abbreviations(word: str) -> tuple[str, ...]:
    """`hdnd` in 05/QĐ-HDND is also written hđnd."""
    letters = ["dđ" if letter == "d" else letter for letter in word]
    return tuple(map("".join, islice(product(*letters), _MOST)))


def same_numbers(word: str) -> tuple[str, ...]:
    """`5` in 5/QĐ-UBND or 5/6/2020 is also written 05; nothing of what is no short number."""
    if not _SHORT_NUMBER.fullmatch(word):
        return ()
    if word[0] == "0":
        return word, word[1:]
    return word, f"0{word}"


def is_marked(word: str) -> bool:
    """Whether a lower-case word was typed with marks (or đ)."""
    return not word.isascii() and fold(word) != word
