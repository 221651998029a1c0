"""A web archive as it is asked: where its index and its raw replay are, and what the index answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import filterfalse
from urllib.parse import urlencode, urlsplit

from queson_crawler.imports.web_archives.rows import Row
from queson_crawler.urls import clean

Pairs = Iterable[tuple[str, str]]
AT_A_TIME = 50_000
"""Rows of an index that are asked for at once, where it gives them in parts."""
_ONE_PART = {"limit": str(AT_A_TIME), "showResumeKey": "true", "filter": "statuscode:(200|-)"}
_REPLAYED = re.compile(r"(\d{14})id_/(https?:/.*)", re.I | re.S)
_TOLD = "x-archive-orig-"
OF_THE_BYTES = ("content-encoding", "content-type")
"""What describes the bytes as they came, and not as the portal sent them."""
_OF_THE_ARCHIVE = re.compile(
    r"memento-datetime|link|x-archive-.*|x-app-server|x-ts|x-tr|x-location|x-page-cache|x-cache.*|x-rl|x-na|x-nid"
    r"|server-timing|alt-svc|referrer-policy|permissions-policy|content-length|transfer-encoding|connection",
    re.I,
)


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
