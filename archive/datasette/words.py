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
_ASKED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,20})?\s{0,9}(?:;\s{0,9}q=([01](?:\.\d{1,3})?))?\s*")


def language(asked: str | None, accepted: str) -> str:
    """`vi` or `en`: as the address asks (``?lang=``), else as the browser prefers, else Vietnamese."""
    if asked in LANGUAGES:
        return str(asked)
    wanted = [
        (float(match[2] or 1), match[1].lower()) for part in accepted.split(",") if (match := _ASKED.fullmatch(part))
    ]
    known = [(weight, name) for weight, name in wanted if name in LANGUAGES and weight > 0]
    return max(known, key=lambda each: each[0])[1] if known else "vi"


@cache
def words(name: str) -> dict[str, Any]:
    """Everything the room says in one language, by key; ``kinds`` and ``alarm_kinds`` are dictionaries of their own."""
    told = tomllib.loads(files("archive.datasette").joinpath("words.toml").read_text("utf-8"))
    return {key: _in(value, LANGUAGES.index(name)) for key, value in told.items()}


def _in(value: Any, place: int) -> Any:
    return {key: each[place] for key, each in value.items()} if isinstance(value, dict) else value[place]


def number(value: float | None, lang: str) -> str:
    """A count with its thousands grouped as the language does; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,}".replace(",", ".") if lang == "vi" else f"{value:,}"


def percent(share: int, lang: str) -> str:
    """Parts of a million as people write a share: `1,25 %` in Vietnamese, `1.25%` in English."""
    digits = f"{share / 10_000:.{1 if share >= 100_000 else 2}f}"
    return f"{digits.replace('.', ',')} %" if lang == "vi" else f"{digits}%"


def day(date: str | None, lang: str, *, minute: bool = False) -> str:
    """A date as people write it: `24/05/2019 08:30`, `24 May 2019, 08:30`. Times in UTC are given in Vietnamese time.

    A month or a year stays one; "" where there is no date, and what is no date is given back.
    """
    if not date:
        return ""
    if date.endswith("Z"):
        try:
            moment = datetime.fromisoformat(date.removesuffix("Z")).replace(tzinfo=UTC)
            date = moment.astimezone(VIETNAM).isoformat(timespec="seconds")
        except ValueError:
            return date
    parts = date[:10].split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return date
    if lang == "vi":
        said = "/".join(reversed(parts))
    else:
        name = _MONTHS[int(parts[1]) - 1] if len(parts) > 1 and 1 <= int(parts[1]) <= 12 else ""
        said = " ".join(part for part in (parts[2].lstrip("0") if len(parts) > 2 else "", name, parts[0]) if part)
    clock = date[11:16] if minute and len(date) > 15 else ""
    return f"{said}{' ' if lang == 'vi' else ', '}{clock}" if clock else said
