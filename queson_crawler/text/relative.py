"""Dates told from now: `2 giờ trước`, `Hôm qua lúc 17:30`. They mean something only with the time of asking."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from queson_crawler.text.moments import HANOI, TIME, hour_of_day

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
    local = now.astimezone(HANOI) if now.tzinfo else now.replace(tzinfo=HANOI)
    local = local.replace(second=0, microsecond=0)
    if match := _AGO.search(text):
        return _ago(match, local)
    if match := _NAMED_DAY.search(text):
        return _named_day(match, local)
    return None


def _ago(match: re.Match[str], now: datetime) -> Relative | None:
    """As precise as the smallest unit; years alone tell too little."""
    steps = [(int(number), unit.lower()) for number, unit in _STEP.findall(match["steps"])]
    smallest = steps[-1][1]
    if smallest == "năm":
        return None
    months = sum(number * _MONTHS.get(unit, 0) for number, unit in steps)
    if smallest == "tháng":
        index = now.year * 12 + now.month - 1 - months
        return (
            Relative(date(index // 12, index % 12 + 1, 1), match[0], is_month=True) if index >= _FIRST_MONTH else None
        )
    if months:
        return None  # a month is no number of days
    past = now - timedelta(seconds=sum(number * _SECONDS[unit] for number, unit in steps))
    return Relative(past if _SECONDS[smallest] < 86_400 else past.date(), match[0])


def _named_day(match: re.Match[str], now: datetime) -> Relative | None:
    day = now.date() - timedelta(days=_DAYS_AGO[match["day"].lower()])
    if match["hour"] is None:
        return Relative(day, match[0])
    hour = hour_of_day(int(match["hour"]), match["half"])
    minute = int(match["minute"] or match["minute_word"] or 0)
    if hour is None or minute > 59:
        return None
    return Relative(datetime.combine(day, time(hour, minute), HANOI), match[0])
