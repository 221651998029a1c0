"""The parts of an address that may tell articles apart: parameters, numbers, segments, the path, the whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from queson_crawler.urls import without_language

_GUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-z])", re.I)
_ENDING = re.compile(r"\.(?:html?|aspx?|php\d?|jsp|do|cfm?|chn|tpo|epi)$", re.I)
_LAST_NUMBER = re.compile(r"(?:^|\D)(\d+)\)?$")
_FIRST_NUMBER = re.compile(r"^\(?(\d+)(?!\d)")
_ANY_NUMBER = re.compile(r"\d+")
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

    def value(self, address: Address) -> str | None:
        """What the part says in an address; None where the address has no such part."""
        return address.parts.get(self)


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
    own = platform_id(url) if platform_id else None
    if own:
        parts[Part(PartKind.PLATFORM)] = own
    _read_query(split.query, parts)
    _read_path(path, parts)
    guids = set(_GUID.findall(unquote(f"{path}?{split.query}")))
    if len(guids) == 1:
        parts[Part(PartKind.GUID)] = guids.pop().lower()
    parts[Part(PartKind.PATH)] = _ENDING.sub("", path.strip("/"))
    parts[Part(PartKind.ADDRESS)] = whole(path, split.query)
    return Address(url, parts)


def whole(path: str, query: str) -> str:
    """Path without its ending and sorted query: the address as an identity of its own."""
    name = _ENDING.sub("", path.strip("/"))
    pairs = sorted(pair for pair in query.split("&") if pair)
    return f"{name}?{'&'.join(pairs)}" if pairs else name


def _read_query(query: str, parts: dict[Part, str]) -> None:
    seen: set[Part] = set()
    for pair in query.split("&")[:MAX_PARAMETERS]:
        name, equals, value = pair.partition("=")
        if not name:
            continue
        value = unquote(value.replace("+", " "))
        part = Part(PartKind.PARAMETER, name.casefold()) if equals else Part(PartKind.FLAG)
        text = value if equals else unquote(name)
        if part in seen:  # named twice: neither is the identity
            parts.pop(part, None)
            continue
        seen.add(part)
        if text:
            parts[part] = text
        if equals and "/" in value:
            _read_path(value, parts, f"{name.casefold()}:")


def _read_path(path: str, parts: dict[Part, str], inside: str = "") -> None:
    """The segments of a path and the numbers in them. `inside` names the parameter that holds the path."""
    segments = [segment for segment in path.split("/") if segment]
    for place, segment in enumerate(reversed(segments[-MAX_SEGMENTS:]), 1):
        text = _ENDING.sub("", segment)
        name = f"{inside}{place}"
        parts[Part(PartKind.SEGMENT, name)] = text
        last = _LAST_NUMBER.search(text)
        if last:
            parts[Part(PartKind.LAST_NUMBER, name)] = last.group(1)
        first = _FIRST_NUMBER.search(text)
        if first:
            parts[Part(PartKind.FIRST_NUMBER, name)] = first.group(1)
        numbers = _ANY_NUMBER.findall(text)
        if len(numbers) == 1:
            parts[Part(PartKind.ONLY_NUMBER, name)] = numbers[0]


def common_parts(addresses: Iterable[Address]) -> list[Part]:
    """The parts that all the addresses have, those preferred first."""
    shared: set[Part] | None = None
    for address in addresses:
        shared = set(address.parts) if shared is None else shared & address.parts.keys()
    return sorted(shared or (), key=lambda part: (part.rank, part.name))
