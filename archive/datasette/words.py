"""What the reading room says, in Vietnamese and in English; and which of them a reader wants."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en")
VIETNAM = timezone(timedelta(hours=7))
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY = re.compile(r"\d+(?:-\d+){0,2}")
"""A year, a month or a day, as it is stored."""
_ACCEPTED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,20})?\s{0,9}(?:;\s{0,9}q=([01](?:\.\d{1,3})?))?\s*")


def language(asked: str | None, accepted: str) -> str:
    """`vi` or `en`: as the address asks (``?lang=``), else as the browser prefers, else Vietnamese."""
    if asked in LANGUAGES:
        return str(asked)
    best, most = "vi", 0.0
    for match in filter(None, map(_ACCEPTED.fullmatch, accepted.split(","))):
        name, weight = match[1].lower(), float(match[2] or 1)
        if name in LANGUAGES and weight > most:
            best, most = name, weight
    return best


@cache
def words(name: str) -> dict[str, Any]:
    """Everything the room says in one language, by key; ``kinds`` and ``alarm_kinds`` are dictionaries of their own."""
    told = tomllib.loads(files("archive.datasette").joinpath("words.toml").read_text("utf-8"))
    return {key: _in_language(value, LANGUAGES.index(name)) for key, value in told.items()}


def _in_language(value: Any, place: int) -> Any:
    if isinstance(value, dict):
        return {key: each[place] for key, each in value.items()}
    return value[place]


def number(value: float | None, lang: str) -> str:
    """A count with its thousands grouped as the language does; a dash where there is none."""
    if value is None:
        return "–"
    grouped = f"{value:,}"
    if lang == "vi":
        return grouped.replace(",", ".")
    return grouped


def percent(share: int, lang: str) -> str:
    """Parts of a million as people write a share: `1,25 %` in Vietnamese, `1.25%` in English."""
    places = 1 if share >= 100_000 else 2
    digits = f"{share / 10_000:.{places}f}"
    if lang == "vi":
        return f"{digits.replace('.', ',')} %"
    return f"{digits}%"


def day(date: str | None, lang: str, *, minute: bool = False) -> str:
    """A date as people write it: `24/05/2019 08:30`, `24 May 2019, 08:30`. Times in UTC are given in Vietnamese time.

    A month or a year stays one; "" where there is no date, and what is no date is given back.
    """
    if not date:
        return ""
    local = date
    if date.endswith("Z"):
        local = _vietnamese_time(date)
    if not _DAY.fullmatch(local[:10]):
        return date
    parts = local[:10].split("-")
    said, between = _english_day(parts), ", "
    if lang == "vi":
        said, between = "/".join(reversed(parts)), " "
    if minute and len(local) > 15:
        return said + between + local[11:16]
    return said


def _vietnamese_time(date: str) -> str:
    """A time in UTC (`…Z`) as one of Vietnam, to the second; "" where it is no time."""
    try:
        moment = datetime.fromisoformat(date.removesuffix("Z")).replace(tzinfo=UTC)
        return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""


def _english_day(parts: list[str]) -> str:
    """[year], [year, month] or [year, month, day] -> `24 May 2019`."""
    said = []
    if len(parts) > 2:
        said.append(parts[2].lstrip("0"))
    if len(parts) > 1 and 1 <= int(parts[1]) <= 12:
        said.append(_MONTHS[int(parts[1]) - 1])
    said.append(parts[0])
    return " ".join(filter(None, said))
