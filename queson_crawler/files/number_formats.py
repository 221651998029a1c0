"""Numbers and days in cells as their format shows them, where that is more than their value. Pure. ECMA-376 18.8.30.

What changes what a reader understands is followed: per cent, units and currencies, zeros in front of a number, and days
of which only a part is shown. How thousands are parted is not: that depends on the computer, `1,500` and `1.500` may be
the same cell.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy"}
"""The formats that have a number and are not written down in the file; those that show no more than values are left
out."""
MAX_FORMAT = 255
MAX_NUMBER = 1e15
"""From here on a cell does not hold all digits of a number."""
_COLOUR = r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})\]"
_WORDS = re.compile(rf'"([^"]{{0,99}})"|\\(.)|\[\$([^\]-]{{0,20}})[^\]]{{0,20}}\]|[_*].|{_COLOUR}', re.I | re.DOTALL)
"""What of a format is shown as it is, and what only places or paints."""
_APART = 0xF0000
"""Letters to be shown as they are stand so much higher than those that are signs of a format."""
_SHOWN = re.compile("[\U000f0000-\U000fffff]")
_DIGITS = re.compile("[0#?.,]+")
_OF_DAYS = re.compile("[dmyhs]", re.I)
_PART_OF_A_DAY = re.compile("([dmy])\\1*", re.I)
_NO_PART_OF_A_DAY = re.compile("[hs]|ddd", re.I)
_UNIT = re.compile(r"[^\W\d_]|[%$€£¥₫]")
"""What makes the words of a format worth showing; brackets and dashes alone only tell a sign."""
_TRIED = (1.0, -1.0, 0.0, datetime.date(2000, 1, 1))


def shown(form: str, value: object) -> str | None:
    """A value as a format shows it; None where its value says as much, or the format is of no kind that is known."""
    match value:
        case bool():
            return None
        case int() | float() if abs(value) < MAX_NUMBER:
            return _number(_sections(form), float(value))
        case datetime.date():
            return _day(_sections(form)[0], value)
        case _:
            return None


@lru_cache(maxsize=1000)
def tells_more(form: str) -> bool:
    """Whether a format may show more than a value."""
    return any(shown(form, value) is not None for value in _TRIED)


@lru_cache(maxsize=1000)
def _sections(form: str) -> list[str]:
    """The sections of a format, for numbers above zero, below it, and zero, its words set apart from its signs; one
    that says nothing where the format is of another kind."""
    signs = _WORDS.sub(_set_apart, form)
    if "[" in signs or len(form) > MAX_FORMAT:
        return [""]
    return signs.split(";")


def _set_apart(match: re.Match[str]) -> str:
    words = match[match.lastindex or 0] if match.lastindex else ""
    return "".join(chr(_APART + ord(letter)) for letter in words if ord(letter) < _APART)


def _as_shown(section: str) -> str:
    """A section with its words as they are shown, in one line."""
    return " ".join(_SHOWN.sub(lambda match: chr(ord(match[0]) - _APART), section).split())


def _number(sections: list[str], value: float) -> str | None:
    """A number: of the digits of a format as many as it shows, between its words."""
    section, size = _section_for(sections, value)
    digits = _DIGITS.findall(section)
    if len(digits) != 1 or _OF_DAYS.search(section):
        return None
    around = _as_shown(_DIGITS.sub("", section))
    if not _UNIT.search(around) and _least(digits[0]) < 2:
        return None
    exact = Decimal(repr(size))
    if "%" in section:
        exact *= 100
    return _as_shown(section.replace(digits[0], _rounded(digits[0], exact)))


def _section_for(sections: list[str], value: float) -> tuple[str, float]:
    """The section that a number is shown by, and the number: a section for those below zero tells the sign itself."""
    which = 1 if value < 0 else 2
    if value > 0 or which >= len(sections):
        return sections[0], value
    return sections[which], abs(value)


def _least(digits: str) -> int:
    """How many digits stand before the point at least."""
    return digits.partition(".")[0].count("0")


def _rounded(digits: str, value: Decimal) -> str:
    """A number with as many digits as a format asks for; halves are rounded up, as in sheets."""
    if not digits.strip("?"):
        return ""
    places = digits.rstrip(",")
    after = places.partition(".")[2]
    scaled = value / 1000 ** (len(digits) - len(places))
    told = str(abs(scaled).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP))
    whole, _, fraction = told.partition(".")
    asked = len(after.rstrip("#"))
    fraction = fraction[:asked] + fraction[asked:].rstrip("0")
    sign = "-" if value < 0 and told.strip("0.") else ""
    return f"{sign}{whole.zfill(_least(digits))}.{fraction}".rstrip(".")


def _day(section: str, value: datetime.date) -> str | None:
    """A day of which a format shows a part, or around which it puts words; one shown whole is left to its reader."""
    if _NO_PART_OF_A_DAY.search(section):
        return None
    parts = {"d": f"{value.day:02}", "m": f"{value.month:02}", "y": f"{value.year:04}"}
    told = set(map(str.lower, _PART_OF_A_DAY.findall(section)))
    if not told:
        return None
    if _UNIT.search(_as_shown(_PART_OF_A_DAY.sub("", section))):
        return _as_shown(_PART_OF_A_DAY.sub(lambda match: parts[match[1].lower()], section))
    if len(told) == len(parts):
        return None
    return "/".join(parts[letter] for letter in parts if letter in told)
