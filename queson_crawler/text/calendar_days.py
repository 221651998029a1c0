"""Everything in a text that is shaped like a complete calendar day, and the day it can mean. Used by `dates`."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import chain, filterfalse

from queson_crawler.text.foreign_months import CHINESE, NAME
from queson_crawler.text.moments import ENGLISH_MONTH, MONTH_WORD, month_number

# Before 1990 there was no web: 1900, 1970 and 0001 are the empty dates of SQL Server, Unix and .NET.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"

# Not part of a longer number (phone, section) nor of a document's (05/06/2017/NQ-HĐND, 12-03-2020-QĐ).
_END = r"(?!\d|/\w|(?P=sep)(?!\d{1,2}\s?[:hg])\d|(?-i:-[A-ZĐ]{2}))"
_NUMERIC = re.compile(
    r"(?<!\d)(?<!\d:)(?P<d>\d{1,2})\s?(?P<sep>[/.\-–])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<y>\d{4}|\d{2}(?!\s?[:hg]|\s?(?P=sep)\s?\d(?!\d?\s?[:hg])))" + _END,
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?P<sep>[/.\-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?" + _END,
    re.IGNORECASE,
)
# Runs of blanks are bounded: two unbounded ones side by side take quadratic time on a page full of spaces.
_DAY = r"(?<!\d)(?<!\d[/.\-])(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NAMED_DAY = rf"(?:(?<!\w)ngày\s{{0,3}})?(?:(?:mùng|mồng)\s+)?{_DAY}"
_MONTH = r"(?:tháng|thg\.?|th\.?)\s{0,3}"
_IN_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAMED_DAY}\s{{0,3}}[,/.\-]?\s{{0,3}}{_MONTH}{MONTH_WORD}\s{{0,3}}[,./\-]?\s{{0,3}}(?:năm\s{{0,3}})?{_YEAR}",
        rf"{_NAMED_DAY}\s?[/.\-]\s?(?P<m>\d{{1,2}})\s{{0,3}},?\s{{0,3}}năm\s{{0,3}}{_YEAR}",
        rf"(?<!\w){_MONTH}{MONTH_WORD}\s+{_DAY},\s{{0,3}}{_YEAR}",
        rf"{ENGLISH_MONTH}\s{{0,3}}{_DAY},?\s+{_YEAR}",
        rf"{_DAY}[\s\-/]{{0,5}}{ENGLISH_MONTH},?[\s\-/]{{0,5}}{_YEAR}",
    )
)
_FOREIGN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}\.?\s{{0,3}}(?:de\s{{1,3}})?{NAME},?\s{{0,3}}(?:de\s{{1,3}})?{_YEAR}",
        rf"{NAME}\s{{1,3}}{_DAY},\s{{0,3}}{_YEAR}",
        rf"(?<!\d){_YEAR}\s?[年년]\s{{0,3}}{CHINESE}\s{{0,3}}(?P<d>\d{{1,2}})\s?[日号號일]",
        rf"{CHINESE}\s{{0,3}}{_DAY},\s{{0,3}}{_YEAR}",
        rf"{_DAY}\s{{1,3}}{CHINESE},?\s{{0,3}}{_YEAR}",
    )
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_ONLY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_MONTH}{MONTH_WORD}\s{{0,3}}[,./\-]?\s{{0,3}}(?:năm\s{{0,3}})?{_YEAR}(?![/.\-]\w)",
        rf"{ENGLISH_MONTH},?\s{{0,3}}{_YEAR}",
        rf"(?<!\d){_YEAR}\s?[年년]\s{{0,3}}{CHINESE}(?!\s{{0,3}}\d)",
        rf"{CHINESE},?\s{{0,3}}{_YEAR}",
    )
)
_IN_WORDS_AT_ALL = re.compile(rf"tháng|thg|th\.?\s{{0,3}}\d|năm\s{{0,3}}\d|{ENGLISH_MONTH}", re.IGNORECASE)
_MAY_BE_DAY = re.compile(r"\d\s?[/.\-–]\s?\d|(?:19|20)\d\d")
"""No day is without a year of four digits or two numbers and what parts them: most lines are told fast."""
_LONGER_NUMBER = re.compile(r"(?<![:\d])\d+\s?([/.\-–])\s?$")


def _is_part_of_a_number(match: re.Match[str]) -> bool:
    """Whether the digits go on to the left with the same separator (0905-12-11-20), or may count sections (1.2.10)."""
    separator = match["sep"]
    if separator == "." and len(match["y"]) == 2:
        return True
    before = _LONGER_NUMBER.search(match.string, max(0, match.start() - 8), match.start())
    return before is not None and before[1] == separator


def _shapes(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_NUMERIC, _ISO):
        yield from filterfalse(_is_part_of_a_number, pattern.finditer(text))
    if _A_YEAR.search(text) and _IN_WORDS_AT_ALL.search(text):
        for pattern in _IN_WORDS:
            yield from pattern.finditer(text)


def _foreign_shapes(text: str) -> Iterator[re.Match[str]]:
    """Days with the month in a language that no Vietnamese writes: of a system that was never told to speak his."""
    if _A_YEAR.search(text):
        for pattern in _FOREIGN:
            yield from pattern.finditer(text)


def day_shapes(text: str) -> list[re.Match[str]]:
    """What is shaped like a day, possible or not, in order and without overlaps; ask `calendar_day` what each means."""
    if not _MAY_BE_DAY.search(text):
        return []
    apart: list[re.Match[str]] = []
    end = 0
    found = list(_shapes(text)) or _foreign_shapes(text)
    for match in sorted(found, key=_place):
        if match.start() >= end:
            apart.append(match)
            end = match.end()
    return apart


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Of two that begin together the longer one comes first."""
    return match.start(), -match.end()


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    if year < 70:
        return year + 2000
    return year + 1900


class Order(StrEnum):
    """Which number of a day stands first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def order_of(text: str) -> Order | None:
    """The only order in which the numbers of the first day in a text can be read; None where both are possible."""
    shape = _NUMERIC.search(text)
    if shape is None:
        return None
    first, second = int(shape["d"]), int(shape["m"])
    if first > 12 >= second:
        return Order.DAY_FIRST
    if second > 12 >= first:
        return Order.MONTH_FIRST
    return None


def calendar_day(shape: re.Match[str], weekday: int | None, order: Order = Order.DAY_FIRST) -> date | None:
    """The day meant, in agreement with the weekday (0 is Monday) if one is given; else None."""
    year, month, day = _full_year(shape["y"]), month_number(shape["m"]), int(shape["d"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if order is Order.MONTH_FIRST and shape.re is _NUMERIC:
        month, day = day, month
    try:
        candidate = date(year, month, day)
    except ValueError:
        return None
    if weekday not in (None, candidate.weekday()):
        return None
    return candidate


def only_month(text: str) -> str | None:
    """`2022-03` when the text names exactly one month of a year, else None."""
    months = set()
    for match in chain.from_iterable(pattern.finditer(text) for pattern in _MONTH_ONLY):
        year, month = int(match["y"]), month_number(match["m"])
        if month in range(1, 13) and year >= _FIRST_YEAR:
            months.add(f"{year}-{month:02}")
    if len(months) != 1:
        return None
    return months.pop()
