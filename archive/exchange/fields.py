"""The fields of a record that somebody else wrote: what each must be. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from archive.checks import is_iso, is_moment, is_native_id, is_past, is_web_address
from archive.codec import bounded
from archive.errors import BadRecord
from archive.exchange.lines import Record
from archive.records import FileState

MAX_ITEMS = 100_000
"""At most this many things in one list or object."""

_PUBLISHED = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(\+\d\d:\d\d)?)?)?)?")
_NUMBERS = frozenset("view_count word_count declared_total number views bytes is_first".split())
_NEEDED = frozenset(
    "slug key portal native_id url captured_at observed_at views first_seen_at original is_first last_seen_at".split()
)
_EMPTY = dict.fromkeys(
    "title lead body base_url platform owner address phone email caption filename label number_raw kind issuer signer "
    "issued_raw effective_raw status field abstract".split(),
    "",
)
"""Columns that hold an empty text where nothing is known."""
_WHOLE_DATES = {4: "-01-01", 7: "-01"}
"""What makes a date of a year or a month, by its length."""


class Refused(Exception):
    """Why a line is no record, in a clause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text has to be, and why a line is refused where it is not: ``why`` with the field's name for {}."""

    holds: Callable[[str], bool]
    why: str


def _is_address(value: str) -> bool:
    return value == "" or is_web_address(value)


def _is_native_id(value: str) -> bool:
    return value == "" or is_native_id(value)


def _is_date(value: str) -> bool:
    return _PUBLISHED.fullmatch(value) is not None and is_iso(value + _WHOLE_DATES.get(len(value), ""))


def _choice(choices: Iterable[str]) -> Rule:
    return Rule(frozenset(choices).__contains__, f"{{}} is none of {', '.join(sorted(choices))}")


_MOMENT = (
    Rule(is_moment, "{} is no time in UTC (2020-07-24T03:19:00Z)"),
    Rule(is_past, "{} is in the future"),
)
_ADDRESS = Rule(_is_address, "{} is no address of http or https")
_RULES: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys("first_seen_at last_seen_at gone_at walked_at captured_at observed_at".split(), _MOMENT),
    **dict.fromkeys("url base_url parent_url same_as_url".split(), (_ADDRESS,)),
    "native_id": (Rule(_is_native_id, "{} is no id of an article"),),
    **dict.fromkeys(("issued", "effective"), (Rule(_is_date, "{} is no date of ISO 8601"),)),
    "published_at": (Rule(_is_date, "{} is no date of ISO 8601"),),
    "published_precision": (_choice(("minute", "day", "month")),),
    "state": (_choice(list(map(str, FileState))),),
}


def storable(found: Record) -> None:
    """Nothing that SQLite or UTF-8 cannot hold, nor anything nested deeper than a record is. Raises Refused."""
    try:
        bounded(found, "it", MAX_ITEMS)
    except BadRecord as error:
        raise Refused(str(error)) from error


def fields(found: Record, names: tuple[str, ...]) -> Record:
    """The fields with these names, each checked; missing ones are None or "". Raises Refused."""
    return {name: _field(name, found.get(name)) for name in names}


def _field(name: str, value: Any) -> str | int | None:
    if value is None:
        _not_needed(name)
        return _EMPTY.get(name)
    if name in _NUMBERS:
        return _number(name, value)
    if not isinstance(value, str):
        raise Refused(f"{name} is no text")
    for rule in _RULES.get(name, ()):
        if not rule.holds(value):
            raise Refused(rule.why.format(name))
    if not value:
        _not_needed(name)
    return value


def _not_needed(name: str) -> None:
    if name in _NEEDED:
        raise Refused(f"it has no {name}")


def _number(name: str, value: Any) -> int:
    if type(value) is not int:  # a truth value is none
        raise Refused(f"{name} is no whole number")
    if value < 0:
        raise Refused(f"{name} is less than nothing")
    return value


def several(found: Record, name: str, names: tuple[str, ...], most: int = MAX_ITEMS) -> list[Record]:
    """A list of objects, each with its fields checked. Raises Refused."""
    values = _list_of(found, name, dict, "objects")
    if len(values) > most:
        raise Refused(f"{name} are more than {most:,}")
    return [fields(each, names) for each in values]


def addresses(found: Record, name: str) -> list[str]:
    """A list of web addresses, each once. Raises Refused."""
    values = _list_of(found, name, str, "texts")
    if not all(map(is_web_address, values)):
        raise Refused(f"{name} holds what is no address of http or https")
    return list(dict.fromkeys(values))


def _list_of(found: Record, name: str, kind: type, kinds: str) -> list[Any]:
    values = found.get(name) or []
    if not isinstance(values, list) or not all(type(value) is kind for value in values):
        raise Refused(f"{name} is no list of {kinds}")
    return values
