"""Lists beside a list whose address carries a number, as an article's may: `tin.aspx?ID=2` beside `tin.aspx?ID=1`."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from archive.records import Entry
from queson_crawler.parse.links import Candidate, Links
from queson_crawler.parse.results import Listing
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import parameters

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


def _form(url: str) -> Form:
    return urlsplit(url).path, tuple(sorted(parameters(url)))
