"""What the logs of wget and HTTrack tell of the files of a mirror: the address and the time of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from queson_crawler.imports.saved.page import iso
from queson_crawler.urls import clean

_ASKED = re.compile(r"--(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)--\s{1,9}(\S{1,4000})")
_SAVED = re.compile(r"Saving to: [‘'\"`](.{1,4000})[’'\"]\s{0,9}$")
_LAUNCHED = re.compile(r"launched on \w{3}, (\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d)")
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)$")
_MIN_COLUMNS, _URL, _FILE = 9, 7, 8


@dataclass(frozen=True, slots=True)
class Logged:
    """A file of a mirror as a log names it, with its address and when it was fetched; "" where that is not told."""

    path: str
    url: str
    at: str = ""


def of_wget(text: str) -> Iterator[Logged]:
    """The files that a log of wget names; its times are those of the clock of the machine that wrote it."""
    asked = ("", "")
    for line in text.splitlines():
        found = _ASKED.match(line)
        if found:
            asked = (found[1], found[2])
            continue
        found = _SAVED.search(line)
        if found and clean(asked[1]):
            yield Logged(found[1], asked[1], iso(datetime.fromisoformat(asked[0])))


def of_httrack(text: str, log: str) -> Iterator[Logged]:
    """The files that HTTrack's list (`hts-cache/new.txt`) names; the day is told by its log."""
    launched = _launched(log)
    for line in text.splitlines():
        columns = line.split("\t")
        if len(columns) < _MIN_COLUMNS or not columns[_FILE].strip():
            continue
        url = columns[_URL] if "://" in columns[_URL] else f"http://{columns[_URL]}"
        if clean(url):
            yield Logged(columns[_FILE].strip(), url, _at(columns[0].strip(), launched))


def _launched(log: str) -> datetime | None:
    found = _LAUNCHED.search(log)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%d %b %Y %H:%M:%S")
    except ValueError:
        return None


def _at(clock: str, launched: datetime | None) -> str:
    """A time of day on the day of the launch, or on the next."""
    found = _CLOCK.match(clock)
    if found is None or launched is None:
        return ""
    try:
        at = launched.replace(hour=int(found[1]), minute=int(found[2]), second=int(found[3]))
    except ValueError:
        return ""
    if at < launched:
        at += timedelta(days=1)
    return iso(at)
