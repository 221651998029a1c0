"""Reading a list of articles: by the platform's selectors, by addresses that carry ids, or by repeated structure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lxml import html

from archive.records import Entry
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.listing.as_text import reads_as_text
from queson_crawler.parse.listing.below import entries_below, is_paged_category
from queson_crawler.parse.listing.boxes import shows_boxes
from queson_crawler.parse.listing.declared import Declared, declared_in, with_last
from queson_crawler.parse.listing.entries import entries_by_selectors, entries_of, entry_shown_in_full
from queson_crawler.parse.listing.name import list_name
from queson_crawler.parse.listing.paging import pager_of
from queson_crawler.parse.listing.side_box import is_side_box
from queson_crawler.parse.listing.structure import Found, by_structure
from queson_crawler.parse.results import NO_PAGER, Listing, Pager, RawDocument
from queson_crawler.parse.scripted import MARK
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import find, find_all

MAX_TEXT_NEAR = 200_000


@dataclass(frozen=True, slots=True)
class _Shown:
    """The entries that a page shows as a list, the element that holds them, and how they stand where it is known."""

    entries: tuple[Entry, ...]
    home: html.HtmlElement
    shape: str


def read_listing(doc: Document, platform: Platform, shape: str = "") -> Listing | None:
    """The list of articles that a page shows, or None where it shows none.

    `shape` is that of the list's first page: on its other pages only what stands alike is the list.
    """
    root = next(iter(find_all(doc.body, platform.listing.root)), doc.body)
    in_full = entry_shown_in_full(doc, root, platform)
    shown: _Shown | None = _Shown(in_full, root, shape)
    if not in_full:
        shown = _shown(doc, root, platform, shape)
    if shown is None:
        return None
    around = _around(root, shown.home, doc.body)
    pager, declared = _told_around(doc, platform, around, shown.entries)
    if in_full and pager == NO_PAGER:
        return None
    if not pager.links and shows_boxes(doc, shown.entries):
        return None
    is_confirmed = shown.home is root or declared.total > 0
    if not is_confirmed and _only_looks_like_a_list(doc, platform, shown, pager, shape):
        return None
    return _listing(doc, shown, pager, declared)


def listing_at(
    doc: Document,
    platform: Platform,
    home: html.HtmlElement,
    entries: tuple[Entry, ...],
    documents: tuple[RawDocument, ...],
    shape: str,
) -> Listing:
    """The list whose entries were found in an element, with its pager and what it declares."""
    around = _around(doc.body, home, doc.body)
    pager, declared = _told_around(doc, platform, around, entries)
    return _listing(doc, _Shown(entries, home, shape), pager, declared, documents)


def _told_around(
    doc: Document, platform: Platform, around: html.HtmlElement, entries: tuple[Entry, ...]
) -> tuple[Pager, Declared]:
    """The pager that stands around a list, and what is declared there."""
    text = _text_in(around)
    declared = declared_in(text)
    return pager_of(doc, platform, around, text, entries, declared.number), declared


def _listing(
    doc: Document, shown: _Shown, pager: Pager, declared: Declared, documents: tuple[RawDocument, ...] = ()
) -> Listing:
    total = declared.total or None
    last = with_last(pager, declared)
    return Listing(list_name(doc), shown.entries, last, total, declared.range, shown.shape, documents)


def _shown(doc: Document, root: html.HtmlElement, platform: Platform, shape: str) -> _Shown | None:
    """What the platform's selectors find, unless the page shows more; else links that may be a list."""
    entries = entries_by_selectors(doc, root, platform)
    if not entries:
        found = _linked(doc, root, platform, shape)
        if found is None:
            return None
        return _of_links(found, platform)
    if root is doc.body:
        more = by_structure(doc, root, platform, shape)
        if more is not None and _shows_more(doc, platform, entries, more):
            return _of_links(more, platform)
    return _Shown(entries, root, shape)


def _linked(doc: Document, root: html.HtmlElement, platform: Platform, shape: str) -> Found | None:
    """The articles below the page's address, where the platform has them there; else links that stand alike."""
    if platform.entries_below:
        below = entries_below(doc, root, platform)
        if below is not None or not is_paged_category(doc, platform):
            return below
    found = by_structure(doc, root, platform, shape)
    if found is None and shape and f"{MARK}=" in doc.text:
        # A script may dress its items otherwise than the server did.
        return by_structure(doc, root, platform, "", least=1)
    return found


def _of_links(found: Found, platform: Platform) -> _Shown:
    return _Shown(entries_of(found.links, platform), found.home, found.shape)


def _shows_more(doc: Document, platform: Platform, entries: tuple[Entry, ...], found: Found) -> bool:
    """Whether structure shows the entries that selectors found and more: items of other names. A single item that
    stands around the list is no entry of it."""
    if len(found.links) <= len(entries):
        return False
    if len(entries) == 1:
        item = find(doc.body, platform.listing.item)
        if item in (found.home, *found.home.iterancestors()):
            return True
    urls = {entry.url for entry in entries}
    return urls <= found.links.keys()


def _only_looks_like_a_list(doc: Document, platform: Platform, shown: _Shown, pager: Pager, shape: str) -> bool:
    """Whether links found by how they stand are teasers, a side box, or what a text leads to."""
    if _knows_lists(platform) and not pager.links:
        return True
    if shape or pager != NO_PAGER:
        return False
    return is_side_box(doc, shown.home) or reads_as_text(doc, shown.home, shown.entries)


def _knows_lists(platform: Platform) -> bool:
    """Whether a platform tells the items of its lists and the addresses of its articles."""
    return platform.ids_only and bool(platform.listing.item)


def _around(root: html.HtmlElement, home: html.HtmlElement, body: html.HtmlElement) -> html.HtmlElement:
    """What stands around a list far enough to hold its pager: where selectors know it, else two steps up, never the
    whole page."""
    if root is not body:
        return root
    current = home
    for parent in islice(home.iterancestors(), 2):
        if parent is body or parent.tag == "form":
            break
        current = parent
    return current


def _text_in(root: html.HtmlElement) -> str:
    written = filter(str.strip, root.itertext())
    return squeeze(" ".join(written)[-MAX_TEXT_NEAR:])
