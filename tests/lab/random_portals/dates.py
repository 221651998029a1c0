"""Dates as portals print them, and what a reader learns from each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

WEEKDAYS = "Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy|Chủ nhật".split("|")
Form = tuple[str, Callable[[datetime], str]]


def _weekday(when: datetime) -> str:
    return WEEKDAYS[when.weekday()]


def _twelve(when: datetime, am: str, pm: str) -> str:
    """A twelve-hour clock with its half of the day."""
    return f"{when:%I:%M} {am if when.hour < 12 else pm}"


def _half(when: datetime) -> str:
    """The half of the day in Vietnamese, with an unpadded hour and seconds."""
    hour = when.hour % 12 or 12
    return f"{hour}:{when:%M}:00 {'SA' if when.hour < 12 else 'CH'}"


COMMON: tuple[Form, ...] = (
    ("minute", lambda when: f"{when:%H:%M} | {when:%d/%m/%Y}"),
    ("minute", lambda when: f"{when:%d/%m/%Y %H:%M}"),
    ("minute", lambda when: f"{_weekday(when)} - {when:%d/%m/%Y %H:%M}"),
    ("minute", lambda when: f"{when:%d/%m/%Y} | {_twelve(when, 'AM', 'PM')}"),
    ("minute", lambda when: f"{_weekday(when)}, {when:%d/%m/%Y - %H:%M}"),
    ("minute", lambda when: f"{when:%H:%M %d/%m/%Y}"),
    ("minute", lambda when: f"{when:%d/%m/%Y - %H:%M}"),
    ("day", lambda when: f"{when:%d/%m/%Y}"),
    ("day", lambda when: f"{when:%d-%m-%Y}"),
)
RARE: tuple[Form, ...] = (
    ("day", lambda when: f"{when:%d - %m - %Y}"),
    ("minute", lambda when: f"{when:%d/%m/%Y} {_half(when)}"),
    ("minute", lambda when: f"{when:%d/%m/%Y %I:%M:%S} {'AM' if when.hour < 12 else 'PM'}"),
    ("minute", lambda when: f"{_weekday(when)}, {when.day} Tháng {when.month} {when.year} {when:%H:%M}"),
    ("minute", lambda when: f"{_weekday(when)}, {when:%d-%m-%Y | %H:%M:%S}"),
    ("minute", lambda when: f"{_weekday(when)}, {when:%d/%m/%Y, %H:%M} (GMT+7)"),
    ("minute", lambda when: f"{when:%H:%M} |{when:%d/%m/%Y}"),
    ("minute", lambda when: f"{when.day}/{when.month}/{when.year} {when.hour}:{when.minute}"),
    ("minute", lambda when: f"{when:%H:%M}' {when:%d/%m/%Y}"),
    ("minute", lambda when: f"{when:%Hh%M} ngày {when:%d/%m/%Y}"),
    ("minute", lambda when: f"{when:%d.%m.%Y %H:%M}"),
    ("day", lambda when: f"ngày {when.day} tháng {when.month} năm {when.year}"),
    ("minute", lambda when: f"{when:%Y-%m-%d %H:%M:%S}"),
    ("minute", lambda when: f"{when:%H:%M} ngày {when:%d/%m/%Y}"),
)


def iso(when: datetime, precision: str) -> str:
    """As the archive stores it: ISO 8601, +07:00; midnight where only the day is known."""
    known = when if precision == "minute" else when.replace(hour=0, minute=0)
    return f"{known:%Y-%m-%dT%H:%M}:00+07:00"
