"""Articles in several parts: the address at which a page offers all of them at once."""

from __future__ import annotations

from itertools import islice

from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.platforms.base import Platform
from queson_crawler.urls import parameters

_ALL = "showall"
"""Joomla's name for it; `showall=` without a value leads to one of the parts."""


def whole_address(doc: Document, platform: Platform) -> str:
    """Where the whole article stands of which the page shows a part, or "" where it offers no such address."""
    if f"{_ALL}=1" not in doc.text or _is_whole(doc.url):
        return ""
    native_id = platform.native_id(doc.url)
    for link in islice(doc.body.iter("a"), MAX_LINKS):
        href = link.get("href", "")
        if f"{_ALL}=1" not in href:
            continue
        url = doc.join(href)
        if not _is_whole(url) or not platform.same_site(url, doc.url):
            continue
        if native_id and platform.native_id(url) == native_id:
            return url
    return ""


def _is_whole(url: str) -> bool:
    try:
        return parameters(url).get(_ALL) == "1"
    except ValueError:
        return False
