"""Lists beside a list whose address carries a number, as an article's may: `tin.aspx?ID=2` beside `tin.aspx?ID=1`."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from archive.records import Entry
from queson_crawler.parse.links import Candidate, Links, list_url
from queson_crawler.parse.listing.item_signs import LONG_TITLE
from queson_crawler.parse.results import Listing
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import parameters

_NUMBERS = re.compile(r"\d+")
Form = tuple[str, tuple[str, ...]]
"""The path of an address, and the names of its parameters."""


def with_sibling_lists(links: Links, listing: Listing, url: str, platform: Platform) -> Links:
    """What the page of a list at `url` leads to. Addresses that are made as its own are those of lists, too, where it
    lists articles by addresses of another form."""
    if not urlsplit(url).query or not platform.native_id(url):
        return links
    own = _form(url)
    if own in {_form(entry.url) for entry in listing.entries}:
        return links
    mentions: list[Entry] = []
    candidates = list(links.candidates)
    for mention in links.mentions:
        if _form(mention.url) == own:
            candidates.append(Candidate(mention.url, mention.title))
        else:
            mentions.append(mention)
    return replace(links, mentions=tuple(mentions), candidates=tuple(candidates))


def without_siblings(listing: Listing, url: str, platform: Platform) -> Listing:
    """A list without the lists beside it, where what holds them looks like a part of it: they bear a few words, and
    their addresses differ from its own in numbers alone, those of its articles in more."""
    own = _kind(list_url(platform, url))
    others = [entry for entry in listing.entries if len(entry.title) >= LONG_TITLE or _kind(entry.url) != own]
    if not urlsplit(url).query or not any(_kind(entry.url) != own for entry in others):
        return listing
    return replace(listing, entries=tuple(others))


def _kind(url: str) -> str:
    """An address with all its numbers alike."""
    return _NUMBERS.sub("#", url)


def _form(url: str) -> Form:
    return urlsplit(url).path, tuple(sorted(parameters(url)))
