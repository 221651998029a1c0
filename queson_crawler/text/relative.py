"""Dates told from now: `2 giờ trước`, `Hôm qua lúc 17:30`. They mean something only with the time of asking."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from queson_crawler.text.moments import HANOI, TIME, time_of_day

_SECONDS = {"giây": 1, "phút": 60, "giờ": 3600, "tiếng": 3600, "ngày": 86_400, "tuần": 7 * 86_400}
_MONTHS = {"tháng": 1, "năm": 12}
_FIRST_MONTH = 1990 * 12  # nothing was published on the web before
_DAYS_AGO = {"nay": 0, "qua": 1, "kia": 2}

_UNIT = "|".join((*_SECONDS, *_MONTHS))
_STEP = re.compile(rf"(\d{{1,3}})\s{{0,3}}({_UNIT})", re.IGNORECASE)
_AGO = re.compile(
    rf"(?<![\w.,:/\-])(?P<steps>\d{{1,3}}\s{{0,3}}(?:{_UNIT})(?:[\s,]{{1,5}}\d{{1,3}}\s{{0,3}}(?:{_UNIT})){{0,5}})\s{{0,3}}trước(?!\s{{0,3}}(?:khi|đó))(?!\w)",
    re.IGNORECASE,
)
# Not `Hôm nay: 1648`, the counter of a visitors' box.
_NAMED_DAY = re.compile(
    rf"(?<!\w)hôm\s+(?P<day>nay|qua|kia)(?!\w)(?:[\s,:|\-–]*(?:(?:vào|lúc|hồi)\s+)?{TIME}|(?![\s:|(\-–]*\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Relative:
    """`when` is a moment, or a day where no time is told; `is_month`: only its month may be relied on."""

    when: datetime | date
    raw: str
    is_month: bool = False


def find_relative(text: str, now: datetime) -> Relative | None:
    """The first relative date in the text, counted from `now` (Hanoi time if it has no zone)."""
    if now.tzinfo is None:
        now = now.replace(tzinfo=HANOI)
    local = now.astimezone(HANOI).replace(second=0, microsecond=0)
    for pattern, read in _FORMS:
        match = pattern.search(text)
        if match:
            return read(match, local)
    return None


def _ago(match: re.Match[str], now: datetime) -> Relative | None:
    """As precise as the smallest unit; years alone tell too little."""
    counts: Counter[str] = Counter()
    unit = ""
    for number, name in _STEP.findall(match["steps"]):
        unit = name.lower()
        counts[unit] += int(number)
    if unit == "năm":
        return None
    months = sum(counts[name] * months for name, months in _MONTHS.items())
    if unit == "tháng":
        return _months_ago(match[0], now, months)
    if months:
        return None  # a month is no number of days
    past = now - timedelta(seconds=sum(counts[name] * seconds for name, seconds in _SECONDS.items()))
    if _SECONDS[unit] < 86_400:
        return Relative(past, match[0])
    return Relative(past.date(), match[0])


def _months_ago(raw: str, now: datetime, months: int) -> Relative | None:
    index = now.year * 12 + now.month - 1 - months
    if index < _FIRST_MONTH:
        return None
    return Relative(date(index // 12, index % 12 + 1, 1), raw, is_month=True)


def _named_day(match: re.Match[str], now: datetime) -> Relative | None:
    day = now.date() - timedelta(days=_DAYS_AGO[match["day"].lower()])
    if match["hour"] is None:
        return Relative(day, match[0])
    at = time_of_day(match.groupdict() | {"second": None})
    if at is None:
        return None
    return Relative(datetime.combine(day, at, HANOI), match[0])


_FORMS = ((_AGO, _ago), (_NAMED_DAY, _named_day))
"""What tells a date from now, and how it is read; the first that a text shows counts."""
