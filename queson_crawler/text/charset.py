"""From the bytes of a page to its characters: what the bytes show comes before what is declared of them."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from itertools import filterfalse, takewhile

from archive.text import is_syllable
from queson_crawler.text.detect import detect_legacy

_UTF8 = frozenset(("utf-8", "utf8"))
_WESTERN = frozenset(
    ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "windows-1258", "cp1258")
)
_TAG = re.compile(
    r"<(?:script|style)[^<>]{0,2000}+>[^<]*+(?:<(?!/(?:script|style)>)[^<]*+)*+(?:</(?:script|style)>|\Z)"
    r"|<[^<>]{0,2000}+>",
    re.I,
)
"""A tag; of scripts and styles, whatever is in them, up to the end of the page where nothing ends them."""
_WORD = re.compile(r"[^\W\d_]{1,12}(?:[\u0300-\u036f][^\W\d_]{0,12}){0,4}")
_OLD_FONT = re.compile(rb"""["':,\s](?:\.Vn[A-Z]|VNI-)""")
_REPLACED = "\ufffd"
MAX_SAMPLE = 60_000
MANY_BROKEN = 0.2
"""Of the characters beyond ASCII: with more of them broken a page is no UTF-8, whatever it declares."""


def decode(body: bytes, declared: list[str]) -> str:
    """The text of a page: UTF-8 where the bytes are UTF-8, else what is declared, in this order, or fits them better.

    The bytes come first because portals declare charsets they do not use; text that is valid UTF-8 and holds
    letters beyond ASCII is practically never anything else. Western 8-bit charsets are declared for Windows-1258 and
    for the fonts of before Unicode; what gives more Vietnamese syllables is right.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    names = [name.lower().replace("_", "-") for name in declared]
    if not _UTF8.isdisjoint(names):
        # A page cut in the middle of a letter, or with a few broken bytes, is still UTF-8.
        text = body.decode("utf-8", "replace")
        if not _is_broken(text):
            return text
    for name in takewhile(_is_believed, names):
        with suppress(LookupError, ValueError):
            return body.decode(name)
    return _eight_bit(body)


def _is_believed(name: str) -> bool:
    """Whether a charset that is declared, where the bytes are not UTF-8, is likely to be meant."""
    return name not in _WESTERN and name not in _UTF8


def _is_broken(text: str) -> bool:
    broken = text.count(_REPLACED)
    beyond = sum(not character.isascii() for character in text[:MAX_SAMPLE])
    return broken > 3 and broken > MANY_BROKEN * beyond


def _eight_bit(body: bytes) -> str:
    """Windows-1258, or the Western letters under which an old Vietnamese font keeps its own."""
    western = body.decode("cp1252", "replace")
    if _OLD_FONT.search(body) or detect_legacy(_words_of(western)) is not None:
        return western
    vietnamese = body.decode("cp1258", "replace")
    return max(vietnamese, western, key=_share)


def _words_of(markup: str) -> str:
    return _TAG.sub(" ", markup[:MAX_SAMPLE])


def _share(markup: str) -> float:
    """The share of Vietnamese syllables among the words with letters beyond ASCII."""
    text = unicodedata.normalize("NFC", _words_of(markup))
    words = list(filterfalse(str.isascii, _WORD.findall(text)))
    if not words:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)
