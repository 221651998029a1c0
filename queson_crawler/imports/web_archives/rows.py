"""What an index of a web archive answers, in every form: JSON as one list or line by line, or plain lines. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queson_crawler.urls import clean

_NUMBER = re.compile(r"[0-9]{1,15}")
_TIME = re.compile(r"\d{14}")
_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
_PLAIN = ("urlkey", "timestamp", "url", "mime", "status", "digest")


@dataclass(frozen=True, slots=True)
class Row:
    """One capture as an index names it: time (14 digits), address, media type, status and digest as they stand."""

    time: str
    url: str
    kind: str
    status: str
    digest: str
    archive: int = 0
    """Which of several archives names it."""
    file: str = ""
    offset: int = 0
    length: int = 0
    """Where its record lies, where the archive is asked for a part of a WARC file."""
    truncated: str = ""
    """Why only a part of it was kept, in the archive's word; "" where it is whole."""

    @property
    def date(self) -> str:
        """The time as WARC writes it."""
        t = self.time
        return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"


def is_torn(status: int, body: bytes) -> bool:
    """Whether an answer of an index breaks off: a JSON list that does not end, or a last line that is none."""
    text = body.decode("utf-8", "replace").strip()
    if status != 200 or not text:
        return False
    if text.startswith("["):
        return _json(text) is None
    return _line(text.splitlines()[-1].strip()) is None and _line(text.splitlines()[0].strip()) is not None


def _json(text: str) -> Any:
    """What JSON holds; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def rows(body: bytes) -> tuple[list[Row], str, int]:
    """(the captures that an index names, the key to go on with, lines that are none): JSON as one list or line by line,
    or the plain lines of old indexes."""
    text = body.decode("utf-8", "replace").strip()
    whole = _whole(text)
    if whole is not None:
        return whole
    lines = filter(None, map(str.strip, text.splitlines()))
    return _counted(map(_line, lines))


def _counted(read: Iterable[Row | None], resume: str = "") -> tuple[list[Row], str, int]:
    """The captures, the key, and how many lines were none."""
    found: list[Row] = []
    broken = 0
    for row in read:
        if row is None:
            broken += 1
        else:
            found.append(row)
    return found, resume, broken


def _whole(text: str) -> tuple[list[Row], str, int] | None:
    """An index that is one JSON list of lists: names of columns, rows, and after an empty list the key to go on with;
    None where it is anything else."""
    if not text.startswith("["):
        return None
    several = _json(text)
    if several is None:
        several = _salvaged(text)
    if not isinstance(several, list):
        return None
    for each in several:
        if not isinstance(each, list):
            return [], "", len(several)
    if not several:
        return [], "", 0
    names, *rest = several
    columns = list(map(str, names))
    read, resume = _parted(rest)
    return _counted((_row(zip(columns, each, strict=False)) for each in read), resume)


def _salvaged(text: str) -> list[Any] | None:
    """The lines of a list that breaks off, as far as each is whole; None where that is none."""
    several = []
    for line in text.splitlines():
        row = line.strip().rstrip(",")
        if row.startswith("[["):
            row = row[1:]
        with suppress(ValueError, RecursionError):
            several.append(json.loads(row))
    return several or None


def _parted(rows: list[list[Any]]) -> tuple[list[list[Any]], str]:
    """The rows before an empty one, and the key that stands behind it."""
    if [] not in rows:
        return rows, ""
    end = rows.index([])
    last = rows[-1]
    if not last or len(rows) == end + 1:
        return rows[:end], ""
    return rows[:end], str(last[0])


def _line(line: str) -> Row | None:
    if not line.startswith("{"):
        return _row(zip(_PLAIN, line.split(" "), strict=False))
    told = _json(line)
    if not isinstance(told, dict):
        return None
    return _row(told.items())


def _row(pairs: Iterable[tuple[str, Any]]) -> Row | None:
    told = {_NAMES.get(name, name): value for name, value in pairs if isinstance(value, str)}
    time, url = told.get("timestamp", ""), told.get("url", "")
    if not _is_time(time) or not clean(url):
        return None
    digest = told.get("digest", "").removeprefix("sha1:")
    kind = told.get("mime-detected") or told.get("mime", "")
    return Row(
        time, url, kind.lower(), told.get("status", "-"), digest, file=told.get("filename", ""),
        offset=number_of(told.get("offset", "")), length=number_of(told.get("length", "")),
        truncated=told.get("truncated", "").strip("-"),
    )  # fmt: skip


def number_of(text: str) -> int:
    """A number as it stands in an index or a header; 0 where there is none, or one that no file reaches."""
    if not _NUMBER.fullmatch(text):
        return 0
    return int(text)


def _is_time(digits: str) -> bool:
    if not _TIME.fullmatch(digits):
        return False
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return True
