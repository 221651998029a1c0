"""The words of dates: patterns for weekdays, times of day and zones, and what they mean. Used by `dates`."""

import re
from datetime import UTC, timedelta, timezone

HANOI = timezone(timedelta(hours=7))  # no daylight saving; every portal prints local time

_VIETNAMESE_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_VIETNAMESE_MONTHS = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NUMBERS = {
    "bốn": 4,
    "bẩy": 7,
    "giêng": 1,  # what ASP.NET prints for January
    **{name: number for number, name in enumerate(_VIETNAMESE_MONTHS, 1)},
    **{name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)},
}
_MORNING, _NOON, _AFTERNOON, _EVENING, _NIGHT = "sáng", "trưa", "chiều", "tối", "đêm"

# An English short weekday needs its comma: `thu 24/07/2020` is Vietnamese for "collected on".
# `lần thứ hai` (the second time) is no Monday.
WEEKDAY = (
    r"(?<!\w)(?<!lần )(?P<weekday>ch[ủú]a?\s?nhật|cn|(?:thứ|t)\.?\s?(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)(?=,))(?!\w)"
)
MONTH_WORD = r"(?P<m>\d{1,2}(?!\d)|(?:mười\s+(?:một|hai)|mười|một|giêng|hai|ba|tư|bốn|năm|sáu|b[ảẩ]y|tám|chín)(?!\w))"
ENGLISH_MONTH = (
    r"(?<!\w)(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?!\w)"
)
TIME = (
    r"(?<!\d)(?<!\d:)(?P<hour>\d{1,2})"
    r"(?:\s?:\s?(?P<minute>\d{1,2})(?:\s?:\s?(?P<second>\d{1,2})(?:\.\d+)?)?['’]?"
    r"|\s?(?:giờ|h|g(?=\s?\d))(?:\s?(?P<minute_word>\d{1,2})(?![\d/])\s?(?:phút|p(?!\w)|['’])?)?)"
    r"(?![\d:])(?:\s{0,3}\(?(?P<half>[ap]\.?m\.?|sa|ch|sáng|trưa|chiều|tối|đêm)(?!\w)\)?)?"
    r"(?!\s{0,3}(?:\d+\s{0,3}phút\s{0,3})?trước)"  # `2 giờ 43 phút trước` is a distance, no time of day
)
ZONE = (
    r"(?:\s{0,3}[(\[]?(?P<zone>(?:GMT|UTC|ICT)(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?|\+\d{2}:\d{2}|[+-]\d{4}(?!\d))[)\]]?)?"
)
_OFFSET = re.compile(r"([+-])\s?(\d{1,2}):?(\d{2})?")
_MAX_HOURS = 14  # the largest offset in use


def weekday_number(words: str) -> int:
    """0 for Monday to 6 for Sunday, from whatever WEEKDAY matched."""
    words = words.lower()
    if words.startswith("c"):
        return 6
    if words[:3] in _ENGLISH_WEEKDAYS:
        return _ENGLISH_WEEKDAYS.index(words[:3])
    if words[-1].isdigit():
        return int(words[-1]) - 2
    return next(day for day, name in enumerate(_VIETNAMESE_WEEKDAYS) if words.replace("ẩ", "ả").endswith(name))


def month_number(words: str) -> int:
    """The month that MONTH_WORD or ENGLISH_MONTH matched; a number is returned as it stands, even 13."""
    words = " ".join(words.lower().split())
    if words.isdecimal():
        return int(words)
    return _MONTH_NUMBERS.get(words) or _MONTH_NUMBERS[words[:3]]


def _in_the_afternoon(hour: int, half: str) -> bool | None:
    """Whether 12 must be added to an hour from 1 to 12; None when the words contradict each other or say nothing."""
    if half[0] == "p" or half == "ch" or half == _AFTERNOON:
        return hour != 12
    if half == _NOON:
        return hour < 10
    if half == _EVENING:
        return True if 5 <= hour < 12 else None  # twelve in the evening: of which day?
    if half == _NIGHT:
        return None if hour == 12 or 4 < hour < 9 else hour > 8
    return False


def hour_of_day(hour: int, half: str | None) -> int | None:
    """0 to 23 from an hour and what follows it (AM, CH, tối …); None when they contradict each other.

    Portals print `15:20 PM`: an hour of the 24-hour clock keeps its value when the half of the day agrees.
    """
    if half is None:
        return hour if hour < 24 else None
    half = half.lower()
    morning = half[0] == "a" or half in ("sa", _MORNING)
    if not 1 <= hour <= 12:
        return hour if hour < 24 and morning == (hour < 12) else None
    if morning:
        return hour % 12
    later = _in_the_afternoon(hour, half)
    return None if later is None else hour + 12 * later


def zone_of(words: str | None) -> timezone | None:
    """The zone that ZONE or an ISO offset names, Hanoi when nothing is said, None for an impossible offset."""
    if words is None or words.upper() == "ICT":
        return HANOI
    offset = _OFFSET.search(words)
    if offset is None:
        return UTC  # Z, GMT, UTC
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if hours > _MAX_HOURS or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if offset[1] == "-" else distance)
