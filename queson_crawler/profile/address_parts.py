"""The parts of an address that may tell articles apart: parameters, numbers, segments, the path, the whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from queson_crawler.platforms.base import path_id
from queson_crawler.urls import without_language

_GUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-z])", re.I)
_ENDING = re.compile(r"\.(?:html?|aspx?|php\d?|jsp|do|cfm?|chn|tpo|epi)$", re.I)
_LAST_NUMBER = re.compile(r"(?:^|\D)(\d+)\)?$")
_FIRST_NUMBER = re.compile(r"^\(?(\d+)(?!\d)")
_ANY_NUMBER = re.compile(r"\d+")
_INSTANCE = re.compile(r"^_\w{1,120}_instance_[a-z\d]{1,40}_(?=[a-z])")
"""What a portlet puts before the names of its parameters: the same portlet of another page has a token of its own."""
MAX_SEGMENTS = 8
"""Segments of a path, counted from its end, that are looked at."""
MAX_PARAMETERS = 12


class PartKind(StrEnum):
    """What part of an address it is."""

    PLATFORM = "platform"
    """What the platform's own rule finds."""
    PARAMETER = "parameter"
    """The value of a query parameter, by its name."""
    FLAG = "flag"
    """A query parameter without a value: the text itself."""
    GUID = "guid"
    """The only GUID of the address."""
    LAST_NUMBER = "last number"
    """The number in which a path segment ends, counted from the end of the path."""
    FIRST_NUMBER = "first number"
    """The number with which a path segment begins."""
    ONLY_NUMBER = "only number"
    """The only number within a path segment, wherever it stands in it."""
    SEGMENT = "segment"
    """One path segment, without its ending."""
    PATH = "path"
    ADDRESS = "address"


_STABLE = (
    PartKind.PLATFORM,
    PartKind.GUID,
    PartKind.PARAMETER,
    PartKind.FLAG,
    PartKind.LAST_NUMBER,
    PartKind.FIRST_NUMBER,
    PartKind.ONLY_NUMBER,
    PartKind.SEGMENT,
    PartKind.PATH,
    PartKind.ADDRESS,
)
"""Of two parts that tell articles apart equally well the first is taken: a number outlives a slug that is edited."""


_IN_WORDS = {
    PartKind.PLATFORM: "the number or name that the platform puts into addresses",
    PartKind.GUID: "the GUID in the address",
    PartKind.PARAMETER: "the query parameter",
    PartKind.FLAG: "the query without a name",
    PartKind.LAST_NUMBER: "the number at the end of the {}",
    PartKind.FIRST_NUMBER: "the number at the start of the {}",
    PartKind.ONLY_NUMBER: "the number in the {}",
    PartKind.SEGMENT: "the {}",
    PartKind.PATH: "the whole path",
    PartKind.ADDRESS: "the whole address",
}
_NUMBERS = {PartKind.LAST_NUMBER: _LAST_NUMBER, PartKind.FIRST_NUMBER: _FIRST_NUMBER}
_PLACES = {"1": "last path segment", "2": "last path segment but one"}


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One part of an address: its kind, and which one of that kind (a parameter's name, a segment's place from the
    end, counted from 1)."""

    kind: PartKind
    name: str = ""

    @property
    def rank(self) -> int:
        """How little the part is preferred to others that do as well."""
        return _STABLE.index(self.kind)

    def in_words(self) -> str:
        """Which part it is, for people."""
        words = _IN_WORDS[self.kind]
        inside, _, place = self.name.rpartition(":")
        if inside:
            words += f" within the parameter {inside}"
        if self.kind is PartKind.PARAMETER:
            return f"{words} {self.name}"
        if place in _PLACES:
            return words.format(_PLACES[place])
        return words.format(f"path segment {place} from the end")


@dataclass(frozen=True, slots=True)
class Address:
    """An address and everything in it that may tell one article from another."""

    url: str
    parts: dict[Part, str]


def taken_apart(url: str, platform_id: Callable[[str], str | None] | None = None) -> Address:
    """An address with all its parts. `platform_id` is the platform's own rule."""
    split = urlsplit(url)
    path = without_language(unquote(split.path))
    parts: dict[Part, str] = {}
    _read_platform(url, platform_id, parts)
    _read_query(split.query, parts)
    _read_path(path, parts)
    _read_guid(unquote(f"{path}?{split.query}"), parts)
    parts[Part(PartKind.PATH)] = path_id(url)
    parts[Part(PartKind.ADDRESS)] = whole(path, split.query)
    return Address(url, parts)


def _read_platform(url: str, platform_id: Callable[[str], str | None] | None, parts: dict[Part, str]) -> None:
    if platform_id is None:
        return
    own = platform_id(url)
    if own:
        parts[Part(PartKind.PLATFORM)] = own


def _read_guid(text: str, parts: dict[Part, str]) -> None:
    guids = set(_GUID.findall(text))
    if len(guids) == 1:
        parts[Part(PartKind.GUID)] = guids.pop().lower()


def whole(path: str, query: str) -> str:
    """Path without its ending and sorted query: the address as an identity of its own."""
    name = _ENDING.sub("", path.strip("/"))
    pairs = sorted(query.split("&"))
    kept = "&".join(filter(None, pairs))
    if not kept:
        return name
    return f"{name}?{kept}"


def _read_query(query: str, parts: dict[Part, str]) -> None:
    seen: set[Part] = set()
    for pair in query.split("&")[:MAX_PARAMETERS]:
        name, equals, value = pair.partition("=")
        if not name:
            continue
        if not equals:
            _add_once(Part(PartKind.FLAG), unquote(name), parts, seen)
            continue
        text = unquote(value.replace("+", " "))
        _add_once(Part(PartKind.PARAMETER, name.casefold()), text, parts, seen)
        short = own_name(name.casefold())
        if short != name.casefold():
            _add_once(Part(PartKind.PARAMETER, short), text, parts, seen)
        if "/" in text:
            _read_path(text, parts, f"{name.casefold()}:")


def own_name(name: str) -> str:
    """The name of a parameter without that of the portlet, and of its place, for which it is meant."""
    return _INSTANCE.sub("", name)


def _add_once(part: Part, text: str, parts: dict[Part, str], seen: set[Part]) -> None:
    """Add a part; one that an address names twice is not its identity."""
    if part in seen:
        parts.pop(part, None)
        return
    seen.add(part)
    if text:
        parts[part] = text


def _read_path(path: str, parts: dict[Part, str], inside: str = "") -> None:
    """The segments of a path and the numbers in them. `inside` names the parameter that holds the path."""
    segments = list(filter(None, path.split("/")))
    segments.reverse()
    for place, segment in enumerate(segments[:MAX_SEGMENTS], 1):
        text = _ENDING.sub("", segment)
        name = f"{inside}{place}"
        parts[Part(PartKind.SEGMENT, name)] = text
        _read_numbers(text, name, parts)


def _read_numbers(segment: str, name: str, parts: dict[Part, str]) -> None:
    for kind, pattern in _NUMBERS.items():
        found = pattern.search(segment)
        if found:
            parts[Part(kind, name)] = found[1]
    numbers = _ANY_NUMBER.findall(segment)
    if len(numbers) == 1:
        parts[Part(PartKind.ONLY_NUMBER, name)] = numbers[0]


def common_parts(addresses: Iterable[Address]) -> list[Part]:
    """The parts that all the addresses have, those preferred first."""
    shared: set[Part] = set()
    for place, address in enumerate(addresses):
        if place == 0:
            shared = set(address.parts)
        shared &= address.parts.keys()
    return sorted(shared, key=lambda part: (part.rank, part.name))
