"""A text as copies are judged by it: its syllables, its phrases, its numbers and its names. Pure.

White space plays no part, so that texts with one `content_sha256` read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archive.text import fold

# A number keeps what is written into it: 05/3/2020, 112/TB-UBND, 12.500.000, 7h30.
_TOKEN = re.compile(r"(?<![\W_])([\W_]*+)(\d+(?:[.,/:\-]?[^\W_]+)*|[^\W_]+)")
_ENDS = frozenset(".!?…:;¶")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
MAX_LENGTH = 60_000
"""Characters of a text that are looked at: who repeats so much repeats the text."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The tokens of title, and of lead and body, folded; ``names`` are the places of tokens (of the latter) that begin
    with a capital although no sentence begins there."""

    title: tuple[str, ...]
    tokens: tuple[str, ...]
    names: frozenset[int]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Every three tokens that stand side by side, in order."""
        return tuple(map(" ".join, zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)))

    @cached_property
    def phrase_set(self) -> frozenset[str]:
        return frozenset(self.phrases)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All that begins with a digit."""
        return frozenset(token for token in self.tokens if token[0].isdecimal())

    @cached_property
    def name_set(self) -> frozenset[str]:
        return frozenset(map(self.tokens.__getitem__, self.names))


def is_number(token: str) -> bool:
    """Whether a token begins with a digit."""
    return token[:1].isdecimal()


@lru_cache(maxsize=64)
def read(title: str, lead: str, body: str) -> Reading:
    """Read a text (NFC) as copies are judged by it."""
    pairs = _TOKEN.findall(f"{_plain(lead)} ¶ {_plain(body)}")
    tokens = _folded(pairs)
    headline = _TOKEN.findall(_plain(title))
    return Reading(_folded(headline), tokens, _names(pairs))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))[:MAX_LENGTH]


def _folded(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The tokens of words, each with what stands before it."""
    if not pairs:
        return ()
    words = " ".join([word for _, word in pairs])
    tokens = fold(words).split(" ")
    for place, token in enumerate(tokens):
        if token[:1].isdecimal():
            tokens[place] = _number(token)
        elif not token:
            tokens[place] = "?"
    return tuple(tokens)


def _number(written: str) -> str:
    """One spelling of a number: 05/03 and 5/3, 12,500 and 12.500."""
    return _ZEROS.sub("", written.replace(",", "."))


def _names(pairs: Sequence[tuple[str, str]]) -> frozenset[int]:
    found = set()
    for place, (between, word) in enumerate(pairs[1:], 1):
        if word[0].isupper() and _ENDS.isdisjoint(between):
            found.add(place)
    return frozenset(found)
