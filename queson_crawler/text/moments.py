"""The words of dates: patterns for weekdays, times of day and zones, and what they mean. Used by `dates`."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, time, timedelta, timezone

from queson_crawler.text.foreign_months import month_of

HANOI = timezone(timedelta(hours=7))  # no daylight saving; every portal prints local time

_WEEKDAY_ENDINGS = {"ai": 0, "ba": 1, "tư": 2, "ăm": 3, "áu": 4, "ảy": 5, "ẩy": 5}
"""The last two letters of the Vietnamese names, hai to bảy; the last is spelled in two ways."""
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


def _hours(as_told: Iterable[int], later: Iterable[int] = ()) -> dict[int, int]:
    """Hour as it is printed -> hour of the day: some are meant as they stand, to others 12 is added."""
    hours = dict(zip(as_told, as_told, strict=True))
    for hour in later:
        hours[hour] = hour + 12
    return hours


_WHOLE_DAY = _hours(range(24))
_MORNING = _hours(range(12)) | {12: 0}
_AFTERNOON = _hours(range(12, 24), later=range(1, 12))
_HALVES = {
    **dict.fromkeys(("am", "sa", "sáng"), _MORNING),
    **dict.fromkeys(("pm", "ch", "chiều"), _AFTERNOON),
    "trưa": _hours(range(10, 24), later=range(1, 10)),
    "tối": _hours(range(13, 24), later=range(5, 12)),  # twelve in the evening: of which day?
    "đêm": _hours((*range(1, 5), *range(13, 24)), later=range(9, 12)),
}
"""Which hours go with what is said of the half of the day, and what they mean. Portals print `15:20 PM`: an hour of the
24-hour clock keeps its value when the half of the day agrees."""

# An English short weekday needs its comma: `thu 24/07/2020` is Vietnamese for "collected on".
# `lần thứ hai` (the second time) is no Monday.
WEEKDAY = (
    r"(?<!\w)(?<!lần )(?P<weekday>ch[ủú]a?\s?nhật|cn|(?:thứ|th?)\.?\s?(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])"
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
_SIGNS = {"+": 1, "-": -1}
_OFFSET = re.compile(r"([+-])\s?(\d{1,2}):?(\d{2})?")
_MAX_HOURS = 14  # the largest offset in use


def weekday_number(words: str) -> int:
    """0 for Monday to 6 for Sunday, from whatever WEEKDAY matched."""
    words = words.casefold()
    if words.startswith("c"):
        return 6
    if words[:3] in _ENGLISH_WEEKDAYS:
        return _ENGLISH_WEEKDAYS.index(words[:3])
    if words[-1].isdigit():
        return int(words[-1]) - 2
    return _WEEKDAY_ENDINGS[words[-2:]]


def month_number(words: str) -> int:
    """The month that MONTH_WORD, ENGLISH_MONTH or a name in another language matched; a number stays, even 13."""
    words = " ".join(words.casefold().split())
    if words.isdecimal():
        return int(words)
    return _MONTH_NUMBERS.get(words) or month_of(words) or _MONTH_NUMBERS[words[:3]]


def hour_of_day(hour: int, half: str | None) -> int | None:
    """0 to 23 from an hour and what follows it (AM, CH, tối …); None when they contradict each other."""
    hours = _WHOLE_DAY
    if half is not None:
        hours = _HALVES[half.casefold().replace(".", "")]
    return hours.get(hour)


def time_of_day(groups: Mapping[str, str | None]) -> time | None:
    """The time that the groups of TIME, or of an ISO date, tell; None for an impossible one."""
    hour = hour_of_day(int(groups["hour"] or 0), groups.get("half"))
    if hour is None:
        return None
    minute = groups["minute"] or groups.get("minute_word") or 0
    try:
        return time(hour, int(minute), int(groups["second"] or 0))
    except ValueError:
        return None


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
    return timezone(_SIGNS[offset[1]] * timedelta(hours=hours, minutes=minutes))
