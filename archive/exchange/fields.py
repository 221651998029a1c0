"""The fields of a record that somebody else wrote: what each must be. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from archive.checks import is_moment, is_native_id, is_past, is_web_address
from archive.exchange.lines import Record
from archive.records import FileState

MAX_ITEMS = 100_000
"""At most this many things in one list or object."""
_MAX_DEPTH = 12
_LEAST, _GREATEST = -(1 << 63), (1 << 63) - 1
"""The integers of SQLite."""
_PUBLISHED = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(\+\d\d:\d\d)?)?)?)?")
_NUMBERS = frozenset("view_count word_count declared_total number views bytes is_first".split())
_MOMENTS = frozenset("first_seen_at last_seen_at gone_at walked_at captured_at observed_at".split())
_NEEDED = frozenset(
    "slug key portal native_id url captured_at observed_at views first_seen_at original is_first last_seen_at".split()
)
_ADDRESSES = frozenset("url base_url parent_url same_as_url".split())
_FILLED = frozenset("title lead body base_url platform owner address phone email caption filename label".split())
"""Columns that hold an empty text where nothing is known."""
_ONE_OF = {
    "published_precision": frozenset(("minute", "day", "month")),
    "state": frozenset(map(str, FileState)),
}
_WHOLE_DATES = {4: "-01-01", 7: "-01"}
"""What makes a date of a year or a month, by its length."""


class Refused(Exception):
    """Why a line is no record, in a clause."""


def bounded(value: Any, depth: int = 0) -> None:
    """Nothing that SQLite or UTF-8 cannot hold, and nothing nested deeper than a record is. Raises Refused."""
    if depth > _MAX_DEPTH:
        raise Refused("it is nested too deep")
    if isinstance(value, str):
        _storable(value)
    elif isinstance(value, int):
        if not _LEAST <= value <= _GREATEST:
            raise Refused("a number is too great")
    elif isinstance(value, list):
        _few(value)
        for each in value:
            bounded(each, depth + 1)
    elif isinstance(value, dict):
        _few(value)
        for name, each in value.items():
            bounded(name, depth)
            bounded(each, depth + 1)


def _storable(text: str) -> None:
    if "\0" in text:
        raise Refused("a text holds NUL")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused("a text holds half a character (a lone surrogate)") from error


def _few(values: list[Any] | dict[str, Any]) -> None:
    if len(values) > MAX_ITEMS:
        raise Refused(f"it holds more than {MAX_ITEMS:,} things in one")


def fields(found: Record, names: tuple[str, ...]) -> Record:
    """The fields with these names, each checked; missing ones are None or "". Raises Refused."""
    return {name: _field(name, found.get(name)) for name in names}


def _field(name: str, value: Any) -> str | int | None:
    if value is None:
        if name in _NEEDED:
            raise Refused(f"it has no {name}")
        return "" if name in _FILLED else None
    if name in _NUMBERS:
        return _number(name, value)
    if not isinstance(value, str):
        raise Refused(f"{name} is no text")
    check = _CHECKS.get(name)
    if check is not None:
        check(name, value)
    if name in _NEEDED and not value:
        raise Refused(f"it has no {name}")
    return value


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(f"{name} is no whole number")
    if value < 0:
        raise Refused(f"{name} is less than nothing")
    return value


def _observed(name: str, value: str) -> None:
    if not is_moment(value):
        raise Refused(f"{name} is no time in UTC (2020-07-24T03:19:00Z)")
    if not is_past(value):
        raise Refused(f"{name} is in the future")


def _address(name: str, value: str) -> None:
    if value and not is_web_address(value):
        raise Refused(f"{name} is no address of http or https")


def _native_id(name: str, value: str) -> None:
    if value and not is_native_id(value):
        raise Refused(f"{name} is no id of an article")


def _published(name: str, value: str) -> None:
    if not _is_date(value):
        raise Refused("published_at is no date of ISO 8601")


def _one_of(name: str, value: str) -> None:
    if value not in _ONE_OF[name]:
        raise Refused(f"{name} is none of {', '.join(sorted(_ONE_OF[name]))}")


_CHECKS: dict[str, Callable[[str, str], None]] = {
    **dict.fromkeys(_MOMENTS, _observed),
    **dict.fromkeys(_ONE_OF, _one_of),
    **dict.fromkeys(_ADDRESSES, _address),
    "native_id": _native_id,
    "published_at": _published,
}


def _is_date(value: str) -> bool:
    if not _PUBLISHED.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value + _WHOLE_DATES.get(len(value), ""))
    except ValueError:
        return False
    return True


def several(found: Record, name: str, names: tuple[str, ...], most: int = MAX_ITEMS) -> list[Record]:
    """A list of objects, each with its fields checked. Raises Refused."""
    values = _list_of(found, name, dict, "objects")
    if len(values) > most:
        raise Refused(f"{name} are more than {most:,}")
    return [fields(each, names) for each in values]


def addresses(found: Record, name: str) -> list[str]:
    """A list of web addresses, each once. Raises Refused."""
    values = _list_of(found, name, str, "texts")
    for each in values:
        if not is_web_address(each):
            raise Refused(f"{name} holds what is no address of http or https")
    return list(dict.fromkeys(values))


def _list_of(found: Record, name: str, kind: type, kinds: str) -> list[Any]:
    values = found.get(name) or []
    if not isinstance(values, list):
        raise Refused(f"{name} is no list of {kinds}")
    for each in values:
        if not isinstance(each, kind):
            raise Refused(f"{name} is no list of {kinds}")
    return values
