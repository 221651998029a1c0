"""Fields in the text of DOC files: what Word is to do ("PAGE", an address) is left out, what it showed stays. Pure."""

from __future__ import annotations

import re

_MARK = re.compile("[\x13\x14\x15]")
_BEGIN, _END = "\x13", "\x15"
MAX_CODE = 20_000
"""A field whose instruction is longer has lost its end: nothing is left out for it."""
BLANK = "\0"


def without_codes(text: str) -> str:
    """The text with a BLANK for each letter of an instruction, so that every other letter keeps its position."""
    kept: list[str] = []
    at = 0
    for start, end in _codes(text):
        if start >= at:
            kept += [text[at:start], BLANK * (end - start)]
            at = end
    return "".join([*kept, text[at:]])


def _codes(text: str) -> list[tuple[int, int]]:
    """Where instructions begin and end, outer ones before those within them."""
    codes: list[tuple[int, int]] = []
    begun: list[int] = []
    told: set[int] = set()
    for match in _MARK.finditer(text):
        if match[0] == _BEGIN:
            begun.append(match.start())
            continue
        if begun and begun[-1] not in told:
            told.add(begun[-1])
            if match.end() - begun[-1] <= MAX_CODE:
                codes.append((begun[-1], match.end()))
        if match[0] == _END and begun:
            begun.pop()
    codes.sort()
    return codes
