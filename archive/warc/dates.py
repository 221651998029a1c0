"""Pure: the date of a WARC record, in every form that the format allows and that old tools wrote."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from archive.checks import is_moment

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[Tt ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9})\d*)?)?)?)?)?"
    r"[ ]?(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?"
)
_AT_FIRST = {"month": "01", "day": "01", "hour": "00", "minute": "00", "second": "00"}
"""What a date that is less exact begins with."""
_LEAP = "60"
_NANO = 9
MAX_HOURS, _AN_HOUR = 18, 60
"""No time zone is further from UTC than this many hours."""


def moment(date: str) -> str:
    """A WARC-Date in UTC to the second, as it stands in the database; "" where it is none.

    A date that names no more than a year, a month or a day is its first second.
    """
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return ""
    told = {name: value or _AT_FIRST.get(name, "") for name, value in found.groupdict().items()}
    if told["second"] == _LEAP:
        told["second"] = "59"
    at = "{year}-{month}-{day}T{hour}:{minute}:{second}Z".format_map(told)
    if not is_moment(at):
        return ""
    return _in_utc(at, told["zone"])


def _in_utc(at: str, zone: str) -> str:
    """A time of a zone (`+07:00`, `-0330`) as one of UTC; "" where there is no such time."""
    if zone in ("", "Z", "z"):
        return at
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > MAX_HOURS or minutes >= _AN_HOUR:
        return ""
    ahead = timedelta(hours=hours, minutes=minutes)
    if zone[0] == "-":
        ahead = -ahead
    try:
        there = datetime.fromisoformat(at).astimezone(UTC)
        return (there - ahead).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except OverflowError:
        return ""


def exactly(date: str) -> tuple[str, str]:
    """What puts records in the order of their times: the second, and nine digits of what is told of its fraction."""
    found = _DATE.fullmatch(date.strip())
    fraction = ""
    if found is not None:
        fraction = found["fraction"] or ""
    return moment(date), fraction.ljust(_NANO, "0")
