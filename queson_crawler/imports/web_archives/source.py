"""A web archive as it is asked: where its index and its raw replay are, and what the index answers. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from queson_crawler.urls import clean

AT_A_TIME = 50_000
"""Rows of an index that are asked for at once, where it gives them in parts."""
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

    @property
    def date(self) -> str:
        """The time as WARC writes it."""
        t = self.time
        return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"


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
            asked |= {"limit": str(AT_A_TIME), "showResumeKey": "true", "filter": "statuscode:(200|-)"}
            asked |= {"resumeKey": resume} if resume else {}
        return f"{self.index}?{urlencode(asked)}"

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
        return (found[1], found[2]) if found else ("", "")


def sources(base: str) -> tuple[Source, ...]:
    """The ways in which an archive at that address may be asked, the likeliest first: that of the Wayback Machine, and
    that of pywb, whose address ends with the name of a collection."""
    whole = clean(base).rstrip("/")
    root = whole.removesuffix("/web")
    wayback = Source(f"{root}/cdx/search/cdx", f"{root}/web/", in_parts=True)
    pywb = Source(f"{whole}/cdx", f"{whole}/", in_parts=False)
    return (pywb, wayback) if urlsplit(root).path else (wayback, pywb)


def rows(body: bytes) -> tuple[list[Row], str, int]:
    """(the captures that an index names, the key to go on with, lines that are none): JSON as one list or line by line,
    or the plain lines of old indexes."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("[") and (found := _whole(text)) is not None:
        return found
    read = list(map(_line, filter(None, map(str.strip, text.splitlines()))))
    return [row for row in read if row], "", sum(row is None for row in read)


def _whole(text: str) -> tuple[list[Row], str, int] | None:
    try:
        several = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(each, list) for each in several):
        return [], "", len(several)
    if not several:
        return [], "", 0
    names, *rest = several
    end = rest.index([]) if [] in rest else len(rest)
    read = [_row(zip(map(str, names), each, strict=False)) for each in rest[:end]]
    resume = str(rest[-1][0]) if end < len(rest) - 1 and rest[-1] else ""
    return [row for row in read if row], resume, sum(row is None for row in read)


def _line(line: str) -> Row | None:
    if not line.startswith("{"):
        return _row(zip(_PLAIN, line.split(" "), strict=False))
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return _row(told.items()) if isinstance(told, dict) else None


def _row(pairs: Iterable[tuple[str, Any]]) -> Row | None:
    told = {_NAMES.get(name, name): value for name, value in pairs if isinstance(value, str)}
    time, url = told.get("timestamp", ""), told.get("url", "")
    if not _TIME.fullmatch(time) or not _is_time(time) or not clean(url):
        return None
    return Row(time, url, told.get("mime", "").lower(), told.get("status", "-"), told.get("digest", ""))


def _is_time(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return True


def as_sent(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The headers of a replay as the portal sent them, as far as the archive tells; what describes the bytes is what
    came with them."""
    told: list[tuple[str, str]] = []
    own: list[tuple[str, str]] = []
    for name, text in headers:
        if name.lower().startswith(_TOLD):
            told.append((name[len(_TOLD) :], text))
        if not _OF_THE_ARCHIVE.fullmatch(name):
            own.append((name, text))
    if not told:
        yield from own
        return
    for name, text in told:
        if not _OF_THE_ARCHIVE.fullmatch(name) and name.lower() not in OF_THE_BYTES:
            yield name, text
    for name, text in own:
        if name.lower() in OF_THE_BYTES:
            yield name, text
