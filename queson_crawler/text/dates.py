"""Dates of publication as portals print them -> ISO 8601 in Hanoi time. Day before month, and never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from queson_crawler.text.calendar_days import Order, calendar_day, day_shapes, only_month, order_of
from queson_crawler.text.moments import HANOI, TIME, WEEKDAY, ZONE, time_of_day, weekday_number, zone_of
from queson_crawler.text.relative import find_relative

Precision = Literal["minute", "day", "month"]


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A date that was read. `iso` is as precise as the text: `2020-07-24T10:19:00+07:00`, `2021-04-08` or `2022-03`.

    `precision` is what may be relied on: midnight is what a CMS prints when it keeps no time, so it counts as `day`.
    `raw` is the text that was read.
    """

    iso: str
    precision: Precision
    raw: str

    @property
    def stored(self) -> str:
        """The form kept in the archive: always a full time in +07:00; of a day or a month, its first moment."""
        if "T" in self.iso:
            return self.iso
        return f"{self.iso}-01"[:10] + "T00:00:00+07:00"


# What may stand between the parts of one date.
_JOINT = r"(?:[\s|,;:\-–—@·•()\[\]]|(?:vào|lúc|hồi|ngày|giờ|at|on|um|à|星期.|周.)(?!\w))"
_NEAR_WEEKDAY = WEEKDAY.replace("<weekday>", "<weekday_near>")
_BEFORE = re.compile(
    rf"(?=[\dctmwfs])(?:{WEEKDAY}{_JOINT}*)?(?:{TIME}{ZONE}{_JOINT}*)?(?:{_NEAR_WEEKDAY}{_JOINT}*)?\Z",
    re.IGNORECASE,
)
_ITS_OWN_DATE = rf"(?!{_JOINT}{{0,40}}\d{{1,2}}\s?[/.\-])"  # a weekday followed by another date belongs to that one
_AFTER = re.compile(rf"(?:{_JOINT}{{1,40}}{WEEKDAY}{_ITS_OWN_DATE})?(?:{_JOINT}{{1,40}}{TIME}{ZONE})?", re.IGNORECASE)
_REACH = 48  # characters before a date in which its weekday and time may stand
_LUNAR = re.compile(r"[âÂ](?:m lịch|M LỊCH|L\b)|(?i:m[ùồ]ng\s+\d{1,2}\s+tháng\s+giêng)")

_Clock = tuple[time, str | None]  # the time of day, and the words of its zone


def _weekday(parts: Iterable[re.Match[str]]) -> int | None:
    for part in parts:
        groups = part.groupdict()
        words = groups["weekday"] or groups.get("weekday_near")
        if words:
            return weekday_number(words)
    return None


def _clock(part: re.Match[str]) -> _Clock | None:
    """The time of day in a match, None when there is none, or no possible one."""
    groups = part.groupdict()
    if groups.get("hour") is None:
        return None
    at = time_of_day(groups)
    if at is None:
        return None
    return at, groups["zone"]


def _is_english(part: re.Match[str]) -> bool:
    """Whether a time of day ends in AM or PM."""
    return (part["half"] or "").lower().startswith(("a", "p"))


def _at(moment: datetime, raw: str) -> PublishedDate:
    local = moment.astimezone(HANOI)
    precision: Precision = "minute"
    if local.time() == time.min:
        precision = "day"
    return PublishedDate(local.isoformat(timespec="seconds"), precision, raw)


def _on(day: date, clock: _Clock | None, raw: str) -> PublishedDate:
    at, words = clock or (time.min, None)
    zone = zone_of(words)
    if clock is None or zone is None:
        return PublishedDate(day.isoformat(), "day", raw)
    return _at(datetime.combine(day, at, zone), raw)


def _date_around(text: str, shape: re.Match[str], order: Order) -> PublishedDate | None:
    """The date of one shape with the weekday and time that stand beside it; None if impossible or contradictory.

    Only where the second number can be no month, and a weekday or an English half of the day (`1/24/2025 9:03 AM`)
    stands beside it, is the first one the month though nothing said so.
    """
    start, end = shape.span()
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    after = _AFTER.match(text, end)
    around = list(filter(None, (before, after)))
    weekday = _weekday(around)
    if order_of(shape[0]) is Order.MONTH_FIRST and (weekday is not None or any(map(_is_english, around))):
        order = Order.MONTH_FIRST
    day = calendar_day(shape, weekday, order)
    if day is None:
        return None
    clocks = list(filter(None, map(_clock, (shape, *around))))
    times = {at for at, _ in clocks}
    if len(times) > 1:  # a time on either side: which is meant cannot be known
        return _on(day, None, text[start:end])
    whole = text[min(start, around[0].start()) : around[-1].end()]
    return _on(day, next(iter(clocks), None), whole)


def _relative(text: str, now: datetime | None) -> PublishedDate | None:
    if now is None:
        return None
    found = find_relative(text, now)
    if found is None:
        return None
    if isinstance(found.when, datetime):
        return _at(found.when, found.raw)
    if found.is_month:
        return PublishedDate(f"{found.when:%Y-%m}", "month", found.raw)
    return PublishedDate(found.when.isoformat(), "day", found.raw)


def _month(text: str) -> PublishedDate | None:
    month = only_month(text)
    if month is None:
        return None
    return PublishedDate(month, "month", text)


def read_date(raw: str, now: datetime | None = None) -> PublishedDate | None:
    """The one date that a short text states, such as a label's value, or None: impossible, contradictory, not a date.

    Day first; a weekday must agree. Two different days give None. `2 giờ trước` and the like are read only when `now`
    is given (taken as Hanoi time if it has no zone). Never raises.
    """
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if _LUNAR.search(text):
        return None
    shapes = day_shapes(text)
    if shapes:
        read = _only_date(text, shapes)
    else:
        read = _month(text) or _relative(text, now)
    if read is None:
        return None
    return replace(read, raw=raw)


def _only_date(text: str, shapes: list[re.Match[str]]) -> PublishedDate | None:
    """The date of a text that names one day, with its time if that is told; None where it names several."""
    dates = list(_dates(text, shapes, Order.DAY_FIRST))
    days = {found.iso[:10] for found in dates}
    if len(days) != 1:
        return None
    return max(dates, key=lambda found: "T" in found.iso)


def _dates(text: str, shapes: list[re.Match[str]], order: Order) -> Iterator[PublishedDate]:
    """The dates that some shapes are, one after another; those that are none are passed over."""
    for shape in shapes:
        found = _date_around(text, shape, order)
        if found is not None:
            yield found


def find_date(text: str, now: datetime | None = None, order: Order = Order.DAY_FIRST) -> PublishedDate | None:
    """The first complete date in a longer line, with its weekday and time; `raw` is exactly the substring read.

    Expects normalised text. A month alone is no complete date. Relative forms only when `now` is given and no date
    stands in the line. `order` is how a date is read whose numbers allow both. Never raises.
    """
    for found in _dates(text, day_shapes(text), order):
        return found
    return _relative(text, now)
