"""A web archive as it is asked: where its index and its raw replay are, and what the index answers. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import filterfalse
from typing import Any
from urllib.parse import urlencode, urlsplit

from queson_crawler.urls import clean

Pairs = Iterable[tuple[str, str]]
AT_A_TIME = 50_000
"""Rows of an index that are asked for at once, where it gives them in parts."""
_ONE_PART = {"limit": str(AT_A_TIME), "showResumeKey": "true", "filter": "statuscode:(200|-)"}
_MAX_DIGITS = 15
_TIME = re.compile(r"\d{14}")
_REPLAYED = re.compile(r"(\d{14})id_/(https?:/.*)", re.I | re.S)
_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
_PLAIN = ("urlkey", "timestamp", "url", "mime", "status", "digest")
_TOLD = "x-archive-orig-"
OF_THE_BYTES = ("content-encoding", "content-type")
"""What describes the bytes as they came, and not as the portal sent them."""
_OF_THE_ARCHIVE = re.compile(
    r"memento-datetime|link|x-archive-.*|x-app-server|x-ts|x-tr|x-location|x-page-cache|x-cache.*|x-rl|x-na|x-nid"
    r"|server-timing|alt-svc|referrer-policy|permissions-policy|content-length|transfer-encoding|connection",
    re.I,
)


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


@dataclass(frozen=True, slots=True)
class Received:
    """A capture that came: the row that it is of, the headers and body as the portal sent them."""

    row: Row
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One way to ask a web archive: addresses of its index and of its replay; `in_parts` whether the index gives a key
    with which one goes on."""

    index: str
    replay: str
    in_parts: bool

    def query(self, host: str, *, until: str = "", resume: str = "", first: bool = False) -> str:
        """The address that lists the captures of a host; `first` asks for a single one."""
        asked = {"url": f"http://{host}/", "matchType": "prefix", "output": "json"}
        if until:
            asked["to"] = until
        if first:
            asked["limit"] = "1"
        elif self.in_parts:
            asked |= _ONE_PART
            if resume:
                asked["resumeKey"] = resume
        return f"{self.index}?{urlencode(asked)}"

    def last(self, host: str, *, until: str = "") -> str:
        """The address that names the last capture of all that `query` names."""
        asked = {"url": f"http://{host}/", "matchType": "prefix", "output": "json"}
        if until:
            asked["to"] = until
        if self.in_parts:
            asked |= {"limit": "-1", "filter": _ONE_PART["filter"]}
        else:
            asked |= {"limit": "1", "sort": "reverse"}
        return f"{self.index}?{urlencode(asked)}"

    def asked_with(self, row: Row) -> dict[str, str]:
        """Headers by which a capture is asked for."""
        return {}

    def received(self, row: Row, url: str, headers: Pairs, body: bytes) -> Received | None:
        """What came for a capture, as the portal sent it; None where it is none."""
        if time := self.time_of(url):
            row = replace(row, time=time)
        return Received(row, tuple(as_sent(headers)), body)

    def capture(self, row: Row) -> str:
        """The address of a capture as the portal sent it."""
        return f"{self.replay}{row.time}id_/{row.url}"

    def time_of(self, url: str) -> str:
        """The time (14 digits) of the capture that an address of the replay names; "" where it is none."""
        return self._replayed(url)[0]

    def original(self, url: str) -> str:
        """The address that a capture is of, from its address in the replay; "" where that is none."""
        return self._replayed(url)[1]

    def _replayed(self, url: str) -> tuple[str, str]:
        if not url.startswith(self.replay):
            return "", ""
        found = _REPLAYED.fullmatch(url[len(self.replay) :])
        if found is None:
            return "", ""
        return found[1], found[2]


def is_torn(status: int, body: bytes) -> bool:
    """Whether an answer of an index breaks off: a JSON list that does not end, or a last line that is none."""
    text = body.decode("utf-8", "replace").strip()
    if status != 200 or not text:
        return False
    if text.startswith("["):
        return not _is_json(text)
    return _line(text.splitlines()[-1].strip()) is None and _line(text.splitlines()[0].strip()) is not None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def sources(base: str) -> tuple[Source, ...]:
    """The ways in which an archive at that address may be asked, the likeliest first: that of the Wayback Machine, and
    that of pywb, whose address ends with the name of a collection."""
    whole = clean(base).rstrip("/")
    root = whole.removesuffix("/web")
    wayback = Source(f"{root}/cdx/search/cdx", f"{root}/web/", in_parts=True)
    pywb = Source(f"{whole}/cdx", f"{whole}/", in_parts=False)
    if urlsplit(root).path:
        return pywb, wayback
    return wayback, pywb


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
    try:
        several = json.loads(text)
    except (ValueError, RecursionError):
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
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
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
        offset=_number(told.get("offset", "")), length=_number(told.get("length", "")),
        truncated=told.get("truncated", "").strip("-"),
    )  # fmt: skip


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MAX_DIGITS:
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


def as_sent(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The headers of a replay as the portal sent them, as far as the archive tells; what describes the bytes is what
    came with them."""
    several = list(headers)
    told = [(name[len(_TOLD) :], text) for name, text in several if name.lower().startswith(_TOLD)]
    own = filter(_is_of_the_portal, several)
    if not told:
        yield from own
        return
    yield from filterfalse(_is_of_the_bytes, filter(_is_of_the_portal, told))
    yield from filter(_is_of_the_bytes, own)


def _is_of_the_portal(header: tuple[str, str]) -> bool:
    return not _OF_THE_ARCHIVE.fullmatch(header[0])


def _is_of_the_bytes(header: tuple[str, str]) -> bool:
    return header[0].lower() in OF_THE_BYTES
