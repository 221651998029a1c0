"""Text as it is stored: NFC, one way to write each letter, nothing invisible; spelling stays as published."""

import html
import re
import unicodedata
from collections.abc import Callable

from queson_crawler.text import lookalikes
from queson_crawler.text.mojibake import TRIGGER, repair_mojibake

# `;` is required: without it `?a=1&copy=2` would lose its parameter. A chain of &amp;amp; is undone in one pass.
_ENTITY = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile("[\u0300-\u036f]")
_STACKED = re.compile("([^\\W\\d_])([\u0300-\u036f]+)")
_QUALITY_MARKS = frozenset("\u0302\u0306\u031b")  # circumflex, breve, horn
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_BLANK = re.compile(r"[^\S\n]{2,}|[^\S\n ]")

# Every character that any step could act on. Text without one, and without a fault of spacing, is clean.
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f&\x7f-\xbfÄÆÐðƉɖƢƣǍǎ\u0300-\u052f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ud800-\udfff\ufeff\uff01-\uff5e\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACING_FAULTS = ("  ", " \n", "\n ", "\n\n\n")


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(f"&{match[1]};"), text)


def _reorder(match: re.Match[str]) -> str:
    """A tone typed before the hat (é + circumflex): NFC alone cannot compose it."""
    letters = unicodedata.normalize("NFD", match[0])
    base, marks = letters[0], letters[1:]
    if base not in "aeouAEOU" or _QUALITY_MARKS.isdisjoint(marks):
        return match[0]
    in_order = sorted(marks, key=lambda mark: mark not in _QUALITY_MARKS)
    return unicodedata.normalize("NFC", base + "".join(in_order))


def _compose(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    if _MARK.search(composed):
        return _STACKED.sub(_reorder, composed)
    return composed


def _space(text: str) -> str:
    text = _LINE_BREAK.sub("\n", text).replace("\u2029", "\n\n")
    text = _BLANK.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n")
    return re.sub("\n{3,}", "\n\n", text).strip(" \n")


# In this order; each step runs only where its sign is seen. Mojibake comes before whatever deletes or replaces the
# characters it consists of (controls, soft hyphens, U+00A0).
_STEPS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_SURROGATE, lambda text: _SURROGATE.sub("\ufffd", text)),  # they could not be stored as UTF-8
    (_ENTITY, _unescape),
    (TRIGGER, repair_mojibake),
    (_INVISIBLE, lambda text: _INVISIBLE.sub("", text)),
    (_MARK, _compose),
    (lookalikes.LETTER, lookalikes.latin_letters),
    (lookalikes.CARON, lookalikes.breves),
    (lookalikes.WIDE, lookalikes.narrow),
    (lookalikes.FOREIGN, lookalikes.latin_words),
)


def _is_clean(text: str) -> bool:
    if _SUSPECT.search(text):
        return False
    for fault in _SPACING_FAULTS:
        if fault in text:
            return False
    return text.strip(" \n") == text and unicodedata.is_normalized("NFC", text)


def _once(text: str) -> str:
    for sign, step in _STEPS:
        if sign.search(text):
            text = step(text)
    return _space(unicodedata.normalize("NFC", text))


def normalise(text: str) -> str:
    """Display text from text as found: NFC, marks in order, đ and look-alike letters repaired, entities and mojibake
    undone, no invisible characters, single spaces, lines trimmed, at most one blank line in a row.

    Line breaks survive as `\\n`. Spelling, tone style, case and punctuation stay as published. Idempotent; never
    raises. Legacy 8-bit encodings must be converted first (see `detect_legacy`): they use soft hyphens and controls.
    """
    while not _is_clean(text):
        cleaner = _once(text)
        if cleaner == text:  # what looked suspect is content: ©, & or a Greek word
            break
        text = cleaner
    return text
