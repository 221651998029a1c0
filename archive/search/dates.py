"""Dates as people type them -> dates as they are stored: `30/1/2022` is 2022-01-30, `1/2022` is 2022-01."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.])(?P<year>\d{4})")
_LENGTHS = {1: len("2022"), 2: len("2022-01"), 3: len("2022-01-30")}
"""Of a date in ISO 8601, by how many of year, month and day it has."""
MAX_LENGTH = 20


class NoDate(ValueError):
    """What was typed is no year, no month and no day."""


def iso_date(typed: str) -> str:
    """A year, a month or a day in ISO 8601, at the precision in which it was typed. Raises NoDate."""
    text = typed.strip()[:MAX_LENGTH]
    found = _ISO.fullmatch(text) or _VIETNAMESE.fullmatch(text)
    if found is None:
        raise NoDate(typed)
    year, month, day = (int(found[name] or 1) for name in ("year", "month", "day"))
    try:
        whole = date(year, month, day).isoformat()
    except ValueError as error:
        raise NoDate(typed) from error
    told = len(list(filter(None, found.groups())))
    return whole[: _LENGTHS[told]]
