"""What sitemaps, feeds and APIs name, and which of it are articles of their portal. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from archive.records import Entry
from queson_crawler.parse.document import squeeze
from queson_crawler.parse.listing.items import id_of
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import clean, host, may_be_read

MAX_ENTRIES = 60_000
"""A sitemap may hold 50,000 addresses."""
MAX_TIME = 40
"""Characters of a time of change."""
_TAG = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Named:
    """What a feed says of one entry: its address as it is written there, its title, and when it changed."""

    place: str
    title: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The address that those in a feed are relative to, and the platform of its portal."""

    url: str
    platform: Platform

    def address(self, place: str | None) -> str:
        """A place as a whole address; "" where it is none of the portal's own."""
        told = squeeze(place)
        if not told:
            return ""
        address = clean(joined(self.url, told))
        return address if host(address) == host(self.url) else ""

    def may_be_article(self, address: str) -> bool:
        """Whether an address is that of a page a reader would be shown."""
        if not may_be_read(address):
            return False
        return not self.platform.is_variant(address)


def articles(source: Source, named: Iterable[Named], *, posts: bool = False) -> tuple[Entry, ...]:
    """The articles among what is named: those with an id; all of them where nothing but `posts` is named."""
    found: dict[str, Entry] = {}
    for each in islice(named, MAX_ENTRIES):
        address = source.address(each.place)
        if not address or not source.may_be_article(address):
            continue
        native_id = id_of(source.platform, address) if posts else source.platform.native_id(address)
        if native_id:
            found.setdefault(address, Entry(native_id, address, each.title, each.changed[:MAX_TIME]))
    return tuple(found.values())


def others(source: Source, named: Iterable[Named], found: Iterable[Entry]) -> tuple[Entry, ...]:
    """What is named and is none of the articles that were `found`: pages of the portal, under no id."""
    known = {"", *(entry.url for entry in found)}
    pages: dict[str, Entry] = {}
    for each in named:
        address = source.address(each.place)
        if address not in known:
            pages.setdefault(address, Entry("", address, each.title, each.changed[:MAX_TIME]))
    return tuple(pages.values())


def joined(base: str, place: str) -> str:
    """A place relative to an address; "" where it cannot be one."""
    try:
        return urljoin(base, place)
    except ValueError:
        return ""


def plain(text: str) -> str:
    """Text that may be HTML, without its markup."""
    return squeeze(unescape(_TAG.sub("", text[:2000])))


def loaded(body: bytes) -> Any:
    """What a text in JSON says; None where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def inside(data: Any) -> Iterable[Any]:
    """What stands in an object or an array."""
    return _VALUES_OF.get(type(data), _no_values)(data)


def _no_values(_: Any) -> Iterable[Any]:
    return ()


_VALUES_OF: Mapping[type, Callable[[Any], Iterable[Any]]] = {dict: dict.values, list: iter}
"""What stands in a value of JSON, by its type."""
