"""Sitemaps, RSS, Atom and the WordPress API: where a portal names its articles once more. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from lxml import etree

from queson_crawler.parse.document import squeeze
from queson_crawler.parse.feed_entries import MAX_ENTRIES, Named, Source, articles, joined, others, plain
from queson_crawler.parse.results import Feed
from queson_crawler.parse.wordpress_posts import read_posts
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import host

MAX_UNPACKED = 52_428_800
"""Bytes that a sitemap may have when it is unpacked."""
_GZIP, _BLANK = b"\x1f\x8b", b"\xef\xbb\xbf \t\r\n"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# WordPress and its plugins say in a sitemap's name what it holds.
_OF_POSTS = re.compile(r"/(?:wp-sitemap-posts-post-\d+|post-sitemap\d*)\.xml", re.I)
_NOT_POSTS = re.compile(
    r"/(?:wp-sitemap-(?:posts-page|taxonomies|users)\b|(?:page|category|author|post_tag|tag|product)-sitemap)", re.I
)


def read_feed(body: bytes, url: str, platform: Platform) -> Feed | None:
    """The articles that a feed names, and the feeds it leads to; None where it is no feed.

    Addresses without an article's id are left out, since a sitemap also names pages that are no news. What the
    WordPress API calls posts are articles whatever their address.
    """
    body = unpacked(body)
    source = Source(url, platform)
    begin = body.lstrip(_BLANK)[:4].lower()
    if begin.startswith((b"[", b"{")):
        return read_posts(body, source)
    if begin == b"http":
        return _plain_addresses(body, source)
    root = _parsed(body)
    if root is None:
        return None
    read = _FORMATS.get(_name(root))
    if read is None:
        return None
    return read(root, source)


def unpacked(body: bytes) -> bytes:
    """A feed that is kept as a gzip file, unpacked up to the size that a sitemap may have; b"" where it is damaged."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return b""


def _parsed(body: bytes) -> Any:
    """The root of an XML document, or None."""
    # No entities, no network, no huge trees: a sitemap is as hostile as any page.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _plain_addresses(body: bytes, source: Source) -> Feed:
    """The articles that a sitemap of plain text names: an address on each line."""
    lines = body.decode("utf-8-sig", "replace").splitlines()
    return Feed(articles(source, map(Named, lines)))


def _index(root: Any, source: Source) -> Feed:
    """The sitemaps that an index of sitemaps leads to."""
    children: dict[str, None] = {}
    places = filter(_is_place, chain.from_iterable(root))
    for place in islice(places, MAX_ENTRIES):
        address = source.address(place.text)
        if address and not _NOT_POSTS.search(address):
            children[address] = None
    return Feed(children=tuple(children))


def _sitemap(root: Any, source: Source) -> Feed:
    """The articles of a sitemap; every address is one where its name says that it holds nothing but posts."""
    named = list(islice(map(_sitemap_item, root), MAX_ENTRIES))
    found = articles(source, named, posts=_OF_POSTS.search(source.url) is not None)
    return Feed(found, others=others(source, named, found))


def _news(root: Any, source: Source) -> Feed:
    """The articles of RSS and Atom, which may name a base for their addresses; a base on another host is not used."""
    base = joined(source.url, root.get(_BASE, ""))
    if host(base) == host(source.url):
        source = Source(base, source.platform)
    return Feed(articles(source, map(_news_item, filter(_is_item, root.iter()))))


_FORMATS: Mapping[str, Callable[[Any, Source], Feed]] = {
    "sitemapindex": _index,
    "urlset": _sitemap,
    "rss": _news,
    "rdf": _news,
    "feed": _news,
}
"""How a feed is read, by the name of its root element."""


def _name(element: Any) -> str:
    """The name of an element without its namespace, lower case; "" of a comment."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname.lower()


def _is_place(element: Any) -> bool:
    return _name(element) == "loc"


def _is_item(element: Any) -> bool:
    return _name(element) in ("item", "entry")


def _text(element: Any, name: str) -> str:
    """The text of an element's first child of that name, or ""."""
    for each in _children(element, name):
        return each.text or ""
    return ""


def _children(element: Any, *names: str) -> Iterator[Any]:
    """The children of an element that have one of some names."""
    return (each for each in element if _name(each) in names)


def _sitemap_item(item: Any) -> Named:
    return Named(_text(item, "loc"), changed=squeeze(_text(item, "lastmod")))


def _news_item(item: Any) -> Named:
    place = _link(item) or _permanent_link(item)
    return Named(place, plain(_text(item, "title")), squeeze(_text(item, "updated")))


def _link(item: Any) -> str:
    """The address of an entry's own page, or ""."""
    for each in _children(item, "link"):
        if each.get("rel") in (None, "alternate"):
            return squeeze(each.get("href") or each.text)
    return ""


def _permanent_link(item: Any) -> str:
    """The address that an entry without a link has as its id, or ""."""
    for each in _children(item, "guid", "id"):
        address = squeeze(each.text)
        if address.startswith(("http://", "https://", "/")):
            return address
    return ""
