"""Lists that a page fetches piece by piece: JSON that holds markup, or the articles themselves. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from archive.records import Entry
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.feeds import plain
from queson_crawler.parse.listing.items import article_url
from queson_crawler.parse.results import Listing, PageLink, Pager
from queson_crawler.platforms.base import Platform, path_id

MAX_ENTRIES, MAX_DEPTH, MAX_VALUES = 500, 6, 20_000
MIN_TITLE = 8
_LINK = re.compile(r"^(?:url|link|href|permalink|path|duong_?dan|detail_?url|view_?url)$", re.I)
_TITLE = re.compile(r"^(?:title|name|ten|tieu_?de|subject|headline|caption|text)$", re.I)
_NEXT = re.compile(r"^(?:next|next_?(?:page_?)?(?:url|link|href)|next_?page)$", re.I)
_MORE = re.compile(r"^(?:has_?(?:more|next)|more|load_?more)$", re.I)
_PAGES = re.compile(r"^(?:total_?pages?|page_?count|last_?page|pages|so_?trang)$", re.I)
_TOTAL = re.compile(r"^(?:total(?:_?(?:items?|records?|count|rows?))?|count|tong_?so)$", re.I)
_PAGE = re.compile(r"([?&](?:page|p|trang|paged|pageindex|pagenumber)=)(\d{1,6})(?=&|$)", re.I)


def is_json(body: bytes) -> bool:
    """Whether an answer looks like JSON."""
    return body.lstrip()[:1] in (b"{", b"[")


def read_json_list(body: bytes, url: str, platform: Platform) -> Listing | None:
    """One page of a list as JSON; None where it is no JSON. A page without entries is the end of its list."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    doc = Document(url, "<html></html>")
    entries = {entry.url: entry for entry in islice(_entries(doc, platform, data, 0), MAX_ENTRIES)}
    for text in () if entries else islice(_markup(data, 0), 8):
        fragment = Document(url, f"<html><body>{text}</body></html>")
        for link in islice(fragment.body.iter("a"), MAX_ENTRIES):
            entry = _entry(fragment, platform, link.get("href"), squeeze("".join(link.itertext())))
            if entry:
                entries.setdefault(entry.url, entry)
    values = list(islice(_values(data, 0), MAX_VALUES))
    total = _number(values, _TOTAL)
    return Listing("", tuple(entries.values()), _pager(doc, values, bool(entries)), total)


def _pager(doc: Document, values: list[tuple[str, Any]], filled: bool) -> Pager:
    """The way on: the address that the answer names, else the next number where it says there is more, or does not
    say that there is none."""
    named = [value for name, value in values if _NEXT.match(name)]
    match = _PAGE.search(doc.url)
    current = int(match.group(2)) if match else None
    last = _number(values, _PAGES)
    further = doc.url[: match.start(2)] + str(int(match.group(2)) + 1) + doc.url[match.end(2) :] if match else ""
    says = [bool(value) for name, value in values if _MORE.match(name)]
    address = next((value for value in named if isinstance(value, str) and ("/" in value or "?" in value)), "")
    if address:
        following = doc.join(address)
    elif (named and not any(named)) or (says and not any(says)) or (last and current and current >= last) or not filled:
        following = ""
    else:
        following = further
    link = PageLink((current or 0) + 1, following) if following else None
    return Pager((), current, last, None, link)


def _entry(doc: Document, platform: Platform, href: Any, title: str) -> Entry | None:
    url = article_url(doc, platform, href if isinstance(href, str) else None)
    return Entry(platform.native_id(url) or path_id(url), url, title) if url and len(title) >= MIN_TITLE else None


def _entries(doc: Document, platform: Platform, data: Any, depth: int) -> Iterator[Entry]:
    """Objects that bear a link and a title, at any depth."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        link = next((value for name, value in data.items() if _LINK.match(name)), None)
        title = next((value for name, value in data.items() if _TITLE.match(name) and isinstance(value, str)), "")
        entry = _entry(doc, platform, link, plain(title))
        if entry:
            yield entry
            return
    for value in _inside(data):
        yield from _entries(doc, platform, value, depth + 1)


def _inside(data: Any) -> Any:
    return data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()


def _markup(data: Any, depth: int) -> Iterator[str]:
    """Texts that hold links."""
    if isinstance(data, str) and "<a" in data.lower():
        yield data
    elif depth <= MAX_DEPTH:
        for value in _inside(data):
            yield from _markup(value, depth + 1)


def _values(data: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """What the answer says of itself: the values beside its articles."""
    if not isinstance(data, dict) or depth > 2:
        return
    for name, value in data.items():
        if not isinstance(value, dict | list):
            yield name, value
        else:
            yield from _values(value, depth + 1)


def _number(values: list[tuple[str, Any]], names: re.Pattern[str]) -> int | None:
    found = (value for name, value in values if names.match(name) and type(value) is int)
    return next((value for value in found if 0 < value <= 300_000), None)
