"""What a keeper says of portals of his list, as it is typed or stands in a table: times, budgets, CSV. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.checks import is_slug
from archive.fleet_records import DAY, HOUR, MAX_EVERY, FleetPortal, PortalState
from archive.text import one_line

MINUTE = 60
NAMED = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_TIME = re.compile(r"(\d{1,6})\s*([mhdw])")
_REQUESTS = re.compile(r"(\d{1,9})(?:\s*requests?)?")
MAX_DELAY = 3600.0
MAX_TEXT = 200
"""Characters of a name or a group."""
_CONTACT = re.compile(r"[!-'*-~]{3,200}")
"""A header holds it: printable ASCII, without what would end a comment."""
TARGET_COLUMNS = ("target", "start", "url", "file", "portal", "slug")
"""What the column of a table may be called that says where a portal is: the first that is filled counts."""
_YES = {"1": True, "yes": True, "true": True, "x": True, "": False, "0": False, "no": False, "false": False}


class NotDecided(ValueError):
    """What was typed is no decision; the message is a sentence."""


def every(text: str) -> int:
    """Seconds from one crawl to the next: `daily`, `12h`, `3d`. Raises NotDecided."""
    seconds = NAMED.get(text.strip().lower()) or _seconds(text)
    if not seconds or seconds > MAX_EVERY:
        raise NotDecided(f"{text!r} is no time between two crawls: give {', '.join(NAMED)}, or 90m, 12h, 3d, 2w.")
    return seconds


def budget(text: str) -> tuple[int, int]:
    """At most so many requests and minutes of a run, 0 where there is no bound: `500`, `30m`, `2h`, `none`. Raises
    NotDecided."""
    told = text.strip().lower()
    if told in ("", "0", "none"):
        return 0, 0
    requests = _REQUESTS.fullmatch(told)
    if requests is not None:
        return int(requests[1]), 0
    seconds = _seconds(told)
    if not seconds:
        raise NotDecided(f"{text!r} is no budget: give requests (500) or a time (30m, 2h), or none.")
    return 0, seconds // MINUTE


def in_words(seconds: int) -> str:
    """A time between two crawls as it is typed."""
    for name, length in NAMED.items():
        if seconds == length:
            return name
    for unit in ("w", "d", "h"):
        if seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds // MINUTE}m"


def _seconds(text: str) -> int:
    found = _TIME.fullmatch(text.strip().lower())
    if found is None:
        return 0
    return int(found[1]) * _UNITS[found[2]]


def decided(row: FleetPortal, told: Mapping[str, str]) -> FleetPortal:
    """A row with what is told of it, by the names of columns; an empty value says nothing. Raises NotDecided."""
    changes: dict[str, Any] = {}
    for name, text in told.items():
        if text.strip() and name in _READERS:
            changes.update(_READERS[name](text.strip()))
    return replace(row, **changes)


def _delay(text: str) -> dict[str, Any]:
    try:
        delay = float(text)
    except ValueError:
        delay = -1.0
    if not 0 <= delay <= MAX_DELAY:
        raise NotDecided(f"{text!r} is no delay: give seconds from 0 to {MAX_DELAY:g}.")
    return {"delay": delay}


def _contact(text: str) -> dict[str, Any]:
    if _CONTACT.fullmatch(text) is None:
        raise NotDecided(f"{text!r} is no contact: give a mail or web address in ASCII, without spaces and brackets.")
    return {"contact": text}


def _budget(text: str) -> dict[str, Any]:
    requests, minutes = budget(text)
    return {"max_requests": requests, "max_minutes": minutes}


def _state(text: str) -> dict[str, Any]:
    try:
        return {"state": PortalState(text.lower())}
    except ValueError as error:
        raise NotDecided(f"{text!r} is no state: give {', '.join(PortalState)}.") from error


def _endangered(text: str) -> dict[str, Any]:
    if text.lower() not in _YES:
        raise NotDecided(f"{text!r} does not say whether a portal is endangered: give yes or no.")
    return {"endangered": _YES[text.lower()]}


def _every(text: str) -> dict[str, Any]:
    return {"every": every(text)}


def _name(text: str) -> dict[str, Any]:
    return {"name": one_line(text)[:MAX_TEXT]}


def _group(text: str) -> dict[str, Any]:
    return {"group": one_line(text)[:MAX_TEXT]}


_READERS = {
    "delay": _delay,
    "contact": _contact,
    "every": _every,
    "budget": _budget,
    "state": _state,
    "endangered": _endangered,
    "name": _name,
    "group": _group,
}
COLUMNS = (*TARGET_COLUMNS, *_READERS)


def lines_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table with a head, by their number in the file: parted by commas, semicolons or tabs.

    Raises:
        NotDecided: it has no head that says where portals are.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    head = lines[0] if lines else ""
    comma = max(",;\t", key=head.count)
    reader = csv.reader(lines, delimiter=comma)
    names = [name.strip().lower() for name in next(reader, [])]
    if not set(names) & set(TARGET_COLUMNS):
        raise NotDecided(f"Its first line has to name the columns, one of them {' or '.join(TARGET_COLUMNS[:2])}.")
    for values in _read(reader):
        if any(value.strip() for value in values):
            yield reader.line_num, dict(zip(names, values, strict=False))


def _read(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise NotDecided(f"It is no table ({error}).") from error


def target_in(told: Mapping[str, str]) -> str:
    """Where the portal of a line is. Raises NotDecided where it does not say."""
    for name in TARGET_COLUMNS:
        if told.get(name, "").strip():
            return told[name].strip()
    raise NotDecided("It does not say where the portal is.")


def slug_in(told: Mapping[str, str]) -> str:
    """The slug that a line gives its portal beside its target; "" where it gives none. Raises NotDecided."""
    slug = told.get("slug", "").strip()
    if slug and not is_slug(slug):
        raise NotDecided(f"{slug!r} is no slug: give small letters, digits, hyphens and dots.")
    return slug
