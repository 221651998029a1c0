"""The letter ư of TCVN3 fonts where a PDF tells it as a hyphen, and does not bring the font along. Pure.

PDF's encoding for Windows has one glyph for both. Which was meant, the syllable tells: `tr-êng` is no word, `trường`
is.
"""

from __future__ import annotations

import re

from archive.text import is_syllable
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.readings import Run, text_of
from queson_crawler.text import from_tcvn3

LETTER = "\xad"
_WORD = re.compile(r"[^\s\d.,;:()/\"-]{0,6}-[^\s\d.,;:()/\"-]{0,6}")
_BEHIND_IT = frozenset("ơờớởỡợ")
"""What follows a ư that begins a word: `ước`."""


def with_letters(runs: list[Run]) -> list[Run]:
    """The runs of a page; where none of them has the letter, hyphens within its words become it."""
    if LETTER in text_of(filter(_is_tcvn3, runs)):
        return runs
    done: list[Run] = []
    for run in runs:
        if _is_tcvn3(run):
            run = Run(_WORD.sub(_letter, run.text), run.font)
        done.append(run)
    return done


def _is_tcvn3(run: Run) -> bool:
    return encoding_of(run.font) == "tcvn3"


def _letter(match: re.Match[str]) -> str:
    before, _, behind = match[0].partition("-")
    begins = not before and len(behind) > 1 and from_tcvn3(behind[0]) in _BEHIND_IT
    if not begins and _may_stand_alone(before) and _may_stand_alone(behind):
        return match[0]
    whole = f"{before}{LETTER}{behind}"
    return whole if is_syllable(from_tcvn3(whole).lower()) else match[0]


def _may_stand_alone(part: str) -> bool:
    return not part or is_syllable(from_tcvn3(part).lower())
