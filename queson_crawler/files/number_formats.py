"""Numbers and days in cells as their format shows them, where that is more than their value. Pure. ECMA-376 18.8.30.

What changes what a reader understands is followed: per cent, units and currencies, zeros in front of a number, and days
of which only a part is shown. How thousands are parted is not: that depends on the computer, `1,500` and `1.500` may be
the same cell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy"}
"""The formats that have a number and are not written down in the file; those that show no more than values are left
out."""
MAX_FORMAT = 255
MAX_NUMBER = 1e15
"""From here on a cell does not hold all digits of a number."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,99})"|\\(?P<escaped>.)|[_*](?P<space>.)'
    r"|\[\$(?P<currency>[^\]-]{0,20})[^\]]{0,20}\]|\[(?P<bracket>[^\]]{0,40})\]"
    r"|(?P<exponent>[Ee][+-])|(?P<digits>[0#?.,]+)|(?P<per_cent>%)|(?P<clock>AM/PM|A/P)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)"
    r"|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)", re.I)
_UNIT = re.compile(r"[^\W\d_]|[%$€£¥₫]")
"""What makes the words of a format worth showing; brackets and dashes alone only tell a sign."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a format: `words` to show as they are, `digits`, `per_cent` or `date`."""

    kind: str
    text: str


def shown(form: str, value: object) -> str | None:
    """A value as a format shows it; None where its value says as much, or the format is of no kind that is known."""
    if not form or len(form) > MAX_FORMAT:
        return None
    match value:
        case bool():
            return None
        case int() | float():
            return _number(_sections(form), float(value))
        case datetime.date():
            return _day(_sections(form)[0], value)
        case _:
            return None


@lru_cache(maxsize=1000)
def tells_more(form: str) -> bool:
    """Whether a format may show more than a value."""
    return any(shown(form, value) is not None for value in (1.0, -1.0, 0.0, datetime.date(2000, 1, 1)))


@lru_cache(maxsize=1000)
def _sections(form: str) -> tuple[tuple[_Part, ...], ...]:
    """The parts of a format, for numbers above zero, below it, and zero; empty where it is none that is followed."""
    sections: list[tuple[_Part, ...]] = []
    parts: list[_Part] = []
    for part in _parts(form):
        if part.kind == "unknown":
            return ((),)
        if part.kind == "end":
            sections.append(tuple(parts))
            parts = []
        else:
            parts.append(part)
    sections.append(tuple(parts))
    return tuple(sections)


def _parts(form: str) -> Iterator[_Part]:
    if form.lower() in ("general", "standard", "@"):
        yield _Part("unknown", form)
    for match in _TOKEN.finditer(form):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "exponent" or (kind == "bracket" and not _COLOUR.fullmatch(text)):
            yield _Part("unknown", text)
        elif kind in ("quoted", "escaped", "currency", "other"):
            yield _Part("words", text)
        elif kind == "space":
            yield _Part("words", " " if match[0].startswith("_") else "")
        elif kind != "bracket":
            yield _Part(kind, text)


def _number(sections: tuple[tuple[_Part, ...], ...], value: float) -> str | None:
    """A number: of the digits of a format as many as it shows, between its words."""
    parts, size = _section_for(sections, value)
    kinds = [part.kind for part in parts]
    if "date" in kinds or kinds.count("digits") != 1 or "/" in _words(parts) or not abs(value) < MAX_NUMBER:
        return None
    digits = next(part.text for part in parts if part.kind == "digits")
    is_share = "per_cent" in kinds
    if not (is_share or _UNIT.search(_words(parts)) or _least(digits) > 1):
        return None
    exact = Decimal(repr(size)) * (100 if is_share else 1)
    told = _rounded(digits, exact) if digits.strip("?") else ""
    pieces: list[str] = []
    for part in parts:
        pieces.append(told if part.kind == "digits" else part.text)
    return " ".join("".join(pieces).split())


def _section_for(sections: tuple[tuple[_Part, ...], ...], value: float) -> tuple[tuple[_Part, ...], float]:
    """The section that a number is shown by, and the number: a section for those below zero tells the sign itself."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _words(parts: tuple[_Part, ...]) -> str:
    return "".join(part.text for part in parts if part.kind == "words")


def _least(digits: str) -> int:
    """How many digits stand before the point at least."""
    return digits.partition(".")[0].count("0")


def _rounded(digits: str, value: Decimal) -> str:
    """A number with as many digits as a format asks for; halves are rounded up, as in sheets."""
    after = digits.rstrip(",").partition(".")[2]
    scaled = value / 1000 ** (len(digits) - len(digits.rstrip(",")))
    told = str(abs(scaled).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP))
    whole, point, fraction = told.partition(".")
    fraction = fraction[: len(after.rstrip("#"))] + fraction[len(after.rstrip("#")) :].rstrip("0")
    told = whole.zfill(_least(digits)) + (point + fraction if fraction else "")
    return f"-{told}" if value < 0 and told.strip("0.") else told


def _day(parts: tuple[_Part, ...], value: datetime.date) -> str | None:
    """A day of which a format shows a part, or around which it puts words; one shown whole is left to its reader."""
    letters = [part.text[0].lower() for part in parts if part.kind == "date"]
    if not letters or any(letter in "hs" for letter in letters):
        return None
    fields = {"d": f"{value.day:02}", "m": f"{value.month:02}", "y": f"{value.year:04}"}
    if any(len(part.text) > 2 and part.text[0] in "dD" for part in parts if part.kind == "date"):
        return None
    if _UNIT.search(_words(parts)):
        pieces: list[str] = []
        for part in parts:
            pieces.append(fields[part.text[0].lower()] if part.kind == "date" else part.text)
        return " ".join("".join(pieces).split())
    seen = [fields[letter] for letter in fields if letter in letters]
    return None if len(seen) == len(fields) else "/".join(seen)
