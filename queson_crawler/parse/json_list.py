"""Lists that a page fetches piece by piece: JSON that holds markup, or the articles themselves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

from archive.records import Entry
from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.feed_entries import inside, loaded, plain
from queson_crawler.parse.legal.json_rows import read_rows
from queson_crawler.parse.legal.names import entries_of
from queson_crawler.parse.legal.reading import SHAPE
from queson_crawler.parse.listing.items import article_url, id_of
from queson_crawler.parse.results import Listing, PageLink, Pager
from queson_crawler.platforms.base import Platform

MAX_ENTRIES, MAX_DEPTH, MAX_VALUES = 500, 6, 20_000
MAX_MARKUP, MAX_SAID = 8, 2
"""Texts of an answer that are read as markup, and depth at which it says something of itself."""
MAX_NUMBER = 300_000
MIN_TITLE = 8
Value: TypeAlias = tuple[str, Any]
"""A name and what stands under it."""
_LINK = re.compile(r"^(?:url|link|href|permalink|path|duong_?dan|detail_?url|view_?url)$", re.I)
_TITLE = re.compile(r"^(?:title|name|ten|tieu_?de|subject|headline|caption|text)$", re.I)
_NEXT = re.compile(r"^(?:next|next_?(?:page_?)?(?:url|link|href)|next_?page)$", re.I)
_MORE = re.compile(r"^(?:has_?(?:more|next)|more|load_?more)$", re.I)
_PAGES = re.compile(r"^(?:total_?pages?|page_?count|last_?page|pages|so_?trang)$", re.I)
_TOTAL = re.compile(r"^(?:total(?:_?(?:items?|records?|count|rows?))?|count|tong_?so)$", re.I)
_IN_ADDRESSES = re.compile(r"[/?]")
_PAGE = re.compile(r"([?&](?:page|p|trang|paged|pageindex|pagenumber)=)(\d{1,6})(?=&|$)", re.I)


def is_json(body: bytes) -> bool:
    """Whether an answer looks like JSON."""
    return body.lstrip()[:1] in (b"{", b"[")


def read_json_list(body: bytes, url: str, platform: Platform) -> Listing | None:
    """One page of a list as JSON; None where it is no JSON. A page without entries is the end of its list."""
    data = loaded(body)
    if data is None:
        return None
    documents = read_rows(data, url, platform)
    values = list(islice(_values(data, 0), MAX_VALUES))
    total = _number(values, _TOTAL)
    doc = Document(url, "<html></html>")
    if documents:
        pager = _pager(doc, values, filled=True)
        return Listing("", entries_of(documents, url), pager, total, None, SHAPE, tuple(documents.values()))
    entries = _entries_by_address(doc, platform, data) or _entries_in_markup(url, platform, data)
    return Listing("", tuple(entries.values()), _pager(doc, values, filled=bool(entries)), total)


def _entries_by_address(doc: Document, platform: Platform, data: Any) -> dict[str, Entry]:
    """The articles that an answer names, by address."""
    entries: dict[str, Entry] = {}
    for entry in islice(_entries(doc, platform, data, 0), MAX_ENTRIES):
        entries[entry.url] = entry
    return entries


def _pager(doc: Document, values: list[Value], *, filled: bool) -> Pager:
    """The way on from a page of a list, which is `filled` if it has entries."""
    page = _PAGE.search(doc.url)
    current = None
    last = _number(values, _PAGES)
    following = _named_way_on(doc, values)
    if page is not None:
        current = int(page[2])
        if following is None and filled and not _is_last(values, current, last):
            following = _counted_on(page)
    if not following:
        return Pager((), current, last)
    return Pager((), current, last, None, PageLink((current or 0) + 1, following))


def _named_way_on(doc: Document, values: list[Value]) -> str | None:
    """The address of the next page, where the answer names one."""
    for address in filter(_is_address, _said(values, _NEXT)):
        return doc.join(address)
    return None


def _counted_on(page: re.Match[str]) -> str:
    """The address whose number of a page was found, with the number of the next."""
    following = int(page[2]) + 1
    return f"{page.string[: page.start(2)]}{following}{page.string[page.end(2) :]}"


def _is_last(values: list[Value], current: int, last: int | None) -> bool:
    """Whether the answer says that no page comes after this one."""
    if _denies(values, _NEXT) or _denies(values, _MORE):
        return True
    return last is not None and current >= last


def _denies(values: list[Value], names: re.Pattern[str]) -> bool:
    """Whether something stands under such names, and all of it is nothing or no."""
    said = _said(values, names)
    return len(said) > 0 and not any(said)


def _entry(doc: Document, platform: Platform, href: str | None, title: str) -> Entry | None:
    if len(title) < MIN_TITLE:
        return None
    url = article_url(doc, platform, href)
    if not url:
        return None
    return Entry(id_of(platform, url), url, title)


def _entries(doc: Document, platform: Platform, data: Any, depth: int) -> Iterator[Entry]:
    """Objects that bear a link and a title, at any depth."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        entry = _entry(doc, platform, _first(data, _LINK), plain(_first(data, _TITLE)))
        if entry is not None:
            yield entry
            return
    for value in inside(data):
        yield from _entries(doc, platform, value, depth + 1)


def _first(data: dict[str, Any], names: re.Pattern[str]) -> str:
    """The first text in an object under such a name; "" where there is none."""
    return next((value for name, value in data.items() if isinstance(value, str) and names.match(name)), "")


def _entries_in_markup(url: str, platform: Platform, data: Any) -> dict[str, Entry]:
    """The articles by address to which links in the texts of an answer lead."""
    entries: dict[str, Entry] = {}
    for text in islice(_markup(data, 0), MAX_MARKUP):
        fragment = Document(url, f"<html><body>{text}</body></html>")
        for link in islice(fragment.body.iter("a"), MAX_ENTRIES):
            entry = _entry(fragment, platform, link.get("href"), text_of(link))
            if entry is not None:
                entries.setdefault(entry.url, entry)
    return entries


def _markup(data: Any, depth: int) -> Iterator[str]:
    """Texts that hold links."""
    if isinstance(data, str):
        if "<a" in data.lower():
            yield data
    elif depth <= MAX_DEPTH:
        for value in inside(data):
            yield from _markup(value, depth + 1)


def _values(data: Any, depth: int) -> Iterator[Value]:
    """What the answer says of itself: the values beside its articles."""
    if not isinstance(data, dict) or depth > MAX_SAID:
        return
    for name, value in data.items():
        if isinstance(value, dict | list):
            yield from _values(value, depth + 1)
        else:
            yield name, value


def _said(values: list[Value], names: re.Pattern[str]) -> list[Any]:
    """The values under such names."""
    return [value for name, value in values if names.match(name)]


def _number(values: list[Value], names: re.Pattern[str]) -> int | None:
    """The first number under such names that may count pages or articles."""
    return next(filter(_is_count, _said(values, names)), None)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 < value <= MAX_NUMBER


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _IN_ADDRESSES.search(value) is not None
