"""Sitemaps, RSS, Atom and the WordPress API: where a portal names its articles once more. Pure."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from archive.records import Entry
from queson_crawler.parse.document import squeeze
from queson_crawler.parse.results import Feed
from queson_crawler.platforms.base import Platform, path_id
from queson_crawler.urls import clean, host, is_foreign, is_page, is_refused

MAX_ENTRIES = 60_000
"""A sitemap may hold 50,000 addresses."""
POSTS_PER_PAGE = 100
MAX_TIME = 40
"""Characters of a time of change."""
MAX_UNPACKED = 52_428_800
"""Bytes that a sitemap may have when it is unpacked."""
_GZIP, _BLANK = b"\x1f\x8b", b"\xef\xbb\xbf \t\r\n"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_TAG = re.compile(r"<[^<>]{0,300}>")
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
    begin = body.lstrip(_BLANK)[:4]
    if begin.startswith((b"[", b"{")):
        return _posts(body, url, platform)
    if begin.lower() == b"http":
        return _plain_addresses(body, url, platform)
    # No entities, no network, no huge trees: a sitemap is as hostile as any page.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root: Any = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    match _name(root):
        case "sitemapindex":
            places = (place for each in root for place in each if _name(place) == "loc")
            children = dict.fromkeys(_own(url, (place.text for place in places)))
            return Feed(children=tuple(child for child in children if not _NOT_POSTS.search(child)))
        case "urlset":
            posts = bool(_OF_POSTS.search(url))
            places = ((_text(each, "loc"), "", _text(each, "lastmod") or "") for each in root)
            return Feed(_entries(url, platform, places, posts=posts))
        case "rss" | "rdf" | "feed":
            items = (each for each in root.iter() if _name(each) in ("item", "entry"))
            return Feed(_entries(_base(root, url), platform, map(_item, items)))
    return None


def unpacked(body: bytes) -> bytes:
    """A feed that is kept as a gzip file, unpacked up to the size that a sitemap may have; b"" where it is damaged."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return b""


def _plain_addresses(body: bytes, url: str, platform: Platform) -> Feed:
    """The articles that a sitemap of plain text names: an address on each line."""
    lines = body.decode("utf-8-sig", "replace").splitlines()
    return Feed(_entries(url, platform, ((line, "", "") for line in lines)))


def _base(root: Any, url: str) -> str:
    """The address that those of a feed are relative to."""
    base = _joined(url, root.get(_BASE) or "")
    return base if host(base) == host(url) else url


def _joined(base: str, place: str) -> str:
    try:
        return urljoin(base, place)
    except ValueError:
        return ""


def _name(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _text(element: Any, name: str) -> str | None:
    """The text of an element's child of that name."""
    return next((squeeze(each.text) for each in element if _name(each) == name), None)


def _item(item: Any) -> tuple[str | None, str, str]:
    links = [each for each in item if _name(each) == "link"]
    address = next((each.get("href") or each.text for each in links if each.get("rel") in (None, "alternate")), None)
    if not squeeze(address):
        address = _permanent_link(item)
    title = next((plain(each.text or "") for each in item if _name(each) == "title"), "")
    return address, title, _text(item, "updated") or ""


def _permanent_link(item: Any) -> str | None:
    """The address that an entry without a link has as its id."""
    for each in item:
        if _name(each) in ("guid", "id") and squeeze(each.text).startswith(("http://", "https://", "/")):
            return str(each.text)
    return None


def plain(text: str) -> str:
    """Text that may be HTML, without its markup."""
    return squeeze(unescape(_TAG.sub("", text[:2000])))


def _own(url: str, places: Iterable[str | None]) -> Iterable[str]:
    for place in islice(places, MAX_ENTRIES):
        told = squeeze(place)
        address = clean(_joined(url, told)) if told else ""
        if address and host(address) == host(url):
            yield address


def _entries(
    url: str, platform: Platform, places: Iterable[tuple[str | None, str, str]], *, posts: bool = False
) -> tuple[Entry, ...]:
    """The articles among addresses: those with an id; all of them where the sitemap holds nothing but `posts`."""
    found: dict[str, Entry] = {}
    for place, title, changed in islice(places, MAX_ENTRIES):
        for address in _own(url, (place,)):
            if not is_page(address) or is_refused(address) or is_foreign(address) or platform.is_variant(address):
                continue
            if native_id := platform.native_id(address) or (path_id(address) if posts else ""):
                found.setdefault(address, Entry(native_id, address, title, changed[:MAX_TIME]))
    return tuple(found.values())


def _posts(body: bytes, url: str, platform: Platform) -> Feed | None:
    """Posts of the WordPress API; a full page leads to the next one."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, list) or not all(isinstance(post, dict) for post in data):
        return None
    found: dict[str, Entry] = {}
    for post in data[:POSTS_PER_PAGE]:
        title = post.get("title")
        words = title.get("rendered") if isinstance(title, dict) else title
        for address in _own(url, (post["link"],) if isinstance(post.get("link"), str) else ()):
            native_id = platform.native_id(address) or path_id(address)
            changed = str(post.get("modified_gmt") or post.get("modified") or "")[:MAX_TIME]
            found.setdefault(
                address, Entry(native_id, address, plain(words) if isinstance(words, str) else "", changed)
            )
    return Feed(tuple(found.values()), (_next_posts(url),) if len(data) == POSTS_PER_PAGE else ())


def _next_posts(url: str) -> str:
    path, _, query = url.partition("?")
    pairs = [pair for pair in query.split("&") if pair and not pair.startswith("page=")]
    number = next((pair[5:] for pair in query.split("&") if pair.startswith("page=")), "1")
    return f"{path}?{'&'.join([*pairs, f'page={int(number) + 1 if number.isdigit() else 2}'])}"
